import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import {
  appendLeaf,
  emptyFrontier,
  type Hash,
  leafHash,
  rootOf,
  rootOfFrontier,
} from './merkle.ts';
import { raiseTower, type Tile } from './tower.ts';

const sha256: Hash = (bytes) => new Uint8Array(createHash('sha256').update(bytes).digest());
const leaf = (nth: number) => leafHash(sha256, Uint8Array.of(nth & 255, nth >> 8, nth >> 16));

test('at every size its frontier is the one that appending leaf by leaf gives', () => {
  const tower = raiseTower(sha256, () => {});
  let frontier = emptyFrontier;
  expect(tower.frontier()).toEqual(frontier);
  for (let nth = 0; nth < 600; nth++) {
    tower.push(leaf(nth));
    frontier = appendLeaf(sha256, frontier, leaf(nth));
    if (nth % 37 === 0 || (nth > 250 && nth < 260) || nth > 510) {
      expect(tower.frontier()).toEqual(frontier);
    }
  }
});

test('beyond 65,536 leaves it has a full tile on the second level, and the same root', () => {
  const leaves = Array.from({ length: 65_536 + 300 }, (_, nth) => leaf(nth));
  const tiles: Tile[] = [];
  const tower = raiseTower(sha256, (tile) => tiles.push(tile));
  for (const each of leaves) tower.push(each);
  expect(rootOfFrontier(sha256, tower.frontier())).toEqual(rootOf(sha256, leaves));
  expect(tiles.filter(({ level }) => level === 0)).toHaveLength(257);
  const upper = tiles.filter(({ level }) => level === 1);
  expect(upper.map(({ tile }) => tile)).toEqual([0]);
  expect(sha256(upper[0]?.hashes ?? new Uint8Array(0))).toEqual(
    sha256(
      Buffer.concat(
        Array.from({ length: 256 }, (_, nth) =>
          rootOf(sha256, leaves.slice(nth * 256, (nth + 1) * 256)),
        ),
      ),
    ),
  );
});

test('a tile is handed out once, full, and never changes afterwards', () => {
  const tiles: Tile[] = [];
  const tower = raiseTower(sha256, (tile) => tiles.push(tile));
  for (let nth = 0; nth < 255; nth++) tower.push(leaf(nth));
  expect(tiles).toEqual([]);
  tower.push(leaf(255));
  const before = tiles[0]?.hashes.toHex();
  for (let nth = 256; nth < 512; nth++) tower.push(leaf(nth));
  expect(tiles).toHaveLength(2);
  expect(tiles[0]?.hashes.toHex()).toBe(before);
  expect(tiles[1]?.hashes.toHex()).not.toBe(before);
});
