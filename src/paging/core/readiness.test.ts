import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { known, type PersonId } from '#std/ids';
import type { Hours, Layer, Override } from '#rota';
import { gapCalendar } from './gap-calendar.ts';
import { dateOf, localDays, type Moment } from '../../rota/core/local-days.ts';
import { onCall, type Place, type Plan } from '#rota';
import {
  type Cover,
  type Gap,
  type GapKind,
  gapsOf,
  type Grant,
  problemsOf,
  type Reach,
} from './readiness.ts';
import { schoolDays } from '../../rota/core/school-days.ts';
import { shiftsFor, shiftsOf } from '../../rota/core/shifts.ts';

const minute = 60_000;
const people: readonly PersonId[] = ['ana', 'ben', 'cleo', 'dora'].map((name) => known(name));
const [ana, ben, cleo]: readonly [PersonId, PersonId, PersonId] = [
  known('ana'),
  known('ben'),
  known('cleo'),
];
const newYork: Place = { days: localDays('America/New_York'), isSchoolDay: schoolDays(null) };

function line(change: Partial<Layer>): Layer {
  return { layer: 'line', name: 'A line', people: [ana], turn: null, hours: [], ...change };
}

function daily(from: string, until: string): Hours {
  return { days: 'every-day', weekdays: [], from, until };
}

function override(from: string, until: string, change: Partial<Override>): Override {
  return {
    override: 'change',
    ...{ from: iso(from), until: iso(until) },
    out: null,
    in: null,
    ...change,
  };
}

function iso(moment: string): string {
  return new Date(moment).toISOString();
}

function grant(person: PersonId, change: Partial<Grant> = {}): Grant {
  const duty = 'legal-counsel';
  return { person, duty, school: null, rank: 1, from: iso('2020-01-01'), until: null, ...change };
}

function coverOf(change: Partial<Cover>): Cover {
  return {
    ...{ duty: 'legal-counsel', school: '', grants: [grant(ana)], plan: null, place: newYork },
    isReachable: () => true,
    ...change,
  };
}

function spanOf(from: string, until: string) {
  return { from: Date.parse(from), until: Date.parse(until) };
}

const tuesday = spanOf('2026-11-24T00:00-05:00', '2026-11-25T00:00-05:00');

/** Each gap as `kind, from, until`, to the minute in UTC. */
function gaps(change: Partial<Cover>, span = tuesday): readonly string[] {
  return gapsOf(coverOf(change), span).map(
    ({ kind, from, until }) => `${kind} ${stamp(from)} ${stamp(until)}`,
  );
}

function stamp(moment: Moment): string {
  const text = new Date(moment).toISOString();
  return text.endsWith(':00.000Z') ? text.slice(0, 16) : text;
}

const allDay = '2026-11-24T05:00 2026-11-25T05:00';

describe('a duty without a rota', () => {
  test('is covered by anybody who holds it and can be reached', () => {
    const grants = [grant(ana), grant(ben)];
    expect(gaps({ grants, isReachable: (person) => person === ben })).toEqual([]);
  });

  test('has one gap from end to end where nobody holds it', () => {
    expect(gaps({ grants: [] })).toEqual([`nobody-holds-it ${allDay}`]);
  });

  test('has one gap from end to end where nobody who holds it can be reached', () => {
    expect(gaps({ isReachable: () => false })).toEqual([`nobody-can-be-reached ${allDay}`]);
  });

  test('is covered from the minute a grant begins to the minute it ends, and not after', () => {
    const [from, until] = [iso('2026-11-24T09:07-05:00'), iso('2026-11-24T17:31-05:00')];
    expect(gaps({ grants: [grant(ana, { from, until })] })).toEqual([
      'nobody-holds-it 2026-11-24T05:00 2026-11-24T14:07',
      'nobody-holds-it 2026-11-24T22:31 2026-11-25T05:00',
    ]);
  });

  test('has no gap where one grant ends in the minute in which the next begins', () => {
    const noon = iso('2026-11-24T12:00-05:00');
    const grants = [grant(ana, { until: noon }), grant(ben, { from: noon })];
    expect(gaps({ grants })).toEqual([]);
    expect(gaps({ grants, isReachable: (person) => person === ana })).toEqual([
      'nobody-can-be-reached 2026-11-24T17:00 2026-11-25T05:00',
    ]);
  });
});

describe('a duty with a rota', () => {
  const office = { layers: [line({ hours: [daily('07:30', '16:45')] })], overrides: [] };

  test('has a gap for every minute that no line is open', () => {
    expect(gaps({ plan: office })).toEqual([
      'nobody-is-on-call 2026-11-24T05:00 2026-11-24T12:30',
      'nobody-is-on-call 2026-11-24T21:45 2026-11-25T05:00',
    ]);
  });

  test('counts nobody who does not hold the duty, whatever the rota says', () => {
    const plan: Plan = { layers: [line({ people: [ben, cleo] })], overrides: [] };
    expect(gaps({ plan })).toEqual([`nobody-is-on-call ${allDay}`]);
    expect(gaps({ plan, grants: [] })).toEqual([`nobody-holds-it ${allDay}`]);
  });

  test('is not covered by a reachable holder whom the rota does not name', () => {
    const plan: Plan = { layers: [line({ people: [ana] })], overrides: [] };
    const grants = [grant(ana), grant(ben)];
    expect(gaps({ plan, grants, isReachable: (person) => person === ben })).toEqual([
      `nobody-can-be-reached ${allDay}`,
    ]);
  });

  test('has its gap where somebody on call loses the duty, to the minute', () => {
    const plan: Plan = { layers: [line({})], overrides: [] };
    const until = iso('2026-11-24T13:13-05:00');
    expect(gaps({ plan, grants: [grant(ana, { until }), grant(ben)] })).toEqual([
      'nobody-is-on-call 2026-11-24T18:13 2026-11-25T05:00',
    ]);
  });

  test('has its gap while somebody is out, and none where another stands in', () => {
    const out = override('2026-11-24T08:00-05:00', '2026-11-24T09:30-05:00', { out: ana });
    const layers = [line({})];
    const grants = [grant(ana), grant(ben)];
    expect(gaps({ plan: { layers, overrides: [out] }, grants })).toEqual([
      'nobody-is-on-call 2026-11-24T13:00 2026-11-24T14:30',
    ]);
    expect(gaps({ plan: { layers, overrides: [{ ...out, in: ben }] }, grants })).toEqual([]);
  });

  test('has one gap where two of a kind touch, and two where their kinds differ', () => {
    const lines = [daily('06:00', '08:00'), daily('08:00', '10:00')].map((each, nth) =>
      line({ people: [nth === 0 ? ana : ben], hours: [each] }),
    );
    const plan: Plan = { layers: lines, overrides: [] };
    const grants = [grant(ana), grant(ben)];
    expect(gaps({ plan, grants, isReachable: () => false })).toEqual([
      'nobody-is-on-call 2026-11-24T05:00 2026-11-24T11:00',
      'nobody-can-be-reached 2026-11-24T11:00 2026-11-24T15:00',
      'nobody-is-on-call 2026-11-24T15:00 2026-11-25T05:00',
    ]);
  });
});

describe('on the nights on which a clock jumps, and at the year’s end, a gap', () => {
  const without = (from: string, until: string) => ({
    plan: { layers: [line({ hours: [daily(until, from)] })], overrides: [] },
  });

  test('of an hour that is skipped is none', () => {
    const night = spanOf('2026-03-08T00:00-05:00', '2026-03-08T12:00-04:00');
    expect(gaps(without('02:00', '03:00'), night)).toEqual([]);
    const before = spanOf('2026-03-07T00:00-05:00', '2026-03-07T12:00-05:00');
    expect(gaps(without('02:00', '03:00'), before)).toHaveLength(1);
  });

  test('of an hour that comes twice lasts for two', () => {
    const night = spanOf('2026-11-01T00:00-04:00', '2026-11-01T12:00-05:00');
    expect(gaps(without('01:00', '02:00'), night)).toEqual([
      'nobody-is-on-call 2026-11-01T05:00 2026-11-01T07:00',
    ]);
  });

  test('past midnight of the last day is one gap in two years', () => {
    const span = spanOf('2026-12-31T12:00-05:00', '2027-01-01T12:00-05:00');
    expect(gaps(without('23:00', '01:00'), span)).toEqual([
      'nobody-is-on-call 2027-01-01T04:00 2027-01-01T06:00',
    ]);
  });
});

describe('somebody counts as reachable', () => {
  const counts: Reach = {
    ...{
      person: ana,
      verified: ['voice', 'sms'],
      troubles: [],
      sharesPhone: false,
      reachedAt: null,
    },
    ...{ passkeys: 2, isCounsel: true },
  };

  test('with a confirmed call, another confirmed way, and as counsel two passkeys', () => {
    expect(problemsOf(counts)).toEqual([]);
    expect(problemsOf({ ...counts, passkeys: 0, isCounsel: false })).toEqual([]);
  });

  test.each([
    ['no-confirmed-call', { verified: ['sms', 'email'] }],
    ['only-one-confirmed-way', { verified: ['voice'] }],
    ['somebody-else-has-this-telephone', { sharesPhone: true }],
    ['counsel-holds-two-passkeys', { passkeys: 1 }],
  ] as const)('unless %s, and that alone is said', (problem, change) => {
    expect(problemsOf({ ...counts, ...change })).toEqual([problem]);
  });

  test('and whoever lacks everything is told everything at once', () => {
    const change = { verified: [], sharesPhone: true, passkeys: 0 };
    expect(problemsOf({ ...counts, ...change })).toHaveLength(4);
  });
});

const written = (minutes: number) =>
  [Math.floor(minutes / 60), minutes % 60].map((part) => String(part).padStart(2, '0')).join(':');
const time = fc.integer({ min: 0, max: 1439 }).map(written);
const hours = fc.record({
  days: fc.constantFrom('every-day', 'school-days', 'other-days'),
  weekdays: fc.subarray([1, 2, 3, 4, 5, 6, 7]),
  ...{ from: time, until: time },
});
const layer: fc.Arbitrary<Layer> = fc.record({
  ...{ layer: fc.constant('line'), name: fc.constant('') },
  people: fc.shuffledSubarray([...people]),
  turn: fc.option(
    fc.record({
      every: fc.constantFrom('day', 'week'),
      count: fc.integer({ min: 1, max: 3 }),
      from: fc.integer({ min: 20_000, max: 22_000 }).map(dateOf),
      at: time,
    }),
  ),
  hours: fc.array(hours, { maxLength: 2 }),
});

/** Two moments of a term or a change, in the weeks around another. */
const around = (from: Moment) =>
  fc
    .tuple(fc.integer({ min: -10_000, max: 20_000 }), fc.integer({ min: 1, max: 12_000 }))
    .map(([past, lasts]) => ({
      from: new Date(from + past * minute).toISOString(),
      until: new Date(from + (past + lasts) * minute).toISOString(),
    }));

// Nights on which a clock jumps are drawn as often as all others together.
const moment = fc.oneof(
  fc.integer({ min: 0, max: 1000 }).map((nth) => Date.parse('2026-01-01') + nth * 1441 * minute),
  fc.constantFrom('2026-03-07T20:00Z', '2026-10-31T20:00Z', '2026-12-31T20:00Z').map(Date.parse),
);

type Scene = { readonly cover: Cover; readonly span: { from: Moment; until: Moment } };

/** A random rota in a random zone, those who hold the duty, and who of them can be reached. */
function sceneOf(minutesMax: number): fc.Arbitrary<Scene & { readonly plan: Plan }> {
  const one = fc.constantFrom(...people);
  const zone = fc.constantFrom('America/New_York', 'Australia/Lord_Howe', 'Africa/Cairo', 'UTC');
  return fc.tuple(moment, zone).chain(([from, named]) => {
    const change = fc.tuple(around(from), fc.option(one), fc.option(one));
    const term = fc.tuple(one, around(from), fc.boolean());
    return fc
      .record({
        layers: fc.array(layer, { maxLength: 3 }),
        changes: fc.array(change, { maxLength: 3 }),
        terms: fc.array(term, { minLength: 1, maxLength: 4 }),
        hasRota: fc.integer({ min: 0, max: 4 }),
        reached: fc.subarray([...people]),
        minutes: fc.integer({ min: 1, max: minutesMax }),
      })
      .map(({ layers, changes, terms, hasRota, reached, minutes }) => {
        const overrides = changes.map(([times, out, into]) => ({
          override: 'change',
          ...{ ...times, out, in: into },
        }));
        const plan: Plan = { layers, overrides };
        const grants = terms.map(([person, times, isOpen]) =>
          grant(person, isOpen ? { from: times.from } : times),
        );
        const place = { days: localDays(named), isSchoolDay: schoolDays(null) };
        const isReachable = (person: PersonId) => reached.includes(person);
        const asked = coverOf({ grants, place, plan: hasRota === 0 ? null : plan, isReachable });
        return { plan, cover: asked, span: { from, until: from + minutes * minute } };
      });
  });
}

/** What one minute lacks, from nothing but who holds the duty and whom `onCall` names in it. */
function lackAt({ grants, plan, place, isReachable }: Cover, at: Moment): GapKind | null {
  const now = new Date(at).toISOString();
  const hold = grants.filter(({ from, until }) => from <= now && (until === null || now < until));
  if (hold.length === 0) return 'nobody-holds-it';
  const holds = hold.map(({ person }) => person);
  const on = plan === null ? holds : onCall(plan, place, at).map(({ person }) => person);
  const called = on.filter((person) => holds.includes(person));
  if (called.length === 0) return 'nobody-is-on-call';
  return called.some(isReachable) ? null : 'nobody-can-be-reached';
}

function everyMinute({ from, until }: Scene['span']): readonly Moment[] {
  return Array.from({ length: (until - from) / minute }, (_, nth) => from + nth * minute);
}

function lacksByGaps(found: readonly Gap[], span: Scene['span']): readonly (GapKind | null)[] {
  const lacks = new Array<GapKind | null>((span.until - span.from) / minute).fill(null);
  for (const { kind, from, until } of found) {
    lacks.fill(kind, (from - span.from) / minute, (until - span.from) / minute);
  }
  return lacks;
}

describe('for every minute of a fortnight, whatever the rota, the grants and the reach', () => {
  test('the gaps say what asking who is on call in that minute says', () => {
    fc.assert(
      fc.property(sceneOf(14 * 24 * 60), ({ cover, span }) => {
        const found = gapsOf(cover, span);
        const asked = everyMinute(span).map((at) => lackAt(cover, at));
        expect(lacksByGaps(found, span).join()).toBe(asked.join());
        for (const [nth, gap] of found.entries()) {
          const next = found[nth + 1];
          expect(gap.from).toBeLessThan(gap.until);
          expect(gap.until).toBeLessThanOrEqual(next?.from ?? span.until);
          // Two that touch are of two kinds: of one kind they would be one.
          if (next?.from === gap.until) expect(next.kind).not.toBe(gap.kind);
        }
      }),
      { numRuns: 40 },
    );
  });
});

describe('shifts', () => {
  test('follow one another from end to end without a hole, each with others than the last', () => {
    fc.assert(
      fc.property(sceneOf(20 * 24 * 60), ({ plan, cover, span }) => {
        const shifts = shiftsOf(plan, cover.place, span);
        const begins = shifts.map(({ from }) => Date.parse(from));
        const ends = shifts.map(({ until }) => Date.parse(until));
        expect(begins).toEqual([span.from, ...ends.slice(0, -1)]);
        expect(ends.at(-1)).toBe(span.until);
        for (const [nth, { from, until, people: called }] of shifts.entries()) {
          expect(until > from).toBe(true);
          expect(called).not.toEqual(shifts[nth + 1]?.people);
        }
      }),
      { numRuns: 100 },
    );
  });

  test('of one person are exactly the minutes in which they are on call', () => {
    fc.assert(
      fc.property(sceneOf(4 * 24 * 60), fc.constantFrom(...people), (scene, person) => {
        const { plan, cover, span } = scene;
        const own = shiftsFor(person, shiftsOf(plan, cover.place, span));
        const isIn = (at: Moment) =>
          own.some(({ from, until }) => Date.parse(from) <= at && at < Date.parse(until));
        const isOn = (at: Moment) =>
          onCall(plan, cover.place, at).some((each) => each.person === person);
        const minutes = everyMinute(span);
        expect(minutes.map(isIn).join()).toBe(minutes.map(isOn).join());
        // Two that touch are one, and none stands twice.
        const touching = own.filter(({ until }, nth) => until === own[nth + 1]?.from);
        expect(touching).toEqual([]);
      }),
      { numRuns: 60 },
    );
  });

  test('name a gap as a time with nobody, and one’s own reach across a change beside one', () => {
    const plan: Plan = {
      layers: [
        line({ people: [ana], hours: [daily('08:00', '20:00')] }),
        line({ people: [ben], hours: [daily('12:00', '14:00')] }),
      ],
      overrides: [],
    };
    const found = shiftsOf(plan, newYork, tuesday);
    expect(found.map((shift) => [shift.from.slice(11, 16), shift.people])).toEqual([
      ['05:00', []],
      ['13:00', [ana]],
      ['17:00', [ana, ben]],
      ['19:00', [ana]],
      ['01:00', []],
    ]);
    const own = shiftsFor(ana, found).map(({ from, until }) => `${from} ${until}`);
    expect(own).toEqual(['2026-11-24T13:00:00.000Z 2026-11-25T01:00:00.000Z']);
    expect(shiftsFor(cleo, found)).toEqual([]);
  });
});

describe('the calendar of gaps', () => {
  const year = spanOf('2026-12-30T10:00-05:00', '2027-02-02T00:00-05:00');
  const gapFrom = (from: string, until: string): Gap => ({
    ...{ kind: 'nobody-holds-it', duty: 'legal-counsel', school: '' },
    ...spanOf(from, until),
  });

  test('has every day of the time once, in its month, under its weekday', () => {
    const months = gapCalendar([], newYork.days, year);
    const shape = months.map(({ month, emptyBefore, days }) => [month, emptyBefore, days.length]);
    // 30 December 2026 is a Wednesday, 1 January a Friday, 1 February a Monday.
    expect(shape).toEqual([
      ['2026-12', 2, 2],
      ['2027-01', 4, 31],
      ['2027-02', 0, 1],
    ]);
    expect(months.flatMap(({ days }) => days.map((day) => day.gaps))).toEqual(Array(34).fill(0));
  });

  test('counts a gap past the year’s end on both days, and one up to midnight on one', () => {
    const past = gapFrom('2026-12-31T23:00-05:00', '2027-01-01T01:00-05:00');
    const upTo = gapFrom('2027-01-03T00:00-05:00', '2027-01-04T00:00-05:00');
    const days = gapCalendar([past, past, upTo], newYork.days, year).flatMap((each) => each.days);
    expect(days.filter((day) => day.gaps > 0)).toEqual([
      { date: '2026-12-31', gaps: 2 },
      { date: '2027-01-01', gaps: 2 },
      { date: '2027-01-03', gaps: 1 },
    ]);
  });

  test('counts every gap on each day that it touches, and on no other', () => {
    fc.assert(
      fc.property(sceneOf(20 * 24 * 60), ({ cover, span }) => {
        const { days } = cover.place;
        const found = gapsOf(cover, span);
        const counted = gapCalendar(found, days, span).flatMap((month) => month.days);
        const first = days.dayAt(span.from, 0);
        const expected = counted.map((_, nth) => {
          const [begins, ends] = [first + nth, first + nth + 1].map((day) => days.momentOf(day, 0));
          const touches = ({ from, until }: Gap) => from < (ends ?? 0) && (begins ?? 0) < until;
          return { date: dateOf(first + nth), gaps: found.filter(touches).length };
        });
        expect(counted).toEqual(expected);
        expect(first + counted.length - 1).toBe(days.dayAt(span.until - 1, 0));
      }),
      { numRuns: 100 },
    );
  });
});
