import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { readCalling } from '#paging/acts';
import type { Carrier, HandOver, SmsMessage } from '#platform/carrier';
import type { EncounterId } from '#std/ids';
import { cast, type CastPerson } from '../cast/cast.ts';
import { type Calling, openCalling } from '../kit/phones.ts';

let calling: Calling;
beforeAll(async () => {
  calling = await openCalling();
});
afterEach(() => calling.endTest());
afterAll(() => calling.close());

const phone = (person: CastPerson) => calling.phones.of(person);
const { leaderOne, administratorOne, counselOne, counselTwo } = cast;

async function statesOf(encounter: EncounterId, person: CastPerson) {
  const { attempts } = await readCalling({ house: calling.world.house }, encounter);
  const theirs = attempts.filter((each) => each.person === person.id);
  return Object.fromEntries(theirs.map(({ channel, state }) => [channel, state]));
}

/** A sender of texts that gives these answers, one after another, and then really sends. */
function answering(...answers: readonly HandOver[]) {
  const asked: string[] = [];
  const left = [...answers];
  const sms: Carrier<SmsMessage> = {
    ...calling.senders.sms,
    hand: async (message, milliseconds) => {
      if (message.to !== counselOne.phone) return calling.senders.sms.hand(message, milliseconds);
      asked.push(message.idempotencyKey);
      return left.shift() ?? calling.senders.sms.hand(message, milliseconds);
    },
  };
  return { asked, sms };
}

function ringLeaders() {
  for (const person of [leaderOne, administratorOne]) phone(person).rings();
}

describe('carriers misbehave', () => {
  test.each(['http-500', 'http-429'] as const)(
    '%s: the page is tried again in a second, and arrives once',
    async (behaviour) => {
      calling.carrier.behave(counselOne.phone, behaviour);
      const encounter = await calling.arrive();
      await calling.work();
      ringLeaders();
      phone(counselOne).rang({ calls: 0, texts: 0, letters: 1 });
      expect(await statesOf(encounter, counselOne)).toMatchObject({ sms: 'busy', voice: 'busy' });
      calling.carrier.behave(counselOne.phone, 'ok');
      await calling.pass(3);
      phone(counselOne).rang({ calls: 1, texts: 1, letters: 0 });
      expect(await statesOf(encounter, counselOne)).toEqual({
        email: 'accepted',
        sms: 'accepted',
        voice: 'accepted',
      });
    },
  );

  test('a page that was taken and never confirmed is sent again under the same key', async () => {
    calling.carrier.behave(counselOne.phone, 'accept-then-drop');
    const encounter = await calling.arrive();
    await calling.pass(5);
    ringLeaders();
    phone(counselOne).rings();
    expect(await statesOf(encounter, counselOne)).toMatchObject({
      sms: 'accepted',
      voice: 'accepted',
    });
  });

  test('a page in doubt is sent again, since a second ring is better than none', async () => {
    const lost: HandOver = { kind: 'unknown', code: 'timeout' };
    const { asked, sms } = answering(lost, lost, lost);
    const lane = calling.laneWith({ sms });
    const encounter = await calling.arrive();
    await calling.pass(20, lane);
    ringLeaders();
    phone(counselOne).rings();
    expect(asked).toHaveLength(4);
    expect(new Set(asked).size).toBe(1);
    expect(await statesOf(encounter, counselOne)).toMatchObject({ sms: 'accepted' });
  });

  test('a carrier that never works is not tried for ever, but anew with each call', async () => {
    const { asked, sms } = answering(
      ...Array<HandOver>(40).fill({ kind: 'unknown', code: 'timeout' }),
    );
    const lane = calling.laneWith({ sms });
    await calling.arrive();
    await calling.pass(59, lane);
    expect(asked.length).toBeLessThanOrEqual(11);
    const before = asked.length;
    await calling.pass(1, lane);
    expect(asked.length).toBeGreaterThan(before);
    expect(new Set(asked).size).toBe(2);
    for (const person of [leaderOne, administratorOne]) {
      phone(person).rang({ calls: 2, texts: 2, letters: 2 });
    }
    phone(counselOne).rang({ calls: 2, texts: 0, letters: 2 });
  });

  test('who is refused by every carrier is not insisted on: the chain goes on', async () => {
    for (const address of [counselOne.phone, counselOne.email]) {
      calling.carrier.behave(address, 'http-400');
    }
    const encounter = await calling.arrive();
    await calling.pass(119);
    for (const person of [leaderOne, administratorOne]) {
      phone(person).rang({ calls: 2, texts: 2, letters: 2 });
    }
    phone(counselOne).isSilent();
    expect(new Set(Object.values(await statesOf(encounter, counselOne)))).toEqual(
      new Set(['refused']),
    );
    await calling.pass(1);
    ringLeaders();
    phone(counselTwo).rings();
  });

  test('one carrier that is down stops none of the others', async () => {
    const refusing: HandOver = { kind: 'refused', reason: 'not-allowed', code: 'no-carrier' };
    const hand = async () => refusing;
    const lane = calling.laneWith({ sms: { ...calling.senders.sms, hand } });
    await calling.arrive();
    await calling.work(lane);
    for (const person of [leaderOne, administratorOne, counselOne]) {
      phone(person).rang({ calls: 1, texts: 0, letters: 1 });
    }
  });

  test('who has no telephone gets a letter, and nobody else goes without', async () => {
    await calling.superuser.query('update person set phone = null where person = $1', [
      counselOne.id,
    ]);
    try {
      await calling.arrive();
      await calling.work();
      ringLeaders();
      phone(counselOne).rang({ calls: 0, texts: 0, letters: 1 });
    } finally {
      await calling.superuser.query('update person set phone = $2 where person = $1', [
        counselOne.id,
        counselOne.phone,
      ]);
    }
  });
});

describe('a drill', () => {
  test('rings and writes as in earnest, and every word says DRILL', async () => {
    await calling.arrive({ isDrill: true });
    await calling.work();
    for (const person of [leaderOne, administratorOne, counselOne]) {
      const { text, letter, call } = phone(person).rings();
      const shown = calling.carrier.calls().find(({ id }) => id === call.id);
      expect(text.text).toMatch(/^DRILL\. /);
      expect(letter.subject).toMatch(/^DRILL\. /);
      expect(letter.text).toMatch(/^DRILL\. /);
      expect(shown?.spoken[0]?.text).toMatch(/^DRILL\. /);
    }
  });

  test('reaches no address that could be somebody’s, which in earnest is rung', async () => {
    // 555-0234 is not among the numbers kept for fiction, and .test is not .example.
    const real = { ...counselOne, phone: '+12035550234', email: 'counsel@district.test' };
    const move = ({ id, phone: number, email }: CastPerson) =>
      calling.superuser.query('update person set phone = $2, email = $3 where person = $1', [
        id,
        number,
        email,
      ]);
    await move(real);
    try {
      const encounter = await calling.arrive({ isDrill: true });
      await calling.pass(30);
      ringLeaders();
      phone(real).isSilent();
      expect(await statesOf(encounter, counselOne)).toEqual({
        email: 'refused',
        sms: 'refused',
        voice: 'refused',
      });
      await calling.superuser.query('delete from due');
      calling.clock.push(120);
      await calling.arrive();
      await calling.work();
      ringLeaders();
      phone(real).rings();
    } finally {
      await move(counselOne);
    }
  });

  test('stays a drill for counsel who are first needed when a paper is shown', async () => {
    const encounter = await calling.arrive({ isDrill: true, help: 'help-we-called' });
    await calling.work();
    ringLeaders();
    await calling.showPaper(encounter);
    await calling.work();
    expect(phone(counselOne).rings().text.text).toMatch(/^DRILL\. /);
  });

  test('stays a drill when arrival and paper are worked off in one go', async () => {
    for (let nth = 0; nth < 3; nth++) {
      const encounter = await calling.arrive({ isDrill: true });
      await calling.showPaper(encounter);
      await calling.pass(1);
      ringLeaders();
      const { text } = phone(counselOne).rings();
      expect(text.text).toMatch(/^DRILL\. .*Cranbury Elementary/);
      await calling.superuser.query('delete from due');
      calling.clock.push(120);
    }
  });
});

describe('what a page says', () => {
  const school = 'Cranbury Elementary';
  const whats = [
    `Agents are at ${school}\\.`,
    `An agency has contacted ${school}\\.`,
    `${school} has called for help\\.`,
    `You are needed for ${school}\\.`,
  ].join('|');
  const sentence = `(${whats}) You are being called until somebody answers\\.`;
  const link = 'http://127\\.0\\.0\\.1:\\d+/answer/[0-9a-f-]{36}\\.[\\w-]{27}';
  const reply = 'Reply \\d{6} to say you have it, \\d{6} NO if you cannot, or open';
  const wholeText = new RegExp(`^${sentence} ${reply} ${link}$`);
  const wholeLetter = new RegExp(
    `^${sentence}\\n\\nOpen this page and say that you have it:\\n${link}\\n$`,
  );

  /** Everything that a door could tell and a telephone must not. */
  async function tellEverything() {
    const encounter = await calling.arrive({ words: 'two men ask for a student of grade four' });
    await calling.tell(encounter, { type: 'ReportNote', words: 'a blue van at the gate' });
    await calling.work();
    calling.clock.push(70);
    await calling.deny(encounter);
    await calling.showPaper(encounter);
    await calling.pass(1);
    calling.clock.push(70);
    await calling.tell(encounter, {
      type: 'ReportEntry',
      basis: 'claimed-exigency',
      reason: 'they spoke of danger',
      route: 'by the gym',
    });
    await calling.pass(1);
    calling.clock.push(70);
    await calling.tell(encounter, { type: 'ReportCounselAsked', words: 'please call us' });
    await calling.arrive({ medium: 'phone', words: 'they called about a student' });
    await calling.arrive({ help: 'help-we-called', words: 'a fire' });
    await calling.pass(1);
  }

  test('the school, that somebody is needed and how to answer; not one word more', async () => {
    await tellEverything();
    const messages = calling.carrier.messages();
    expect(messages.length).toBeGreaterThan(12);
    for (const { channel, subject, text } of messages) {
      expect(text).toMatch(channel === 'sms' ? wholeText : wholeLetter);
      if (channel === 'email') expect(subject).toBe(`Threshold: you are needed, ${school}`);
    }
    for (const { spoken } of calling.carrier.calls()) {
      expect(spoken[0]?.text).toMatch(new RegExp(`^${sentence}$`));
      expect(spoken).toHaveLength(2);
    }
    calling.carrier.clear();
  });
});
