/** The alarm lane waits behind nothing, whatever else the house does. (ARCHITECTURE promise 10) */
import pg from 'pg';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { replaceHouseholds } from '#roster/store';
import { queue } from '#platform/due';
import { cast, type CastPerson } from '../cast/cast.ts';
import { type Calling, openCalling } from '../kit/phones.ts';

let calling: Calling;
beforeAll(async () => {
  calling = await openCalling();
});
afterEach(() => calling.endTest());
afterAll(() => calling.close());

const { leaderOne, administratorOne, counselOne } = cast;
const promptMilliseconds = 2500;

function ring(...people: readonly CastPerson[]) {
  for (const person of people) calling.phones.of(person).rings();
}

/** How long it takes from a report at the door until the first telephones ring. */
async function arriveAndTime(): Promise<number> {
  const began = performance.now();
  await calling.arrive();
  await calling.work();
  const took = performance.now() - began;
  ring(leaderOne, administratorOne, counselOne);
  return took;
}

function family(nth: number) {
  return {
    household: `crowd-${nth}`,
    schools: ['cranbury-elementary'],
    guardians: [
      {
        guardian: `guardian-${nth}`,
        guardianName: `Guardian ${nth} (fictional)`,
        language: 'en',
        email: `crowd-${nth}@cast.example`,
        phone: null,
        channels: ['email'] as const,
      },
    ],
    students: [{ student: `student-${nth}`, adultFrom: '2036-01-01' }],
    languages: ['en'],
  };
}

describe('an alarm goes out as promptly', () => {
  test('while a transaction that read and wrote stays open for as long as it likes', async () => {
    const client = new pg.Client({ connectionString: calling.world.url('threshold_owner') });
    await client.connect();
    await client.query('begin isolation level repeatable read');
    await client.query("select set_config('app.district', 'norwalk', true)");
    await client.query('select count(*) from ledger_entry');
    await client.query("update person set name = name where district = 'norwalk'");
    expect(await arriveAndTime()).toBeLessThan(promptMilliseconds);
    await client.query('rollback');
    await client.end();
  });

  test('while thousands of families are being imported', async () => {
    const { world } = calling;
    const keeper = world.as('threshold_keeper');
    const families = Array.from({ length: 4000 }, (_, nth) => family(nth));
    const importing = keeper.inDistrict(world.house.district, (transaction) =>
      replaceHouseholds(transaction, world.house.secrets, families),
    );
    expect(await arriveAndTime()).toBeLessThan(promptMilliseconds);
    await importing;
  });

  test('while the bulk lane has ten thousand errands to do', async () => {
    const { house } = calling.world;
    const dueBy = calling.clock.now();
    const errands = Array.from({ length: 10_000 }, (_, position) => ({
      ...{ lane: 'bulk' as const, errand: 'deliver', subject: `crowd/${position}` },
      ...{ position, dueBy },
    }));
    await house.database.inDistrict(house.district, (transaction) => queue(transaction, errands));
    expect(await arriveAndTime()).toBeLessThan(promptMilliseconds);
  });
});

test('a process that froze with the ledger in its hand holds up an alarm for seconds, not longer', async () => {
  await calling.arrive();
  const frozen = new pg.Client({ connectionString: calling.world.url('threshold_app') });
  frozen.on('error', () => {});
  await frozen.connect();
  await frozen.query("begin; select set_config('app.district', 'norwalk', true)");
  await frozen.query("select size from ledger_head where district = 'norwalk' for update");
  const began = performance.now();
  await calling.work();
  expect(performance.now() - began).toBeLessThan(7000);
  ring(leaderOne, administratorOne, counselOne);
  await frozen.end().catch(() => {});
}, 20_000);
