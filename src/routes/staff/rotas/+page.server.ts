import { error } from '@sveltejs/kit';
import { rotaName } from '#rota/doors';
import { seeRotas } from '#rota/views';
import { mustBePerson } from '../../../pages.server.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals }) => {
  const { desk } = mustBePerson(locals, '/rotas');
  const rotas = await seeRotas(desk);
  if (rotas.length === 0) error(403, 'Your duty does not see this page.');
  const names = new Map(locals.world.pack.schools.map(({ id, name }) => [id, name]));
  return {
    rotas: rotas.map((rota) => ({
      ...rota,
      name: rotaName(rota),
      place: names.get(rota.school) ?? '',
    })),
  };
};
