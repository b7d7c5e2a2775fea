import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { closeEncounter, denyAccess, order, report } from '#encounter/acts';
import { encounterRoom } from '#encounter/room';
import type { ActIn } from '#ledger';
import type { EncounterCommand } from '#encounter';
import { type House, perform, readStory } from '#ledger/perform';
import { canonicalJson } from '#std/canonical-json';
import { type ActId, type EncounterId, type StreamId, streamOf } from '#std/ids';
import { cast } from '../cast/cast.ts';
import { arrival, deskFor, sceneWith, seedPeople, storyOf } from '../kit/desk.ts';
import { actId, openWorld, type World } from '../kit/world.ts';

let world: World;
/** A second web process on the same district: a pool of its own. */
let second: House;
beforeAll(async () => {
  world = await openWorld();
  await seedPeople(world);
  second = { ...world.house, database: world.as('threshold_app') };
});
afterAll(() => world.close());

const by = { kind: 'unattributed', device: null } as const;
const newStream = () => streamOf('encounter', actId());

function arrives(id: ActId = actId<ActId>()): ActIn<EncounterCommand> {
  return { id, by, command: arrival };
}

async function storyLength(house: House, stream: StreamId): Promise<number | undefined> {
  return (await readStory(house, encounterRoom, stream))?.story.length;
}

describe('an act', () => {
  test('sent fifty times at once in two processes is one fact, and every caller gets the same answer', async () => {
    const stream = newStream();
    const act = arrives();
    const outcomes = await Promise.all(
      Array.from({ length: 50 }, (_, nth) =>
        perform(nth % 2 === 0 ? world.house : second, encounterRoom, stream, act),
      ),
    );
    expect(await storyLength(world.house, stream)).toBe(1);
    expect(new Set(outcomes.map((outcome) => canonicalJson(outcome as never))).size).toBe(1);
    expect(outcomes[0]?.kind).toBe('accepted');
  });

  test('of counsel, sent fifty times at once in two processes, is one decision', async () => {
    const scene = await sceneWith(world);
    const desk = await deskFor(world, cast.counselOne);
    const about = { encounter: scene.encounter, act: actId<ActId>() };
    const outcomes = await Promise.all(
      Array.from({ length: 50 }, (_, nth) =>
        denyAccess(nth % 2 === 0 ? desk : { ...desk, house: second }, about, 'no judge'),
      ),
    );
    const { story } = await storyOf(world, scene);
    expect(story.filter(({ event }) => event.type === 'AccessDenied')).toHaveLength(1);
    expect(new Set(outcomes.map((outcome) => canonicalJson(outcome as never))).size).toBe(1);
  });

  test('sent to another stream is refused there, and writes nothing', async () => {
    const act = arrives();
    const elsewhere = newStream();
    await perform(world.house, encounterRoom, newStream(), act);
    expect(await perform(world.house, encounterRoom, elsewhere, act)).toEqual({
      kind: 'refused',
      refusal: 'the-act-id-belongs-to-another-act',
    });
    expect(await storyLength(world.house, elsewhere)).toBe(0);
  });

  test('decided on an older version than the record now has is refused, and writes nothing', async () => {
    const stream = newStream();
    await perform(world.house, encounterRoom, stream, arrives());
    const seen = { ...arrives(), onVersion: 0 };
    expect(await perform(world.house, encounterRoom, stream, seen)).toEqual({
      kind: 'refused',
      refusal: 'the-record-changed-meanwhile',
    });
    expect(await storyLength(world.house, stream)).toBe(1);
    const now = { ...arrives(), onVersion: 1 };
    expect((await perform(world.house, encounterRoom, stream, now)).kind).toBe('accepted');
  });

  test('sent to another district is another act', async () => {
    const act = arrives();
    const stream = newStream();
    const outcomes = [
      await perform(world.house, encounterRoom, stream, act),
      await perform(world.other, encounterRoom, stream, act),
    ];
    expect(outcomes.map(({ kind }) => kind)).toEqual(['accepted', 'accepted']);
    expect(await storyLength(world.house, stream)).toBe(1);
    expect(await storyLength(world.other, stream)).toBe(1);
  });
});

describe('an act that fails on its way leaves nothing', () => {
  const tables = [
    'ledger_entry',
    'ledger_body',
    'ledger_tile',
    'due',
    'encounter',
    'legal_hold',
  ] as const;

  async function everything(): Promise<unknown> {
    const { house } = world;
    return house.database.inDistrict(house.district, async (transaction) => {
      const counted: Record<string, unknown> = {};
      for (const table of tables) {
        const [row] = await transaction.query(`select count(*) as rows from ${table}`);
        counted[table] = row?.rows;
      }
      const [head] = await transaction.query('select size, frontier from ledger_head');
      return { ...counted, ...head };
    });
  }
  const breaks = () => {
    throw new Error('broken on purpose');
  };
  const failing: Readonly<Record<string, () => Promise<unknown>>> = {
    'in what the room remembers': () =>
      perform(world.house, { ...encounterRoom, remember: breaks }, newStream(), arrives()),
    'after everything was remembered': () => {
      const remember: typeof encounterRoom.remember = async (...given) => {
        await encounterRoom.remember(...given);
        breaks();
      };
      return perform(world.house, { ...encounterRoom, remember }, newStream(), arrives());
    },
    'in what follows': () =>
      perform({ ...world.house, follow: breaks }, encounterRoom, newStream(), arrives()),
    'in an errand that cannot be queued': () => {
      const errand = { lane: 'no-lane' as 'bulk', errand: 'x', subject: 'x' };
      const follow = () => [{ ...errand, dueBy: world.clock.now() }];
      return perform({ ...world.house, follow }, encounterRoom, newStream(), arrives());
    },
  };
  test.each(Object.entries(failing))('%s', async (_where, act) => {
    await sceneWith(world);
    const before = await everything();
    await expect(act()).rejects.toThrow();
    expect(await everything()).toEqual(before);
    // And the next act finds a whole house, in which everything is written together.
    await sceneWith(world);
    const after = await everything();
    for (const table of ['ledger_entry', 'due', 'encounter', 'legal_hold']) {
      expect(after, table).not.toHaveProperty(table, Object(before)[table]);
    }
  });
});

describe('an order that was refused', () => {
  const orderRefused = (words: object) => ({ event: { type: 'OrderRefused', ...words } });

  test('for want of the duty stands in the story, with who tried and why not', async () => {
    const scene = await sceneWith(world);
    const about = { encounter: scene.encounter, act: actId<ActId>() };
    const leader = await deskFor(world, cast.leaderOne);
    const refusal = 'only-legal-counsel-decides';
    expect(await denyAccess(leader, about, 'x')).toEqual({ kind: 'refused', refusal });
    const { story } = await storyOf(world, scene);
    expect(story.at(-1)).toMatchObject({
      ...orderRefused({ order: 'DenyAccess', refusal }),
      actor: { kind: 'person', person: cast.leaderOne.id },
      act: about.act,
    });
  });

  test('by the law stands there as well', async () => {
    const scene = await sceneWith(world);
    const counsel = await deskFor(world, cast.counselOne);
    const revoke = { type: 'RevokeAuthorization', reasons: '' } as const;
    const about = { encounter: scene.encounter, act: actId<ActId>() };
    await order(counsel, about, 'decide-access', revoke);
    const { story } = await storyOf(world, scene);
    const refusal = 'nothing-is-authorized';
    expect(story.at(-1)).toMatchObject(orderRefused({ order: 'RevokeAuthorization', refusal }));
  });

  test('stays refused however often it is repeated, also when it would be accepted by now', async () => {
    const { encounter } = await sceneWith(world);
    const leader = await deskFor(world, cast.leaderOne);
    const about = { encounter, act: actId<ActId>() };
    const refused = { kind: 'refused', refusal: 'agents-have-not-left' };
    expect(await closeEncounter(leader, about, '')).toEqual(refused);
    await report(leader, { encounter, act: actId() }, { type: 'ReportDeparture' });
    const { version } = await storyOf(world, { encounter });
    expect(await closeEncounter(leader, about, '')).toEqual(refused);
    expect((await storyOf(world, { encounter })).version).toBe(version);
    const anew = { encounter, act: actId<ActId>() };
    expect((await closeEncounter(leader, anew, '')).kind).toBe('accepted');
  });

  test('on an encounter of which nobody told us begins no story', async () => {
    const encounter = actId<EncounterId>();
    const counsel = await deskFor(world, cast.counselOne);
    const outcome = await denyAccess(counsel, { encounter, act: actId() }, '');
    expect(outcome).toEqual({ kind: 'refused', refusal: 'nobody-reported-this-encounter' });
    expect((await storyOf(world, { encounter })).version).toBe(0);
  });
});
