import { error } from '@sveltejs/kit';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals }) => {
  if (locals.world.settings.mode !== 'trial') error(404, 'There is no such page.');
};
