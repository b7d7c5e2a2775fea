import { toOwnLanguage } from '../public/reader.server.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = ({ locals, request }) => {
  const response = toOwnLanguage(locals, request, '');
  response.headers.set('cache-control', 'no-store');
  return response;
};
