import { perform, readStory } from '#ledger/perform';
import { errorCode } from '#platform/database';
import { sha256 } from '#platform/secrets';
import { type AssertionIn, assertionOptions } from '#platform/webauthn';
import { canonicalJson } from '#std/canonical-json';
import type { GrantSigned } from './core/people.ts';
import { listPasskeys } from './credentials.server.ts';
import { type Desk, freshAct } from './desk.server.ts';
import { askNotary } from './notary.server.ts';
import { type PeopleOutcome, peopleRoom, peopleStream } from './people-acts.server.ts';
import { actorFor, type Duty, mayDo } from './words.ts';

/**
 * As which duty somebody signs: a counsel's signature and the superintendent's are two different
 * ones.
 */
export type SignsAs = Extract<Duty, 'legal-counsel' | 'superintendent'>;

type Asked = { readonly grant: string; readonly as: SignsAs; readonly nonce: string };

// Rebuilt from what was asked for, never taken from the browser: who is to become counsel, and
// where in the order of those who are called.
async function contentOf(desk: Desk, asked: Asked) {
  const told = await readStory(desk.house, peopleRoom, peopleStream);
  const grant = told?.state.asked.find((each) => each.grant === asked.grant);
  if (grant === undefined) return null;
  const { person, rank } = grant;
  return { type: 'grant-counsel', ...asked, person, rank };
}

const digestOf = (content: GrantSigned['content']) => sha256(canonicalJson(content));

/**
 * What a signer's browser needs to sign for a new counsel; null when nothing of the kind was asked
 * for.
 */
export async function beginCounselGrantSignature(desk: Desk, asked: Asked) {
  const { house, who, site } = desk;
  const content = await contentOf(desk, asked);
  if (who.kind !== 'person' || content === null) return null;
  if (!mayDo(who, 'sign-counsel-grant', null)) return null;
  const held = await house.database.inDistrict(house.district, (transaction) =>
    listPasskeys(transaction, who.person),
  );
  return assertionOptions(
    site,
    digestOf(content),
    held.map(({ credential }) => credential),
  );
}

/**
 * Signs for a new counsel. The second signature grants the duty, from a day later on.
 *
 * The database demands the notary's word for both, and the day, whatever this code says.
 */
export async function signCounselGrant(
  desk: Desk,
  asked: Asked,
  assertion: AssertionIn,
): Promise<PeopleOutcome> {
  const { who } = desk;
  if (!mayDo(who, 'sign-counsel-grant', null) || who.kind !== 'person') {
    return { kind: 'refused', refusal: 'this-duty-may-not-do-that' };
  }
  const content = await contentOf(desk, asked);
  if (content === null) return { kind: 'refused', refusal: 'no-such-grant-is-asked-for' };
  const answer = await askNotary(desk.house, {
    purpose: 'grant-counsel',
    person: who.person,
    stream: `counsel-grant/${asked.grant}`,
    version: 1,
    digest: digestOf(content),
    content: canonicalJson(content),
    assertion,
  });
  if (answer !== 'verified') {
    return { kind: 'refused', refusal: 'the-signature-was-not-verified' };
  }
  return perform(desk.house, peopleRoom, peopleStream, {
    id: freshAct(),
    by: actorFor(who, null),
    command: {
      type: 'SignCounselGrant',
      grant: asked.grant,
      as: asked.as,
      signed: await evidence(desk, content, assertion),
    },
  }).catch(refusedByDatabase);
}

// The database's own wall, for example when the first signer lost the duty before the second signed.
function refusedByDatabase(error: unknown): PeopleOutcome {
  if (errorCode(error) !== 'TH003') throw error;
  return { kind: 'refused', refusal: 'the-signature-was-not-verified' };
}

async function evidence(
  { house, site }: Desk,
  content: GrantSigned['content'],
  assertion: AssertionIn,
): Promise<GrantSigned> {
  const [passkey] = await house.database.inDistrict(house.district, (transaction) =>
    transaction.query<{ public_key: Buffer }>(
      'select public_key from passkey where district = $1 and credential = $2',
      [house.district, assertion.id],
    ),
  );
  const { authenticatorData, clientDataJSON, signature } = assertion.response;
  return {
    digest: digestOf(content).toString('base64url'),
    content,
    assertion: {
      authenticatorData,
      clientDataJSON,
      signature,
      credentialPublicKey: passkey?.public_key.toString('base64url') ?? '',
    },
    rpId: site.rpId,
    origin: site.origin,
  };
}
