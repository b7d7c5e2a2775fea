import { error } from '@sveltejs/kit';
import { randomUUID } from 'node:crypto';
import { mayDo } from '#district';
import { readNotice } from '#notice/acts';
import { callListOf, progressOf } from '#notice/views';
import { type NoticeId, readUuid } from '#std/ids';
import { mustBePerson, takeForm } from '../../../../pages.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params }) => {
  const { desk, who } = mustBePerson(locals, `/notices/${params.notice}`);
  const id = readUuid<NoticeId>(params.notice) ?? error(404, 'There is no such notice.');
  const notice = await readNotice(desk, id);
  if (notice === null || notice.stage === 'unheard-of') error(404, 'There is no such notice.');
  const { school } = notice;
  const mayCall = mayDo(who, 'work-call-list', school);
  if (!mayDo(who, 'see-notices', school) && !mayCall)
    error(403, 'Your duty does not see this page.');
  const { pack } = locals.world;
  return {
    id,
    notice,
    acts: Array.from({ length: 5 }, () => randomUUID()),
    correction: randomUUID(),
    school: pack.schools.find((each) => each.id === school)?.name ?? school,
    languages: Object.fromEntries(
      pack.district.languages.map(({ tag, name, direction }) => [tag, { name, direction }]),
    ),
    mayClear: mayDo(who, 'clear-notice', school),
    mayRelease: mayDo(who, 'release-notice', school),
    mayDraft: mayDo(who, 'draft-notice', school),
    officePhone: pack.district.office.phone,
    callList: await callListOf(desk, id, school),
    progress: await desk.house.database.inDistrict(desk.house.district, (transaction) =>
      progressOf(transaction, id),
    ),
  };
};

export const actions = {
  act: (event) =>
    takeForm(event, 'notices', event.params.notice, `/notices/${event.params.notice}`),
  correct: async (event) => {
    const form = await event.request.clone().formData();
    const correction = String(form.get('correction') ?? '');
    form.delete('correction');
    const request = new Request(event.request.url, { method: 'POST', body: form });
    return takeForm(
      { locals: event.locals, request },
      'notices',
      correction,
      `/notices/${correction}`,
    );
  },
} satisfies Actions;
