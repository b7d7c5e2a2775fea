import type { Transaction } from '#platform/database';
import { type Instant, plusSeconds } from '#std/instant';
import type { AttemptRow } from './store.server.ts';
import type { AttemptState } from './words.ts';

/** An attempt, and whether it is the caller's to send now; `code` says why it is nobody's. */
export type Claim =
  | { readonly kind: 'ours'; readonly attempt: AttemptRow }
  | { readonly kind: 'being-sent'; readonly until: Instant }
  | { readonly kind: 'settled'; readonly state: AttemptState }
  | { readonly kind: 'not-needed'; readonly attempt: AttemptRow; readonly code: string };

const sendingSecondsMax = 5;
/**
 * Nobody is rung twice in this time by one channel for one encounter, whichever chain wants them.
 */
export const callAgainAfterSeconds = 55;

/**
 * Takes an attempt for sending, so that of two workers one sends it.
 *
 * What somebody began to send and never settled is taken again after five seconds: they died, and a
 * page in doubt is sent again. (promise 11) Whoever answered meanwhile is not rung any more.
 */
export async function claimAttempt(
  transaction: Transaction,
  id: string,
  at: Instant,
): Promise<Claim> {
  const { district } = transaction;
  const [attempt] = await transaction.query<AttemptRow>(
    'select * from paging_attempt where district = $1 and attempt = $2 for update',
    [district, id],
  );
  if (attempt === undefined) return { kind: 'settled', state: 'refused' };
  const { state } = attempt;
  if (!openStates.includes(state)) return { kind: 'settled', state };
  const until = plusSeconds(attempt.changed_at, sendingSecondsMax);
  // A clock that was set back must not keep a page waiting, so only the near past counts.
  if (state === 'sending' && at < until && at >= attempt.changed_at) {
    return { kind: 'being-sent', until };
  }
  const code = await whyNotNeeded(transaction, attempt);
  if (code !== null) return { kind: 'not-needed', attempt, code };
  await transaction.query(
    `update paging_attempt set changed_at = $3,
       state = case when state = 'queued' then 'sending' else state end
     where district = $1 and attempt = $2`,
    [district, id, at],
  );
  return { kind: 'ours', attempt };
}

const openStates: readonly AttemptState[] = ['queued', 'sending', 'busy', 'unknown'];

async function whyNotNeeded(transaction: Transaction, attempt: AttemptRow): Promise<string | null> {
  const { district } = transaction;
  const { encounter, track, person, channel } = attempt;
  const [chain] = await transaction.query<{ stage: string }>(
    'select stage from paging where district = $1 and encounter = $2 and track = $3',
    [district, encounter, track],
  );
  if (chain !== undefined && !chain.stage.startsWith('calling')) return 'nobody-is-called-any-more';
  // Two chains may want one person at one moment; the lock lets the second see what the first does.
  const line = `${encounter}/${person}/${channel}`;
  await transaction.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [line]);
  const already = await transaction.query(
    `select 1 as called from paging_attempt
     where district = $1 and encounter = $2 and person = $3 and channel = $4 and attempt <> $5
       and state not in ('queued', 'refused') and queued_at > $6 limit 1`,
    [
      district,
      encounter,
      person,
      channel,
      attempt.attempt,
      plusSeconds(attempt.queued_at, -callAgainAfterSeconds),
    ],
  );
  return attempt.state === 'queued' && already.length > 0 ? 'called-a-moment-ago' : null;
}
