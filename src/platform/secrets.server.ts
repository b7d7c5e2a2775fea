import {
  createCipheriv,
  createDecipheriv,
  createECDH,
  createHash,
  createHmac,
  createPrivateKey,
  createPublicKey,
  hkdfSync,
  randomBytes,
  timingSafeEqual,
} from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Everything secret that an installation derives, from one master of 32 bytes. */
export type Secrets = { readonly derive: (purpose: string) => Buffer };

/** Secrets derived by HKDF-SHA-256 (RFC 5869); two purposes never share a key. */
export function secretsFrom(master: Uint8Array): Secrets {
  if (master.length !== 32) throw new Error('the master secret is 32 bytes');
  return {
    derive: (purpose) => Buffer.from(hkdfSync('sha256', master, 'threshold/v1', purpose, 32)),
  };
}

/**
 * One hand's secrets: read from `<data>/secrets/<hand>`, made there at the first start.
 *
 * The notary and the owner of the database have files of their own, so that a web process taken
 * over by somebody else cannot speak as either.
 */
export function openSecrets(data: string, hand: 'house' | 'notary' | 'owner'): Secrets {
  const folder = join(data, 'secrets');
  const file = join(folder, hand);
  if (!existsSync(file)) {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    // 'wx' lets one of two first starts win; the other reads what that one wrote.
    try {
      writeFileSync(file, `${randomBytes(32).toString('hex')}\n`, { mode: 0o600, flag: 'wx' });
    } catch (error) {
      if (!existsSync(file)) throw error;
    }
  }
  return secretsFrom(Buffer.from(readFileSync(file, 'utf8').trim(), 'hex'));
}

/** SHA-256 of bytes or text. */
export function sha256(bytes: Uint8Array | string): Buffer {
  return createHash('sha256').update(bytes).digest();
}

/** A token that nobody guesses: 32 random bytes as base64url. Only its hash is ever stored. */
export function freshToken(): string {
  return randomBytes(32).toString('base64url');
}

/** A keyed digest that proves a text came from us. */
export function hmac(key: Uint8Array, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest();
}

/** Compares two secrets without telling by time where they differ. */
export function sameSecret(one: Uint8Array, other: Uint8Array): boolean {
  return one.length === other.length && timingSafeEqual(one, other);
}

/**
 * Seals bytes with AES-256-GCM: nonce (12) ‖ ciphertext ‖ tag (16). `bound` is not hidden, only
 * bound.
 */
export function seal(key: Uint8Array, plain: Uint8Array, bound: string): Buffer {
  const nonce = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', key, nonce);
  cipher.setAAD(Buffer.from(bound));
  return Buffer.concat([nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
}

/** Opens sealed bytes; null when the key, the binding or a single bit is wrong. */
export function unseal(key: Uint8Array, sealed: Uint8Array, bound: string): Buffer | null {
  if (sealed.length < 28) return null;
  try {
    const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, 12));
    decipher.setAAD(Buffer.from(bound));
    decipher.setAuthTag(sealed.subarray(sealed.length - 16));
    const body = sealed.subarray(12, sealed.length - 16);
    return Buffer.concat([decipher.update(body), decipher.final()]);
  } catch {
    return null;
  }
}

const pkcs8 = Buffer.from('302e020100300506032b657004220420', 'hex');

/** The Ed25519 key pair of a purpose (RFC 8032); the raw public key is 32 bytes. */
export function signingKey(secrets: Secrets, purpose: string) {
  const seed = secrets.derive(`ed25519:${purpose}`);
  const privateKey = createPrivateKey({
    key: Buffer.concat([pkcs8, seed]),
    format: 'der',
    type: 'pkcs8',
  });
  const spki = createPublicKey(privateKey).export({ format: 'der', type: 'spki' });
  return { privateKey, publicKey: spki.subarray(spki.length - 32) };
}

/** The key pair by which browsers know our push messages (RFC 8292), in base64url. */
export function pushKeys(secrets: Secrets): { publicKey: string; privateKey: string } {
  const pair = createECDH('prime256v1');
  const privateKey = secrets.derive('vapid');
  pair.setPrivateKey(privateKey);
  return {
    publicKey: pair.getPublicKey().toString('base64url'),
    privateKey: privateKey.toString('base64url'),
  };
}
