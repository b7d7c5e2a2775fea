/** Arrivals at a door of a town, and how long until counsel's phone has the first page. */
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { cast } from '../../tests/cast/cast.ts';
import type { Town } from '../town.ts';

const patienceMilliseconds = 20_000;

/** When the first page for counsel reached the carrier, by the carrier's own clock; null before. */
function firstPageAt(town: Town, since: ReadonlySet<string>): number | null {
  const reached = [...town.phones.messages(), ...town.phones.calls()].filter(
    ({ id, to }) => to === cast.counselOne.phone && !since.has(id),
  );
  return reached.length === 0 ? null : Math.min(...reached.map(({ at }) => Date.parse(at)));
}

async function untilPaged(town: Town, since: ReadonlySet<string>): Promise<number> {
  const until = Date.now() + patienceMilliseconds;
  while (Date.now() < until) {
    const at = firstPageAt(town, since);
    if (at !== null) return at;
    // The carrier notes the moment itself, so that looking seldom costs no precision and no core.
    await sleep(5);
  }
  throw new Error('counsel was never paged');
}

/**
 * Milliseconds from sending the report to the carrier having the first page for counsel.
 *
 * The two clocks are those of one machine, in whole milliseconds. Ids of earlier pages are left
 * out, for an alarm may ring once more while it is being answered.
 */
export async function arriveOnce(town: Town, isAnswered: boolean): Promise<number> {
  const phones = [...town.phones.messages(), ...town.phones.calls()];
  const since = new Set(phones.map(({ id }) => id));
  const path = `encounters/${randomUUID()}`;
  const began = Date.now();
  const posted = town.post('officerOne', `${path}/report-arrival`, {
    act: randomUUID(),
    school: 'cranbury-elementary',
  });
  const [{ status }, at] = await Promise.all([posted, untilPaged(town, since)]);
  if (status !== 200 && status !== 202) throw new Error(`the report was answered ${status}`);
  if (isAnswered) await settle(town, path);
  return at - began;
}

// What nobody answers rings again and again, and would be measured along with the next arrival.
async function settle(town: Town, path: string): Promise<void> {
  await town.post('counselOne', `${path}/answer-page`, {});
  await town.phones.settled();
  await sleep(30);
}

/** So many arrivals, one after the other. */
export async function arrivals(town: Town, many: number, isAnswered = true): Promise<number[]> {
  const milliseconds: number[] = [];
  for (let nth = 0; nth < many; nth++) milliseconds.push(await arriveOnce(town, isAnswered));
  return milliseconds;
}
