import type { Instant } from '#std/instant';

/** The only clock of the house. Whoever needs the time is handed one. */
export type Clock = { readonly now: () => Instant };

/** A clock that never goes back, and can be told what time it is at least. */
export type SteadyClock = Clock & { readonly notBefore: (moment: Instant) => void };

/** What a steady clock is made of: the wall's milliseconds, and some that only ever go on. */
type Movement = { readonly wall: () => number; readonly goesOn: () => number };

const ofThisMachine: Movement = { wall: Date.now, goesOn: () => performance.now() };

/**
 * The machine's own time, made steady.
 *
 * When somebody sets the machine's clock back, this one goes on at the same pace, ahead of the
 * wall: a call that is due in a minute is due in a minute, whatever the wall says meanwhile. When
 * it is set forward, this one follows. A process that starts after a jump is told by the ledger
 * what time it is at least, so nobody is left waiting for the wall to catch up.
 */
export function steadyClock({ wall, goesOn }: Movement = ofThisMachine): SteadyClock {
  let set = wall();
  let setAt = goesOn();
  const milliseconds = () => {
    const steady = set + (goesOn() - setAt);
    const shown = wall();
    if (shown <= steady) return steady;
    set = shown;
    setAt = goesOn();
    return shown;
  };
  return {
    now: () => new Date(milliseconds()).toISOString(),
    notBefore: (moment) => {
      const least = Date.parse(moment);
      if (least <= milliseconds()) return;
      set = least;
      setAt = goesOn();
    },
  };
}
