/**
 * The Merkle tree of RFC 6962: how a list of leaves becomes one root, and how a root grows by one
 * leaf without reading the others. It decides nothing about entries, and refuses to know what a
 * leaf commits to, who asks, or which program computes SHA-256.
 */

/** SHA-256, handed in by the caller: the core may import no machine that hashes. */
export type Hash = (bytes: Uint8Array) => Uint8Array;

/** The length of every leaf hash, node and root, in bytes. */
export const hashBytes = 32;

/**
 * All that must be remembered to append to a tree: the roots of its perfect subtrees, the largest
 * first. It holds one node for each bit set in `size`, so sixty-four nodes are enough for ever.
 */
export type Frontier = { readonly size: bigint; readonly nodes: readonly Uint8Array[] };

/** The frontier of a tree without leaves. */
export const emptyFrontier: Frontier = { size: 0n, nodes: [] };

/**
 * The hash of one leaf's data. The first byte differs from a node's, so that nobody can pass a pair
 * of hashes off as an entry (RFC 6962 2.1).
 */
export function leafHash(hash: Hash, data: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(1 + data.length);
  bytes.set(data, 1);
  return hash(bytes);
}

/** The hash of two neighbours. Order matters: left, then right (RFC 6962 2.1). */
export function nodeHash(hash: Hash, left: Uint8Array, right: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(1 + left.length + right.length);
  bytes[0] = 0x01;
  bytes.set(left, 1);
  bytes.set(right, 1 + left.length);
  return hash(bytes);
}

/** The root of a tree without leaves: the hash of nothing at all (RFC 6962 2.1). */
export function emptyRoot(hash: Hash): Uint8Array {
  return hash(new Uint8Array(0));
}

/** The root over leaf hashes in their order. Takes hashes, never the data of leaves. */
export function rootOf(hash: Hash, leafHashes: readonly Uint8Array[]): Uint8Array {
  let level = leafHashes;
  while (level.length > 1) level = levelAbove(hash, level);
  return level[0] ?? emptyRoot(hash);
}

// A last node without a neighbour rises unchanged. That equals the split of RFC 6962 at the largest
// power of two, and hashing it with itself instead would let two different lists share one root.
function levelAbove(hash: Hash, level: readonly Uint8Array[]): Uint8Array[] {
  const above: Uint8Array[] = [];
  let left: Uint8Array | undefined;
  for (const node of level) {
    if (left !== undefined) above.push(nodeHash(hash, left, node));
    left = left === undefined ? node : undefined;
  }
  return left === undefined ? above : [...above, left];
}

/**
 * The frontier after one more leaf, from the hash of that leaf. At most one hash for each bit of
 * the size. Never changes the frontier it was given.
 */
export function appendLeaf(hash: Hash, frontier: Frontier, leaf: Uint8Array): Frontier {
  const kept = frontier.nodes.length - trailingOnes(frontier.size);
  const merged = joinRight(hash, [...frontier.nodes.slice(kept), leaf]);
  return { size: frontier.size + 1n, nodes: [...frontier.nodes.slice(0, kept), merged] };
}

/** The root of the whole tree a frontier stands for. */
export function rootOfFrontier(hash: Hash, frontier: Frontier): Uint8Array {
  return joinRight(hash, frontier.nodes);
}

/**
 * One root from the roots of neighbouring perfect subtrees, the largest first: each is hashed with
 * all that lies to its right. Of no roots it makes the empty root.
 */
export function joinRight(hash: Hash, roots: readonly Uint8Array[]): Uint8Array {
  const last = roots.at(-1) ?? emptyRoot(hash);
  return roots.slice(0, -1).reduceRight((right, left) => nodeHash(hash, left, right), last);
}

/** A frontier's nodes one after another, 32 bytes each. The size is stored beside them. */
export function frontierBytes(frontier: Frontier): Uint8Array {
  const bytes = new Uint8Array(frontier.nodes.length * hashBytes);
  frontier.nodes.forEach((node, place) => {
    bytes.set(node, place * hashBytes);
  });
  return bytes;
}

/**
 * The frontier that `frontierBytes` wrote, or null when so many bytes cannot belong to a tree of
 * this size. Never throws, and shares no memory with the bytes it was given.
 */
export function readFrontier(size: bigint, bytes: Uint8Array): Frontier | null {
  if (size < 0n || bytes.length !== hashBytes * onesIn(size)) return null;
  const nodes: Uint8Array[] = [];
  for (let start = 0; start < bytes.length; start += hashBytes) {
    nodes.push(bytes.slice(start, start + hashBytes));
  }
  return { size, nodes };
}

/** Whether two byte strings are the same. Not for secrets: it stops at the first difference. */
export function bytesAreEqual(one: Uint8Array, other: Uint8Array): boolean {
  return one.length === other.length && one.every((byte, place) => byte === other[place]);
}

function trailingOnes(size: bigint): number {
  let count = 0;
  for (let rest = size; (rest & 1n) === 1n; rest >>= 1n) count += 1;
  return count;
}

function onesIn(size: bigint): number {
  let count = 0;
  for (let rest = size; rest > 0n; rest >>= 1n) count += Number(rest & 1n);
  return count;
}
