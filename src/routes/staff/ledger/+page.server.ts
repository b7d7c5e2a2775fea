import { error } from '@sveltejs/kit';
import { mayDo } from '#district';
import { newestCheckpoint } from '#ledger/checkpoint';
import { mustBePerson } from '../../../pages.server.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals }) => {
  const { desk, who } = mustBePerson(locals, '/ledger');
  if (!mayDo(who, 'see-ledger', null)) error(403, 'Your duty does not see this page.');
  return { checkpoint: await newestCheckpoint(desk.house) };
};
