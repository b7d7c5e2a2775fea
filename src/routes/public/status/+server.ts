import { toOwnLanguage } from '../reader.server.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = ({ locals, request }) =>
  toOwnLanguage(locals, request, '/status');
