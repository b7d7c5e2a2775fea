import type { Instant } from '#std/instant';

/** The only clock of the house. Whoever needs the time is handed one. */
export type Clock = { readonly now: () => Instant };

/** The machine's own time. */
export const machineClock: Clock = { now: () => new Date().toISOString() };
