import { canonicalJson } from '#std/canonical-json';
import { hmac, sameSecret, sha256 } from '#platform/secrets';
import { assertionOptions, parse, readAssertion } from '#platform/webauthn';
import type { PersonId } from '#std/ids';
import { insertPasskey, listPasskeys, readPasskeyAnswer } from './credentials.server.ts';
import type { Desk } from './desk.server.ts';
import { askNotary } from './notary.server.ts';

type Made = { readonly credential: string; readonly publicKey: string; readonly counter: number };

const contentOf = (person: PersonId, made: Made) =>
  canonicalJson({ type: 'add-passkey', person, ...made });

/**
 * A further passkey was made: what the person signs with one they already hold, so that nobody who
 * merely finds an open session can add a key of their own.
 */
export async function beginFurtherPasskey(
  desk: Desk,
  person: PersonId,
  response: { response?: { clientDataJSON?: unknown } },
) {
  const { house, site } = desk;
  return house.database.inDistrict(house.district, async (transaction) => {
    const read = await readPasskeyAnswer({ house, site }, transaction, person, response);
    if (read === null) return null;
    const made: Made = {
      credential: read.credential,
      publicKey: Buffer.from(read.publicKey).toString('base64url'),
      counter: read.counter,
    };
    const held = await listPasskeys(transaction, person);
    const text = JSON.stringify(made);
    return {
      made: `${Buffer.from(text).toString('base64url')}.${proofOf(desk, person, text)}`,
      options: await assertionOptions(
        site,
        sha256(contentOf(person, made)),
        held.map((each) => each.credential),
      ),
    };
  });
}

function proofOf(desk: Desk, person: PersonId, text: string): string {
  return hmac(desk.house.secrets.derive('made-passkey'), `${person}/${text}`).toString('base64url');
}

/** Adds the passkey once the notary verified the signature; false otherwise. */
export async function addPasskey(
  desk: Desk,
  person: PersonId,
  posted: { made: string; assertion: unknown },
): Promise<boolean> {
  const [encoded = '', proof = ''] = posted.made.split('.');
  const text = Buffer.from(encoded, 'base64url').toString('utf8');
  if (!sameSecret(Buffer.from(proof), Buffer.from(proofOf(desk, person, text)))) return false;
  const made = parse(text) as Made;
  const assertion = readAssertion(posted.assertion);
  if (assertion === null) return false;
  const content = contentOf(person, made);
  const answer = await askNotary(desk.house, {
    purpose: 'add-passkey',
    person,
    stream: `passkey/${made.credential}`,
    version: 1,
    digest: sha256(content),
    content,
    assertion,
  });
  if (answer !== 'verified') return false;
  await desk.house.database.inDistrict(desk.house.district, (transaction) =>
    insertPasskey(transaction, desk.house, {
      person,
      credential: made.credential,
      publicKey: Buffer.from(made.publicKey, 'base64url'),
      counter: made.counter,
      label: 'further passkey',
    }),
  );
  return true;
}
