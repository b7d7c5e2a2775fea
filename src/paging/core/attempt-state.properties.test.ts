import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type AttemptState, attemptStates } from '../words.ts';
import { stateAfter } from './attempt-state.ts';

const state = fc.constantFrom(...attemptStates);
const heard = (news: readonly AttemptState[]) => news.reduce(stateAfter, 'queued');

// Eight states: every case is looked at, and none is left to chance.
describe('news of an attempt only climbs', () => {
  test('the same news twice is the same as once', () => {
    for (const one of attemptStates) expect(stateAfter(one, one)).toBe(one);
  });

  test('two pieces of news end at one place in either order', () => {
    for (const one of attemptStates) {
      for (const other of attemptStates) {
        expect(stateAfter(one, other)).toBe(stateAfter(other, one));
        expect([one, other]).toContain(stateAfter(one, other));
      }
    }
  });

  test('three pieces of news may be put together in any way', () => {
    for (const one of attemptStates) {
      for (const two of attemptStates) {
        for (const three of attemptStates) {
          const first = stateAfter(stateAfter(one, two), three);
          expect(first).toBe(stateAfter(one, stateAfter(two, three)));
        }
      }
    }
  });

  test('whatever the order and however often, the highest rung that was heard of stays', () => {
    const shuffled = fc
      .array(state, { maxLength: 20 })
      .chain((news) => fc.tuple(fc.constant(news), fc.shuffledSubarray([...news, ...news])));
    fc.assert(
      fc.property(shuffled, ([news, some]) => {
        const rung = Math.max(0, ...news.map((each) => attemptStates.indexOf(each)));
        expect(heard(news)).toBe(attemptStates[rung]);
        expect(heard([...news, ...some])).toBe(heard(news));
        expect(heard([...some, ...news])).toBe(heard(news));
      }),
    );
  });

  test('an answer is above everything, and being handed to a provider is not being reached', () => {
    expect(attemptStates.at(-1)).toBe('answered');
    expect(attemptStates.indexOf('accepted')).toBeLessThan(attemptStates.indexOf('delivered'));
    for (const doubtful of ['queued', 'sending', 'busy', 'unknown', 'refused'] as const) {
      expect(stateAfter(doubtful, 'accepted')).toBe('accepted');
      expect(stateAfter('accepted', doubtful)).toBe('accepted');
    }
  });
});
