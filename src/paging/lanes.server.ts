import type { Transaction } from '#platform/database';
import { type Instant, secondsBetween } from '#std/instant';

/** What is known of a lane: when it last did its round, and whether its silence was told of. */
export type SeenLane = {
  readonly lane: string;
  readonly beat_at: Instant;
  readonly is_silent: boolean;
  /** When somebody was told of this silence; null until then. */
  readonly told_at: Instant | null;
};

/** How long a lane may be silent before people are rung. (GOALS A10) */
const silentSecondsMax = 60;

/** Every lane that is listened for, as it is at a moment. */
export async function readLanes(
  transaction: Transaction,
  at: Instant,
): Promise<readonly SeenLane[]> {
  const rows = await transaction.query<Omit<SeenLane, 'is_silent'>>(
    `select lane, beat_at, case when told_at >= beat_at then told_at end as told_at
     from heartbeat where district = $1 order by lane`,
    [transaction.district],
  );
  const isSilent = (beatAt: Instant) => secondsBetween(beatAt, at) > silentSecondsMax;
  return rows.map((row) => ({ ...row, is_silent: isSilent(row.beat_at) }));
}

const claimSecondsMax = 60;

/**
 * Whether the warning of a silence is now this process's to give. Of several that claim it one
 * gets it; whoever dies over it loses it in a minute.
 */
export async function claimWarning(
  transaction: Transaction,
  { lane, beat_at }: SeenLane,
  at: Instant,
): Promise<boolean> {
  const claimed = await transaction.query(
    `update heartbeat set warned_at = $4
     where district = $1 and lane = $2 and beat_at = $3 and (told_at is null or told_at < beat_at)
       and (warned_at is null or warned_at < beat_at
         or warned_at <= $4::timestamptz - make_interval(secs => $5))
     returning lane`,
    [transaction.district, lane, beat_at, at, claimSecondsMax],
  );
  return claimed.length > 0;
}

/** Writes down what became of a claim: somebody was told, or the next look tries again. */
export async function settleWarning(
  transaction: Transaction,
  { lane }: SeenLane,
  toldAt: Instant | null,
): Promise<void> {
  await transaction.query(
    `update heartbeat set told_at = coalesce($3, told_at),
       warned_at = case when $3::timestamptz is not null then warned_at end
     where district = $1 and lane = $2`,
    [transaction.district, lane, toldAt],
  );
}
