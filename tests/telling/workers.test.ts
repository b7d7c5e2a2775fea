import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import {
  claimDeliveries,
  claimForgotten,
  type Settled,
  settleDeliveries,
} from '../../src/notice/delivery.server.ts';
import type { Transaction } from '#platform/database';
import { claimDue, type Due } from '#platform/due';
import { doWhatIsDue } from '#platform/lane';
import type { NoticeId } from '#std/ids';
import { plusSeconds } from '#std/instant';
import { castFamilies, crowdOf, moveIn, openTelling, type Telling } from '../kit/letters.ts';

let telling: Telling;
beforeAll(async () => {
  telling = await openTelling();
});
afterEach(() => telling.endTest());
afterAll(() => telling.close());

/** A notice that is released, with its list of whom to tell written down and nothing sent. */
async function prepared(): Promise<NoticeId> {
  const encounter = await telling.attempt();
  await telling.leave(encounter);
  await telling.work();
  const notice = telling.noticeOf(encounter);
  await telling.clear(notice);
  await telling.release(notice);
  expect(await doWhatIsDue(telling.laneWith())).toBe(1);
  return notice;
}

const inDistrict = <T>(work: (transaction: Transaction) => Promise<T>) =>
  telling.worker.database.inDistrict(telling.worker.district, work);

const addresses = () => telling.sink().map(({ to }) => to);

/** Every address once: a message went out by no way twice. */
function expectNoCopy() {
  expect(addresses().toSorted()).toEqual([...new Set(addresses())].toSorted());
}

/** Senders that really send and never come back, as a worker does that is killed in between. */
function dying() {
  const { email, sms } = telling.senders;
  const never = () => new Promise<never>(() => {});
  return telling.laneWith({
    email: { ...email, hand: (letter, most) => email.hand(letter, most).then(never) },
    sms: { ...sms, hand: (text, most) => sms.hand(text, most).then(never) },
  });
}

async function expectNobodyLost(notice: NoticeId) {
  const { calls, rows, progress } = await telling.result(notice);
  expect(progress).toMatchObject({ queued: 0, sending: 0, households: 14 });
  const told = new Set(
    rows.filter(({ state }) => state === 'handed-over').map(({ household }) => household),
  );
  expect(told.size + Object.keys(calls).length).toBe(14);
  return { calls, told };
}

describe('a worker is killed between sending and settling', () => {
  test('what it sent is in doubt: the next way, or a call, nothing twice by one way', async () => {
    const notice = await prepared();
    void doWhatIsDue(dying());
    await expect.poll(() => telling.sink().length, { interval: 5 }).toBe(13);
    const before = new Set(addresses());
    await telling.pass(119);
    expect(telling.sink()).toHaveLength(13);
    expect((await telling.result(notice)).progress).toMatchObject({ sending: 13 });
    await telling.pass(30);
    expectNoCopy();
    const { calls } = await expectNobodyLost(notice);
    const { tries } = await telling.result(notice);
    expect(tries.filter(({ outcome }) => outcome === 'unknown')).toHaveLength(13);
    // Who has a second way hears by it: 03 by letter, 24 by text.
    expect(
      addresses()
        .filter((to) => !before.has(to))
        .toSorted(),
    ).toEqual(['+14755550126', 'family-03a@cast.example']);
    expect(calls).toMatchObject({
      'household-07': 'not-reached: worker-died',
      'household-21': 'not-reached: worker-died',
    });
    expect(calls).not.toHaveProperty('household-24');
    expect(await telling.stateOf(notice)).toMatchObject({ progress: 'settled' });
  });

  test('and its heir is killed too: nobody is forgotten between two deaths', async () => {
    const notice = await prepared();
    const at = telling.clock.now();
    const first = await inDistrict((transaction) =>
      claimDeliveries(transaction, notice, { at, until: plusSeconds(at, 120), most: 200 }),
    );
    telling.clock.push(121);
    const heir = await inDistrict((transaction) =>
      claimForgotten(transaction, notice, {
        at: telling.clock.now(),
        until: plusSeconds(telling.clock.now(), 120),
      }),
    );
    expect(heir).toHaveLength(first.length);
    await telling.pass(600);
    await expectNobodyLost(notice);
    expect(await telling.stateOf(notice)).toMatchObject({ progress: 'settled' });
  });

  test('before it sent anything: in doubt all the same, since nobody can know', async () => {
    const notice = await prepared();
    const at = telling.clock.now();
    await inDistrict((transaction) =>
      claimDeliveries(transaction, notice, { at, until: plusSeconds(at, 120), most: 200 }),
    );
    await telling.pass(200);
    const { tries } = await telling.result(notice);
    expect(tries.filter(({ outcome }) => outcome === 'unknown')).toHaveLength(13);
    expect(addresses().toSorted()).toEqual(['+14755550126', 'family-03a@cast.example']);
    await expectNobodyLost(notice);
  });

  test('while the list was being written: everybody is on it once', async () => {
    const encounter = await telling.attempt();
    await telling.leave(encounter);
    await telling.work();
    const notice = telling.noticeOf(encounter);
    await telling.clear(notice);
    await telling.release(notice);
    const lane = telling.laneWith();
    const [due] = await claimDue(lane.database, {
      lane: 'bulk',
      at: telling.clock.now(),
      leaseSeconds: 60,
      most: 1,
    });
    await Promise.all([1, 2, 3].map(() => perform(lane, due)));
    await telling.pass(120);
    expect(telling.sink()).toHaveLength(13);
    expectNoCopy();
    await expectNobodyLost(notice);
  });
});

function perform(lane: ReturnType<Telling['laneWith']>, due: Due | undefined) {
  if (due === undefined) throw new Error('nothing was due');
  return lane.errands[due.errand]?.(due);
}

describe('fencing', () => {
  test('a worker that comes back after its lease changes nothing', async () => {
    const notice = await prepared();
    const at = telling.clock.now();
    const claimed = await inDistrict((transaction) =>
      claimDeliveries(transaction, notice, { at, until: plusSeconds(at, 120), most: 200 }),
    );
    await telling.pass(300);
    const before = (await telling.result(notice)).rows;
    for (const outcome of ['handed-over', 'refused', 'busy', 'unknown'] as const) {
      const late = claimed.map(
        (each): Settled => ({ ...each, channel: 'email', outcome, code: 'late', hasNextWay: true }),
      );
      const now = telling.clock.now();
      await inDistrict((transaction) =>
        settleDeliveries(transaction, notice, late, { at: now, tryAfter: now }),
      );
    }
    expect((await telling.result(notice)).rows).toEqual(before);
    await telling.pass(300);
    expectNoCopy();
  });

  test('nobody takes more than was asked for, however many wait', async () => {
    const notice = crypto.randomUUID();
    await telling.superuser.query(
      `insert into delivery (district, notice, household, guardian, language, state)
       select 'norwalk', $1, 'h' || n, 'g' || n, 'en', 'queued' from generate_series(1, 450) n`,
      [notice],
    );
    const at = telling.clock.now();
    const take = () =>
      inDistrict((transaction) =>
        claimDeliveries(transaction, notice, { at, until: plusSeconds(at, 120), most: 20 }),
      );
    for (let nth = 0; nth < 5; nth++) expect(await take()).toHaveLength(20);
    await telling.superuser.query('delete from delivery where notice = $1', [notice]);
  });

  test('what one worker holds, another cannot take', async () => {
    const notice = await prepared();
    const at = telling.clock.now();
    const take = () =>
      inDistrict((transaction) =>
        claimDeliveries(transaction, notice, { at, until: plusSeconds(at, 120), most: 5 }),
      );
    const taken = (await Promise.all([take(), take(), take(), take()])).flat();
    const names = taken.map(({ household, guardian }) => `${household} ${guardian}`);
    expect(names).toHaveLength(13);
    expect(new Set(names).size).toBe(13);
  });
});

describe('two workers at once', () => {
  test('hand over seven hundred letters, each exactly once', async () => {
    await moveIn(telling.world, crowdOf(700));
    const notice = await prepared();
    const lanes = [telling.laneWith(), telling.laneWith()] as const;
    const [due] = await claimDue(lanes[0].database, {
      lane: 'bulk',
      at: telling.clock.now(),
      leaseSeconds: 60,
      most: 1,
    });
    await Promise.all(lanes.map((lane) => perform(lane, due)));
    await telling.pass(120);
    expect(telling.mail.letters).toHaveLength(700);
    expectNoCopy();
    const { progress, calls } = await telling.result(notice);
    expect(progress).toMatchObject({ handedOver: 700, householdsToCall: 0, households: 700 });
    expect(calls).toEqual({});
    await moveIn(telling.world, await castFamilies());
  });
});
