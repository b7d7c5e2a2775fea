/**
 * Reads a proof that came from outside as JSON text, and judges it. It decides what counts as a
 * readable proof, and refuses to guess: a text with two readings, such as a repeated key or a
 * number that a program might round, is unreadable, for two honest readers could then disagree.
 *
 * The form is the one public test suites for transparency logs use: `leafIdx`, `treeSize`,
 * `leafHash`, `root`, `proof`, or `size1`, `size2`, `root1`, `root2`, `proof`. Keys it does not
 * know are passed over.
 */

import type { Hash } from './merkle.ts';
import {
  type ConsistencyClaim,
  type InclusionClaim,
  verifyConsistency,
  verifyInclusion,
} from './proof.ts';

export type InclusionProof = { readonly kind: 'inclusion' } & InclusionClaim;
export type ConsistencyProof = { readonly kind: 'consistency' } & ConsistencyClaim;

export type ProofReading =
  | { readonly kind: 'read'; readonly proof: InclusionProof | ConsistencyProof }
  | { readonly kind: 'unreadable'; readonly problems: readonly string[] };

// Each member of the outermost object, as the very text it was written in. JSON.parse alone would
// round a large number and keep only the last of two equal keys, both without a word.
type Members = { readonly sources: ReadonlyMap<string, string>; readonly problems: string[] };

const sizeLimit = 1n << 64n;
const nestingMax = 64;

/**
 * The proof in a JSON text, or every reason why none can be read from it. Never throws. A `proof`
 * of null is an empty one.
 */
export function readProof(text: string): ProofReading {
  if (!isJson(text)) return { kind: 'unreadable', problems: ['the text is not JSON'] };
  const members = membersOf(text);
  const has = (name: string) => members.sources.has(name);
  const isInclusion = ['leafIdx', 'treeSize', 'leafHash', 'root'].some(has);
  const isConsistency = ['size1', 'size2', 'root1', 'root2'].some(has);
  if (isInclusion && isConsistency) {
    members.problems.push('the text mixes an inclusion proof with a consistency proof');
  }
  if (!isInclusion && !isConsistency) {
    members.problems.push('the text is neither an inclusion proof nor a consistency proof');
  }
  if (isInclusion === isConsistency) return { kind: 'unreadable', problems: members.problems };

  const proof = isInclusion ? readInclusion(members) : readConsistency(members);
  if (members.problems.length > 0) return { kind: 'unreadable', problems: members.problems };
  return { kind: 'read', proof };
}

/** Whether the text is a proof that holds. A text nobody can read is refused like a false proof. */
export function judgeProof(hash: Hash, text: string): 'accepted' | 'refused' {
  const reading = readProof(text);
  if (reading.kind === 'unreadable') return 'refused';
  const { proof } = reading;
  const holds =
    proof.kind === 'inclusion' ? verifyInclusion(hash, proof) : verifyConsistency(hash, proof);
  return holds ? 'accepted' : 'refused';
}

/** The 32 bytes of a hash in base64, or null when they are more, fewer, or not canonical. */
export function readHash(text: string): Uint8Array | null {
  const bytes = readBytes(text);
  return bytes?.length === 32 ? bytes : null;
}

/**
 * The bytes of a root in base64, or null. Takes only the one spelling that RFC 4648 section 4 gives
 * them: padded, without spaces, and with zero in the bits that carry nothing. Whether they are as
 * long as a hash is the verifier's to judge.
 */
function readBytes(text: string): Uint8Array | null {
  if (!/^[A-Za-z0-9+/]*={0,2}$/.test(text)) return null;
  try {
    return Uint8Array.fromBase64(text, { lastChunkHandling: 'strict' });
  } catch {
    return null;
  }
}

/**
 * A size or a place in the ledger from its decimal digits, or null. Never rounds, and takes no
 * sign, fraction, exponent or leading zero, nor anything from 2^64 up.
 */
export function readCount(text: string): bigint | null {
  if (!/^(?:0|[1-9][0-9]{0,19})$/.test(text)) return null;
  const count = BigInt(text);
  return count < sizeLimit ? count : null;
}

function readInclusion(members: Members): InclusionProof {
  return {
    kind: 'inclusion',
    index: countIn(members, 'leafIdx'),
    size: countIn(members, 'treeSize'),
    leafHash: hashIn(members, 'leafHash'),
    root: hashIn(members, 'root'),
    proof: hashesIn(members, 'proof'),
  };
}

function readConsistency(members: Members): ConsistencyProof {
  return {
    kind: 'consistency',
    size1: countIn(members, 'size1'),
    size2: countIn(members, 'size2'),
    root1: hashIn(members, 'root1'),
    root2: hashIn(members, 'root2'),
    proof: hashesIn(members, 'proof'),
  };
}

// Where a member cannot be read, the three functions below note why and go on with a stand-in, so
// that one reading names all problems. With a problem noted, the stand-in never leaves this file.
function countIn({ sources, problems }: Members, name: string): bigint {
  const count = readCount(sources.get(name) ?? '');
  if (count === null) problems.push(`${name} is not a whole number from 0 up to 2^64 - 1`);
  return count ?? 0n;
}

function hashIn({ sources, problems }: Members, name: string): Uint8Array {
  const hash = hashFrom(valueFrom(sources.get(name)));
  if (hash === null) problems.push(`${name} is not base64`);
  return hash ?? new Uint8Array(0);
}

function hashesIn({ sources, problems }: Members, name: string): Uint8Array[] {
  const value = valueFrom(sources.get(name));
  if (value === null) return [];
  if (!Array.isArray(value)) {
    problems.push(`${name} is not a list of hashes`);
    return [];
  }
  return value.flatMap((item: unknown, place) => {
    const hash = hashFrom(item);
    if (hash === null) problems.push(`${name} ${place} is not base64`);
    return hash ?? [];
  });
}

function hashFrom(value: unknown): Uint8Array | null {
  return typeof value === 'string' ? readBytes(value) : null;
}

function valueFrom(source: string | undefined): unknown {
  return source === undefined ? undefined : JSON.parse(source);
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

// Needs a text that JSON.parse has accepted: then every quote, brace and comma outside a string is
// where the grammar allows it, and cutting the text into tokens is enough.
function membersOf(text: string): Members {
  const sources = new Map<string, string>();
  const problems: string[] = [];
  const open: Set<string>[] = [];
  let [string, key, valueStart] = ['', '', 0];
  for (const { 0: token, index } of text.matchAll(/"[^"\\]*(?:\\.[^"\\]*)*"|[{}[\]:,]/g)) {
    if (token.startsWith('"')) string = token;
    // A value ends at the comma behind it, or at the brace that closes the outermost object.
    const isValueEnd = open.length === 1 && (token === ',' || token === '}');
    if (isValueEnd && valueStart > 0) sources.set(key, text.slice(valueStart, index).trim());
    if (token === '{' || token === '[') open.push(new Set());
    if (token === '}' || token === ']') open.pop();
    if (open.length > nestingMax) return { sources, problems: ['the text is nested too deeply'] };
    if (token !== ':') continue;

    const name: string = JSON.parse(string);
    if (open.at(-1)?.has(name)) problems.push(`the key ${string} is repeated`);
    open.at(-1)?.add(name);
    if (open.length === 1) [key, valueStart] = [name, index + 1];
  }
  return { sources, problems };
}
