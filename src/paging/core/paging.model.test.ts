/**
 * Every state that a chain of three people can reach in eight acts, by everything that can happen
 * to it and in steps of half a minute: breadth first, each state once.
 */
import { beforeAll, describe, expect, test } from 'vitest';
import type { Act, Actor } from '#ledger';
import { known, type PersonId } from '#std/ids';
import { type Instant, plusSeconds, secondsBetween } from '#std/instant';
import type { PagingCommand, PagingEvent } from '../words.ts';
import { pagingLaw } from './decide.ts';
import { type Holder, calleesOf } from './holders-on-call.ts';
import { noPaging, type Paging } from './paging.ts';
import { whomToCall } from './whom-to-call.ts';

const now: Instant = '2026-11-24T14:00:00.000Z';
const [one, two, superintendent] = ['one', 'two', 'superintendent'].map((id) =>
  known<PersonId>(id),
) as [PersonId, PersonId, PersonId];
const dutyOf = {
  [one]: 'legal-counsel',
  [two]: 'legal-counsel',
  [superintendent]: 'superintendent',
};
const everybody: readonly Holder[] = [
  { person: one, duty: 'legal-counsel', rank: 1 },
  { person: two, duty: 'legal-counsel', rank: 2 },
  { person: superintendent, duty: 'superintendent', rank: 1 },
];
const tickSeconds = 30;
const program: Actor = { kind: 'program', part: 'alarm' };

/** A chain and the telephones: when each person last rang. All times are counted from `now`. */
type State = { readonly paging: Paging; readonly rang: Readonly<Record<string, number>> };
type Step = { readonly name: string; readonly do: (state: State) => State };

function told(state: State, by: Actor, command: PagingCommand): State {
  const act: Act<PagingCommand> = {
    id: known('act'),
    by,
    happenedAt: now,
    recordedAt: now,
    command,
  };
  const decision = pagingLaw.decide(state.paging, act);
  if (decision.kind === 'refused') throw new Error('paging refuses nothing');
  const paging = decision.events.reduce<Paging>((before, event: PagingEvent) => {
    const version = before.scheduledAt + 1;
    const fact = { event, happenedAt: now, recordedAt: now, actor: by, version };
    return pagingLaw.evolve(before, fact);
  }, state.paging);
  return { ...state, paging };
}

function start(paging: Paging, changes: Partial<Paging> = {}): State {
  const command: PagingCommand = {
    type: 'StartPaging',
    encounter: known('0000e000-0000-4000-8000-000000000001'),
    school: 'cranbury-elementary',
    track: 'counsel',
    cause: changes.cause ?? 'agents-at-a-school',
    steps: [
      { duties: ['legal-counsel'], reach: 'primary', afterSeconds: 0 },
      { duties: ['legal-counsel'], reach: 'backups', afterSeconds: 60 },
      { duties: ['superintendent'], reach: 'superintendent', afterSeconds: 90 },
    ],
    repeatEverySeconds: 60,
    answerExpiresSeconds: 120,
    isDrill: false,
    whoAnswers: changes.whoAnswers ?? 'anyone',
  };
  return told({ paging, rang: {} }, program, command);
}

/** Whom the chain wants now, as the errand asks the law. */
function wanted({ paging }: State, holders = everybody) {
  const steps = paging.steps.map((step) => calleesOf(step, 'counsel', holders, () => null));
  return whomToCall(
    paging,
    {
      steps: steps.map(({ callees }) => callees),
      hasGap: steps.map(({ hasGap }) => hasGap),
      standIns: [superintendent],
      handedTo: paging.handedTo.map((person) => ({ person, stops: person !== superintendent })),
    },
    now,
  );
}

/** Calls if a call is due, as the alarm lane does it: nobody twice within fifty-five seconds. */
function call(state: State): State {
  const { paging } = state;
  if (paging.stage !== 'calling' || (paging.nextBy ?? '9') > now) return state;
  const { people, owing, isRotaEmpty } = wanted(state);
  const { scheduledAt } = paging;
  const [recent, ringing] = [true, false].map((isRecent) =>
    people.filter((person) => (state.rang[person] ?? -999) > -55 === isRecent),
  );
  const last = (recent ?? []).map((person) => state.rang[person] ?? 0);
  const heldBackUntil = last.length === 0 ? null : plusSeconds(now, 60 + Math.min(...last));
  const command = { type: 'CallNext', scheduledAt, attempts: [], isRotaEmpty, owing } as const;
  const next = told(state, program, { ...command, heldBackUntil });
  return {
    ...next,
    rang: { ...next.rang, ...Object.fromEntries((ringing ?? []).map((who) => [who, 0])) },
  };
}

/** Half a minute later: every moment of the story lies that much further back. */
function tick({ paging, rang }: State): State {
  const back = (moment: Instant | null) =>
    moment === null || moment === '' || moment > '9' ? moment : plusSeconds(moment, -tickSeconds);
  // A moment that has come is as good as any other that has.
  const ahead = (moment: Instant | null) => (moment !== null && moment > now ? moment : null);
  const resting = Object.entries(paging.resting).map(([who, until]) => [who, back(until)] as const);
  // What began more than a minute and a half ago is as good as that: every step has begun.
  const startedAt = back(paging.startedAt) ?? '';
  const earliest = plusSeconds(now, -90);
  return call({
    paging: {
      ...paging,
      startedAt: startedAt < earliest ? earliest : startedAt,
      lastCallAt: null,
      nextBy: back(paging.nextBy),
      answeredUntil: ahead(back(paging.answeredUntil)) ?? (paging.answeredUntil && now),
      resting: Object.fromEntries(
        resting.filter(([, until]) => until !== null && until > now),
      ) as never,
    },
    rang: Object.fromEntries(
      Object.entries(rang).map(([who, at]) => [who, Math.max(-60, at - tickSeconds)]),
    ),
  });
}

function as(person: PersonId): Actor {
  return { kind: 'person', person, duties: [String(dutyOf[person])] };
}

function says(name: string, person: PersonId, command: PagingCommand): Step {
  return { name: `${person} ${name}`, do: (state) => call(told(state, as(person), command)) };
}

const steps: readonly Step[] = [
  { name: 'half a minute passes', do: tick },
  {
    name: 'the answer runs out',
    do: (state) => {
      const { answeredAt } = state.paging;
      return call(told(state, program, { type: 'ExpireAnswer', answeredAt }));
    },
  },
  {
    name: 'they say they will come in',
    do: ({ paging, rang }) =>
      call({ ...start(paging, { cause: 'they-say-they-will-come-in' }), rang }),
  },
  says('answers', superintendent, { type: 'ReportAnswer', by: superintendent, how: 'link' }),
  ...[one, two].flatMap((by) => [
    says('answers', by, { type: 'ReportAnswer', by, how: 'keypad' }),
    says('declines', by, { type: 'ReportDecline', by, how: 'keypad' }),
  ]),
  says('wants to be called back', one, { type: 'ReportCallBack', by: one, seconds: 60 }),
  says('hands it over', one, { type: 'ReportHandOver', by: one, to: two }),
  says('steps aside', two, { type: 'ReportStepAside', by: two }),
];

/** What tells two states apart: nothing that only counts. */
function nameOf({ paging, rang }: State): string {
  const { round, scheduledAt, answeredAt, lastCallAt, steps: _steps, ...rest } = paging;
  return JSON.stringify({ ...rest, rang });
}

function tidied(state: State): State {
  const once = (people: readonly PersonId[]) => [...new Set(people)].toSorted();
  const { aside, handedTo, answered, owing } = state.paging;
  const lists = { aside: once(aside), answered: once(answered), owing: once(owing) };
  const paging = { ...state.paging, ...lists, handedTo: once(handedTo) };
  return { ...state, paging };
}

const actsMax = 8;

function walk(from: State, visit: (before: State, step: Step, after: State) => void): number {
  const seen = new Set([nameOf(from)]);
  let front: readonly State[] = [from];
  for (let acts = 0; acts < actsMax; acts += 1) {
    const reached = front.flatMap((before) =>
      steps.map((step) => {
        const after = tidied(step.do(before));
        visit(before, step, after);
        return after;
      }),
    );
    const named = new Map(reached.map((state) => [nameOf(state), state]));
    front = [...named].filter(([name]) => !seen.has(name)).map(([, state]) => state);
    for (const name of named.keys()) seen.add(name);
  }
  return seen.size;
}

function minuteOf(state: State): readonly State[] {
  const half = tick(state);
  return [state, half, tick(half)];
}

/** Who rang in the step that was just taken. */
function rung({ rang }: State): readonly string[] {
  return Object.keys(rang).filter((who) => rang[who] === 0);
}

describe.each(['anyone', 'everyone'] as const)('where %s has to answer', (whoAnswers) => {
  const broken: Record<string, string[]> = {};
  let size = 0;
  const claim = (name: string, holds: boolean, step: Step, before: State) => {
    broken[name] ??= [];
    if (!holds && broken[name].length < 3)
      broken[name].push(`${step.name} after ${nameOf(before)}`);
  };

  beforeAll(() => {
    size = walk(call(start(noPaging, { whoAnswers })), (before, step, after) => {
      const { paging } = after;
      const isCalling = paging.stage === 'calling';
      const soon = plusSeconds(now, 60);
      claim('a next call is set', isCalling === (paging.nextBy !== null), step, before);
      claim('it is near', !isCalling || (paging.nextBy ?? '9') <= soon, step, before);
      claim('somebody is wanted', !isCalling || wanted(after).people.length > 0, step, before);
      const rings = !isCalling || minuteOf(after).some((each) => rung(each).length > 0);
      claim('within a minute somebody rings', rings, step, before);
      const late = wanted(after).people.filter((who) => (after.rang[who] ?? -60) <= -60);
      const isLate = isCalling && late.length > 0;
      claim('whoever is wanted was rung within the last minute', !isLate, step, before);
      const aside = rung(after).filter(
        (who) => paging.aside.includes(who as PersonId) && rang(before, who) !== 0,
      );
      claim('nobody who stepped aside rings', aside.length === 0, step, before);
      const stopped = before.paging.stage === 'calling' && paging.stage === 'answered';
      const answerer = paging.answeredBy;
      claim(
        'only counsel who did not step aside stops it',
        !stopped ||
          (answerer !== superintendent && answerer !== null && !paging.aside.includes(answerer)),
        step,
        before,
      );
    });
  });

  function rang(state: State, who: string): number | undefined {
    return state.rang[who];
  }

  test.each([
    'a next call is set',
    'it is near',
    'somebody is wanted',
    'within a minute somebody rings',
    'whoever is wanted was rung within the last minute',
    'nobody who stepped aside rings',
    'only counsel who did not step aside stops it',
  ])('in every state: %s', (name) => {
    expect(broken[name]).toEqual([]);
  });

  test('the walk went far', () => {
    expect(size).toBeGreaterThan(15_000);
  });
});

describe('with nobody to call', () => {
  const without = (...duties: readonly string[]) =>
    everybody.filter(({ duty }) => !duties.includes(duty));

  test('without any counsel the superintendent is called first of all', () => {
    const called = wanted(start(noPaging), without('legal-counsel'));
    expect(called).toMatchObject({ people: [superintendent], isRotaEmpty: true, owing: [] });
  });

  test('when every counsel declined, they and the superintendent are rung', () => {
    const state = [one, two].reduce(
      (before, by) => told(before, as(by), { type: 'ReportDecline', by, how: 'sms-reply' }),
      start(noPaging),
    );
    expect([...wanted(state).people].toSorted()).toEqual([one, superintendent, two].toSorted());
  });

  test('when every counsel declined in a chain that has no other step, so is the superintendent', () => {
    const state = start(noPaging);
    const [only] = state.paging.steps;
    const short = {
      ...state,
      paging: { ...state.paging, steps: only === undefined ? [] : [only] },
    };
    const after = told(short, as(one), { type: 'ReportDecline', by: one, how: 'sms-reply' });
    expect(wanted(after)).toMatchObject({ people: [one, superintendent], isRotaEmpty: false });
  });

  test('when every counsel stepped aside, the superintendent is rung and says so', () => {
    const state = [one, two].reduce(
      (before, by) => told(before, as(by), { type: 'ReportStepAside', by }),
      start(noPaging),
    );
    expect(wanted(state)).toMatchObject({ people: [superintendent], isRotaEmpty: true });
  });

  test('a chain that began before it was asked who answers reads as it was meant', () => {
    const { paging } = start(noPaging);
    expect(secondsBetween(paging.startedAt, now)).toBe(0);
    expect(paging).toMatchObject({ whoAnswers: 'anyone' });
  });
});
