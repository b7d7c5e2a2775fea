import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type Day,
  dateOf,
  type LocalDays,
  localDays,
  type Minutes,
  type Moment,
  readDay,
  readMinutes,
  weekdayOf,
} from './local-days.ts';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;
const span = {
  from: Date.parse('2025-01-01T00:00:00Z'),
  until: Date.parse('2031-01-01T00:00:00Z'),
};

/** A moment at which a wall clock jumps, and how far it is from UTC before and after. */
type Jump = { readonly at: Moment; readonly before: number; readonly after: number };

function jumpsOf(zone: string): readonly Jump[] {
  const found: Jump[] = [];
  let here = Temporal.Instant.fromEpochMilliseconds(span.from).toZonedDateTimeISO(zone);
  for (;;) {
    const next = here.getTimeZoneTransition('next');
    if (next === null || next.epochMilliseconds >= span.until) return found;
    const [before, after] = [here, next].map((each) => each.offsetNanoseconds / 1_000_000);
    found.push({ at: next.epochMilliseconds, before: before ?? 0, after: after ?? 0 });
    here = next;
  }
}

const zones = Intl.supportedValuesOf('timeZone').map((zone) => ({ zone, jumps: jumpsOf(zone) }));
/** One zone for each set of rules: the clocks of New York and Toronto jump as one. */
const kinds = [...Map.groupBy(zones, keyOf).values()].flatMap((alike) => alike.slice(0, 1));

function keyOf({ zone, jumps }: (typeof zones)[number]): string {
  const noon = Temporal.Instant.fromEpochMilliseconds(span.from).toZonedDateTimeISO(zone);
  return JSON.stringify([noon.offsetNanoseconds, jumps]);
}

const timesOfDay = ['00:00', '01:30', '02:30', '07:00', '23:59'].map(minutesNamed);
const halfHours = Array.from({ length: 48 }, (_, half) => half * 30);

function minutesNamed(text: string): Minutes {
  const minutes = readMinutes(text);
  if (minutes === null) throw new Error(`${text} is no time`);
  return minutes;
}

function dayNamed(date: string): Day {
  const named = readDay(date);
  if (named === null) throw new Error(`${date} is no day`);
  return named;
}

/** The days around a jump, by the date in UTC: two before it to two after. */
function daysAround({ at }: Jump): readonly Day[] {
  const middle = Math.floor(at / day);
  return [-2, -1, 0, 1, 2].map((off) => middle + off);
}

/**
 * When a wall clock shows a time, worked out from how far it is from UTC before and after a jump,
 * which is the only one near it. Skipped: as far after the jump as the time lies in what is
 * skipped. Shown twice: the first.
 */
function expectedMoment({ at, before, after }: Jump, on: Day, minutes: Minutes): Moment {
  const wall = on * day + minutes * minute;
  const [early, late] = [wall - before, wall - after];
  return early < at || late < at ? early : late;
}

describe('every zone, around every jump of its clock for six years', () => {
  test('there are jumps to look at, of an hour, of half an hour and of two', () => {
    const sizes = kinds.flatMap(({ jumps }) => jumps.map(({ before, after }) => after - before));
    expect(zones.length).toBeGreaterThan(300);
    expect(sizes.length).toBeGreaterThan(200);
    expect([...new Set(sizes)].toSorted((one, other) => one - other)).toEqual(
      expect.arrayContaining([-2 * hour, -hour, -hour / 2, hour / 2, hour, 2 * hour]),
    );
  });

  test('a day never goes back as minutes go on, and lies where its moments say', () => {
    const wrong = kinds.flatMap(({ zone, jumps }) => {
      const days = localDays(zone);
      return jumps.flatMap((jump) =>
        timesOfDay.flatMap((minutes) => wrongMinutes(days, jump, minutes).map((at) => [zone, at])),
      );
    });
    expect(wrong).toEqual([]);
  });

  function wrongMinutes(days: LocalDays, jump: Jump, minutes: Minutes): readonly string[] {
    const wrong: Moment[] = [];
    let before = Number.NEGATIVE_INFINITY;
    for (let at = jump.at - 26 * hour; at <= jump.at + 26 * hour; at += minute) {
      const on = days.dayAt(at, minutes);
      const isInside = days.momentOf(on, minutes) <= at && at < days.momentOf(on + 1, minutes);
      if (on < before || !isInside) wrong.push(at);
      before = on;
    }
    return wrong.map((at) => new Date(at).toISOString());
  }

  test('a skipped time comes after the jump, and one shown twice comes at the first', () => {
    const wrong = zones.flatMap(({ zone, jumps }) => {
      const days = localDays(zone);
      return jumps.flatMap((jump) =>
        daysAround(jump).flatMap((on) =>
          halfHours
            .filter((minutes) => days.momentOf(on, minutes) !== expectedMoment(jump, on, minutes))
            .map((minutes) => [zone, dateOf(on), minutes]),
        ),
      );
    });
    expect(wrong).toEqual([]);
  });

  test('one day is longer or shorter by the jump, and its neighbours have 24 hours', () => {
    const wrong = kinds.flatMap(({ zone, jumps }) => {
      const days = localDays(zone);
      return jumps.flatMap((jump) =>
        timesOfDay
          .filter((minutes) => !isOneDayOff(days, jump, minutes))
          .map((minutes) => [zone, new Date(jump.at).toISOString(), minutes]),
      );
    });
    expect(wrong).toEqual([]);
  });

  function isOneDayOff(days: LocalDays, jump: Jump, minutes: Minutes): boolean {
    const lengths = daysAround(jump).map(
      (on) => days.momentOf(on + 1, minutes) - days.momentOf(on, minutes),
    );
    const odd = lengths.filter((length) => length !== day);
    return odd.length === 1 && odd[0] === day - (jump.after - jump.before);
  }
});

describe('any zone, any day, any time', () => {
  const anyDays = fc.constantFrom(...kinds.map(({ zone }) => localDays(zone)));
  const anyMinutes = fc.integer({ min: 0, max: 1439 });
  const anyMoment = fc.integer({ min: span.from, max: span.until });

  test('a moment lies between the time of its day and the same time of the next', () => {
    fc.assert(
      fc.property(anyDays, anyMinutes, anyMoment, (days, minutes, at) => {
        const on = days.dayAt(at, minutes);
        expect(days.momentOf(on, minutes)).toBeLessThanOrEqual(at);
        expect(days.momentOf(on + 1, minutes)).toBeGreaterThan(at);
      }),
      { numRuns: 2000 },
    );
  });

  test('a later day never comes before an earlier one', () => {
    fc.assert(
      fc.property(anyDays, anyMinutes, anyMoment, (days, minutes, at) => {
        const on = Math.floor(at / day);
        const moments = [0, 1, 2, 3].map((off) => days.momentOf(on + off, minutes));
        expect(moments).toEqual(moments.toSorted((one, other) => one - other));
      }),
      { numRuns: 1000 },
    );
  });

  test('asking twice, and after many others, gives the same moment', () => {
    const asked = localDays('America/New_York');
    fc.assert(
      fc.property(anyMinutes, anyMoment, (minutes, at) => {
        const on = Math.floor(at / day);
        const fresh = localDays('America/New_York').momentOf(on, minutes);
        expect([asked.momentOf(on, minutes), asked.momentOf(on, minutes)]).toEqual([fresh, fresh]);
      }),
    );
  });
});

describe('nights that somebody will ask about', () => {
  test.each([
    ['America/New_York', '2026-03-08', '02:30', '2026-03-08T03:30:00-04:00'],
    ['America/New_York', '2026-03-08', '07:00', '2026-03-08T07:00:00-04:00'],
    ['America/New_York', '2026-11-01', '01:30', '2026-11-01T01:30:00-04:00'],
    ['Europe/London', '2026-03-29', '01:30', '2026-03-29T02:30:00+01:00'],
    ['Europe/London', '2026-10-25', '01:30', '2026-10-25T01:30:00+01:00'],
    ['Australia/Lord_Howe', '2026-10-04', '02:15', '2026-10-04T02:45:00+11:00'],
    ['Australia/Lord_Howe', '2026-04-05', '01:45', '2026-04-05T01:45:00+11:00'],
    ['Africa/Casablanca', '2025-02-23', '02:30', '2025-02-23T02:30:00+01:00'],
    ['Africa/Casablanca', '2025-04-06', '02:30', '2025-04-06T03:30:00+01:00'],
    ['Pacific/Kiritimati', '2026-06-01', '00:00', '2026-06-01T00:00:00+14:00'],
    ['Pacific/Midway', '2026-06-01', '23:59', '2026-06-01T23:59:00-11:00'],
  ])('in %s on %s, %s comes at %s', (zone, date, time, moment) => {
    expect(localDays(zone).momentOf(dayNamed(date), minutesNamed(time))).toBe(Date.parse(moment));
  });

  test.each([
    ['America/New_York', '2026-03-08', 23],
    ['America/New_York', '2026-11-01', 25],
    ['Europe/London', '2026-03-29', 23],
    ['Europe/London', '2026-10-25', 25],
    ['Australia/Lord_Howe', '2026-10-04', 23.5],
    ['Australia/Lord_Howe', '2026-04-05', 24.5],
    ['Antarctica/Troll', '2026-03-29', 22],
    ['America/New_York', '2028-02-29', 24],
    ['America/New_York', '2027-12-31', 24],
    ['UTC', '2026-03-08', 24],
  ])('in %s, %s has %d hours', (zone, date, hours) => {
    const days = localDays(zone);
    const on = dayNamed(date);
    expect((days.momentOf(on + 1, 0) - days.momentOf(on, 0)) / hour).toBe(hours);
  });

  test('the day that Samoa left out is over when it begins', () => {
    const days = localDays('Pacific/Apia');
    const [left, next] = [dayNamed('2011-12-30'), dayNamed('2011-12-31')];
    expect(days.momentOf(left, 480)).toBe(days.momentOf(next, 480));
    const moments = Array.from({ length: 72 }, (_, past) => Date.UTC(2011, 11, 29) + past * hour);
    const seen = new Set(moments.map((at) => dateOf(days.dayAt(at, 480))));
    expect([...seen]).toEqual(['2011-12-28', '2011-12-29', '2011-12-31', '2012-01-01']);
  });
});

describe('days of the calendar', () => {
  test('a leap day stands between its neighbours, and the last day of a year before the first', () => {
    expect(dayNamed('2028-02-29') - dayNamed('2028-02-28')).toBe(1);
    expect(dayNamed('2028-03-01') - dayNamed('2028-02-29')).toBe(1);
    expect(dayNamed('2027-03-01') - dayNamed('2027-02-28')).toBe(1);
    expect(dayNamed('2027-01-01') - dayNamed('2026-12-31')).toBe(1);
    expect(dayNamed('1970-01-01')).toBe(0);
    expect(dateOf(-1)).toBe('1969-12-31');
  });

  test.each([
    '2027-02-29',
    '2100-02-29',
    '2026-02-30',
    '2026-04-31',
    '2026-13-01',
    '2026-00-10',
    '2026-01-00',
    '2026-01-32',
    '2026-1-1',
    '26-01-01',
    '2026/01/01',
    ' 2026-01-01',
    '2026-01-01\n',
    '2026-01-01T00:00',
    'x2026-01-01',
    '',
  ])('%j is no day', (date) => {
    expect(readDay(date)).toBeNull();
  });

  const year = fc.integer({ min: 1, max: 9999 });
  const anyDay = fc.integer({ min: -719_162, max: 2_932_896 });

  test('a day is read back as it was written', () => {
    fc.assert(
      fc.property(anyDay, (on) => {
        expect(readDay(dateOf(on))).toBe(on);
      }),
    );
  });

  test('the calendar has a day exactly where Temporal has one, with the same weekday', () => {
    const month = fc.integer({ min: 0, max: 13 });
    const ofMonth = fc.integer({ min: 0, max: 32 });
    fc.assert(
      fc.property(year, month, ofMonth, (inYear, inMonth, on) => {
        const text = [inYear, inMonth, on]
          .map((part, index) => String(part).padStart(index === 0 ? 4 : 2, '0'))
          .join('-');
        const date = plainDate(text);
        const read = readDay(text);
        expect(read === null ? null : dateOf(read)).toBe(date === null ? null : text);
        expect(read === null ? null : weekdayOf(read)).toBe(date === null ? null : date.dayOfWeek);
      }),
      { numRuns: 1000 },
    );
  });

  function plainDate(text: string): Temporal.PlainDate | null {
    try {
      return Temporal.PlainDate.from(text);
    } catch {
      return null;
    }
  }

  test('a week begins on Monday, also before 1970', () => {
    const week = Array.from({ length: 7 }, (_, off) => weekdayOf(dayNamed('2026-11-23') + off));
    expect(week).toEqual([1, 2, 3, 4, 5, 6, 7]);
    expect(weekdayOf(dayNamed('1969-12-29'))).toBe(1);
    fc.assert(
      fc.property(anyDay, (on) => {
        expect(weekdayOf(on + 7)).toBe(weekdayOf(on));
      }),
    );
  });
});

describe('wall times', () => {
  test('each of the 1,440 minutes of a day has one name', () => {
    const names = Array.from({ length: 1440 }, (_, minutes) =>
      [Math.floor(minutes / 60), minutes % 60].map((part) => `${part}`.padStart(2, '0')).join(':'),
    );
    expect(names.map(readMinutes)).toEqual(Array.from({ length: 1440 }, (_, minutes) => minutes));
  });

  test.each([
    '24:00',
    '23:60',
    '7:30',
    '07:3',
    '0730',
    '07:30:00',
    ' 07:30',
    '07:30\n',
    '-1:00',
    '',
  ])('no clock shows %j', (text) => {
    expect(readMinutes(text)).toBeNull();
  });
});
