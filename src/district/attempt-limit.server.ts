import type { House } from '#ledger/perform';
import type { Transaction } from '#platform/database';
import { plusSeconds, secondsBetween } from '#std/instant';

/** How many failures are borne, and within what time they count together. */
export type Limit = { readonly most: number; readonly windowSeconds: number };

/** Whether somebody has failed so often within the time that no further try is looked at. */
export async function isLimited(
  house: House,
  transaction: Transaction,
  subject: string,
  { most, windowSeconds }: Limit,
): Promise<boolean> {
  const [row] = await transaction.query<{ since: string; failures: number }>(
    'select since, failures from attempt_limit where district = $1 and subject = $2',
    [house.district, subject],
  );
  if (row === undefined) return false;
  const isRecent = secondsBetween(row.since, house.clock.now()) < windowSeconds;
  return isRecent && row.failures >= most;
}

/** Counts one failure. */
export async function countFailure(
  house: House,
  transaction: Transaction,
  subject: string,
  { windowSeconds }: Limit,
): Promise<void> {
  const at = house.clock.now();
  await transaction.query(
    `insert into attempt_limit (district, subject, since, failures) values ($1, $2, $3, 1)
     on conflict (district, subject) do update set
       failures = case when attempt_limit.since < $4 then 1 else attempt_limit.failures + 1 end,
       since = case when attempt_limit.since < $4 then $3 else attempt_limit.since end`,
    [house.district, subject, at, plusSeconds(at, -windowSeconds)],
  );
}
