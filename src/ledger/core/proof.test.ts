import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { emptyRoot, type Hash, leafHash, nodeHash, rootOf } from './merkle.ts';
import {
  consistencyPath,
  consistencyProof,
  inclusionPath,
  inclusionProof,
  perfectRanges,
  verifyConsistency,
  verifyInclusion,
} from './proof.ts';

const sha256: Hash = (bytes) => new Uint8Array(createHash('sha256').update(bytes).digest());
const published = ['', '00', '10', '2021', '3031', '40414243', '5051525354555657'];
const leaves = [...published, '606162636465666768696a6b6c6d6e6f'].map((hex) =>
  leafHash(sha256, Uint8Array.fromHex(hex)),
);
const begins = (hashes: readonly Uint8Array[] | null) =>
  hashes?.map((hash) => hash.toHex().slice(0, 8));

describe('the published proofs of the certificate-transparency project', () => {
  test.each([
    { index: 0n, size: 1, proof: [] },
    { index: 0n, size: 8, proof: ['96a296d2', '5f083f0a', '6b47aaf2'] },
    { index: 5n, size: 8, proof: ['bc1a0643', 'ca854ea1', 'd37ee418'] },
    { index: 2n, size: 3, proof: ['fac54203'] },
    { index: 1n, size: 5, proof: ['6e340b9c', '5f083f0a', 'bc1a0643'] },
  ])('leaf $index of $size is included by $proof', ({ index, size, proof }) => {
    expect(begins(inclusionProof(sha256, leaves.slice(0, size), index))).toEqual(proof);
  });

  test.each([
    { size1: 1n, size2: 1, proof: [] },
    { size1: 1n, size2: 8, proof: ['96a296d2', '5f083f0a', '6b47aaf2'] },
    { size1: 6n, size2: 8, proof: ['0ebc5d34', 'ca854ea1', 'd37ee418'] },
    { size1: 2n, size2: 5, proof: ['5f083f0a', 'bc1a0643'] },
    { size1: 6n, size2: 7, proof: ['0ebc5d34', 'b08693ec', 'd37ee418'] },
  ])('a tree of $size1 grew to $size2 by $proof', ({ size1, size2, proof }) => {
    expect(begins(consistencyProof(sha256, leaves.slice(0, size2), size1))).toEqual(proof);
  });
});

describe('paths', () => {
  test('they name the ranges of leaves to look up, from the leaf upwards', () => {
    expect(inclusionPath(4n, 7n)).toEqual([
      { start: 5n, end: 6n },
      { start: 6n, end: 7n },
      { start: 0n, end: 4n },
    ]);
    expect(consistencyPath(3n, 7n)).toEqual([
      { start: 2n, end: 3n },
      { start: 3n, end: 4n },
      { start: 0n, end: 2n },
      { start: 4n, end: 7n },
    ]);
  });

  test('a range on the right border is cut into perfect subtrees', () => {
    expect(perfectRanges({ start: 8n, end: 15n })).toEqual([
      { start: 8n, end: 12n },
      { start: 12n, end: 14n },
      { start: 14n, end: 15n },
    ]);
  });

  test('there is no path to a leaf outside the tree, nor from a larger tree to a smaller', () => {
    expect(inclusionPath(7n, 7n)).toBeNull();
    expect(inclusionPath(0n, 0n)).toBeNull();
    expect(inclusionPath(-1n, 7n)).toBeNull();
    expect(consistencyPath(8n, 7n)).toBeNull();
    expect(consistencyPath(-1n, 7n)).toBeNull();
    expect(inclusionProof(sha256, leaves, 8n)).toBeNull();
    expect(consistencyProof(sha256, leaves, 9n)).toBeNull();
  });
});

describe('the edges', () => {
  const [leaf = new Uint8Array(0)] = leaves;
  const root = rootOf(sha256, leaves);
  const empty = emptyRoot(sha256);
  const consistency = { size1: 0n, size2: 8n, root1: empty, root2: root, proof: [] };

  test('a lone leaf is its own root and needs no proof', () => {
    const claim = { index: 0n, size: 1n, leafHash: leaf, root: leaf, proof: [] };
    expect(verifyInclusion(sha256, claim)).toBe(true);
    expect(verifyInclusion(sha256, { ...claim, proof: [leaf] })).toBe(false);
    expect(verifyInclusion(sha256, { ...claim, index: 1n })).toBe(false);
  });

  test('nothing is included in an empty tree, nor before its beginning', () => {
    const claim = { index: 0n, size: 0n, leafHash: leaf, root: empty, proof: [] };
    expect(verifyInclusion(sha256, claim)).toBe(false);
    expect(verifyInclusion(sha256, { ...claim, root: leaf })).toBe(false);
    expect(verifyInclusion(sha256, { ...claim, index: -1n, root: leaf })).toBe(false);
    expect(verifyInclusion(sha256, { ...claim, index: -1n, size: 1n, root: leaf })).toBe(false);
  });

  test('growth from the empty tree proves nothing and is refused, whatever comes with it', () => {
    expect(verifyConsistency(sha256, consistency)).toBe(false);
    expect(verifyConsistency(sha256, { ...consistency, root1: root })).toBe(false);
    expect(verifyConsistency(sha256, { ...consistency, proof: [root] })).toBe(false);
  });

  test('two empty trees agree when the roots given for them do, and need no proof', () => {
    const none = { ...consistency, size2: 0n, root2: empty };
    expect(verifyConsistency(sha256, none)).toBe(true);
    expect(verifyConsistency(sha256, { ...none, root1: root })).toBe(false);
    expect(verifyConsistency(sha256, { ...none, proof: [root] })).toBe(false);
    expect(verifyConsistency(sha256, { ...none, root1: root, root2: root })).toBe(true);
  });

  test('equal sizes need equal roots and nothing else', () => {
    const same = { ...consistency, size1: 8n, root1: root };
    expect(verifyConsistency(sha256, same)).toBe(true);
    expect(verifyConsistency(sha256, { ...same, root1: leaf })).toBe(false);
    expect(verifyConsistency(sha256, { ...same, proof: [root] })).toBe(false);
    expect(verifyConsistency(sha256, { ...same, proof: [new Uint8Array(0)] })).toBe(false);
  });

  test.each([0, 1, 12, 31, 33])('equal roots of %i bytes agree between equal sizes', (length) => {
    const given = new Uint8Array(length).fill(7);
    for (const size of [0n, 1n, 8n]) {
      const same = { size1: size, size2: size, root1: given, root2: given.slice(), proof: [] };
      expect(verifyConsistency(sha256, same)).toBe(true);
      const longer = { ...same, root2: new Uint8Array(length + 1).fill(7) };
      expect(verifyConsistency(sha256, longer)).toBe(false);
      expect(verifyConsistency(sha256, { ...same, size2: size + 1n })).toBe(false);
    }
  });

  test('a tree never shrinks, not even with an empty proof and equal roots', () => {
    const shrunk = { ...consistency, size1: 9n, root1: root };
    expect(verifyConsistency(sha256, shrunk)).toBe(false);
    expect(verifyConsistency(sha256, { ...shrunk, size1: -1n })).toBe(false);
  });

  test('growth is never believed without a proof, not even between equal roots', () => {
    expect(verifyConsistency(sha256, { ...consistency, size1: 7n, root1: root })).toBe(false);
    expect(verifyConsistency(sha256, { ...consistency, size1: 4n, root1: root })).toBe(false);
  });

  test('a proof that stops short is refused, even with the root at which it stops', () => {
    const path = inclusionProof(sha256, leaves.slice(0, 4), 0n) ?? [];
    const part = rootOf(sha256, leaves.slice(0, 4));
    const claim = { index: 0n, size: 4n, leafHash: leaf, proof: path, root: part };
    expect(verifyInclusion(sha256, claim)).toBe(true);
    expect(verifyInclusion(sha256, { ...claim, size: 8n })).toBe(false);

    const proof = consistencyProof(sha256, leaves.slice(0, 4), 3n) ?? [];
    const root1 = rootOf(sha256, leaves.slice(0, 3));
    const grown = { size1: 3n, size2: 4n, root1, root2: part, proof };
    expect(verifyConsistency(sha256, grown)).toBe(true);
    expect(verifyConsistency(sha256, { ...grown, size2: 8n })).toBe(false);
  });

  // Each of these adds up: only the length of one hash tells it from a proof that holds.
  test.each([0, 1, 31, 33])('a hash of %i bytes is refused where sizes differ', (length) => {
    const odd = new Uint8Array(length).fill(1);
    const lone = { index: 0n, size: 1n, leafHash: odd, root: odd, proof: [] };
    expect(verifyInclusion(sha256, lone)).toBe(false);

    for (const [left, right] of [
      [odd, leaf],
      [leaf, odd],
    ] as const) {
      const top = nodeHash(sha256, left, right);
      const pair = { index: 0n, size: 2n, leafHash: left, root: top, proof: [right] };
      expect(verifyInclusion(sha256, pair)).toBe(false);
      const grown = { size1: 1n, size2: 2n, root1: left, root2: top, proof: [right] };
      expect(verifyConsistency(sha256, grown)).toBe(false);
    }
  });

  test('the same pair of whole hashes is believed', () => {
    const top = nodeHash(sha256, leaf, root);
    const grown = { size1: 1n, size2: 2n, root1: leaf, root2: top, proof: [root] };
    expect(verifyConsistency(sha256, grown)).toBe(true);
  });
});
