import { error } from '@sveltejs/kit';
import { randomUUID } from 'node:crypto';
import { duties, holds, mayDo } from '#district';
import { peopleRoom, peopleStream } from '#district/people-acts';
import { listGrants, listPeople } from '#district/store';
import { readStory } from '#ledger/perform';
import { mustBePerson } from '../../../pages.server.ts';
import type { PageServerLoad } from './$types';

export { actions } from './forms.server.ts';

export const load: PageServerLoad = async ({ locals }) => {
  const { desk, who } = mustBePerson(locals, '/people');
  if (!mayDo(who, 'see-people', null)) error(403, 'Your duty does not see this page.');
  const { house } = desk;
  const at = house.clock.now();
  const { people, grants } = await house.database.inDistrict(
    house.district,
    async (transaction) => ({
      people: await listPeople(transaction),
      grants: await listGrants(transaction, at),
    }),
  );
  const story = await readStory(house, peopleRoom, peopleStream);
  return {
    people: people.map(({ person, name, email }) => ({ person: String(person), name, email })),
    grants,
    asked: story?.state.asked ?? [],
    duties: duties.filter((duty) => duty !== 'legal-counsel'),
    schools: locals.world.pack.schools.map(({ id, name }) => ({ value: id, label: name })),
    mayPropose: mayDo(who, 'request-counsel-grant', null),
    signsAs:
      (['legal-counsel', 'superintendent'] as const).find((duty) => holds(who, duty)) ?? null,
    nonce: randomUUID(),
    mayGrant: mayDo(who, 'grant-duty', null),
    mayEnrol: mayDo(who, 'enrol-device', null),
  };
};
