import { randomUUID } from 'node:crypto';
import type { Clock } from '#platform/clock';
import type { Database, Transaction } from '#platform/database';
import { sha256 } from '#platform/secrets';
import { type AssertionIn, parse, type Site, verifyAssertion } from '#platform/webauthn';
import type { DistrictId, PersonId } from '#std/ids';
import { type Instant, secondsBetween } from '#std/instant';
import { dutiesHeld } from './store.server.ts';
import type { Duty } from './words.ts';

/** For what the notary is asked, and which duties may sign it. */
const signers = {
  'authorize-access': ['legal-counsel'],
  'grant-counsel': ['legal-counsel', 'superintendent'],
  'add-passkey': null,
} as const satisfies Record<string, readonly Duty[] | null>;
export type Purpose = keyof typeof signers;

/** What is handed to the notary: an answer to a challenge that the server built itself. */
export type Handed = {
  readonly purpose: Purpose;
  readonly person: PersonId;
  readonly stream: string;
  readonly version: number;
  /** SHA-256 of the canonical JSON of what is signed. */
  readonly digest: Uint8Array;
  /** That canonical JSON itself: notary and database read in it what the signature is for. */
  readonly content: string;
  readonly assertion: AssertionIn;
};

/** What the notary answers. Everything but `verified` means that nothing was signed. */
export type NotaryAnswer =
  | 'verified'
  | 'no-such-passkey'
  | 'the-signer-does-not-hold-the-duty'
  | 'the-signature-does-not-fit'
  | 'this-was-signed-before'
  | 'the-notary-does-not-answer';

/**
 * Hands an assertion to the notary and waits for its word.
 *
 * The web process cannot write that word itself: its role has no right to. No answer in ten seconds
 * is no signature. (P1)
 */
export async function askNotary(
  house: { district: DistrictId; database: Database; clock: Clock },
  handed: Handed,
): Promise<NotaryAnswer> {
  const inbox = randomUUID();
  await house.database.inDistrict(house.district, (transaction) =>
    transaction.query(
      `insert into assertion_inbox (district, inbox, person, purpose, stream, version, digest,
                                    credential, assertion, handed_at, content)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
      [
        house.district,
        inbox,
        handed.person,
        handed.purpose,
        handed.stream,
        handed.version,
        handed.digest,
        handed.assertion.id,
        JSON.stringify(handed.assertion),
        house.clock.now(),
        handed.content,
      ],
    ),
  );
  await house.database.anywhere("select pg_notify('notary', '')");
  for (let tries = 0; tries < 400; tries++) {
    await new Promise((resolve) => setTimeout(resolve, 25));
    const [row] = await house.database.inDistrict(house.district, (transaction) =>
      transaction.query<{ outcome: NotaryAnswer | null }>(
        'select outcome from assertion_inbox where district = $1 and inbox = $2',
        [house.district, inbox],
      ),
    );
    if (row?.outcome) return row.outcome;
  }
  return 'the-notary-does-not-answer';
}

type InboxRow = {
  inbox: string;
  person: PersonId;
  purpose: Purpose;
  stream: string;
  version: number;
  digest: Buffer;
  content: string | null;
  credential: string;
  assertion: AssertionIn;
  handed_at: Instant;
};

// Whoever handed it in was told after ten seconds that nothing was signed; that must stay true.
const waitSecondsMax = 30;

/** The notary at work: verifies whatever waits in every district. Returns how many it answered. */
export async function verifyWaiting(notary: {
  database: Database;
  clock: Clock;
  site: Site;
}): Promise<number> {
  const names = await notary.database.anywhere<{ name: DistrictId }>(
    'select district_names() as name',
  );
  let answered = 0;
  for (const { name } of names) {
    answered += await notary.database.inDistrict(name, async (transaction) => {
      const waiting = await transaction.query<InboxRow>(
        `select inbox, person, purpose, stream, version, digest, credential, assertion,
                content, handed_at
         from assertion_inbox where district = $1 and outcome is null
         order by handed_at limit 20 for update skip locked`,
        [name],
      );
      for (const row of waiting) await answer(transaction, notary, row);
      return waiting.length;
    });
  }
  return answered;
}

async function answer(
  transaction: Transaction,
  notary: { clock: Clock; site: Site },
  row: InboxRow,
): Promise<void> {
  const outcome = await judge(transaction, notary, row);
  await transaction.query(
    'update assertion_inbox set outcome = $3 where district = $1 and inbox = $2',
    [transaction.district, row.inbox, outcome],
  );
}

async function judge(
  transaction: Transaction,
  notary: { clock: Clock; site: Site },
  row: InboxRow,
): Promise<NotaryAnswer> {
  const at = notary.clock.now();
  if (secondsBetween(row.handed_at, at) > waitSecondsMax) return 'the-notary-does-not-answer';
  const [passkey] = await transaction.query<{ public_key: Buffer; counter: number }>(
    `select public_key, counter from passkey
     where district = $1 and credential = $2 and person = $3 and revoked_at is null`,
    [transaction.district, row.credential, row.person],
  );
  if (passkey === undefined) return 'no-such-passkey';

  const wanted = signers[row.purpose];
  const held = await dutiesHeld(transaction, row.person, at);
  const isHeld = held.some(({ duty }) => (wanted ?? [duty]).some((each) => each === duty));
  if (wanted !== null && !isHeld) return 'the-signer-does-not-hold-the-duty';

  const verified = await verifyAssertion(
    notary.site,
    row.digest.toString('base64url'),
    row.assertion,
    { credential: row.credential, publicKey: passkey.public_key, counter: passkey.counter },
  );
  if (verified === null || !isFor(row)) return 'the-signature-does-not-fit';

  const written = await transaction.query<{ inbox: string }>(
    `insert into verified_assertion (district, inbox, person, purpose, stream, version, digest,
                                     verified_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict do nothing returning inbox`,
    [
      transaction.district,
      row.inbox,
      row.person,
      row.purpose,
      row.stream,
      row.version,
      row.digest,
      at,
    ],
  );
  if (written.length === 0) return 'this-was-signed-before';
  await transaction.query(
    'update passkey set counter = $3 where district = $1 and credential = $2',
    [transaction.district, row.credential, verified.counter],
  );
  return 'verified';
}

// Whoever hands a signature in says for what it is to count. It counts for what was signed: a
// signature over one encounter, handed in for another, would open the wrong door.
function isFor({ purpose, stream, version, digest, content }: InboxRow): boolean {
  const said = parse(content ?? '');
  if (typeof said !== 'object' || said === null || !sha256(content ?? '').equals(digest))
    return false;
  if (!('type' in said) || said.type !== purpose) return false;
  if (purpose !== 'authorize-access') return true;
  return (
    'encounter' in said &&
    'version' in said &&
    stream === `encounter/${said.encounter}` &&
    version === said.version
  );
}
