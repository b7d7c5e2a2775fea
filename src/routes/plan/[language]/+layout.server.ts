import { error } from '@sveltejs/kit';
import type { LayoutServerLoad } from './$types';

/** A language without words has no pages: it is never silently another one. (principle 8) */
export const load: LayoutServerLoad = ({ locals, params }) => {
  if (params.language !== locals.language) error(404, 'There is no such page.');
};
