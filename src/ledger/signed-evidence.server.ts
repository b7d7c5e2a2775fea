import { createPublicKey, verify, type webcrypto } from 'node:crypto';
import { sha256 } from '#platform/secrets';
import { readBase64url, sameBytes } from '#std/bytes';
import { canonicalJson, type Json } from '#std/canonical-json';

type Members = Readonly<Record<string, unknown>>;

// A passkey's public key comes in CTAP2's canonical CBOR with no optional member (WebAuthn Level 2,
// 5.8.5), so that each kind of key has exactly one spelling, and comparing bytes is reading it.
const es256 = { before: 'a5010203262001215820', between: '225820' } as const;
const eddsa = { before: 'a4010103272006215820' } as const;

const userPresentAndVerified = 0x05;

/**
 * What is wrong with the evidence that a passkey signed something; null when nothing is.
 *
 * Holds the content against its digest, the digest against what the passkey was asked, and the
 * signature against the key: WebAuthn Level 2, 7.2, as far as a ledger can keep it. Never says
 * whose passkey it was.
 */
export function problemOfEvidence(signed: unknown): string | null {
  if (!isMembers(signed) || !isMembers(signed.assertion)) {
    return 'the authorization holds no assertion';
  }
  const data = readBase64url(signed.assertion.authenticatorData);
  const client = readBase64url(signed.assertion.clientDataJSON);
  const signature = readBase64url(signed.assertion.signature);
  const key = readBase64url(signed.assertion.credentialPublicKey);
  if (data === null || client === null || signature === null || key === null) {
    return 'the assertion is not base64url';
  }
  const { rpId, origin, content } = signed;
  if (typeof rpId !== 'string' || typeof origin !== 'string' || content === undefined) {
    return 'the authorization lacks content, rpId or origin';
  }
  const digest = digestOf(content);
  if (digest === null || digest !== signed.digest) return 'the digest is not that of the content';
  const saidWrong = problemOfClient(client, { challenge: digest, origin });
  if (saidWrong !== null) return saidWrong;
  if (data.length < 37 || !sameBytes(data.subarray(0, 32), sha256(rpId))) {
    return 'the passkey signed for another rpId';
  }
  if (((data[32] ?? 0) & userPresentAndVerified) !== userPresentAndVerified) {
    return 'the passkey did not find its user present and verified';
  }
  return problemOfSignature(key, Buffer.concat([data, sha256(client)]), signature);
}

function isMembers(value: unknown): value is Members {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

// The content was read from JSON, so it is what JSON can hold; a lone surrogate is still thrown at.
function digestOf(content: unknown): string | null {
  try {
    return sha256(canonicalJson(content as Json)).toString('base64url');
  } catch {
    return null;
  }
}

function problemOfClient(
  client: Uint8Array,
  asked: { challenge: string; origin: string },
): string | null {
  const told = parsed(client);
  if (!isMembers(told) || told.type !== 'webauthn.get') {
    return 'clientDataJSON does not belong to an assertion';
  }
  if (told.challenge !== asked.challenge) return 'the passkey signed another challenge';
  return told.origin === asked.origin ? null : 'the passkey signed for another origin';
}

function parsed(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    return null;
  }
}

function problemOfSignature(
  cose: Uint8Array,
  message: Buffer,
  signature: Uint8Array,
): string | null {
  const key = readCoseKey(cose);
  if (key === null) return 'the credential’s key is neither ES256 nor EdDSA';
  try {
    const publicKey = createPublicKey({ format: 'jwk', key });
    const algorithm = key.kty === 'EC' ? 'sha256' : null;
    return verify(algorithm, message, publicKey, signature) ? null : 'the signature is not valid';
  } catch {
    return 'the credential’s key is no point of its curve';
  }
}

function readCoseKey(cose: Uint8Array): webcrypto.JsonWebKey | null {
  const hex = cose.toHex();
  const url = (from: number) => Buffer.from(cose.subarray(from, from + 32)).toString('base64url');
  if (cose.length === 42 && hex.startsWith(eddsa.before)) {
    return { kty: 'OKP', crv: 'Ed25519', x: url(10) };
  }
  if (cose.length !== 77 || !hex.startsWith(es256.before)) return null;
  if (hex.slice(84, 90) !== es256.between) return null;
  return { kty: 'EC', crv: 'P-256', x: url(10), y: url(45) };
}
