import { randomUUID } from 'node:crypto';
import type { Desk } from '#district/desk';
import { findPerson, type Person } from '#district/store';
import type { House } from '#ledger/perform';
import type { Transaction } from '#platform/database';
import { queue } from '#platform/due';
import { plusSeconds } from '#std/instant';
import { channelsOf, pushPeople } from './callees.server.ts';
import {
  addressOf,
  type ContactMethod,
  type ContactTest,
  findTest,
  hashOfAddress,
  insertTest,
  listMethods,
  openTestsOf,
  settleTest,
} from './contact-store.server.ts';
import { idOfLink } from './proofs.server.ts';
import type { PageChannel } from './words.ts';

/** A way to reach somebody, as its person sees it. */
export type SeenMethod = {
  readonly channel: PageChannel;
  readonly known: Omit<ContactMethod, 'address_hash' | 'person' | 'channel'> | null;
};

/** One's own ways to be reached, and what is known of each. */
export async function readMyMethods(desk: Desk): Promise<readonly SeenMethod[]> {
  const { who, house } = desk;
  if (who.kind !== 'person') return [];
  return house.database.inDistrict(house.district, async (transaction) => {
    const person = await findPerson(transaction, who.person);
    if (person === undefined) return [];
    const methods = await listMethods(transaction, who.person);
    const channels = channelsOf(person, await pushPeople(transaction, [who.person]));
    return channels.map((channel) => ({
      channel,
      known: knownOf(house, methods, person, channel),
    }));
  });
}

/** What is known of a channel at the address that its person has now; null when nothing is. */
export function knownOf(
  house: Pick<House, 'secrets'>,
  methods: readonly ContactMethod[],
  person: Person,
  channel: PageChannel,
): SeenMethod['known'] {
  const method = methods.find((each) => each.person === person.person && each.channel === channel);
  const hash = hashOfAddress(house, addressOf(person, channel));
  if (method === undefined || !method.address_hash.equals(hash)) return null;
  const { verified_at, reached_at, stopped_at, trouble } = method;
  return { verified_at, reached_at, stopped_at, trouble };
}

const testsPerHourMax = 6;

/**
 * Sends a test by one of one's own channels, to be confirmed by code, key or link. A channel counts
 * as verified once its person did so. Six in an hour at most: a test costs money and patience.
 */
export async function testMyMethod(
  desk: Desk,
  channel: PageChannel,
): Promise<'sent' | 'there-is-no-such-way-to-reach-you' | 'too-many-tests-in-an-hour'> {
  const { who, house } = desk;
  if (who.kind !== 'person') return 'there-is-no-such-way-to-reach-you';
  return house.database.inDistrict(house.district, async (transaction) => {
    // Thirty at once are counted one after another.
    await transaction.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [
      `contact/${who.person}`,
    ]);
    const person = await findPerson(transaction, who.person);
    const pushes = await pushPeople(transaction, [who.person]);
    if (person === undefined || !channelsOf(person, pushes).includes(channel)) {
      return 'there-is-no-such-way-to-reach-you';
    }
    const recent = await openTestsOf(
      transaction,
      person.person,
      plusSeconds(house.clock.now(), -3600),
    );
    if (recent.length >= testsPerHourMax) return 'too-many-tests-in-an-hour';
    await beginTest(house, transaction, { person, channel, kind: 'verify' });
    return 'sent';
  });
}

/** Writes a test down and queues the errand that sends it, behind every alarm. */
export async function beginTest(
  house: House,
  transaction: Transaction,
  test: { person: Person; channel: PageChannel; kind: ContactTest['kind']; id?: string },
): Promise<void> {
  const { person, channel, kind } = test;
  const { id = randomUUID() } = test;
  const at = house.clock.now();
  await insertTest(transaction, {
    contact_test: id,
    person: person.person,
    ...{ channel, kind },
    address_hash: hashOfAddress(house, addressOf(person, channel)),
    queued_at: at,
  });
  await queue(transaction, [
    { lane: 'bulk', errand: 'send-test', subject: id, position: 0, dueBy: at },
  ]);
}

const linkSecondsMax = 24 * 60 * 60;

/** The test that a link stands for; null when it was made up or is a day old. Changes nothing. */
export async function readTestLink(house: House, link: string): Promise<ContactTest | null> {
  const test = idOfLink(house, 'contact', link);
  if (test === null) return null;
  const found = await house.database.inDistrict(house.district, (transaction) =>
    findTest(transaction, { id: test }),
  );
  const since = plusSeconds(house.clock.now(), -linkSecondsMax);
  const isOpen = found?.kind === 'verify' && found.queued_at > since;
  return isOpen ? found : null;
}

/** The person confirms that a test reached them. */
export async function confirmTest(house: House, test: ContactTest): Promise<void> {
  const at = house.clock.now();
  await house.database.inDistrict(house.district, (transaction) =>
    settleTest(house, transaction, test, { state: 'answered', learned: 'confirmed', at }),
  );
}
