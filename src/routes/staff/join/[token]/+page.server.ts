import { error, fail, redirect } from '@sveltejs/kit';
import { beginPasskey, insertPasskey, readPasskeyAnswer, setPassword } from '#district/credentials';
import { findLink, useLink } from '#district/links';
import { openSession } from '#district/sessions';
import { findPerson } from '#district/store';
import { base32 } from '#platform/password';
import { parse } from '#platform/webauthn';
import type { PersonId } from '#std/ids';
import { setCookie } from '../../../../cookies.server.ts';
import type { Actions, PageServerLoad } from './$types';

async function findInvited(locals: App.Locals, token: string): Promise<PersonId | null> {
  const { house } = locals.world.desk;
  const link = await house.database.inDistrict(house.district, (transaction) =>
    findLink(transaction, token, house.clock.now()),
  );
  return link?.purpose === 'new-person' ? link.person : null;
}

async function personOf(locals: App.Locals, token: string): Promise<PersonId> {
  const person = await findInvited(locals, token);
  if (person === null) error(410, 'This link was used, or is too old. Ask for a new one.');
  return person;
}

export const load: PageServerLoad = async ({ locals, params, request }) => {
  // The answer to a password stands on this page too, and the password used the link up.
  const isAnswer = request.method === 'POST';
  if (isAnswer && (await findInvited(locals, params.token)) === null) {
    return { name: '', options: null };
  }
  const person = await personOf(locals, params.token);
  const { house, site } = locals.world.desk;
  const found = await house.database.inDistrict(house.district, (transaction) =>
    findPerson(transaction, person),
  );
  return { name: found?.name ?? '', options: await beginPasskey(house, site, person) };
};

export const actions = {
  passkey: async ({ locals, params, request, cookies }) => {
    const person = await personOf(locals, params.token);
    const { house, site } = locals.world.desk;
    const form = await request.formData();
    const response = parse(String(form.get('registration') ?? '')) ?? {};
    const token = await house.database.inDistrict(house.district, async (transaction) => {
      const made = await readPasskeyAnswer({ house, site }, transaction, person, response);
      if (made === null || !(await useLink(transaction, params.token, house.clock.now())))
        return null;
      await insertPasskey(transaction, house, { ...made, person, label: 'first passkey' });
      return openSession(house, transaction, person, true);
    });
    if (token === null)
      return fail(400, { problem: 'The passkey was not made. Try again.', secret: '' });
    setCookie(locals.world, cookies, 'session', token);
    redirect(303, '/me');
  },
  password: async ({ locals, params, request }) => {
    const person = await personOf(locals, params.token);
    const { house } = locals.world.desk;
    const password = String((await request.formData()).get('password') ?? '');
    if (password.length < 15) {
      return fail(400, { problem: 'A password has at least 15 characters.', secret: '' });
    }
    const used = await house.database.inDistrict(house.district, (transaction) =>
      useLink(transaction, params.token, house.clock.now()),
    );
    if (!used) error(410, 'This link was used, or is too old. Ask for a new one.');
    const secret = await setPassword(house, person, password);
    return { problem: '', secret: base32(secret) };
  },
} satisfies Actions;
