/**
 * `append`: an act through `perform` against a bare transaction in the same database that locks one
 * row and inserts as many bytes; and whether appending stays as quick in a long ledger.
 */
import { randomBytes, randomUUID } from 'node:crypto';
import pg from 'pg';
import { encounterRoom } from '#encounter/room';
import { type House, perform } from '#ledger/perform';
import { type EncounterId, known, streamOf } from '#std/ids';
import { type DurableWorld, fill, noteWords, openDurableWorld } from './durable-world.ts';
import { type Bench, compare, perSecond } from './measure.ts';

const actsToAStream = 10;

/** Notes on encounters of one district, a fresh encounter after every tenth. */
function noteTaker(house: House): () => Promise<void> {
  let encounter = known<EncounterId>(randomUUID());
  let taken = 0;
  return async () => {
    if (taken % actsToAStream === 0) encounter = known<EncounterId>(randomUUID());
    taken += 1;
    const outcome = await perform(house, encounterRoom, streamOf('encounter', encounter), {
      id: known(randomUUID()),
      by: { kind: 'device', device: known(benchDevice), school: 'breakwater-elementary' },
      command: { type: 'ReportNote', words: noteWords },
    });
    if (outcome.kind === 'refused') throw new Error(`a note was refused: ${outcome.refusal}`);
  };
}

const benchDevice = randomUUID();

// Guarded as every table is, so both sides pay for row-level security and neither for more.
const bareTables = `
  create table bench_head (district text not null, size bigint not null, primary key (district));
  call guard('bench_head');
  create table bench_entry (
    district text not null, position bigint not null, stream text not null, act uuid not null,
    leaf bytea not null, body bytea not null, primary key (district, position));
  call guard('bench_entry');
  grant select, insert, update on bench_head to threshold_app;
  grant select, insert on bench_entry to threshold_app`;

let bareEntries = 0;

/** The bare side: one row locked, one row of the same bytes inserted, committed. */
function bareWriter(pool: pg.Pool, district: string, bodyBytes: number): () => Promise<void> {
  const [leaf, body] = [randomBytes(32), randomBytes(bodyBytes)];
  return async () => {
    const client = await pool.connect();
    try {
      await client.query(`begin; select set_config('app.district', '${district}', true)`);
      await client.query('select size from bench_head where district = $1 for update', [district]);
      await client.query('insert into bench_entry values ($1, $2, $3, $4, $5, $6)', [
        district,
        bareEntries++,
        `encounter/${randomUUID()}`,
        randomUUID(),
        leaf,
        body,
      ]);
      await client.query('commit');
    } finally {
      client.release();
    }
  };
}

/** How long the sealed body of a note is: the bare side writes just as much. */
async function sealedBytes(house: House): Promise<number> {
  await noteTaker(house)();
  const [row] = await house.database.inDistrict(house.district, (transaction) =>
    transaction.query<{ length: number }>(
      'select max(length(sealed)) as length from ledger_body where district = $1',
      [house.district],
    ),
  );
  return row?.length ?? 0;
}

/** Our side and the bare side, with one hand for each district, for so many seconds. */
async function against(world: DurableWorld, houses: readonly House[], seconds: number) {
  const [first] = houses;
  if (first === undefined) throw new Error('no district to write in');
  const bytes = await sealedBytes(first);
  const pool = new pg.Pool({ connectionString: world.url('threshold_app'), max: 12 });
  const takers = houses.map(noteTaker);
  const writers = houses.map(({ district }) => bareWriter(pool, district, bytes));
  let acts = 0;
  try {
    const compared = await compare(
      async () => (await perSecond(seconds, houses.length, async (hand) => writers[hand]?.())).rate,
      async () => {
        const { rate, times } = await perSecond(seconds, houses.length, async (hand) =>
          takers[hand]?.(),
        );
        acts += times;
        return rate;
      },
    );
    return { ...compared, n: acts, unit: 'acts/s' };
  } finally {
    await pool.end();
  }
}

/** Milliseconds of one append in a long ledger against a short one, both written in turn. */
async function flatness(short: House, long: House, times: number) {
  const [inShort, inLong] = [noteTaker(short), noteTaker(long)];
  const timed = (act: () => Promise<void>) => async () => {
    const began = performance.now();
    for (let nth = 0; nth < times; nth++) await act();
    return (performance.now() - began) / times;
  };
  return compare(timed(inShort), timed(inLong));
}

export const append: Bench = async (sizes, print) => {
  const eight = Array.from({ length: 8 }, (_, nth) => `bench-${nth}-fictional`);
  const world = await openDurableWorld([...eight, 'bench-short-fictional', 'bench-long-fictional']);
  try {
    await world.asOwner(bareTables);
    for (const slug of eight) {
      await world.asOwner(`begin; select set_config('app.district', '${slug}', true);
        insert into bench_head values ('${slug}', 0); commit`);
    }
    const seconds = sizes.quick ? 0.5 : 2;
    const [first, ...rest] = world.houses.slice(0, 8);
    const [short, long] = world.houses.slice(8);
    if (first === undefined || short === undefined || long === undefined) return;
    print({ bench: 'append.one', ...(await against(world, [first], seconds)) });
    print({ bench: 'append.eight', ...(await against(world, [first, ...rest], seconds)) });
    await fill(short, 1000, 100);
    await fill(long, sizes.quick ? 10_000 : 100_000, 100);
    const times = sizes.quick ? 25 : 100;
    const flat = await flatness(short, long, times);
    print({ bench: 'append.flat', ...flat, unit: 'ms', n: times * 6 });
  } finally {
    await world.close();
  }
};
