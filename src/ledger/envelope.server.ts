/** Opens an envelope for a verifier: what it says, or what is wrong with how it says it. */
import { isUtf8 } from 'node:buffer';
import { canonicalJson, type Json } from '#std/canonical-json';
import type { Columns } from './given.server.ts';

/** An envelope that was read: the members that a ledger's history is made of. */
export type ReadEnvelope = {
  readonly stream: string;
  readonly version: number;
  readonly type: string;
  readonly recordedAt: string;
  readonly body: Members;
};

type Members = Readonly<Record<string, unknown>>;
type EnvelopeReading =
  | { readonly kind: 'read'; readonly envelope: ReadEnvelope }
  | { readonly kind: 'wrong'; readonly problem: string };

const saltBytes = 32;
const nestingMax = 64;
const memberCount = 11;

/** Reads what stands behind the salt, for the entry at this place. Never throws. */
export function readEnvelope(
  opened: Buffer,
  place: { district: string; position: number },
): EnvelopeReading {
  const bytes = opened.subarray(saltBytes);
  if (!isUtf8(bytes)) return wrong('the envelope is not UTF-8');
  const text = bytes.toString('utf8');
  const members = parseMembers(text);
  if (members === null) return wrong('the envelope is not a JSON object');
  if (!isCanonical(text, members)) {
    return wrong('the envelope is not in the canonical form of RFC 8785');
  }
  if (Object.keys(members).length !== memberCount || !('act' in members && 'actor' in members)) {
    return wrong('the envelope does not hold exactly its eleven members');
  }
  if (members.position !== place.position) return wrong('the envelope names another position');
  if (members.district !== place.district) return wrong('the envelope names another district');
  return readMembers(members);
}

function readMembers(members: Members): EnvelopeReading {
  const { stream, type, version, recordedAt, body } = members;
  if (typeof stream !== 'string' || typeof type !== 'string') return wrong('no stream or type');
  if (!isMembers(body) || body.type !== type) return wrong('its body is of another type');
  if (typeof version !== 'number') return wrong('version is not a number');
  if (typeof recordedAt !== 'string' || !isMoment(recordedAt)) {
    return wrong('recordedAt is not a moment in UTC');
  }
  return { kind: 'read', envelope: { ...members, stream, version, type, recordedAt, body } };
}

/** Which column says something else than the envelope; null when none does. */
export function columnThatDiffers(envelope: ReadEnvelope, columns: Columns): string | null {
  const told: Members = envelope;
  if (envelope.stream !== columns.stream) return 'stream';
  if (envelope.version !== columns.version) return 'version';
  if (told.act !== columns.act) return 'act';
  if (told.nth !== columns.nth) return 'nth';
  if (envelope.type !== columns.type) return 'type';
  if (!isSameMoment(told.happenedAt, columns.happenedAt)) return 'happened_at';
  if (!isSameMoment(envelope.recordedAt, columns.recordedAt)) return 'recorded_at';
  return isSameDigest(envelope.body.signed, columns.signedDigest) ? null : 'signed_digest';
}

/** Whether a moment stored in microseconds is exactly what an envelope says. */
export function isSameMoment(told: unknown, storedMicroseconds: number): boolean {
  return typeof told === 'string' && Date.parse(told) * 1000 === storedMicroseconds;
}

function isSameDigest(signed: unknown, stored: Uint8Array | null): boolean {
  if (!isMembers(signed)) return signed === undefined && stored === null;
  return stored !== null && signed.digest === Buffer.from(stored).toString('base64url');
}

// Instants have one spelling, so that the order of texts is the order of time.
function isMoment(text: string): boolean {
  const milliseconds = Date.parse(text);
  return !Number.isNaN(milliseconds) && new Date(milliseconds).toISOString() === text;
}

/** Whether a value of JSON is an object. */
export function isMembers(value: unknown): value is Members {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function wrong(problem: string): EnvelopeReading {
  return { kind: 'wrong', problem };
}

function parseMembers(text: string): Members | null {
  try {
    const value: unknown = JSON.parse(text);
    return isMembers(value) ? value : null;
  } catch {
    return null;
  }
}

/**
 * Whether a text is the one canonical text of what was read from it.
 *
 * Written again by the engine it must be the same, which settles spaces, numbers, escapes and
 * repeated names; then only the order of names is left. The engine puts names that look like
 * indexes first, and may write half of a surrogate pair: those go the slow way, which is the rule
 * itself.
 */
function isCanonical(text: string, members: Members): boolean {
  const isWritten = JSON.stringify(members) === text && !text.includes('\\ud');
  if (isWritten && isInOrder(members, nestingMax)) return true;
  try {
    return holdsOnlyWholeNumbers(members, nestingMax) && canonicalJson(members as Json) === text;
  } catch {
    return false;
  }
}

// Also asks what `holdsOnlyWholeNumbers` asks, in the same walk: this one runs for every entry.
function isInOrder(value: unknown, depth: number): boolean {
  if (typeof value === 'number') return Number.isSafeInteger(value);
  if (typeof value !== 'object' || value === null) return true;
  if (depth === 0) return false;
  if (Array.isArray(value)) return value.every((member) => isInOrder(member, depth - 1));
  let before = '';
  for (const [name, member] of Object.entries(value)) {
    if (before >= name && before !== '') return false;
    if (!isInOrder(member, depth - 1)) return false;
    before = name;
  }
  return true;
}

// The second verifier reads whole numbers only, since fractions are where programs differ: what it
// cannot read is no entry of a ledger.
function holdsOnlyWholeNumbers(value: unknown, depth: number): boolean {
  if (typeof value === 'number') return Number.isSafeInteger(value);
  if (typeof value !== 'object' || value === null) return true;
  if (depth === 0) return false;
  return Object.values(value).every((member) => holdsOnlyWholeNumbers(member, depth - 1));
}
