import { error, redirect } from '@sveltejs/kit';
import { readCarrierUrl } from '#platform/twilio';
import type { Phone } from '#platform/local-phones';
import type { Actions, PageServerLoad } from './$types';

function carrierOf(locals: App.Locals) {
  const { settings, carrierUrl } = locals.world;
  // The phones of a trial. A live program has no such page.
  if (settings.mode !== 'trial' || carrierUrl === null) error(404, 'There is no such page.');
  const { base, sid, token } = readCarrierUrl(carrierUrl);
  return { base, authorization: `Basic ${Buffer.from(`${sid}:${token}`).toString('base64')}` };
}

export const load: PageServerLoad = async ({ locals }) => {
  const { base } = carrierOf(locals);
  const answer = await fetch(`${base}/phones`);
  const phones: unknown = await answer.json();
  return {
    phones: Array.isArray(phones) ? (phones as Phone[]) : (phones as { phones: Phone[] }).phones,
  };
};

export const actions = {
  call: async ({ locals, request }) => {
    const { base, authorization } = carrierOf(locals);
    const form = await request.formData();
    const act = String(form.get('act'));
    const body = new URLSearchParams({ digits: '1' });
    const path = { press: 'press', hang: 'hang-up', machine: 'answering-machine' }[act];
    if (path === undefined) error(400, 'There is no such act.');
    const headers = { authorization, 'content-type': 'application/x-www-form-urlencoded' };
    await fetch(`${base}/calls/${form.get('call')}/${path}`, { method: 'POST', headers, body });
    redirect(303, '/dev/phones');
  },
  reply: async ({ locals, request }) => {
    const { base, authorization } = carrierOf(locals);
    const form = await request.formData();
    const body = new URLSearchParams({
      from: String(form.get('from')),
      text: String(form.get('text')),
    });
    const headers = { authorization, 'content-type': 'application/x-www-form-urlencoded' };
    await fetch(`${base}/replies`, { method: 'POST', headers, body });
    redirect(303, '/dev/phones');
  },
} satisfies Actions;
