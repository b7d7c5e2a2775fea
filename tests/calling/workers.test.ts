import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { answerSignedIn, readCalling } from '#paging/acts';
import type { Senders } from '#paging/send';
import type { Carrier } from '#platform/carrier';
import { claimDue } from '#platform/due';
import { doWhatIsDue, runLane } from '#platform/lane';
import { type EncounterId, known } from '#std/ids';
import { plusSeconds } from '#std/instant';
import { cast, type CastPerson } from '../cast/cast.ts';
import { deskOf } from '../kit/desks.ts';
import { type Calling, openCalling } from '../kit/phones.ts';

let calling: Calling;
beforeAll(async () => {
  calling = await openCalling();
});
afterEach(() => calling.endTest());
afterAll(() => calling.close());

const phone = (person: CastPerson) => calling.phones.of(person);
const { leaderOne, leaderTwo, administratorOne, counselOne, superintendentOne } = cast;

/** Senders that write down every hand-over; carriers would hide a second one behind its key. */
function counting() {
  const handed: string[] = [];
  const counted = <Message extends { to: string }>(carrier: Carrier<Message>, name: string) => ({
    ...carrier,
    hand: async (message: Message, milliseconds: number) => {
      handed.push(`${name} ${message.to}`);
      await new Promise((resolve) => setTimeout(resolve, 30));
      return carrier.hand(message, milliseconds);
    },
  });
  const { email, sms, voice } = calling.senders;
  const senders = {
    email: counted(email, 'email'),
    sms: counted(sms, 'sms'),
    voice: counted(voice, 'voice'),
  };
  return { handed, senders };
}

/** A sender that takes the message and never says so: as when the worker dies in the middle. */
function dying(senders: Senders, gate: () => void): Partial<Senders> {
  const hand = () => {
    gate();
    return new Promise<never>(() => {});
  };
  return { sms: { ...senders.sms, hand }, email: { ...senders.email, hand } };
}

async function statesOf(encounter: EncounterId) {
  const { attempts } = await readCalling({ house: calling.world.house }, encounter);
  return new Set(attempts.map(({ state }) => state));
}

function answer(encounter: EncounterId, person: CastPerson) {
  return answerSignedIn(deskOf(calling.world, person), encounter, 'cranbury-elementary');
}

const threePeople = [leaderOne, administratorOne, counselOne];
const nineWays = threePeople
  .flatMap(({ phone: number, email }) => [`voice ${number}`, `sms ${number}`, `email ${email}`])
  .sort();

describe('several workers', () => {
  test('four workers at once hand every message over exactly once', async () => {
    const { handed, senders } = counting();
    const lane = calling.laneWith(senders);
    await calling.arrive();
    await Promise.all([1, 2, 3, 4].map(() => calling.work(lane)));
    await calling.work(lane);
    expect(handed.sort()).toEqual(nineWays);
    for (const person of threePeople) phone(person).rings();
  });

  test('a worker that takes up a page which another is sending sends nothing', async () => {
    const { handed, senders } = counting();
    const lane = calling.laneWith(senders);
    await calling.arrive();
    const slow = calling.work(lane);
    const deadline = performance.now() + 5000;
    while (handed.length === 0 && performance.now() < deadline) {
      await new Promise((resolve) => setTimeout(resolve, 2));
    }
    await Promise.all([slow, calling.work(lane), calling.work(lane)]);
    await calling.pass(6, lane);
    expect(handed.sort()).toEqual(nineWays);
    for (const person of threePeople) phone(person).rings();
  });

  test('two chains that want the superintendent at one moment ring them once', async () => {
    const { handed, senders } = counting();
    await calling.arrive();
    await calling.pass(299);
    handed.length = 0;
    calling.clock.push(1);
    const lane = calling.laneWith(senders);
    await Promise.all([calling.work(lane), calling.work(lane)]);
    const ringing = handed.filter((each) => each.includes(superintendentOne.phone));
    expect(ringing.sort()).toEqual([
      `sms ${superintendentOne.phone}`,
      `voice ${superintendentOne.phone}`,
    ]);
    for (const person of threePeople) phone(person).rang({ calls: 6, texts: 6, letters: 6 });
    phone(cast.counselTwo).rang({ calls: 4, texts: 4, letters: 4 });
    phone(superintendentOne).rings();
  });
});

describe('a worker dies', () => {
  test('what it had taken is taken over after five seconds, and not before', async () => {
    const lane = calling.laneWith();
    await calling.arrive();
    const taken = await claimDue(lane.database, {
      lane: 'alarm',
      at: calling.clock.now(),
      leaseSeconds: 5,
      most: 50,
    });
    expect(taken.map(({ errand }) => errand)).toEqual(['start-paging', 'start-paging']);
    await calling.pass(4.9);
    calling.phones.expectNothingMore();
    await calling.pass(0.1);
    for (const person of threePeople) phone(person).rings();
  });

  test('a page that it was sending is sent again, and what was sent already is not', async () => {
    const encounter = await calling.arrive();
    const started = Promise.withResolvers<void>();
    const dead = calling.laneWith(dying(calling.senders, started.resolve));
    await doWhatIsDue(dead);
    void doWhatIsDue(dead);
    await started.promise;
    await new Promise((resolve) => setTimeout(resolve, 200));
    await calling.carrier.settled();
    for (const person of threePeople) phone(person).rang({ calls: 1, texts: 0, letters: 0 });
    await calling.pass(4.9);
    calling.phones.expectNothingMore();
    await calling.pass(0.2);
    for (const person of threePeople) phone(person).rang({ calls: 0, texts: 1, letters: 1 });
    expect(await statesOf(encounter)).toEqual(new Set(['accepted']));
  });

  test('it comes back to life late, and its word changes nothing any more', async () => {
    const lane = calling.laneWith();
    await calling.arrive();
    const [late] = await claimDue(lane.database, {
      lane: 'alarm',
      at: calling.clock.now(),
      leaseSeconds: 5,
      most: 50,
    });
    await calling.pass(5);
    for (const person of threePeople) phone(person).rings();
    if (late === undefined) throw new Error('nothing was due');
    await lane.errands[late.errand]?.(late);
    await calling.pass(10);
    calling.phones.expectNothingMore();
  });

  test('a lane that stood still for an hour calls once, and not sixty times', async () => {
    await calling.arrive();
    await calling.work();
    for (const person of threePeople) phone(person).rings();
    calling.clock.push(3600);
    await calling.work();
    const everybody = [...threePeople, cast.counselTwo, superintendentOne];
    for (const person of everybody) phone(person).rings();
  });
});

describe('things happen while pages are on their way', () => {
  test('a page that waits to be sent again is not sent once somebody answered', async () => {
    const encounter = await calling.arrive();
    calling.carrier.behave(counselOne.phone, 'http-500');
    await calling.work();
    for (const person of [leaderOne, administratorOne]) phone(person).rings();
    phone(counselOne).rang({ calls: 0, texts: 0, letters: 1 });
    await answer(encounter, counselOne);
    await answer(encounter, leaderOne);
    calling.carrier.behave(counselOne.phone, 'ok');
    await calling.pass(30);
    calling.phones.expectNothingMore();
    expect(await statesOf(encounter)).toEqual(new Set(['accepted', 'refused']));
  });

  test('a denial and a newer paper, worked off together, leave counsel ringing', async () => {
    const encounter = await calling.arrive();
    await calling.work();
    for (const person of threePeople) phone(person).rings();
    calling.clock.push(120);
    for (let nth = 0; nth < 3; nth++) {
      await calling.deny(encounter);
      await calling.showPaper(encounter);
    }
    await Promise.all([calling.work(), calling.work()]);
    await calling.pass(3);
    const { chains } = await readCalling({ house: calling.world.house }, encounter);
    expect(chains.map(({ track, stage }) => [track, stage])).toEqual([
      ['leader', 'ended'],
      ['counsel', 'calling'],
    ]);
    calling.carrier.clear();
    await calling.pass(60);
    phone(counselOne).rings();
  });

  test('an arrival that was denied before any worker looked rings nobody for long', async () => {
    const encounter = await calling.arrive();
    await calling.deny(encounter);
    await calling.pass(2);
    calling.carrier.clear();
    await calling.pass(600);
    const { chains } = await readCalling({ house: calling.world.house }, encounter);
    expect(new Set(chains.map(({ stage }) => stage))).toEqual(new Set(['ended']));
  });

  test('an earlier errand that cannot be done keeps counsel waiting for seconds only', async () => {
    const encounter = await calling.arrive();
    const at = plusSeconds(calling.clock.now(), 0);
    await calling.work();
    for (const person of threePeople) phone(person).rings();
    await calling.deny(encounter);
    await calling.work();
    await calling.superuser.query(
      `insert into due (district, due, lane, errand, subject, position, due_by)
       values ('norwalk', $1, 'alarm', 'end-paging', $2 || '/nonsense/decided', 1, $3)`,
      [crypto.randomUUID(), encounter, plusSeconds(at, 86_400)],
    );
    calling.clock.push(120);
    await calling.showPaper(encounter);
    await calling.pass(4);
    phone(counselOne).isSilent();
    await calling.pass(2);
    phone(counselOne).rings();
  });
});

describe('the clock is not to be trusted', () => {
  test('an hour that is jumped over calls once, and then each minute again', async () => {
    await calling.arrive();
    await calling.work();
    for (const person of threePeople) phone(person).rings();
    calling.clock.push(3600);
    await calling.pass(60);
    for (const person of [...threePeople, cast.counselTwo, superintendentOne]) {
      phone(person).rang({ calls: 2, texts: 2, letters: 2 });
    }
  });

  test('a clock that goes to and fro calls nobody twice, and loses nobody', async () => {
    await calling.arrive();
    await calling.work();
    for (const person of threePeople) phone(person).rings();
    const at = calling.clock.now();
    for (const seconds of [-600, 30, -3600, 59, -1, 59.9]) {
      calling.clock.set(plusSeconds(at, seconds));
      await calling.work();
    }
    calling.phones.expectNothingMore();
    calling.clock.set(plusSeconds(at, 60));
    await calling.work();
    for (const person of threePeople) phone(person).rings();
    calling.clock.set(plusSeconds(at, -300));
    await calling.work();
    calling.clock.set(plusSeconds(at, 120));
    await calling.work();
    for (const person of [...threePeople, cast.counselTwo]) phone(person).rings();
  });
});

describe('the lane keeps going', () => {
  test('a carrier that says nothing for seconds keeps no other school waiting', async () => {
    const stop = new AbortController();
    const asked = Promise.withResolvers<void>();
    const { sms } = calling.senders;
    const hand: typeof sms.hand = (message, milliseconds) => {
      if (message.to !== leaderOne.phone) return sms.hand(message, milliseconds);
      asked.resolve();
      return new Promise<never>(() => {});
    };
    const lane = calling.laneWith({ sms: { ...sms, hand } });
    void runLane(lane, stop.signal);
    await calling.arrive();
    await asked.promise;
    await calling.arrive({ school: known('jefferson-elementary') });
    const isRung = () =>
      calling.carrier.phones().some(({ address }) => address === leaderTwo.phone);
    await expect.poll(isRung, { interval: 5, timeout: 2000 }).toBe(true);
    stop.abort();
    await calling.carrier.settled();
    await calling.pass(0);
    calling.carrier.clear();
  });
});
