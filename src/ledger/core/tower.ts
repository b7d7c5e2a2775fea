/**
 * The tree of RFC 6962 while its leaves pass by from left to right, kept as tiles of 256 hashes
 * (C2SP tlog-tiles). It holds one unfinished tile for each level, so a ledger of any length fits;
 * and it refuses to know what a leaf commits to or where finished tiles are kept.
 */

import { type Frontier, type Hash, hashBytes, rootOf } from './merkle.ts';

/** How many hashes a tile holds. */
export const tileWidth = 256;

/**
 * A finished tile: 256 hashes of one level, each the root of 256 to the level's power of leaves.
 */
export type Tile = { readonly level: number; readonly tile: number; readonly hashes: Uint8Array };

/** A tree under construction. */
export type Tower = {
  /** Takes the hash of the next leaf. */
  readonly push: (leafHash: Uint8Array) => void;
  /** How many leaves it has taken. */
  readonly size: () => number;
  /** The roots of its perfect subtrees, the largest first, as the head of a ledger keeps them. */
  readonly frontier: () => Frontier;
};

type Floor = { readonly hashes: Uint8Array; readonly tile: number; count: number };

/** Begins an empty tree. Each tile is handed out once, at the moment it is full. */
export function raiseTower(hash: Hash, finished: (tile: Tile) => void): Tower {
  const floors: Floor[] = [];
  let size = 0;
  const add = (level: number, node: Uint8Array): void => {
    const floor = floors[level] ?? emptyFloor(0);
    floors[level] = floor;
    floor.hashes.set(node, floor.count * hashBytes);
    floor.count += 1;
    if (floor.count < tileWidth) return;
    floors[level] = emptyFloor(floor.tile + 1);
    finished({ level, tile: floor.tile, hashes: floor.hashes });
    add(level + 1, rootOf(hash, hashesIn(floor.hashes, 0, tileWidth)));
  };
  return {
    push: (leafHash) => {
      size += 1;
      add(0, leafHash);
    },
    size: () => size,
    frontier: () => ({
      size: BigInt(size),
      nodes: floors.toReversed().flatMap((floor) => perfectRoots(hash, floor)),
    }),
  };
}

/** The hashes of a tile from one place on, 32 bytes each, sharing the tile's memory. */
export function hashesIn(hashes: Uint8Array, from: number, count: number): Uint8Array[] {
  return Array.from({ length: count }, (_, nth) =>
    hashes.subarray((from + nth) * hashBytes, (from + nth + 1) * hashBytes),
  );
}

function emptyFloor(tile: number): Floor {
  return { hashes: new Uint8Array(tileWidth * hashBytes), tile, count: 0 };
}

// An unfinished tile falls into perfect subtrees as its count falls into powers of two.
function perfectRoots(hash: Hash, floor: Floor): Uint8Array[] {
  const roots: Uint8Array[] = [];
  let from = 0;
  for (let part = tileWidth / 2; part >= 1; part /= 2) {
    if ((floor.count & part) === 0) continue;
    roots.push(rootOf(hash, hashesIn(floor.hashes, from, part)));
    from += part;
  }
  return roots;
}
