import { findPerson, type Person } from '#district/store';
import type { House } from '#ledger/perform';
import type { Transaction } from '#platform/database';
import { hmac } from '#platform/secrets';
import type { PersonId } from '#std/ids';
import type { Instant } from '#std/instant';
import { isNewsOfAddress, stateAfter } from './core/attempt-state.ts';
import type { AttemptState, PageChannel } from './words.ts';

/** Why a way to reach somebody does not work, as far as a carrier or the person told us. */
export const contactTroubles = [
  'landline',
  'wrong-number',
  'no-such-address',
  'undelivered',
] as const;
export type ContactTrouble = (typeof contactTroubles)[number];

/** What is known of one way to reach one person, at the address that they have now. */
export type ContactMethod = {
  readonly person: PersonId;
  readonly channel: PageChannel;
  readonly address_hash: Buffer;
  readonly verified_at: Instant | null;
  readonly reached_at: Instant | null;
  readonly stopped_at: Instant | null;
  readonly trouble: ContactTrouble | null;
};

/** One test message on its way. */
export type ContactTest = {
  readonly contact_test: string;
  readonly person: PersonId;
  readonly channel: PageChannel;
  readonly kind: 'verify' | 'nightly';
  readonly address_hash: Buffer;
  readonly state: AttemptState;
  readonly queued_at: Instant;
};

/** News of a way to reach somebody. `confirmed` is the person's own doing; nothing else is. */
export type ContactNews = 'confirmed' | 'reached' | 'stopped' | 'started' | ContactTrouble;

/** The address by which a channel reaches somebody; a browser's is its person. */
export function addressOf(person: Person, channel: PageChannel): string {
  if (channel === 'email') return person.email.toLowerCase();
  return channel === 'push' ? person.person : (person.phone ?? '');
}

/** An address as we keep it beside what is known of it: it can be compared and not read. */
export function hashOfAddress(house: Pick<House, 'secrets'>, address: string): Buffer {
  return hmac(house.secrets.derive('contact-address'), address);
}

/**
 * Learns something of a way to reach somebody. What is known of another address is forgotten.
 *
 * What the person confirmed stays confirmed until they say that it is not theirs.
 */
export async function learnOfContact(
  transaction: Transaction,
  known: { person: string; channel: PageChannel; addressHash: Buffer; at: Instant },
  news: ContactNews,
): Promise<void> {
  const { person, channel, addressHash, at } = known;
  const before = await findMethod(transaction, known);
  const next = afterNews(before, news, at);
  await transaction.query(
    `insert into contact_method (district, person, channel, address_hash, verified_at, reached_at,
                                 stopped_at, trouble)
     values ($1, $2, $3, $4, $5, $6, $7, $8)
     on conflict (district, person, channel) do update set
       address_hash = $4, verified_at = $5, reached_at = $6, stopped_at = $7, trouble = $8`,
    [
      transaction.district,
      person,
      channel,
      addressHash,
      next.verified_at,
      next.reached_at,
      next.stopped_at,
      next.trouble,
    ],
  );
}

type Known = Pick<ContactMethod, 'verified_at' | 'reached_at' | 'stopped_at' | 'trouble'>;
const nothing: Known = { verified_at: null, reached_at: null, stopped_at: null, trouble: null };

function afterNews(before: Known, news: ContactNews, at: Instant): Known {
  switch (news) {
    case 'confirmed':
      return { ...before, verified_at: at, reached_at: at, trouble: null };
    case 'reached':
      return { ...before, reached_at: at, trouble: null };
    case 'stopped':
      return { ...before, stopped_at: at };
    case 'started':
      return { ...before, stopped_at: null };
    case 'wrong-number':
      return { ...before, verified_at: null, trouble: news };
    default:
      return { ...before, trouble: news };
  }
}

async function findMethod(
  transaction: Transaction,
  { person, channel, addressHash }: { person: string; channel: PageChannel; addressHash: Buffer },
): Promise<Known> {
  const [row] = await transaction.query<ContactMethod>(
    `select * from contact_method where district = $1 and person = $2 and channel = $3
     for update`,
    [transaction.district, person, channel],
  );
  return row?.address_hash.equals(addressHash) ? row : nothing;
}

/** Everything that is known of ways to reach people. */
export async function listMethods(
  transaction: Transaction,
  person: string | null,
): Promise<ContactMethod[]> {
  return transaction.query<ContactMethod>(
    `select person, channel, address_hash, verified_at, reached_at, stopped_at, trouble
     from contact_method where district = $1 and ($2::uuid is null or person = $2)`,
    [transaction.district, person],
  );
}

/** Writes a test down, to be sent by an errand. */
export async function insertTest(
  transaction: Transaction,
  test: Omit<ContactTest, 'state'>,
): Promise<void> {
  await transaction.query(
    `insert into contact_test (district, contact_test, person, channel, kind, address_hash, state,
                               queued_at, changed_at)
     values ($1, $2, $3, $4, $5, $6, 'queued', $7, $7) on conflict do nothing`,
    [
      transaction.district,
      test.contact_test,
      test.person,
      test.channel,
      test.kind,
      test.address_hash,
      test.queued_at,
    ],
  );
}

const testColumns = 'contact_test, person, channel, kind, address_hash, state, queued_at';

/** One test by its id, or by the carrier's reference for it. */
export async function findTest(
  transaction: Transaction,
  by: { id: string } | { reference: string },
): Promise<ContactTest | undefined> {
  const [column, value] = 'id' in by ? ['contact_test', by.id] : ['reference', by.reference];
  const [row] = await transaction.query<ContactTest>(
    `select ${testColumns} from contact_test where district = $1 and ${column} = $2`,
    [transaction.district, value],
  );
  return row;
}

/** Tests of one person that could still be confirmed, newest first. */
export async function openTestsOf(
  transaction: Transaction,
  person: string,
  since: Instant,
): Promise<ContactTest[]> {
  return transaction.query<ContactTest>(
    `select ${testColumns} from contact_test
     where district = $1 and person = $2 and kind = 'verify' and queued_at >= $3
     order by queued_at desc limit 20`,
    [transaction.district, person, since],
  );
}

/**
 * Brings news of a test, which only climbs, and of the way to reach its person. What is old news,
 * or news of an address that its person no longer has, teaches nothing.
 */
export async function settleTest(
  house: Pick<House, 'secrets'>,
  transaction: Transaction,
  test: ContactTest,
  news: { state: AttemptState; learned: ContactNews | null; reference?: string; at: Instant },
): Promise<void> {
  const { at, reference, learned } = news;
  const state = stateAfter(test.state, news.state);
  await transaction.query(
    `update contact_test set state = $3, changed_at = $4, reference = coalesce($5, reference)
     where district = $1 and contact_test = $2`,
    [transaction.district, test.contact_test, state, at, reference ?? null],
  );
  if (learned === null || !isNewsOfAddress(test.state, news.state)) return;
  const { person, channel, address_hash: addressHash } = test;
  const now = await findPerson(transaction, person);
  const isTheirs =
    now !== undefined && hashOfAddress(house, addressOf(now, channel)).equals(addressHash);
  if (isTheirs) await learnOfContact(transaction, { person, channel, addressHash, at }, learned);
}
