import { randomUUID } from 'node:crypto';
import { mustBeKnown, takeForm } from '../../../../../pages.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals, params }) => {
  mustBeKnown(locals, `/encounters/${params.encounter}/identify`);
  const { pack } = locals.world;
  return {
    id: params.encounter,
    act: randomUUID(),
    agencies: pack.agencies.map(({ id, name }) => ({ value: id, label: name })),
    officePhone: pack.district.office.phone,
  };
};

export const actions = {
  act: (event) =>
    takeForm(event, 'encounters', event.params.encounter, `/encounters/${event.params.encounter}`),
} satisfies Actions;
