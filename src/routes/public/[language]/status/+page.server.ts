import { momentWords } from '#notice/public';
import { readStatus } from '../../status.server.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params, setHeaders }) => {
  const { house } = locals.world.desk;
  const { timeZone } = locals.world.pack.district;
  const asOf = house.clock.now();
  const { notices, hasOlder } = await readStatus(locals, params.language, setHeaders);
  const words = (moment: string) => momentWords(moment, timeZone, params.language) ?? moment;
  return {
    asOf: { moment: asOf, words: words(asOf) },
    hasOlder,
    notices: notices.map((notice) => ({ ...notice, releasedWords: words(notice.releasedAt) })),
  };
};
