import { randomUUID } from 'node:crypto';
import { mustBeKnown, takeForm } from '../../../../../pages.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals, params }) => {
  mustBeKnown(locals, `/encounters/${params.encounter}/paper`);
  return {
    id: params.encounter,
    act: randomUUID(),
    paper: randomUUID(),
    mayPhotograph: locals.world.pack.policy.photographingPapers === 'allowed',
    officePhone: locals.world.pack.district.office.phone,
  };
};

export const actions = {
  act: (event) =>
    takeForm(event, 'encounters', event.params.encounter, `/encounters/${event.params.encounter}`),
} satisfies Actions;
