import { fail, redirect } from '@sveltejs/kit';
import { randomUUID } from 'node:crypto';
import { addPasskey, beginFurtherPasskey } from '#district/further-passkey';
import { beginPasskey, listPasskeys } from '#district/credentials';
import { keepPushSubscription, readSubscription } from '#paging/acts';
import { openFeed } from '#rota/calendar-feed';
import { readMyMethods } from '#paging/contact';
import { shiftsOfPerson } from '#rota/views';
import { parse } from '#platform/webauthn';
import { mustBePerson, takeForm } from '../../../pages.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, url }) => {
  const { desk, who } = mustBePerson(locals, '/me');
  const { house, site } = desk;
  const passkeys = await house.database.inDistrict(house.district, (transaction) =>
    listPasskeys(transaction, who.person),
  );
  return {
    duties: who.duties.map(({ duty, school }) => ({ duty, school })),
    passkeys: passkeys.map((passkey) => ({ label: passkey.label, addedAt: passkey.added_at })),
    isCounselWithOne:
      who.duties.some(({ duty }) => duty === 'legal-counsel') && passkeys.length < 2,
    options: await beginPasskey(house, site, who.person),
    pushKey: locals.world.pushPublicKey,
    methods: await readMyMethods(desk),
    shifts: (await shiftsOfPerson(desk, who.person, who.duties, shown)).slice(0, 12),
    schoolNames: Object.fromEntries(locals.world.pack.schools.map(({ id, name }) => [id, name])),
    act: randomUUID(),
    wasSent: url.searchParams.has('sent'),
  };
};

const shown = { behind: 0, ahead: 28 };

export const actions = {
  test: (event) => takeForm(event, 'contacts', 'me', '/me?sent=yes'),
  // Shown once: only its hash is kept.
  feed: async ({ locals }) => {
    const { desk } = mustBePerson(locals, '/me');
    const token = await openFeed(desk);
    return { feed: `${locals.world.settings.addresses.staff}/calendar/${token}.ics` };
  },
  // A further passkey is made first, then signed for by one that the person already holds.
  made: async ({ locals, request }) => {
    const { desk, who } = mustBePerson(locals, '/me');
    const response = parse(String((await request.formData()).get('registration') ?? '')) ?? {};
    const begun = await beginFurtherPasskey(desk, who.person, response);
    if (begun === null)
      return fail(400, { problem: 'The passkey was not made. Try again.', sign: null, made: null });
    return { problem: '', sign: JSON.stringify(begun.options), made: begun.made };
  },
  signed: async ({ locals, request }) => {
    const { desk, who } = mustBePerson(locals, '/me');
    const form = await request.formData();
    const added = await addPasskey(desk, who.person, {
      made: String(form.get('made') ?? ''),
      assertion: parse(String(form.get('assertion') ?? '')),
    });
    if (!added)
      return fail(400, {
        problem: 'The signature did not fit. Nothing was added.',
        sign: null,
        made: null,
      });
    redirect(303, '/me');
  },
  push: async ({ locals, request }) => {
    const { desk } = mustBePerson(locals, '/me');
    const subscription = readSubscription(String((await request.formData()).get('subscription')));
    if (subscription !== null) await keepPushSubscription(desk, subscription);
    redirect(303, '/me');
  },
} satisfies Actions;
