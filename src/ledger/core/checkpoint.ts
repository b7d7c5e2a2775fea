/**
 * Checkpoints: one signed sentence that says how long the ledger is and what its root is
 * (C2SP tlog-checkpoint, signed-note). It decides what such a text must look like and whose
 * signature counts, and refuses to know how a key is kept or how Ed25519 is computed.
 */

import { bytesAreEqual, type Hash } from './merkle.ts';
import { readCount, readHash } from './read-proof.ts';

/** What a ledger says of itself: its name, how many entries it holds, and the root over them. */
export type Checkpoint = {
  readonly origin: string;
  readonly size: bigint;
  readonly root: Uint8Array;
};

/** One signature line of a note. `keyId` is four bytes and a hint only, never proof of a key. */
export type NoteSignature = {
  readonly name: string;
  readonly keyId: Uint8Array;
  readonly signature: Uint8Array;
};

/** A text, which ends in a newline and is what was signed, with the signatures under it. */
export type SignedNote = { readonly text: string; readonly signatures: readonly NoteSignature[] };

/** The public half of a signing key, as a reader is told it beforehand. 32 bytes, Ed25519. */
export type VerifierKey = {
  readonly name: string;
  readonly keyId: Uint8Array;
  readonly publicKey: Uint8Array;
};

/** Signs with a key only the caller can reach. Ed25519: 64 bytes. */
export type Sign = (message: Uint8Array) => Uint8Array;

/** Whether an Ed25519 signature is the key's own over the message. */
export type Verify = (publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array) => boolean;

type Unreadable = { readonly kind: 'unreadable'; readonly problems: readonly string[] };
export type NoteReading = { readonly kind: 'read'; readonly note: SignedNote } | Unreadable;
export type VerifierKeyReading = { readonly kind: 'read'; readonly key: VerifierKey } | Unreadable;
export type CheckpointReading =
  | { readonly kind: 'read'; readonly checkpoint: Checkpoint; readonly note: SignedNote }
  | Unreadable;

const ed25519 = 0x01;
const keyIdBytes = 4;
const publicKeyBytes = 32;
const signatureBytes = 64;
// The specification asks for sixteen at least and a limit somewhere: each one costs a reader work.
const signatureCountMax = 100;

/**
 * Whether a key or an origin may carry this name. Ask before a name from settings is used: the
 * writers below trust it, and a newline in a name would let it forge the lines that follow.
 */
export function isKeyName(name: string): boolean {
  return name.isWellFormed() && /^[^\p{White_Space}\p{Cc}+]+$/u.test(name);
}

/** The text to sign for a checkpoint. Never adds extension lines (C2SP tlog-checkpoint). */
export function checkpointText({ origin, size, root }: Checkpoint): string {
  return `${origin}\n${size}\n${root.toBase64()}\n`;
}

/** The signature of this key under a text. */
export function signNote(text: string, key: VerifierKey, sign: Sign): NoteSignature {
  return { name: key.name, keyId: key.keyId, signature: sign(utf8(text)) };
}

/** The whole note: text, an empty line, one line for each signature. `text` ends in a newline. */
export function signedNote(text: string, signatures: readonly NoteSignature[]): string {
  const lines = signatures.map(
    ({ name, keyId, signature }) => `— ${name} ${joined(keyId, signature).toBase64()}\n`,
  );
  return `${text}\n${lines.join('')}`;
}

/**
 * A note and its signatures, or every reason why it cannot be read. Reading verifies nothing: trust
 * no word of the text before `isSignedBy`. Signatures of other lengths than Ed25519's are read,
 * because witnesses with other kinds of key may sign beside us.
 */
export function readSignedNote(text: string): NoteReading {
  const boundary = text.lastIndexOf('\n\n');
  const problems: string[] = [];
  if (!text.isWellFormed()) problems.push('the note is not well-formed Unicode');
  if (holdsControls(text)) problems.push('the note holds a control character');
  if (!text.endsWith('\n')) problems.push('the note does not end in a newline');
  if (boundary < 0) problems.push('no empty line separates text and signatures');
  if (problems.length > 0) return { kind: 'unreadable', problems };

  const lines = text
    .slice(boundary + 2)
    .split('\n')
    .slice(0, -1);
  if (lines.length === 0) problems.push('the note is not signed');
  if (lines.length > signatureCountMax) problems.push('the note has too many signatures');
  const signatures = lines.slice(0, signatureCountMax).flatMap((line, place) => {
    const signature = readSignatureLine(line);
    if (signature === null) problems.push(`signature line ${place + 1} cannot be read`);
    return signature ?? [];
  });
  if (problems.length > 0) return { kind: 'unreadable', problems };
  return { kind: 'read', note: { text: text.slice(0, boundary + 1), signatures } };
}

/**
 * A checkpoint and the note it stands in, or every reason why it cannot be read. Verifies no
 * signature. Refuses extension lines, which the specification allows and this ledger never writes:
 * nobody could audit what they say.
 */
export function readCheckpoint(text: string): CheckpointReading {
  const reading = readSignedNote(text);
  if (reading.kind === 'unreadable') return reading;
  const [origin = '', sizeText = '', rootText = '', ...rest] = reading.note.text.split('\n');
  const size = readCount(sizeText);
  const root = readHash(rootText);

  const problems: string[] = [];
  if (origin === '') problems.push('the origin is empty');
  if (size === null) problems.push('the size is not a whole number from 0 up to 2^64 - 1');
  if (root === null) problems.push('the root is not 32 bytes in base64');
  if (rest.join('\n') !== '') problems.push('lines follow the root');
  if (size === null || root === null || problems.length > 0)
    return { kind: 'unreadable', problems };
  return { kind: 'read', checkpoint: { origin, size, root }, note: reading.note };
}

/**
 * Whether this key signed the note. Signatures of other keys count for nothing, whatever they are;
 * one false signature in this key's own name spoils the note (C2SP signed-note).
 */
export function isSignedBy(note: SignedNote, key: VerifierKey, verify: Verify): boolean {
  const own = note.signatures.filter(
    ({ name, keyId }) => name === key.name && bytesAreEqual(keyId, key.keyId),
  );
  const message = utf8(note.text);
  return (
    own.length > 0 &&
    own.every(({ signature }) => {
      return signature.length === signatureBytes && verify(key.publicKey, message, signature);
    })
  );
}

/** The first four bytes of SHA-256 over name, newline, key type and key (C2SP signed-note). */
export function keyId(hash: Hash, name: string, publicKey: Uint8Array): Uint8Array {
  const typed = joined(Uint8Array.of(ed25519), publicKey);
  return hash(joined(utf8(`${name}\n`), typed)).slice(0, keyIdBytes);
}

/** The line that tells a reader which key to trust: `name+key id in hex+base64(type ‖ key)`. */
export function verifierKey(hash: Hash, name: string, publicKey: Uint8Array): string {
  const typed = joined(Uint8Array.of(ed25519), publicKey);
  return `${name}+${keyId(hash, name, publicKey).toHex()}+${typed.toBase64()}`;
}

/**
 * The key in such a line, or every reason why it cannot be read. Computes the key id anew and
 * refuses another, so that a mistyped name or key is noticed here and not at the first signature.
 */
export function readVerifierKey(hash: Hash, text: string): VerifierKeyReading {
  // The name holds no plus, but base64 does: only the first two divide the line.
  const [, name = '', id = '', encoded = ''] = /^([^+]*)\+([^+]*)\+(.*)$/s.exec(text) ?? [];
  const bytes = readBase64(encoded);
  const isEd25519 = bytes?.length === 1 + publicKeyBytes && bytes[0] === ed25519;

  const problems: string[] = [];
  if (!isKeyName(name)) problems.push('the name of the key is empty or holds a space or a plus');
  if (!/^[0-9a-f]{8}$/.test(id)) problems.push('the key id is not eight hexadecimal digits');
  if (!isEd25519) problems.push('the key is not an Ed25519 key in base64');
  if (bytes === null || problems.length > 0) return { kind: 'unreadable', problems };

  const publicKey = bytes.slice(1);
  const computed = keyId(hash, name, publicKey);
  if (computed.toHex() !== id) {
    return { kind: 'unreadable', problems: ['the key id does not belong to this name and key'] };
  }
  return { kind: 'read', key: { name, keyId: computed, publicKey } };
}

function readSignatureLine(line: string): NoteSignature | null {
  const [, name = '', encoded = ''] = /^— ([^ ]+) ([^ ]+)$/.exec(line) ?? [];
  const bytes = readBase64(encoded);
  if (!isKeyName(name) || bytes === null || bytes.length <= keyIdBytes) return null;
  return { name, keyId: bytes.slice(0, keyIdBytes), signature: bytes.slice(keyIdBytes) };
}

// Padded, standard alphabet, no spaces, and the one spelling only: writing the bytes again must
// give the same text, or two different notes could carry one signature.
function readBase64(text: string): Uint8Array | null {
  const shape = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;
  if (!shape.test(text)) return null;
  const bytes = Uint8Array.fromBase64(text);
  return bytes.toBase64() === text ? bytes : null;
}

function holdsControls(text: string): boolean {
  return [...text].some((character) => character < ' ' && character !== '\n');
}

function joined(one: Uint8Array, other: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(one.length + other.length);
  bytes.set(one);
  bytes.set(other, one.length);
  return bytes;
}

// By the language alone, since the core has no machine around it that offers TextEncoder.
function utf8(text: string): Uint8Array {
  const escaped = encodeURIComponent(text.toWellFormed());
  const codes = escaped.match(/%..|./g) ?? [];
  return Uint8Array.from(codes, (code) =>
    code.startsWith('%') ? Number.parseInt(code.slice(1), 16) : code.charCodeAt(0),
  );
}
