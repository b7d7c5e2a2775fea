import { argon2Sync, createHmac, randomBytes } from 'node:crypto';
import { sameSecret } from './secrets.server.ts';

const cost = { memory: 19_456, passes: 2, parallelism: 1 } as const;

/** A password's Argon2id digest as a PHC string (RFC 9106; OWASP's 19 MiB, two passes). */
export function hashPassword(password: string): string {
  const salt = randomBytes(16);
  return phc(salt, digest(password, salt));
}

/** Whether a password fits a PHC string that hashPassword made. */
export function passwordFits(password: string, stored: string): boolean {
  const [, , , , saltText, digestText] = stored.split('$');
  if (saltText === undefined || digestText === undefined) return false;
  return sameSecret(
    digest(password, Buffer.from(saltText, 'base64')),
    Buffer.from(digestText, 'base64'),
  );
}

function digest(password: string, salt: Uint8Array): Buffer {
  return argon2Sync('argon2id', {
    message: Buffer.from(password.normalize('NFKC')),
    nonce: salt,
    tagLength: 32,
    ...cost,
  });
}

function phc(salt: Buffer, digested: Buffer): string {
  const plain = (bytes: Buffer) => bytes.toString('base64').replaceAll('=', '');
  const { memory, passes, parallelism } = cost;
  const costs = `m=${memory},t=${passes},p=${parallelism}`;
  return `$argon2id$v=19$${costs}$${plain(salt)}$${plain(digested)}`;
}

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** A secret for an authenticator app, 20 random bytes. */
export function freshTotpSecret(): Buffer {
  return randomBytes(20);
}

/** The secret as an authenticator app wants it typed (RFC 4648 base32). */
export function base32(bytes: Uint8Array): string {
  let bits = '';
  for (const byte of bytes) bits += byte.toString(2).padStart(8, '0');
  return (bits.match(/.{1,5}/g) ?? [])
    .map((five) => alphabet[Number.parseInt(five.padEnd(5, '0'), 2)])
    .join('');
}

/** The six digits of one time step of 30 seconds (RFC 6238, HMAC-SHA-1). */
export function totpCode(secret: Uint8Array, step: number): string {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(step));
  const mac = createHmac('sha1', secret).update(counter).digest();
  const offset = (mac.at(-1) ?? 0) & 0x0f;
  const number = mac.readUInt32BE(offset) & 0x7fffffff;
  return String(number % 1_000_000).padStart(6, '0');
}

/** The time step that a code belongs to, at most one step away and later than the last one used. */
export function totpStep(
  secret: Uint8Array,
  code: string,
  unixSeconds: number,
  lastStep: number,
): number | null {
  const now = Math.floor(unixSeconds / 30);
  const typed = Buffer.from(code.replaceAll(' ', ''));
  for (const step of [now - 1, now, now + 1]) {
    if (step > lastStep && sameSecret(Buffer.from(totpCode(secret, step)), typed)) return step;
  }
  return null;
}
