import type { PageServerLoad } from './$types';
import { mustBeOpen, posts } from './forms.server.ts';

export { actions } from './forms.server.ts';

export const load: PageServerLoad = async ({ locals, params, request }) => {
  // The answer to the set-up stands on this page too, and the set-up used the link up.
  if (request.method !== 'POST') await mustBeOpen(locals, params.token);
  return { posts: posts.map(({ name, label }) => ({ name, label })) };
};
