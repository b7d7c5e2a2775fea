import { setTimeout as sleep } from 'node:timers/promises';
import type { House } from '#ledger/perform';
import type { Transaction } from '#platform/database';
import { type Lane, nextDue } from '#platform/due';
import type { Log } from '#platform/log';
import { type Instant, secondsBetween } from '#std/instant';
import { claimWarning, readLanes, settleWarning } from './lanes.server.ts';
import type { Senders } from './send.server.ts';
import { warnOfSilence } from './warn.server.ts';

/** An errand later than this is not kept up with: the lane is as good as dead. */
const lateSecondsMax = 30;
const beatMilliseconds = 10_000;
const lookMilliseconds = 5_000;
const monitorSecondsMin = 60;

/**
 * Says that a lane keeps up, if it does: it went round a moment ago, and nothing in it is late.
 * Whether it does.
 */
export async function beat(house: House, lane: Lane, lastRoundAt: Instant): Promise<boolean> {
  const at = house.clock.now();
  const next = await nextDue(house.database, lane);
  const isLate = next !== null && secondsBetween(next, at) > lateSecondsMax;
  if (isLate || secondsBetween(lastRoundAt, at) > lateSecondsMax) return false;
  await house.database.inDistrict(house.district, (transaction) =>
    transaction.query(
      `insert into heartbeat (district, lane, beat_at) values ($1, $2, $3)
       on conflict (district, lane) do update set beat_at = $3`,
      [house.district, lane, at],
    ),
  );
  return true;
}

/**
 * Beats for a lane until the signal. `monitor` is an address outside our reach that is told once a
 * minute that the lane keeps up; when that stops, it wakes somebody by ways of its own.
 */
export async function keepBeating(
  options: {
    house: House;
    lane: Lane;
    lastRoundAt: () => Instant;
    monitor: ((at: Instant) => Promise<unknown>) | null;
    log: Log;
  },
  until: AbortSignal,
): Promise<void> {
  const { house, lane, monitor, log } = options;
  let toldAt: Instant | null = null;
  while (!until.aborted) {
    const at = house.clock.now();
    const isAlive = await beat(house, lane, options.lastRoundAt()).catch(() => false);
    if (!isAlive) log.trouble('lane-does-not-keep-up', { lane });
    const isTime = toldAt === null || secondsBetween(toldAt, at) >= monitorSecondsMin;
    if (isAlive && monitor !== null && isTime) {
      toldAt = at;
      await monitor(at).catch(() => log.trouble('monitor-not-told', {}));
    }
    await sleep(beatMilliseconds, undefined, { signal: until }).catch(() => {});
  }
}

/**
 * Rings IT and the superintendent when a lane has been silent for a minute, from a process that is
 * not that lane. Of several that notice, one rings; each silence rings once.
 *
 * A process that dies before anybody was told, and a provider that is away, leave the warning to
 * the next look.
 */
export async function warnIfSilent(house: House, senders: Senders): Promise<number> {
  const at = house.clock.now();
  const within = <T>(work: (transaction: Transaction) => Promise<T>) =>
    house.database.inDistrict(house.district, work);
  const lanes = await within((transaction) => readLanes(transaction, at));
  let told = 0;
  for (const lane of lanes.filter(({ is_silent }) => is_silent)) {
    if (!(await within((transaction) => claimWarning(transaction, lane, at)))) continue;
    const key = `${lane.lane}-${Date.parse(lane.beat_at)}`;
    const heard = await warnOfSilence(house, senders, key);
    await within((transaction) => settleWarning(transaction, lane, heard > 0 ? at : null));
    told += heard;
  }
  return told;
}

/** From here on each lane is listened for, also one that never beat. */
export async function expectLanes(house: House): Promise<void> {
  await house.database.inDistrict(house.district, (transaction) =>
    transaction.query(
      `insert into heartbeat (district, lane, beat_at)
       select $1, lane, $2 from unnest($3::text[]) as lane on conflict do nothing`,
      [house.district, house.clock.now(), ['alarm', 'bulk']],
    ),
  );
}

/** Looks at which the database must have answered before a silence is a lane's and not its own. */
const looksFirst = 4;

/**
 * Looks after the lanes until the signal.
 *
 * While the database is away no lane can say that it is alive, and reports ring people without it.
 * When it is back the lanes are given the time to say so first.
 */
export async function watchLanes(
  options: { house: House; senders: Senders; log: Log },
  until: AbortSignal,
): Promise<void> {
  const { house, senders, log } = options;
  let answered = 0;
  while (!until.aborted) {
    await sleep(lookMilliseconds, undefined, { signal: until }).catch(() => {});
    if (until.aborted) return;
    const isThere = await expectLanes(house).then(
      () => true,
      () => false,
    );
    answered = isThere ? answered + 1 : 0;
    if (answered < looksFirst) continue;
    const told = await warnIfSilent(house, senders).catch(() => 0);
    if (told > 0) log.trouble('a-lane-is-silent', { told });
  }
}
