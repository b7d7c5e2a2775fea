/** Proofs out of the stored tiles: what an outsider checks without being shown any entry. */
import type { Database, Transaction } from '#platform/database';
import { type Frontier, joinRight, leafHash, rootOf, rootOfFrontier } from './core/merkle.ts';
import {
  consistencyPath,
  inclusionPath,
  perfectRanges,
  proofAlong,
  type SubtreeRoot,
} from './core/proof.ts';
import type { ConsistencyProof, InclusionProof } from './core/read-proof.ts';
import { hashesIn, tileWidth } from './core/tower.ts';
import { soundFrontier } from './head.server.ts';
import type { House } from './perform.server.ts';
import { quickSha256 } from './quick-hash.server.ts';

// The root of a full tile never changes. Levels whose own tile is not full yet have up to 255 of
// them, and hashing those anew for every proof would cost thirty milliseconds.
const rootsKnown = new WeakMap<Database, Map<string, Uint8Array>>();

/**
 * The proof that an entry is in the ledger as it stands; null when there is no such entry.
 *
 * Reads at most one tile a level and the leaves behind the last full tile, whatever the length of
 * the ledger. Trusts the tiles: whoever checks the proof trusts nobody.
 */
export async function proveInclusion(
  house: House,
  position: number,
): Promise<InclusionProof | null> {
  return house.database.inDistrict(house.district, async (transaction) => {
    const frontier = await soundFrontier(transaction);
    const index = BigInt(position);
    const path = inclusionPath(index, frontier.size);
    if (path === null) return null;
    const subtree = subtreesOf(house.database, transaction);
    return {
      kind: 'inclusion',
      index,
      size: frontier.size,
      leafHash: await subtree(index, index + 1n),
      root: rootOfFrontier(quickSha256, frontier),
      proof: await proofAlong(quickSha256, path, subtree),
    };
  });
}

/** The proof that the ledger of one size grew into that of another; null when it never had them. */
export async function proveConsistency(
  house: House,
  size1: number,
  size2: number,
): Promise<ConsistencyProof | null> {
  return house.database.inDistrict(house.district, async (transaction) => {
    const frontier = await soundFrontier(transaction);
    return consistencyIn(house.database, transaction, frontier, [BigInt(size1), BigInt(size2)]);
  });
}

/** The same inside a transaction, for a head that the caller has read or locked. */
export async function consistencyIn(
  database: Database,
  transaction: Transaction,
  frontier: Frontier,
  [size1, size2]: readonly [bigint, bigint],
): Promise<ConsistencyProof | null> {
  const path = consistencyPath(size1, size2);
  if (path === null || size2 > frontier.size) return null;
  const subtree = subtreesOf(database, transaction);
  const rootAt = async (size: bigint) => {
    if (size === frontier.size) return rootOfFrontier(quickSha256, frontier);
    const parts: Uint8Array[] = [];
    for (const { start, end } of perfectRanges({ start: 0n, end: size })) {
      parts.push(await subtree(start, end));
    }
    return joinRight(quickSha256, parts);
  };
  return {
    kind: 'consistency',
    size1,
    size2,
    root1: await rootAt(size1),
    root2: await rootAt(size2),
    proof: await proofAlong(quickSha256, path, subtree),
  };
}

/** A proof in the JSON that `threshold verify-proof` and the second verifier read. */
export function proofText(proof: InclusionProof | ConsistencyProof): string {
  const base64 = (bytes: Uint8Array) => JSON.stringify(bytes.toBase64());
  const hashes = `[${proof.proof.map(base64).join(',')}]`;
  // By hand, because a size of 2^53 or more would be rounded on its way through a number.
  return proof.kind === 'inclusion'
    ? `{"leafIdx":${proof.index},"treeSize":${proof.size},"leafHash":${base64(proof.leafHash)},` +
        `"root":${base64(proof.root)},"proof":${hashes}}\n`
    : `{"size1":${proof.size1},"size2":${proof.size2},"root1":${base64(proof.root1)},` +
        `"root2":${base64(proof.root2)},"proof":${hashes}}\n`;
}

/**
 * Looks up subtree roots in the tiles of one transaction, each tile once, one question at a time.
 */
function subtreesOf(database: Database, transaction: Transaction): SubtreeRoot {
  const tiles = new Map<string, Uint8Array | null>();
  const known = rootsKnown.get(database) ?? new Map<string, Uint8Array>();
  rootsKnown.set(database, known);
  const reading: Reading = { transaction, tiles, known };
  let last: Promise<unknown> = Promise.resolve();
  return (start, end) => {
    const next = last.then(() => subtreeRoot(reading, Number(start), Number(end)));
    last = next.catch(() => {});
    return next;
  };
}

type Reading = {
  readonly transaction: Transaction;
  /** Null: looked for, and not full yet. */
  readonly tiles: Map<string, Uint8Array | null>;
  readonly known: Map<string, Uint8Array>;
};

async function subtreeRoot(reading: Reading, start: number, end: number): Promise<Uint8Array> {
  let [level, unit] = [0, 1];
  while (unit * tileWidth <= end - start) [level, unit] = [level + 1, unit * tileWidth];
  return rootOf(quickSha256, await hashesAt(reading, level, start / unit, (end - start) / unit));
}

/** Hashes of a level that lie in one tile: from the tile, or made from the level below. */
async function hashesAt(
  reading: Reading,
  level: number,
  from: number,
  count: number,
): Promise<Uint8Array[]> {
  const tile = Math.floor(from / tileWidth);
  const stored = await readTile(reading, level, tile);
  if (stored !== null) return hashesIn(stored, from % tileWidth, count);
  if (level === 0) throw new Error('the ledger is shorter than its head says');
  await readTiles(reading, level - 1, from, from + count);
  const roots: Uint8Array[] = [];
  for (let nth = from; nth < from + count; nth++) {
    roots.push(await tileRoot(reading, level - 1, nth));
  }
  return roots;
}

async function tileRoot(reading: Reading, level: number, tile: number): Promise<Uint8Array> {
  const name = `${reading.transaction.district}/${level}/${tile}`;
  const found = reading.known.get(name);
  if (found !== undefined) return found;
  const hashes = await hashesAt(reading, level, tile * tileWidth, tileWidth);
  const root = rootOf(quickSha256, hashes);
  reading.known.set(name, root);
  return root;
}

async function readTile(reading: Reading, level: number, tile: number) {
  const name = `${level}/${tile}`;
  const found = reading.tiles.get(name);
  if (found !== undefined) return found;
  await fetchTiles(reading, level, [tile]);
  if (level === 0 && reading.tiles.get(name) === null) await readLeaves(reading, tile);
  return reading.tiles.get(name) ?? null;
}

/** Fetches at once the tiles of a level whose roots nobody knows yet. */
async function readTiles(reading: Reading, level: number, from: number, to: number) {
  const { district } = reading.transaction;
  const wanted = Array.from({ length: to - from }, (_, nth) => from + nth).filter(
    (tile) =>
      !reading.tiles.has(`${level}/${tile}`) && !reading.known.has(`${district}/${level}/${tile}`),
  );
  if (wanted.length > 0) await fetchTiles(reading, level, wanted);
}

async function fetchTiles(reading: Reading, level: number, wanted: readonly number[]) {
  const rows = await reading.transaction.query<{ tile: number; hashes: Buffer }>(
    `select tile, hashes from ledger_tile
     where district = $1 and level = $2 and tile = any($3::bigint[])`,
    [reading.transaction.district, level, wanted],
  );
  for (const tile of wanted) reading.tiles.set(`${level}/${tile}`, null);
  for (const row of rows) reading.tiles.set(`${level}/${row.tile}`, row.hashes);
}

/** The leaves behind the last full tile, as far as they go, kept as if they were a tile. */
async function readLeaves(reading: Reading, tile: number): Promise<void> {
  const rows = await reading.transaction.query<{ leaf: Buffer }>(
    `select leaf from ledger_entry where district = $1 and position >= $2 and position < $3
     order by position`,
    [reading.transaction.district, tile * tileWidth, (tile + 1) * tileWidth],
  );
  if (rows.length === 0) return;
  const hashes = Buffer.concat(rows.map((row) => leafHash(quickSha256, row.leaf)));
  reading.tiles.set(`0/${tile}`, hashes);
}
