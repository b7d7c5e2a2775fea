import type { Recorded } from '#ledger';
import type { Transaction } from '#platform/database';
import { sha256 } from '#platform/secrets';
import type { AttemptId, EncounterId, PersonId } from '#std/ids';
import { stateAfter } from './core/attempt-state.ts';
import { type Heard, heardBy } from './core/heard.ts';
import type { AttemptState, PageCause, PageChannel, Paging, PagingEvent, Track } from './words.ts';

/** One message on its way, as the table knows it. */
export type AttemptRow = {
  readonly attempt: AttemptId;
  readonly encounter: EncounterId;
  readonly track: Track;
  readonly round: number;
  readonly person: PersonId;
  readonly channel: PageChannel;
  readonly state: AttemptState;
  readonly reference: string | null;
  readonly queued_at: string;
  readonly changed_at: string;
};

/** Keeps chains and attempts true to the story, in the story's own transaction. */
export async function rememberPaging(
  transaction: Transaction,
  state: Paging,
  recorded: readonly Recorded<PagingEvent>[],
): Promise<void> {
  if (state.encounter === null) return;
  for (const each of recorded) await rememberAttempts(transaction, state, each);
  const last = recorded.at(-1);
  await transaction.query(
    `insert into paging (district, encounter, track, stage, step, answered_by, answered_until,
                         changed_at, school, cause, is_drill, said)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
     on conflict (district, encounter, track) do update set
       stage = $4, step = $5, answered_by = $6, answered_until = $7, changed_at = $8,
       school = $9, cause = $10, is_drill = $11, said = $12`,
    [
      transaction.district,
      state.encounter,
      state.track,
      state.isRotaEmpty && state.stage === 'calling' ? 'calling-nobody-on-duty' : state.stage,
      state.round,
      state.answeredBy,
      state.answeredUntil,
      last?.recordedAt,
      state.school,
      state.cause,
      state.isDrill,
      JSON.stringify(heardBy(state)),
    ],
  );
}

async function rememberAttempts(
  transaction: Transaction,
  state: Paging,
  { event, recordedAt }: Recorded<PagingEvent>,
): Promise<void> {
  if (event.type === 'AttemptReported') {
    await settleAttempt(transaction, event.attempt, event.state, recordedAt);
  }
  if (event.type !== 'PeopleCalled' || event.attempts.length === 0) return;
  await transaction.query(
    `insert into paging_attempt (district, attempt, encounter, track, round, person, channel, state,
                                 code_hash, queued_at, changed_at)
     select $1, a.attempt, $2, $3, $4, a.person, a.channel, 'queued', a.code_hash, $5, $5
     from unnest($6::uuid[], $7::uuid[], $8::text[], $9::bytea[])
       as a(attempt, person, channel, code_hash)
     on conflict do nothing`,
    [
      transaction.district,
      state.encounter,
      state.track,
      event.round,
      recordedAt,
      event.attempts.map((each) => each.attempt),
      event.attempts.map((each) => each.person),
      event.attempts.map((each) => each.channel),
      event.attempts.map((each) => sha256(each.attempt)),
    ],
  );
}

/** Brings news of an attempt; only better news changes anything. */
export async function settleAttempt(
  transaction: Transaction,
  attempt: AttemptId,
  news: AttemptState,
  at: string,
): Promise<void> {
  const [row] = await transaction.query<{ state: AttemptState }>(
    'select state from paging_attempt where district = $1 and attempt = $2 for update',
    [transaction.district, attempt],
  );
  if (row === undefined) return;
  const state = stateAfter(row.state, news);
  if (state === row.state) return;
  await transaction.query(
    'update paging_attempt set state = $3, changed_at = $4 where district = $1 and attempt = $2',
    [transaction.district, attempt, state, at],
  );
}

/** Marks an attempt as in our hands, with the provider's reference once it has one. */
export async function noteReference(
  transaction: Transaction,
  attempt: AttemptId,
  reference: string,
): Promise<void> {
  await transaction.query(
    'update paging_attempt set reference = $3 where district = $1 and attempt = $2',
    [transaction.district, attempt, reference],
  );
}

/** One attempt by its id. */
export async function findAttempt(
  transaction: Transaction,
  attempt: string,
): Promise<AttemptRow | undefined> {
  const [row] = await transaction.query<AttemptRow>(
    'select * from paging_attempt where district = $1 and attempt = $2',
    [transaction.district, attempt],
  );
  return row;
}

/** One attempt by the provider's reference, for its webhooks. */
export async function findByReference(
  transaction: Transaction,
  reference: string,
): Promise<AttemptRow | undefined> {
  const [row] = await transaction.query<AttemptRow>(
    'select * from paging_attempt where district = $1 and reference = $2',
    [transaction.district, reference],
  );
  return row;
}

/** Every attempt for an encounter, oldest first. */
export async function listAttempts(
  transaction: Transaction,
  encounter: string,
): Promise<AttemptRow[]> {
  return transaction.query<AttemptRow>(
    `select * from paging_attempt where district = $1 and encounter = $2
     order by queued_at, track, channel`,
    [transaction.district, encounter],
  );
}

/** Attempts of one person that could still be answered, newest first. */
export async function openAttemptsOf(
  transaction: Transaction,
  person: string,
  since: string,
): Promise<AttemptRow[]> {
  return transaction.query<AttemptRow>(
    `select a.* from paging_attempt a join paging p using (district, encounter, track)
     where a.district = $1 and a.person = $2 and a.queued_at >= $3 and p.stage <> 'ended'
     order by a.queued_at desc limit 50`,
    [transaction.district, person, since],
  );
}

/** When each person was last called by each channel for this chain. */
export async function lastCalls(
  transaction: Transaction,
  encounter: string,
): Promise<{ person: string; channel: string; last: string }[]> {
  return transaction.query(
    `select person, channel, max(queued_at) as last from paging_attempt
     where district = $1 and encounter = $2 group by person, channel`,
    [transaction.district, encounter],
  );
}

/** What a message of this chain may say. */
export async function findChain(
  transaction: Transaction,
  attempt: Pick<AttemptRow, 'encounter' | 'track'>,
): Promise<{ school: string; cause: PageCause; is_drill: boolean } | undefined> {
  const [row] = await transaction.query<{ school: string; cause: PageCause; is_drill: boolean }>(
    `select school, cause, is_drill from paging
     where district = $1 and encounter = $2 and track = $3`,
    [transaction.district, attempt.encounter, attempt.track],
  );
  return row;
}

/** How each chain of an encounter stands. */
export async function listChains(transaction: Transaction, encounter: string) {
  return transaction.query<{
    track: Track;
    stage: string;
    step: number;
    answered_by: string | null;
    answered_until: string | null;
    changed_at: string;
    said: readonly Heard[];
  }>(
    `select track, stage, step, answered_by, answered_until, changed_at, said from paging
     where district = $1 and encounter = $2 order by track desc`,
    [transaction.district, encounter],
  );
}

/** Where an encounter is, as its first chain was told; undefined while none was. */
export async function findPlace(
  transaction: Transaction,
  encounter: string,
): Promise<{ school: string; is_drill: boolean } | undefined> {
  const [row] = await transaction.query<{ school: string; is_drill: boolean }>(
    `select school, is_drill from paging where district = $1 and encounter = $2 and school <> ''
     limit 1`,
    [transaction.district, encounter],
  );
  return row;
}

/** Whether an earlier fact of this encounter still waits to begin or end a chain. */
export async function isEarlierOpen(
  transaction: Transaction,
  encounter: string,
  position: number,
): Promise<boolean> {
  const rows = await transaction.query(
    `select 1 as earlier from due
     where district = $1 and errand in ('start-paging', 'end-paging') and position < $3
       and starts_with(subject, $2 || '/') limit 1`,
    [transaction.district, encounter, position],
  );
  return rows.length > 0;
}
