import { error } from '@sveltejs/kit';
import { randomUUID } from 'node:crypto';
import { readRotaName } from '#rota/doors';
import { seeRota } from '#rota/views';
import { mustBePerson, takeForm } from '../../../../pages.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params }) => {
  const { desk } = mustBePerson(locals, `/rotas/${params.rota}`);
  const place = readRotaName(params.rota) ?? error(404, 'There is no such rota.');
  const seen =
    (await seeRota(desk, place)) ??
    error(404, 'There is no such rota, or your duty does not see it.');
  const school = locals.world.pack.schools.find(({ id }) => id === place.school);
  return {
    seen,
    name: params.rota,
    place: school?.name ?? '',
    now: desk.house.clock.now(),
    acts: Array.from({ length: 6 }, () => randomUUID()),
  };
};

export const actions = {
  act: async (event) => takeForm(event, 'rotas', event.params.rota, `/rotas/${event.params.rota}`),
} satisfies Actions;
