import { describe, expect, test } from 'vitest';
import { known, type PersonId } from '#std/ids';
import { plusSeconds } from '#std/instant';
import type { PageStep } from '../words.ts';
import { noPaging, type Paging } from './paging.ts';
import { type Callee, type Callees, whomToCall } from './whom-to-call.ts';

const [primary, backup, other, chief, stranger] = [
  'primary',
  'backup',
  'other',
  'chief',
  'stranger',
].map((name) => known<PersonId>(name)) as [PersonId, PersonId, PersonId, PersonId, PersonId];

const start = '2026-11-24T13:00:00.000Z';
const far = '9999-12-31T00:00:00.000Z';
const steps: readonly PageStep[] = [
  { duties: ['legal-counsel'], reach: 'primary', afterSeconds: 0 },
  { duties: ['legal-counsel'], reach: 'backups', afterSeconds: 120 },
  { duties: ['superintendent'], reach: 'superintendent', afterSeconds: 300 },
];

function stopping(...people: readonly PersonId[]): readonly Callee[] {
  return people.map((person) => ({ person, stops: true }));
}

const callees: Callees = {
  steps: [stopping(primary), stopping(backup, other), [{ person: chief, stops: false }]],
  standIns: [chief],
  handedTo: [],
  hasGap: [false, false, false],
};

/** Who is rung so many seconds after the chain began. */
function called(seconds: number, paging: Partial<Paging> = {}, of: Partial<Callees> = {}) {
  const chain: Paging = { ...noPaging, stage: 'calling', steps, startedAt: start, ...paging };
  return whomToCall(chain, { ...callees, ...of }, plusSeconds(start, seconds));
}

const people = (...asked: Parameters<typeof called>) => called(...asked).people;

describe('each step', () => {
  test('adds its people after those of the step before, and from its second on', () => {
    expect(people(0)).toEqual([primary]);
    expect(people(119)).toEqual([primary]);
    expect(people(120)).toEqual([primary, backup, other]);
    expect(people(300)).toEqual([primary, backup, other, chief]);
  });

  test('names nobody twice, and a person of two steps in the place of the first', () => {
    const twice = [stopping(primary), stopping(backup, primary), stopping(backup)];
    expect(people(300, {}, { steps: twice })).toEqual([primary, backup]);
  });

  test('owes an answer only to those whose answer stops it, of those who are rung', () => {
    expect(called(0).owing).toEqual([primary]);
    expect(called(300).owing).toEqual([primary, backup, other]);
  });

  test('has all begun at once where it is urgent', () => {
    expect(people(0, { cause: 'they-say-they-will-come-in' })).toEqual([
      primary,
      backup,
      other,
      chief,
    ]);
  });

  test('waits while somebody answered for one of several', () => {
    expect(people(300, { answered: [primary], whoAnswers: 'everyone' })).toEqual([backup, other]);
  });
});

describe('whoever declined', () => {
  const declined = (...out: readonly PersonId[]) => ({
    resting: Object.fromEntries(out.map((person) => [person, far])),
  });

  test('is not rung while others can be, and the next step is rung at once', () => {
    expect(people(1, declined(primary))).toEqual([backup, other]);
    expect(people(1, declined(primary, backup))).toEqual([other]);
  });

  test('is rung again with the superintendent once nobody else is left', () => {
    const all = called(1, declined(primary, backup, other));
    expect(all.people).toEqual([chief, primary, backup, other]);
    expect(all.owing).toEqual([primary, backup, other]);
    expect(all.isRotaEmpty).toBe(false);
  });

  test('is rung with the superintendent also where no step of the chain names one', () => {
    const two = { steps: callees.steps.slice(0, 2) };
    expect(people(1, declined(primary, backup, other), two)).toEqual([
      ...[primary, backup, other],
      chief,
    ]);
  });

  test('without being called takes nobody’s ring away', () => {
    expect(people(1, declined(stranger))).toEqual([primary]);
  });
});

describe('whoever wants to be called back', () => {
  test('rests until their moment and not a second longer', () => {
    const paging = { resting: { [primary]: plusSeconds(start, 60) } };
    expect(people(59, paging)).toEqual([backup, other]);
    expect(people(60, paging)).toEqual([primary]);
  });
});

describe('whoever stepped aside', () => {
  test('is never rung, also when nobody else is left', () => {
    expect(people(0, { aside: [primary] })).toEqual([backup, other]);
    const alone = called(300, { aside: [primary, backup, other] });
    expect(alone).toEqual({ people: [chief], owing: [], isRotaEmpty: true });
  });

  test('is not rung though they were handed it, or asked to be called back', () => {
    const paging = { aside: [primary], resting: { [primary]: start } };
    expect(people(0, paging, { handedTo: stopping(primary) })).toEqual([backup, other]);
  });
});

describe('whoever was handed it', () => {
  test('is called first, before the step, and once', () => {
    expect(people(0, {}, { handedTo: stopping(other) })).toEqual([other, primary]);
    expect(people(0, {}, { handedTo: stopping(primary) })).toEqual([primary]);
  });

  test('and cannot leaves the step as it was', () => {
    const paging = { resting: { [other]: far } };
    expect(people(0, paging, { handedTo: stopping(other) })).toEqual([primary]);
  });

  test('and has no duty that stops it does not keep the next step from being called', () => {
    const handedTo = [{ person: chief, stops: false }];
    expect(people(0, { resting: { [primary]: far } }, { handedTo })).toEqual([
      chief,
      backup,
      other,
    ]);
  });
});

describe('where a step has a gap', () => {
  test('the superintendent is rung too, at the end, and it is said aloud', () => {
    const found = called(0, {}, { hasGap: [true, false, false] });
    expect(found).toEqual({ people: [primary, chief], owing: [primary], isRotaEmpty: true });
  });

  test('a gap of a step that has not begun says nothing yet', () => {
    const hasGap = [false, true, false];
    expect(called(119, {}, { hasGap })).toMatchObject({ people: [primary], isRotaEmpty: false });
    expect(called(120, {}, { hasGap })).toMatchObject({ isRotaEmpty: true });
  });

  test('a gap counts as soon as its step is called before its time', () => {
    const paging = { resting: { [primary]: far } };
    expect(called(0, paging, { hasGap: [false, true, false] }).isRotaEmpty).toBe(true);
  });

  test('and nobody holds the duty at all, the superintendent is rung at once', () => {
    const none = { steps: [[], [], [{ person: chief, stops: false }]] };
    expect(called(0, {}, none)).toEqual({ people: [chief], owing: [], isRotaEmpty: true });
  });

  test('and there is no superintendent either, nobody is named, and it is said aloud', () => {
    const none = { steps: [[], [], []], standIns: [] };
    expect(called(0, {}, none)).toEqual({ people: [], owing: [], isRotaEmpty: true });
  });
});

describe('while anybody of the district can be called', () => {
  const everybody = [primary, backup, other];

  test('somebody is, whoever declined, rests, answered or was handed it', () => {
    const choices = Array.from({ length: 4 ** everybody.length }, (_, nth) =>
      everybody.map((person, place) => ({ person, as: Math.floor(nth / 4 ** place) % 4 })),
    );
    const are = (choice: (typeof choices)[number], as: number) =>
      choice.filter((each) => each.as === as).map(({ person }) => person);
    for (const choice of choices) {
      const paging = {
        resting: Object.fromEntries(are(choice, 1).map((person) => [person, far])),
        answered: are(choice, 2),
        aside: are(choice, 3),
      };
      for (const seconds of [0, 120, 300]) {
        const { people: named, owing } = called(seconds, paging);
        expect(named.length, JSON.stringify(choice)).toBeGreaterThan(0);
        expect(named.filter((person) => paging.aside.includes(person))).toEqual([]);
        expect(owing.filter((person) => !named.includes(person))).toEqual([]);
        // Who is willing and due is never passed over.
        if (are(choice, 0).includes(primary)) expect(named).toContain(primary);
      }
    }
  });
});
