import { json } from '@sveltejs/kit';
import { beginAuthorization } from '#encounter/authorize';
import { authorizationReader } from '#encounter/readers';
import { formValue, read } from '#platform/read';
import { momentOfField } from '#std/moment-words';
import { type EncounterId, readUuid } from '#std/ids';
import type { RequestHandler } from './$types';

export const POST: RequestHandler = async ({ locals, params, request }) => {
  const { desk, world } = locals;
  const form = await request.formData();
  const nonce = String(form.get('nonce') ?? '');
  const zone = world.pack.district.timeZone;
  for (const name of ['validFrom', 'validUntil']) {
    const text = String(form.get(name) ?? '');
    form.set(name, text.endsWith('Z') ? text : (momentOfField(text, zone) ?? text));
  }
  const reading = read(authorizationReader, formValue(form));
  if (reading.kind === 'unreadable') return json({ problems: reading.problems }, { status: 400 });
  const encounter = readUuid<EncounterId>(params.encounter);
  if (encounter === null || nonce.length < 16) return json({}, { status: 404 });
  const begun = await beginAuthorization(desk, { encounter, nonce }, reading.value);
  return begun === null ? json({}, { status: 403 }) : json(begun);
};
