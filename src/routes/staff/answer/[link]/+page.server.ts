import { error } from '@sveltejs/kit';
import type { PageReply } from '#paging';
import { readAnswerLink, replyToAttempt } from '#paging/acts';
import { readAnswerPage } from '#paging/answer-page';
import type { Actions, PageServerLoad } from './$types';

// Mail scanners follow links: opening this page answers nothing.
export const load: PageServerLoad = async ({ locals, params }) => {
  const attempt = await readAnswerLink(locals.world.desk.house, params.link);
  if (attempt === null) error(404, 'There is no such page.');
  const page = await readAnswerPage(locals.world.desk.house, attempt);
  const school = locals.world.pack.schools.find(({ id }) => id === page.school);
  return { page, school: school?.name ?? 'A school' };
};

const replies: Readonly<Record<string, PageReply>> = {
  'has-it': { kind: 'has-it' },
  cannot: { kind: 'cannot' },
  'call-back': { kind: 'call-back', seconds: 300 },
};

export const actions = {
  default: async ({ locals, params, request }) => {
    const { house } = locals.world.desk;
    const attempt = await readAnswerLink(house, params.link);
    if (attempt === null) error(404, 'There is no such page.');
    const said = String((await request.formData()).get('reply') ?? '');
    const reply = Object.hasOwn(replies, said) ? replies[said] : undefined;
    if (reply === undefined) error(400, 'Press one of the buttons.');
    await replyToAttempt(house, attempt, { how: 'link', reply });
    return { said: reply.kind };
  },
} satisfies Actions;
