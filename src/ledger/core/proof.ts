/**
 * Proofs over the tree of RFC 6962: that an entry is in the ledger, and that a later ledger only
 * added to an earlier one. It decides whether a proof holds, and refuses to know where hashes are
 * stored: a caller is told which ranges of leaves to look up.
 *
 * Verifying follows RFC 9162 2.1.3.2 and 2.1.4.2 step by step, so that a reader can lay the two
 * side by side. The makers below follow its recursive definitions, so each checks the other.
 */

import { bytesAreEqual, type Hash, hashBytes, joinRight, nodeHash, rootOf } from './merkle.ts';

/** Leaves from `start` up to but not including `end`. */
export type LeafRange = { readonly start: bigint; readonly end: bigint };

/** The claim that a leaf stands at `index` of the tree of `size` leaves with this root. */
export type InclusionClaim = {
  readonly index: bigint;
  readonly size: bigint;
  readonly leafHash: Uint8Array;
  readonly proof: readonly Uint8Array[];
  readonly root: Uint8Array;
};

/** The claim that the tree of `size2` leaves begins with all of the tree of `size1`. */
export type ConsistencyClaim = {
  readonly size1: bigint;
  readonly size2: bigint;
  readonly root1: Uint8Array;
  readonly root2: Uint8Array;
  readonly proof: readonly Uint8Array[];
};

/** Looks up the root of a perfect subtree: a power of two of leaves, from a multiple of it on. */
export type SubtreeRoot = (start: bigint, end: bigint) => Promise<Uint8Array>;

/**
 * The ranges whose roots, in this order, prove that a leaf is included (RFC 9162 2.1.3.1).
 *
 * Null when the index is outside the tree: an empty list would look like the proof of a lone leaf.
 */
export function inclusionPath(index: bigint, size: bigint): LeafRange[] | null {
  if (index < 0n || index >= size) return null;
  return siblingsDownTo({ start: index, end: index + 1n }, size).reverse();
}

/**
 * The ranges whose roots, in this order, prove that the first `size1` leaves are unchanged
 * (RFC 9162 2.1.4.1).
 *
 * Empty from the empty tree and between equal sizes. Null when the later tree is the smaller one,
 * for nothing could prove that.
 */
export function consistencyPath(size1: bigint, size2: bigint): LeafRange[] | null {
  if (size1 < 0n || size1 > size2) return null;
  if (size1 === 0n || size1 === size2) return [];

  const lastPart = perfectRanges({ start: 0n, end: size1 }).slice(-1);
  const siblings = lastPart.flatMap((part) => siblingsDownTo(part, size2)).reverse();
  // A verifier knows the root of the earlier tree already. Only when that tree is not perfect does
  // the walk begin inside it, at a node the proof must carry.
  return [...lastPart.filter((part) => part.start > 0n), ...siblings];
}

/** The proof that the leaf at `index` is included, or null when there is no such leaf. */
export function inclusionProof(
  hash: Hash,
  leafHashes: readonly Uint8Array[],
  index: bigint,
): Uint8Array[] | null {
  const path = inclusionPath(index, BigInt(leafHashes.length));
  return path?.map((range) => rootOfRange(hash, leafHashes, range)) ?? null;
}

/** The proof that the tree of the first `size1` leaves grew into this one, or null if it cannot. */
export function consistencyProof(
  hash: Hash,
  leafHashes: readonly Uint8Array[],
  size1: bigint,
): Uint8Array[] | null {
  const path = consistencyPath(size1, BigInt(leafHashes.length));
  return path?.map((range) => rootOfRange(hash, leafHashes, range)) ?? null;
}

/**
 * The hashes of a path, fetched where they are stored. Asks only for perfect subtrees, which never
 * change once full and so may be kept in tiles; joins them itself.
 */
export async function proofAlong(
  hash: Hash,
  path: readonly LeafRange[],
  subtreeRoot: SubtreeRoot,
): Promise<Uint8Array[]> {
  const proof: Uint8Array[] = [];
  for (const range of path) {
    const parts = perfectRanges(range).map(({ start, end }) => subtreeRoot(start, end));
    proof.push(joinRight(hash, await Promise.all(parts)));
  }
  return proof;
}

/** A range of a proof cut into perfect subtrees, the largest first. */
export function perfectRanges(range: LeafRange): LeafRange[] {
  const parts: LeafRange[] = [];
  for (let start = range.start; start < range.end; ) {
    const end = start + largestPowerUpTo(range.end - start);
    parts.push({ start, end });
    start = end;
  }
  return parts;
}

/**
 * Whether the proof shows the leaf at that index of the tree with that root (RFC 9162 2.1.3.2).
 *
 * Never accepts a missing or surplus hash, an index outside the tree, or a hash of another length
 * than 32 bytes. Never throws.
 */
export function verifyInclusion(hash: Hash, claim: InclusionClaim): boolean {
  const { index, size, leafHash, proof, root } = claim;
  if (index < 0n || index >= size) return false;
  if (![leafHash, root, ...proof].every(isHash)) return false;

  let [at, last] = [index, size - 1n];
  let reached = leafHash;
  for (const sibling of proof) {
    if (last === 0n) return false;
    const isRight = isOdd(at) || at === last;
    reached = isRight ? nodeHash(hash, sibling, reached) : nodeHash(hash, reached, sibling);
    [at, last] = parentOf(at, last);
  }
  return last === 0n && bytesAreEqual(reached, root);
}

/**
 * Whether the proof shows that the later tree begins with the whole earlier one (RFC 9162 2.1.4.2).
 *
 * Between equal sizes equal roots of any length and an empty proof hold, and nothing else. Growth
 * from the empty tree is refused, as the published vectors of the field have it: it would prove
 * nothing. Never accepts a missing or surplus hash, a tree that shrank, or, where the sizes differ,
 * a hash of another length than 32 bytes. Never throws.
 */
export function verifyConsistency(hash: Hash, claim: ConsistencyClaim): boolean {
  const { size1, size2, root1, root2, proof } = claim;
  if (size1 < 0n || size1 > size2) return false;
  if (size1 === size2) return proof.length === 0 && bytesAreEqual(root1, root2);
  // RFC 9162 proves growth from 0 < first only: from the empty tree there is nothing to be shown.
  if (size1 === 0n || proof.length === 0) return false;
  if (![root1, root2, ...proof].every(isHash)) return false;
  return growthHolds(hash, claim);
}

// Steps 2 to 7 of RFC 9162 2.1.4.2, for 0 < size1 < size2 and a proof that is not empty.
function growthHolds(hash: Hash, { size1, size2, root1, root2, proof }: ConsistencyClaim): boolean {
  const isPerfect = largestPowerUpTo(size1) === size1;
  const [seed, ...siblings] = isPerfect ? [root1, ...proof] : proof;
  if (seed === undefined) return false;

  let [at, last] = withoutTrailingOnes(size1 - 1n, size2 - 1n);
  let [earlier, later] = [seed, seed];
  for (const sibling of siblings) {
    if (last === 0n) return false;
    if (isOdd(at) || at === last) {
      earlier = nodeHash(hash, sibling, earlier);
      later = nodeHash(hash, sibling, later);
    } else {
      later = nodeHash(hash, later, sibling);
    }
    [at, last] = parentOf(at, last);
  }
  return last === 0n && bytesAreEqual(earlier, root1) && bytesAreEqual(later, root2);
}

// On the right border a node without a neighbour rises unchanged, so it skips the levels where it
// would be a left child. The specification's inner loop ends at zero or at a right child.
function parentOf(at: bigint, last: bigint): [bigint, bigint] {
  let level = 0n;
  if (at === last) while (!isOdd(at >> level) && at >> level !== 0n) level += 1n;
  return [at >> (level + 1n), last >> (level + 1n)];
}

function withoutTrailingOnes(at: bigint, last: bigint): [bigint, bigint] {
  let level = 0n;
  while (isOdd(at >> level)) level += 1n;
  return [at >> level, last >> level];
}

// From the root down to the perfect subtree `goal`: at each split, the half the goal is not in.
function siblingsDownTo(goal: LeafRange, size: bigint): LeafRange[] {
  const siblings: LeafRange[] = [];
  let { start, end } = { start: 0n, end: size };
  while (end - start > goal.end - goal.start) {
    const middle = start + largestPowerUpTo(end - start - 1n);
    if (goal.start < middle) {
      siblings.push({ start: middle, end });
      end = middle;
    } else {
      siblings.push({ start, end: middle });
      start = middle;
    }
  }
  return siblings;
}

function rootOfRange(hash: Hash, leafHashes: readonly Uint8Array[], range: LeafRange): Uint8Array {
  return rootOf(hash, leafHashes.slice(Number(range.start), Number(range.end)));
}

function isHash(bytes: Uint8Array): boolean {
  return bytes.length === hashBytes;
}

function isOdd(number: bigint): boolean {
  return (number & 1n) === 1n;
}

function largestPowerUpTo(number: bigint): bigint {
  let power = 1n;
  while (power << 1n <= number) power <<= 1n;
  return power;
}
