import { error, redirect } from '@sveltejs/kit';
import { mayDo } from '#district';
import { throwKillSwitch } from '#notice/acts';
import { isKillSwitchThrown } from '#notice/delivery';
import { listNotices } from '#notice/views';
import { mustBePerson } from '../../../pages.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals }) => {
  const { desk, who } = mustBePerson(locals, '/notices');
  if (!mayDo(who, 'see-notices', null)) error(403, 'Your duty does not see this page.');
  return {
    notices: await listNotices(desk, null),
    isThrown: await desk.house.database.inDistrict(desk.house.district, isKillSwitchThrown),
    mayThrow: mayDo(who, 'throw-kill-switch', null),
    schoolNames: Object.fromEntries(locals.world.pack.schools.map(({ id, name }) => [id, name])),
  };
};

export const actions = {
  switch: async ({ locals, request }) => {
    const { desk } = mustBePerson(locals, '/notices');
    await throwKillSwitch(desk, (await request.formData()).get('thrown') === 'yes');
    redirect(303, '/notices');
  },
} satisfies Actions;
