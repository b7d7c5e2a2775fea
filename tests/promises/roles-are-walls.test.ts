import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { roles } from '#platform/migrate';
import { openSuperuser } from '../kit/desks.ts';
import { openWorld, type World } from '../kit/world.ts';

let world: World;
let root: pg.Pool;
let keysRoot: pg.Pool;
beforeAll(async () => {
  world = await openWorld();
  root = openSuperuser(world);
  const url = new URL(process.env.THRESHOLD_TEST_CLUSTER ?? '');
  const main = new URL(world.url('threshold_owner')).pathname.slice(1);
  url.pathname = main.replace('world_', 'world_keys_');
  keysRoot = new pg.Pool({ connectionString: url.href, max: 1 });
  keysRoot.on('connect', (client) => client.on('error', () => {}));
  keysRoot.on('error', () => {});
});
afterAll(async () => {
  await root.end();
  await keysRoot.end();
  await world.close();
});

type Hands = Readonly<Record<string, string>>;

/** What each role may do in each table: the whole of it, so that a new right is a new line here. */
const rights: Readonly<Record<string, Hands>> = {
  threshold_app: {
    assertion_inbox: 'select, insert',
    attempt_limit: 'select, insert, update(failures, since), delete',
    calendar_feed: 'select, insert, update(revoked_at)',
    call_list_call: 'select, insert',
    challenge: 'select, insert, delete',
    contact_method: 'select, insert, update',
    contact_test: 'select, insert, update',
    delivery: 'select, insert, update',
    delivery_try: 'select',
    device: 'select, insert, update(label, revoked_at)',
    district: 'select, insert, update(pack, policy, stored_at)',
    due: 'select, insert, delete',
    duty_grant: 'select, insert, update(held_until)',
    encounter: 'select, insert, update',
    guardian: 'select',
    heartbeat: 'select, insert, update(told_at, warned_at)',
    household: 'select',
    household_school: 'select',
    kill_switch: 'select, insert, update',
    ledger_body: 'select, insert',
    ledger_checkpoint: 'select, insert',
    ledger_entry: 'select, insert',
    ledger_head: 'select, insert, update',
    ledger_tile: 'select, insert',
    legal_hold: 'select, insert, update(lifted_at, lifted_by)',
    link: 'select, insert, update(used_at)',
    notice: 'select, insert, update',
    paging: 'select, insert, update',
    paging_attempt: 'select, insert, update',
    paper_original: 'select, insert',
    passkey: 'select, insert, update(counter, label, revoked_at)',
    password: 'select, insert, update(last_step, phc, totp)',
    person: 'select, insert, update(email, language, left_at, name, phone)',
    push_subscription: 'select, insert, update, delete',
    released_text: 'select, insert',
    roster_import: 'select, insert, update',
    rota: 'select, insert, update',
    session: 'select, insert, update(seen_at, stepped_up_at), delete',
    student: 'select',
    token: 'select, insert, update(revoked_at)',
    verified_assertion: 'select',
  },
  threshold_claimer: {
    district: 'select',
    due: 'select, update',
  },
  threshold_keeper: {
    district: 'select',
    guardian: 'select, insert, update, delete',
    household: 'select, insert, update, delete',
    household_school: 'select, insert, update, delete',
    ledger_body: 'select, insert',
    ledger_checkpoint: 'select, insert',
    ledger_entry: 'select, insert',
    ledger_head: 'select, insert, update',
    ledger_tile: 'select, insert',
    legal_hold: 'select',
    roster_import: 'select, insert, update',
    student: 'select, insert, update, delete',
  },
  threshold_notary: {
    assertion_inbox: 'select, update(outcome)',
    district: 'select',
    duty_grant: 'select',
    passkey: 'select, update(counter)',
    person: 'select',
    verified_assertion: 'select, insert',
  },
  threshold_public: {
    district: 'select',
    released_text: 'select',
  },
  threshold_worker: {
    contact_method: 'select, insert, update',
    contact_test: 'select, insert, update',
    delivery: 'select, insert, update',
    delivery_try: 'select, insert',
    district: 'select',
    due: 'select, insert, update(due_by, lease_until), delete',
    duty_grant: 'select',
    encounter: 'select, insert, update',
    guardian: 'select',
    heartbeat: 'select, insert, update',
    household: 'select',
    household_school: 'select',
    kill_switch: 'select',
    ledger_body: 'select, insert',
    ledger_checkpoint: 'select, insert',
    ledger_entry: 'select, insert',
    ledger_head: 'select, insert, update',
    ledger_tile: 'select, insert',
    legal_hold: 'select, insert',
    notice: 'select, insert, update',
    paging: 'select, insert, update',
    paging_attempt: 'select, insert, update',
    paper_original: 'select',
    person: 'select',
    push_subscription: 'select, delete',
    released_text: 'select, insert',
    rota: 'select',
    student: 'select',
  },
};

const keyRights: Readonly<Record<string, Hands>> = {
  threshold_app: { stream_key: 'select, insert' },
  threshold_keeper: { stream_key: 'select, insert, update' },
  threshold_worker: { stream_key: 'select, insert' },
};

/** What the catalog says was granted to whom, whole tables and single columns alike. */
async function granted(pool: pg.Pool): Promise<Record<string, Record<string, string>>> {
  const { rows } = await pool.query<{ role: string; name: string; verbs: string }>(
    `with each as (
       select relname, grantee, privilege_type, null as named
       from pg_class c, aclexplode(relacl)
       where relnamespace = 'public'::regnamespace and grantee <> relowner
       union all
       select relname, grantee, privilege_type, '(' || string_agg(attname, ', ' order by attname) || ')'
       from pg_class c join pg_attribute on attrelid = c.oid, aclexplode(attacl)
       where relnamespace = 'public'::regnamespace group by 1, 2, 3)
     select case grantee when 0 then 'everybody' else pg_get_userbyid(grantee) end as role,
            relname as name,
            string_agg(lower(privilege_type) || coalesce(named, ''), ', ' order by
              array_position(array['SELECT', 'INSERT', 'UPDATE', 'DELETE'], privilege_type)) as verbs
     from each group by 1, 2`,
  );
  const all: Record<string, Record<string, string>> = {};
  for (const { role, name, verbs } of rows) all[role] = { ...all[role], [name]: verbs };
  return all;
}

describe('what each role may do', () => {
  test('is this, table by table, and nothing besides', async () => {
    expect(await granted(root)).toEqual(rights);
  });

  test('is this in the store of keys', async () => {
    expect(await granted(keysRoot)).toEqual(keyRights);
  });
});

describe('of all these rights', () => {
  const may = (verb: string, table: string) =>
    Object.entries(rights).flatMap(([role, hands]) =>
      new RegExp(`\\b${verb}\\b`).test(hands[table] ?? '') ? [role] : [],
    );

  test('nobody has one to change or remove what the ledger says, or to truncate anything', () => {
    for (const table of ['entry', 'body', 'tile', 'checkpoint'].map((name) => `ledger_${name}`)) {
      expect([...may('update', table), ...may('delete', table)], table).toEqual([]);
    }
    expect(JSON.stringify([rights, keyRights])).not.toMatch(/truncate|trigger|references|maintain/);
  });

  test('the notary alone says that a signature was verified, and writes nothing else', () => {
    expect(may('insert', 'verified_assertion')).toEqual(['threshold_notary']);
    expect([
      ...may('update', 'verified_assertion'),
      ...may('delete', 'verified_assertion'),
    ]).toEqual([]);
    expect(may('update', 'assertion_inbox')).toEqual(['threshold_notary']);
    const written = Object.entries(rights.threshold_notary ?? {}).filter(([, verbs]) =>
      /insert|update|delete/.test(verbs),
    );
    expect(Object.fromEntries(written)).toEqual({
      assertion_inbox: 'select, update(outcome)',
      passkey: 'select, update(counter)',
      verified_assertion: 'select, insert',
    });
  });

  test('the public’s are to read what was released, and the district’s own pack', () => {
    expect(rights.threshold_public).toEqual({ district: 'select', released_text: 'select' });
  });

  test.each(['session', 'passkey', 'password', 'token', 'link', 'challenge', 'assertion_inbox'])(
    'none lets worker, keeper or public look at %s',
    (table) => {
      const seen = may('select', table);
      for (const role of ['worker', 'keeper', 'public'])
        expect(seen).not.toContain(`threshold_${role}`);
    },
  );

  test('none lets the keeper see a visit, a paper, a page or a person of the staff', () => {
    for (const table of ['encounter', 'paper_original', 'paging', 'paging_attempt', 'person']) {
      expect(may('select', table), table).not.toContain('threshold_keeper');
    }
  });

  test('none lets the web process write into the roster, or destroy a key', () => {
    for (const table of ['household', 'household_school', 'guardian', 'student']) {
      expect(rights.threshold_app?.[table], table).toBe('select');
    }
    expect(keyRights.threshold_app?.stream_key).not.toContain('update');
  });
});

describe('every role', () => {
  test.each([...roles, 'threshold_claimer'])(
    '%s is plain: it makes no roles, no databases, and passes no wall',
    async (role) => {
      const { rows } = await root.query(
        `select rolsuper, rolbypassrls, rolcreaterole, rolcreatedb, rolreplication, rolcanlogin
       from pg_roles where rolname = $1`,
        [role],
      );
      expect(rows).toEqual([
        {
          rolsuper: false,
          rolbypassrls: false,
          rolcreaterole: false,
          rolcreatedb: false,
          rolreplication: false,
          rolcanlogin: role !== 'threshold_claimer',
        },
      ]);
    },
  );

  test('is a member of no other, but the owner of the one that claims what is due', async () => {
    const { rows } = await root.query(
      `select pg_get_userbyid(member) as member, pg_get_userbyid(roleid) as of from pg_auth_members
       where pg_get_userbyid(member) like 'threshold%'`,
    );
    expect(rows).toEqual([{ member: 'threshold_owner', of: 'threshold_claimer' }]);
  });

  test('makes nothing in our schemas or databases, not even for a moment', async () => {
    for (const role of roles.filter((each) => each !== 'threshold_owner')) {
      for (const pool of [root, keysRoot]) {
        const { rows } = await pool.query(
          `select has_schema_privilege($1, 'public', 'create') as schema`,
          [role],
        );
        expect(rows, role).toEqual([{ schema: false }]);
      }
      // As `migrate` leaves a database; the worlds of tests are clones, which forget such rights.
      for (const database of ['template_main', 'template_keys']) {
        const { rows } = await root.query(
          `select has_database_privilege($1, $2, 'create') as creates,
                  has_database_privilege($1, $2, 'temporary') as temporary`,
          [role, database],
        );
        expect(rows, `${role} in ${database}`).toEqual([{ creates: false, temporary: false }]);
      }
    }
  });

  test('waits for ever for nothing', async () => {
    const { rows } = await root.query<{ name: string; settings: string[] | null }>(
      `select rolname as name, rolconfig as settings from pg_roles
       where rolname like 'threshold%' and rolcanlogin and rolname <> 'threshold_owner'`,
    );
    expect(rows).toHaveLength(5);
    for (const { name, settings } of rows) {
      for (const timeout of ['statement_timeout', 'lock_timeout', 'idle_in_transaction']) {
        expect(
          settings?.some((each) => each.startsWith(timeout)),
          `${name} ${timeout}`,
        ).toBe(true);
      }
    }
  });
});

test('the functions that decide who opens look into our tables first, and a session’s own last', async () => {
  const { rows } = await root.query<{ name: string; settings: string[] | null }>(
    `select proname as name, proconfig as settings from pg_proc
     where pronamespace = 'public'::regnamespace
       and (prosecdef and pg_get_userbyid(proowner) = 'threshold_owner'
            or proname in ('holds_duty', 'signed_content'))`,
  );
  expect(rows).toHaveLength(5);
  for (const { name, settings } of rows) {
    expect(settings, name).toEqual(['search_path=public, pg_temp']);
  }
});
