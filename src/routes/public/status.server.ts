import { error } from '@sveltejs/kit';
import { type Released, readReleased } from '#notice/public';

/**
 * What the public role can read of the notices, with the names of schools. Without a database there
 * is no page of this moment: 503, and whoever keeps an older page shows that one.
 */
export async function readStatus(
  locals: App.Locals,
  language: string,
  setHeaders: (headers: Record<string, string>) => void,
) {
  const { desk, publicDatabase, pack, log } = locals.world;
  let released: Released;
  try {
    released = await readReleased(publicDatabase, desk.house.district, language);
  } catch (problem) {
    log.trouble('released-texts-unread', { language }, problem);
    setHeaders({ 'retry-after': '30' });
    error(503, 'The messages cannot be read right now.');
  }
  const nameOf = (id: string) => pack.schools.find((school) => school.id === id)?.name ?? id;
  return {
    hasOlder: released.hasOlder,
    notices: released.notices.map((notice) => ({ ...notice, schoolName: nameOf(notice.school) })),
  };
}
