import { setTimeout as sleep } from 'node:timers/promises';
import type { Instant } from '#std/instant';
import { plusSeconds } from '#std/instant';
import type { Clock } from './clock.server.ts';
import type { Database } from './database.server.ts';
import { claimDue, type Due, finishDue, type Lane, nextDue, postponeDue } from './due.server.ts';
import type { Log } from './log.server.ts';

/** What becomes of an errand: done, or to be taken up again at a moment. */
export type ErrandEnd =
  | { readonly kind: 'done' }
  | { readonly kind: 'again'; readonly at: Instant };

/** Does one errand. Safe to run twice; holds no transaction open while it talks to the world. */
export type Errands = Readonly<Record<string, (due: Due) => Promise<ErrandEnd>>>;

export const done: ErrandEnd = { kind: 'done' };

export type LaneOptions = {
  readonly lane: Lane;
  readonly database: Database;
  readonly clock: Clock;
  readonly errands: Errands;
  readonly log: Log;
  readonly leaseSeconds: number;
  readonly atOnce: number;
  /** Told each time that the lane looked and the database answered. */
  readonly wentRound?: (at: Instant) => void;
};

/**
 * Does everything that is due now, once. Returns how many errands it took.
 *
 * An errand that throws is taken up again after its lease; one that nobody knows any more is left
 * for the version of the program that does.
 */
export async function doWhatIsDue(options: LaneOptions): Promise<number> {
  const taken = await take(options, options.atOnce);
  await Promise.all(taken.map((due) => doOne(options, due)));
  return taken.length;
}

function take(options: LaneOptions, most: number): Promise<Due[]> {
  return claimDue(options.database, {
    lane: options.lane,
    at: options.clock.now(),
    leaseSeconds: options.leaseSeconds,
    most,
  });
}

async function doOne(options: LaneOptions, due: Due): Promise<void> {
  const perform = options.errands[due.errand];
  if (perform === undefined) return;
  try {
    const end = await perform(due);
    await options.database.inDistrict(due.district as never, (transaction) =>
      end.kind === 'done' ? finishDue(transaction, due) : postponeDue(transaction, due, end.at),
    );
  } catch (error) {
    options.log.trouble('errand-failed', { errand: due.errand, attempts: due.attempts }, error);
    await backOff(options, due).catch(() => {});
  }
}

// A failing errand waits a little longer each time, never longer than a minute.
async function backOff(options: LaneOptions, due: Due): Promise<void> {
  const seconds = Math.min(60, 2 ** Math.min(due.attempts, 6));
  const at = plusSeconds(options.clock.now(), options.lane === 'alarm' ? 1 : seconds);
  await options.database.inDistrict(due.district as never, (transaction) =>
    postponeDue(transaction, due, at),
  );
}

/**
 * Keeps a lane going until the signal: woken by a hint, and looking by itself four times a second.
 *
 * Looks again while earlier errands are under way, so that a carrier which says nothing for seconds
 * keeps nobody else's alarm waiting. (ARCHITECTURE promise 10) Ends when all it began has ended.
 */
export async function runLane(options: LaneOptions, until: AbortSignal): Promise<void> {
  const underWay = new Set<Promise<void>>();
  let wake = () => {};
  options.database.listen('threshold', () => wake(), until);
  until.addEventListener('abort', () => wake(), { once: true });
  while (!until.aborted) {
    const woken = new Promise<void>((resolve) => {
      wake = resolve;
    });
    const free = options.atOnce - underWay.size;
    const taken = free > 0 ? await takeOrNote(options, free) : [];
    for (const due of taken) {
      const doing = doOne(options, due).finally(() => {
        underWay.delete(doing);
        wake();
      });
      underWay.add(doing);
    }
    if (taken.length === 0) await Promise.race([woken, sleep(await restFor(options))]);
  }
  await Promise.all(underWay);
}

const restMost = 250;
const restLeast = 10;

/**
 * Milliseconds until the lane looks again: until the next moment due, and never longer than a
 * quarter second.
 */
async function restFor(options: LaneOptions): Promise<number> {
  const next = await nextDue(options.database, options.lane).catch(() => null);
  if (next === null) return restMost;
  const ahead = Date.parse(next) - Date.parse(options.clock.now());
  return Math.min(restMost, Math.max(restLeast, ahead));
}

async function takeOrNote(options: LaneOptions, most: number): Promise<Due[]> {
  try {
    const taken = await take(options, most);
    options.wentRound?.(options.clock.now());
    return taken;
  } catch (error) {
    options.log.trouble('lane-has-no-database', { lane: options.lane }, error);
    return [];
  }
}
