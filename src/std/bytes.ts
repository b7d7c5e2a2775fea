/** Bytes as base64url without padding (RFC 4648, section 5). */
export function base64url(bytes: Uint8Array): string {
  return bytes.toBase64({ alphabet: 'base64url', omitPadding: true });
}

/** Reads base64url without padding; null when a character, a length or a trailing bit is wrong. */
export function readBase64url(text: unknown): Uint8Array | null {
  if (typeof text !== 'string' || text.includes('=')) return null;
  try {
    const bytes = Uint8Array.fromBase64(text, { alphabet: 'base64url' });
    return base64url(bytes) === text ? bytes : null;
  } catch {
    return null;
  }
}

/** Several runs of bytes as one. */
export function concatBytes(...runs: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(runs.reduce((size, run) => size + run.length, 0));
  let offset = 0;
  for (const run of runs) {
    whole.set(run, offset);
    offset += run.length;
  }
  return whole;
}

/** Whether two runs of bytes are the same. Not in constant time: never for secrets. */
export function sameBytes(one: Uint8Array, other: Uint8Array): boolean {
  return one.length === other.length && one.every((byte, index) => byte === other[index]);
}
