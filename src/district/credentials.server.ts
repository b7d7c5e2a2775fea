import type { House } from '#ledger/perform';
import type { Transaction } from '#platform/database';
import { freshTotpSecret, hashPassword, passwordFits, totpStep } from '#platform/password';
import { seal, sha256, unseal } from '#platform/secrets';
import {
  type AssertionIn,
  assertionOptions,
  readNewPasskey,
  registrationOptions,
  type Site,
  verifyAssertion,
} from '#platform/webauthn';
import type { PersonId } from '#std/ids';
import { plusSeconds } from '#std/instant';
import { countFailure, isLimited } from './attempt-limit.server.ts';
import { openSession, stepUp } from './sessions.server.ts';
import { findPerson, findPersonByEmail } from './store.server.ts';

type ChallengePurpose = 'register' | 'sign-in' | 'step-up';

async function keepChallenge(
  house: House,
  transaction: Transaction,
  kept: { challenge: string; purpose: ChallengePurpose; person: PersonId | null },
): Promise<void> {
  await transaction.query(
    `insert into challenge (district, challenge, purpose, person, expires_at)
     values ($1, $2, $3, $4, $5)`,
    [
      house.district,
      kept.challenge,
      kept.purpose,
      kept.person,
      plusSeconds(house.clock.now(), 300),
    ],
  );
}

// A challenge counts once. Taking it and using it are one statement, so two posts cannot share it.
async function takeChallenge(
  house: House,
  transaction: Transaction,
  challenge: string,
  purpose: ChallengePurpose,
): Promise<{ person: PersonId | null } | null> {
  const [row] = await transaction.query<{ person: PersonId | null; expires_at: string }>(
    `delete from challenge where district = $1 and challenge = $2 and purpose = $3
     returning person, expires_at`,
    [house.district, challenge, purpose],
  );
  return row === undefined || row.expires_at < house.clock.now() ? null : row;
}

/**
 * The challenge in a browser's answer, as the browser says it; it counts only if we gave it out.
 */
function challengeOf(clientDataJSON: unknown): string {
  try {
    const parsed = JSON.parse(Buffer.from(String(clientDataJSON), 'base64url').toString('utf8'));
    return typeof parsed.challenge === 'string' ? parsed.challenge : '';
  } catch {
    return '';
  }
}

/** Passkeys of a person that still count. */
export async function listPasskeys(transaction: Transaction, person: PersonId) {
  return transaction.query<{ credential: string; label: string; added_at: string }>(
    `select credential, label, added_at from passkey
     where district = $1 and person = $2 and revoked_at is null order by added_at`,
    [transaction.district, person],
  );
}

/** What the browser needs to make this person a passkey. */
export async function beginPasskey(house: House, site: Site, person: PersonId) {
  return house.database.inDistrict(house.district, async (transaction) => {
    const found = await findPerson(transaction, person);
    const already = await listPasskeys(transaction, person);
    const options = await registrationOptions(site, {
      id: person,
      name: found?.email ?? person,
      already: already.map((each) => each.credential),
    });
    await keepChallenge(house, transaction, {
      challenge: options.challenge,
      purpose: 'register',
      person,
    });
    return options;
  });
}

/** The passkey a browser made for this person; null when the answer does not fit our challenge. */
export async function readPasskeyAnswer(
  { house, site }: { house: House; site: Site },
  transaction: Transaction,
  person: PersonId,
  response: { response?: { clientDataJSON?: unknown } },
) {
  const challenge = challengeOf(response.response?.clientDataJSON);
  const taken = await takeChallenge(house, transaction, challenge, 'register');
  if (taken === null || taken.person !== person) return null;
  return readNewPasskey(site, challenge, response);
}

/**
 * Writes a passkey down. The database refuses a further one for counsel without counsel's
 * signature.
 */
export async function insertPasskey(
  transaction: Transaction,
  house: Pick<House, 'clock'>,
  passkey: {
    person: PersonId;
    credential: string;
    publicKey: Uint8Array;
    counter: number;
    label: string;
  },
): Promise<void> {
  await transaction.query(
    `insert into passkey (district, credential, person, public_key, counter, label, added_at)
     values ($1, $2, $3, $4, $5, $6, $7)`,
    [
      transaction.district,
      passkey.credential,
      passkey.person,
      passkey.publicKey,
      passkey.counter,
      passkey.label,
      house.clock.now(),
    ],
  );
}

/** What the browser needs to sign in, or to step up when the person is known. */
export async function beginAssertion(house: House, site: Site, person: PersonId | null) {
  return house.database.inDistrict(house.district, async (transaction) => {
    const known = person === null ? [] : await listPasskeys(transaction, person);
    const options = await assertionOptions(
      site,
      null,
      known.map((each) => each.credential),
    );
    const purpose = person === null ? 'sign-in' : 'step-up';
    const { challenge } = options;
    await keepChallenge(house, transaction, { challenge, purpose, person });
    return options;
  });
}

/** Whose passkey answered one of our challenges; null when anything about the answer is wrong. */
async function whoAnswered(
  { house, site }: { house: House; site: Site },
  transaction: Transaction,
  assertion: AssertionIn,
  purpose: 'sign-in' | 'step-up',
): Promise<PersonId | null> {
  const challenge = challengeOf(assertion.response.clientDataJSON);
  const taken = await takeChallenge(house, transaction, challenge, purpose);
  const [row] = await transaction.query<{
    person: PersonId;
    public_key: Buffer;
    counter: number;
  }>(
    `select person, public_key, counter from passkey
     where district = $1 and credential = $2 and revoked_at is null`,
    [house.district, assertion.id],
  );
  if (taken === null || row === undefined) return null;
  if (taken.person !== null && taken.person !== row.person) return null;
  const verified = await verifyAssertion(site, challenge, assertion, {
    credential: assertion.id,
    publicKey: row.public_key,
    counter: row.counter,
  });
  if (verified === null) return null;
  await transaction.query(
    'update passkey set counter = $3 where district = $1 and credential = $2',
    [house.district, assertion.id, verified.counter],
  );
  return row.person;
}

/** Signs in by passkey: a session's token, or null. */
export async function signInByPasskey(
  house: House,
  site: Site,
  assertion: AssertionIn,
): Promise<string | null> {
  return house.database.inDistrict(house.district, async (transaction) => {
    const person = await whoAnswered({ house, site }, transaction, assertion, 'sign-in');
    return person === null ? null : openSession(house, transaction, person, true);
  });
}

/** Steps a session up by passkey; false when the answer is somebody else's or wrong. */
export async function stepUpByPasskey(
  house: House,
  site: Site,
  session: { token: string; person: PersonId },
  assertion: AssertionIn,
): Promise<boolean> {
  return house.database.inDistrict(house.district, async (transaction) => {
    const person = await whoAnswered({ house, site }, transaction, assertion, 'step-up');
    if (person !== session.person) return false;
    await stepUp(house, transaction, session.token);
    return true;
  });
}

const failures = { most: 8, windowSeconds: 15 * 60 };

/**
 * Sets a person's password and gives a fresh secret for the authenticator app (base32 it to show).
 */
export async function setPassword(
  house: House,
  person: PersonId,
  password: string,
): Promise<Buffer> {
  const secret = freshTotpSecret();
  const sealed = seal(house.secrets.derive('totp'), secret, `${house.district}/${person}`);
  await house.database.inDistrict(house.district, (transaction) =>
    transaction.query(
      `insert into password (district, person, phc, totp) values ($1, $2, $3, $4)
       on conflict (district, person) do update set phc = $3, totp = $4, last_step = 0`,
      [house.district, person, hashPassword(password), sealed],
    ),
  );
  return secret;
}

// Fitted against a password that nobody has, so that an unknown address costs the same time.
const decoy = hashPassword('nobody has this password');

/** Signs in by password and code. One answer for every kind of wrong, so that nothing is told. */
export async function signInByPassword(
  house: House,
  typed: { email: string; password: string; code: string },
): Promise<string | null> {
  const subject = sha256(`password/${typed.email.toLowerCase()}`).toString('hex');
  return house.database.inDistrict(house.district, async (transaction) => {
    if (await isLimited(house, transaction, subject, failures)) return null;
    const person = await findPersonByEmail(transaction, typed.email);
    const fits = await fitsPassword(house, transaction, person?.person ?? null, typed);
    if (!fits || person === undefined) {
      await countFailure(house, transaction, subject, failures);
      return null;
    }
    return openSession(house, transaction, person.person, true);
  });
}

async function fitsPassword(
  house: House,
  transaction: Transaction,
  person: PersonId | null,
  typed: { password: string; code: string },
): Promise<boolean> {
  const [row] = await transaction.query<{ phc: string; totp: Buffer; last_step: number }>(
    'select phc, totp, last_step from password where district = $1 and person = $2',
    [house.district, person],
  );
  const isRight = passwordFits(typed.password, row?.phc ?? decoy);
  if (row === undefined || !isRight) return false;
  const secret = unseal(house.secrets.derive('totp'), row.totp, `${house.district}/${person}`);
  if (secret === null) return false;
  const seconds = Date.parse(house.clock.now()) / 1000;
  const step = totpStep(secret, typed.code, seconds, row.last_step);
  if (step === null) return false;
  await transaction.query(
    'update password set last_step = $3 where district = $1 and person = $2',
    [house.district, person, step],
  );
  return true;
}
