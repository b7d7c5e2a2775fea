import { describe, expect, test } from 'vitest';
import type { Act, Actor } from '#ledger';
import { known } from '#std/ids';
import { plusSeconds } from '#std/instant';
import type { PagingCommand, PagingEvent } from '../words.ts';
import { pagingLaw } from './decide.ts';
import { noPaging, type Paging } from './paging.ts';
import { pagingStream, readChain } from './streams.ts';

const nine = '2026-11-24T14:00:00.000Z';
const encounter = known<never>('0000e000-0000-4000-8000-000000000001');
const program: Actor = { kind: 'program', part: 'alarm' };
const counsel: Actor = {
  kind: 'person',
  person: known('0000c001-0000-4000-8000-000000000009'),
  duties: ['legal-counsel'],
};
const start: Extract<PagingCommand, { type: 'StartPaging' }> = {
  type: 'StartPaging',
  encounter,
  school: 'cranbury-elementary',
  track: 'counsel',
  cause: 'agents-at-a-school',
  steps: [
    { duties: ['legal-counsel'], reach: 'primary', afterSeconds: 0 },
    { duties: ['superintendent'], reach: 'superintendent', afterSeconds: 300 },
  ],
  repeatEverySeconds: 60,
  answerExpiresSeconds: 600,
  isDrill: false,
};
const answer: PagingCommand = { type: 'ReportAnswer', by: known('c'), how: 'keypad' };
type Line = { readonly state: Paging; readonly version: number; readonly last: PagingEvent[] };

/** The chain after acts at their seconds, each written down as the house does it. */
function line(...acts: readonly (readonly [number, Actor, PagingCommand])[]): Line {
  return acts.reduce<Line>(
    (before, [seconds, by, command]) => {
      const at = plusSeconds(nine, seconds);
      const act: Act<PagingCommand> = {
        id: known('act'),
        by,
        happenedAt: at,
        recordedAt: at,
        command,
      };
      const decision = pagingLaw.decide(before.state, act);
      const last = decision.kind === 'accepted' ? [...decision.events] : [];
      const version = before.version + last.length;
      const told = { happenedAt: at, recordedAt: at, actor: by, version };
      const state = last.reduce(
        (now, event) => pagingLaw.evolve(now, { ...told, event }),
        before.state,
      );
      return { state, version, last };
    },
    { state: noPaging, version: 0, last: [] },
  );
}

describe('beginning', () => {
  test('a chain that begins is due at once', () => {
    expect(line([0, program, start]).state).toMatchObject({ stage: 'calling', nextBy: nine });
  });

  test('a second cause while people are being called begins nothing anew', () => {
    const again = line([0, program, start], [200, program, { ...start, cause: 'agents-went-in' }]);
    expect(again.last).toEqual([]);
    expect(again.state.startedAt).toBe(nine);
  });

  test('a chain that a paper began before anybody said where begins again where it is', () => {
    const lost = { ...start, cause: 'a-paper-was-shown', school: '' } as const;
    const found = line([0, program, lost], [5, program, { ...start, isDrill: true }]);
    expect(found.state).toMatchObject({ school: 'cranbury-elementary', isDrill: true });
    const nowhere = line([0, program, lost], [5, program, lost]);
    expect(nowhere.last).toEqual([]);
  });

  test('after an answer only a paper rings again', () => {
    const causes = ['agents-went-in', 'counsel-is-asked', 'a-paper-was-shown'] as const;
    const stages = causes.map(
      (cause) =>
        line([0, program, start], [9, counsel, answer], [20, program, { ...start, cause }]).state
          .stage,
    );
    expect(stages).toEqual(['answered', 'answered', 'calling']);
  });

  test('what had ended begins anew with its first step, and counts its calls on', () => {
    const call: PagingCommand = {
      type: 'CallNext',
      scheduledAt: 1,
      attempts: [],
      isRotaEmpty: true,
      owing: [],
      heldBackUntil: null,
    };
    const { state } = line(
      [0, program, start],
      [0, program, call],
      [400, program, { type: 'EndPaging', because: 'decided' }],
      [900, program, start],
    );
    expect(state).toMatchObject({ stage: 'calling', round: 1, startedAt: plusSeconds(nine, 900) });
    expect(state.endedBecause).toBeNull();
  });
});

describe('answers', () => {
  test('an answer holds for as long as it was agreed, and no longer', () => {
    const answered = line([0, program, start], [30, counsel, answer]);
    expect(answered.state.answeredUntil).toBe(plusSeconds(nine, 630));
    const expire: PagingCommand = {
      type: 'ExpireAnswer',
      answeredAt: answered.state.answeredAt,
    };
    const over = line([0, program, start], [30, counsel, answer], [630, program, expire]);
    expect(over.state).toMatchObject({ stage: 'calling', nextBy: plusSeconds(nine, 630) });
    expect(over.state.answeredBy).toBeNull();
  });

  test('an answer after counsel decided is kept, and holds nothing up', () => {
    const end: PagingCommand = { type: 'EndPaging', because: 'decided' };
    const late = line([0, program, start], [9, program, end], [30, counsel, answer]);
    expect(late.last).toHaveLength(1);
    expect(late.state).toMatchObject({ stage: 'ended', answeredBy: null });
  });

  test('nobody answers what never began', () => {
    expect(line([0, counsel, answer]).last).toEqual([]);
  });

  test('the answer of somebody with the other chain’s duty is kept, and stops nothing', () => {
    const leader: Actor = { ...counsel, duties: ['building-leader', 'superintendent'] };
    const { last, state } = line([0, program, start], [30, leader, answer]);
    expect(last).toMatchObject([{ type: 'PageAnswered', stops: false }]);
    expect(state.stage).toBe('calling');
    const other = line([0, program, { ...start, track: 'leader' }], [30, leader, answer]);
    expect(other.state.stage).toBe('answered');
  });
});

describe('the name of a chain', () => {
  test('is read back as it was written', () => {
    for (const track of ['leader', 'counsel'] as const) {
      const subject = pagingStream(encounter, track).replace('paging/', '');
      expect(readChain(subject)).toEqual({ encounter, track });
    }
  });

  test('is none when the encounter or the track is none', () => {
    for (const subject of ['', 'x/leader', `${encounter}/superintendent`, `${encounter}`]) {
      expect(readChain(subject)).toBeNull();
    }
  });
});
