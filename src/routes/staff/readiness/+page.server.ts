import { error } from '@sveltejs/kit';
import { readReadiness, readinessCalendar } from '#paging/readiness';
import { mustBePerson } from '../../../pages.server.ts';
import type { PageServerLoad } from './$types';

const gapsShown = 60;

export const load: PageServerLoad = async ({ locals }) => {
  const { desk } = mustBePerson(locals, '/readiness');
  const ready = await readReadiness(desk);
  if (ready === null) error(403, 'Your duty does not see this page.');
  const { gaps, ...rest } = ready;
  return {
    ...rest,
    gapsInAll: gaps.length,
    isCovered: gaps.length === 0 && ready.never.length === 0,
    gaps: gaps.slice(0, gapsShown).map((gap) => ({
      ...gap,
      from: new Date(gap.from).toISOString(),
      until: new Date(gap.until).toISOString(),
    })),
    months: readinessCalendar(desk, ready),
    schoolNames: Object.fromEntries(locals.world.pack.schools.map(({ id, name }) => [id, name])),
  };
};
