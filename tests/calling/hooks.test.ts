import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { answerAttempt, readAnswerLink, readCalling } from '#paging/acts';
import { twilioSignature } from '#platform/twilio';
import type { EncounterId } from '#std/ids';
import { stateAfter } from '#paging';
import { pageWords } from '#translations/paging';
import { cast, type CastPerson } from '../cast/cast.ts';
import { type Calling, carrierToken, openCalling } from '../kit/phones.ts';

let calling: Calling;
beforeAll(async () => {
  calling = await openCalling();
});
afterEach(() => calling.endTest());
afterAll(() => calling.close());

const phone = (person: CastPerson) => calling.phones.of(person);
const { leaderOne, administratorOne, counselOne, superintendentOne } = cast;

async function read(encounter: EncounterId) {
  const { chains, attempts } = await readCalling({ house: calling.world.house }, encounter);
  const stages = Object.fromEntries(chains.map(({ track, stage }) => [track, stage]));
  const attemptOf = (person: CastPerson, channel: string) => {
    const found = attempts.find((each) => each.person === person.id && each.channel === channel);
    if (found === undefined) throw new Error(`${person.name} was not called by ${channel}`);
    return found;
  };
  return { stages, attempts, attemptOf };
}

/** An arrival whose first pages went out, and what came to the three who are called first. */
async function arriveAndRing() {
  const encounter = await calling.arrive();
  await calling.work();
  return {
    encounter,
    leader: phone(leaderOne).rings(),
    administrator: phone(administratorOne).rings(),
    counsel: phone(counselOne).rings(),
  };
}

const linkIn = (text: string) => /\/answer\/(\S+)/.exec(text)?.[1] ?? '';
const codeIn = (text: string) => /\b\d{6}\b/.exec(text)?.[0] ?? '';

function post(path: string, form: Record<string, string>, token = carrierToken) {
  return calling.hook(path, form, twilioSignature(token, `${calling.staffUrl}${path}`, form));
}

describe('what a carrier reports', () => {
  const words = ['queued', 'initiated', 'ringing', 'in-progress', 'completed', 'no-answer'];

  test('the same news in any order, twice over and two days late, ends the same', async () => {
    const { encounter } = await arriveAndRing();
    const { attemptOf } = await read(encounter);
    const people = [leaderOne, administratorOne, counselOne];
    calling.clock.push(2 * 24 * 60 * 60);
    for (const [turn, person] of people.entries()) {
      const { attempt } = attemptOf(person, 'voice');
      const turned = [...words.slice(turn * 2), ...words.slice(0, turn * 2)];
      for (const word of [...turned, ...turned.toReversed()]) {
        const answered = await post(`/hooks/status/${attempt}`, { CallStatus: word });
        expect(answered.status).toBe(204);
      }
    }
    const after = await read(encounter);
    for (const person of people) expect(after.attemptOf(person, 'voice').state).toBe('delivered');
    expect(after.stages).toEqual({ leader: 'calling', counsel: 'calling' });
  });

  test('late bad news never undoes better news', async () => {
    const { encounter } = await arriveAndRing();
    const { attempt } = (await read(encounter)).attemptOf(counselOne, 'sms');
    let expected = (await read(encounter)).attemptOf(counselOne, 'sms').state;
    for (const word of ['delivered', 'undelivered', 'failed', 'sent', 'queued']) {
      await post(`/hooks/status/${attempt}`, { MessageStatus: word });
      if (word === 'delivered') expected = stateAfter(expected, 'delivered');
      expect((await read(encounter)).attemptOf(counselOne, 'sms').state).toBe(expected);
    }
  });

  test('news under a forged signature, of nobody or in unknown words changes nothing', async () => {
    const { encounter } = await arriveAndRing();
    const { attempt } = (await read(encounter)).attemptOf(counselOne, 'voice');
    const before = (await read(encounter)).attempts;
    const path = `/hooks/status/${attempt}`;
    const form = { CallStatus: 'in-progress' };
    const signature = twilioSignature(carrierToken, `${calling.staffUrl}${path}`, form);
    expect((await post(path, form, 'another token')).status).toBe(403);
    expect((await calling.hook(path, form, null)).status).toBe(403);
    expect((await calling.hook(path, { CallStatus: 'queued' }, signature)).status).toBe(403);
    const other = (await read(encounter)).attemptOf(leaderOne, 'voice').attempt;
    expect((await calling.hook(`/hooks/status/${other}`, form, signature)).status).toBe(403);
    expect((await post(path, { CallStatus: 'constructor' })).status).toBe(204);
    expect((await post(`/hooks/status/${crypto.randomUUID()}`, form)).status).toBe(204);
    expect((await post('/hooks/status/nonsense', form)).status).toBe(204);
    expect((await post(`/hooks/nothing/${attempt}`, form)).status).toBe(404);
    expect((await read(encounter)).attempts).toEqual(before);
  });

  test('a key pressed under a forged signature answers nothing', async () => {
    const { encounter } = await arriveAndRing();
    const { attempt } = (await read(encounter)).attemptOf(counselOne, 'voice');
    const forged = await post(`/hooks/voice/${attempt}/key`, { Digits: '1' }, 'another token');
    expect(forged.status).toBe(403);
    expect((await read(encounter)).stages).toMatchObject({ counsel: 'calling' });
  });
});

describe('a call', () => {
  test('counsel who presses 1 answers for counsel alone, however often they press', async () => {
    const { encounter, counsel } = await arriveAndRing();
    expect(await calling.carrier.press(counsel.call.id, '1')).toBe('done');
    await calling.carrier.settled();
    await calling.carrier.press(counsel.call.id, '1');
    const { stages, attemptOf } = await read(encounter);
    expect(stages).toEqual({ leader: 'calling', counsel: 'answered' });
    expect(attemptOf(counselOne, 'voice').state).toBe('answered');
    expect(attemptOf(counselOne, 'sms').state).toBe('accepted');
  });

  test('any other key is no answer', async () => {
    const { encounter, counsel } = await arriveAndRing();
    await calling.carrier.press(counsel.call.id, '5');
    expect((await read(encounter)).stages).toMatchObject({ counsel: 'calling' });
    await calling.pass(60);
    for (const person of [leaderOne, administratorOne, counselOne]) phone(person).rings();
  });

  test('an answering machine takes the call and is no answer', async () => {
    const { encounter, counsel } = await arriveAndRing();
    await calling.carrier.answeringMachine(counsel.call.id);
    const { stages, attemptOf } = await read(encounter);
    expect(attemptOf(counselOne, 'voice').state).toBe('delivered');
    expect(stages).toMatchObject({ counsel: 'calling' });
    await calling.pass(60);
    for (const person of [leaderOne, administratorOne, counselOne]) phone(person).rings();
  });

  test('somebody who hangs up, or lets it ring, has answered nothing', async () => {
    const { encounter, counsel, leader } = await arriveAndRing();
    await calling.carrier.hangUp(counsel.call.id);
    await calling.carrier.hangUp(leader.call.id);
    expect((await read(encounter)).stages).toEqual({ leader: 'calling', counsel: 'calling' });
  });

  test('what is spoken says the school and how to answer, and asks for one key', async () => {
    const { counsel } = await arriveAndRing();
    const [call] = calling.carrier.calls().filter(({ id }) => id === counsel.call.id);
    expect(call?.awaitsDigits).toBe(true);
    expect(call?.spoken.map(({ text }) => text)).toEqual([
      'Agents are at Cranbury Elementary. You are being called until somebody answers.',
      pageWords('en', { school: '', cause: '', isDrill: false }).pressToAnswer,
    ]);
  });
});

describe('a text message', () => {
  test('the code from the phone that it was sent to answers', async () => {
    const { encounter, counsel } = await arriveAndRing();
    const words = `ok, I have it: ${codeIn(counsel.text.text)}.`;
    await calling.carrier.reply(counselOne.phone, words);
    expect((await read(encounter)).stages).toEqual({ leader: 'calling', counsel: 'answered' });
  });

  test('the same code from another phone, whosever it is, answers nothing', async () => {
    const { encounter, counsel } = await arriveAndRing();
    const code = codeIn(counsel.text.text);
    for (const { phone: from } of [leaderOne, cast.counselTwo, { phone: '+12035550199' }]) {
      await calling.carrier.reply(from, code);
    }
    expect((await read(encounter)).stages).toEqual({ leader: 'calling', counsel: 'calling' });
  });

  test('a wrong code, a longer number and plain words answer nothing', async () => {
    const { encounter, counsel } = await arriveAndRing();
    const code = codeIn(counsel.text.text);
    const wrong = String((Number(code) + 1) % 1_000_000).padStart(6, '0');
    for (const words of [wrong, `${code}1`, `1${code}`, code.slice(1), 'yes', 'STOP', '']) {
      await calling.carrier.reply(counselOne.phone, words);
    }
    expect((await read(encounter)).stages).toEqual({ leader: 'calling', counsel: 'calling' });
  });

  test('the code of another encounter answers that one and never this', async () => {
    const first = await arriveAndRing();
    const second = await arriveAndRing();
    await calling.carrier.reply(counselOne.phone, codeIn(first.counsel.text.text));
    expect((await read(first.encounter)).stages).toMatchObject({ counsel: 'answered' });
    expect((await read(second.encounter)).stages).toMatchObject({ counsel: 'calling' });
  });

  test('a code answers nothing after a day', async () => {
    const { encounter, counsel } = await arriveAndRing();
    calling.clock.push(24 * 60 * 60 + 1);
    await calling.carrier.reply(counselOne.phone, codeIn(counsel.text.text));
    expect((await read(encounter)).stages).toMatchObject({ counsel: 'calling' });
  });

  test('the superintendent may answer and counsel still rings', async () => {
    const encounter = await calling.arrive();
    await calling.pass(300);
    const { text } = phone(superintendentOne).rings();
    await calling.carrier.reply(superintendentOne.phone, codeIn(text.text));
    const { stages, attempts } = await read(encounter);
    const texts = attempts.filter(
      ({ person, channel }) => person === superintendentOne.id && channel === 'sms',
    );
    expect(texts.map(({ state }) => state)).toContain('answered');
    expect(stages).toEqual({ leader: 'calling', counsel: 'calling' });
    calling.carrier.clear();
  });
});

describe('a link', () => {
  test('reading it a hundred times changes nothing at all', async () => {
    const { encounter, counsel } = await arriveAndRing();
    const count = async () =>
      (await calling.superuser.query('select count(*) as entries from ledger_entry')).rows;
    const before = { ...(await read(encounter)), entries: await count() };
    const links = [linkIn(counsel.text.text), linkIn(counsel.letter.text)];
    for (const link of links) {
      for (let nth = 0; nth < 50; nth++) {
        const found = await readAnswerLink(calling.world.house, link);
        expect(found?.person).toBe(counselOne.id);
      }
    }
    expect({ ...(await read(encounter)), entries: await count() }).toEqual({
      ...before,
      attemptOf: expect.any(Function),
    });
  });

  test('a made-up, shortened or borrowed proof opens no page', async () => {
    const { counsel, leader } = await arriveAndRing();
    const [id = '', proof = ''] = linkIn(counsel.text.text).split('.');
    const [, other = ''] = linkIn(leader.text.text).split('.');
    const made = [id, `${id}.`, `${id}.${proof.slice(0, -1)}`, `${id}.${other}`, `.${proof}`, ''];
    for (const link of [...made, `${crypto.randomUUID()}.${proof}`, `${id}.${proof}x`]) {
      expect(await readAnswerLink(calling.world.house, link), link).toBeNull();
    }
  });

  test('pressing its button answers, with the duty that its person holds now', async () => {
    const { encounter, counsel, leader } = await arriveAndRing();
    for (const { letter } of [counsel, leader]) {
      const attempt = await readAnswerLink(calling.world.house, linkIn(letter.text));
      if (attempt === null) throw new Error('the link opens nothing');
      await answerAttempt(calling.world.house, attempt, 'link');
    }
    expect((await read(encounter)).stages).toEqual({ leader: 'answered', counsel: 'answered' });
  });
});
