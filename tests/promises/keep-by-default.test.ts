import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { retentionClasses } from '#authority';
import { castDistricts } from '../cast/cast.ts';
import { readPack } from '../../src/district/core/read-pack.ts';
import { openWorld, readPackOf, type World } from '../kit/world.ts';

const districts = join(import.meta.dirname, '../../districts');
const slugs = castDistricts.map(({ slug }) => slug);

describe.each(slugs)('the pack of %s', (slug) => {
  const filesWith = (change: (policy: string) => string) =>
    readdirSync(join(districts, slug)).map((name) => {
      const text = readFileSync(join(districts, slug, name), 'utf8');
      return { name, text: name === 'policy.yaml' ? change(text) : text };
    });

  test('keeps every class of what is held', async () => {
    const { retention } = (await readPackOf(slug)).policy;
    expect(retention).toEqual(Object.fromEntries(retentionClasses.map((each) => [each, 'keep'])));
    expect(retentionClasses.length).toBeGreaterThan(10);
  });

  test.each(['dispose', 'keep 7 years', '7', 'null', 'false', '""', '[keep]'])(
    'cannot say "%s" of a class: disposal is counsel’s act, never a file’s',
    (word) => {
      const reading = readPack(
        filesWith((policy) => policy.replace(/^ {2}papers: keep$/m, `  papers: ${word}`)),
      );
      expect(reading.kind).toBe('unreadable');
      const problems = reading.kind === 'unreadable' ? reading.problems : [];
      expect(problems.map(({ file }) => file)).toContain('policy.yaml');
    },
  );

  test.each(retentionClasses)('cannot pass over %s in silence', (name) => {
    const reading = readPack(
      filesWith((policy) => policy.replace(new RegExp(`^ {2}${name}: keep\\n`, 'm'), '')),
    );
    expect(reading.kind).toBe('unreadable');
  });
});

test('every district that we ship was looked at', () => {
  expect(readdirSync(districts).sort()).toEqual([...slugs].sort());
});

describe('the database', () => {
  let world: World;
  beforeAll(async () => {
    world = await openWorld();
  });
  afterAll(() => world.close());

  // What passes by itself: sessions, challenges, errands, and a roster that its import replaces.
  const passing = [
    'attempt_limit',
    'challenge',
    'due',
    'guardian',
    'household',
    'household_school',
    'push_subscription',
    'session',
    'student',
  ];

  test('lets nobody remove anything of a record, only what passes by itself', async () => {
    const { rows } = await world.admin.query<{ name: string }>(
      `select distinct relname as name from pg_class, aclexplode(relacl)
       where relnamespace = 'public'::regnamespace and grantee <> relowner
         and privilege_type in ('DELETE', 'TRUNCATE') order by 1`,
    );
    expect(rows.map(({ name }) => name)).toEqual(passing);
  });

  test('removes nothing along with something else, but a household’s own rows', async () => {
    const { rows } = await world.admin.query(
      `select conrelid::regclass::text as from, confrelid::regclass::text as with
       from pg_constraint where contype = 'f' and confdeltype <> 'a' order by 1`,
    );
    expect(rows).toEqual(
      ['guardian', 'household_school', 'student'].map((from) => ({ from, with: 'household' })),
    );
  });

  test.each(['ledger_entry', 'ledger_body', 'ledger_tile', 'ledger_checkpoint'])(
    'lets not even its owner change, remove or empty %s',
    async (table) => {
      for (const attempt of [
        `delete from ${table}`,
        `update ${table} set district = district`,
        `truncate ${table} cascade`,
      ]) {
        await expect(world.admin.query(attempt), attempt).rejects.toMatchObject({ code: 'TH001' });
      }
    },
  );
});
