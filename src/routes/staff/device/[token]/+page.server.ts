import { error, redirect } from '@sveltejs/kit';
import { findLink, useLink } from '#district/links';
import { becomeDevice } from '#district/people-acts';
import { setCookie } from '../../../../cookies.server.ts';
import type { Actions, PageServerLoad } from './$types';

async function linkOf(locals: App.Locals, token: string) {
  const { house } = locals.world.desk;
  const link = await house.database.inDistrict(house.district, (transaction) =>
    findLink(transaction, token, house.clock.now()),
  );
  if (link?.purpose !== 'new-device' || link.school === null) {
    error(410, 'This link was used, or is too old. Ask for a new one.');
  }
  return { school: link.school, label: link.label ?? '' };
}

export const load: PageServerLoad = async ({ locals, params }) => linkOf(locals, params.token);

export const actions = {
  default: async ({ locals, params, cookies }) => {
    const link = await linkOf(locals, params.token);
    const { house } = locals.world.desk;
    const used = await house.database.inDistrict(house.district, (transaction) =>
      useLink(transaction, params.token, house.clock.now()),
    );
    if (!used) error(410, 'This link was used.');
    setCookie(locals.world, cookies, 'device', await becomeDevice(house, link));
    redirect(303, '/');
  },
} satisfies Actions;
