import { createHash, generateKeyPairSync, type KeyObject, sign, verify } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import {
  type Checkpoint,
  checkpointText,
  isKeyName,
  isSignedBy,
  readCheckpoint,
  readSignedNote,
  readVerifierKey,
  type SignedNote,
  signedNote,
  signNote,
  type VerifierKey,
  verifierKey,
} from './checkpoint.ts';
import type { Hash } from './merkle.ts';

const sha256: Hash = (bytes) => new Uint8Array(createHash('sha256').update(bytes).digest());
const spki = Uint8Array.fromHex('302a300506032b6570032100');
const verifyEd25519 = (key: Uint8Array, message: Uint8Array, signature: Uint8Array) =>
  verify(
    null,
    message,
    { key: Buffer.concat([spki, key]), format: 'der', type: 'spki' },
    signature,
  );

function keyNamed(name: string): { key: VerifierKey; privateKey: KeyObject } {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  const bytes = new Uint8Array(publicKey.export({ format: 'der', type: 'spki' }).subarray(-32));
  const reading = readVerifierKey(sha256, verifierKey(sha256, name, bytes));
  if (reading.kind === 'unreadable') throw new Error(reading.problems.join());
  return { key: reading.key, privateKey };
}

const name = 'district.example/ledger';
const ours = keyNamed(name);
const theirs = keyNamed(name);
const signatureOf = (text: string, { key, privateKey } = ours) =>
  signNote(text, key, (message) => new Uint8Array(sign(null, message, privateKey)));
const checkpoint: Checkpoint = {
  origin: name,
  size: 2n ** 53n + 1n,
  root: sha256(new Uint8Array(0)),
};
const text = checkpointText(checkpoint);
const written = signedNote(text, [signatureOf(text)]);
const problemsOf = (note: string) => {
  const reading = readCheckpoint(note);
  return reading.kind === 'unreadable' ? reading.problems : [];
};

function noteFrom(note: string): SignedNote {
  const reading = readSignedNote(note);
  if (reading.kind === 'unreadable') throw new Error(reading.problems.join());
  return reading.note;
}

describe("the published example of Go's sumdb/note", () => {
  // golang.org/x/mod publishes this key and note; C2SP signed-note describes the same form.
  const vkey = 'PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW';
  const signature =
    'x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN' +
    '1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=';
  const note = [
    'If you think cryptography is the answer to your problem,',
    "then you don't know what your problem is.",
    '',
    `— PeterNeumann ${signature}`,
    '',
  ].join('\n');

  test('it is read, and its key signed it', () => {
    const reading = readVerifierKey(sha256, vkey);
    expect(reading.kind).toBe('read');
    if (reading.kind === 'unreadable') return;
    expect(isSignedBy(noteFrom(note), reading.key, verifyEd25519)).toBe(true);
    const altered = noteFrom(note.replace('answer', 'Answer'));
    expect(isSignedBy(altered, reading.key, verifyEd25519)).toBe(false);
    expect(verifierKey(sha256, reading.key.name, reading.key.publicKey)).toBe(vkey);
    expect(signedNote(noteFrom(note).text, noteFrom(note).signatures)).toBe(note);
  });
});

describe('a checkpoint', () => {
  test('what was written is read back, to the last digit of its size', () => {
    expect(text).toBe(
      'district.example/ledger\n9007199254740993\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n',
    );
    expect(readCheckpoint(written)).toMatchObject({ kind: 'read', checkpoint, note: { text } });
  });

  test.each([
    ['an empty origin', written.replace(name, ''), 'the origin is empty'],
    ['a leading zero', written.replace('9007', '09007'), 'the size is not'],
    ['a sign', written.replace('9007', '+9007'), 'the size is not'],
    ['a size of 2^64', written.replace('9007199254740993', `${2n ** 64n}`), 'the size is not'],
    ['a root that ends in other bits', written.replace('uFU=', 'uFV='), 'the root is not'],
    ['a root without padding', written.replace('uFU=', 'uFU'), 'the root is not'],
    ['an extension line', written.replace('uFU=\n', 'uFU=\nmore\n'), 'lines follow the root'],
    [
      'an empty line before its end',
      written.replace('uFU=\n', 'uFU=\n\n'),
      'lines follow the root',
    ],
  ])('%s is refused', (_, note, problem) => {
    expect(problemsOf(note)).toEqual([expect.stringContaining(problem)]);
  });

  test('all problems are named at once', () => {
    expect(problemsOf(written.replace(/^.*\n.*\n.*\n/, '\n-1\nroot\nmore\n'))).toHaveLength(4);
  });
});

describe('a signed note', () => {
  test.each([
    ['no newline at the end', written.slice(0, -1)],
    ['a carriage return', written.replace('\n', '\r\n')],
    ['half of a character', written.replace('district', '\uD800')],
    ['no empty line', written.replace('\n\n', '\n')],
    ['no signature', `${text}\n`],
    ['a hyphen for the dash', written.replace('—', '-')],
    ['two spaces', written.replace('— ', '—  ')],
    ['a name with a plus', written.replace('— district', '— dis+rict')],
    ['a name with a wide space', written.replace('— district', '— dis\u3000rict')],
    ['something behind the signature', written.replace(/=\n$/, '= \n')],
    ['padding lost', written.replace(/=\n$/, '\n')],
    ['a key id and no signature', `${text}\n— ${name} AAAAAA==\n`],
    ['more signatures than a reader should check', written + `— ${name} AAAAAAA=\n`.repeat(100)],
  ])('%s is refused', (_, note) => {
    expect(readSignedNote(note).kind).toBe('unreadable');
  });

  test('base64 has one spelling only', () => {
    const signature = (base64: string) => `${text}\n— ${name} ${base64}\n`;
    expect(readSignedNote(signature('AAAAAAA=')).kind).toBe('read');
    expect(readSignedNote(signature('AAAAAAB=')).kind).toBe('unreadable');
    expect(readSignedNote(signature('AAAAAAA')).kind).toBe('unreadable');
  });

  test('it divides at its last empty line', () => {
    const poem = 'one\n\n— two AAAAAAA=\n';
    expect(noteFrom(signedNote(poem, [signatureOf(poem)])).text).toBe(poem);
  });

  test('the signature covers letters beyond ASCII as UTF-8', () => {
    const accented = 'kaz adrès\n😀 100%\n';
    const signature = new Uint8Array(sign(null, Buffer.from(accented), ours.privateKey));
    expect(signatureOf(accented).signature).toEqual(signature);
  });
});

describe('whose signature counts', () => {
  const signedBy = (note: string, key = ours.key) => isSignedBy(noteFrom(note), key, verifyEd25519);

  test('ours does, and not for one changed letter of the text', () => {
    expect(signedBy(written)).toBe(true);
    expect(signedBy(written.replace('9007', '9008'))).toBe(false);
  });

  test("another key's signature never does, even under the same name", () => {
    expect(signedBy(signedNote(text, [signatureOf(text, theirs)]))).toBe(false);
    expect(signedBy(written, theirs.key)).toBe(false);
    expect(signedBy(written, { ...ours.key, name: 'other.example' })).toBe(false);
  });

  test('unknown signatures beside ours change nothing; a false one in our name spoils all', () => {
    const witness = { name: 'witness.example', keyId: sha256(spki).slice(0, 4), signature: spki };
    expect(signedBy(signedNote(text, [witness, signatureOf(text)]))).toBe(true);
    const stale = signatureOf(text.replace('9007', '9008'));
    expect(signedBy(signedNote(text, [signatureOf(text), stale]))).toBe(false);
  });

  test('a signature of another length never reaches the one who verifies', () => {
    const long = { ...signatureOf(text), signature: new Uint8Array(65) };
    const asked: Uint8Array[] = [];
    const credulous = (key: Uint8Array) => asked.push(key) > 0;
    expect(isSignedBy(noteFrom(signedNote(text, [long])), ours.key, credulous)).toBe(false);
    expect(asked).toEqual([]);
  });
});

describe('a verifier key', () => {
  const line = verifierKey(sha256, name, ours.key.publicKey);

  test.each([
    ['a newline behind it', `${line}\n`],
    ['another name', line.replace('district', 'province')],
    ['capital hexadecimal digits', line.replace(/\+[0-9a-f]{8}/, '+ABCDEF01')],
    ['another key id', line.replace(/\+[0-9a-f]{8}/, '+00000000')],
    ['another kind of key', line.replace(/\+A[^+]/, '+BA')],
    ['a short key', line.slice(0, -4)],
    ['no name', line.replace(name, '')],
    ['a space in its name', line.replace('district', 'dis trict')],
    ['nothing at all', ''],
  ])('%s is refused', (_, text) => {
    expect(readVerifierKey(sha256, text).kind).toBe('unreadable');
  });

  test('a name that could forge the lines below it is no name', () => {
    for (const forged of ['', 'a\nb', 'a b', 'a+b', 'a\u0085b', '\uDC00']) {
      expect(isKeyName(forged)).toBe(false);
    }
    expect(isKeyName('district.example/kaz-adrès')).toBe(true);
  });
});
