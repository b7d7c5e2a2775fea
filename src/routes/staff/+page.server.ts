import { randomUUID } from 'node:crypto';
import { mayReport } from '#district';
import { seeEncounters } from '#encounter/views';
import { mustBeKnown, takeForm } from '../../pages.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals }) => {
  const desk = mustBeKnown(locals, '/');
  const { pack, worstDay } = locals.world;
  const here = desk.who.kind === 'device' ? [desk.who.school] : schoolsOf(desk);
  return {
    act: randomUUID(),
    encounter: randomUUID(),
    mayReport: mayReport(desk.who),
    schools: pack.schools
      .filter((school) => here.length === 0 || here.includes(school.id))
      .map(({ id, name }) => ({ value: id, label: name })),
    schoolNames: Object.fromEntries(pack.schools.map(({ id, name }) => [id, name])),
    encounters: await worstDay.orElse(() => seeEncounters(desk), []),
    officePhone: pack.district.office.phone,
  };
};

function schoolsOf(desk: App.Locals['desk']): string[] {
  if (desk.who.kind !== 'person') return [];
  return desk.who.duties.flatMap((held) => (held.school === null ? [] : [held.school]));
}

export const actions = {
  act: async (event) => {
    const form = await event.request.clone().formData();
    const encounter = String(form.get('encounter') ?? '');
    form.delete('encounter');
    const request = new Request(event.request.url, { method: 'POST', body: form });
    return takeForm({ ...event, request }, 'encounters', encounter, `/encounters/${encounter}`);
  },
} satisfies Actions;
