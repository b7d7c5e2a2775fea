import { describe, expect, test } from 'vitest';
import type { SchoolYear } from '#district';
import { known, type PersonId } from '#std/ids';
import type { Hours, Layer, Override, Turn } from '../words.ts';
import { localDays } from './local-days.ts';
import { changesOf, onCall, type Place, type Plan } from './on-call.ts';
import { schoolDays } from './school-days.ts';

const [ana, ben, cleo, dora]: readonly [PersonId, PersonId, PersonId, PersonId] = [
  known('ana'),
  known('ben'),
  known('cleo'),
  known('dora'),
];

function placeIn(zone: string, year: SchoolYear | null = null): Place {
  return { days: localDays(zone), isSchoolDay: schoolDays(year) };
}

const newYork = placeIn('America/New_York');

function line(change: Partial<Layer>): Layer {
  return { layer: 'line', name: 'A line', people: [ana], turn: null, hours: [], ...change };
}

function turn(every: Turn['every'], from: string, change: Partial<Turn> = {}): Turn {
  return { every, count: 1, from, at: '08:00', ...change };
}

function hours(from: string, until: string, change: Partial<Hours> = {}): Hours {
  return { days: 'every-day', weekdays: [], from, until, ...change };
}

function plan(layers: readonly Layer[], ...overrides: readonly Override[]): Plan {
  return { layers, overrides };
}

/** Who is on call at a moment that is written with its distance from UTC. */
function at(moment: string, asked: Plan, place: Place = newYork): readonly PersonId[] {
  return onCall(asked, place, Date.parse(moment)).map(({ person }) => person);
}

describe('turns', () => {
  const daily = plan([line({ people: [ana, ben, cleo], turn: turn('day', '2026-11-23') })]);

  test('of a day go round, and after the last comes the first', () => {
    const noons = [23, 24, 25, 26, 27].map((day) => at(`2026-11-${day}T12:00-05:00`, daily));
    expect(noons).toEqual([[ana], [ben], [cleo], [ana], [ben]]);
  });

  test('are handed over at their wall time and not a moment before', () => {
    expect(at('2026-11-24T07:59:59.999-05:00', daily)).toEqual([ana]);
    expect(at('2026-11-24T08:00:00.000-05:00', daily)).toEqual([ben]);
  });

  test('of a week last from one hand-over to the same weekday’s next', () => {
    const weekly = plan([line({ people: [ana, ben], turn: turn('week', '2026-11-25') })]);
    expect(at('2026-11-25T08:00-05:00', weekly)).toEqual([ana]);
    expect(at('2026-12-02T07:59-05:00', weekly)).toEqual([ana]);
    expect(at('2026-12-02T08:00-05:00', weekly)).toEqual([ben]);
    expect(at('2026-12-09T08:00-05:00', weekly)).toEqual([ana]);
  });

  test('of two weeks or of three days last as long as they say', () => {
    const people = [ana, ben];
    const weeks = plan([line({ people, turn: turn('week', '2026-11-23', { count: 2 }) })]);
    expect(at('2026-12-07T07:59-05:00', weeks)).toEqual([ana]);
    expect(at('2026-12-07T08:00-05:00', weeks)).toEqual([ben]);
    const days = plan([line({ people, turn: turn('day', '2026-11-23', { count: 3 }) })]);
    expect(at('2026-11-26T07:59-05:00', days)).toEqual([ana]);
    expect(at('2026-11-26T08:00-05:00', days)).toEqual([ben]);
  });

  test('are counted back before their first day', () => {
    const noons = [22, 21, 20, 19].map((day) => at(`2026-11-${day}T12:00-05:00`, daily));
    expect(noons).toEqual([[cleo], [ben], [ana], [cleo]]);
    expect(at('2026-11-23T07:59-05:00', daily)).toEqual([cleo]);
  });

  test('of one person are always theirs, and without turns everybody of the line is on call', () => {
    const alone = plan([line({ turn: turn('day', '2026-11-23') })]);
    expect(at('2031-01-01T00:00Z', alone)).toEqual([ana]);
    expect(at('2031-01-01T00:00Z', plan([line({ people: [ben, ana] })]))).toEqual([ben, ana]);
  });
});

describe('on the nights on which a clock jumps', () => {
  const rows: readonly (readonly [string, string, string, string])[] = [
    ['America/New_York', '2026-03-08', '02:30', '2026-03-08T03:30:00-04:00'],
    ['America/New_York', '2026-03-08', '07:00', '2026-03-08T07:00:00-04:00'],
    ['America/New_York', '2026-11-01', '01:30', '2026-11-01T01:30:00-04:00'],
    ['America/New_York', '2026-11-01', '07:00', '2026-11-01T07:00:00-05:00'],
    ['Europe/London', '2026-03-29', '01:30', '2026-03-29T02:30:00+01:00'],
    ['Europe/London', '2026-10-25', '01:30', '2026-10-25T01:30:00+01:00'],
    ['Australia/Lord_Howe', '2026-10-04', '02:15', '2026-10-04T02:45:00+11:00'],
    ['Australia/Lord_Howe', '2026-04-05', '01:45', '2026-04-05T01:45:00+11:00'],
    ['Africa/Casablanca', '2025-02-23', '02:30', '2025-02-23T02:30:00+01:00'],
    ['Africa/Casablanca', '2025-04-06', '02:30', '2025-04-06T03:30:00+01:00'],
    ['Pacific/Apia', '2026-09-27', '03:30', '2026-09-27T03:30:00+13:00'],
  ];

  test.each(rows)('in %s on %s, the turn of %s begins at %s, once', (zone, from, time, moment) => {
    const daily = plan([line({ people: [ana, ben, cleo], turn: turn('day', from, { at: time }) })]);
    const place = placeIn(zone);
    const begins = Date.parse(moment);
    const minutes = Array.from(
      { length: 40 * 60 },
      (_, past) => begins + (past - 20 * 60) * 60_000,
    );
    const people = minutes.map((each) => onCall(daily, place, each)[0]?.person);
    expect(people.indexOf(ana)).toBe(20 * 60);
    const handOvers = people.filter((person, index) => index > 0 && person !== people[index - 1]);
    expect(handOvers).toEqual([ana]);
    expect(onCall(daily, place, begins - 1)).toEqual([{ person: cleo, line: 0 }]);
  });

  test('hours of the night are shorter by what is skipped and longer by what comes twice', () => {
    const nightly = plan([line({ hours: [hours('22:00', '06:00')] })]);
    const minutesOn = (from: string) => {
      const minutes = Array.from({ length: 1440 }, (_, past) => Date.parse(from) + past * 60_000);
      return minutes.filter((each) => onCall(nightly, newYork, each).length > 0).length;
    };
    expect(minutesOn('2026-03-07T12:00-05:00')).toBe(7 * 60);
    expect(minutesOn('2026-03-06T12:00-05:00')).toBe(8 * 60);
    expect(minutesOn('2026-10-31T12:00-04:00')).toBe(9 * 60);
  });

  test('whose turn would fall on the day that Samoa left out has none', () => {
    const daily = plan([line({ people: [ana, ben, cleo], turn: turn('day', '2011-12-29') })]);
    const samoa = placeIn('Pacific/Apia');
    expect(at('2011-12-29T08:00-10:00', daily, samoa)).toEqual([ana]);
    expect(at('2011-12-31T07:59+14:00', daily, samoa)).toEqual([ana]);
    expect(at('2011-12-31T08:00+14:00', daily, samoa)).toEqual([cleo]);
  });
});

describe('hours', () => {
  test('begin with their first minute and end before their last', () => {
    const open = plan([line({ hours: [hours('07:00', '16:00')] })]);
    expect(at('2026-11-24T06:59:59.999-05:00', open)).toEqual([]);
    expect(at('2026-11-24T07:00-05:00', open)).toEqual([ana]);
    expect(at('2026-11-24T15:59:59.999-05:00', open)).toEqual([ana]);
    expect(at('2026-11-24T16:00-05:00', open)).toEqual([]);
  });

  test('that run past midnight belong to the day on which they began', () => {
    const friday = plan([line({ hours: [hours('18:00', '06:00', { weekdays: [5] })] })]);
    expect(at('2026-11-27T05:59-05:00', friday)).toEqual([]);
    expect(at('2026-11-27T18:00-05:00', friday)).toEqual([ana]);
    expect(at('2026-11-28T05:59-05:00', friday)).toEqual([ana]);
    expect(at('2026-11-28T06:00-05:00', friday)).toEqual([]);
    expect(at('2026-11-28T18:00-05:00', friday)).toEqual([]);
  });

  test('that end when they begin last until the next day', () => {
    const monday = plan([line({ hours: [hours('07:00', '07:00', { weekdays: [1] })] })]);
    expect(at('2026-11-23T06:59-05:00', monday)).toEqual([]);
    expect(at('2026-11-23T07:00-05:00', monday)).toEqual([ana]);
    expect(at('2026-11-24T06:59-05:00', monday)).toEqual([ana]);
    expect(at('2026-11-24T07:00-05:00', monday)).toEqual([]);
  });

  test('may be several, on several weekdays', () => {
    const split = [hours('07:00', '09:00', { weekdays: [1, 3] }), hours('14:00', '16:00')];
    const open = plan([line({ hours: split })]);
    const eights = [23, 24, 25].map((day) => at(`2026-11-${day}T08:00-05:00`, open));
    expect(eights).toEqual([[ana], [], [ana]]);
    expect(at('2026-11-24T15:00-05:00', open)).toEqual([ana]);
    expect(at('2026-11-23T10:00-05:00', open)).toEqual([]);
  });

  test('and turns are two things: somebody has a turn also while the line is closed', () => {
    const people = [ana, ben];
    const both = line({
      people,
      turn: turn('day', '2026-11-23'),
      hours: [hours('09:00', '10:00')],
    });
    expect(at('2026-11-23T09:30-05:00', plan([both]))).toEqual([ana]);
    expect(at('2026-11-23T12:00-05:00', plan([both]))).toEqual([]);
    expect(at('2026-11-24T09:30-05:00', plan([both]))).toEqual([ben]);
  });
});

describe('school days', () => {
  const year: SchoolYear = {
    firstDay: '2026-08-31',
    lastDay: '2027-06-11',
    noSchool: ['2026-11-26', '2026-11-27'],
  };
  const withYear = placeIn('America/New_York', year);
  const week = plan([
    line({ people: [ana], hours: [hours('00:00', '00:00', { days: 'school-days' })] }),
    line({ people: [ben], hours: [hours('00:00', '00:00', { days: 'other-days' })] }),
  ]);
  const onDay = (date: string, place: Place) => at(`${date}T12:00-05:00`, week, place);

  test.each([
    ['2026-11-25', ana],
    ['2026-11-26', ben],
    ['2026-11-27', ben],
    ['2026-11-28', ben],
    ['2026-11-29', ben],
    ['2026-11-30', ana],
    ['2026-08-28', ben],
    ['2026-08-31', ana],
    ['2027-06-11', ana],
    ['2027-06-14', ben],
  ])('%s is called as the calendar says: %s', (date, person) => {
    expect(onDay(date, withYear)).toEqual([person]);
  });

  test('are Monday to Friday where nobody gave a calendar', () => {
    const days = ['2026-11-26', '2026-11-27', '2026-11-28', '2026-11-29', '2026-11-30'];
    expect(days.map((date) => onDay(date, newYork))).toEqual([[ana], [ana], [ben], [ben], [ana]]);
  });

  test('decide on the night that begins on them: the night before a holiday is a school night', () => {
    const nights = plan([line({ hours: [hours('18:00', '06:00', { days: 'school-days' })] })]);
    expect(at('2026-11-25T19:00-05:00', nights, withYear)).toEqual([ana]);
    expect(at('2026-11-26T05:00-05:00', nights, withYear)).toEqual([ana]);
    expect(at('2026-11-29T23:00-05:00', nights, withYear)).toEqual([]);
    expect(at('2026-11-30T05:00-05:00', nights, withYear)).toEqual([]);
  });

  test('and named weekdays must both be so', () => {
    const days = { days: 'school-days', weekdays: [4] } as const;
    const thursdays = plan([line({ hours: [hours('00:00', '00:00', days)] })]);
    const noons = ['2026-11-19', '2026-11-20', '2026-11-26', '2026-12-03'];
    expect(noons.map((date) => at(`${date}T12:00-05:00`, thursdays, withYear))).toEqual([
      [ana],
      [],
      [],
      [ana],
    ]);
  });
});

describe('changes for a while', () => {
  test('put out also whoever came in by one set before', () => {
    const alone = [line({})];
    expect(at(noon, plan(alone, change(ana, ben), change(ben, cleo)))).toEqual([cleo]);
    expect(at(noon, plan(alone, change(ana, ben), change(ben, null)))).toEqual([]);
    expect(at(noon, plan(alone, change(null, ben), change(ben, null)))).toEqual([ana]);
    expect(at(noon, plan(alone, change(ana, null), change(null, ana)))).toEqual([ana]);
  });

  const noon = '2026-11-24T17:00:00.000Z';
  const two = [line({ people: [ana, ben] }), line({ people: [cleo] })];

  function change(out: PersonId | null, into: PersonId | null, until = 18): Override {
    const [from, to] = [`2026-11-24T16:00:00.000Z`, `2026-11-24T${until}:00:00.000Z`];
    return { override: 'change', from, until: to, out, in: into };
  }

  test('take somebody out and leave the others', () => {
    expect(at(noon, plan(two, change(ana, null)))).toEqual([ben, cleo]);
  });

  test('put one in the place of another, on the same line', () => {
    const changed = plan(two, change(cleo, dora));
    expect(onCall(changed, newYork, Date.parse(noon))).toEqual([
      { person: ana, line: 0 },
      { person: ben, line: 0 },
      { person: dora, line: 1 },
    ]);
    expect(at(noon, plan(two, change(ana, dora)))).toEqual([dora, ben, cleo]);
  });

  test('add somebody who is not on call, before everybody else', () => {
    expect(onCall(plan(two, change(null, dora)), newYork, Date.parse(noon))[0]).toEqual({
      person: dora,
      line: 0,
    });
    expect(at(noon, plan(two, change(null, dora)))).toEqual([dora, ana, ben, cleo]);
    expect(at(noon, plan([], change(null, dora)))).toEqual([dora]);
  });

  test('bring in who stands in for somebody who is not on call anyway', () => {
    const closed = [line({ hours: [hours('01:00', '02:00')] }), line({ people: [ben] })];
    expect(at(noon, plan(closed, change(ana, dora)))).toEqual([dora, ben]);
    expect(at(noon, plan(closed, change(ana, null)))).toEqual([ben]);
  });

  test('begin with their first moment and end before their last', () => {
    const changed = plan(two, change(ana, dora));
    const moments = ['15:59:59.999', '16:00:00.000', '17:59:59.999', '18:00:00.000'];
    expect(moments.map((time) => at(`2026-11-24T${time}Z`, changed)[0])).toEqual([
      ana,
      dora,
      dora,
      ana,
    ]);
  });

  test('that overlap: the one set later wins while both last', () => {
    const [first, later] = [change(ana, dora, 20), change(ana, cleo, 18)];
    const changed = plan([line({ people: [ana, ben] })], first, later);
    expect(at(noon, changed)).toEqual([cleo, ben]);
    expect(at('2026-11-24T19:00:00.000Z', changed)).toEqual([dora, ben]);
    const turned = plan([line({ people: [ana, ben] })], later, first);
    expect(at(noon, turned)).toEqual([dora, ben]);
    expect(at(noon, plan(two, change(ana, dora), change(ana, null)))).toEqual([ben, cleo]);
  });

  test('name nobody twice, and keep whoever is named twice in the higher place', () => {
    expect(at(noon, plan(two, change(ana, cleo)))).toEqual([cleo, ben]);
    expect(at(noon, plan(two, change(cleo, ana)))).toEqual([ana, ben]);
    expect(at(noon, plan(two, change(null, cleo)))).toEqual([cleo, ana, ben]);
    expect(at(noon, plan([line({}), line({ people: [ben, ana] })]))).toEqual([ana, ben]);
  });
});

describe('lines', () => {
  test('are called in their order, and closed ones keep their number', () => {
    const lines = [
      line({ people: [cleo] }),
      line({ people: [ana], hours: [hours('01:00', '02:00')] }),
      line({ people: [ben, dora] }),
    ];
    expect(onCall(plan(lines), newYork, Date.parse('2026-11-24T12:00-05:00'))).toEqual([
      { person: cleo, line: 0 },
      { person: ben, line: 2 },
      { person: dora, line: 2 },
    ]);
  });

  test('that are all closed, or name nobody, or are not there, leave a gap', () => {
    const closed = line({ hours: [hours('01:00', '02:00')] });
    const empty = line({ people: [], turn: turn('day', '2026-11-23') });
    for (const lines of [[], [closed], [empty], [line({ people: [] })]]) {
      expect(at('2026-11-24T12:00-05:00', plan(lines))).toEqual([]);
    }
  });
});

describe('the moments at which something may change', () => {
  const span = (from: string, until: string) => ({
    from: Date.parse(from),
    until: Date.parse(until),
  });
  const written = (moments: readonly number[]) =>
    moments.map((moment) => new Date(moment).toISOString());

  test('are the beginning, every hand-over, both ends of all hours, and both ends of changes', () => {
    const people = [ana, ben];
    const both = line({
      people,
      turn: turn('day', '2026-03-01'),
      hours: [hours('22:00', '02:30')],
    });
    const change: Override = {
      override: 'change',
      from: '2026-03-08T10:00:00.000Z',
      until: '2026-03-08T13:00:00.000Z',
      out: ana,
      in: null,
    };
    const asked = span('2026-03-08T00:00-05:00', '2026-03-08T22:00-04:00');
    expect(written(changesOf(plan([both], change), newYork, asked))).toEqual([
      '2026-03-08T05:00:00.000Z',
      '2026-03-08T07:30:00.000Z',
      '2026-03-08T10:00:00.000Z',
      '2026-03-08T12:00:00.000Z',
      '2026-03-08T13:00:00.000Z',
    ]);
  });

  test('are the beginning alone where nothing ever changes', () => {
    const asked = span('2026-03-01T00:00Z', '2026-04-01T00:00Z');
    expect(written(changesOf(plan([line({})]), newYork, asked))).toEqual([
      '2026-03-01T00:00:00.000Z',
    ]);
  });
});
