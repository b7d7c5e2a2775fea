import { createECDH, createPrivateKey, createPublicKey, type KeyObject, sign } from 'node:crypto';
import { type Secrets, sha256 } from './secrets.server.ts';
import type { AssertionIn } from './webauthn.server.ts';

/**
 * A passkey without a device, for trials and tests: the same key every time, from the trial's own
 * secrets.
 */
export type SoftwarePasskey = {
  readonly credential: string;
  readonly privateKey: KeyObject;
  /** The public key in COSE form (RFC 9052), as an authenticator would give it. */
  readonly publicKey: Uint8Array;
};

/** A person's software passkey. Never used where real people sign in. */
export function softwarePasskey(secrets: Secrets, person: string): SoftwarePasskey {
  const pair = createECDH('prime256v1');
  const scalar = secrets.derive(`software-passkey:${person}`);
  pair.setPrivateKey(scalar);
  const point = pair.getPublicKey();
  const [x, y] = [point.subarray(1, 33), point.subarray(33, 65)];
  const privateKey = createPrivateKey({
    format: 'jwk',
    key: {
      kty: 'EC',
      crv: 'P-256',
      d: scalar.toString('base64url'),
      x: x.toString('base64url'),
      y: y.toString('base64url'),
    },
  });
  const cose = Buffer.concat([
    Buffer.from('a5010203262001215820', 'hex'),
    x,
    Buffer.from('225820', 'hex'),
    y,
  ]);
  const credential = sha256(`credential/${point.toString('hex')}`).toString('base64url');
  return { credential, privateKey, publicKey: cose };
}

/** A software passkey from the PKCS #8 key that `threshold seed --json` prints. */
export function readSoftwarePasskey(pkcs8: string, credential: string): SoftwarePasskey {
  const key = Buffer.from(pkcs8, 'base64url');
  const privateKey = createPrivateKey({ key, format: 'der', type: 'pkcs8' });
  const { x = '', y = '' } = createPublicKey(privateKey).export({ format: 'jwk' });
  const publicKey = Buffer.concat([
    Buffer.from('a5010203262001215820', 'hex'),
    Buffer.from(x, 'base64url'),
    Buffer.from('225820', 'hex'),
    Buffer.from(y, 'base64url'),
  ]);
  return { credential, privateKey, publicKey };
}

/** The key as seed prints it. */
export function printableKey(passkey: SoftwarePasskey): string {
  return passkey.privateKey.export({ format: 'der', type: 'pkcs8' }).toString('base64url');
}

/**
 * Answers a challenge as an authenticator with user verification would (WebAuthn, section 6.3.3).
 */
export function answerChallenge(
  passkey: SoftwarePasskey,
  site: { rpId: string; origin: string },
  challenge: string,
): AssertionIn {
  const clientDataJSON = Buffer.from(
    JSON.stringify({ type: 'webauthn.get', challenge, origin: site.origin, crossOrigin: false }),
  );
  // User present and user verified; a counter of zero means that the authenticator keeps none.
  const authenticatorData = Buffer.concat([sha256(site.rpId), Buffer.from('0500000000', 'hex')]);
  const signed = Buffer.concat([authenticatorData, sha256(clientDataJSON)]);
  return {
    id: passkey.credential,
    rawId: passkey.credential,
    type: 'public-key',
    response: {
      authenticatorData: authenticatorData.toString('base64url'),
      clientDataJSON: clientDataJSON.toString('base64url'),
      signature: sign('sha256', signed, passkey.privateKey).toString('base64url'),
    },
    clientExtensionResults: {},
  };
}
