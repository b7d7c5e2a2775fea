import { error } from '@sveltejs/kit';
import { randomUUID } from 'node:crypto';
import { seeEncounter } from '#encounter/views';
import { listNotices } from '#notice/views';
import { answerSignedIn, readCalling } from '#paging/acts';
import { readOnHand } from '#paging/call-now';
import { readUuid, type EncounterId } from '#std/ids';
import { mustBeKnown, takeForm } from '../../../../pages.server.ts';
import { peopleNames, wordsFor } from './page-parts.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params }) => {
  const desk = mustBeKnown(locals, `/encounters/${params.encounter}`);
  const id = readUuid<EncounterId>(params.encounter) ?? error(404, 'There is no such encounter.');
  const seen = await seeEncounter(desk, id);
  if (seen === null) error(404, 'There is no such encounter.');
  const { pack } = locals.world;
  const calling = await readCalling(desk, id);
  return {
    id,
    seen,
    acts: Array.from({ length: 14 }, () => randomUUID()),
    calling,
    onHand: await readOnHand(desk, seen.encounter.school, calling),
    names: await peopleNames(desk, calling),
    school: pack.schools.find((school) => school.id === seen.encounter.school)?.name ?? 'a school',
    agencies: pack.agencies.map(({ id: value, name: label }) => ({ value, label })),
    officePhone: pack.district.office.phone,
    words: wordsFor(pack, seen),
    notices: await listNotices(desk, id),
    now: desk.house.clock.now(),
  };
};

export const actions = {
  act: async (event) =>
    takeForm(event, 'encounters', event.params.encounter, `/encounters/${event.params.encounter}`),
  call: async (event) =>
    takeForm(event, 'calls', event.params.encounter, `/encounters/${event.params.encounter}`),
  answer: async ({ locals, params }) => {
    const desk = mustBeKnown(locals, `/encounters/${params.encounter}`);
    const id = readUuid<EncounterId>(params.encounter) ?? error(404, 'There is no such encounter.');
    const seen = await seeEncounter(desk, id);
    if (seen !== null) await answerSignedIn(desk, id, seen.encounter.school);
  },
} satisfies Actions;
