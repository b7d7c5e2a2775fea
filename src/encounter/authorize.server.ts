import { mayDo } from '#district';
import { type Desk, freshAct, policyOf } from '#district/desk';
import { askNotary } from '#district/notary';
import type { HouseRefusal } from '#ledger';
import { readStory } from '#ledger/perform';
import { sha256 } from '#platform/secrets';
import { type AssertionIn, assertionOptions } from '#platform/webauthn';
import { canonicalJson } from '#std/canonical-json';
import type { EncounterId, PersonId } from '#std/ids';
import {
  type About,
  type EncounterOutcome,
  order,
  performHere,
  refused,
  schoolOf,
} from './acts.server.ts';
import { encounterStream } from './core/streams.ts';
import { encounterRoom } from './room.server.ts';
import type { Authorized, Encounter, EncounterRefusal, Signed, SignedContent } from './words.ts';

/**
 * The text that counsel's passkey signs, rebuilt by the server from its own state.
 *
 * What the browser sent is never hashed: the browser brings the wish and the nonce, the server
 * brings encounter, version, papers and policy. (RFC 8785, WebAuthn Level 2)
 */
export function contentToSign(
  encounter: Encounter,
  about: { encounter: EncounterId; nonce: string; policy: string },
  authorized: Authorized,
): SignedContent {
  return {
    type: 'authorize-access',
    nonce: about.nonce,
    encounter: about.encounter,
    version: encounter.version + 1,
    papers: encounter.papers.map((paper) => paper.sha256 ?? 'no-copy'),
    authorized,
    policy: about.policy,
  };
}

/** The challenge for a text: SHA-256 of its canonical JSON. */
export function digestOf(content: SignedContent): Buffer {
  return sha256(canonicalJson(content));
}

/**
 * What counsel's browser needs to sign exactly this authorization; null when there is no such
 * encounter.
 */
export async function beginAuthorization(
  desk: Desk,
  about: { encounter: EncounterId; nonce: string },
  authorized: Authorized,
) {
  const content = (await buildContent(desk, about, authorized))?.content ?? null;
  if (content === null || desk.who.kind !== 'person') return null;
  if (!mayDo(desk.who, 'authorize-access', await schoolOf(desk, about))) {
    return null;
  }
  const options = await assertionOptions(desk.site, digestOf(content), await passkeysOf(desk));
  return { content, options };
}

/**
 * Authorizes limited access on counsel's signature. (P7)
 *
 * The notary verifies the signature, the database demands the notary's word, the law holds the
 * signed text against what would be authorised. A change of the encounter meanwhile refuses it.
 */
export async function authorizeAccess(
  desk: Desk,
  about: About,
  authorized: Authorized,
  signing: { nonce: string; assertion: AssertionIn },
): Promise<EncounterOutcome> {
  const school = await schoolOf(desk, about);
  if (!mayDo(desk.who, 'authorize-access', school) || desk.who.kind !== 'person') {
    return noteRefused(desk, about, 'only-legal-counsel-decides');
  }
  const { encounter } = about;
  const built = await buildContent(desk, { encounter, nonce: signing.nonce }, authorized);
  if (built === null) return refused('nobody-reported-this-encounter');
  const { content } = built;
  // Sent a second time it is once: the house answers as it did, and nothing is signed anew.
  const isRepeated = built.acts.includes(about.act);
  if (!isRepeated && !(await isSigned(desk, desk.who.person, about, { ...signing, content }))) {
    return noteRefused(desk, about, 'the-signature-was-not-verified');
  }
  const policy = policyOf(desk);
  return order(desk, about, 'authorize-access', {
    type: 'AuthorizeAccess',
    authorized,
    ground: policy.grounds.find((ground) => ground.id === authorized.ground) ?? null,
    policy: policy.version,
    signed: await evidence(desk, desk.who.person, content, signing.assertion),
  });
}

// Who of ours tried to open without duty or key stands in the story, under an id of its own: the
// order may be tried again under the one it had.
async function noteRefused(
  desk: Desk,
  about: About,
  refusal: EncounterRefusal | HouseRefusal,
): Promise<EncounterOutcome> {
  const school = await schoolOf(desk, about);
  if (desk.who.kind === 'person' && school !== null) {
    const noted = { type: 'ReportRefusedAttempt', order: 'AuthorizeAccess', refusal } as const;
    await performHere(desk, { ...about, act: freshAct() }, school, noted);
  }
  return refused(refusal);
}

async function buildContent(
  desk: Desk,
  about: { encounter: EncounterId; nonce: string },
  authorized: Authorized,
): Promise<{ content: SignedContent; acts: readonly string[] } | null> {
  const told = await readStory(desk.house, encounterRoom, encounterStream(about.encounter));
  if (told === null || told.version === 0) return null;
  const { version: policy } = policyOf(desk);
  return {
    content: contentToSign(told.state, { ...about, policy }, authorized),
    acts: told.story.map(({ act }) => act),
  };
}

async function isSigned(
  desk: Desk,
  person: PersonId,
  about: About,
  { content, assertion }: { content: SignedContent; assertion: AssertionIn },
): Promise<boolean> {
  const answer = await askNotary(desk.house, {
    purpose: 'authorize-access',
    person,
    stream: encounterStream(about.encounter),
    version: content.version,
    digest: digestOf(content),
    content: canonicalJson(content),
    assertion,
  });
  return answer === 'verified' || answer === 'this-was-signed-before';
}

async function evidence(
  desk: Desk,
  person: PersonId,
  content: SignedContent,
  assertion: AssertionIn,
): Promise<Signed> {
  const [passkey] = await desk.house.database.inDistrict(desk.house.district, (transaction) =>
    transaction.query<{ public_key: Buffer }>(
      'select public_key from passkey where district = $1 and credential = $2 and person = $3',
      [desk.house.district, assertion.id, person],
    ),
  );
  return {
    digest: digestOf(content).toString('base64url'),
    content,
    assertion: {
      authenticatorData: assertion.response.authenticatorData,
      clientDataJSON: assertion.response.clientDataJSON,
      signature: assertion.response.signature,
      credentialPublicKey: passkey?.public_key.toString('base64url') ?? '',
    },
    rpId: desk.site.rpId,
    origin: desk.site.origin,
  };
}

async function passkeysOf(desk: Desk): Promise<string[]> {
  if (desk.who.kind !== 'person') return [];
  const { person } = desk.who;
  const rows = await desk.house.database.inDistrict(desk.house.district, (transaction) =>
    transaction.query<{ credential: string }>(
      `select credential from passkey
       where district = $1 and person = $2 and revoked_at is null`,
      [desk.house.district, person],
    ),
  );
  return rows.map((row) => row.credential);
}
