import { error } from '@sveltejs/kit';
import { randomBytes, randomUUID } from 'node:crypto';
import { mayDo } from '#district';
import { seeEncounter } from '#encounter/views';
import { canOpenADoor } from '#authority';
import { type EncounterId, readUuid } from '#std/ids';
import { plusSeconds } from '#std/instant';
import { fieldMoment } from '#std/moment-words';
import { mustBePerson, takeForm } from '../../../../../pages.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params }) => {
  const { desk } = mustBePerson(locals, `/encounters/${params.encounter}/authorize`);
  const id = readUuid<EncounterId>(params.encounter) ?? error(404, 'There is no such encounter.');
  const seen = await seeEncounter(desk, id);
  if (seen === null) error(404, 'There is no such encounter.');
  const { pack } = locals.world;
  const now = desk.house.clock.now();
  const zone = pack.district.timeZone;
  return {
    id,
    act: randomUUID(),
    nonce: randomBytes(24).toString('base64url'),
    mayAuthorize: mayDo(desk.who, 'authorize-access', seen.encounter.school),
    papers: seen.encounter.papers
      .filter((paper) => paper.finding !== null && canOpenADoor(paper.finding.kind))
      .map((paper) => ({
        value: paper.paper,
        kind: paper.finding?.kind ?? 'other',
        court: paper.finding?.court ?? '',
      })),
    grounds: pack.policy.grounds
      .filter((ground) => ground.switchedOn)
      .map((ground) => ({ value: ground.id, label: ground.description })),
    validFrom: fieldMoment(now, zone),
    validUntil: fieldMoment(plusSeconds(now, 3600), zone),
    officePhone: pack.district.office.phone,
    zone,
  };
};

export const actions = {
  act: (event) =>
    takeForm(event, 'encounters', event.params.encounter, `/encounters/${event.params.encounter}`),
} satisfies Actions;
