import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { answerSignedIn, readCalling } from '#paging/acts';
import { type EncounterId, known } from '#std/ids';
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

async function stages(encounter: EncounterId) {
  const { chains } = await readCalling({ house: calling.world.house }, encounter);
  return Object.fromEntries(chains.map(({ track, stage }) => [track, stage]));
}

/** Ends duties by hand: no act of ours would leave a district without counsel. */
async function withdraw(...people: readonly CastPerson[]) {
  await calling.superuser.query(
    'update duty_grant set held_until = $2 where person = any($1) and held_until is null',
    [people.map(({ id }) => id), calling.clock.now()],
  );
}

// A withdrawn duty is never revived, so these follow one another in the order of what is left.
describe('fewer and fewer people are on duty', () => {
  test('a school without leaders reaches the superintendent at once, and says so', async () => {
    const encounter = await calling.arrive({ school: known('norwalk-high') });
    await calling.work();
    phone(superintendentOne).rings();
    phone(counselOne).rings();
    expect(await stages(encounter)).toEqual({
      leader: 'calling-nobody-on-duty',
      counsel: 'calling',
    });
    await calling.pass(60);
    phone(superintendentOne).rings();
    phone(counselOne).rings();
    phone(leaderOne).isSilent();
  });

  test('where the first counsel has gone, the second is called first', async () => {
    await withdraw(counselOne);
    const encounter = await calling.arrive();
    await calling.work();
    for (const person of [leaderOne, administratorOne, counselTwo]) phone(person).rings();
    expect(await stages(encounter)).toMatchObject({ counsel: 'calling' });
    await calling.pass(120);
    phone(counselTwo).rang({ calls: 2, texts: 2, letters: 2 });
    phone(superintendentOne).isSilent();
    phone(counselOne).isSilent();
    for (const person of [leaderOne, administratorOne]) {
      phone(person).rang({ calls: 2, texts: 2, letters: 2 });
    }
  });

  test('without any counsel the superintendent is called, and is no counsel by that', async () => {
    await withdraw(counselTwo);
    const encounter = await calling.arrive();
    await calling.work();
    for (const person of [leaderOne, administratorOne, superintendentOne]) phone(person).rings();
    expect(await stages(encounter)).toEqual({
      leader: 'calling',
      counsel: 'calling-nobody-on-duty',
    });
    const desk = deskOf(calling.world, superintendentOne);
    await answerSignedIn(desk, encounter, 'cranbury-elementary');
    await answerSignedIn(deskOf(calling.world, leaderOne), encounter, 'cranbury-elementary');
    await calling.pass(60);
    phone(superintendentOne).rings();
    expect(await stages(encounter)).toEqual({
      leader: 'answered',
      counsel: 'calling-nobody-on-duty',
    });
  });

  test('counsel who holds no duty any more stops nothing by answering', async () => {
    const encounter = await calling.arrive();
    await calling.work();
    for (const person of [leaderOne, administratorOne, superintendentOne]) phone(person).rings();
    const attempts = (await readCalling({ house: calling.world.house }, encounter)).attempts;
    expect(attempts.map(({ person }) => person)).not.toContain(counselOne.id);
    const former = { ...counselOne, duty: 'auditor' } as const;
    await answerSignedIn(deskOf(calling.world, former), encounter, 'cranbury-elementary');
    expect(await stages(encounter)).toEqual({
      leader: 'calling',
      counsel: 'calling-nobody-on-duty',
    });
  });

  test('without anybody the chain goes on looking, and finds whoever comes on duty', async () => {
    await withdraw(superintendentOne);
    const encounter = await calling.arrive();
    await calling.pass(180);
    for (const person of [leaderOne, administratorOne]) {
      phone(person).rang({ calls: 4, texts: 4, letters: 4 });
    }
    expect(await stages(encounter)).toMatchObject({ counsel: 'calling-nobody-on-duty' });
    await calling.superuser.query(
      `insert into duty_grant (district, duty_grant, person, duty, school, rank, held_from,
                               is_first_setup)
       values ('norwalk', $1, $2, 'superintendent', null, 1, $3, false)`,
      [crypto.randomUUID(), cast.itOne.id, calling.clock.now()],
    );
    await calling.pass(60);
    for (const person of [leaderOne, administratorOne, cast.itOne]) phone(person).rings();
  });
});
