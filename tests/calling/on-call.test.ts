import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { Hours, Layer } from '#rota';
import { openFeed, readFeed } from '#rota/calendar-feed';
import { readCalling } from '#paging/acts';
import {
  askCover,
  noteHandOver,
  setLayers,
  setOverride,
  takeCover,
  withdrawCover,
  withdrawOverride,
} from '#rota/acts';
import { seeRota, seeRotas } from '#rota/views';
import { known } from '#std/ids';
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
const { leaderOne, administratorOne, counselOne, counselTwo, superintendentOne, itOne } = cast;
const counsels = { duty: 'legal-counsel', school: '' };
const leaders = { duty: 'building-leader', school: 'cranbury-elementary' };
const night: Hours = { days: 'every-day', weekdays: [], from: '18:00', until: '07:00' };

/** Ten in the morning at the district, of the day that comes. */
function nextMorning() {
  const day = plusSeconds(calling.clock.now(), 86_400).slice(0, 10);
  calling.clock.set(`${day}T15:00:00.000Z`);
}

const about = (place: typeof counsels) => ({ ...place, act: actId<never>() });
const id = (person: CastPerson) => known<never>(person.id);

function line(people: readonly CastPerson[], hours: readonly Hours[] = []): Layer {
  return { layer: crypto.randomUUID(), name: 'ours', people: people.map(id), turn: null, hours };
}

function setCounsels(...layers: readonly Layer[]) {
  return setLayers(deskOf(calling.world, superintendentOne), about(counsels), layers);
}

async function stages() {
  const encounter = await calling.arrive();
  await calling.work();
  const { chains } = await readCalling({ house: calling.world.house }, encounter);
  return Object.fromEntries(chains.map(({ track, stage }) => [track, stage]));
}

describe('a rota of counsel', () => {
  test('says who is called first, whatever the ranks say', async () => {
    await setCounsels(line([counselTwo]), line([counselOne]));
    await stages();
    for (const person of [leaderOne, administratorOne, counselTwo]) phone(person).rings();
    phone(counselOne).isSilent();
    await calling.pass(120);
    phone(counselOne).rings();
    for (const person of [leaderOne, administratorOne, counselTwo]) {
      phone(person).rang({ calls: 2, texts: 2, letters: 2 });
    }
  });

  test('has its gap said aloud, and calls every counsel and the superintendent in it', async () => {
    nextMorning();
    await setCounsels(line([counselOne], [night]));
    expect(await stages()).toMatchObject({ counsel: 'calling-nobody-on-duty' });
    for (const person of [leaderOne, administratorOne, counselOne, superintendentOne]) {
      phone(person).rings();
    }
    phone(counselTwo).isSilent();
  });

  test('whose line is taken out calls as if there had never been one', async () => {
    await setCounsels();
    expect(await stages()).toMatchObject({ counsel: 'calling' });
    for (const person of [leaderOne, administratorOne, counselOne]) phone(person).rings();
  });

  test('gives nobody a duty: whoever does not hold it cannot be named', async () => {
    expect(await setCounsels(line([itOne]))).toMatchObject({
      refusal: 'somebody-named-does-not-hold-this-duty',
    });
  });

  test('is kept by counsel and the superintendent, and by nobody else', async () => {
    for (const person of [itOne, leaderOne, cast.officerOne]) {
      const outcome = await setLayers(deskOf(calling.world, person), about(counsels), []);
      expect(outcome).toEqual({ kind: 'refused', refusal: 'this-duty-may-not-do-that' });
    }
  });
});

describe('a rota that nobody can read', () => {
  const rows = ['{}', 'null', '"words"', '[]', '{"layers":[{}],"overrides":[]}'];

  test.each(rows)('calls everybody as a gap does, and not nobody: %s', async (row) => {
    await setCounsels(line([counselTwo]));
    await calling.superuser.query("update rota set plan = $1 where duty = 'legal-counsel'", [row]);
    expect(await stages()).toMatchObject({ counsel: 'calling-nobody-on-duty' });
    for (const person of [leaderOne, administratorOne, counselOne, superintendentOne]) {
      phone(person).rings();
    }
    await setCounsels();
  });
});

describe('a rota where there is none', () => {
  test.each([
    ['legal-counsel', 'cranbury-elementary'],
    ['superintendent', 'cranbury-elementary'],
    ['building-leader', ''],
    ['building-leader', 'no-such-school'],
    ['auditor', ''],
  ])('is not seen: %s at %s', async (duty, school) => {
    expect(await seeRota(deskOf(calling.world, superintendentOne), { duty, school })).toBeNull();
  });
});

describe('for a while', () => {
  const spanNow = () => {
    const now = calling.clock.now();
    return { from: plusSeconds(now, -60), until: plusSeconds(now, 12 * 3600) };
  };

  test('cover that is asked for changes nothing until somebody takes it', async () => {
    await setCounsels(line([counselOne]));
    await askCover(deskOf(calling.world, counselOne), about(counsels), spanNow());
    await stages();
    for (const person of [leaderOne, administratorOne, counselOne]) phone(person).rings();
  });

  test('whoever takes it rings instead, and the other does not', async () => {
    const seen = await seeRota(deskOf(calling.world, counselTwo), counsels);
    const cover = seen?.rota.covers[0]?.cover ?? '';
    await takeCover(deskOf(calling.world, counselTwo), about(counsels), cover);
    await stages();
    for (const person of [leaderOne, administratorOne, counselTwo]) phone(person).rings();
    phone(counselOne).isSilent();
    const again = await takeCover(deskOf(calling.world, counselTwo), about(counsels), cover);
    expect(again).toMatchObject({ refusal: 'nobody-asked-for-this-cover' });
  });

  test('nobody takes back what another asked for, and a change can be taken back', async () => {
    const desk = deskOf(calling.world, counselOne);
    await askCover(desk, about(counsels), spanNow());
    const seen = await seeRota(desk, counsels);
    const [asked] = seen?.rota.covers ?? [];
    const other = deskOf(calling.world, counselTwo);
    expect(await withdrawCover(other, about(counsels), asked?.cover ?? '')).toMatchObject({
      refusal: 'only-who-asked-takes-it-back',
    });
    await withdrawCover(desk, about(counsels), asked?.cover ?? '');
    const [change] = seen?.rota.overrides ?? [];
    await withdrawOverride(desk, about(counsels), change?.override ?? '');
    await stages();
    for (const person of [leaderOne, administratorOne, counselOne]) phone(person).rings();
  });

  test('who is out is not called while they are, and is the hour after', async () => {
    const desk = deskOf(calling.world, leaderOne);
    await setLayers(desk, about(leaders), [line([leaderOne])]);
    await setOverride(desk, about(leaders), { ...spanNow(), out: id(leaderOne), in: null });
    // The administrator is there; the leader’s own rota has a gap, so the leader rings after all.
    expect(await stages()).toMatchObject({ leader: 'calling-nobody-on-duty' });
    for (const person of [leaderOne, administratorOne, counselOne, superintendentOne]) {
      phone(person).rings();
    }
    await setLayers(desk, about(leaders), []);
  });

  test('a note for the next is there, from one who holds the duty and from nobody else', async () => {
    const words = 'The side door sticks.';
    await noteHandOver(deskOf(calling.world, counselOne), about(counsels), words);
    const seen = await seeRota(deskOf(calling.world, counselTwo), counsels);
    expect(seen?.rota.handOver).toMatchObject({ words, by: counselOne.id });
    const officer = deskOf(calling.world, cast.officerOne);
    expect(await noteHandOver(officer, about(counsels), 'x')).toMatchObject({
      refusal: 'this-duty-may-not-do-that',
    });
    expect(await seeRota(officer, counsels)).toBeNull();
    expect(await seeRotas(officer)).toEqual([]);
  });
});

describe('a calendar of one’s own', () => {
  test('has one’s own times on call, by duty and place, and nobody’s name', async () => {
    const { world } = calling;
    await setCounsels({ ...line([counselOne, counselTwo]), turn: weekly });
    const desk = deskOf(world, counselTwo);
    const token = (await openFeed(desk)) ?? '';
    const feed = await readFeed(desk, token, (duty) => `On call: ${duty}`);
    expect(feed).toContain('SUMMARY:On call: legal-counsel');
    expect(feed).toMatch(/DTSTART:20261130T130000Z\r\nDTEND:20261207T130000Z/);
    expect(feed).not.toContain('fictional)');
  });

  test('names a running shift the same from one hour to the next', async () => {
    await setCounsels({ ...line([counselOne, counselTwo]), turn: weekly });
    const desk = deskOf(calling.world, counselTwo);
    const token = (await openFeed(desk)) ?? '';
    const events = async () =>
      (await readFeed(desk, token, () => 'x'))?.match(/^UID:.*|^DT(START|END).*/gm);
    const before = await events();
    calling.clock.push(3600);
    expect(await events()).toEqual(before);
    expect(before?.length).toBeGreaterThan(20);
  });

  test('is found by its address alone, and a new address ends the one before', async () => {
    const desk = deskOf(calling.world, counselTwo);
    const first = (await openFeed(desk)) ?? '';
    const second = (await openFeed(desk)) ?? '';
    expect(await readFeed(desk, first, () => '')).toBeNull();
    expect(await readFeed(desk, `${second}x`, () => '')).toBeNull();
    expect(await readFeed(desk, second, () => '')).toContain('BEGIN:VCALENDAR');
    await setCounsels();
  });

  const weekly = { every: 'week', count: 1, from: '2026-11-23', at: '08:00' } as const;
});
