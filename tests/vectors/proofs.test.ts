import { spawnSync } from 'node:child_process';
import { createHash, createSign, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import canonicalize from 'canonicalize';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  checkpointText,
  readVerifierKey,
  signedNote,
  signNote,
  verifierKey,
} from '../../src/ledger/core/checkpoint.ts';
import { type Hash, leafHash, rootOf } from '../../src/ledger/core/merkle.ts';
import { consistencyProof, inclusionProof } from '../../src/ledger/core/proof.ts';
import { judgeProof } from '../../src/ledger/core/read-proof.ts';

// The same proofs and ledgers, judged by two programs that share no code: ours, and one in Python
// that an outside expert can read. Where they disagree, at least one of them is wrong.

const sha256: Hash = (bytes) => new Uint8Array(createHash('sha256').update(bytes).digest());
const verifier = fileURLToPath(new URL('../../tools/verify-ledger/', import.meta.url));
const vectors = fileURLToPath(new URL('./proofs/', import.meta.url));
const files = readdirSync(vectors).filter((file) => file.endsWith('.json'));
// A decoder that mends bytes or drops a byte order mark would judge another text than the file's.
const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
const readVector = (file: string) => utf8.decode(readFileSync(vectors + file));
const url64 = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64url');
let folder = '';

function python(...words: string[]): { status: number | null; lines: string[]; errors: string } {
  const run = spawnSync('python3', words, { encoding: 'utf8', maxBuffer: 1 << 26 });
  // Never skipped: a second verifier that did not run has agreed to nothing.
  if (run.error) throw new Error(`python3 is missing or does not start: ${run.error.message}`);
  return { status: run.status, lines: run.stdout.trimEnd().split('\n'), errors: run.stderr };
}

const secondVerdicts = (paths: string[]) =>
  python(`${verifier}verify_ledger.py`, 'proof', ...paths).lines.map(
    (line) => /^(accepted|refused): /.exec(line)?.[1] ?? line,
  );

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'threshold-vectors-'));
});

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

describe('the proof vectors', () => {
  test('both verifiers give each file the verdict written in it', () => {
    const wanted = files.map((file) => {
      const isWrong = /"wantErr": (true|false)/.exec(readVector(file))?.[1];
      return `${file} ${isWrong === 'true' ? 'refused' : 'accepted'}`;
    });
    const ours = files.map((file) => judgeProof(sha256, readVector(file)));
    const theirs = secondVerdicts(files.map((file) => vectors + file));
    expect(files.length).toBeGreaterThan(40);
    expect(files.map((file, place) => `${file} ${ours[place]}`)).toEqual(wanted);
    expect(files.map((file, place) => `${file} ${theirs[place]}`)).toEqual(wanted);
  });

  test('both verifiers agree on every proof of small trees, whole and spoiled', () => {
    const sizeMax = 17;
    const texts = smallProofs(sizeMax).flatMap((proof) => spoilings(JSON.stringify(proof)));
    const ours = texts.map((text) => judgeProof(sha256, text));
    expect(secondVerdicts(writeAll(texts))).toEqual(ours);
    // Of the whole proofs only those from the empty tree are refused, one for each size.
    const accepted = ours.filter((verdict) => verdict === 'accepted');
    expect(accepted).toHaveLength(texts.length / 5 - sizeMax);
  });

  test('both verifiers take equal roots at equal sizes, and only in their one spelling', () => {
    const canonical = ['', 'AA==', 'AAA=', 'AAAA', '+/+/'];
    const others = ['AB==', 'AAB=', 'AA', 'A', '=', 'A===', 'AAAA=', 'AAAA==', '-_-_', 'AA==AA=='];
    const blanks = [' AAAA', 'AAAA ', 'AA AA', 'AAAA\n', 'AA\u00a0AA', '\uff21AAA'];
    const roots = [...canonical, ...others, ...blanks];
    const texts = [0, 1, 8].flatMap((size) =>
      roots.flatMap((root) => [claimOf([size, size], root, root), claimOf([0, 1], root, root)]),
    );
    const ours = texts.map((text) => judgeProof(sha256, text));
    expect(secondVerdicts(writeAll(texts))).toEqual(ours);
    expect(texts.filter((_, place) => ours[place] === 'accepted')).toEqual(
      [0, 1, 8].flatMap((size) => canonical.map((root) => claimOf([size, size], root, root))),
    );
  });

  test('bytes that are not strict UTF-8, or begin with a byte order mark, are refused', () => {
    const whole = Buffer.from(claimOf([1, 1], 'AAAA', 'AAAA').replace('{', '{"desc":"\u00e9",'));
    const broken = Buffer.from(whole.map((byte) => (byte === 0xa9 ? 0x28 : byte)));
    const marked = Buffer.concat([Buffer.of(0xef, 0xbb, 0xbf), whole]);
    expect(secondVerdicts(writeAll([whole, broken, marked]))).toEqual([
      'accepted',
      'refused',
      'refused',
    ]);
    expect(judgeProof(sha256, utf8.decode(whole))).toBe('accepted');
    expect(() => utf8.decode(broken)).toThrow(TypeError);
    expect(judgeProof(sha256, utf8.decode(marked))).toBe('refused');
  });
});

describe('an exported ledger', () => {
  test('the second verifier finds it whole, with the root ours computed', () => {
    const { root } = writeExport();
    const { status, lines } = python(`${verifier}verify_ledger.py`, 'export', folder);
    expect(lines).toEqual([`whole: 3 entries, root ${root.toHex()}`]);
    expect(status).toBe(0);
  });

  test('and names the entry that was altered', () => {
    writeExport();
    const entries = join(folder, 'entries.jsonl');
    writeFileSync(entries, readFileSync(entries, 'utf8').replace('😀', '😁'));
    const { status, lines } = python(`${verifier}verify_ledger.py`, 'export', folder);
    expect(lines[0]).toBe('entry 0: the envelope is not what the leaf commits to');
    expect(lines.at(-1)).toMatch(/^WRONG: /);
    expect(status).toBe(1);
  });

  test('and refuses a checkpoint that another key signed', () => {
    writeExport();
    const note = readFileSync(join(folder, 'checkpoint'), 'utf8');
    writeExport();
    writeFileSync(join(folder, 'checkpoint'), note);
    const { status, lines } = python(`${verifier}verify_ledger.py`, 'export', folder);
    expect(lines[0]).toBe('checkpoint: the verifier key did not sign it');
    expect(status).toBe(1);
  });

  test("the second verifier's own tests pass", { timeout: 120_000 }, () => {
    const { status, errors } = python('-B', '-W', 'error', `${verifier}test_verify_ledger.py`);
    expect(errors).toMatch(/\nOK\n$/);
    expect(status).toBe(0);
  });
});

function writeAll(texts: readonly (string | Uint8Array)[]): string[] {
  return texts.map((text, place) => {
    const path = join(folder, `${place}.json`);
    writeFileSync(path, text);
    return path;
  });
}

function claimOf([size1, size2]: [number, number], root1: string, root2: string): string {
  return JSON.stringify({ size1, size2, root1, root2, proof: [] });
}

function smallProofs(sizeMax: number): object[] {
  const leaves = Array.from({ length: sizeMax }, (_, place) =>
    leafHash(sha256, Uint8Array.of(place)),
  );
  const root = (size: number) => rootOf(sha256, leaves.slice(0, size)).toBase64();
  return leaves.flatMap((_, last) => {
    const size = last + 1;
    const tree = leaves.slice(0, size);
    const encode = (proof: Uint8Array[] | null) => proof?.map((hash) => hash.toBase64());
    return tree.flatMap((leaf, index) => [
      {
        leafIdx: index,
        treeSize: size,
        leafHash: leaf.toBase64(),
        root: root(size),
        proof: encode(inclusionProof(sha256, tree, BigInt(index))),
      },
      {
        size1: index,
        size2: size,
        root1: root(index),
        root2: root(size),
        proof: encode(consistencyProof(sha256, tree, BigInt(index))),
      },
    ]);
  });
}

// The text itself, and four ways to spoil it that make every proof false.
function spoilings(text: string): string[] {
  const hash = `"${sha256(new Uint8Array(9)).toBase64()}"`;
  return [
    text,
    text.replace('"proof":[', `"proof":[${text.includes('"proof":[]') ? hash : `${hash},`}`),
    text.replace(/"(leafHash|root1)":"[^"]*"/, `"$1":${hash}`),
    text.replace(/"(treeSize|size2)":\d+/, '"$1":0').replace(/"size1":0/, '"size1":1'),
    text.replace('{', '{"desc":1,"desc":1,'),
  ];
}

// One readable entry, one that a passkey signed, and one that tells of both clocks.
function writeExport(): { root: Uint8Array } {
  const bodies = [
    { note: 'kaz adrès 😀\u2028"\\', '\ufb33': null, '\u{1f600}': 1 },
    { signed: signedWithPasskey({ decision: 'entry-denied', asked: ['entry', 'records'] }) },
    {},
  ];
  const commitments: Uint8Array[] = [];
  const lines = bodies.map((body, position) => {
    const envelope = canonicalize({
      act: `act-${position}`,
      actor: { duty: 'security-officer' },
      body,
      district: 'trial',
      happenedAt: '2026-03-02T07:59:00Z',
      nth: 0,
      position,
      recordedAt: `2026-03-02T08:00:0${position}.25Z`,
      stream: 'encounter-1',
      type: 'ArrivalReported',
      version: position + 1,
    });
    const salt = sha256(Uint8Array.of(position));
    const leaf = sha256(Buffer.concat([salt, Buffer.from(`${envelope}`)]));
    commitments.push(leaf);
    const line = { position, leaf: leaf.toBase64(), salt: salt.toBase64(), envelope };
    return `${JSON.stringify(line)}\n`;
  });
  const root = rootOf(
    sha256,
    commitments.map((commitment) => leafHash(sha256, commitment)),
  );
  writeFileSync(join(folder, 'entries.jsonl'), lines.join(''));
  writeFileSync(join(folder, 'district'), 'trial\n');
  writeCheckpoint(BigInt(lines.length), root);
  return { root };
}

function writeCheckpoint(size: bigint, root: Uint8Array): void {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  const origin = 'district.example/ledger';
  const line = verifierKey(sha256, origin, rawKey(publicKey).slice(-32));
  const reading = readVerifierKey(sha256, line);
  if (reading.kind === 'unreadable') throw new Error(reading.problems.join());
  const text = checkpointText({ origin, size, root });
  const signature = signNote(text, reading.key, (message) => sign(null, message, privateKey));
  writeFileSync(join(folder, 'verifier-key'), `${line}\n`);
  writeFileSync(join(folder, 'checkpoint'), signedNote(text, [signature]));
}

// OpenSSL makes this signature, so that the Python arithmetic is held against another's.
function signedWithPasskey(content: object) {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'prime256v1' });
  const digest = url64(sha256(Buffer.from(`${canonicalize(content)}`)));
  const origin = 'https://district.example';
  const client = Buffer.from(
    JSON.stringify({ type: 'webauthn.get', challenge: digest, origin, crossOrigin: false }),
  );
  const data = Buffer.concat([sha256(Buffer.from('district.example')), Buffer.of(5, 0, 0, 0, 7)]);
  const signature = createSign('sha256').update(data).update(sha256(client)).sign(privateKey);
  const point = rawKey(publicKey).slice(-64);
  const key = Buffer.concat([
    Uint8Array.fromHex('a5010203262001215820'),
    point.slice(0, 32),
    Uint8Array.fromHex('225820'),
    point.slice(32),
  ]);
  const assertion = {
    authenticatorData: url64(data),
    clientDataJSON: url64(client),
    signature: url64(signature),
    credentialPublicKey: url64(key),
  };
  return { digest, content, assertion, rpId: 'district.example', origin };
}

function rawKey(key: KeyObject): Uint8Array {
  return new Uint8Array(key.export({ format: 'der', type: 'spki' }));
}
