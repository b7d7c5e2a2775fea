import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { expect, test } from 'vitest';
import { sha256 } from '#platform/secrets';
import { canonicalJson } from '#std/canonical-json';
import { evidenceOver } from '../../tests/kit/ledger.ts';
import { problemOfEvidence } from './signed-evidence.server.ts';

const content = { type: 'authorize-access', scope: 'locker 214' };
const good = evidenceOver(content);
const url = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64url');

function rawKey(key: KeyObject): Uint8Array {
  return key.export({ format: 'der', type: 'spki' }).subarray(-32);
}

/** The same authorization signed anew by a fresh Ed25519 key, with what is said changed. */
function signedWith(changes: { flags?: number; client?: object; rpId?: string; x?: Uint8Array }) {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  const digest = url(sha256(canonicalJson(content)));
  const client = Buffer.from(
    JSON.stringify({
      type: 'webauthn.get',
      challenge: digest,
      origin: good.origin,
      ...changes.client,
    }),
  );
  const data = Buffer.concat([
    sha256(changes.rpId ?? good.rpId),
    Buffer.from([changes.flags ?? 5, 0, 0, 0, 1]),
  ]);
  const signature = sign(null, Buffer.concat([data, sha256(client)]), privateKey);
  const cose = Buffer.concat([
    Buffer.from('a4010103272006215820', 'hex'),
    changes.x ?? rawKey(publicKey),
  ]);
  return {
    ...good,
    assertion: {
      authenticatorData: url(data),
      clientDataJSON: url(client),
      signature: url(signature),
      credentialPublicKey: url(cose),
    },
  };
}

test('what counsel’s passkey signed is accepted, by P-256 and by Ed25519', () => {
  expect(problemOfEvidence(good)).toBeNull();
  expect(problemOfEvidence(signedWith({}))).toBeNull();
});

test.each([
  ['the digest is not that of the content', { ...good, content: { ...content, scope: 'any' } }],
  ['the digest is not that of the content', { ...good, digest: url(sha256('else')) }],
  ['the passkey signed for another origin', { ...good, origin: 'https://other.example' }],
  ['the passkey signed for another rpId', { ...good, rpId: 'other.example' }],
  ['the authorization holds no assertion', { ...good, assertion: null }],
  ['the authorization holds no assertion', 'signed'],
  ['the assertion is not base64url', { ...good, assertion: { ...good.assertion, signature: '=' } }],
  ['the authorization lacks content, rpId or origin', { ...good, rpId: null }],
  ['the passkey did not find its user present and verified', signedWith({ flags: 1 })],
  ['the passkey did not find its user present and verified', signedWith({ flags: 4 })],
  ['the passkey signed for another rpId', signedWith({ rpId: 'other.example' })],
  [
    'the passkey signed for another origin',
    signedWith({ client: { origin: 'https://x.example' } }),
  ],
  ['the passkey signed another challenge', signedWith({ client: { challenge: 'other' } })],
  [
    'clientDataJSON does not belong to an assertion',
    signedWith({ client: { type: 'webauthn.create' } }),
  ],
  [
    'the signature is not valid',
    signedWith({ x: rawKey(generateKeyPairSync('ed25519').publicKey) }),
  ],
])('%s (%#)', (problem, evidence) => {
  expect(problemOfEvidence(evidence)).toBe(problem);
});

test('another passkey’s signature over the same text does not pass', () => {
  const other = evidenceOver(content, 'somebody else');
  const mixed = { ...good, assertion: { ...good.assertion, signature: other.assertion.signature } };
  expect(problemOfEvidence(mixed)).toBe('the signature is not valid');
});

test('a key of a kind that no counsel’s passkey has is not accepted', () => {
  const rsa = {
    ...good.assertion,
    credentialPublicKey: url(Buffer.from('a401030339010020', 'hex')),
  };
  expect(problemOfEvidence({ ...good, assertion: rsa })).toBe(
    'the credential’s key is neither ES256 nor EdDSA',
  );
});
