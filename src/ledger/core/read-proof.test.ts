import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { emptyRoot, type Hash, leafHash, nodeHash } from './merkle.ts';
import { judgeProof, readCount, readHash, readProof } from './read-proof.ts';

const sha256: Hash = (bytes) => new Uint8Array(createHash('sha256').update(bytes).digest());
const one = leafHash(sha256, Uint8Array.of(1));
const two = leafHash(sha256, Uint8Array.of(2));
const both = nodeHash(sha256, one, two);
const [leaf, sibling, root] = [one, two, both].map((bytes) => bytes.toBase64());

const included = { leafIdx: 0, treeSize: 2, leafHash: leaf, root, proof: [sibling] };
const grown = { size1: 1, size2: 2, root1: leaf, root2: root, proof: [sibling] };
const judge = (text: string) => judgeProof(sha256, text);
const judgeWith = (change: object) => judge(JSON.stringify({ ...included, ...change }));
const problemsOf = (text: string) => {
  const reading = readProof(text);
  return reading.kind === 'unreadable' ? reading.problems : [];
};

describe('a readable proof', () => {
  test('both kinds are read and judged', () => {
    expect(readProof(JSON.stringify(included))).toEqual({
      kind: 'read',
      proof: { kind: 'inclusion', index: 0n, size: 2n, leafHash: one, root: both, proof: [two] },
    });
    expect(readProof(JSON.stringify(grown))).toEqual({
      kind: 'read',
      proof: { kind: 'consistency', size1: 1n, size2: 2n, root1: one, root2: both, proof: [two] },
    });
    expect(judge(JSON.stringify(included))).toBe('accepted');
    expect(judge(JSON.stringify(grown, null, 2))).toBe('accepted');
  });

  test('a false proof is readable and refused', () => {
    const text = JSON.stringify({ ...included, leafIdx: 1 });
    expect(readProof(text).kind).toBe('read');
    expect(judge(text)).toBe('refused');
  });

  test('keys it does not know change nothing, whatever they hold', () => {
    const extra = { desc: 'a "}" and , : [', wantErr: true, more: [{ root: 1, size1: [2] }, 1.5] };
    expect(judgeWith(extra)).toBe('accepted');
    expect(judge(JSON.stringify({ ...extra, ...included }))).toBe('accepted');
  });

  test('a proof of null is an empty proof', () => {
    expect(judgeWith({ treeSize: 1, root: leaf, proof: null })).toBe('accepted');
    expect(judgeWith({ proof: null })).toBe('refused');
  });

  test('keys written with escapes are the same keys', () => {
    expect(judge(JSON.stringify(included).replace('"root"', '"\\u0072oot"'))).toBe('accepted');
  });

  test('a number above 2^53 is read to its last digit', () => {
    const text = JSON.stringify(included).replace('"leafIdx":0', '"leafIdx":9007199254740993');
    expect(
      readProof(text.replace('"treeSize":2', '"treeSize":18446744073709551615')),
    ).toMatchObject({
      proof: { index: 9007199254740993n, size: 18446744073709551615n },
    });
  });

  test('growth from the empty tree is readable and refused', () => {
    const empty = { ...grown, size1: 0, root1: emptyRoot(sha256).toBase64(), proof: [] };
    expect(readProof(JSON.stringify(empty)).kind).toBe('read');
    expect(judge(JSON.stringify(empty))).toBe('refused');
    expect(judge(JSON.stringify({ ...empty, root1: leaf }))).toBe('refused');
    expect(judge(JSON.stringify({ ...empty, proof: null }))).toBe('refused');
  });

  test.each([0, 1])('two trees of size %i agree when their roots do, of any length', (size) => {
    const twelve = new Uint8Array(12).fill(9).toBase64();
    const same = { size1: size, size2: size, root1: twelve, root2: twelve, proof: [] };
    expect(judge(JSON.stringify(same))).toBe('accepted');
    expect(judge(JSON.stringify({ ...same, root2: leaf }))).toBe('refused');
    expect(judge(JSON.stringify({ ...same, proof: [leaf] }))).toBe('refused');
    expect(judge(JSON.stringify({ ...same, size2: size + 1 }))).toBe('refused');
  });

  test('sizes above 2^53 that would round to each other are not equal', () => {
    const same = '{"size1":9007199254740993,"size2":9007199254740993,"root1":"","root2":""';
    expect(judge(`${same},"proof":[]}`)).toBe('accepted');
    expect(judge(`${same},"proof":[]}`.replace('993', '992'))).toBe('refused');
    expect(judge(`${same},"proof":[]}`.replace('993,"root1', '992,"root1'))).toBe('refused');
  });
});

describe('an unreadable proof', () => {
  test('all problems are named at once', () => {
    expect(problemsOf('{"leafIdx":-1,"treeSize":1.0,"root":"=","proof":["A",null]}')).toEqual([
      'leafIdx is not a whole number from 0 up to 2^64 - 1',
      'treeSize is not a whole number from 0 up to 2^64 - 1',
      'leafHash is not base64',
      'root is not base64',
      'proof 0 is not base64',
      'proof 1 is not base64',
    ]);
  });

  test.each(['', '{', 'null', '[]', '"text"', '7', '{}', '{"proof":[]}', '\uFEFF{}', '{"a":1}}'])(
    '%j is refused without a crash',
    (text) => {
      expect(problemsOf(text)).toHaveLength(1);
      expect(judge(text)).toBe('refused');
    },
  );

  test.each([
    '-1',
    '-0',
    '1.0',
    '1e0',
    '1E2',
    '"1"',
    'null',
    '[1]',
    'true',
    '18446744073709551616',
  ])('an index written %s is refused', (number) => {
    const text = JSON.stringify(included).replace('"leafIdx":0', `"leafIdx":${number}`);
    expect(problemsOf(text)).toEqual(['leafIdx is not a whole number from 0 up to 2^64 - 1']);
  });

  test('a leading zero is not even JSON', () => {
    expect(problemsOf('{"leafIdx":01}')).toEqual(['the text is not JSON']);
    expect(readCount('01')).toBeNull();
  });

  test.each([
    ['a missing list', undefined],
    ['one hash instead of a list', sibling],
    ['an object', { 0: sibling }],
  ])('%s is no proof', (_, proof) => {
    expect(judgeWith({ proof })).toBe('refused');
    expect(problemsOf(JSON.stringify({ ...included, proof }))).toEqual([
      'proof is not a list of hashes',
    ]);
  });

  test.each([leaf, sibling, root])('a repeated key is refused even when both agree', (hash) => {
    const text = JSON.stringify(included).replace('{', `{"root":"${hash}",`);
    expect(problemsOf(text)).toEqual(['the key "root" is repeated']);
    expect(problemsOf(text.replace('"root"', '"\\u0072oot"'))).toHaveLength(1);
  });

  test('a key repeated deep inside an unknown member is refused too', () => {
    const nested = JSON.stringify(included).replace('{', '{"more":[{"a":1,"b":{"a":1},"a":2}],');
    expect(problemsOf(nested)).toEqual(['the key "a" is repeated']);
  });

  test('a text that is both kinds at once is refused', () => {
    expect(judge(JSON.stringify({ ...grown, ...included }))).toBe('refused');
    expect(problemsOf(JSON.stringify({ ...included, size1: 1 }))).toEqual([
      'the text mixes an inclusion proof with a consistency proof',
    ]);
  });

  test('nesting and length do not break the reading', () => {
    const deep = `${'['.repeat(100_000)}${']'.repeat(100_000)}`;
    expect(judge(JSON.stringify(included).replace('{', `{"more":${deep},`))).toBe('refused');
    expect(judgeWith({ desc: 'x\\"'.repeat(1_000_000) })).toBe('accepted');
  });

  test('no text whatever makes it throw', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => judge(text) === 'refused'));
    fc.assert(fc.property(fc.json(), (text) => judge(text) === 'refused'));
  });
});

describe('base64', () => {
  const plain = new Uint8Array(32).fill(251).toBase64();

  test('32 bytes have one spelling, and it is read', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 32, maxLength: 32 }), (bytes) => {
        expect(readHash(bytes.toBase64())?.toHex()).toBe(bytes.toHex());
      }),
    );
  });

  test.each([
    ['without padding', plain.slice(0, -1)],
    ['with the url alphabet', plain.replaceAll('+', '-').replaceAll('/', '_')],
    ['with a space before', ` ${plain}`],
    ['with a newline behind', `${plain}\n`],
    ['with a newline within', `${plain.slice(0, 8)}\n${plain.slice(8)}`],
    ['with bits set that carry nothing', `${plain.slice(0, 42)}t=`],
    ['with padding too many', `${plain}=`],
  ])('a hash %s is unreadable everywhere', (_, text) => {
    expect(readHash(text)).toBeNull();
    expect(problemsOf(JSON.stringify({ ...included, root: text }))).toEqual(['root is not base64']);
    expect(problemsOf(JSON.stringify({ ...grown, root1: text }))).toEqual(['root1 is not base64']);
    expect(problemsOf(JSON.stringify({ ...included, proof: [text] }))).toEqual([
      'proof 0 is not base64',
    ]);
  });

  test.each([
    ['of 31 bytes', new Uint8Array(31).toBase64()],
    ['of 33 bytes', new Uint8Array(33).toBase64()],
    ['of no bytes', ''],
    ['in hexadecimal', new Uint8Array(32).toHex()],
  ])('a hash %s is no hash, and no proof between different sizes holds with it', (_, text) => {
    expect(readHash(text)).toBeNull();
    const bytes = Uint8Array.fromBase64(text);
    const [before, after] = [nodeHash(sha256, bytes, two), nodeHash(sha256, one, bytes)].map(
      (hash) => hash.toBase64(),
    );
    for (const claim of [
      { ...included, treeSize: 1, leafHash: text, root: text, proof: [] },
      { ...included, leafHash: text, root: before },
      { ...included, root: after, proof: [text] },
      { ...grown, root1: text, root2: before },
      { ...grown, root2: after, proof: [text] },
      { ...grown, root1: text, root2: text, proof: [] },
    ]) {
      expect(readProof(JSON.stringify(claim)).kind).toBe('read');
      expect(judge(JSON.stringify(claim))).toBe('refused');
    }
  });

  test.each(['AB==', 'AAB=', 'AA', 'AAA', 'A', 'A===', '=', '==', 'AAAA=', 'AAAA==', 'AA==AA=='])(
    'the spelling %s is refused even where equal roots of any length would do',
    (text) => {
      const same = { size1: 1, size2: 1, root1: text, root2: text, proof: [] };
      expect(problemsOf(JSON.stringify(same))).toHaveLength(2);
      expect(judge(JSON.stringify(same))).toBe('refused');
    },
  );
});
