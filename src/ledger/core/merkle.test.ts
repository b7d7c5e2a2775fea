import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import {
  appendLeaf,
  emptyFrontier,
  emptyRoot,
  frontierBytes,
  leafHash,
  nodeHash,
  readFrontier,
  rootOf,
  rootOfFrontier,
} from './merkle.ts';

const sha256 = (bytes: Uint8Array) => new Uint8Array(createHash('sha256').update(bytes).digest());

// The leaves and roots that the certificate-transparency project published with RFC 6962. The
// second verifier, tools/verify-ledger, holds the same list and computes it by other means.
const leaves = [
  '',
  '00',
  '10',
  '2021',
  '3031',
  '40414243',
  '5051525354555657',
  '606162636465666768696a6b6c6d6e6f',
].map((hex) => Uint8Array.fromHex(hex));
const roots = [
  '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
  'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
  'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
  'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
  '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
  '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
  'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
  '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
];
const leafHashes = leaves.map((leaf) => leafHash(sha256, leaf));

function frontierOf(count: number) {
  return leafHashes
    .slice(0, count)
    .reduce((frontier, leaf) => appendLeaf(sha256, frontier, leaf), emptyFrontier);
}

describe('the tree of RFC 6962', () => {
  test('the empty tree has the hash of nothing as its root', () => {
    const nothing = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855';
    expect(emptyRoot(sha256).toHex()).toBe(nothing);
    expect(rootOf(sha256, []).toHex()).toBe(nothing);
    expect(rootOfFrontier(sha256, emptyFrontier).toHex()).toBe(nothing);
  });

  test.each(roots.map((root, place) => ({ size: place + 1, root })))(
    'the first $size published leaves have the published root, whole or appended one by one',
    ({ size, root }) => {
      expect(rootOf(sha256, leafHashes.slice(0, size)).toHex()).toBe(root);
      expect(rootOfFrontier(sha256, frontierOf(size)).toHex()).toBe(root);
    },
  );

  test('a pair of hashes never passes for an entry', () => {
    const [left, right] = [
      leafHash(sha256, new Uint8Array(0)),
      leafHash(sha256, new Uint8Array(1)),
    ];
    const pair = new Uint8Array([...left, ...right]);
    expect(leafHash(sha256, pair)).not.toEqual(nodeHash(sha256, left, right));
  });

  test('two neighbours that change places change the root', () => {
    const [first, second, ...others] = leafHashes;
    const swapped = [second, first, ...others].filter((leaf) => leaf !== undefined);
    expect(rootOf(sha256, swapped)).not.toEqual(rootOf(sha256, leafHashes));
  });

  test('a last leaf given twice is another tree than the leaf given once', () => {
    const once = leafHashes.slice(0, 3);
    expect(rootOf(sha256, [...once, ...once.slice(-1)])).not.toEqual(rootOf(sha256, once));
  });
});

describe('the frontier', () => {
  test('appending never changes the frontier it was given', () => {
    const before = frontierOf(3);
    const bytes = frontierBytes(before);
    for (const leaf of leafHashes) appendLeaf(sha256, before, leaf);
    expect(before.size).toBe(3n);
    expect(frontierBytes(before)).toEqual(bytes);
  });

  test('it holds one node for each bit set in its size', () => {
    expect(frontierOf(7).nodes).toHaveLength(3);
    expect(frontierOf(8).nodes).toHaveLength(1);
  });

  test('it grows beyond 2^53 without rounding', () => {
    const size = 2n ** 53n + 1n;
    const large = readFrontier(size, new Uint8Array(64).fill(7));
    expect(large && appendLeaf(sha256, large, leafHash(sha256, new Uint8Array(1)))).toMatchObject({
      size: 9007199254740994n,
      nodes: { length: 2 },
    });
  });

  test.each([
    { size: 7n, length: 64 },
    { size: 7n, length: 97 },
    { size: 7n, length: 128 },
    { size: 0n, length: 32 },
    { size: -1n, length: 0 },
    { size: 1n, length: 0 },
  ])('$length bytes are no frontier of $size leaves', ({ size, length }) => {
    expect(readFrontier(size, new Uint8Array(length))).toBeNull();
  });

  test('what was read shares no memory with the bytes it was read from', () => {
    const bytes = frontierBytes(frontierOf(5));
    const read = readFrontier(5n, bytes);
    bytes.fill(0);
    expect(read).toEqual(frontierOf(5));
  });
});
