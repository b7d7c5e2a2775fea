import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { answerSignedIn, readCalling } from '#paging/acts';
import type { EncounterId } from '#std/ids';
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
const { leaderOne, administratorOne, counselOne, counselTwo, superintendentOne } = cast;
const school = 'cranbury-elementary';

async function stages(encounter: EncounterId) {
  const { chains } = await readCalling({ house: calling.world.house }, encounter);
  return Object.fromEntries(chains.map(({ track, stage }) => [track, stage]));
}

function answer(encounter: EncounterId, person: CastPerson) {
  return answerSignedIn(deskOf(calling.world, person), encounter, school);
}

/** Everybody who is due rang once more, and nobody else. */
function ring(...people: readonly CastPerson[]) {
  for (const person of people) phone(person).rings();
  calling.phones.expectNothingMore();
}

describe('nobody answers', () => {
  test('the first report rings leader, administrator and the first counsel at once', async () => {
    const encounter = await calling.arrive();
    await calling.work();
    ring(leaderOne, administratorOne, counselOne);
    expect(await stages(encounter)).toEqual({ leader: 'calling', counsel: 'calling' });
  });

  test('the backup is called at two minutes and not a second before', async () => {
    await calling.arrive();
    await calling.work();
    ring(leaderOne, administratorOne, counselOne);
    await calling.pass(59);
    calling.phones.expectNothingMore();
    await calling.pass(1);
    ring(leaderOne, administratorOne, counselOne);
    await calling.pass(59.999);
    calling.phones.expectNothingMore();
    await calling.pass(0.001);
    ring(leaderOne, administratorOne, counselOne, counselTwo);
  });

  test('the superintendent is called at five minutes, once for two chains', async () => {
    await calling.arrive();
    await calling.pass(299);
    phone(superintendentOne).isSilent();
    for (const person of [leaderOne, administratorOne, counselOne]) {
      phone(person).rang({ calls: 5, texts: 5, letters: 5 });
    }
    phone(counselTwo).rang({ calls: 3, texts: 3, letters: 3 });
    await calling.pass(1);
    ring(leaderOne, administratorOne, counselOne, counselTwo, superintendentOne);
  });

  test('everybody who is due is called again each minute, never twice within one', async () => {
    await calling.arrive();
    await calling.pass(600);
    const people = [leaderOne, administratorOne, counselOne, counselTwo, superintendentOne];
    const times: Record<string, number> = { [counselTwo.id]: 9, [superintendentOne.id]: 6 };
    for (const person of people) {
      const calls = times[person.id] ?? 11;
      const rung = phone(person).rang({ calls, texts: calls, letters: calls });
      for (const channel of Object.values(rung)) {
        const moments = channel.map(({ at }) => Date.parse(at));
        const gaps = moments.slice(1).map((at, index) => at - (moments[index] ?? 0));
        expect(Math.min(...gaps)).toBeGreaterThanOrEqual(60_000);
        expect(Math.max(...gaps)).toBeLessThanOrEqual(60_000);
      }
    }
  });
});

describe('somebody answers', () => {
  test('counsel who answers stops it for counsel, and the leader still rings', async () => {
    const encounter = await calling.arrive();
    await calling.work();
    ring(leaderOne, administratorOne, counselOne);
    await answer(encounter, counselOne);
    await calling.pass(120);
    for (const person of [leaderOne, administratorOne]) {
      phone(person).rang({ calls: 2, texts: 2, letters: 2 });
    }
    phone(counselOne).isSilent();
    phone(counselTwo).isSilent();
    expect(await stages(encounter)).toEqual({ leader: 'calling', counsel: 'answered' });
  });

  test('a leader who answers stops the ringing for leaders, and counsel still rings', async () => {
    const encounter = await calling.arrive();
    await calling.work();
    ring(leaderOne, administratorOne, counselOne);
    await answer(encounter, administratorOne);
    await calling.pass(60);
    ring(counselOne);
    expect(await stages(encounter)).toEqual({ leader: 'answered', counsel: 'calling' });
  });

  test('no answer of the superintendent makes the telephones of counsel be still', async () => {
    const encounter = await calling.arrive();
    await calling.pass(300);
    await answer(encounter, leaderOne);
    for (const person of [leaderOne, administratorOne, counselOne]) {
      phone(person).rang({ calls: 6, texts: 6, letters: 6 });
    }
    phone(counselTwo).rang({ calls: 4, texts: 4, letters: 4 });
    phone(superintendentOne).rings();
    await answer(encounter, superintendentOne);
    await calling.pass(60);
    ring(counselOne, counselTwo, superintendentOne);
    expect(await stages(encounter)).toMatchObject({ counsel: 'calling' });
  });

  test('an answer by a leader of another school stops nothing here', async () => {
    const encounter = await calling.arrive();
    await calling.work();
    ring(leaderOne, administratorOne, counselOne);
    await answer(encounter, cast.leaderTwo);
    await calling.pass(60);
    ring(leaderOne, administratorOne, counselOne);
  });

  test('an answer runs out without a decision, and everybody who is due rings again', async () => {
    const encounter = await calling.arrive();
    await calling.work();
    await answer(encounter, counselOne);
    await answer(encounter, leaderOne);
    ring(leaderOne, administratorOne, counselOne);
    await calling.pass(599);
    calling.phones.expectNothingMore();
    expect(await stages(encounter)).toEqual({ leader: 'answered', counsel: 'answered' });
    await calling.pass(1);
    ring(leaderOne, administratorOne, counselOne, counselTwo, superintendentOne);
    expect(await stages(encounter)).toEqual({ leader: 'calling', counsel: 'calling' });
  });

  test('a second answer prolongs the first, and the first running out wakes nobody', async () => {
    const encounter = await calling.arrive();
    await calling.work();
    await answer(encounter, leaderOne);
    await answer(encounter, counselOne);
    ring(leaderOne, administratorOne, counselOne);
    await calling.pass(500);
    await answer(encounter, leaderOne);
    await answer(encounter, counselTwo);
    await calling.pass(599);
    calling.phones.expectNothingMore();
    await calling.pass(1);
    ring(leaderOne, administratorOne, counselOne, counselTwo, superintendentOne);
  });
});

describe('counsel decides', () => {
  test('a decision ends both chains, however little anybody answered', async () => {
    const encounter = await calling.arrive();
    await calling.work();
    ring(leaderOne, administratorOne, counselOne);
    await calling.deny(encounter);
    await calling.pass(1200);
    expect(await stages(encounter)).toEqual({ leader: 'ended', counsel: 'ended' });
  });

  test('a new paper after a denial rings counsel again, and nobody else', async () => {
    const encounter = await calling.arrive();
    await calling.work();
    ring(leaderOne, administratorOne, counselOne);
    await calling.deny(encounter);
    await calling.pass(900);
    await calling.showPaper(encounter);
    await calling.work();
    const { text } = phone(counselOne).rings();
    expect(text.text).toContain('Cranbury Elementary');
    await calling.pass(120);
    phone(counselOne).rang({ calls: 2, texts: 2, letters: 2 });
    phone(counselTwo).rings();
    phone(leaderOne).isSilent();
  });

  test('a paper that comes while counsel has answered rings counsel all the same', async () => {
    const encounter = await calling.arrive();
    await calling.work();
    await answer(encounter, counselOne);
    await answer(encounter, leaderOne);
    ring(leaderOne, administratorOne, counselOne);
    await calling.pass(90);
    await calling.showPaper(encounter);
    await calling.work();
    ring(counselOne);
  });
});

describe('other causes', () => {
  test('help that was called rings the leader and no counsel, however long it takes', async () => {
    const encounter = await calling.arrive({ help: 'help-we-called' });
    await calling.pass(360);
    for (const person of [leaderOne, administratorOne]) {
      phone(person).rang({ calls: 7, texts: 7, letters: 7 });
    }
    phone(superintendentOne).rang({ calls: 2, texts: 2, letters: 2 });
    phone(counselOne).isSilent();
    phone(counselTwo).isSilent();
    expect(await stages(encounter)).toEqual({ leader: 'calling' });
  });

  test('a paper shown by help that was called rings counsel, and says where', async () => {
    const encounter = await calling.arrive({ help: 'help-we-called' });
    await calling.work();
    ring(leaderOne, administratorOne);
    await answer(encounter, leaderOne);
    await calling.showPaper(encounter);
    await calling.work();
    const { text, letter, call } = phone(counselOne).rings();
    for (const words of [text.text, letter.subject, call.spoken[0]?.text]) {
      expect(words).toContain('Cranbury Elementary');
    }
  });

  test('entry without authorization rings both chains again after they had ended', async () => {
    const encounter = await calling.arrive();
    await calling.work();
    ring(leaderOne, administratorOne, counselOne);
    await calling.deny(encounter);
    await calling.pass(60);
    await calling.tell(encounter, {
      type: 'ReportEntry',
      basis: 'entered-without-authorization',
      reason: '',
      route: '',
    });
    await calling.work();
    ring(leaderOne, administratorOne, counselOne);
  });
});
