import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Who } from '#district';
import type { Desk } from '#district/desk';
import { type House, readStory } from '#ledger/perform';
import { contactDoors } from '#paging/doors';
import { rotaDoors } from '#rota/doors';
import { callDoors } from '#protocol/call-doors';
import { rotaRoom } from '#rota/room';
import { listPlans, rotaStream } from '#rota/store';
import { readCalling } from '#paging/acts';
import { type PostAnswer, postTo, readPost, type Subject } from '../../src/doors.server.ts';
import { cast, type CastPerson } from '../cast/cast.ts';
import { secondCast } from '../cast/second-cast.ts';
import { codeOf, deskFor, deskOfWho } from '../kit/desk.ts';
import { nameCast } from '../kit/desks.ts';
import { type Calling, openCalling } from '../kit/phones.ts';
import { actId } from '../kit/world.ts';

let calling: Calling;
beforeAll(async () => {
  calling = await openCalling();
  await nameCast(calling.world.other, Object.values(secondCast));
});
afterAll(() => calling.close());

const { counselOne, counselTwo, leaderOne, leaderTwo, administratorOne } = cast;
const { superintendentOne, officerOne, auditorOne, itOne } = cast;
const counsels = 'legal-counsel';
const leaders = 'building-leader.cranbury-elementary';
const web = {} as Parameters<typeof postTo>[0];
type How = 'form' | 'json';
const ways = ['form', 'json'] as const;
type Knock = {
  readonly subject?: Subject;
  readonly id?: string;
  readonly door: string;
  readonly value?: unknown;
  readonly act?: string;
};
/** Knocks as a page or a program would: the same value as dotted fields or as JSON text. */
function knock(desk: Desk, asked: Knock, how: How = 'json'): Promise<PostAnswer> {
  const { subject = 'rotas', id = counsels, door, value = {}, act = actId<string>() } = asked;
  if (how === 'json') {
    const told: unknown = JSON.parse(JSON.stringify(value));
    return postTo(web, desk, { subject, id, door, act, value: told, reviewed: 'as-written' });
  }
  const form = new FormData();
  for (const [name, text] of Object.entries({ door, act, reviewed: 'as-written' })) {
    form.set(name, text);
  }
  for (const [name, text] of fieldsOf('', value)) form.append(name, text);
  return postTo(web, desk, readPost(form, subject, id));
}

function fieldsOf(name: string, value: unknown): readonly (readonly [string, string])[] {
  if (typeof value !== 'object' || value === null) return [[name, String(value ?? '')]];
  return Object.entries(value).flatMap(([key, each]) =>
    fieldsOf(name === '' ? key : `${name}.${key}`, each),
  );
}

const at = (person: CastPerson, house?: House) => deskFor(calling.world, person, house);
const withWho = (who: Who) => async () => deskOfWho(calling.world, who);
const strangers: Readonly<Record<string, () => Promise<Desk>>> = {
  'an officer': () => at(officerOne),
  'the leader of another school': () => at(leaderTwo),
  'an auditor': () => at(auditorOne),
  'a device': withWho({ kind: 'device', device: actId(), school: 'cranbury-elementary' }),
  'a lapsed session': withWho({ kind: 'lapsed' }),
  'a stranger': withWho({ kind: 'nobody' }),
};

const during = { from: '2026-12-24T12:00:00.000Z', until: '2026-12-26T12:00:00.000Z' };
const nights = {
  name: 'Nights, Maria first',
  people: [counselOne.id, counselTwo.id],
  turn: { every: 'week', count: 2, from: '2026-11-23', at: '08:00' },
  hours: [{ days: 'every-day', weekdays: [1, 2, 7], from: '18:00', until: '07:00' }],
};

async function rotaOf(id = counsels, house = calling.world.house) {
  const [duty = '', school = ''] = id.split('.');
  const told = await readStory(house, rotaRoom, rotaStream({ duty, school }));
  if (told === null) throw new Error('the rota was destroyed');
  return told;
}

const refused = { kind: 'refused', refusal: 'this-duty-may-not-do-that' };

describe.each(ways)('the doors of a rota, as a %s', (how) => {
  const done = async (person: CastPerson, asked: Knock) =>
    expect(await knock(await at(person), asked, how), asked.door).toMatchObject({ kind: 'done' });

  test('set lines, for whoever keeps it', async () => {
    await done(counselOne, { door: 'set-lines', value: { lines: [nights] } });
    const { name, people, turn, hours } = nights;
    expect((await rotaOf()).state.layers).toMatchObject([{ name, people, turn, hours }]);
    await done(superintendentOne, { door: 'set-lines', value: { lines: [nights, nights] } });
    expect((await rotaOf()).state.layers).toHaveLength(2);
    const line = { name: 'Ours', people: { [leaderOne.id]: '1' } };
    for (const person of [leaderOne, administratorOne, itOne, superintendentOne]) {
      await done(person, { id: leaders, door: 'set-lines', value: { lines: [line] } });
    }
  });

  test('set a change and take it back', async () => {
    const change = { ...during, out: counselOne.id, in: '' };
    await done(counselTwo, { door: 'set-change', value: change });
    const [set] = (await rotaOf()).state.overrides;
    expect(set).toMatchObject({ ...during, out: counselOne.id, in: null });
    await done(counselOne, { door: 'withdraw-change', value: { change: set?.override } });
    expect((await rotaOf()).state.overrides).toEqual([]);
  });

  test('ask for cover, take it or need it no more', async () => {
    await done(counselOne, { door: 'ask-cover', value: during });
    const [asked] = (await rotaOf()).state.covers;
    expect(asked).toMatchObject({ by: counselOne.id, ...during });
    await done(counselTwo, { door: 'take-cover', value: { change: asked?.cover } });
    const [taken] = (await rotaOf()).state.overrides;
    expect(taken).toMatchObject({ ...during, out: counselOne.id, in: counselTwo.id });
    await done(counselOne, { door: 'withdraw-change', value: { change: taken?.override } });
    await done(counselTwo, { door: 'ask-cover', value: during });
    const [again] = (await rotaOf()).state.covers;
    await done(counselTwo, { door: 'withdraw-cover', value: { change: again?.cover } });
    expect((await rotaOf()).state).toMatchObject({ covers: [], overrides: [] });
  });

  test('leave a note, from who holds the duty and from who keeps its rota', async () => {
    for (const person of [counselOne, superintendentOne]) {
      const words = `The side door sticks, says ${person.id}.`;
      await done(person, { door: 'note-hand-over', value: { words } });
      expect((await rotaOf()).state.handOver).toMatchObject({ words, by: person.id });
    }
  });
});

describe.each([counsels, leaders])('whoever may not keep the rota %s', (id) => {
  const holder = id === counsels ? counselOne : leaderOne;
  let values: Readonly<Record<keyof typeof rotaDoors, unknown>>;
  beforeAll(async () => {
    const desk = await at(holder);
    await knock(desk, { id, door: 'set-change', value: { ...during, out: holder.id, in: '' } });
    await knock(desk, { id, door: 'ask-cover', value: during });
    const { state } = await rotaOf(id);
    const cover = { change: state.covers[0]?.cover };
    values = {
      'set-lines': { lines: [] },
      'set-change': { ...during, out: holder.id, in: '' },
      'withdraw-change': { change: state.overrides[0]?.override },
      ...{ 'ask-cover': during, 'take-cover': cover, 'withdraw-cover': cover },
      'note-hand-over': { words: 'a note' },
    };
  });
  const doors = Object.keys(rotaDoors) as (keyof typeof rotaDoors)[];
  const others = {
    ...strangers,
    [id === counsels ? 'IT' : 'counsel']: () => at(id === counsels ? itOne : counselTwo),
  };

  test.each(Object.keys(others))('is refused at every door: %s', async (name) => {
    const { version } = await rotaOf(id);
    const desk = await (others[name] ?? (() => at(officerOne)))();
    for (const door of doors) {
      for (const how of ways) {
        const answer = await knock(desk, { id, door, value: values[door] }, how);
        expect(answer, `${door} as a ${how}`).toMatchObject({ kind: 'refused' });
      }
    }
    expect((await rotaOf(id)).version).toBe(version);
  });

  test('in another district reaches only the rota of that district', async () => {
    const { other } = calling.world;
    const { version } = await rotaOf(id);
    const desk = await at(id === counsels ? secondCast.counselOne : secondCast.itOne, other);
    const answer = await knock(desk, { id, door: 'set-lines', value: values['set-lines'] });
    const isElsewhere = id !== counsels;
    expect(answer.kind).toBe(isElsewhere ? 'unknown' : 'done');
    for (const door of ['withdraw-change', 'take-cover', 'withdraw-cover'] as const) {
      const tried = await knock(desk, { id, door, value: values[door] });
      expect(tried.kind, door).toBe(isElsewhere ? 'unknown' : 'refused');
    }
    const line = { name: 'x', people: [holder.id] };
    const named = await knock(desk, { id, door: 'set-lines', value: { lines: [line] } });
    const refusal = 'somebody-named-does-not-hold-this-duty';
    if (!isElsewhere) expect(named).toMatchObject({ refusal });
    expect((await rotaOf(id)).version).toBe(version);
  });
});

describe('what cannot be read', () => {
  const fieldsAsked = async (door: string, value: unknown, how: How = 'json') => {
    const answer = await knock(await at(superintendentOne), { door, value }, how);
    return answer.kind === 'unreadable' ? answer.problems.map(({ field }) => field) : answer;
  };
  const lineWith = (change: object) => ({ lines: [{ ...nights, ...change }] });

  test.each(ways)('is said all at once, field by field, as a %s', async (how) => {
    const hours = [{ days: 'blue-days', weekdays: [0, 8], from: '25:00', until: '7:5' }];
    const turn = { every: 'month', count: 0, from: '2026-02-30', at: '24:00' };
    const value = lineWith({ name: 'x'.repeat(10_000), turn, hours });
    expect(await fieldsAsked('set-lines', value, how)).toEqual([
      'lines.0.name',
      ...['every', 'count', 'from', 'at'].map((name) => `lines.0.turn.${name}`),
      ...['days', 'weekdays.0', 'weekdays.1', 'from', 'until'].map((n) => `lines.0.hours.0.${n}`),
    ]);
    expect(await fieldsAsked('set-change', { from: 'x', out: 'y', in: 'z' }, how)).toEqual([
      ...['from', 'until', 'out', 'in'],
    ]);
  });

  test.each([0, -1, 1.5, 61, 1e9, 2 ** 40, '', 'x'])('is a turn of %s days', async (count) => {
    const value = lineWith({ turn: { ...nights.turn, count } });
    for (const how of ways) {
      expect(await fieldsAsked('set-lines', value, how)).toEqual(['lines.0.turn.count']);
    }
  });

  test('is a rota of ten thousand lines, people or hours, and a note that says nothing', async () => {
    const most = Array.from({ length: 10_000 }, () => nights);
    for (const how of ways) {
      expect(await fieldsAsked('set-lines', { lines: most }, how)).toEqual(['lines']);
    }
    const people = most.map(() => actId<string>());
    expect(await fieldsAsked('set-lines', lineWith({ people }))).toEqual(['lines.0.people']);
    const hours = most.map(() => nights.hours[0]);
    expect(await fieldsAsked('set-lines', lineWith({ hours }))).toEqual(['lines.0.hours']);
    for (const words of ['', ' \n', 'x'.repeat(10_000)]) {
      expect(await fieldsAsked('note-hand-over', { words })).toContain('words');
    }
  });

  test.each(['__proto__', 'constructor', 'toString', 'x', counselOne.name])(
    'is a person named %s, as a list, as a map and in a form',
    async (name) => {
      const { version } = await rotaOf();
      const map = Object.fromEntries([[name, '1']]);
      for (const people of [[name], map]) {
        for (const how of ways) {
          const value = { lines: [{ name: 'x', people }] };
          const answer = await knock(await at(counselOne), { door: 'set-lines', value }, how);
          expect(['unreadable', 'refused'], how).toContain(answer.kind);
        }
      }
      expect((await rotaOf()).version).toBe(version);
    },
  );

  const badNames = ['legal-counsel.../x', '../people', 'legal-counsel.', '.cranbury-elementary'];
  test.each([...badNames, 'legal-counsel.a.b', '__proto__', 'LEGAL-COUNSEL', 'counsel', ''])(
    'is a rota named %s',
    async (id) => {
      for (const door of Object.keys(rotaDoors)) {
        const answer = await knock(await at(superintendentOne), { id, door });
        expect(answer.kind, door).toBe('unreadable');
      }
    },
  );

  test.each(['set-everything', '__proto__', 'constructor', ''])('is no door: %s', async (door) => {
    expect(await knock(await at(superintendentOne), { door })).toEqual({ kind: 'unknown' });
  });
});

describe('whoever is named in a rota', () => {
  const people = (...named: readonly string[]) => ({
    door: 'set-lines',
    value: { lines: [{ name: 'x', people: named }] },
  });

  test('holds its duty at its school: not an id of nobody, nor one of another school', async () => {
    const somebody = { refusal: 'somebody-named-does-not-hold-this-duty' };
    expect(await knock(await at(counselOne), people(actId()))).toMatchObject(somebody);
    const desk = await at(superintendentOne);
    for (const id of ['building-leader.no-such-school', 'building-leader']) {
      expect((await knock(desk, { id, ...people(leaderTwo.id) })).kind, id).not.toBe('done');
    }
    expect(await knock(desk, { id: leaders, ...people(leaderTwo.id) })).toMatchObject(somebody);
    expect((await knock(await at(counselOne), people())).kind).toBe('refused');
  });

  test('twice is taken as it was written, and is called once', async () => {
    const twice = people(counselOne.id, counselOne.id, counselTwo.id);
    expect(await knock(await at(counselOne), twice)).toMatchObject({ kind: 'done' });
    const encounter = await calling.arrive();
    await calling.work();
    const { attempts } = await readCalling({ house: calling.world.house }, encounter);
    const own = attempts.filter(({ person }) => person === counselOne.id);
    expect(own.map(({ channel }) => channel).toSorted()).toEqual(['email', 'sms', 'voice']);
  });

  test('under one act id is set once, and under that id nothing else', async () => {
    const desk = await at(counselOne);
    const act = actId<string>();
    const first = await knock(desk, { ...people(counselTwo.id), act });
    const { version } = await rotaOf();
    expect(await knock(desk, { ...people(counselTwo.id), act }, 'form')).toEqual(first);
    expect((await rotaOf()).version).toBe(version);
    expect(await knock(await at(leaderOne), { id: leaders, ...people(leaderOne.id), act })).toEqual(
      { kind: 'refused', refusal: 'the-act-id-belongs-to-another-act' },
    );
  });
});

describe('the doors of a call', () => {
  const school = 'cranbury-elementary';
  const ringing = async () => {
    const encounter = await calling.arrive();
    await calling.work();
    return encounter;
  };
  const stageOf = async (encounter: string) => {
    const { chains } = await readCalling({ house: calling.world.house }, encounter);
    return chains.find(({ track }) => track === 'counsel')?.stage;
  };
  const call = (id: string, door: string, value: object = {}): Knock => ({
    subject: 'calls',
    ...{ id, door, value },
  });
  const values = { answer: {}, decline: {}, 'call-back': { minutes: 7 } } as const;
  const handOver = { to: counselTwo.id };

  test.each(ways)('take each reply of who is called, as a %s', async (how) => {
    const desk = await at(counselOne);
    for (const [door, value] of Object.entries(values)) {
      const encounter = await ringing();
      expect(await knock(desk, call(encounter, door, value), how)).toMatchObject({ kind: 'done' });
      expect(await stageOf(encounter)).toBe(door === 'answer' ? 'answered' : 'calling');
    }
    const encounter = await ringing();
    await knock(desk, call(encounter, 'answer'), how);
    expect(await knock(desk, call(encounter, 'hand-over', handOver), how)).toMatchObject({
      kind: 'done',
    });
    expect(await stageOf(encounter)).toBe('calling');
  });

  test.each(Object.keys(strangers))('stop no ringing for %s', async (name) => {
    const encounter = await ringing();
    const desk = await (strangers[name] ?? (() => at(officerOne)))();
    const mayReply = ['an officer', 'an auditor'].includes(name);
    for (const [door, value] of Object.entries(values)) {
      for (const how of ways) {
        const answer = await knock(desk, call(encounter, door, value), how);
        expect(answer, `${name} ${door}`).toMatchObject(mayReply ? { kind: 'done' } : refused);
        expect(await stageOf(encounter), `${name} ${door}`).toBe('calling');
      }
    }
    if (mayReply) return;
    expect(await knock(desk, call(encounter, 'hand-over', handOver))).toEqual(refused);
  });

  test('are not those of another district: its counsel changes nothing here', async () => {
    const encounter = await ringing();
    const desk = await at(secondCast.counselOne, calling.world.other);
    await knock(desk, call(encounter, 'answer'));
    expect(await stageOf(encounter)).toBe('calling');
  });

  test('hand over to nobody without the duty, and to nobody of another school', async () => {
    const encounter = await ringing();
    const desk = await at(counselOne);
    for (const to of [officerOne.id, leaderTwo.id, actId<string>()]) {
      expect(await knock(desk, call(encounter, 'hand-over', { to }))).toMatchObject({
        refusal: 'somebody-named-does-not-hold-this-duty',
      });
    }
  });

  test.each([0, -1, -1e9, 31, 1e9, 2.5, '', 'soon'])(
    'cannot read a call back in %s minutes',
    async (minutes) => {
      for (const how of ways) {
        const asked = call(actId(), 'call-back', { minutes });
        expect(await knock(await at(counselOne), asked, how)).toMatchObject({
          problems: [{ field: 'minutes' }],
        });
      }
    },
  );

  test('know no encounter by another name than its id, and every door was knocked at', async () => {
    for (const id of ['', '../x', school, 'x'.repeat(10_000)]) {
      for (const door of Object.keys(callDoors)) {
        expect((await knock(await at(counselOne), call(id, door))).kind).toBe('unreadable');
      }
    }
    expect(Object.keys(callDoors)).toEqual([...Object.keys(values), 'hand-over']);
  });
});

describe('the door of one’s own contacts', () => {
  const tried = (desk: Desk, value: object, how: How = 'json', id = 'me') =>
    knock(desk, { subject: 'contacts', id, door: 'test', value }, how);
  const sent = async () => {
    const { rows } = await calling.superuser.query<{ person: string; channel: string }>(
      'select person, channel from contact_test order by queued_at, channel',
    );
    return rows.map(({ person, channel }) => `${person} ${channel}`);
  };

  test.each(ways)('tries one’s own ways and nobody else’s, as a %s', async (how) => {
    expect(Object.keys(contactDoors)).toEqual(['test']);
    const before = await sent();
    const desk = await at(how === 'form' ? leaderOne : counselOne);
    const asked = { channel: 'email', person: counselTwo.id, to: 'x@cast.example' };
    expect(await tried(desk, asked, how)).toMatchObject({ kind: 'done' });
    for (const id of [counselTwo.id, '', 'ME', '__proto__']) {
      expect((await tried(desk, asked, how, id)).kind, id).toBe('unreadable');
    }
    for (const channel of ['fax', '', '__proto__', 'constructor']) {
      expect((await tried(desk, { channel }, how)).kind, channel).toBe('unreadable');
    }
    expect(await tried(desk, { channel: 'push' }, how)).toMatchObject({ kind: 'refused' });
    const own = `${how === 'form' ? leaderOne.id : counselOne.id} email`;
    expect((await sent()).toSorted()).toEqual([...before, own].toSorted());
  });

  test('is there for no device, no lapsed session and no stranger', async () => {
    const before = await sent();
    for (const name of ['a device', 'a lapsed session', 'a stranger']) {
      const desk = await (strangers[name] ?? (() => at(officerOne)))();
      expect((await tried(desk, { channel: 'email' })).kind, name).toBe('refused');
    }
    expect(await sent()).toEqual(before);
  });
});

describe('the table of rotas', () => {
  const rows = async (desk: Desk, name: string) => {
    const lines = [{ ...nights, name: `Maria’s ${name}` }];
    await knock(desk, { door: 'set-lines', value: { lines } });
    await knock(desk, { door: 'note-hand-over', value: { words: `A note of Maria’s ${name}` } });
    return calling.superuser.query<{ text: string }>('select rota::text as text from rota');
  };

  test('holds ids and times, and no words: no name of a line, no note', async () => {
    const { rows: found } = await rows(await at(counselOne), 'nights');
    for (const { text } of found) expect(text).not.toMatch(/Maria|note|Ours/);
    const { database, district } = calling.world.house;
    const plans = await database.inDistrict(district, (each) => listPlans(each, null));
    const said = JSON.stringify(plans.map(({ plan }) => plan)).match(/(?<=:")[^"]+/g) ?? [];
    const known = /^([0-9a-f-]{36}|[0-9-]{10}(T[0-9:.]+Z)?|\d\d:\d\d|day|week|[a-z]+-days?)$/;
    expect(said.filter((text) => !known.test(text))).toEqual([]);
    expect(said.length).toBeGreaterThan(5);
  });

  test.each(['threshold_app', 'threshold_worker'] as const)(
    'shows %s the rotas of one district at a time',
    async (role) => {
      const { world, superuser } = calling;
      const plan = { layers: [], overrides: [] };
      await superuser.query(
        `insert into rota values ('norwalk', 'it', '', $1, $2),
           ('harbor-point-fictional', 'auditor', '', $1, $2) on conflict do nothing`,
        [plan, calling.clock.now()],
      );
      // Without a word of which district is meant: the walls are the table’s own.
      const seen = async ({ district }: House) => {
        const read = 'select duty from rota';
        const found = world.as(role).inDistrict(district, (each) => each.query(read));
        return (await found).map(({ duty }) => duty);
      };
      const [here, there] = [await seen(world.house), await seen(world.other)];
      expect(here).toContain('it');
      expect(here).not.toContain('auditor');
      expect(there).toContain('auditor');
      expect(there).not.toContain('it');
    },
  );

  const own = ['rota', 'contact_method', 'contact_test', 'calendar_feed', 'heartbeat'];
  test.each(['threshold_public', 'threshold_notary'] as const)(
    'and of contacts, feeds and heartbeats shows %s nothing at all',
    async (role) => {
      const { house } = calling.world;
      const database = calling.world.as(role);
      for (const table of own) {
        const read = database.inDistrict(house.district, (transaction) =>
          transaction.query(`select district from ${table}`),
        );
        expect(await codeOf(read), table).toBe('42501');
      }
    },
  );

  test('is changed by no worker, and emptied by nobody', async () => {
    const { house } = calling.world;
    const run = (role: 'threshold_worker' | 'threshold_app', text: string) =>
      codeOf(
        calling.world.as(role).inDistrict(house.district, (transaction) => transaction.query(text)),
      );
    const insert = `insert into rota values ('norwalk', 'partner', '', '{}', '2026-11-24')`;
    for (const text of [insert, "update rota set plan = '{}'", 'delete from rota']) {
      expect(await run('threshold_worker', text), text).toBe('42501');
    }
    expect(await run('threshold_app', 'delete from rota')).toBe('42501');
  });
});
