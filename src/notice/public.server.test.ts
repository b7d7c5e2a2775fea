import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { Database } from '#platform/database';
import { openWorld, type World } from '../../tests/kit/world.ts';
import { markOf, momentWords, readReleased, releasedMost } from './public.server.ts';

let world: World;
let database: Database;

beforeAll(async () => {
  world = await openWorld();
  database = world.as('threshold_public');
});
afterAll(() => world.close());

type Row = {
  notice: string;
  district: string;
  language: string;
  subject: string;
  releasedAt: string;
  replaces: string | null;
  isDrill: boolean;
};

const plainRow = {
  district: 'norwalk',
  language: 'en',
  subject: 'What happened',
  releasedAt: '2026-11-24T13:20:00.000Z',
  replaces: null,
  isDrill: false,
};

async function release(wish: Partial<Row>): Promise<string> {
  const row: Row = { ...plainRow, notice: randomUUID(), ...wish };
  await world.as('threshold_app').inDistrict(world.house.district, async (transaction) => {
    await transaction.query("select set_config('app.district', $1, true)", [row.district]);
    await transaction.query(
      `insert into released_text
       values ($1, $2, $3, $4, 'A body.', 'attempt', 'jefferson', $5, $6, $7)`,
      [
        row.district,
        row.notice,
        row.language,
        row.subject,
        row.isDrill,
        row.releasedAt,
        row.replaces,
      ],
    );
  });
  return row.notice;
}

const read = (language = 'en') => readReleased(database, world.house.district, language);

beforeEach(async () => {
  await world.admin.query('alter table released_text no force row level security');
  await world.admin.query('delete from released_text');
  await world.admin.query('alter table released_text force row level security');
});

test('the newest notice stands first, with the mark of its own words', async () => {
  const older = await release({ releasedAt: '2026-11-02T18:00:00.000Z' });
  const newer = await release({ subject: 'Newer' });
  const { notices, hasOlder } = await read();
  expect(notices.map(({ notice }) => notice)).toEqual([newer, older]);
  expect(notices[0]?.text).toEqual({
    subject: 'Newer',
    body: 'A body.',
    mark: markOf('Newer', 'A body.'),
  });
  expect(hasOlder).toBe(false);
});

test('a notice without a text in the language is there, and its English is not', async () => {
  const notice = await release({ language: 'en' });
  await release({ notice, language: 'es', subject: 'Lo que pasó' });
  expect((await read('es')).notices).toMatchObject([{ notice, text: { subject: 'Lo que pasó' } }]);
  const { notices } = await read('ht');
  expect(notices).toMatchObject([{ notice, text: null }]);
  expect(JSON.stringify(notices)).not.toContain('What happened');
});

test('a corrected notice leads to its newest correction, and the correction back', async () => {
  const wrong = await release({});
  const first = await release({ replaces: wrong, releasedAt: '2026-11-24T14:00:00.000Z' });
  const second = await release({ replaces: wrong, releasedAt: '2026-11-24T15:00:00.000Z' });
  const { notices } = await read();
  expect(notices.map(({ notice, replaces, corrected }) => [notice, replaces, corrected])).toEqual([
    [second, wrong, null],
    [first, wrong, null],
    [wrong, null, { by: second, at: '2026-11-24T15:00:00.000Z' }],
  ]);
});

test('no drill and no notice of another district is ever read', async () => {
  await release({ isDrill: true });
  await release({ district: 'harbor-point-fictional' });
  expect((await read()).notices).toEqual([]);
});

test('beyond the most that a page shows it says that there are older ones', async () => {
  await world.as('threshold_app').inDistrict(world.house.district, (transaction) =>
    transaction.query(
      `insert into released_text
       select 'norwalk', gen_random_uuid(), 'en', 'Many', 'A body.', 'attempt', 'jefferson', false,
              timestamptz '2026-01-01' + number * interval '1 minute', null
       from generate_series(1, $1::int) number`,
      [releasedMost + 1],
    ),
  );
  const { notices, hasOlder } = await read();
  expect(notices).toHaveLength(releasedMost);
  expect(hasOlder).toBe(true);
});

test('the public role reads no encounter, no family, no draft, and writes nothing', async () => {
  const asPublic = (text: string) =>
    database.inDistrict(world.house.district, (transaction) => transaction.query(text));
  for (const table of ['notice', 'household', 'guardian', 'delivery', 'ledger_body', 'encounter']) {
    await expect(asPublic(`select 1 from ${table}`), table).rejects.toThrow(/permission denied/);
  }
  await expect(asPublic('delete from released_text')).rejects.toThrow(/permission denied/);
});

test('a moment is in the zone of the district and the words of the family, or not at all', () => {
  const moment = '2026-11-24T13:20:00.000Z';
  const inWords = (language: string) => momentWords(moment, 'America/New_York', language);
  expect(inWords('en')).toBe('Tuesday, November 24, 2026, 8:20 AM');
  expect(inWords('ht')).toBe('madi 24 novanm 2026, 8:20 nan maten');
  expect(inWords('xx-unknown')).toBeNull();
});

test('the mark changes with a single letter and is the one that the reference describes', () => {
  expect(markOf('a', 'b')).toBe('7e18f737311b');
  expect(markOf('a', 'c')).not.toBe(markOf('a', 'b'));
});
