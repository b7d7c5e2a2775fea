import { afterAll, beforeAll, expect, test } from 'vitest';
import { sha256 } from '#platform/secrets';
import { fill, type LedgerWorld, openLedgerWorld } from '../../tests/kit/ledger.ts';
import { openWorld, type World } from '../../tests/kit/world.ts';
import {
  ledgerKey,
  newestCheckpoint,
  publicCheckpoint,
  publishCheckpoint,
  signCheckpoint,
  verifyEd25519,
} from './checkpoint.server.ts';
import { isSignedBy, readCheckpoint, readVerifierKey } from './core/checkpoint.ts';
import { verifyConsistency } from './core/proof.ts';
import type { House } from './perform.server.ts';
import { proveConsistency } from './prove.server.ts';
import { verifyLedger } from './verify.server.ts';

let world: World;
let ledger: LedgerWorld;
let keeper: House;
beforeAll(async () => {
  world = await openWorld();
  ledger = openLedgerWorld(world);
  keeper = ledger.keeper;
});
afterAll(async () => {
  await ledger.close();
  await world.close();
});

function read(note: string) {
  const reading = readCheckpoint(note);
  const key = readVerifierKey(sha256, ledgerKey(keeper).line);
  if (reading.kind !== 'read' || key.kind !== 'read') throw new Error('not readable');
  expect(isSignedBy(reading.note, key.key, verifyEd25519)).toBe(true);
  return reading.checkpoint;
}

test('the newest checkpoint is over the head as it stands, signed in the district’s name', async () => {
  await fill(keeper, 'one', 3);
  const checkpoint = read(await newestCheckpoint(world.house));
  expect(checkpoint).toMatchObject({ origin: 'threshold/norwalk', size: 3n });
  const verdict = await verifyLedger(keeper);
  expect(verdict).toMatchObject({ root: checkpoint.root.toHex() });
});

test('asking for the newest changes nothing and publishes nothing', async () => {
  await newestCheckpoint(world.house);
  expect(await publicCheckpoint(world.house)).toBeNull();
  expect(await ledger.rows('select from ledger_checkpoint')).toEqual([]);
});

test('two districts sign with two keys', () => {
  expect(ledgerKey(world.other).line).not.toBe(ledgerKey(keeper).line);
  const note = readCheckpoint(signCheckpoint(world.other, { size: 0n, nodes: [] }));
  if (note.kind !== 'read') throw new Error('not readable');
  expect(isSignedBy(note.note, ledgerKey(keeper).key, verifyEd25519)).toBe(false);
});

test('public checkpoints count multiples of 64, and grow alike on a quiet day and after a visit', async () => {
  const sizes: bigint[] = [];
  const publish = async () => {
    const made = await publishCheckpoint(keeper);
    if (made.kind !== 'published') throw new Error(made.refusal);
    expect(await publicCheckpoint(world.house)).toBe(made.note);
    sizes.push(read(made.note).size);
  };
  await publish();
  await publish();
  await fill(keeper, 'visit', 40);
  await publish();
  await fill(keeper, 'visit', 64);
  await publish();
  expect(sizes).toEqual([64n, 128n, 192n, 256n]);
  expect(await verifyLedger(keeper)).toMatchObject({ kind: 'whole', size: 256 });
});

test('padding looks like any other entry from outside, and each one is sealed', async () => {
  const rows = await ledger.rows(
    `select length(b.sealed) as length from ledger_entry e join ledger_body b using (district, position)
     where e.stream = 'ledger/padding' limit 3`,
  );
  expect(rows).toHaveLength(3);
  const leaves = await ledger.rows(
    "select distinct leaf from ledger_entry where stream = 'ledger/padding'",
  );
  const all = await ledger.rows("select from ledger_entry where stream = 'ledger/padding'");
  expect(leaves).toHaveLength(all.length);
});

test('each public checkpoint is consistent with the ones before', async () => {
  const notes = await ledger.rows('select note from ledger_checkpoint order by size');
  const [first, last] = [read(String(notes[0]?.note)), read(String(notes.at(-1)?.note))];
  const proof = await proveConsistency(keeper, Number(first.size), Number(last.size));
  if (proof === null) throw new Error('nothing was proven');
  const claim = { ...proof, root1: first.root, root2: last.root };
  expect(verifyConsistency(sha256, claim)).toBe(true);
});

test('two that publish at once both publish, one after the other', async () => {
  const made = await Promise.all([publishCheckpoint(keeper), publishCheckpoint(keeper)]);
  expect(made.map((each) => (each.kind === 'published' ? each.size : 0)).toSorted()).toEqual([
    320, 384,
  ]);
});

test('nothing is signed that an earlier checkpoint contradicts, and nothing is written then', async () => {
  const [newest] = await ledger.rows(
    'select size, note from ledger_checkpoint order by size desc limit 1',
  );
  const size = Number(newest?.size);
  const other = signCheckpoint(keeper, {
    size: BigInt(size),
    nodes: [sha256('other'), sha256('past')],
  });
  const put = (note: unknown) =>
    ledger.tamper('update ledger_checkpoint set note = $1 where size = $2', [note, size]);
  await put(other);
  expect(await publishCheckpoint(keeper)).toEqual({
    kind: 'refused',
    refusal: 'an-earlier-checkpoint-says-otherwise',
  });
  await put(newest?.note);
  expect(await verifyLedger(keeper)).toMatchObject({ kind: 'whole', size });
  expect(await publishCheckpoint(keeper)).toMatchObject({ kind: 'published', size: size + 64 });
});
