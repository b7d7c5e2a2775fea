import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { noteCall, throwKillSwitch } from '#notice/acts';
import { noticeRoom } from '#notice/room';
import { readStory } from '#ledger/perform';
import { known, type NoticeId, streamOf } from '#std/ids';
import { cast } from '../cast/cast.ts';
import { deskOf } from '../kit/desks.ts';
import { castFamilies, crowdOf, moveIn, openTelling, type Telling } from '../kit/letters.ts';

let telling: Telling;
beforeAll(async () => {
  telling = await openTelling();
});
afterEach(() => telling.endTest());
afterAll(() => telling.close());

const firstWords: Readonly<Record<string, RegExp>> = {
  en: /^What happened at /,
  es: /^Lo que pasó en /,
  ht: /^Sa ki te pase nan /,
};

/** A notice that counsel cleared and somebody else released, agents having left. */
async function released(school = 'cranbury-elementary', isDrill = false) {
  const encounter = await telling.attempt({ school: known(school), isDrill });
  await telling.leave(encounter);
  await telling.work();
  const notice = telling.noticeOf(encounter);
  await telling.clear(notice);
  expect(await telling.release(notice)).toMatchObject({ kind: 'accepted' });
  return notice;
}

/** Each household is told, or on the call list with a reason: none is both, none neither. */
async function expectNobodyLost(notice: NoticeId) {
  const { calls, rows, progress } = await telling.result(notice);
  const { school } = await telling.stateOf(notice);
  const found = await telling.superuser.query(
    'select household from household_school where school = $1 order by household',
    [school],
  );
  const everybody: string[] = found.rows.map(({ household }) => household);
  const told = new Set(
    rows.filter(({ state }) => state === 'handed-over').map(({ household }) => household),
  );
  for (const household of everybody) {
    expect([household, told.has(household)]).toEqual([household, !(household in calls)]);
  }
  for (const why of Object.values(calls)) expect(why).toMatch(/^(no-text|no-way|not-reached: .+)$/);
  expect(progress).toMatchObject({
    queued: 0,
    sending: 0,
    households: everybody.length,
    householdsToCall: Object.keys(calls).length,
  });
  return { told: [...told].sort(), calls, rows };
}

/** What the ledger says of how many were to be told, and were. */
async function countsOf(notice: NoticeId) {
  const told = await readStory(telling.world.house, noticeRoom, streamOf('notice', notice));
  return told?.story.map(({ event }) => event).filter(({ type }) => type.startsWith('Deliveries'));
}

const addresses = () => telling.sink().map(({ to }) => to);

describe('who is told', () => {
  test('every household of Cranbury in its own language, or called with a reason', async () => {
    const notice = await released();
    await telling.pass(60);
    const { told, calls } = await expectNobodyLost(notice);
    expect(calls).toEqual({
      'household-05': 'no-text',
      'household-09': 'no-text',
      'household-36': 'no-text',
    });
    expect(told).toHaveLength(11);
    expect(addresses().sort()).toEqual([
      '+14755550103',
      '+14755550115',
      '+14755550116',
      '+14755550123',
      '+14755550130',
      '+14755550137',
      '+14755550144',
      'family-07@cast.example',
      'family-10@cast.example',
      'family-18@cast.example',
      'family-24@cast.example',
      'family-30a@cast.example',
      'family-30b@cast.example',
    ]);
    expect(await telling.stateOf(notice)).toMatchObject({ progress: 'settled' });
    expect(await countsOf(notice)).toEqual([
      { type: 'DeliveriesPrepared', messages: 13, householdsToCall: 3 },
      { type: 'DeliveriesSettled', handedOver: 13, notReached: 3 },
    ]);
  });

  test('each family reads its own language, word for word as cleared', async () => {
    const notice = await released();
    await telling.pass(60);
    const draft = await telling.draftOf(notice);
    const variant = (language: string) =>
      draft?.variants.find((each) => each.language === language);
    expect(telling.mail.letters.map(({ to, language }) => `${to} ${language}`).sort()).toEqual([
      'family-07@cast.example en',
      'family-10@cast.example en',
      'family-18@cast.example es',
      'family-24@cast.example es',
      'family-30a@cast.example en',
      'family-30b@cast.example en',
    ]);
    for (const { language, subject, text } of telling.mail.letters) {
      expect(subject).toMatch(firstWords[language] ?? /never/);
      expect(subject).toBe(variant(language)?.subject);
      expect(text.replaceAll('\r\n', '\n').trim()).toBe(variant(language)?.body.trim());
    }
    const byPhone = { '+14755550103': 'es', '+14755550144': 'ht', '+14755550123': 'en' };
    for (const [number, language] of Object.entries(byPhone)) {
      const text = telling.carrier.messages().find(({ to }) => to === number)?.text;
      expect(text).toMatch(firstWords[language] ?? /never/);
      expect(text).toBe(variant(language)?.short);
    }
  });

  test('who reads only Portuguese or Arabic is called, and gets no English', async () => {
    const notice = await released();
    await telling.pass(60);
    const { list } = await telling.result(notice);
    expect(list.map(({ household, language }) => `${household} ${language}`)).toEqual([
      'household-09 ar',
      'household-36 ar',
      'household-05 pt',
    ]);
    expect(list.map(({ people }) => people.map(({ phone }) => phone))).toEqual([
      ['+14755550110'],
      ['+14755550141'],
      ['+14755550105'],
    ]);
    for (const address of [
      'family-05@',
      'family-09@',
      'family-36@',
      '+14755550105',
      '+14755550110',
    ]) {
      expect(addresses().filter((to) => to.startsWith(address))).toEqual([]);
    }
  });

  test('no way at all, or only a voice, means a call; two readers get two languages', async () => {
    const notice = await released('jefferson-elementary');
    await telling.pass(60);
    const { calls } = await expectNobodyLost(notice);
    expect(calls).toEqual({
      'household-04': 'no-way',
      'household-12': 'no-way',
      'household-22': 'no-text',
    });
    const eightA = telling.mail.letters.find(({ to }) => to === 'family-08a@cast.example');
    expect(eightA?.subject).toMatch(firstWords.en ?? /never/);
    const texts = telling.carrier.messages();
    const textTo = (number: string) =>
      texts.filter(({ to }) => to === number).map(({ text }) => text);
    expect(textTo('+14755550109')).toEqual([expect.stringMatching(firstWords.es ?? /never/)]);
    expect(textTo('+14755550101')).toEqual([expect.stringMatching(firstWords.ht ?? /never/)]);
    expect(telling.carrier.calls()).toEqual([]);
  });

  test('no family of another school hears of it', async () => {
    await released('norwalk-high');
    await telling.pass(60);
    const atNorwalk = await telling.superuser.query(
      `select household from household_school where school = 'norwalk-high'`,
    );
    expect(atNorwalk.rowCount).toBe(12);
    expect(addresses()).not.toContain('family-07@cast.example');
    expect(addresses()).not.toContain('+14755550103');
    expect(addresses()).toContain('family-02@cast.example');
  });

  test('who must not be told is not, neither by file nor by a change of mind', async () => {
    await telling.superuser.query(
      `update guardian set may_contact = false where household in ('household-33', 'household-30')
       and guardian in ('guardian-33', 'guardian-30b')`,
    );
    const notice = await released();
    await telling.pass(60);
    for (const address of ['family-03b@cast.example', '+14755550104', '+14755550137']) {
      expect(addresses()).not.toContain(address);
    }
    expect(addresses()).not.toContain('family-30b@cast.example');
    const { calls } = await expectNobodyLost(notice);
    expect(calls['household-33']).toBe('no-way');
    expect(calls['household-30']).toBeUndefined();
    const { list } = await telling.result(notice);
    expect(list.find(({ household }) => household === 'household-33')?.people).toEqual([]);
    await moveIn(telling.world, await castFamilies());
  });

  test('what came of a call is noted, and the household stays on the list', async () => {
    const notice = await released();
    await telling.pass(60);
    const desk = deskOf(telling.world, cast.interpreterOne);
    const call = { notice, household: 'household-05', outcome: 'no-answer' } as const;
    expect(await noteCall(desk, call)).toBe('done');
    telling.clock.push(60);
    await noteCall(desk, { ...call, outcome: 'told' });
    const { list } = await telling.result(notice);
    expect(list.find(({ household }) => household === 'household-05')?.lastCall).toBe('told');
    const outsider = deskOf(telling.world, cast.officerOne);
    expect(await noteCall(outsider, call)).toBe('this-duty-may-not-do-that');
  });
});

describe('a correction', () => {
  async function corrected(original: NoticeId) {
    const { notice, outcome } = await telling.correct(original, 'wrong_agency');
    expect(outcome).toMatchObject({ kind: 'accepted' });
    await telling.work();
    expect(await telling.release(notice)).toEqual({
      kind: 'refused',
      refusal: 'counsel-did-not-clear-this-text',
    });
    await telling.clear(notice);
    expect(await telling.release(notice)).toMatchObject({ kind: 'accepted' });
    await telling.pass(60);
    return notice;
  }

  test('reaches the households that the notice reached, and names what it corrects', async () => {
    const original = await released();
    await telling.pass(60);
    const before = addresses().sort();
    telling.mail.clear();
    telling.carrier.clear();
    const notice = await corrected(original);
    expect(addresses().sort()).toEqual(before);
    await expectNobodyLost(notice);
    expect(await telling.stateOf(notice)).toMatchObject({ replaces: original });
    const shown = await telling.superuser.query(
      'select distinct replaces, text_name from released_text where notice = $1',
      [notice],
    );
    expect(shown.rows).toEqual([{ replaces: original, text_name: 'correction' }]);
  });

  test('reaches a household that has moved to another school since', async () => {
    const original = await released();
    await telling.pass(60);
    telling.mail.clear();
    telling.carrier.clear();
    const csv = (await castFamilies()).toString('utf8');
    const moved = csv.replace(
      'household-18,cranbury-elementary',
      'household-18,jefferson-elementary',
    );
    await moveIn(telling.world, moved);
    const notice = await corrected(original);
    expect(addresses()).toContain('family-18@cast.example');
    const { progress } = await telling.result(notice);
    expect(progress).toMatchObject({ households: 14, handedOver: 13, householdsToCall: 3 });
    expect(new Set(addresses()).size).toBe(addresses().length);
    await moveIn(telling.world, csv);
  });

  test('of what was never released is refused', async () => {
    const encounter = await telling.attempt();
    await telling.work();
    const { outcome } = await telling.correct(telling.noticeOf(encounter), 'other');
    expect(outcome.kind).toBe('refused');
  });
});

describe('the kill switch', () => {
  const many = 450;
  test('stops a delivery within a batch, holds it, and lets exactly the rest go on', async () => {
    await moveIn(telling.world, crowdOf(many));
    const notice = await released();
    const { email } = telling.senders;
    let thrown = 0;
    const lane = telling.laneWith({
      email: {
        ...email,
        hand: async (letter, milliseconds) => {
          thrown += 1;
          if (thrown === 1) await throwKillSwitch(deskOf(telling.world, cast.itOne), true);
          return email.hand(letter, milliseconds);
        },
      },
    });
    await telling.pass(30, lane);
    expect(telling.mail.letters.length).toBe(200);
    const held = await telling.result(notice);
    expect(held.progress).toMatchObject({ handedOver: 200, queued: many - 200, sending: 0 });
    await telling.pass(600, lane);
    expect(telling.mail.letters.length).toBe(200);
    expect(await telling.stateOf(notice)).toMatchObject({ progress: 'prepared' });
    await throwKillSwitch(deskOf(telling.world, cast.itOne), false);
    await telling.pass(60, lane);
    expect(telling.mail.letters.length).toBe(many);
    expect(new Set(addresses()).size).toBe(many);
    expect((await expectNobodyLost(notice)).calls).toEqual({});
    await moveIn(telling.world, await castFamilies());
  });
});
