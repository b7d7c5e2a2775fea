import type { PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals }) => ({
  schools: locals.world.pack.schools.map(({ id, name, phone, address }) => ({
    id,
    name,
    phone,
    address,
  })),
});
