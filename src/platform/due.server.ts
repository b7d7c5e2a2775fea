import { randomUUID } from 'node:crypto';
import type { Instant } from '#std/instant';
import type { Database, Transaction } from './database.server.ts';

/** Two lanes, so that an alarm waits behind nothing. */
export type Lane = 'alarm' | 'bulk';

/**
 * An errand on its way into the table: ids, a moment, and the position of the fact it follows from.
 */
export type DueIn = {
  readonly lane: Lane;
  readonly errand: string;
  readonly subject: string;
  readonly position: number;
  readonly dueBy: Instant;
};

/** An errand in a worker's hand, with the epoch that fences off whoever held it before. */
export type Due = {
  readonly district: string;
  readonly due: string;
  readonly errand: string;
  readonly subject: string;
  readonly position: number;
  readonly dueBy: Instant;
  readonly epoch: number;
  readonly attempts: number;
};

/** Writes errands down in the caller's transaction. The same errand of the same fact is one row. */
export async function queue(transaction: Transaction, errands: readonly DueIn[]): Promise<void> {
  if (errands.length === 0) return;
  await transaction.query(
    `insert into due (district, due, lane, errand, subject, position, due_by)
     select $1, * from unnest($2::uuid[], $3::text[], $4::text[], $5::text[], $6::bigint[],
                              $7::timestamptz[])
     on conflict (district, errand, subject, position) do nothing`,
    [
      transaction.district,
      errands.map(() => randomUUID()),
      errands.map((each) => each.lane),
      errands.map((each) => each.errand),
      errands.map((each) => each.subject),
      errands.map((each) => each.position),
      errands.map((each) => each.dueBy),
    ],
  );
}

type DueRow = {
  district: string;
  due: string;
  errand: string;
  subject: string;
  position: number;
  due_by: string;
  epoch: number;
  attempts: number;
};

/** Takes what is due at this moment, for so many seconds. Another worker cannot take the same. */
export async function claimDue(
  database: Database,
  claim: { lane: Lane; at: Instant; leaseSeconds: number; most: number },
): Promise<Due[]> {
  const rows = await database.anywhere<DueRow>('select * from claim_due($1, $2, $3, $4)', [
    claim.lane,
    claim.at,
    claim.leaseSeconds,
    claim.most,
  ]);
  return rows.map(({ due_by, ...row }) => ({ ...row, dueBy: due_by }));
}

/** When this lane has something to do next; null when nothing waits. */
export async function nextDue(database: Database, lane: Lane): Promise<Instant | null> {
  const [row] = await database.anywhere<{ next_due: string | null }>('select next_due($1)', [lane]);
  return row?.next_due ?? null;
}

/** The errand is done. A worker whose lease was taken over changes nothing. */
export async function finishDue(transaction: Transaction, due: Due): Promise<void> {
  await transaction.query('delete from due where district = $1 and due = $2 and epoch = $3', [
    transaction.district,
    due.due,
    due.epoch,
  ]);
}

/** Hands the errand back, to be taken again at a later moment. */
export async function postponeDue(
  transaction: Transaction,
  due: Due,
  until: Instant,
): Promise<void> {
  await transaction.query(
    `update due set due_by = $4, lease_until = null
     where district = $1 and due = $2 and epoch = $3`,
    [transaction.district, due.due, due.epoch, until],
  );
}
