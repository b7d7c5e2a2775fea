import type { RequestHandler } from './$types';
import { answerRead, answerWrite } from '../../../../../api.server.ts';

export const GET: RequestHandler = ({ locals, params }) => answerRead(locals, params.path);

export const POST: RequestHandler = ({ locals, params, request }) =>
  answerWrite(locals, params.path, request);
