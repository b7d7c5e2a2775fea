/**
 * A worker is killed at each step of a page in turn: before each word to the database and before
 * each hand-over. Whoever comes after it finishes the work, and nobody is left uncalled.
 */
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { pagingErrands } from '#paging/jobs';
import type { Senders } from '#paging/send';
import type { Carrier } from '#platform/carrier';
import type { Database } from '#platform/database';
import { doWhatIsDue, type LaneOptions } from '#platform/lane';
import { cast, type CastPerson } from '../cast/cast.ts';
import { type Calling, openCalling } from '../kit/phones.ts';

let calling: Calling;
beforeAll(async () => {
  calling = await openCalling();
});
afterEach(() => calling.endTest());
afterAll(() => calling.close());

const { leaderOne, administratorOne, counselOne } = cast;
const dead = new Error('the worker was killed');

/** Counts the steps of a worker, and lets it take so many of them. */
function life(steps: number) {
  let taken = 0;
  return {
    taken: () => taken,
    isOver: () => taken > steps,
    step: () => {
      taken += 1;
      if (taken > steps) throw dead;
    },
  };
}
type Life = ReturnType<typeof life>;

/** A database through which a killed worker says nothing more. What it had begun is rolled back. */
function mortal(database: Database, one: Life): Database {
  return {
    ...database,
    anywhere: async (text, values) => {
      one.step();
      return database.anywhere(text, values);
    },
    inDistrict: (district, work) =>
      database.inDistrict(district, (transaction) => {
        one.step();
        return work({
          ...transaction,
          query: async (text, values) => {
            one.step();
            return transaction.query(text, values);
          },
        });
      }),
  };
}

function mortalCarrier<Message>(carrier: Carrier<Message>, one: Life): Carrier<Message> {
  return {
    ...carrier,
    hand: async (message, milliseconds) => {
      one.step();
      return carrier.hand(message, milliseconds);
    },
  };
}

function mortalLane(one: Life): LaneOptions {
  const { worker, senders, world } = calling;
  const database = mortal(worker.database, one);
  const carriers: Senders = {
    ...senders,
    sms: mortalCarrier(senders.sms, one),
    voice: mortalCarrier(senders.voice, one),
    email: mortalCarrier(senders.email, one),
  };
  const house = { ...worker, database };
  const errands = pagingErrands({ house, packOf: () => world.pack, senders: carriers });
  return { ...calling.laneWith(), database, errands };
}

async function workUntilKilled(one: Life): Promise<void> {
  const lane = mortalLane(one);
  for (let rounds = 0; rounds < 20 && !one.isOver(); rounds++) {
    const done = await doWhatIsDue(lane).catch(() => 0);
    if (done === 0) return;
  }
}

const stepMost = 400;

describe('a worker that is killed at any step of a page', () => {
  test('leaves nobody uncalled five seconds after another is there, and nobody rung thrice', async () => {
    const found: string[] = [];
    let steps = 0;
    for (; steps < stepMost; steps += 1) {
      const one = life(steps);
      await calling.arrive();
      await workUntilKilled(one);
      calling.clock.push(5);
      await calling.work();
      for (const person of [leaderOne, administratorOne, counselOne]) {
        found.push(...wrongAt(steps, person));
      }
      await calling.superuser.query('delete from due');
      calling.clock.push(3600);
      calling.phones.expectNothingMore();
      if (!one.isOver()) break;
    }
    expect(found).toEqual([]);
    expect(steps).toBeGreaterThan(60);
    expect(steps).toBeLessThan(stepMost);
  }, 120_000);

  function wrongAt(steps: number, person: CastPerson): string[] {
    const { calls, texts, letters } = calling.phones.of(person).came();
    return Object.entries({ calls, texts, letters }).flatMap(([way, { length }]) =>
      length === 0 || length > 2 ? [`${person.name}: ${length} ${way} at step ${steps}`] : [],
    );
  }
});
