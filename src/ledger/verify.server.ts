import type { Transaction } from '#platform/database';
import { isSignedBy, readCheckpoint } from './core/checkpoint.ts';
import { bytesAreEqual, type Frontier, leafHash, rootOfFrontier } from './core/merkle.ts';
import { raiseTower, type Tile, type Tower, tileWidth } from './core/tower.ts';
import { ledgerKey, verifyEd25519 } from './checkpoint.server.ts';
import { isSameMoment } from './envelope.server.ts';
import { type Given, readOfType, readPages } from './given.server.ts';
import { readHead, type SeenHead } from './head.server.ts';
import {
  beginHistory,
  destructionType,
  type History,
  readDestructions,
  type Verdict,
  type Wrong,
} from './history.server.ts';
import type { House } from './perform.server.ts';
import { quickSha256 } from './quick-hash.server.ts';

/** What a verifier may be told, and what it tells while it works. */
export type VerifyOptions = {
  readonly report?: (line: string) => void;
  /** Checkpoints that somebody kept elsewhere: they show what a ledger cut short would hide. */
  readonly checkpoints?: readonly string[];
};

const wrong = (position: number, problem: string): Wrong => ({ kind: 'wrong', position, problem });

/**
 * Whether the ledger is what was written, from the first entry to the last.
 *
 * Opens and hashes every entry, holds it against its columns and its neighbours, and the tree
 * against head, tiles and every checkpoint. Names the first wrong entry; where only a tree is
 * wrong, the first entry of the part that differs. Reads what the ledger was when it was asked,
 * while others write. Memory grows with the number of streams, never with that of entries.
 */
export async function verifyLedger(house: House, options: VerifyOptions = {}): Promise<Verdict> {
  const seen = await house.database.inDistrict(house.district, readAround);
  if (seen === null) return wrong(0, 'this district has no ledger');
  const { size } = seen.head;
  // In this order: a key that is gone by now was destroyed by an entry that is there by now.
  const keys = await house.keys.keysOf(house.district);
  const saying = await readOfType(house, keys, destructionType);
  const history = beginHistory(house.district, readDestructions(house.district, saying));
  const finished: Tile[] = [];
  const tower = raiseTower(quickSha256, (tile) => finished.push(tile));
  const notes = checkpointsOf(house, [...seen.notes, ...readNotes(options.checkpoints ?? [])]);

  const atStart = notes.passed(tower);
  if (atStart !== null) return atStart;
  for await (const page of readPages(house, keys, size)) {
    const found = lookAtPage(page, { history, tower, passed: notes.passed });
    const tile = await firstWrongTile(house, finished.splice(0));
    const first = firstOf(found, tile);
    if (first !== null) return first;
    options.report?.(`${tower.size()} of ${size} entries checked`);
  }
  if (tower.size() < size) return wrong(tower.size(), 'the entry is missing');
  return lookAtEnd(seen, { tower, history, counted: notes.last() }) ?? whole(tower);
}

function whole(tower: Tower): Verdict {
  const root = rootOfFrontier(quickSha256, tower.frontier());
  return { kind: 'whole', size: tower.size(), root: root.toHex() };
}

function firstOf(one: Wrong | null, other: Wrong | null): Wrong | null {
  if (one === null || other === null) return one ?? other;
  return one.position <= other.position ? one : other;
}

type Note = { readonly text: string; readonly size: number };

type Around = {
  readonly head: SeenHead;
  readonly notes: readonly Note[];
  readonly entriesEnd: number;
  readonly tilesEnd: number;
};

// The head last: it counts whatever the others saw, although somebody writes in between.
async function readAround(transaction: Transaction): Promise<Around | null> {
  const notes = await transaction.query<{ note: string; size: number }>(
    'select note, size from ledger_checkpoint where district = $1 order by size',
    [transaction.district],
  );
  const [ends] = await transaction.query<{ entries: number; tiles: number }>(
    `select coalesce((select max(position) + 1 from ledger_entry where district = $1), 0) as entries,
            coalesce((select max(tile) + 1 from ledger_tile
                      where district = $1 and level = 0), 0) as tiles`,
    [transaction.district],
  );
  const head = await readHead(transaction);
  if (head === null) return null;
  return {
    head,
    notes: notes.map(({ note, size }) => ({ text: note, size })),
    entriesEnd: ends?.entries ?? 0,
    tilesEnd: (ends?.tiles ?? 0) * tileWidth,
  };
}

// A note kept elsewhere has no column beside it: the size it says is the one to look for.
function readNotes(texts: readonly string[]): Note[] {
  return texts.map((text) => {
    const reading = readCheckpoint(text);
    return { text, size: reading.kind === 'read' ? Number(reading.checkpoint.size) : 0 };
  });
}

type Checkpoints = {
  /** Holds the tree as it stands against the checkpoints that count exactly so many entries. */
  readonly passed: (tower: Tower) => Wrong | null;
  /** How many entries the largest one counts. */
  readonly last: () => number;
};

function checkpointsOf(house: House, notes: readonly Note[]): Checkpoints {
  const waiting = notes.toSorted((one, other) => one.size - other.size);
  let [next, vouched] = [0, 0];
  const passed = (tower: Tower): Wrong | null => {
    while (waiting[next]?.size === tower.size()) {
      const { text = '' } = waiting[next] ?? {};
      const found = lookAtCheckpoint(house, text, tower, vouched);
      if (found !== null) return found;
      [next, vouched] = [next + 1, tower.size()];
    }
    return null;
  };
  return { passed, last: () => waiting.at(-1)?.size ?? 0 };
}

function lookAtCheckpoint(house: House, text: string, tower: Tower, vouched: number): Wrong | null {
  const { key } = ledgerKey(house);
  const size = tower.size();
  const named = `the checkpoint of ${size} entries`;
  const reading = readCheckpoint(text);
  const lastCounted = Math.max(0, size - 1);
  if (reading.kind === 'unreadable') return wrong(lastCounted, `${named} cannot be read`);
  const { checkpoint, note } = reading;
  if (checkpoint.origin !== key.name || !isSignedBy(note, key, verifyEd25519)) {
    return wrong(lastCounted, `${named} is not signed by this district`);
  }
  if (checkpoint.size !== BigInt(size)) return wrong(lastCounted, `${named} counts others`);
  const root = rootOfFrontier(quickSha256, tower.frontier());
  if (bytesAreEqual(root, checkpoint.root)) return null;
  return wrong(
    vouched,
    `${named} has another root: something changed from here to entry ${lastCounted}`,
  );
}

type Looking = {
  readonly history: History;
  readonly tower: Tower;
  readonly passed: (tower: Tower) => Wrong | null;
};

function lookAtPage(page: readonly Given[], { history, tower, passed }: Looking): Wrong | null {
  for (const given of page) {
    const position = tower.size();
    if (given.position !== position) return wrong(position, 'the entry is missing');
    const problem = history.look(given);
    if (problem !== null) return wrong(position, problem);
    tower.push(leafHash(quickSha256, given.leaf));
    const found = passed(tower);
    if (found !== null) return found;
  }
  return null;
}

/** Stored tiles must be the ones that the leaves make. One that is not stored can be made again. */
async function firstWrongTile(house: House, finished: readonly Tile[]): Promise<Wrong | null> {
  if (finished.length === 0) return null;
  const rows = await house.database.inDistrict(house.district, (transaction) =>
    transaction.query<{ level: number; tile: number; hashes: Buffer }>(
      `select level, tile, hashes from ledger_tile
       where district = $1 and (level, tile) in (select * from unnest($2::int[], $3::bigint[]))`,
      [house.district, finished.map(({ level }) => level), finished.map(({ tile }) => tile)],
    ),
  );
  let first: Wrong | null = null;
  for (const { level, tile, hashes } of finished) {
    const stored = rows.find((row) => row.level === level && row.tile === tile);
    const differing = stored === undefined ? -1 : firstDifference(stored.hashes, hashes);
    if (differing < 0) continue;
    const position = (tile * tileWidth + differing) * tileWidth ** level;
    first = firstOf(first, wrong(position, 'a tile is not what the leaves make'));
  }
  return first;
}

function firstDifference(stored: Uint8Array, made: Uint8Array): number {
  const at = made.findIndex((byte, place) => byte !== stored[place]);
  return at < 0 ? at : Math.floor(at / 32);
}

type End = { readonly tower: Tower; readonly history: History; readonly counted: number };

function lookAtEnd(seen: Around, { tower, history, counted }: End): Wrong | null {
  const size = tower.size();
  const { head } = seen;
  const part = firstWrongPart(head.frontier, tower.frontier());
  if (part !== null) return wrong(part, 'the head of the ledger is not what the leaves make');
  if (seen.entriesEnd > size) return wrong(size, 'the head does not count this entry');
  if (counted > size)
    return wrong(size, `a checkpoint counts ${counted} entries, here are ${size}`);
  if (seen.tilesEnd > size) return wrong(size, `a tile stands for ${seen.tilesEnd} entries`);
  if (size > 0 && !isSameMoment(history.latest(), head.lastRecordedAt ?? Number.NaN)) {
    return wrong(size - 1, 'the head says that it was recorded at another moment');
  }
  return null;
}

/** The first entry under the first part of the tree that the head remembers otherwise. */
function firstWrongPart(remembered: Frontier | null, made: Frontier): number | null {
  let start = 0;
  let rest = Number(made.size);
  for (const [nth, node] of made.nodes.entries()) {
    const other = remembered?.nodes[nth];
    if (other === undefined || !bytesAreEqual(node, other)) return start;
    const part = 2 ** Math.floor(Math.log2(rest));
    [start, rest] = [start + part, rest - part];
  }
  return null;
}
