import { fail, redirect } from '@sveltejs/kit';
import { beginAssertion, stepUpByPasskey } from '#district/credentials';
import { readAssertion } from '#platform/webauthn';
import { mustBePerson, pathOf } from '../../../pages.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, url }) => {
  const { who } = mustBePerson(locals, '/step-up');
  const { house, site } = locals.world.desk;
  return {
    to: pathOf(url.searchParams.get('to')),
    options: await beginAssertion(house, site, who.person),
  };
};

export const actions = {
  default: async ({ locals, request, url }) => {
    const { who } = mustBePerson(locals, '/step-up');
    const { house, site } = locals.world.desk;
    const assertion = readAssertion((await request.formData()).get('assertion'));
    const token = locals.session;
    const isThere =
      assertion !== null &&
      token !== null &&
      (await stepUpByPasskey(house, site, { token, person: who.person }, assertion));
    if (!isThere) return fail(401, { problem: 'That did not fit. Try again.' });
    redirect(303, pathOf(url.searchParams.get('to')));
  },
} satisfies Actions;
