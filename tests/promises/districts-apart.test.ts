import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Database, openDatabase } from '#platform/database';
import { type Role, roles, roleUrl, testHands } from '#platform/migrate';
import { openSuperuser } from '../kit/desks.ts';
import { seedPeople } from '../kit/desk.ts';
import { openWorld, type World } from '../kit/world.ts';

let world: World;
let root: pg.Pool;
let keysRoot: pg.Pool;
/** Every table that a district may stand in, by the store it is in. */
let tables: { main: string[]; keys: string[] };
const hands = roles.filter((role) => role !== 'threshold_owner');

beforeAll(async () => {
  world = await openWorld();
  await seedPeople(world);
  root = openSuperuser(world);
  keysRoot = openKeysSuperuser();
  tables = { main: await tablesIn(root), keys: await tablesIn(keysRoot) };
  for (const table of tables.main) await fill(root, table);
  for (const table of tables.keys) await fill(keysRoot, table);
});
afterAll(async () => {
  await root.end();
  await keysRoot.end();
  await world.close();
});

const cluster = () => process.env.THRESHOLD_TEST_CLUSTER ?? '';
const keysName = () =>
  new URL(world.url('threshold_owner')).pathname.slice(1).replace('world_', 'world_keys_');

function openKeysSuperuser(): pg.Pool {
  const url = new URL(cluster());
  url.pathname = keysName();
  const pool = new pg.Pool({ connectionString: url.href, max: 1 });
  pool.on('connect', (client) => client.on('error', () => {}));
  return pool.on('error', () => {});
}

async function tablesIn(pool: pg.Pool): Promise<string[]> {
  const { rows } = await pool.query<{ name: string }>(
    `select relname as name from pg_class
     where relnamespace = 'public'::regnamespace and relkind in ('r', 'p', 'f')
       and relname <> 'migration' order by 1`,
  );
  return rows.map(({ name }) => name);
}

const somethingOf: Readonly<Record<string, string>> = {
  uuid: 'gen_random_uuid()',
  text: "'x'",
  bytea: "'\\x00'",
  jsonb: "'{}'",
  'text[]': "'{}'",
  boolean: 'false',
  'timestamp with time zone': "'2026-11-24'",
};

/** Sees to it that both districts have a row in the table, by more power than any role has. */
async function fill(pool: pg.Pool, table: string): Promise<void> {
  const { rows: columns } = await pool.query<{ name: string; type: string }>(
    `select attname as name, format_type(atttypid, null) as type from pg_attribute
     where attrelid = $1::regclass and attnum > 0 and attname <> 'district'
       and (attnotnull and not atthasdef or attname = 'wrapped')`,
    [table],
  );
  const { rows: checks } = await pool.query<{ name: string }>(
    "select conname as name from pg_constraint where conrelid = $1::regclass and contype = 'c'",
    [table],
  );
  for (const { name } of checks) await pool.query(`alter table ${table} drop constraint ${name}`);
  for (const { district } of [world.house, world.other]) {
    const names = ['district', ...columns.map(({ name }) => name)].join(', ');
    const values = columns.map(({ type }) => `, ${somethingOf[type] ?? '1'}`).join('');
    const insert = `insert into ${table} (${names})
      select '${district}'${values} where not exists (select from ${table}
        where district = '${district}')`;
    await pool.query(`set session_replication_role = 'replica'; ${insert}`);
  }
}

async function may(role: Role, table: string, verb: string, pool: pg.Pool): Promise<boolean> {
  const whole = verb === 'delete' ? 'has_table_privilege' : 'has_any_column_privilege';
  const { rows } = await pool.query(`select ${whole}($1, $2, $3) as may`, [role, table, verb]);
  return rows[0]?.may === true;
}

describe.each(['main', 'keys'] as const)('the catalog of the store %s', (store) => {
  const pool = () => (store === 'main' ? root : keysRoot);

  test('guards every table by row-level security, forced, and begins its key with the district', async () => {
    const { rows } = await pool().query(
      `select relname as name, relrowsecurity as enabled, relforcerowsecurity as forced,
              pg_get_userbyid(relowner) as owner,
              (select a.attname from pg_index i join pg_attribute a
                 on a.attrelid = i.indrelid and a.attnum = i.indkey[0]
               where i.indrelid = c.oid and i.indisprimary) as first_of_key
       from pg_class c where relnamespace = 'public'::regnamespace
         and relkind in ('r', 'p', 'f') and relname <> 'migration'`,
    );
    expect(rows.length).toBeGreaterThan(store === 'main' ? 25 : 0);
    for (const { name, ...guarded } of rows) {
      expect(guarded, name).toEqual({
        enabled: true,
        forced: true,
        owner: 'threshold_owner',
        first_of_key: 'district',
      });
    }
  });

  test('has one policy for each table, for everybody and every verb, and it asks for the district', async () => {
    const { rows } = await pool().query<Record<string, string>>(
      `select tablename as table, policyname as policy, cmd, roles::text, qual, with_check as checked
       from pg_policies where policyname not in ('claim', 'every_name') order by 1`,
    );
    expect(rows.map(({ table }) => table)).toEqual(tables[store]);
    const asks = "(district = current_setting('app.district'::text, true))";
    for (const { table, ...policy } of rows) {
      const always = { policy: 'by_district', cmd: 'ALL', roles: '{public}' };
      expect(policy, table).toEqual({ ...always, qual: asks, checked: asks });
    }
  });

  test('has no foreign key and no unique index without the district in its first place', async () => {
    const { rows: keys } = await pool().query(
      `select conname from pg_constraint where contype = 'f' and not (
         (select attname from pg_attribute where attrelid = conrelid and attnum = conkey[1])
           = 'district'
         and (select attname from pg_attribute where attrelid = confrelid and attnum = confkey[1])
           = 'district')`,
    );
    expect(keys).toEqual([]);
    // A value that is taken in one district would otherwise be told to the other by a refusal.
    const { rows: indexes } = await pool().query(
      `select indexrelid::regclass::text as name from pg_index i
       join pg_class c on c.oid = indrelid
       where relnamespace = 'public'::regnamespace and indisunique and relname <> 'migration'
         and (select attname from pg_attribute where attrelid = indrelid and attnum = indkey[0])
           is distinct from 'district'`,
    );
    expect(indexes).toEqual([]);
  });

  test('has no view, which would read with its owner’s eyes, and no sequence, which would count for all', async () => {
    const { rows } = await pool().query(
      `select relname, relkind from pg_class
       where relnamespace = 'public'::regnamespace and relkind in ('v', 'm', 'S')`,
    );
    expect(rows).toEqual([]);
  });
});

describe('the functions that work with their owner’s rights', () => {
  test('are these, and cross no district but to claim what is due and to name the districts', async () => {
    const { rows } = await root.query<Record<string, string>>(
      `select proname as name, pg_get_userbyid(proowner) as owner, prorettype::regtype::text as gives
       from pg_proc where pronamespace = 'public'::regnamespace and prosecdef order by 1`,
    );
    expect(rows.map(({ name, owner, gives }) => `${name}, ${owner}: ${gives}`)).toEqual([
      'claim_due, threshold_claimer: record',
      'counsel_adds_passkeys_with_passkeys, threshold_owner: trigger',
      'district_names, threshold_claimer: text',
      'next_due, threshold_claimer: timestamp with time zone',
      'nobody_makes_themselves_counsel, threshold_owner: trigger',
      'only_counsel_opens, threshold_owner: trigger',
    ]);
  });

  test('read policies across districts that only their owner has, on two tables', async () => {
    const { rows } = await root.query<Record<string, string>>(
      `select tablename || ' ' || policyname || ' ' || cmd || ' ' || roles::text as policy
       from pg_policies where policyname <> 'by_district' order by 1`,
    );
    expect(rows.map(({ policy }) => policy)).toEqual([
      'district every_name SELECT {threshold_claimer}',
      'due claim ALL {threshold_claimer}',
    ]);
    const { rows: reach } = await root.query(
      `select rolcanlogin, rolsuper, rolbypassrls,
              (select array_agg(relname::text order by 1) from pg_class
               where relnamespace = 'public'::regnamespace
                 and has_any_column_privilege('threshold_claimer', oid, 'select')) as sees
       from pg_roles where rolname = 'threshold_claimer'`,
    );
    const plain = { rolcanlogin: false, rolsuper: false, rolbypassrls: false };
    expect(reach).toEqual([{ ...plain, sees: ['district', 'due'] }]);
  });

  test('hand the worker of both districts ids and moments, and nobody else anything', async () => {
    const claim = "select * from claim_due('x', '2030-01-01', 60, 1000)";
    const claimed = await world.as('threshold_worker').anywhere(claim);
    expect(new Set(claimed.map(({ district }) => district)).size).toBe(2);
    const given = [
      'attempts',
      'district',
      'due',
      'due_by',
      'epoch',
      'errand',
      'position',
      'subject',
    ];
    for (const row of claimed) expect(Object.keys(row).sort()).toEqual(given);
    for (const role of hands.filter((each) => each !== 'threshold_worker')) {
      await expect(world.as(role).anywhere(claim), role).rejects.toMatchObject({ code: '42501' });
      const next = world.as(role).anywhere("select next_due('alarm')");
      await expect(next, role).rejects.toMatchObject({ code: '42501' });
    }
  });
});

describe.each(hands)('%s', (role) => {
  let main: Database;
  let keys: Database;
  beforeAll(() => {
    main = world.as(role);
    const url = roleUrl(cluster(), testHands, role, keysName());
    keys = openDatabase(url, { connections: 2, name: 'test keys' });
  });
  afterAll(() => keys.close());

  /** Every table in which the role may do this, with its store. */
  async function allowed(verb: string) {
    const all = [
      ...tables.main.map((table) => ({ table, database: main, pool: root })),
      ...tables.keys.map((table) => ({ table, database: keys, pool: keysRoot })),
    ];
    const answers = await Promise.all(all.map(({ table, pool }) => may(role, table, verb, pool)));
    return all.filter((_each, nth) => answers[nth]);
  }

  test('sees its own district’s rows and none of the other’s', async () => {
    const readable = await allowed('select');
    expect(readable.length).toBeGreaterThan(1);
    for (const { table, database } of readable) {
      for (const { district } of [world.house, world.other]) {
        const seen = await database.inDistrict(district, (transaction) =>
          transaction.query(`select distinct district from ${table}`),
        );
        expect(seen, table).toEqual([{ district }]);
      }
    }
  });

  test('sees nothing without a district, nor under a name that fits all', async () => {
    for (const { table, database } of await allowed('select')) {
      const count = `select count(*) as rows from ${table}`;
      expect(await database.anywhere(count), table).toEqual([{ rows: 0 }]);
      for (const name of ['', '%', '*', 'norwalk,harbor-point-fictional', 'NORWALK']) {
        const seen = await database.inDistrict(world.house.district, async (transaction) => {
          await transaction.query("select set_config('app.district', $1, true)", [name]);
          return transaction.query(count);
        });
        expect(seen, `${table} as "${name}"`).toEqual([{ rows: 0 }]);
      }
    }
  });

  test('writes no row under the other district’s name, and moves none there', async () => {
    const more: Readonly<Record<string, string>> = { ledger_entry: 'type', duty_grant: 'duty' };
    for (const { table, database } of await allowed('insert')) {
      const column = more[table];
      const [names, values] = column === undefined ? ['', ''] : [`, ${column}`, ", 'it'"];
      const insert = `insert into ${table} (district${names})
                      values ('${world.other.district}'${values})`;
      const tried = database.inDistrict(world.house.district, (transaction) =>
        transaction.query(insert),
      );
      await expect(tried, table).rejects.toThrow(/row-level security/);
    }
    for (const { table, database } of await allowed('update')) {
      const moved = database.inDistrict(world.house.district, (transaction) =>
        transaction.query(`update ${table} set district = '${world.other.district}'`),
      );
      await expect(moved, table).rejects.toMatchObject({ code: '42501' });
    }
  });

  test('changes and removes none of the other’s rows', async () => {
    for (const { table, database } of await allowed('delete')) {
      const count = () => root.query(`select count(*) as rows from ${table}`);
      const before = (await count()).rows;
      const gone = await database.inDistrict(world.house.district, (transaction) =>
        transaction.query(
          `delete from ${table} where district = '${world.other.district}' returning district`,
        ),
      );
      expect(gone, table).toEqual([]);
      expect((await count()).rows, table).toEqual(before);
    }
  });
});
