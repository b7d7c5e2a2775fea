import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { beat, expectLanes, warnIfSilent } from '#paging/heartbeat';
import { plusSeconds } from '#std/instant';
import { cast, type CastPerson } from '../cast/cast.ts';
import { type Calling, openCalling } from '../kit/phones.ts';

let calling: Calling;
beforeAll(async () => {
  calling = await openCalling();
});
afterEach(() => calling.endTest());
afterAll(() => calling.close());

const phone = (person: CastPerson) => calling.phones.of(person);
const { itOne, superintendentOne, leaderOne, administratorOne, counselOne } = cast;

const watch = () => warnIfSilent(calling.world.house, calling.senders);

describe('a lane that falls silent', () => {
  test('is not warned of while it beats, nor in the minute after', async () => {
    await beat(calling.worker, 'alarm', calling.clock.now());
    calling.clock.push(60);
    expect(await watch()).toBe(0);
  });

  test('rings IT and the superintendent after a minute, once, whoever watches', async () => {
    await beat(calling.worker, 'alarm', calling.clock.now());
    calling.clock.push(61);
    const told = await Promise.all([watch(), watch(), watch()]);
    await calling.carrier.settled();
    expect(told.toSorted()).toEqual([0, 0, 6]);
    for (const person of [itOne, superintendentOne]) {
      const { call, text } = phone(person).rings();
      expect(call.spoken[0]?.text).toContain('cannot call people');
      expect(text.text).toContain('/readiness');
    }
    calling.clock.push(600);
    expect(await watch()).toBe(0);
  });

  test('that came back and falls silent again rings again', async () => {
    await beat(calling.worker, 'alarm', calling.clock.now());
    calling.clock.push(61);
    expect(await watch()).toBe(6);
    await calling.carrier.settled();
    for (const person of [itOne, superintendentOne]) phone(person).rings();
  });
});

describe('nobody misses a warning', () => {
  test('because every provider was away: it is tried again until somebody is told', async () => {
    await beat(calling.worker, 'alarm', calling.clock.now());
    calling.clock.push(61);
    const away = { ...calling.senders, mayReach: () => false };
    expect(await warnIfSilent(calling.world.house, away)).toBe(0);
    expect(await watch()).toBe(6);
    await calling.carrier.settled();
    for (const person of [itOne, superintendentOne]) phone(person).rings();
  });

  test('because whoever was to ring died over it: a minute later another does', async () => {
    await beat(calling.worker, 'alarm', calling.clock.now());
    calling.clock.push(61);
    const mayReach = () => {
      throw new Error('the power failed');
    };
    const dies = warnIfSilent(calling.world.house, { ...calling.senders, mayReach });
    await expect(dies).rejects.toThrow('the power failed');
    calling.clock.push(59);
    expect(await watch()).toBe(0);
    calling.clock.push(1);
    expect(await watch()).toBe(6);
    await calling.carrier.settled();
    for (const person of [itOne, superintendentOne]) phone(person).rings();
    calling.clock.push(600);
    expect(await watch()).toBe(0);
  });

  test('because a lane never ran: it is listened for from the start', async () => {
    await calling.superuser.query('delete from heartbeat');
    await expectLanes(calling.world.house);
    calling.clock.push(61);
    expect(await watch()).toBe(12);
    await calling.carrier.settled();
    for (const person of [itOne, superintendentOne]) {
      phone(person).rang({ calls: 2, texts: 2, letters: 2 });
    }
  });
});

describe('a lane beats only while it keeps up', () => {
  test('not when it has not gone round for half a minute', async () => {
    const roundAt = plusSeconds(calling.clock.now(), -31);
    expect(await beat(calling.worker, 'alarm', roundAt)).toBe(false);
    expect(await beat(calling.worker, 'alarm', calling.clock.now())).toBe(true);
  });

  test('not when an errand of it is half a minute late', async () => {
    await calling.arrive();
    expect(await beat(calling.worker, 'alarm', calling.clock.now())).toBe(true);
    calling.clock.push(31);
    expect(await beat(calling.worker, 'alarm', calling.clock.now())).toBe(false);
    await calling.work();
    expect(await beat(calling.worker, 'alarm', calling.clock.now())).toBe(true);
    for (const person of [leaderOne, administratorOne, counselOne]) phone(person).rings();
  });
});
