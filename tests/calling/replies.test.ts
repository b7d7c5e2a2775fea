import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { denyAccess, stepAside } from '#encounter/acts';
import {
  handOverPage,
  readAnswerLink,
  readCalling,
  replySignedIn,
  replyToAttempt,
} from '#paging/acts';
import type { PageReply } from '#paging';
import { readAnswerPage } from '#paging/answer-page';
import { type EncounterId, known } from '#std/ids';
import { plusSeconds } from '#std/instant';
import { cast, type CastPerson } from '../cast/cast.ts';
import { deskOf } from '../kit/desks.ts';
import { type Calling, openCalling } from '../kit/phones.ts';
import { actId } from '../kit/world.ts';

let calling: Calling;
beforeAll(async () => {
  calling = await openCalling();
});
afterEach(() => calling.endTest());
afterAll(() => calling.close());

const phone = (person: CastPerson) => calling.phones.of(person);
const { leaderOne, administratorOne, counselOne, counselTwo, superintendentOne, officerOne } = cast;
const school = 'cranbury-elementary';
const cannot: PageReply = { kind: 'cannot' };
const callBack: PageReply = { kind: 'call-back', seconds: 300 };

async function arriveAndRing() {
  const encounter = await calling.arrive();
  await calling.work();
  const [leader, administrator, counsel] = [leaderOne, administratorOne, counselOne].map((person) =>
    phone(person).rings(),
  );
  if (!leader || !administrator || !counsel) throw new Error('somebody was not called');
  return { encounter, leader, administrator, counsel };
}

async function stageOf(encounter: EncounterId, track: 'leader' | 'counsel') {
  const { chains } = await readCalling({ house: calling.world.house }, encounter);
  return chains.find((chain) => chain.track === track)?.stage;
}

function says(encounter: EncounterId, person: CastPerson, reply: PageReply) {
  return replySignedIn(deskOf(calling.world, person), { encounter, school, act: actId() }, reply);
}

/** Leaders have it: from here on only counsel's telephones ring. */
async function leadersHaveIt(encounter: EncounterId) {
  await says(encounter, leaderOne, { kind: 'has-it' });
}

describe('counsel who cannot', () => {
  test('is no answer: the backup rings at once, and not after two minutes', async () => {
    const { encounter, counsel } = await arriveAndRing();
    await leadersHaveIt(encounter);
    await calling.carrier.press(counsel.call.id, '2');
    await calling.work();
    phone(counselTwo).rings();
    phone(counselOne).isSilent();
    await calling.pass(60);
    phone(counselTwo).rings();
    phone(counselOne).isSilent();
  });

  test('may say so by a text with the code and NO, or on the page of the link', async () => {
    const { encounter, counsel } = await arriveAndRing();
    await leadersHaveIt(encounter);
    const code = /\b\d{6}\b/.exec(counsel.text.text)?.[0];
    await calling.carrier.reply(counselOne.phone, `${code} can’t now`);
    await calling.work();
    const { letter } = phone(counselTwo).rings();
    expect(await stageOf(encounter, 'counsel')).toBe('calling');
    const link = /\/answer\/(\S+)/.exec(letter.text)?.[1] ?? '';
    const attempt = await readAnswerLink(calling.world.house, link);
    if (attempt === null) throw new Error('the link is worth nothing');
    await replyToAttempt(calling.world.house, attempt, { how: 'link', reply: cannot });
    await calling.work();
    // Nobody else is left: those who declined ring again when their minute is over, and so does the
    // superintendent, now.
    phone(superintendentOne).rings();
    await calling.pass(60);
    for (const person of [counselOne, counselTwo, superintendentOne]) phone(person).rings();
  });

  test.each([
    ['calling', 'no puedo'],
    ['calling', 'mwen pa kapab'],
    ['answered', 'sí, puedo'],
    ['answered', 'wi, mwen kapab'],
  ])('and the chain is %s after the code and “%s”', async (stage, words) => {
    const { encounter, counsel } = await arriveAndRing();
    const code = /\b\d{6}\b/.exec(counsel.text.text)?.[0];
    await calling.carrier.reply(counselOne.phone, `${code} ${words}`);
    expect(await stageOf(encounter, 'counsel')).toBe(stage);
  });

  test('can be called back: rings after five minutes, the backup meanwhile', async () => {
    const { encounter, counsel } = await arriveAndRing();
    await leadersHaveIt(encounter);
    await calling.carrier.press(counsel.call.id, '3');
    await calling.work();
    phone(counselTwo).rings();
    await calling.pass(299);
    phone(counselOne).isSilent();
    phone(counselTwo).rang({ calls: 4, texts: 4, letters: 4 });
    await calling.pass(1);
    phone(counselOne).rings();
    phone(counselTwo).rings();
    phone(superintendentOne).rings();
  });

  test('who declines after having said "I have it" wakes everybody who is due', async () => {
    const { encounter } = await arriveAndRing();
    await leadersHaveIt(encounter);
    await says(encounter, counselOne, { kind: 'has-it' });
    await calling.pass(130);
    await says(encounter, counselOne, cannot);
    await calling.work();
    phone(counselTwo).rings();
    expect(await stageOf(encounter, 'counsel')).toBe('calling');
  });

  test('a stranger’s decline puts off nobody’s ring', async () => {
    const { encounter } = await arriveAndRing();
    await leadersHaveIt(encounter);
    for (let seconds = 0; seconds < 60; seconds += 10) {
      await calling.pass(10);
      await says(encounter, officerOne, cannot);
    }
    await calling.work();
    phone(counselOne).rings();
    await says(encounter, officerOne, callBack);
    await calling.pass(60);
    phone(counselOne).rings();
    phone(counselTwo).rings();
  });
});

describe('the page behind a link', () => {
  async function linkOf(letter: { readonly text: string }) {
    const link = /\/answer\/(\S+)/.exec(letter.text)?.[1] ?? '';
    const attempt = await readAnswerLink(calling.world.house, link);
    if (attempt === null) throw new Error('the link is worth nothing');
    return attempt;
  }
  const page = (attempt: Awaited<ReturnType<typeof linkOf>>) =>
    readAnswerPage(calling.world.house, attempt);

  test('says that somebody has it only once they have, whatever they said before', async () => {
    const { counsel } = await arriveAndRing();
    const attempt = await linkOf(counsel.letter);
    expect(await page(attempt)).toMatchObject({ mine: 'nothing', standing: 'calling', school });
    for (const [reply, mine] of [
      [callBack, 'call-back'],
      [cannot, 'cannot'],
      [{ kind: 'has-it' }, 'has-it'],
    ] as const) {
      await replyToAttempt(calling.world.house, attempt, { how: 'link', reply });
      expect((await page(attempt)).mine).toBe(mine);
    }
  });

  test('of the superintendent, who cannot stop counsel’s calls, does not say that they have it', async () => {
    const { encounter } = await arriveAndRing();
    await leadersHaveIt(encounter);
    await calling.pass(300);
    const { letter } = phone(superintendentOne).rings();
    const attempt = await linkOf(letter);
    const reply = { kind: 'has-it' } as const;
    expect(await replyToAttempt(calling.world.house, attempt, { how: 'link', reply })).toBe(false);
    expect(await page(attempt)).toMatchObject({ mine: 'nothing', standing: 'calling' });
    for (const person of [counselOne, counselTwo]) phone(person).came();
  });

  test('and the door say who cannot, and who is called back when', async () => {
    const { encounter } = await arriveAndRing();
    await leadersHaveIt(encounter);
    await says(encounter, counselOne, callBack);
    await calling.work();
    phone(counselTwo).rings();
    await says(encounter, counselTwo, cannot);
    const { said } = await readCalling({ house: calling.world.house }, encounter);
    const until = plusSeconds(calling.clock.now(), 300);
    expect(said).toEqual([
      { track: 'counsel', person: counselOne.id, said: 'call-back', until },
      { track: 'counsel', person: counselTwo.id, said: 'cannot', until: null },
    ]);
    await says(encounter, counselOne, { kind: 'has-it' });
  });
});

describe('handing it over in mid-alarm', () => {
  test('rings the other at once, and nobody else until their minute is over', async () => {
    const { encounter } = await arriveAndRing();
    await leadersHaveIt(encounter);
    await says(encounter, counselOne, { kind: 'has-it' });
    await calling.pass(400);
    const to = known<never>(counselTwo.id);
    const outcome = await handOverPage(deskOf(calling.world, counselOne), {
      encounter,
      school,
      act: actId(),
      to,
    });
    expect(outcome).toBe('done');
    await calling.work();
    phone(counselTwo).rings();
    await says(encounter, counselTwo, { kind: 'has-it' });
    await calling.pass(60);
    expect(await stageOf(encounter, 'counsel')).toBe('answered');
  });

  test('to somebody without the duty is refused, and changes nothing', async () => {
    const { encounter } = await arriveAndRing();
    await leadersHaveIt(encounter);
    await says(encounter, counselOne, { kind: 'has-it' });
    const to = known<never>(officerOne.id);
    const outcome = await handOverPage(deskOf(calling.world, counselOne), {
      encounter,
      school,
      act: actId(),
      to,
    });
    expect(outcome).toBe('somebody-named-does-not-hold-this-duty');
    await calling.pass(60);
    expect(await stageOf(encounter, 'counsel')).toBe('answered');
  });
});

describe('whoever could not stop it', () => {
  test('hands nothing over, and keeps the backup from no ring by trying', async () => {
    const { encounter } = await arriveAndRing();
    await leadersHaveIt(encounter);
    const about = { encounter, school, to: known<never>(counselOne.id) };
    for (let seconds = 0; seconds < 300; seconds += 50) {
      const desk = deskOf(calling.world, officerOne);
      const outcome = await handOverPage(desk, { ...about, act: actId() });
      expect(outcome).toBe('this-duty-may-not-do-that');
      await calling.pass(50);
    }
    phone(counselTwo).rang({ calls: 4, texts: 4, letters: 4 });
    phone(counselOne).rang({ calls: 5, texts: 5, letters: 5 });
    phone(superintendentOne).rings();
  });

  test('and whoever said it already, write nothing new however often they say it', async () => {
    const { encounter } = await arriveAndRing();
    await leadersHaveIt(encounter);
    for (let times = 0; times < 5; times++) {
      await says(encounter, counselOne, cannot);
      await says(encounter, counselOne, callBack);
    }
    await calling.work();
    phone(counselTwo).rings();
    const { rows } = await calling.superuser.query(
      `select count(*)::int as facts from ledger_entry where stream = $1
         and type in ('PageDeclined', 'CallBackAsked')`,
      [`paging/${encounter}/counsel`],
    );
    expect(rows[0]?.facts).toBe(1);
  });

  test('one act is one, sent three times', async () => {
    const { encounter } = await arriveAndRing();
    const act = actId<never>();
    const desk = deskOf(calling.world, counselOne);
    for (let times = 0; times < 3; times++) {
      await replySignedIn(desk, { encounter, school, act }, { kind: 'has-it' });
    }
    const { rows } = await calling.superuser.query(
      "select count(*)::int as facts from ledger_entry where stream = $1 and type = 'PageAnswered'",
      [`paging/${encounter}/counsel`],
    );
    expect(rows[0]?.facts).toBe(1);
    await leadersHaveIt(encounter);
  });

  test('is told so before anybody is called', async () => {
    const encounter = actId<EncounterId>();
    expect(await says(encounter, counselOne, { kind: 'has-it' })).toBe(
      'nobody-is-called-for-this-yet',
    );
  });
});

describe('counsel who steps aside', () => {
  test('is not called for this encounter again, decides nothing, and the next is called', async () => {
    const { encounter } = await arriveAndRing();
    await leadersHaveIt(encounter);
    const desk = deskOf(calling.world, counselOne);
    await stepAside(desk, { encounter, act: actId<never>() }, '');
    await calling.work();
    phone(counselTwo).rings();
    const denied = await denyAccess(desk, { encounter, act: actId<never>() }, '');
    expect(denied).toMatchObject({ refusal: 'whoever-stepped-aside-decides-nothing-here' });
    await says(encounter, counselOne, { kind: 'has-it' });
    expect(await stageOf(encounter, 'counsel')).toBe('calling');
    await calling.pass(300);
    phone(counselOne).isSilent();
    phone(counselTwo).rang({ calls: 5, texts: 5, letters: 5 });
    phone(superintendentOne).rings();
  });
});

describe('they say that they will come in now', () => {
  const announce = (encounter: EncounterId) =>
    calling.tell(encounter, { type: 'ReportEntryAnnounced', words: '' });

  test('rings every counsel, every backup and the superintendent at once (case 28)', async () => {
    const { encounter } = await arriveAndRing();
    await calling.showPaper(encounter);
    await calling.pass(10);
    await announce(encounter);
    await calling.work();
    const { text, call } = phone(counselTwo).rings();
    phone(superintendentOne).rings();
    expect(text.text).toContain('say that they will come in now');
    expect(call.spoken[0]?.text).toContain('say that they will come in now');
    await calling.pass(50);
    for (const person of [leaderOne, administratorOne, counselOne]) phone(person).rings();
    await calling.pass(10);
    for (const person of [counselTwo, superintendentOne]) phone(person).rings();
  });

  test('rings again after counsel had answered, and after counsel had denied', async () => {
    const { encounter } = await arriveAndRing();
    await calling.deny(encounter);
    await calling.pass(120);
    await announce(encounter);
    await calling.work();
    for (const person of [leaderOne, administratorOne, counselOne, counselTwo, superintendentOne]) {
      phone(person).rings();
    }
    expect(await stageOf(encounter, 'counsel')).toBe('calling');
  });
});

describe('where the policy wants an answer of everybody', () => {
  test('the leader who answered rings no more, and the administrator rings until they do', async () => {
    const { chain } = calling.world.pack.policy;
    const policy = { ...calling.world.pack.policy, chain: { ...chain, leaderAnswers: 'everyone' } };
    const pack = { ...calling.world.pack, policy } as typeof calling.world.pack;
    const lane = calling.laneWith({}, pack);
    const encounter = await calling.arrive();
    await calling.work(lane);
    for (const person of [leaderOne, administratorOne, counselOne]) phone(person).rings();
    await says(encounter, counselOne, { kind: 'has-it' });
    await says(encounter, leaderOne, { kind: 'has-it' });
    expect(await stageOf(encounter, 'leader')).toBe('calling');
    await calling.pass(400, lane);
    phone(administratorOne).rang({ calls: 6, texts: 6, letters: 6 });
    phone(leaderOne).isSilent();
    phone(superintendentOne).isSilent();
    await says(encounter, administratorOne, { kind: 'has-it' });
    expect(await stageOf(encounter, 'leader')).toBe('answered');
    await calling.pass(120, lane);
  });
});
