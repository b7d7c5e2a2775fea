import type { Transaction } from '#platform/database';
import type { House } from '#ledger/perform';
import { freshToken, sameSecret, sha256, hmac } from '#platform/secrets';
import { known, type PersonId, readSlug, readUuid, type SchoolId } from '#std/ids';
import { type Instant, plusSeconds, secondsBetween } from '#std/instant';
import { dutiesHeld, findPerson } from './store.server.ts';
import type { Who } from './words.ts';

/** A session that nobody used for so long is over. */
export const sessionIdleSecondsMax = 12 * 60 * 60;
/** A session is over after so long, however much it is used. */
export const sessionSecondsMax = 5 * 24 * 60 * 60;
/** How long a signature or a code counts as "just now" for acts that open, release or grant. */
export const stepUpSecondsMax = 5 * 60;

const nobody: Who = { kind: 'nobody' };
const lapsed: Who = { kind: 'lapsed' };

/** Opens a session and answers with its token; the store keeps only the hash. */
export async function openSession(
  house: House,
  transaction: Transaction,
  person: PersonId,
  isSteppedUp: boolean,
): Promise<string> {
  const token = freshToken();
  const at = house.clock.now();
  await transaction.query(
    `insert into session (district, token_hash, person, opened_at, seen_at, stepped_up_at)
     values ($1, $2, $3, $4, $4, $5)`,
    [house.district, sha256(token), person, at, isSteppedUp ? at : null],
  );
  return token;
}

/**
 * Who a session's token stands for now, with the duties held at this moment; nobody when it is
 * over.
 */
export async function whoseSession(house: House, token: string): Promise<Who> {
  return house.database.inDistrict(house.district, async (transaction) => {
    const at = house.clock.now();
    const [row] = await transaction.query<{
      person: PersonId;
      opened_at: Instant;
      seen_at: Instant;
      stepped_up_at: Instant | null;
    }>('select * from session where district = $1 and token_hash = $2', [
      house.district,
      sha256(token),
    ]);
    if (row === undefined) return nobody;
    if (secondsBetween(row.seen_at, at) > sessionIdleSecondsMax) return lapsed;
    if (secondsBetween(row.opened_at, at) > sessionSecondsMax) return lapsed;
    if (secondsBetween(row.seen_at, at) > 60) {
      await transaction.query(
        'update session set seen_at = $3 where district = $1 and token_hash = $2',
        [house.district, sha256(token), at],
      );
    }
    return whoIs(transaction, row.person, at, {
      steppedUpAt: row.stepped_up_at,
      by: 'session',
    });
  });
}

/** Who an API token stands for. It acts with the person's duties and can never be stepped up. */
export async function whoseToken(house: House, token: string): Promise<Who> {
  return house.database.inDistrict(house.district, async (transaction) => {
    const at = house.clock.now();
    const [row] = await transaction.query<{ person: PersonId }>(
      `select person from token
       where district = $1 and token_hash = $2 and (revoked_at is null or revoked_at > $3)`,
      [house.district, sha256(token), at],
    );
    if (row === undefined) return nobody;
    return whoIs(transaction, row.person, at, { steppedUpAt: null, by: 'token' });
  });
}

async function whoIs(
  transaction: Transaction,
  id: PersonId,
  at: Instant,
  how: { steppedUpAt: Instant | null; by: 'session' | 'token' },
): Promise<Who> {
  const person = await findPerson(transaction, id);
  if (person === undefined) return lapsed;
  const duties = await dutiesHeld(transaction, id, at);
  return {
    kind: 'person',
    person: id,
    name: person.name,
    language: person.language,
    duties,
    ...how,
  };
}

/** Whether the person proved who they are just now. Acts that open, release or grant ask for it. */
export function isSteppedUp(who: Who, at: Instant): boolean {
  if (who.kind !== 'person' || who.steppedUpAt === null) return false;
  return secondsBetween(who.steppedUpAt, at) <= stepUpSecondsMax;
}

/** Marks the session as stepped up now. */
export async function stepUp(house: House, transaction: Transaction, token: string) {
  await transaction.query(
    'update session set stepped_up_at = $3 where district = $1 and token_hash = $2',
    [house.district, sha256(token), house.clock.now()],
  );
}

/** Ends a session. What a phone still holds unsent is not touched by it. */
export async function endSession(house: House, token: string): Promise<void> {
  await house.database.inDistrict(house.district, (transaction) =>
    transaction.query('delete from session where district = $1 and token_hash = $2', [
      house.district,
      sha256(token),
    ]),
  );
}

/** Makes an API token for a person; shown once. */
export async function makeToken(house: House, person: PersonId, label: string): Promise<string> {
  const token = `th_${freshToken()}`;
  await house.database.inDistrict(house.district, (transaction) =>
    transaction.query(
      `insert into token (district, token_hash, person, label, opened_at)
       values ($1, $2, $3, $4, $5)`,
      [house.district, sha256(token), person, label, house.clock.now()],
    ),
  );
  return token;
}

// A device's credential carries its own proof, so that a report can be told from a stranger's while
// the database is away. It can report and do nothing else.
function deviceProof(house: Pick<House, 'secrets' | 'district'>, device: string, school: string) {
  return hmac(
    house.secrets.derive('device-credential'),
    `${house.district}/${device}/${school}`,
  ).toString('base64url');
}

/** The credential of an enrolled device. */
export function deviceCredential(
  house: Pick<House, 'secrets' | 'district'>,
  device: string,
  school: string,
): string {
  return `${device}.${school}.${deviceProof(house, device, school)}`;
}

/** Which device a credential stands for, without asking the database; null when it is no proof. */
export function readDeviceCredential(
  house: Pick<House, 'secrets' | 'district'>,
  credential: string,
): { device: string; school: SchoolId } | null {
  const [first, second, proof] = credential.split('.');
  const device = readUuid<string>(first);
  const school = readSlug<SchoolId>(second);
  if (device === null || school === null || proof === undefined) return null;
  const expected = Buffer.from(deviceProof(house, device, school));
  return sameSecret(expected, Buffer.from(proof)) ? { device, school } : null;
}

/** Who an enrolled device is; nobody when it was revoked. */
export async function whoseDevice(house: House, credential: string): Promise<Who> {
  const read = readDeviceCredential(house, credential);
  if (read === null) return nobody;
  const [row] = await house.database.inDistrict(house.district, (transaction) =>
    transaction.query(
      'select from device where district = $1 and device = $2 and revoked_at is null',
      [house.district, read.device],
    ),
  );
  return row === undefined
    ? nobody
    : { kind: 'device', device: known<string>(read.device), school: read.school };
}

/** The moment until which a link of this kind counts. */
export function linkExpiry(at: Instant): Instant {
  return plusSeconds(at, 7 * 24 * 60 * 60);
}
