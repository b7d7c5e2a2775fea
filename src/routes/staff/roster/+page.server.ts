import { error, fail } from '@sveltejs/kit';
import { mayDo } from '#district';
import { acceptRoster, handInRoster, listImports } from '#roster/acts';
import { countHouseholds } from '#roster/store';
import { refusalWords } from '#translations/refusals.en';
import { mustBePerson } from '../../../pages.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals }) => {
  const { desk, who } = mustBePerson(locals, '/roster');
  const mayHandIn = mayDo(who, 'import-roster', null);
  const mayAccept = mayDo(who, 'accept-roster', null);
  if (!mayHandIn && !mayAccept) error(403, 'Your duty does not see this page.');
  return {
    mayHandIn,
    mayAccept,
    imports: await listImports(desk),
    households: await desk.house.database.inDistrict(desk.house.district, countHouseholds),
    schoolNames: Object.fromEntries(locals.world.pack.schools.map(({ id, name }) => [id, name])),
  };
};

export const actions = {
  handIn: async ({ locals, request }) => {
    const { desk } = mustBePerson(locals, '/roster');
    const file = (await request.formData()).get('file');
    if (!(file instanceof Blob) || file.size === 0)
      return fail(400, { refusal: 'Choose a file first.' });
    const outcome = await handInRoster(desk, new Uint8Array(await file.arrayBuffer()));
    return outcome.kind === 'accepted'
      ? { refusal: '' }
      : fail(403, { refusal: refusalWords(outcome.refusal) });
  },
  accept: async ({ locals, request }) => {
    const { desk } = mustBePerson(locals, '/roster');
    const id = String((await request.formData()).get('import') ?? '');
    const outcome = await acceptRoster(desk, locals.world.keeper, id);
    return outcome.kind === 'accepted'
      ? { refusal: '' }
      : fail(409, { refusal: refusalWords(outcome.refusal) });
  },
} satisfies Actions;
