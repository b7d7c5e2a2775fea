import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Who } from '#district';
import { becomeDevice, revokeDevice } from '#district/people-acts';
import { makeToken, openSession, whoseDevice, whoseSession, whoseToken } from '#district/sessions';
import { closeEncounter, report } from '#encounter/acts';
import { encounterDoors } from '#encounter/doors';
import type { Actor } from '#ledger';
import type { DoorAnswer } from '#platform/door';
import { read } from '#platform/read';
import { type ActId, type EncounterId, known, type PersonId } from '#std/ids';
import { plusSeconds } from '#std/instant';
import { cast, type CastPerson } from '../cast/cast.ts';
import { secondCast } from '../cast/second-cast.ts';
import { arrival, deskFor, deskOfWho, seedPeople, storyOf } from '../kit/desk.ts';
import { actId, openWorld, type World } from '../kit/world.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
  await seedPeople(world);
});
afterAll(() => world.close());

type Door = keyof typeof encounterDoors;

/** The least that each report can say, as a form or a program would send it. */
const told: Readonly<Partial<Record<Door, Readonly<Record<string, unknown>>>>> = {
  'report-arrival': { school: 'cranbury-elementary' },
  'report-help': { help: 'uninvited' },
  'report-identification': {},
  'report-agency-evidence': { agency: 'ice', level: 'claimed' },
  'report-paper': { paper: actId<string>(), copy: 'note-only' },
  'ask-counsel': {},
  'report-entry': {},
  'report-entry-announced': {},
  'report-supervision': {},
  'report-departure': {},
  'report-note': {},
};
const names = Object.keys(encounterDoors).filter(
  (name): name is Door => encounterDoors[name as Door].kind === 'observation',
);

/** Knocks as a form does: reads what was typed, and performs it. */
async function knock(
  who: Who,
  name: Door,
  encounter: EncounterId,
  value: Readonly<Record<string, unknown>> = told[name] ?? {},
): Promise<DoorAnswer> {
  const { reader, perform } = encounterDoors[name];
  const reading = read<unknown>(reader, value);
  if (reading.kind === 'unreadable') return reading;
  const worstDay = { orJournal: (_entry: unknown, _page: unknown, work: () => unknown) => work() };
  const here = { world: { worstDay }, desk: deskOfWho(world, who), id: encounter, act: actId() };
  return (perform as (here: unknown, value: unknown) => Promise<DoorAnswer>)(here, reading.value);
}

const stages = {
  'unheard-of': async () => actId<EncounterId>(),
  open: async () => {
    const encounter = actId<EncounterId>();
    await report(await deskFor(world, cast.officerOne), { encounter, act: actId() }, arrival);
    return encounter;
  },
  closed: async () => {
    const encounter = await stages.open();
    const leader = await deskFor(world, cast.leaderOne);
    await report(leader, { encounter, act: actId() }, { type: 'ReportDeparture' });
    await closeEncounter(leader, { encounter, act: actId() }, '');
    return encounter;
  },
} as const;

const device = actId<string>();
const person = async (each: CastPerson) => (await deskFor(world, each)).who;

/** Who tells us, and how they stand in the ledger afterwards. */
const tellers: Readonly<Record<string, { who: () => Promise<Who>; actor: Actor }>> = {
  'the officer at the door': {
    who: () => person(cast.officerOne),
    actor: {
      kind: 'person',
      person: known(cast.officerOne.id),
      duties: ['school-security-officer'],
    },
  },
  'an officer of another school': {
    who: () => person(cast.officerTwo),
    actor: { kind: 'person', person: known(cast.officerTwo.id), duties: [] },
  },
  'somebody whose session ran out': {
    who: async () => ({ kind: 'lapsed' }),
    actor: { kind: 'unattributed', device: null },
  },
  'a phone by the door': {
    who: async () => ({ kind: 'device', device, school: 'cranbury-elementary' }),
    actor: { kind: 'device', device: known(device), school: 'cranbury-elementary' },
  },
};

describe.each(Object.keys(stages) as (keyof typeof stages)[])(
  'an encounter that is %s',
  (stage) => {
    describe.each(Object.entries(tellers))('takes from %s', (_name, { who, actor }) => {
      test.each(names)('%s', async (name) => {
        const encounter = await stages[stage]();
        const before = await storyOf(world, { encounter });
        const answer = await knock(await who(), name, encounter);
        expect(answer).toMatchObject({ kind: 'done' });
        const { story } = await storyOf(world, { encounter });
        expect(story).toHaveLength(before.version + 1);
        // Before an arrival names a school, nobody’s duty at any one school counts.
        const isPlaceless = stage === 'unheard-of' && name !== 'report-arrival';
        const isLate = stage === 'closed' || isPlaceless;
        const by = isPlaceless && actor.kind === 'person' ? { ...actor, duties: [] } : actor;
        expect(story.at(-1)).toMatchObject({ actor: by, event: { isLate } });
      });
    });

    test('turns a stranger away, so that strangers ring no phones, and keeps no trace', async () => {
      for (const name of names) {
        const encounter = await stages[stage]();
        const { version } = await storyOf(world, { encounter });
        const answer = await knock({ kind: 'nobody' }, name, encounter);
        expect(answer, name).toEqual({ kind: 'refused', refusal: 'this-duty-may-not-do-that' });
        expect((await storyOf(world, { encounter })).version).toBe(version);
      }
    });
  },
);

test('a paper whose photo nobody can open still goes to counsel, without the photo', async () => {
  const encounter = await stages.open();
  const heic = new Blob([Buffer.from('0000001c66747970686569630000', 'hex')]);
  const shown = { paper: actId<string>(), copy: 'photo', file: heic, headings: 'DISTRICT COURT' };
  const answer = await knock(await person(cast.officerOne), 'report-paper', encounter, shown);
  expect(answer).toMatchObject({ refusal: 'the-file-is-neither-a-photo-nor-a-pdf' });
  const { story } = await storyOf(world, { encounter });
  expect(story.at(-1)?.event).toMatchObject({
    type: 'PaperReported',
    paper: { copy: 'note-only', headings: 'DISTRICT COURT', sha256: null },
  });
});

test('every report there is was tried', () => {
  expect(names).toEqual(Object.keys(told));
});

test('what happened hours ago, and what is told ahead of its time, keep both of their moments', async () => {
  const who = await person(cast.officerOne);
  for (const seconds of [-30 * 24 * 3600, -60, 3600]) {
    const encounter = await stages.open();
    const happenedAt = plusSeconds(world.clock.now(), seconds);
    const answer = await knock(who, 'report-entry', encounter, { happenedAt });
    expect(answer.kind).toBe('done');
    const { story } = await storyOf(world, { encounter });
    expect(story.at(-1)).toMatchObject({ happenedAt, recordedAt: world.clock.now() });
  }
});

test('a phone by the door, a lapsed session and a stranger give no order, and leave no note of one', async () => {
  const orders = Object.keys(encounterDoors).filter((name) => !names.includes(name as Door));
  expect(orders).toHaveLength(9);
  const lapsed: Who = { kind: 'lapsed' };
  const phone: Who = { kind: 'device', device, school: 'cranbury-elementary' };
  const encounter = await stages.open();
  const desks = [lapsed, phone, { kind: 'nobody' } as const];
  const { version } = await storyOf(world, { encounter });
  const values = {
    'find-paper': { paper: actId<string>(), kind: 'judicial-warrant' },
    'authorize-access': null,
  } as const;
  for (const name of orders as Door[]) {
    // To authorize takes a passkey, which none of them has: the promise before this one tries it.
    const value = name in values ? values[name as keyof typeof values] : {};
    if (value === null) continue;
    for (const who of desks) {
      const answer = await knock(who, name, encounter, value);
      expect(answer, `${who.kind} ${name}`).toMatchObject({ kind: 'refused' });
    }
  }
  expect((await storyOf(world, { encounter })).version).toBe(version);
});

describe('who somebody is', () => {
  async function sessionOf(each: CastPerson): Promise<string> {
    const { house } = world;
    return house.database.inDistrict(house.district, (transaction) =>
      openSession(house, transaction, known<PersonId>(each.id), true),
    );
  }
  const enrol = () => {
    const enrolled = { school: 'cranbury-elementary', label: 'by the door' };
    return becomeDevice(world.house, enrolled);
  };

  test('a session that ran out is lapsed and may report; one that never was is nobody', async () => {
    const token = await sessionOf(cast.officerOne);
    expect(await whoseSession(world.house, token)).toMatchObject({ kind: 'person' });
    const later = { now: () => plusSeconds(world.clock.now(), 13 * 3600) };
    expect(await whoseSession({ ...world.house, clock: later }, token)).toEqual({ kind: 'lapsed' });
    expect(await whoseSession(world.house, `${token}x`)).toEqual({ kind: 'nobody' });
    expect(await whoseSession(world.other, token)).toEqual({ kind: 'nobody' });
  });

  test('a session of somebody who left is lapsed', async () => {
    const token = await sessionOf(cast.officeTwo);
    const { house } = world;
    await house.database.inDistrict(house.district, (transaction) =>
      transaction.query('update person set left_at = $2 where person = $1', [
        cast.officeTwo.id,
        world.clock.now(),
      ]),
    );
    expect(await whoseSession(house, token)).toEqual({ kind: 'lapsed' });
  });

  test('a token of one district is nobody in the other', async () => {
    const token = await makeToken(world.other, known(secondCast.officerOne.id), 'test');
    expect(await whoseToken(world.other, token)).toMatchObject({ kind: 'person' });
    expect(await whoseToken(world.house, token)).toEqual({ kind: 'nobody' });
  });

  test('a device is what was enrolled, at its school, until it is revoked', async () => {
    const credential = await enrol();
    const [id = ''] = credential.split('.');
    const who = await whoseDevice(world.house, credential);
    expect(who).toEqual({ kind: 'device', device: id, school: 'cranbury-elementary' });
    expect(await whoseDevice(world.other, credential)).toEqual({ kind: 'nobody' });
    await revokeDevice(await deskFor(world, cast.itOne), id);
    expect(await whoseDevice(world.house, credential)).toEqual({ kind: 'nobody' });
  });

  test('a device’s credential is bound to its school, and is not made without the house’s secret', async () => {
    const [id, , proof] = (await enrol()).split('.');
    const forged = [
      `${id}.jefferson-elementary.${proof}`,
      `${actId()}.cranbury-elementary.${proof}`,
      `${id}.cranbury-elementary.`,
      `${id}.cranbury-elementary`,
      '',
    ];
    for (const credential of forged) {
      expect(await whoseDevice(world.house, credential), credential).toEqual({ kind: 'nobody' });
    }
  });

  test('nobody without the duty revokes a device', async () => {
    const [id = ''] = (await enrol()).split('.');
    const outcome = await revokeDevice(await deskFor(world, cast.officerOne), id);
    expect(outcome).toEqual({ kind: 'refused', refusal: 'this-duty-may-not-do-that' });
  });
});

test('a report twice under one act id is one fact, from a phone that tries again', async () => {
  const encounter = actId<EncounterId>();
  const act = actId<ActId>();
  const phone = deskOfWho(world, { kind: 'device', device, school: 'cranbury-elementary' });
  const first = await report(phone, { encounter, act }, arrival);
  expect(await report(phone, { encounter, act }, arrival)).toEqual(first);
  expect((await storyOf(world, { encounter })).version).toBe(1);
});
