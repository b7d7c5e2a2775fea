import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { smtpCarrier } from '#platform/mail';
import type { NoticeId } from '#std/ids';
import { openTelling, type Telling } from '../kit/letters.ts';
import type { MailBehaviour } from '../kit/mail-server.ts';

let telling: Telling;
beforeAll(async () => {
  telling = await openTelling();
});
afterEach(() => telling.endTest());
afterAll(() => telling.close());

/** Has only a letter box. */
const onlyMail = { household: 'household-07', address: 'family-07@cast.example' };
/** Has a letter box, and a telephone after it. */
const mailThenText = {
  household: 'household-24',
  address: 'family-24@cast.example',
  phone: '+14755550126',
};
/** Has a telephone, and a letter box after it. */
const textThenMail = {
  household: 'household-03',
  address: 'family-03a@cast.example',
  phone: '+14755550103',
};

async function released(): Promise<NoticeId> {
  const encounter = await telling.attempt();
  await telling.leave(encounter);
  await telling.work();
  const notice = telling.noticeOf(encounter);
  await telling.clear(notice);
  expect(await telling.release(notice)).toMatchObject({ kind: 'accepted' });
  return notice;
}

const lettersTo = (address: string) => telling.mail.letters.filter(({ to }) => to === address);
const textsTo = (number: string) => telling.carrier.messages().filter(({ to }) => to === number);

async function triesOf(notice: NoticeId, household: string) {
  const { tries } = await telling.result(notice);
  return tries
    .filter((each) => each.household === household)
    .map(({ channel, outcome }) => `${channel} ${outcome}`);
}

const noticeTexts = 7;

describe('a server that is busy', () => {
  test.each([421, 450, 451, 452])(
    '%i: the letter is tried again, and arrives once',
    async (status) => {
      telling.mail.behave(onlyMail.address, { kind: 'no', at: 'RCPT', status });
      const notice = await released();
      await telling.pass(4);
      expect(lettersTo(onlyMail.address)).toEqual([]);
      expect((await telling.result(notice)).progress).toMatchObject({ queued: 1 });
      telling.mail.behave(onlyMail.address, { kind: 'ok' });
      await telling.pass(10);
      expect(lettersTo(onlyMail.address)).toHaveLength(1);
      expect(await triesOf(notice, onlyMail.household)).toEqual([
        'email busy',
        'email handed-over',
      ]);
      expect((await telling.result(notice)).calls).not.toHaveProperty(onlyMail.household);
    },
  );

  test('for good: after five tries a text goes out, or the household is called', async () => {
    for (const { address } of [onlyMail, mailThenText]) {
      telling.mail.behave(address, { kind: 'no', at: 'DATA', status: 451 });
    }
    const notice = await released();
    await telling.pass(120);
    expect(await triesOf(notice, mailThenText.household)).toEqual([
      ...Array<string>(4).fill('email busy'),
      'email refused',
      'sms handed-over',
    ]);
    expect(textsTo(mailThenText.phone)).toHaveLength(1);
    expect((await telling.result(notice)).calls).toMatchObject({
      [onlyMail.household]: 'not-reached: smtp-451',
    });
    expect(await telling.stateOf(notice)).toMatchObject({ progress: 'settled' });
  });

  test('one busy family keeps no other waiting', async () => {
    telling.mail.behave(onlyMail.address, { kind: 'no', at: 'RCPT', status: 450 });
    await released();
    await telling.pass(1);
    expect(telling.mail.letters).toHaveLength(5);
    expect(telling.carrier.messages()).toHaveLength(noticeTexts);
  });
});

describe('a server that refuses', () => {
  test.each([
    ['RCPT', 550],
    ['RCPT', 553],
    ['DATA', 552],
    ['DATA', 554],
  ] as const)(
    'at %s with %i: never again by that way, the next one at once',
    async (at, status) => {
      for (const { address } of [onlyMail, mailThenText]) {
        telling.mail.behave(address, { kind: 'no', at, status });
      }
      const notice = await released();
      await telling.pass(60);
      expect(lettersTo(onlyMail.address)).toEqual([]);
      expect(await triesOf(notice, mailThenText.household)).toEqual([
        'email refused',
        'sms handed-over',
      ]);
      expect(textsTo(mailThenText.phone)).toHaveLength(1);
      expect((await telling.result(notice)).calls).toMatchObject({
        [onlyMail.household]: `not-reached: smtp-${status}`,
      });
    },
  );
});

describe('a line that breaks', () => {
  test('after the letter was taken: in doubt, the next way, and no second letter', async () => {
    for (const { address } of [onlyMail, mailThenText]) {
      telling.mail.behave(address, { kind: 'drop' });
    }
    const notice = await released();
    await telling.pass(300);
    for (const { address } of [onlyMail, mailThenText]) expect(lettersTo(address)).toHaveLength(1);
    expect(await triesOf(notice, mailThenText.household)).toEqual([
      'email unknown',
      'sms handed-over',
    ]);
    expect(textsTo(mailThenText.phone)).toHaveLength(1);
    expect(await triesOf(notice, onlyMail.household)).toEqual(['email unknown']);
    expect((await telling.result(notice)).calls).toMatchObject({
      [onlyMail.household]: 'not-reached: disconnected',
    });
  });

  test('a text that was taken and never confirmed goes on by letter', async () => {
    telling.carrier.behave(textThenMail.phone, 'accept-then-drop');
    const notice = await released();
    await telling.pass(60);
    expect(textsTo(textThenMail.phone)).toHaveLength(1);
    expect(lettersTo(textThenMail.address)).toHaveLength(1);
    expect(await triesOf(notice, textThenMail.household)).toEqual([
      'sms unknown',
      'email handed-over',
    ]);
  });

  test('a mail server that is not there: texts go out, the others are called', async () => {
    const gone = smtpCarrier({ url: 'smtp://127.0.0.1:9', from: 'a@district.test', name: 'x' });
    const lane = telling.laneWith({ email: gone });
    const notice = await released();
    await telling.pass(120, lane);
    await gone.close();
    expect(telling.mail.letters).toEqual([]);
    expect(textsTo(mailThenText.phone)).toHaveLength(1);
    const { calls, progress } = await telling.result(notice);
    expect(calls[onlyMail.household]).toBe('not-reached: connection-refused');
    expect(progress).toMatchObject({ queued: 0, sending: 0, households: 14 });
    expect(Object.keys(calls).sort()).toEqual(
      ['05', '07', '09', '11', '18', '30', '36'].map((number) => `household-${number}`),
    );
  });

  test('without a carrier for texts, who has only a telephone is called', async () => {
    const lane = telling.laneWith({ sms: null });
    const notice = await released();
    await telling.pass(60, lane);
    expect(telling.carrier.messages()).toEqual([]);
    expect(lettersTo(textThenMail.address)).toHaveLength(1);
    expect((await telling.result(notice)).calls).toMatchObject({
      'household-21': 'not-reached: no-sms',
      'household-39': 'not-reached: no-sms',
    });
  });
});

describe('a server that is slow', () => {
  test('half a second for every letter: each arrives once, and none is in doubt', async () => {
    telling.mail.behave('*', { kind: 'slow', milliseconds: 500 });
    const notice = await released();
    await telling.pass(60);
    const addresses = telling.mail.letters.map(({ to }) => to);
    expect(addresses).toHaveLength(6);
    expect(new Set(addresses).size).toBe(6);
    const { tries } = await telling.result(notice);
    expect(new Set(tries.map(({ outcome }) => outcome))).toEqual(new Set(['handed-over']));
  });
});

test('whatever each server does, everybody is told or called, by no way twice', async () => {
  const found = await telling.superuser.query<{ household: string; channels: string[] }>(
    `select g.household, g.channels from guardian g join household_school s using (household)
     where s.school = 'cranbury-elementary' order by g.household, g.guardian`,
  );
  const households = [...new Set(found.rows.map(({ household }) => household))];
  const mail: readonly MailBehaviour[] = [
    { kind: 'ok' },
    { kind: 'drop' },
    { kind: 'no', at: 'DATA', status: 451 },
    { kind: 'no', at: 'RCPT', status: 550 },
    { kind: 'slow', milliseconds: 100 },
  ];
  const texts = ['http-500', 'accept-then-drop', 'ok', 'http-400', 'http-429', 'lie'] as const;
  for (let number = 0; number < 50; number++) {
    const two = String(number).padStart(2, '0');
    for (const letter of ['', 'a', 'b']) {
      const behaviour = mail[number % mail.length] ?? { kind: 'ok' };
      telling.mail.behave(`family-${two}${letter}@cast.example`, behaviour);
    }
    telling.carrier.behave(`+147555501${two}`, texts[number % texts.length] ?? 'ok');
  }
  const notice = await released();
  await telling.pass(300);
  const { calls, rows, tries, progress } = await telling.result(notice);
  const told = new Set(
    rows.filter(({ state }) => state === 'handed-over').map(({ household }) => household),
  );
  for (const household of households) {
    expect([household, told.has(household)]).toEqual([household, !(household in calls)]);
  }
  expect(progress).toMatchObject({ queued: 0, sending: 0, households: households.length });
  expect(new Set(tries.map(({ outcome }) => outcome))).toEqual(
    new Set(['handed-over', 'refused', 'busy', 'unknown']),
  );
  const addresses = telling.sink().map(({ to }) => to);
  expect(addresses.toSorted()).toEqual([...new Set(addresses)].toSorted());
});

test('every letter has an id of its own, which stays the same when it is tried again', async () => {
  const { email } = telling.senders;
  const ids: string[] = [];
  const lane = telling.laneWith({
    email: {
      ...email,
      hand: (letter, milliseconds) => {
        if (letter.to === onlyMail.address) ids.push(letter.messageId);
        return email.hand(letter, milliseconds);
      },
    },
  });
  telling.mail.behave(onlyMail.address, { kind: 'no', at: 'RCPT', status: 451 });
  await released();
  await telling.pass(8, lane);
  telling.mail.behave(onlyMail.address, { kind: 'ok' });
  await telling.pass(30, lane);
  expect(ids.length).toBeGreaterThan(1);
  expect(new Set(ids).size).toBe(1);
  const sent = telling.mail.letters.map(({ messageId }) => messageId);
  expect(new Set(sent).size).toBe(sent.length);
  for (const id of sent) expect(id).not.toMatch(/cast\.example|fictional/i);
});
