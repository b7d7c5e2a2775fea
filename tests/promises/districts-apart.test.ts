import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Role, roles } from '#platform/migrate';
import { cast } from '../cast/cast.ts';
import { secondCast } from '../cast/second-cast.ts';
import { nameCast } from '../kit/desks.ts';
import { openWorld, type World } from '../kit/world.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
  await nameCast(world.house, Object.values(cast));
  await nameCast(world.other, Object.values(secondCast));
});
afterAll(() => world.close());

async function tables(): Promise<string[]> {
  const { rows } = await world.admin.query<{ name: string }>(
    `select relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where n.nspname = 'public' and relkind in ('r', 'p') and relname <> 'migration' order by 1`,
  );
  return rows.map(({ name }) => name);
}

test('every table is guarded by row-level security, forced, and its key begins with the district', async () => {
  const { rows } = await world.admin.query(
    `select relname as name, relrowsecurity as enabled, relforcerowsecurity as forced,
            (select a.attname from pg_index i join pg_attribute a
               on a.attrelid = i.indrelid and a.attnum = i.indkey[0]
             where i.indrelid = c.oid and i.indisprimary) as first_of_key
     from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where n.nspname = 'public' and relkind in ('r', 'p') and relname <> 'migration'`,
  );
  expect(rows.length).toBeGreaterThan(25);
  for (const row of rows) {
    expect(row, row.name).toMatchObject({ enabled: true, forced: true, first_of_key: 'district' });
  }
});

test('no foreign key crosses districts', async () => {
  const { rows } = await world.admin.query(
    `select conname from pg_constraint con
     where contype = 'f' and connamespace = 'public'::regnamespace and not exists (
       select from pg_attribute a where a.attrelid = con.conrelid and a.attnum = any(con.conkey)
         and a.attname = 'district')`,
  );
  expect(rows).toEqual([]);
});

test('no role sees a row of another district, and without a district there are no rows', async () => {
  const readable = roles.filter((role): role is Role => role !== 'threshold_owner');
  let looked = 0;
  for (const role of readable) {
    const database = world.as(role);
    for (const table of await tables()) {
      const { rows } = await world.admin.query('select has_table_privilege($1, $2, $3) as may', [
        role,
        table,
        'select',
      ]);
      if (!rows[0].may) continue;
      looked += 1;
      const outside = await database.anywhere(`select district from ${table}`);
      expect(outside, `${role} outside any district: ${table}`).toEqual([]);
      const inside = await database.inDistrict(world.house.district, (transaction) =>
        transaction.query<{ district: string }>(`select distinct district from ${table}`),
      );
      expect(inside.every(({ district }) => district === world.house.district)).toBe(true);
    }
  }
  expect(looked).toBeGreaterThan(30);
});

test('nobody writes a row into another district', async () => {
  const tried = world.house.database.inDistrict(world.house.district, (transaction) =>
    transaction.query(
      `insert into person (district, person, name, email, phone, language)
       values ($1, gen_random_uuid(), 'Nobody (fictional)', 'nobody@cast.example', null, 'en')`,
      [world.other.district],
    ),
  );
  await expect(tried).rejects.toThrow(/row-level security/);
});

test('the roles can do what their hands are for, and nothing besides', async () => {
  const may = async (role: Role, table: string, verb: string) => {
    const { rows } = await world.admin.query('select has_table_privilege($1, $2, $3) as may', [
      role,
      table,
      verb,
    ]);
    return rows[0].may === true;
  };
  const seen = [];
  for (const table of await tables())
    if (await may('threshold_public', table, 'select')) seen.push(table);
  expect(seen).toEqual(['district', 'released_text']);
  for (const table of ['session', 'passkey', 'password', 'token', 'link']) {
    expect(await may('threshold_worker', table, 'select'), table).toBe(false);
    expect(await may('threshold_keeper', table, 'select'), table).toBe(false);
  }
  for (const role of ['threshold_app', 'threshold_worker', 'threshold_keeper'] as const) {
    expect(await may(role, 'verified_assertion', 'insert'), role).toBe(false);
    for (const verb of ['update', 'delete', 'truncate']) {
      expect(await may(role, 'ledger_entry', verb), `${role} ${verb}`).toBe(false);
      expect(await may(role, 'ledger_body', verb), `${role} ${verb}`).toBe(false);
    }
  }
  expect(await may('threshold_app', 'guardian', 'insert')).toBe(false);
});
