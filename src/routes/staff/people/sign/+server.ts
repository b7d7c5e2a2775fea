import { json } from '@sveltejs/kit';
import { beginCounselGrantSignature } from '#district/counsel-grant';
import { readSigning } from '../signing.server.ts';
import type { RequestHandler } from './$types';

export const POST: RequestHandler = async ({ locals, request }) => {
  const asked = readSigning(await request.formData());
  if (asked === null) return json({}, { status: 400 });
  const options = await beginCounselGrantSignature(locals.desk, asked);
  return options === null ? json({}, { status: 403 }) : json({ options });
};
