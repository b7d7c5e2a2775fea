import type { Transaction } from '#platform/database';
import type { Instant } from '#std/instant';

/** A message in a worker's hand. */
export type Claimed = {
  readonly household: string;
  readonly guardian: string;
  readonly language: string;
  readonly step: number;
  readonly epoch: number;
  readonly attempts: number;
};

/** What became of handing one message over, and what that makes of its delivery. */
export type Settled = Claimed & {
  readonly channel: string;
  readonly outcome: 'handed-over' | 'refused' | 'busy' | 'unknown' | 'no-way-left';
  readonly code: string;
  /** Whether the guardian has another way in; a way in doubt is never used twice. */
  readonly hasNextWay: boolean;
};

/** Puts messages down in bulk: one statement for a thousand of them. */
export async function insertDeliveries(
  transaction: Transaction,
  notice: string,
  rows: readonly { household: string; guardian: string; language: string; state: string }[],
): Promise<void> {
  await transaction.query(
    `insert into delivery (district, notice, household, guardian, language, state)
     select $1, $2, * from unnest($3::text[], $4::text[], $5::text[], $6::text[])
     on conflict do nothing`,
    [
      transaction.district,
      notice,
      rows.map((row) => row.household),
      rows.map((row) => row.guardian),
      rows.map((row) => row.language),
      rows.map((row) => row.state),
    ],
  );
}

/** The households that a notice was for, a page at a time, in the order of their ids. */
export async function householdsOfNotice(
  transaction: Transaction,
  notice: string,
  after: string,
  most: number,
): Promise<string[]> {
  const rows = await transaction.query<{ household: string }>(
    `select distinct household from delivery
     where district = $1 and notice = $2 and household > $3 order by household limit $4`,
    [transaction.district, notice, after, most],
  );
  return rows.map((row) => row.household);
}

/** How many messages are to go out, and how many households no message can reach. */
export async function countPrepared(
  transaction: Transaction,
  notice: string,
): Promise<{ messages: number; householdsToCall: number }> {
  const [row] = await transaction.query<{ messages: number; to_call: number }>(
    `select coalesce(sum(messages), 0)::bigint as messages,
            count(*) filter (where messages = 0) as to_call
     from (select household, count(*) filter (where state = 'queued') as messages
           from delivery where district = $1 and notice = $2 group by household) each_household`,
    [transaction.district, notice],
  );
  return { messages: row?.messages ?? 0, householdsToCall: row?.to_call ?? 0 };
}

/**
 * Takes some messages for a while. Another worker cannot take the same, and a dead one loses them.
 *
 * The choice is made once, apart: as a subquery PostgreSQL may make it again for every row, and
 * takes more than `most`, which the kill switch could then not hold.
 */
export async function claimDeliveries(
  transaction: Transaction,
  notice: string,
  claim: { at: Instant; until: Instant; most: number },
): Promise<Claimed[]> {
  return transaction.query<Claimed>(
    `with next as materialized (
       select household, guardian from delivery
       where district = $1 and notice = $2 and state = 'queued'
         and (try_after is null or try_after <= $3)
       limit $5 for update skip locked)
     update delivery d set state = 'sending', lease_until = $4, epoch = d.epoch + 1,
                           attempts = d.attempts + 1
     from next n
     where d.district = $1 and d.notice = $2 and d.household = n.household
       and d.guardian = n.guardian
     returning d.household, d.guardian, d.language, d.step, d.epoch, d.attempts`,
    [transaction.district, notice, claim.at, claim.until, claim.most],
  );
}

/**
 * Messages whose worker died between sending and settling: nobody knows whether they went out. Held
 * for a while as any other, so that they are not forgotten when this worker dies too.
 */
export async function claimForgotten(
  transaction: Transaction,
  notice: string,
  claim: { at: Instant; until: Instant },
): Promise<Claimed[]> {
  return transaction.query<Claimed>(
    `with next as materialized (
       select household, guardian from delivery
       where district = $1 and notice = $2 and state = 'sending' and lease_until <= $3
       limit 500 for update skip locked)
     update delivery d set epoch = d.epoch + 1, lease_until = $4
     from next n
     where d.district = $1 and d.notice = $2 and d.household = n.household
       and d.guardian = n.guardian
     returning d.household, d.guardian, d.language, d.step, d.epoch, d.attempts`,
    [transaction.district, notice, claim.at, claim.until],
  );
}

/**
 * Writes down what became of messages, in one statement each for results and rows.
 *
 * A worker whose lease was taken over changes nothing (the epoch moved on). A message in doubt goes
 * on to the guardian's next way, or to the call list; it is never sent by the same way again.
 * (promise 11)
 */
export async function settleDeliveries(
  transaction: Transaction,
  notice: string,
  settled: readonly Settled[],
  { at, tryAfter }: { at: Instant; tryAfter: Instant },
): Promise<void> {
  if (settled.length === 0) return;
  const columns = [
    settled.map((each) => each.household),
    settled.map((each) => each.guardian),
    settled.map((each) => each.epoch),
    settled.map((each) => each.channel),
    settled.map((each) => each.outcome),
    settled.map((each) => each.code),
  ];
  await transaction.query(
    `insert into delivery_try (district, notice, household, guardian, epoch, channel, outcome, code,
                               happened_at)
     select $1, $2, *, $9 from unnest($3::text[], $4::text[], $5::int[], $6::text[], $7::text[],
                                      $8::text[]) on conflict do nothing`,
    [transaction.district, notice, ...columns, at],
  );
  await transaction.query(
    `update delivery d set
       state = s.state, step = d.step + s.steps, channel = s.channel, code = s.code,
       lease_until = null, try_after = case when s.outcome = 'busy' then $10::timestamptz end,
       attempts = case when s.steps > 0 then 0 else d.attempts end,
       settled_at = case when s.state in ('handed-over', 'not-reached') then $9::timestamptz end
     from unnest($3::text[], $4::text[], $5::int[], $6::text[], $7::text[], $8::text[], $11::text[],
                 $12::int[]) as s(household, guardian, epoch, channel, outcome, code, state, steps)
     where d.district = $1 and d.notice = $2 and d.household = s.household
       and d.guardian = s.guardian and d.epoch = s.epoch`,
    [
      transaction.district,
      notice,
      ...columns,
      at,
      tryAfter,
      settled.map(stateAfter),
      settled.map((each) => (isDone(each) || each.outcome === 'busy' ? 0 : 1)),
    ],
  );
}

function isDone(settled: Settled): boolean {
  return settled.outcome === 'handed-over' || settled.outcome === 'no-way-left';
}

function stateAfter(settled: Settled): string {
  if (settled.outcome === 'handed-over') return 'handed-over';
  if (settled.outcome === 'busy') return 'queued';
  return settled.hasNextWay && settled.outcome !== 'no-way-left' ? 'queued' : 'not-reached';
}

/** How many messages are still open, and whether any of them can be tried right now. */
export async function openDeliveries(
  transaction: Transaction,
  notice: string,
  at: Instant,
): Promise<{ open: number; ready: number; handedOver: number; notReached: number }> {
  const [row] = await transaction.query<{
    open: number;
    ready: number;
    handed: number;
    missed: number;
  }>(
    `select count(*) filter (where state in ('queued', 'sending')) as open,
            count(*) filter (where state = 'queued' and (try_after is null or try_after <= $3))
              as ready,
            count(*) filter (where state = 'handed-over') as handed,
            count(*) filter (where state not in ('queued', 'sending', 'handed-over')) as missed
     from delivery where district = $1 and notice = $2`,
    [transaction.district, notice, at],
  );
  return {
    open: row?.open ?? 0,
    ready: row?.ready ?? 0,
    handedOver: row?.handed ?? 0,
    notReached: row?.missed ?? 0,
  };
}

/** Whether somebody threw the switch that stops messages to families. */
export async function isKillSwitchThrown(transaction: Transaction): Promise<boolean> {
  const [row] = await transaction.query<{ is_thrown: boolean }>(
    `select is_thrown from kill_switch where district = $1 and switch = 'notices'`,
    [transaction.district],
  );
  return row?.is_thrown ?? false;
}
