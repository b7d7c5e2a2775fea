import { afterAll, beforeAll, expect, test } from 'vitest';
import { verifyLedger } from '#ledger/verify';
import { known, type StreamId } from '#std/ids';
import { fill, type LedgerWorld, openLedgerWorld } from '../../tests/kit/ledger.ts';
import { openWorld, type World } from '../../tests/kit/world.ts';
import { publishCheckpoint } from './checkpoint.server.ts';
import { destroyStream } from './destroy.server.ts';
import type { House } from './perform.server.ts';

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

const reason = 'series M8-090, authorization 2026-11 (fictional)';
const isGone = async (stream: StreamId) =>
  (await keeper.keys.keyOf(keeper.district, stream)) === null;

test('a destroyed stream is gone, says so for ever, and the ledger is whole', async () => {
  const stream = await fill(keeper, 'to-be-destroyed', 5);
  await fill(keeper, 'to-stay', 2);
  expect(await destroyStream(keeper, stream, reason)).toEqual({ kind: 'destroyed', entries: 5 });
  expect(await isGone(stream)).toBe(true);
  const stored = await ledger.rows(
    "select from ledger_entry where stream = 'test/to-be-destroyed'",
  );
  expect(stored).toHaveLength(5);
  expect(await verifyLedger(keeper)).toMatchObject({ kind: 'whole' });
  await publishCheckpoint(keeper);
  expect(await verifyLedger(keeper)).toMatchObject({ kind: 'whole' });
});

test('destroyed twice is destroyed once: nothing is said again', async () => {
  const stream = await fill(keeper, 'twice', 3);
  await destroyStream(keeper, stream, reason);
  const before = await ledger.rows("select from ledger_entry where type = 'StreamKeyDestroyed'");
  expect(await destroyStream(keeper, stream, reason)).toEqual({ kind: 'destroyed', entries: 3 });
  const after = await ledger.rows("select from ledger_entry where type = 'StreamKeyDestroyed'");
  expect(after).toHaveLength(before.length);
});

test('broken off before the key went, all verifies, nothing is lost, and the next run ends it', async () => {
  const stream = await fill(keeper, 'broken-off', 4);
  const breaking: House = {
    ...keeper,
    keys: { ...keeper.keys, destroy: () => Promise.reject(new Error('the power went')) },
  };
  await expect(destroyStream(breaking, stream, reason)).rejects.toThrow('the power went');
  expect(await isGone(stream)).toBe(false);
  expect(await verifyLedger(keeper)).toMatchObject({ kind: 'whole' });
  // What was written meanwhile goes as well, and is named before it goes.
  await fill(keeper, 'broken-off', 1);
  expect(await destroyStream(keeper, stream, reason)).toEqual({ kind: 'destroyed', entries: 5 });
  expect(await isGone(stream)).toBe(true);
  expect(await verifyLedger(keeper)).toMatchObject({ kind: 'whole' });
});

test('what a legal hold keeps is not destroyed, and is once the hold is lifted', async () => {
  const stream = await fill(keeper, 'held', 2);
  await ledger.tamper(
    `insert into legal_hold values ('norwalk', 'test/held', 'counsel-ordered-it', $1, null, null)`,
    [world.clock.now()],
  );
  expect(await destroyStream(keeper, stream, reason)).toEqual({
    kind: 'refused',
    refusal: 'a-legal-hold-keeps-it',
  });
  expect(await isGone(stream)).toBe(false);
  await ledger.tamper("update legal_hold set lifted_at = $1 where stream = 'test/held'", [
    world.clock.now(),
  ]);
  expect(await destroyStream(keeper, stream, reason)).toMatchObject({ kind: 'destroyed' });
});

test('what the ledger says of itself is never destroyed, nor a stream that never was', async () => {
  for (const name of ['ledger/keys', 'ledger/padding']) {
    expect(await destroyStream(keeper, known(name), reason)).toEqual({
      kind: 'refused',
      refusal: 'the-ledger-keeps-its-own-record',
    });
  }
  expect(await destroyStream(keeper, known('test/never'), reason)).toEqual({
    kind: 'refused',
    refusal: 'there-is-no-such-stream',
  });
});

test('no other hand than the keeper’s destroys a key', async () => {
  const stream = await fill(keeper, 'not-by-app', 1);
  await expect(destroyStream(world.house, stream, reason)).rejects.toThrow('permission denied');
  expect(await isGone(stream)).toBe(false);
});

test('a key that went without a word is wrong, at the first entry it opened', async () => {
  const stream = await fill(keeper, 'without-a-word', 2);
  const [first] = await ledger.rows(
    "select position from ledger_entry where stream = 'test/without-a-word' order by 1",
  );
  await keeper.keys.destroy(keeper.district, stream, world.clock.now());
  const verdict = await verifyLedger(keeper);
  expect(verdict).toEqual({
    kind: 'wrong',
    position: Number(first?.position),
    problem: 'its content is missing and no later entry destroyed it',
  });
  // The ledger can still say what became of it, and then it is accounted for.
  await destroyStream(keeper, stream, reason);
  expect(await verifyLedger(keeper)).toMatchObject({ kind: 'whole' });
});

test('an entry that was destroyed as another stream’s is wrong, where that is claimed', async () => {
  const mine = await fill(keeper, 'mine', 1);
  const [claimed] = await ledger.rows(
    "select position from ledger_entry where stream = 'test/mine'",
  );
  const lying = {
    type: 'StreamKeyDestroyed',
    stream: 'test/another',
    positions: [Number(claimed?.position)],
  };
  await fill(keeper, 'lies', 1, lying);
  const verdict = await verifyLedger(keeper);
  expect(verdict).toEqual({
    kind: 'wrong',
    position: Number(claimed?.position) + 1,
    problem: `it claims to destroy entry ${claimed?.position}, which is of another stream`,
  });
  // Nor does the lie cover that the content is really gone.
  await keeper.keys.destroy(keeper.district, mine, world.clock.now());
  expect(await verifyLedger(keeper)).toMatchObject({ position: Number(claimed?.position) });
});

test('a wrapped key with a flipped bit opens nothing, and verifying says so', async () => {
  await ledger.tamperKeys(
    `update stream_key set wrapped = set_bit(wrapped, 3, 1 - get_bit(wrapped, 3))
     where stream = 'test/to-stay'`,
  );
  await expect(verifyLedger(keeper)).rejects.toThrow('does not open with this district key');
});
