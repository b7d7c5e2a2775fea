import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { keepPushSubscription, readCalling } from '#paging/acts';
import { confirmTest, readMyMethods, readTestLink, testMyMethod } from '#paging/contact';
import { contactErrands, armNightlyTests, nextEvening } from '#paging/contact-jobs';
import { readReadiness } from '#paging/readiness';
import type { PageChannel } from '#paging';
import { nextDue } from '#platform/due';
import { doWhatIsDue } from '#platform/lane';
import { twilioSignature } from '#platform/twilio';
import { cast, type CastPerson } from '../cast/cast.ts';
import { deskOf } from '../kit/desks.ts';
import { type Calling, carrierToken, openCalling } from '../kit/phones.ts';

let calling: Calling;
beforeAll(async () => {
  calling = await openCalling();
});
afterEach(() => calling.endTest());
afterAll(() => calling.close());

const { counselOne, counselTwo, leaderOne, administratorOne, superintendentOne, itOne } = cast;
const phone = (person: CastPerson) => calling.phones.of(person);

/** Does what waits in the bulk lane, as its worker would. */
async function workBulk() {
  const { worker, world, senders } = calling;
  const packOf = () => world.pack;
  const errands = contactErrands({ house: worker, packOf, senders });
  const lane = { ...calling.laneWith(), lane: 'bulk' as const, errands };
  while ((await doWhatIsDue(lane)) > 0);
  await calling.carrier.settled();
}

async function known(person: CastPerson, channel: PageChannel) {
  const methods = await readMyMethods(deskOf(calling.world, person));
  return methods.find((method) => method.channel === channel)?.known ?? null;
}

async function sendTest(person: CastPerson, channel: PageChannel) {
  const sent = await testMyMethod(deskOf(calling.world, person), channel);
  await workBulk();
  return sent;
}

function post(path: string, form: Record<string, string>) {
  const url = `${calling.staffUrl}${path}`;
  return calling.hook(path, form, twilioSignature(carrierToken, url, form));
}

describe('a way to reach somebody counts once they confirmed it', () => {
  test('a text: by its code, from that telephone, and not by another code', async () => {
    await sendTest(counselOne, 'sms');
    const { texts } = phone(counselOne).rang({ calls: 0, texts: 1, letters: 0 });
    const code = /\b\d{6}\b/.exec(texts[0]?.text ?? '')?.[0] ?? '';
    const wrong = String((Number(code) + 1) % 1_000_000).padStart(6, '0');
    await calling.carrier.reply(counselOne.phone, wrong);
    await calling.carrier.reply(leaderOne.phone, code);
    expect((await known(counselOne, 'sms'))?.verified_at ?? null).toBeNull();
    await calling.carrier.reply(counselOne.phone, `${code}`);
    expect((await known(counselOne, 'sms'))?.verified_at).toBe(calling.clock.now());
  });

  test('a call: by its key, and an answering machine confirms nothing', async () => {
    await sendTest(counselOne, 'voice');
    const { calls } = phone(counselOne).rang({ calls: 1, texts: 0, letters: 0 });
    const call = calls[0]?.id ?? '';
    expect(calls[0]?.spoken[0]?.text).toContain('Nothing is wrong');
    await calling.carrier.answeringMachine(call);
    expect((await known(counselOne, 'voice'))?.verified_at ?? null).toBeNull();
    await sendTest(counselOne, 'voice');
    const again = phone(counselOne).rang({ calls: 1, texts: 0, letters: 0 });
    await calling.carrier.press(again.calls[0]?.id ?? '', '1');
    expect((await known(counselOne, 'voice'))?.verified_at).toBe(calling.clock.now());
  });

  test('a letter: by the button behind its link, and reading the link confirms nothing', async () => {
    await sendTest(counselOne, 'email');
    const { letters } = phone(counselOne).rang({ calls: 0, texts: 0, letters: 1 });
    const link = /\/confirm\/(\S+)/.exec(letters[0]?.text ?? '')?.[1] ?? '';
    const { house } = calling.world;
    const found = await readTestLink(house, link);
    expect((await known(counselOne, 'email'))?.verified_at ?? null).toBeNull();
    expect(await readTestLink(house, `${link.slice(0, -1)}x`)).toBeNull();
    if (found === null) throw new Error('the link is worth nothing');
    await confirmTest(house, found);
    expect((await known(counselOne, 'email'))?.verified_at).toBe(calling.clock.now());
  });

  test('another number begins anew', async () => {
    await calling.superuser.query("update person set phone = '+12035550177' where person = $1", [
      counselOne.id,
    ]);
    expect(await known(counselOne, 'sms')).toBeNull();
    expect(await known(counselOne, 'voice')).toBeNull();
    await calling.superuser.query('update person set phone = $2 where person = $1', [
      counselOne.id,
      counselOne.phone,
    ]);
    expect((await known(counselOne, 'sms'))?.verified_at).not.toBeNull();
  });

  test('six tests an hour, and not a seventh', async () => {
    const desk = deskOf(calling.world, itOne);
    for (let times = 0; times < 6; times++) expect(await testMyMethod(desk, 'email')).toBe('sent');
    expect(await testMyMethod(desk, 'email')).toBe('too-many-tests-in-an-hour');
    expect(await testMyMethod(desk, 'push')).toBe('there-is-no-such-way-to-reach-you');
    await workBulk();
    phone(itOne).rang({ calls: 0, texts: 0, letters: 6 });
  });
});

describe('bad luck is seen', () => {
  async function arriveAndRing() {
    const encounter = await calling.arrive();
    await calling.work();
    const rung = phone(counselOne).rings();
    for (const person of [leaderOne, administratorOne]) phone(person).rings();
    return { encounter, ...rung };
  }

  test('STOP by one of ours stands beside their text messages, and START takes it away', async () => {
    await calling.carrier.reply(counselOne.phone, 'Stop.');
    expect((await known(counselOne, 'sms'))?.stopped_at).toBe(calling.clock.now());
    await calling.carrier.reply(counselOne.phone, 'start');
    expect(await known(counselOne, 'sms')).toMatchObject({ stopped_at: null });
  });

  test('a wrong number says so by a key, and is no answer', async () => {
    const { call, encounter } = await arriveAndRing();
    await calling.carrier.press(call.id, '9');
    for (const channel of ['voice', 'sms'] as const) {
      expect(await known(counselOne, channel)).toMatchObject({
        trouble: 'wrong-number',
        verified_at: null,
      });
    }
    await calling.deny(encounter);
  });

  test('a landline that takes no text is told by the carrier’s code', async () => {
    const { text, encounter } = await arriveAndRing();
    const status = { MessageStatus: 'undelivered', ErrorCode: '30006', MessageSid: text.id };
    await post('/hooks/text', status);
    expect(await known(counselOne, 'sms')).toMatchObject({ trouble: 'landline' });
    await post('/hooks/text', { MessageStatus: 'delivered', MessageSid: text.id });
    expect(await known(counselOne, 'sms')).toMatchObject({ trouble: null });
    await calling.deny(encounter);
  });

  test('a browser that is gone stands beside the browser, and not beside the telephone', async () => {
    const endpoint = 'https://push.example.test/gone';
    await keepPushSubscription(deskOf(calling.world, counselOne), { endpoint });
    const telephone = await known(counselOne, 'voice');
    await calling.arrive();
    await calling.work();
    for (const person of [leaderOne, administratorOne, counselOne]) phone(person).rings();
    expect((await known(counselOne, 'push'))?.trouble).toBe('no-such-address');
    expect(await known(counselOne, 'voice')).toEqual(telephone);
    await calling.superuser.query('delete from push_subscription');
  });

  test('a shared number, and whoever is not confirmed, are named with what is missing', async () => {
    await calling.superuser.query('update person set phone = $2 where person = $1', [
      counselTwo.id,
      counselOne.phone,
    ]);
    const ready = await readReadiness(deskOf(calling.world, itOne));
    const problems = (person: CastPerson) =>
      ready?.people.find((each) => each.person === person.id)?.problems;
    expect(problems(counselTwo)).toEqual([
      'no-confirmed-call',
      'only-one-confirmed-way',
      'somebody-else-has-this-telephone',
      'counsel-holds-two-passkeys',
    ]);
    expect(problems(leaderOne)).toEqual(['no-confirmed-call', 'only-one-confirmed-way']);
    await calling.superuser.query('update person set phone = $2 where person = $1', [
      counselTwo.id,
      counselTwo.phone,
    ]);
  });
});

describe('what is old, guessed or meant otherwise counts for nothing', () => {
  test('a link of a day ago, and one that went to another mailbox', async () => {
    const { house } = calling.world;
    await sendTest(superintendentOne, 'email');
    const { letters } = phone(superintendentOne).rang({ calls: 0, texts: 0, letters: 1 });
    const link = /\/confirm\/(\S+)/.exec(letters[0]?.text ?? '')?.[1] ?? '';
    const found = await readTestLink(house, link);
    await calling.superuser.query(
      "update person set email = 'new@cast.example' where person = $1",
      [superintendentOne.id],
    );
    if (found !== null) await confirmTest(house, found);
    expect((await known(superintendentOne, 'email'))?.verified_at ?? null).toBeNull();
    await calling.superuser.query('update person set email = $2 where person = $1', [
      superintendentOne.id,
      superintendentOne.email,
    ]);
    calling.clock.push(24 * 3600 + 1);
    expect(await readTestLink(house, link)).toBeNull();
  });

  test('a sentence that begins with a word of stopping', async () => {
    for (const words of ['End of the day, calling you back', 'Cancel my 3pm', 'stop it please']) {
      await calling.carrier.reply(leaderOne.phone, words);
      expect((await known(leaderOne, 'sms'))?.stopped_at ?? null).toBeNull();
    }
  });

  test('the sixth code from one number within an hour, even the right one', async () => {
    const encounter = await calling.arrive();
    await calling.work();
    const { text } = phone(counselOne).rings();
    for (const person of [leaderOne, administratorOne]) phone(person).rings();
    const code = Number(/\b\d{6}\b/.exec(text.text)?.[0]);
    const codeAfter = (step: number) => String((code + step) % 1_000_000).padStart(6, '0');
    for (let step = 1; step <= 5; step++) {
      await calling.carrier.reply(counselOne.phone, codeAfter(step));
    }
    await calling.carrier.reply(counselOne.phone, codeAfter(0));
    const { chains } = await readCalling({ house: calling.world.house }, encounter);
    expect(chains.find(({ track }) => track === 'counsel')?.stage).toBe('calling');
    await calling.deny(encounter);
  });

  test('a key that comes a quarter of an hour after its call', async () => {
    const encounter = await calling.arrive();
    await calling.work();
    const { call } = phone(counselOne).rings();
    for (const person of [leaderOne, administratorOne]) phone(person).rings();
    calling.clock.push(15 * 60 + 1);
    await calling.carrier.press(call.id, '1');
    const { chains } = await readCalling({ house: calling.world.house }, encounter);
    expect(chains.find(({ track }) => track === 'counsel')?.stage).toBe('calling');
    await calling.deny(encounter);
  });
});

describe('every evening', () => {
  test('whoever is on call gets one text and one letter, nobody is rung, and the next is set', async () => {
    await armNightlyTests(calling.worker, calling.world.pack);
    await armNightlyTests(calling.worker, calling.world.pack);
    const evening = nextEvening(calling.world.pack, calling.clock.now());
    calling.clock.set(evening);
    await workBulk();
    for (const person of [counselOne, leaderOne, administratorOne, superintendentOne]) {
      const rung = phone(person).rang({ calls: 0, texts: 1, letters: 1 });
      expect(rung.texts[0]?.text).toMatch(/nothing to do|nada|pa bezwen/i);
      await post('/hooks/text', {
        MessageStatus: 'delivered',
        MessageSid: rung.texts[0]?.id ?? '',
      });
    }
    for (const person of Object.values(cast)) {
      const { texts } = phone(person).rang(expect.anything());
      expect(texts.length).toBeLessThanOrEqual(1);
    }
    const ready = await readReadiness(deskOf(calling.world, itOne));
    const seen = ready?.people.find(({ person }) => person === administratorOne.id);
    expect(seen?.reachedAt).toBe(evening);
    expect(await nextDue(calling.worker.database, 'bulk')).toBe(
      nextEvening(calling.world.pack, evening),
    );
  });

  test('is seven o’clock on the district’s own wall, in winter and in summer', () => {
    const { pack } = calling.world;
    expect(nextEvening(pack, '2026-12-01T12:00:00.000Z')).toBe('2026-12-02T00:00:00.000Z');
    expect(nextEvening(pack, '2026-06-01T12:00:00.000Z')).toBe('2026-06-01T23:00:00.000Z');
  });
});
