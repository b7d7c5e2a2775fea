import { json } from '@sveltejs/kit';
import { openApi } from '../../../../openapi.server.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = ({ locals }) =>
  json(openApi(locals.world.settings.addresses.staff));
