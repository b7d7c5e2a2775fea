import { redirect } from '@sveltejs/kit';
import { endSession } from '#district/sessions';
import { cookieName } from '../../../cookies.server.ts';
import type { RequestHandler } from './$types';

export const POST: RequestHandler = async ({ locals, cookies }) => {
  if (locals.session !== null) await endSession(locals.world.desk.house, locals.session);
  cookies.delete(cookieName(locals.world, 'session'), { path: '/' });
  redirect(303, '/sign-in');
};
