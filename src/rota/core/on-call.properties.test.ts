import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { SchoolYear } from '#district';
import { known, type PersonId } from '#std/ids';
import type { Hours, Layer, Override, Turn } from '../words.ts';
import { dateOf, localDays, type Moment, readDay, readMinutes } from './local-days.ts';
import { changesOf, onCall, type Place, type Plan } from './on-call.ts';
import { schoolDays } from './school-days.ts';

const minute = 60_000;
const day = 24 * 60 * minute;

const people: readonly PersonId[] = ['ana', 'ben', 'cleo', 'dora'].map((name) => known(name));
const zones = [
  'America/New_York',
  'Europe/London',
  'Australia/Lord_Howe',
  'Africa/Casablanca',
  'Africa/Cairo',
  'America/Havana',
  'Antarctica/Troll',
  'Pacific/Apia',
  'Pacific/Chatham',
  'Pacific/Kiritimati',
  'Pacific/Midway',
  'UTC',
];

/** A moment somewhere in six years, and often within a day of one at which a clock jumps. */
function momentIn(zone: string): fc.Arbitrary<Moment> {
  const begin = Date.parse('2025-01-01T00:00:00Z');
  const jumps = jumpsOf(zone, begin);
  const any = fc.integer({ min: 0, max: 6 * 365 * 24 * 60 }).map((past) => begin + past * minute);
  if (jumps.length === 0) return any;
  const near = fc
    .tuple(fc.constantFrom(...jumps), fc.integer({ min: -1440, max: 1440 }))
    .map(([jump, off]) => jump + off * minute);
  return fc.oneof(any, near, near);
}

function jumpsOf(zone: string, begin: Moment): readonly Moment[] {
  let here = Temporal.Instant.fromEpochMilliseconds(begin).toZonedDateTimeISO(zone);
  const found: Moment[] = [];
  for (let nth = 0; nth < 12; nth += 1) {
    const next = here.getTimeZoneTransition('next');
    if (next === null) return found;
    found.push(next.epochMilliseconds);
    here = next;
  }
  return found;
}

function written(minutes: number): string {
  const parts = [Math.floor(minutes / 60), minutes % 60];
  return parts.map((part) => String(part).padStart(2, '0')).join(':');
}

const night = fc.integer({ min: 0, max: 240 }).map(written);
const time = fc.oneof(night, fc.integer({ min: 0, max: 1439 }).map(written));
const date = fc.integer({ min: 20_000, max: 22_000 }).map(dateOf);
const year: fc.Arbitrary<SchoolYear | null> = fc.option(
  fc.record({
    firstDay: date,
    lastDay: date,
    noSchool: fc.array(date, { maxLength: 5 }),
  }),
);
const turn: fc.Arbitrary<Turn> = fc.record({
  every: fc.constantFrom('day', 'week'),
  count: fc.integer({ min: 1, max: 4 }),
  from: date,
  at: time,
});
const hours: fc.Arbitrary<Hours> = fc.record({
  days: fc.constantFrom('every-day', 'school-days', 'other-days'),
  weekdays: fc.subarray([1, 2, 3, 4, 5, 6, 7]),
  from: time,
  until: time,
});
const layer: fc.Arbitrary<Layer> = fc.record({
  layer: fc.constant('line'),
  name: fc.constant('A line'),
  people: fc.shuffledSubarray([...people]),
  turn: fc.option(turn),
  hours: fc.array(hours, { maxLength: 3 }),
});

/** A change that begins or ends within two weeks of a moment. */
function overrideNear(moment: Moment): fc.Arbitrary<Override> {
  const off = fc.integer({ min: -10_000, max: 20_000 });
  const person = fc.option(fc.constantFrom(...people));
  return fc
    .tuple(off, fc.integer({ min: 1, max: 10_000 }), person, person)
    .map(([past, lasts, out, into]) => ({
      override: 'change',
      from: new Date(moment + past * minute).toISOString(),
      until: new Date(moment + (past + lasts) * minute).toISOString(),
      out,
      in: into,
    }));
}

type Scene = {
  readonly zone: string;
  readonly place: Place;
  readonly from: Moment;
};
const scene: fc.Arbitrary<Scene> = fc
  .constantFrom(...zones)
  .chain((zone) => fc.tuple(fc.constant(zone), year, momentIn(zone)))
  .map(([zone, given, from]) => ({
    zone,
    place: { days: localDays(zone), isSchoolDay: schoolDays(given) },
    from,
  }));
const planned = scene.chain((at) =>
  fc.record({
    at: fc.constant(at),
    plan: fc.record({
      layers: fc.array(layer, { maxLength: 3 }),
      overrides: fc.array(overrideNear(at.from), { maxLength: 3 }),
    }),
    until: fc.integer({ min: 1, max: 14 * 24 * 60 }).map((past) => at.from + past * minute),
  }),
);

function line(change: Partial<Layer>): Layer {
  return { layer: 'line', name: 'A line', people, turn: null, hours: [], ...change };
}

describe('between two neighbouring moments at which something may change', () => {
  test('nobody’s place in the call ever changes', () => {
    const anywhere = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 3 });
    fc.assert(
      fc.property(planned, anywhere, ({ at, plan, until }, fractions) => {
        const moments = [...changesOf(plan, at.place, { from: at.from, until }), until];
        for (const [nth, begins] of moments.slice(0, -1).entries()) {
          const last = (moments[nth + 1] ?? until) - 1;
          const inside = fractions.map((part) => begins + Math.floor(part * (last - begins)));
          const first = onCall(plan, at.place, begins);
          for (const moment of [...inside, last]) {
            expect(onCall(plan, at.place, moment)).toEqual(first);
          }
        }
      }),
      { numRuns: 300 },
    );
  });

  test('lies time: they are in order, each once, from the beginning to before the end', () => {
    fc.assert(
      fc.property(planned, ({ at, plan, until }) => {
        const moments = changesOf(plan, at.place, { from: at.from, until });
        const inOrder = [...new Set(moments)].toSorted((one, other) => one - other);
        expect(moments).toEqual(inOrder);
        expect(moments[0]).toBe(at.from);
        expect(Math.max(...moments)).toBeLessThan(until);
      }),
      { numRuns: 500 },
    );
  });
});

describe('whoever is called', () => {
  test('is called once, in the order of the lines, and is named by the plan', () => {
    fc.assert(
      fc.property(planned, ({ at, plan }) => {
        const called = onCall(plan, at.place, at.from);
        const persons = called.map(({ person }) => person);
        expect(new Set(persons).size).toBe(persons.length);
        const lines = called.map((each) => each.line);
        expect(lines).toEqual(lines.toSorted((one, other) => one - other));
        const named = new Set([
          ...plan.layers.flatMap((each) => each.people),
          ...plan.overrides.map((each) => each.in),
        ]);
        expect(persons.filter((person) => !named.has(person))).toEqual([]);
      }),
      { numRuns: 500 },
    );
  });
});

describe('a line around the clock with turns', () => {
  const turned = fc.record({
    at: scene,
    team: fc.shuffledSubarray([...people], { minLength: 1 }),
    turn,
  });

  test('has exactly one person on call at every moment', () => {
    fc.assert(
      fc.property(turned, fc.integer({ min: -3000, max: 3000 }), ({ at, team, turn }, off) => {
        const plan: Plan = { layers: [line({ people: team, turn })], overrides: [] };
        expect(onCall(plan, at.place, at.from + off * day)).toHaveLength(1);
      }),
      { numRuns: 500 },
    );
  });

  test('gives each person one turn in as many turns as there are people, in their order', () => {
    fc.assert(
      fc.property(turned, fc.integer({ min: -9, max: 9 }), ({ at, team, turn }, rounds) => {
        const plan: Plan = { layers: [line({ people: team, turn })], overrides: [] };
        const length = turn.count * (turn.every === 'week' ? 7 : 1);
        const first = (readDay(turn.from) ?? 0) + rounds * team.length * length;
        const called = team.map((_, nth) =>
          Array.from({ length }, (_, past) => onDay(plan, at, first + nth * length + past)),
        );
        expect(called).toEqual(team.map((person) => Array.from({ length }, () => [person])));
      }),
      { numRuns: 200 },
    );
  });

  /** Who is on call at the hand-over of a day. */
  function onDay(plan: Plan, { place }: Scene, on: number): readonly PersonId[] {
    const [only] = plan.layers;
    const at = place.days.momentOf(on, readMinutes(only?.turn?.at ?? '') ?? 0);
    return onCall(plan, place, at).map(({ person }) => person);
  }
});

describe('every minute of a day, also of one on which the clock jumps', () => {
  const minutesFrom = (from: Moment) =>
    Array.from({ length: 26 * 60 }, (_, past) => from + past * minute);

  function linesOpen(layers: readonly Layer[], { place, from }: Scene): readonly string[] {
    const open = minutesFrom(from).map((moment) =>
      onCall({ layers, overrides: [] }, place, moment)
        .map((each) => each.line)
        .join(),
    );
    return [...new Set(open)];
  }

  const [one, other] = people.map((person) => [person]);

  test('belongs to one of two lines that split it in two', () => {
    fc.assert(
      fc.property(scene, time, time, (at, from, until) => {
        fc.pre(from !== until);
        const all = { days: 'every-day', weekdays: [] } as const;
        const layers = [
          line({ people: one ?? [], hours: [{ ...all, from, until }] }),
          line({ people: other ?? [], hours: [{ ...all, from: until, until: from }] }),
        ];
        const open = linesOpen(layers, at);
        expect(open.filter((lines) => lines !== '0' && lines !== '1')).toEqual([]);
      }),
      { numRuns: 150 },
    );
  });

  test('belongs to school days or to other days, and never to both', () => {
    fc.assert(
      fc.property(scene, fc.option(time), (at, handOver) => {
        const [from, until] = [handOver ?? '00:00', handOver ?? '00:00'];
        const layers = (['school-days', 'other-days'] as const).map((days, nth) =>
          line({
            people: (nth === 0 ? one : other) ?? [],
            hours: [{ days, weekdays: [], from, until }],
          }),
        );
        const open = linesOpen(layers, at);
        expect(open.filter((lines) => lines !== '0' && lines !== '1')).toEqual([]);
      }),
      { numRuns: 150 },
    );
  });

  test('is open in a line exactly if its hours, minute by minute, say so on a plain day', () => {
    const clock = fc.integer({ min: 0, max: 1439 });
    fc.assert(
      fc.property(clock, clock, clock, (from, until, now) => {
        const place: Place = { days: localDays('UTC'), isSchoolDay: () => true };
        const each = { from: written(from), until: written(until) };
        const layers = [line({ hours: [{ days: 'every-day', weekdays: [], ...each }] })];
        const moment = Date.parse('2026-06-01T00:00:00Z') + now * minute;
        const isOpen = onCall({ layers, overrides: [] }, place, moment).length > 0;
        const isExpected = from < until ? from <= now && now < until : from <= now || now < until;
        expect(isOpen).toBe(isExpected);
      }),
      { numRuns: 1000 },
    );
  });
});
