import type { Transaction } from '#platform/database';
import { type Frontier, readFrontier } from './core/merkle.ts';

/** How long a ledger is and what its tree looks like, as its head says. */
export type SeenHead = {
  readonly size: number;
  readonly frontier: Frontier | null;
  /** In microseconds since 1970, as stored; null while nothing was recorded. */
  readonly lastRecordedAt: number | null;
};

/**
 * The head of the district's ledger as it stands, without its lock: readers never hold up a writer.
 *
 * Null when the district has no ledger; its frontier is null when it does not fit the size.
 */
export async function readHead(transaction: Transaction): Promise<SeenHead | null> {
  const [row] = await transaction.query<{ size: number; frontier: Buffer; last: number | null }>(
    `select size, frontier, case when isfinite(last_recorded_at) then
       (extract(epoch from last_recorded_at) * 1000000)::bigint end as last
     from ledger_head where district = $1`,
    [transaction.district],
  );
  if (row === undefined) return null;
  const frontier = readFrontier(BigInt(row.size), row.frontier);
  return { size: row.size, frontier, lastRecordedAt: row.last };
}

/** The frontier of a head that must be sound. Throws when there is none, or it does not fit. */
export async function soundFrontier(transaction: Transaction): Promise<Frontier> {
  const head = await readHead(transaction);
  if (head === null) throw new Error('this district has no ledger yet');
  if (head.frontier === null) throw new Error('the head of the ledger does not fit its size');
  return head.frontier;
}
