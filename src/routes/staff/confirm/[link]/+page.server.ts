import { error } from '@sveltejs/kit';
import { confirmTest, readTestLink } from '#paging/contact';
import type { Actions, PageServerLoad } from './$types';

// Mail scanners follow links: opening this page confirms nothing.
export const load: PageServerLoad = async ({ locals, params }) => {
  const test = await readTestLink(locals.world.desk.house, params.link);
  if (test === null) error(404, 'There is no such page.');
  return { isConfirmed: test.state === 'answered' };
};

export const actions = {
  default: async ({ locals, params }) => {
    const { house } = locals.world.desk;
    const test = await readTestLink(house, params.link);
    if (test === null) error(404, 'There is no such page.');
    await confirmTest(house, test);
    return { isDone: true };
  },
} satisfies Actions;
