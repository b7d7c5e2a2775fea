import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { requestCounselGrant } from '#district/people-acts';
import { known } from '#std/ids';
import { cast } from '../cast/cast.ts';
import { deskOf } from '../kit/desks.ts';
import { type Calling, openCalling } from '../kit/phones.ts';

let calling: Calling;
beforeAll(async () => {
  calling = await openCalling();
});
afterEach(() => calling.endTest());
afterAll(() => calling.close());

const { counselOne, counselTwo, familyCenterOne, itOne, leaderOne } = cast;

describe('somebody is to become counsel', () => {
  test('every counsel hears of it at once, and no text or letter says who', async () => {
    const desk = deskOf(calling.world, itOne);
    const person = known<never>(familyCenterOne.id);
    const outcome = await requestCounselGrant(desk, { person, rank: 9 });
    expect(outcome.kind).toBe('accepted');
    await calling.work();
    for (const counsel of [counselOne, counselTwo]) {
      const rung = calling.phones.of(counsel).rang({ calls: 0, texts: 1, letters: 1 });
      const said = JSON.stringify([rung.texts, rung.letters]);
      expect(said).toContain('/people');
      expect(said).not.toContain(familyCenterOne.name);
    }
    calling.phones.of(leaderOne).isSilent();
  });
});
