import { fail, redirect } from '@sveltejs/kit';
import { z } from 'zod';
import { beginAssertion, signInByPasskey, signInByPassword } from '#district/credentials';
import { formValue, read } from '#platform/read';
import { readAssertion } from '#platform/webauthn';
import { setCookie } from '../../../cookies.server.ts';
import { pathOf } from '../../../pages.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, url }) => {
  const { house, site } = locals.world.desk;
  const to = pathOf(url.searchParams.get('to'));
  if (locals.desk.who.kind === 'person') redirect(303, to);
  return {
    to,
    options: await locals.world.worstDay.orElse(() => beginAssertion(house, site, null), null),
    officePhone: locals.world.pack.district.office.phone,
  };
};

const typed = z.object({
  email: z.string().max(254).default(''),
  password: z.string().max(500).default(''),
  code: z.string().max(12).default(''),
});

export const actions = {
  passkey: async ({ locals, request, cookies, url }) => {
    const form = await request.formData();
    const assertion = readAssertion(form.get('assertion'));
    const { house, site } = locals.world.desk;
    const token = assertion === null ? null : await signInByPasskey(house, site, assertion);
    if (token === null)
      return fail(401, { email: '', problem: 'This passkey did not fit. Try again.' });
    setCookie(locals.world, cookies, 'session', token);
    redirect(303, pathOf(url.searchParams.get('to')));
  },
  password: async ({ locals, request, cookies, url }) => {
    const reading = read(typed, formValue(await request.formData()));
    const value = reading.kind === 'read' ? reading.value : { email: '', password: '', code: '' };
    const token = await signInByPassword(locals.world.desk.house, value);
    if (token === null) {
      return fail(401, {
        email: value.email,
        problem: 'Address, password and code do not fit together.',
      });
    }
    setCookie(locals.world, cookies, 'session', token);
    redirect(303, pathOf(url.searchParams.get('to')));
  },
} satisfies Actions;
