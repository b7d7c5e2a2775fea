import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { publishCheckpoint, signCheckpoint } from '#ledger/checkpoint';
import type { Verdict } from '#ledger/history';
import { verifyLedger } from '#ledger/verify';
import { sha256 } from '#platform/secrets';
import { known } from '#std/ids';
import { emptyFrontier } from '../../src/ledger/core/merkle.ts';
import { evidenceOver, fill, type LedgerWorld, openLedgerWorld } from '../kit/ledger.ts';
import { openWorld, type World } from '../kit/world.ts';

// Whoever holds the disk may change anything. Each attack is made on a ledger of 128 entries and
// more, found at the entry it touched, and taken back.
let world: World;
let ledger: LedgerWorld;
const at = (position: number) => `district = 'norwalk' and position = ${position}`;
const entry = (position: number) => `update ledger_entry set __ where ${at(position)}`;

beforeAll(async () => {
  world = await openWorld();
  ledger = openLedgerWorld(world);
  await fill(ledger.keeper, 'one', 20);
  world.clock.push(1);
  await fill(ledger.keeper, 'signed', 1, { signed: evidenceOver({ what: 'entry' }) });
  await fill(ledger.keeper, 'one', 20, {
    words: 'it’s “quoted” \u2028 é \u{1F600}',
    more: { b: 1 },
  });
  await publishCheckpoint(ledger.keeper);
  world.clock.push(3600);
  await fill(ledger.keeper, 'two', 480);
  await publishCheckpoint(ledger.keeper);
  await fill(ledger.keeper, 'two', 3);
}, 60_000);
afterAll(async () => {
  await ledger.close();
  await world.close();
});

const size = 576 + 3;

type Attack = { table: string; sql: string; values?: readonly unknown[] };

/** Attacks, asks, and takes each attack back by putting the whole table as it was. */
async function whileAttacked(...attacks: readonly Attack[]): Promise<Verdict> {
  const [first, ...others] = attacks;
  if (first === undefined) return verifyLedger(ledger.keeper);
  const { table, sql, values } = first;
  await ledger.tamper(`create table kept_${table} as select * from ${table}`);
  try {
    await ledger.tamper(sql, values);
    return await whileAttacked(...others);
  } finally {
    await ledger.tamper(`delete from ${table}`).catch(() => {});
    await ledger.tamper(`insert into ${table} select * from kept_${table}`);
    await ledger.rows(`drop table kept_${table}`);
  }
}

const whileTampered = (table: string, sql: string, values?: readonly unknown[]) =>
  whileAttacked({ table, sql, ...(values === undefined ? {} : { values }) });

describe('a ledger that nobody touched', () => {
  test('is whole, with the size and root of its head, and progress is told', async () => {
    const lines: string[] = [];
    const verdict = await verifyLedger(ledger.keeper, { report: (line) => lines.push(line) });
    expect(verdict).toMatchObject({ kind: 'whole', size });
    expect(lines).toEqual([`${size} of ${size} entries checked`]);
  });

  test('of another district is whole by itself, and holds none of these entries', async () => {
    const other = { ...ledger.keeper, district: world.other.district };
    expect(await verifyLedger(other)).toMatchObject({ kind: 'whole', size: 0 });
  });
});

describe('one flipped bit in a column is found at its entry', () => {
  const flips = {
    stream: "stream = 'test/onf'",
    version: 'version = version # 1024',
    act: `act = overlay(act::text placing
      case when act::text like '0%' then '1' else '0' end from 1 for 1)::uuid`,
    nth: 'nth = nth # 1024',
    type: "type = 'Testee'",
    happened_at: "happened_at = happened_at + interval '1 microsecond'",
    recorded_at: "recorded_at = recorded_at + interval '1 microsecond'",
    leaf: 'leaf = set_bit(leaf, 7, 1 - get_bit(leaf, 7))',
    signed_digest: 'signed_digest = leaf',
    position: 'position = 100000',
    district: "district = 'harbor-point-fictional'",
  } as const;
  test.each(Object.entries(flips))('%s', async (_column, change) => {
    const found = await whileTampered('ledger_entry', entry(7).replace('__', change));
    expect(found).toMatchObject({ kind: 'wrong', position: 7 });
  });

  test('a digest that was signed is held against its column', async () => {
    const found = await whileTampered(
      'ledger_entry',
      entry(20).replace('__', 'signed_digest = null'),
    );
    expect(found).toEqual({
      kind: 'wrong',
      position: 20,
      problem: 'the column signed_digest is not what the envelope says',
    });
  });

  test('the first of two wrong entries is named', async () => {
    const sql =
      "update ledger_entry set type = 'Testee' where district = 'norwalk' and position in (30, 9)";
    expect(await whileTampered('ledger_entry', sql)).toMatchObject({ position: 9 });
  });
});

describe('what is gone or moved is found at its place', () => {
  test.each(['0', '100', 'length(sealed) * 8 - 1'])('bit %s of the sealed bytes', async (bit) => {
    const sql = `update ledger_body set sealed = set_bit(sealed, ${bit}, 1 - get_bit(sealed, ${bit}))
      where ${at(11)}`;
    const found = await whileTampered('ledger_body', sql);
    expect(found).toEqual({ kind: 'wrong', position: 11, problem: 'its sealed bytes do not open' });
  });

  test('a removed body', async () => {
    const found = await whileTampered('ledger_body', `delete from ledger_body where ${at(300)}`);
    expect(found).toEqual({
      kind: 'wrong',
      position: 300,
      problem: 'its content is missing and no later entry destroyed it',
    });
  });

  test('a removed entry', async () => {
    const found = await whileTampered('ledger_entry', `delete from ledger_entry where ${at(300)}`);
    expect(found).toEqual({ kind: 'wrong', position: 300, problem: 'the entry is missing' });
  });

  test('two entries that changed places, with their bodies', async () => {
    const swap = (table: string) => `update ${table} set position = 45 - position
      where district = 'norwalk' and position in (5, 40)`;
    await ledger.tamper('alter table ledger_body drop constraint ledger_body_pkey');
    await ledger.tamper('alter table ledger_entry drop constraint ledger_entry_pkey cascade');
    await ledger.tamper(swap('ledger_body'));
    const found = await whileTampered('ledger_entry', swap('ledger_entry'));
    await ledger.tamper(swap('ledger_body'));
    expect(found).toMatchObject({ kind: 'wrong', position: 5 });
  });

  test('an entry that the head does not count', async () => {
    const found = await whileTampered(
      'ledger_entry',
      `insert into ledger_entry select district, ${size}, 'test/x', 1, act, 30000, type, happened_at,
         recorded_at, leaf, signed_digest from ledger_entry where ${at(3)}`,
    );
    expect(found).toMatchObject({ kind: 'wrong', position: size });
  });
});

describe('the tree is held against everything that was kept of it', () => {
  const cut = (to: number) =>
    `delete from ledger_entry where district = 'norwalk' and position >= ${to}`;
  const head = "update ledger_head set __ where district = 'norwalk'";

  test('a tail that was cut off while the head still counts it', async () => {
    const found = await whileTampered('ledger_entry', cut(400));
    expect(found).toEqual({ kind: 'wrong', position: 400, problem: 'the entry is missing' });
  });

  test('a tail that was cut off together with the head, by a checkpoint, or else by a tile', async () => {
    // 64 entries are one perfect subtree, so the published root is all that the attacker needs.
    const [published] = await ledger.rows('select note from ledger_checkpoint where size = 64');
    const root = Buffer.from(String(published?.note).split('\n')[2] ?? '', 'base64');
    const last =
      "(select recorded_at from ledger_entry where district = 'norwalk' and position = 63)";
    const heads: Attack = {
      table: 'ledger_head',
      sql: head.replace('__', `size = 64, frontier = $1, last_recorded_at = ${last}`),
      values: [root],
    };
    const tail: Attack = { table: 'ledger_entry', sql: cut(64) };
    const notes: Attack = {
      table: 'ledger_checkpoint',
      sql: 'delete from ledger_checkpoint where size > 64',
    };
    expect(await whileAttacked(heads, tail)).toEqual({
      kind: 'wrong',
      position: 64,
      problem: 'a checkpoint counts 576 entries, here are 64',
    });
    expect(await whileAttacked(heads, tail, notes)).toEqual({
      kind: 'wrong',
      position: 64,
      problem: 'a tile stands for 512 entries',
    });
    expect(await verifyLedger(ledger.keeper)).toMatchObject({ kind: 'whole', size });
  });

  test('a checkpoint that somebody kept elsewhere shows what was cut off', async () => {
    const note = signCheckpoint(ledger.keeper, { ...emptyFrontier, size: BigInt(size + 5) });
    const found = await verifyLedger(ledger.keeper, { checkpoints: [note] });
    expect(found).toMatchObject({ kind: 'wrong', position: size });
  });

  test('a head with another frontier, size or moment', async () => {
    const bit = 'frontier = set_bit(frontier, 0, 1 - get_bit(frontier, 0))';
    expect(await whileTampered('ledger_head', head.replace('__', bit))).toMatchObject({
      kind: 'wrong',
      position: 0,
    });
    const lastNode =
      'frontier = set_bit(frontier, length(frontier) * 8 - 1, 1 - get_bit(frontier, length(frontier) * 8 - 1))';
    expect(await whileTampered('ledger_head', head.replace('__', lastNode))).toMatchObject({
      kind: 'wrong',
      position: size - 1,
    });
    const moment = "last_recorded_at = last_recorded_at + interval '1 microsecond'";
    expect(await whileTampered('ledger_head', head.replace('__', moment))).toMatchObject({
      kind: 'wrong',
      position: size - 1,
    });
    const gone = "delete from ledger_head where district = 'norwalk'";
    expect(await whileTampered('ledger_head', gone)).toMatchObject({ kind: 'wrong', position: 0 });
  });

  test('a changed tile, at the leaf whose hash it holds', async () => {
    const bit = 256 + 5 * 256;
    const sql = `update ledger_tile set hashes = set_bit(hashes, ${bit}, 1 - get_bit(hashes, ${bit}))
      where district = 'norwalk' and level = 0 and tile = 1`;
    expect(await whileTampered('ledger_tile', sql)).toEqual({
      kind: 'wrong',
      position: 256 + 6,
      problem: 'a tile is not what the leaves make',
    });
  });

  test('a forged checkpoint, whatever is forged in it', async () => {
    const forge = async (note: string) =>
      whileTampered('ledger_checkpoint', 'update ledger_checkpoint set note = $1 where size = 64', [
        note,
      ]);
    const [row] = await ledger.rows('select note from ledger_checkpoint where size = 64');
    const note = String(row?.note);
    const root = note.split('\n')[2] ?? '';
    const otherRoot = note.replace(root, sha256('another').toString('base64'));
    expect(await forge(otherRoot)).toMatchObject({ kind: 'wrong', position: 63 });
    expect(await forge('no note')).toMatchObject({ kind: 'wrong', position: 63 });
    // Somebody with the district's own key signs another history: the signature is right.
    const signed = signCheckpoint(ledger.keeper, { size: 64n, nodes: [randomBytes(32)] });
    expect(await forge(signed)).toMatchObject({ kind: 'wrong', position: 0 });
    const others = signCheckpoint(
      { ...ledger.keeper, district: known('harbor-point-fictional') },
      { size: 64n, nodes: [randomBytes(32)] },
    );
    expect(await forge(others)).toMatchObject({ kind: 'wrong', position: 63 });
  });
});
