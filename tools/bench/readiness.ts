/**
 * `readiness`: proving that every minute of a year is covered at each of 1,600 schools, from rotas in
 * memory. There is no other program that does it; the reference is our own goal.
 */
import { localDays } from '../../src/rota/core/local-days.ts';
import { type Cover, gapsOf, type Grant } from '../../src/paging/core/readiness.ts';
import { schoolDays } from '../../src/rota/core/school-days.ts';
import type { Hours, Layer } from '#rota';
import { known, type PersonId } from '#std/ids';
import { type Bench, median } from './measure.ts';

const goalMilliseconds = 10_000;
const from = Date.parse('2026-08-17T07:00:00.000Z');
const until = Date.parse('2027-08-17T07:00:00.000Z');
const duties = ['building-leader', 'designated-administrator'];

const person = (school: number, nth: number) => known<PersonId>(`school-${school}-person-${nth}`);

function layersOf(school: number): readonly Layer[] {
  const people = [0, 1, 2].map((nth) => person(school, nth));
  const day: Hours = { days: 'school-days', weekdays: [], from: '07:00', until: '16:00' };
  const night: Hours = { ...day, from: '16:00', until: '07:00' };
  const free: Hours = { ...day, days: 'other-days', until: '07:00' };
  const turn = { every: 'week', count: 1, from: '2026-08-17', at: '08:00' } as const;
  return [
    { layer: 'a', name: '', people, turn, hours: [day] },
    { layer: 'b', name: '', people: people.toReversed(), turn, hours: [night, free] },
  ];
}

function coversOf(schools: number): readonly Cover[] {
  const place = { days: localDays('America/Los_Angeles'), isSchoolDay: schoolDays(null) };
  return Array.from({ length: schools }, (_, school) => school).flatMap((school) =>
    duties.map((duty): Cover => {
      const grants = [0, 1, 2].map(
        (nth): Grant => ({
          person: person(school, nth),
          ...{ duty, school: String(school), rank: nth, from: '2020-01-01T00:00:00.000Z' },
          until: null,
        }),
      );
      const plan = { layers: layersOf(school), overrides: [] };
      return { ...{ duty, school: String(school), grants, plan, place }, isReachable: () => true };
    }),
  );
}

export const readiness: Bench = async (sizes, print) => {
  const schools = sizes.quick ? 160 : 1600;
  const runs = Array.from({ length: 3 }, () => {
    const covers = coversOf(schools);
    const began = performance.now();
    const gaps = covers.flatMap((cover) => gapsOf(cover, { from, until }));
    if (gaps.length > 0) throw new Error('this rota has no gap');
    return performance.now() - began;
  });
  const ours = median(runs);
  print({ bench: 'readiness.year', ours, reference: goalMilliseconds, unit: 'ms', n: schools });
};
