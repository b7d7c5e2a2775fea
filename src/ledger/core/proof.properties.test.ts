import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  appendLeaf,
  emptyFrontier,
  frontierBytes,
  type Hash,
  leafHash,
  nodeHash,
  readFrontier,
  rootOf,
  rootOfFrontier,
} from './merkle.ts';
import {
  type ConsistencyClaim,
  consistencyPath,
  consistencyProof,
  type InclusionClaim,
  inclusionPath,
  inclusionProof,
  proofAlong,
  verifyConsistency,
  verifyInclusion,
} from './proof.ts';

const sha256: Hash = (bytes) => new Uint8Array(createHash('sha256').update(bytes).digest());
const sizeMax = 70;
const leaves = Array.from({ length: sizeMax }, (_, place) =>
  leafHash(sha256, Uint8Array.of(place, place * 3)),
);
const roots = Array.from({ length: sizeMax + 1 }, (_, size) =>
  rootOf(sha256, leaves.slice(0, size)),
);
const rootAt = (size: number) => roots[size] ?? new Uint8Array(0);

// The recursive definitions of RFC 9162 2.1.3.1 and 2.1.4.1, word for word and slow.
function split(length: number): number {
  return 2 ** Math.ceil(Math.log2(length) - 1);
}

function definedInclusion(index: number, part: readonly Uint8Array[]): Uint8Array[] {
  if (part.length === 1) return [];
  const middle = split(part.length);
  const [left, right] = [part.slice(0, middle), part.slice(middle)];
  return index < middle
    ? [...definedInclusion(index, left), rootOf(sha256, right)]
    : [...definedInclusion(index - middle, right), rootOf(sha256, left)];
}

function definedConsistency(size: number, part: readonly Uint8Array[], isWhole: boolean) {
  if (size === part.length) return isWhole ? [] : [rootOf(sha256, part)];
  const middle = split(part.length);
  const [left, right] = [part.slice(0, middle), part.slice(middle)];
  const proof: Uint8Array[] =
    size <= middle
      ? [...definedConsistency(size, left, isWhole), rootOf(sha256, right)]
      : [...definedConsistency(size - middle, right, false), rootOf(sha256, left)];
  return proof;
}

function inclusionClaim(index: number, size: number): InclusionClaim {
  return {
    index: BigInt(index),
    size: BigInt(size),
    leafHash: leaves[index] ?? new Uint8Array(0),
    proof: inclusionProof(sha256, leaves.slice(0, size), BigInt(index)) ?? [],
    root: rootAt(size),
  };
}

function consistencyClaim(size1: number, size2: number): ConsistencyClaim {
  return {
    size1: BigInt(size1),
    size2: BigInt(size2),
    root1: rootAt(size1),
    root2: rootAt(size2),
    proof: consistencyProof(sha256, leaves.slice(0, size2), BigInt(size1)) ?? [],
  };
}

function flipped(bytes: Uint8Array, bit: number): Uint8Array {
  return bytes.map((byte, place) => (place === bit >> 3 ? byte ^ (1 << (bit & 7)) : byte));
}

// Every way to spoil a list of hashes at one place: a flipped bit, one removed, added or swapped.
function spoiledProofs(proof: readonly Uint8Array[], place: number, bit: number) {
  const [before, after] = [proof.slice(0, place), proof.slice(place + 1)];
  const hash = proof[place] ?? new Uint8Array(32);
  const stranger = new Uint8Array(32).fill(bit);
  const [next, ...rest] = after;
  return [
    [...before, flipped(hash, bit), ...after],
    [...before, hash.slice(1), ...after],
    [...before, stranger, ...proof.slice(place)],
    [...proof, stranger],
    [...proof, rootAt(1)],
    ...(proof.length > 0 ? [[...before, ...after]] : []),
    ...(next === undefined ? [] : [[...before, next, hash, ...rest]]),
  ];
}

const inTree = fc
  .integer({ min: 1, max: sizeMax })
  .chain((size) => fc.tuple(fc.integer({ min: 0, max: size - 1 }), fc.constant(size)));
const grown = fc
  .integer({ min: 2, max: sizeMax })
  .chain((size) => fc.tuple(fc.integer({ min: 1, max: size - 1 }), fc.constant(size)));
const anyBit = fc.integer({ min: 0, max: 255 });
const anyPlace = fc.nat({ max: 6 });
const anySize = fc.bigInt({ min: 0n, max: 2n ** 64n - 1n });
const anyBytes = fc.uint8Array({ maxLength: 40 });

describe('inclusion', () => {
  test('every leaf of every tree up to seventy is provable, as RFC 9162 defines the proof', () => {
    for (let size = 1; size <= sizeMax; size += 1) {
      for (let index = 0; index < size; index += 1) {
        const claim = inclusionClaim(index, size);
        expect(claim.proof).toEqual(definedInclusion(index, leaves.slice(0, size)));
        expect(verifyInclusion(sha256, claim)).toBe(true);
      }
    }
  });

  test('no spoiled proof, leaf or root is accepted', () => {
    fc.assert(
      fc.property(inTree, anyPlace, anyBit, ([index, size], place, bit) => {
        const claim = inclusionClaim(index, size);
        const spoiled = [
          ...spoiledProofs(claim.proof, place % (claim.proof.length || 1), bit).map((proof) => ({
            ...claim,
            proof,
          })),
          { ...claim, leafHash: flipped(claim.leafHash, bit) },
          { ...claim, root: flipped(claim.root, bit) },
          { ...claim, root: claim.root.slice(0, 31) },
          { ...claim, leafHash: new Uint8Array(0) },
        ];
        for (const wrong of spoiled) expect(verifyInclusion(sha256, wrong)).toBe(false);
      }),
    );
  });

  test('no other index is accepted', () => {
    fc.assert(
      fc.property(inTree, fc.nat({ max: sizeMax }), ([index, size], other) => {
        fc.pre(other !== index);
        const claim = { ...inclusionClaim(index, size), index: BigInt(other) };
        expect(verifyInclusion(sha256, claim)).toBe(false);
      }),
    );
  });

  test('no other size is accepted with the root of this one and a proof of its own', () => {
    fc.assert(
      fc.property(inTree, fc.integer({ min: 1, max: sizeMax }), ([index, size], other) => {
        fc.pre(other !== size && index < other);
        const claim = { ...inclusionClaim(index, size), root: rootAt(other), size: BigInt(other) };
        expect(verifyInclusion(sha256, claim)).toBe(false);
      }),
    );
  });
});

describe('consistency', () => {
  test('every tree up to seventy grew from every smaller one but the empty, by RFC 9162', () => {
    for (let size2 = 1; size2 <= sizeMax; size2 += 1) {
      for (let size1 = 1; size1 <= size2; size1 += 1) {
        const claim = consistencyClaim(size1, size2);
        expect(claim.proof).toEqual(definedConsistency(size1, leaves.slice(0, size2), true));
        expect(verifyConsistency(sha256, claim)).toBe(true);
      }
      expect(verifyConsistency(sha256, consistencyClaim(0, size2))).toBe(false);
    }
  });

  test('growth from the empty tree is refused, whatever the roots and the proof', () => {
    fc.assert(
      fc.property(anySize, anyBytes, anyBytes, fc.array(anyBytes), (size2, root1, root2, proof) => {
        fc.pre(size2 > 0n);
        const claim = { size1: 0n, size2, root1, root2, proof };
        expect(verifyConsistency(sha256, claim)).toBe(false);
        expect(verifyConsistency(sha256, { ...claim, root1: rootAt(0), proof: [] })).toBe(false);
      }),
    );
  });

  test('equal sizes agree exactly when the roots do, of whatever length, without a proof', () => {
    fc.assert(
      fc.property(anySize, anyBytes, anyBytes, anyBytes, (size, root, other, hash) => {
        const same = { size1: size, size2: size, root1: root, root2: root.slice(), proof: [] };
        const isSame = root.toHex() === other.toHex();
        expect(verifyConsistency(sha256, same)).toBe(true);
        expect(verifyConsistency(sha256, { ...same, root2: other })).toBe(isSame);
        expect(verifyConsistency(sha256, { ...same, proof: [hash] })).toBe(false);
      }),
    );
  });

  test('no spoiled proof or root is accepted', () => {
    fc.assert(
      fc.property(grown, anyPlace, anyBit, ([size1, size2], place, bit) => {
        const claim = consistencyClaim(size1, size2);
        const spoiled = [
          ...spoiledProofs(claim.proof, place % claim.proof.length, bit).map((proof) => ({
            ...claim,
            proof,
          })),
          { ...claim, root1: flipped(claim.root1, bit) },
          { ...claim, root2: flipped(claim.root2, bit) },
          { ...claim, root1: claim.root2, root2: claim.root1 },
          { ...claim, root2: claim.root1 },
        ];
        for (const wrong of spoiled) expect(verifyConsistency(sha256, wrong)).toBe(false);
      }),
    );
  });

  test('an earlier ledger that was rewritten is never the beginning of the later one', () => {
    fc.assert(
      fc.property(grown, fc.nat(), ([size1, size2], seed) => {
        const place = seed % size1;
        const rewritten = leaves.slice(0, size1).with(place, leafHash(sha256, Uint8Array.of(255)));
        const claim = { ...consistencyClaim(size1, size2), root1: rootOf(sha256, rewritten) };
        expect(verifyConsistency(sha256, claim)).toBe(false);
      }),
    );
  });
});

describe('frontier and tiles', () => {
  test('appending one by one gives the root of the whole, also when stored and read back', () => {
    let frontier = emptyFrontier;
    leaves.forEach((leaf, place) => {
      frontier = appendLeaf(sha256, frontier, leaf);
      expect(rootOfFrontier(sha256, frontier)).toEqual(rootAt(place + 1));
      expect(readFrontier(frontier.size, frontierBytes(frontier))).toEqual(frontier);
    });
  });

  test('a proof fetched from perfect subtrees equals the one made from all leaves', async () => {
    const subtreeRoot = async (start: bigint, end: bigint) => {
      const length = end - start;
      expect((length & (length - 1n)) | (start % length)).toBe(0n);
      return rootOf(sha256, leaves.slice(Number(start), Number(end)));
    };
    await fc.assert(
      fc.asyncProperty(inTree, async ([index, size]) => {
        const included = inclusionPath(BigInt(index), BigInt(size)) ?? [];
        const grew = consistencyPath(BigInt(index), BigInt(size)) ?? [];
        const claim = inclusionClaim(index, size);
        expect(await proofAlong(sha256, included, subtreeRoot)).toEqual(claim.proof);
        const proof = await proofAlong(sha256, grew, subtreeRoot);
        expect(proof).toEqual(consistencyClaim(index, size).proof);
      }),
    );
  });

  test('proofs hold in trees beyond 2^53 leaves', async () => {
    // A tree whose perfect subtrees of one height are all alike can be computed without its leaves.
    const heights = [leafHash(sha256, new Uint8Array(1))];
    for (let at = 0; at < 64; at += 1) {
      const node = heights[at] ?? new Uint8Array(0);
      heights.push(nodeHash(sha256, node, node));
    }
    const subtreeRoot = async (start: bigint, end: bigint) =>
      heights[(end - start).toString(2).length - 1] ?? new Uint8Array(0);
    const rootFor = async (size: bigint) =>
      (await proofAlong(sha256, [{ start: 0n, end: size }], subtreeRoot))[0] ?? new Uint8Array(0);
    const large = fc.bigInt({ min: 2n ** 53n, max: 2n ** 64n - 2n });

    await fc.assert(
      fc.asyncProperty(large, large, async (one, other) => {
        const [size1, size2] = one < other ? [one, other + 1n] : [other, one + 1n];
        const [root1, root2] = [await rootFor(size1), await rootFor(size2)];
        const grew = await proofAlong(sha256, consistencyPath(size1, size2) ?? [], subtreeRoot);
        const grown = { size1, size2, root1, root2, proof: grew };
        expect(verifyConsistency(sha256, grown)).toBe(true);
        expect(verifyConsistency(sha256, { ...grown, size1: size1 + 1n })).toBe(false);

        const path = inclusionPath(size1, size2) ?? [];
        const proof = await proofAlong(sha256, path, subtreeRoot);
        const leaf = heights[0] ?? new Uint8Array(0);
        const claim = { index: size1, size: size2, leafHash: leaf, proof, root: root2 };
        expect(verifyInclusion(sha256, claim)).toBe(true);
        expect(verifyInclusion(sha256, { ...claim, root: root1 })).toBe(false);
      }),
      { numRuns: 30 },
    );
  });
});
