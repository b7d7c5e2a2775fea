import { error } from '@sveltejs/kit';
import { answerAttempt, readAnswerLink } from '#paging/acts';
import type { Actions, PageServerLoad } from './$types';

// Mail scanners follow links: opening this page answers nothing.
export const load: PageServerLoad = async ({ locals, params }) => {
  const attempt = await readAnswerLink(locals.world.desk.house, params.link);
  if (attempt === null) error(404, 'There is no such page.');
  return { encounter: attempt.encounter, isAnswered: attempt.state === 'answered' };
};

export const actions = {
  default: async ({ locals, params }) => {
    const { house } = locals.world.desk;
    const attempt = await readAnswerLink(house, params.link);
    if (attempt === null) error(404, 'There is no such page.');
    await answerAttempt(house, attempt, 'link');
    return { isDone: true };
  },
} satisfies Actions;
