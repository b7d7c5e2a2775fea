import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Act, Actor } from '#ledger';
import { known } from '#std/ids';
import { type Instant, plusSeconds } from '#std/instant';
import type { PagingCommand, PagingEvent, PageStep, Track } from '../words.ts';
import { nextCallBy, pagingLaw, stepsDue } from './decide.ts';
import { noPaging, type Paging } from './paging.ts';

const began: Instant = '2026-11-24T14:00:00.000Z';
const program: Actor = { kind: 'program', part: 'alarm' };
const person = (...duties: readonly string[]): Actor => ({
  kind: 'person',
  person: known('0000c001-0000-4000-8000-000000000009'),
  duties,
});

const steps: fc.Arbitrary<readonly PageStep[]> = fc
  .uniqueArray(fc.integer({ min: 1, max: 900 }), { maxLength: 4 })
  .map((seconds) => [0, ...seconds.toSorted((one, other) => one - other)])
  .map((seconds) =>
    seconds.map((afterSeconds) => ({ duties: [], reach: 'everyone' as const, afterSeconds })),
  );
const chain = fc.record({
  steps,
  repeatEverySeconds: fc.integer({ min: 1, max: 600 }),
  answerExpiresSeconds: fc.integer({ min: 1, max: 1200 }),
  track: fc.constantFrom<Track>('leader', 'counsel'),
});
type Chain = { readonly track: Track } & Pick<
  Paging,
  'steps' | 'repeatEverySeconds' | 'answerExpiresSeconds'
>;

const starting = (chosen: Chain, cause: Paging['cause'] = 'agents-at-a-school'): PagingCommand => ({
  type: 'StartPaging',
  encounter: known('0000e000-0000-4000-8000-000000000001'),
  school: 'cranbury-elementary',
  cause,
  isDrill: false,
  ...chosen,
});

type Line = {
  readonly state: Paging;
  readonly version: number;
  readonly events: readonly PagingEvent[];
};
const silence: Line = { state: noPaging, version: 0, events: [] };

/** The chain after one act, as the house would write it down. Paging refuses nothing. */
function acted(line: Line, by: Actor, at: Instant, command: PagingCommand): Line {
  const act: Act<PagingCommand> = { id: known('act'), by, happenedAt: at, recordedAt: at, command };
  const decision = pagingLaw.decide(line.state, act);
  if (decision.kind === 'refused') throw new Error('paging refuses nothing');
  const written = { state: line.state, version: line.version, events: decision.events };
  return decision.events.reduce<Line>(({ state, version, events }, event) => {
    const told = { event, happenedAt: at, recordedAt: at, actor: by, version: version + 1 };
    return { state: pagingLaw.evolve(state, told), version: version + 1, events };
  }, written);
}

const callAt = (scheduledAt: number): PagingCommand => ({
  type: 'CallNext',
  scheduledAt,
  attempts: [],
  isRotaEmpty: false,
  owing: [],
  heldBackUntil: null,
});

describe('when the next call goes out', () => {
  const late = fc.integer({ min: 0, max: 2_000_000 });

  test('it is always in the future, and never further away than the repeat', () => {
    fc.assert(
      fc.property(chain, late, (chosen, milliseconds) => {
        const { state } = acted(silence, program, began, starting(chosen));
        const at = plusSeconds(began, milliseconds / 1000);
        const next = nextCallBy(state, at);
        expect(next > at).toBe(true);
        expect(next <= plusSeconds(at, chosen.repeatEverySeconds)).toBe(true);
      }),
    );
  });

  test('no step is slept through: a call goes out at the very moment at which one begins', () => {
    fc.assert(
      fc.property(chain, late, (chosen, milliseconds) => {
        const { state } = acted(silence, program, began, starting(chosen));
        const at = plusSeconds(began, milliseconds / 1000);
        const next = nextCallBy(state, at);
        const between = chosen.steps
          .map(({ afterSeconds }) => plusSeconds(began, afterSeconds))
          .filter((moment) => at < moment && moment < next);
        expect(between).toEqual([]);
      }),
    );
  });

  test('a clock that was set back still leaves somebody to call, and a moment to call them', () => {
    fc.assert(
      fc.property(chain, fc.integer({ min: 1, max: 100_000 }), (chosen, seconds) => {
        const { state } = acted(silence, program, began, starting(chosen));
        const at = plusSeconds(began, -seconds);
        expect(stepsDue(state, at)).toEqual(chosen.steps.slice(0, 1));
        expect(nextCallBy(state, at) > at).toBe(true);
      }),
    );
  });

  test('steps are only ever added as time goes on', () => {
    fc.assert(
      fc.property(chain, late, late, (chosen, one, other) => {
        const { state } = acted(silence, program, began, starting(chosen));
        const [early = 0, later = 0] = [one, other].toSorted((a, b) => a - b);
        const before = stepsDue(state, plusSeconds(began, early / 1000));
        const then = stepsDue(state, plusSeconds(began, later / 1000));
        expect(then.slice(0, before.length)).toEqual(before);
        expect(before.length).toBeGreaterThan(0);
      }),
    );
  });
});

const owners: Record<Track, readonly string[]> = {
  leader: ['building-leader', 'designated-administrator'],
  counsel: ['legal-counsel'],
};
const anyDuty: fc.Arbitrary<readonly string[]> = fc.subarray([
  'building-leader',
  'designated-administrator',
  'legal-counsel',
  'superintendent',
  'office-staff',
]);

type Cause = 'agents-at-a-school' | 'a-paper-was-shown';
type Move =
  | { readonly kind: 'call' | 'expire'; readonly off: number }
  | { readonly kind: 'answer'; readonly duties: readonly string[] }
  | { readonly kind: 'start'; readonly cause: Cause }
  | { readonly kind: 'end' | 'report' };

const off = fc.constantFrom(0, 0, 1);
const move: fc.Arbitrary<Move> = fc.oneof(
  fc.record({ kind: fc.constantFrom('call', 'expire'), off }),
  fc.record({ kind: fc.constantFrom('call', 'expire'), off }),
  fc.record({ kind: fc.constant('answer'), duties: anyDuty }),
  fc.record({ kind: fc.constant('answer'), duties: anyDuty }),
  fc.record({
    kind: fc.constant('start'),
    cause: fc.constantFrom<Cause>('agents-at-a-school', 'a-paper-was-shown'),
  }),
  fc.record({ kind: fc.constantFrom('end', 'report') }),
);

function commandOf(chosen: Chain, { state }: Line, next: Move): PagingCommand {
  switch (next.kind) {
    case 'call':
      return callAt(state.scheduledAt - next.off);
    case 'answer':
      return { type: 'ReportAnswer', by: known('somebody'), how: 'link' };
    case 'expire':
      return { type: 'ExpireAnswer', answeredAt: state.answeredAt - next.off };
    case 'end':
      return { type: 'EndPaging', because: 'decided' };
    case 'start':
      return starting(chosen, next.cause);
    case 'report':
      return { type: 'ReportAttempt', attempt: known('a'), state: 'delivered', code: '' };
  }
}

/** How a chain should stand, in the plainest words: the walk holds the law against it. */
type Wish = 'idle' | 'calling' | 'answered' | 'ended';

function wished(before: Wish, chosen: Chain, next: Move): Wish {
  if (next.kind === 'start' && before !== 'calling') {
    return before === 'answered' && next.cause !== 'a-paper-was-shown' ? 'answered' : 'calling';
  }
  if (next.kind === 'answer' && (before === 'calling' || before === 'answered')) {
    const isOwner = next.duties.some((duty) => owners[chosen.track].includes(duty));
    return isOwner ? 'answered' : before;
  }
  if (next.kind === 'expire' && next.off === 0 && before === 'answered') return 'calling';
  if (next.kind === 'end' && before !== 'idle') return 'ended';
  return before;
}

describe('a walk through everything that can happen to a chain', () => {
  const walk = fc.array(fc.tuple(move, fc.integer({ min: 0, max: 700_000 })), { maxLength: 40 });

  test('until somebody with the duty answers or counsel decides, somebody is being called', () => {
    fc.assert(
      fc.property(chain, walk, (chosen, moves) => {
        let line = acted(silence, program, began, starting(chosen));
        let wish: Wish = 'calling';
        let at = began;
        for (const [next, milliseconds] of moves) {
          at = plusSeconds(at, milliseconds / 1000);
          const by = next.kind === 'answer' ? person(...next.duties) : program;
          const before = line;
          line = acted(line, by, at, commandOf(chosen, line, next));
          wish = wished(wish, chosen, next);
          expect(line.state.stage).toBe(wish);
          checkPlan(chosen, before, line, at);
        }
      }),
      { numRuns: 300 },
    );
  });

  function checkPlan(chosen: Chain, before: Line, { state, events }: Line, at: Instant) {
    expect(state.nextBy === null).toBe(state.stage !== 'calling');
    expect(state.answeredUntil === null || state.stage !== 'calling').toBe(true);
    expect(state.round).toBeGreaterThanOrEqual(before.state.round);
    for (const event of events) {
      if ('nextBy' in event && event.nextBy !== null) {
        expect(event.nextBy >= at).toBe(true);
        expect(event.nextBy <= plusSeconds(at, chosen.repeatEverySeconds)).toBe(true);
      }
      if (event.type === 'PeopleCalled') {
        expect(before.state.stage).toBe('calling');
        expect(event.nextBy > at).toBe(true);
      }
      if (event.type === 'PageAnswered') expect(event.until > at).toBe(true);
    }
  }

  test('a call that keeps an old schedule calls nobody, whoever sends it', () => {
    fc.assert(
      fc.property(chain, fc.integer({ min: -5, max: 50 }), (chosen, scheduledAt) => {
        const line = acted(silence, program, began, starting(chosen));
        const called = acted(line, program, began, callAt(line.state.scheduledAt));
        const stale = acted(called, program, began, callAt(scheduledAt));
        const isCurrent = scheduledAt === called.state.scheduledAt;
        expect(stale.events.length).toBe(isCurrent ? 1 : 0);
      }),
    );
  });

  test('a program, a device and a stranger never stop the calling', () => {
    const others: Actor[] = [
      program,
      { kind: 'device', device: known('d'), school: 'cranbury-elementary' },
      { kind: 'unattributed', device: null },
    ];
    fc.assert(
      fc.property(chain, fc.constantFrom(...others), (chosen, by) => {
        const line = acted(silence, program, began, starting(chosen));
        const command = { type: 'ReportAnswer', by: known<never>('x'), how: 'keypad' } as const;
        expect(acted(line, by, began, command).state.stage).toBe('calling');
      }),
    );
  });
});
