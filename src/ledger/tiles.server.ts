import type { Transaction } from '#platform/database';
import { sha256 } from '#platform/secrets';
import { leafHash, nodeHash } from './core/merkle.ts';

const width = 256;

/**
 * Keeps complete tiles of 256 hashes (C2SP tlog-tiles) once the leaves that fill them are written.
 *
 * Costs nothing for 255 entries out of 256. A tile is derived from leaves: it can be dropped and
 * made again, and is never what verification trusts.
 */
export async function keepTiles(
  transaction: Transaction,
  sizeBefore: bigint,
  sizeAfter: bigint,
): Promise<void> {
  const span = BigInt(width);
  for (let tile = sizeBefore / span; tile < sizeAfter / span; tile++) {
    await keepLeafTile(transaction, tile);
    let above = tile;
    for (let level = 1; (above + 1n) % span === 0n; level++) {
      above /= span;
      await keepUpperTile(transaction, level, above);
    }
  }
}

async function keepLeafTile(transaction: Transaction, tile: bigint): Promise<void> {
  const rows = await transaction.query<{ leaf: Buffer }>(
    `select leaf from ledger_entry where district = $1 and position >= $2 and position < $3
     order by position`,
    [transaction.district, Number(tile) * width, (Number(tile) + 1) * width],
  );
  await keep(
    transaction,
    0,
    tile,
    rows.map((row) => leafHash(sha256, row.leaf)),
  );
}

async function keepUpperTile(transaction: Transaction, level: number, tile: bigint): Promise<void> {
  const rows = await transaction.query<{ hashes: Buffer }>(
    `select hashes from ledger_tile where district = $1 and level = $2 and tile >= $3 and tile < $4
     order by tile`,
    [transaction.district, level - 1, Number(tile) * width, (Number(tile) + 1) * width],
  );
  await keep(
    transaction,
    level,
    tile,
    rows.map((row) => perfectRoot(row.hashes)),
  );
}

async function keep(
  transaction: Transaction,
  level: number,
  tile: bigint,
  hashes: readonly Uint8Array[],
): Promise<void> {
  if (hashes.length !== width) throw new Error('a tile is kept when it is complete, not before');
  await transaction.query(
    'insert into ledger_tile values ($1, $2, $3, $4) on conflict do nothing',
    [transaction.district, level, Number(tile), Buffer.concat(hashes)],
  );
}

/** The root over the hashes of a run whose length is a power of two; 32 bytes each. */
export function perfectRoot(hashes: Uint8Array): Uint8Array {
  let row: Uint8Array[] = [];
  for (let at = 0; at < hashes.length; at += 32) row.push(hashes.subarray(at, at + 32));
  while (row.length > 1) {
    const above: Uint8Array[] = [];
    for (let at = 0; at + 1 < row.length; at += 2) {
      const [left, right] = [row[at], row[at + 1]];
      if (left !== undefined && right !== undefined) above.push(nodeHash(sha256, left, right));
    }
    row = above;
  }
  const [root] = row;
  if (root === undefined) throw new Error('a run of hashes is never empty');
  return root;
}
