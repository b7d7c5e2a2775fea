import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { plusSeconds } from '#std/instant';
import { steadyClock } from './clock.server.ts';

/** A machine whose wall clock somebody may set, and which itself only goes on. */
function machine() {
  let [wall, ran] = [Date.parse('2026-11-24T12:00:00.000Z'), 0];
  return {
    movement: { wall: () => wall, goesOn: () => ran },
    passes: (seconds: number) => {
      wall += seconds * 1000;
      ran += seconds * 1000;
    },
    isSet: (seconds: number) => {
      wall += seconds * 1000;
    },
  };
}

describe('a steady clock', () => {
  test('goes on at the same pace when the wall is set back an hour', () => {
    const one = machine();
    const clock = steadyClock(one.movement);
    const at = clock.now();
    one.passes(10);
    one.isSet(-3600);
    one.passes(10);
    expect(clock.now()).toBe(plusSeconds(at, 20));
  });

  test('follows the wall when it is set forward', () => {
    const one = machine();
    const clock = steadyClock(one.movement);
    const at = clock.now();
    one.isSet(3600);
    expect(clock.now()).toBe(plusSeconds(at, 3600));
  });

  test('started behind what is written down goes on from there', () => {
    const one = machine();
    const clock = steadyClock(one.movement);
    const written = plusSeconds(clock.now(), 7200);
    clock.notBefore(written);
    one.passes(60);
    expect(clock.now()).toBe(plusSeconds(written, 60));
    clock.notBefore(plusSeconds(written, -500));
    expect(clock.now()).toBe(plusSeconds(written, 60));
  });

  test('never goes back, and is never behind the wall, whatever is done to it', () => {
    const doing = fc.record({
      passes: fc.integer({ min: 0, max: 100_000 }),
      isSet: fc.integer({ min: -1_000_000, max: 1_000_000 }),
    });
    fc.assert(
      fc.property(fc.array(doing, { maxLength: 40 }), (moves) => {
        const one = machine();
        const clock = steadyClock(one.movement);
        let before = clock.now();
        for (const { passes, isSet } of moves) {
          one.isSet(isSet);
          one.passes(passes);
          const now = clock.now();
          expect(now >= plusSeconds(before, passes)).toBe(true);
          expect(Date.parse(now)).toBeGreaterThanOrEqual(one.movement.wall());
          before = now;
        }
      }),
    );
  });
});
