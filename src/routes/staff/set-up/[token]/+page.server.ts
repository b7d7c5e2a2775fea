import type { PageServerLoad } from './$types';
import { mustBeOpen, posts } from './forms.server.ts';

export { actions } from './forms.server.ts';

export const load: PageServerLoad = async ({ locals, params }) => {
  await mustBeOpen(locals, params.token);
  return { posts: posts.map(({ name, label }) => ({ name, label })) };
};
