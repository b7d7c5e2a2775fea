import { afterAll, beforeAll, expect, test } from 'vitest';
import { encounterRoom } from '#encounter/room';
import { perform, readStory } from '#ledger/perform';
import { canonicalJson } from '#std/canonical-json';
import { known, streamOf } from '#std/ids';
import { actId, openWorld, type World } from '../kit/world.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

const arrival = {
  type: 'ReportArrival',
  school: known<never>('cranbury'),
  medium: 'at-door',
  help: 'uninvited',
  isDrill: false,
  words: '',
  policy: 'test',
} as const;

test('the same act fifty times at once is one fact, and every caller gets the same answer', async () => {
  const stream = streamOf('encounter', actId());
  const id = actId<never>();
  const by = { kind: 'unattributed', device: null } as const;
  const outcomes = await Promise.all(
    Array.from({ length: 50 }, () =>
      perform(world.house, encounterRoom, stream, { id, by, command: arrival }),
    ),
  );
  const told = await readStory(world.house, encounterRoom, stream);
  expect(told?.story).toHaveLength(1);
  expect(new Set(outcomes.map((outcome) => canonicalJson(outcome as never))).size).toBe(1);
});

test('an act id that belongs to another stream is refused there', async () => {
  const id = actId<never>();
  const by = { kind: 'unattributed', device: null } as const;
  const act = { id, by, command: arrival };
  await perform(world.house, encounterRoom, streamOf('encounter', actId()), act);
  const second = await perform(world.house, encounterRoom, streamOf('encounter', actId()), act);
  expect(second).toEqual({ kind: 'refused', refusal: 'the-act-id-belongs-to-another-act' });
});
