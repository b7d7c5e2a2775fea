import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { type Secrets, secretsFrom, sha256 } from './secrets.server.ts';

/** The walls between hands: each role of the database can do only its own part. */
export const roles = [
  'threshold_owner',
  'threshold_app',
  'threshold_notary',
  'threshold_worker',
  'threshold_keeper',
  'threshold_public',
] as const;
export type Role = (typeof roles)[number];

/** A sentence for the person who started the program. */
export class MigrationProblem extends Error {}

/** Which hand's secret a role's password comes from. */
export type Hands = { readonly house: Secrets; readonly notary: Secrets; readonly owner: Secrets };

function passwordOf(hands: Partial<Hands>, role: Role): string {
  const hand = handOf(hands, role);
  if (hand === undefined) throw new Error(`this process holds no secret of ${role}`);
  return hand.derive(`role:${role}`).toString('hex');
}

function handOf(hands: Partial<Hands>, role: Role): Secrets | undefined {
  if (role === 'threshold_notary') return hands.notary;
  return role === 'threshold_owner' ? hands.owner : hands.house;
}

/**
 * The address by which a role reaches a database. Throws where the role's secret is not ours to
 * hold.
 */
export function roleUrl(
  clusterUrl: string,
  hands: Partial<Hands>,
  role: Role,
  database: string,
): string {
  const url = new URL(clusterUrl);
  url.username = role;
  url.password = passwordOf(hands, role);
  url.pathname = `/${database}`;
  return url.href;
}

/**
 * Makes roles and both databases where they are missing, and brings each to this program's version.
 */
export async function migrate(
  adminUrl: string,
  hands: Hands,
  names: { main: string; keys: string },
): Promise<void> {
  await withClient(adminUrl, async (admin) => {
    await admin.query('select pg_advisory_lock(7411)');
    await makeRoles(admin, hands);
    for (const name of [names.main, names.keys]) await makeDatabase(admin, name);
    const owner = (database: string) => roleUrl(adminUrl, hands, 'threshold_owner', database);
    await applyFolder(owner(names.main), 'migrations');
    await applyFolder(owner(names.keys), 'keys');
  });
}

async function makeRoles(admin: pg.Client, hands: Hands): Promise<void> {
  const { rows } = await admin.query('select rolname from pg_roles');
  const present = new Set(rows.map((row: { rolname: string }) => row.rolname));
  for (const role of roles) {
    const password = passwordOf(hands, role);
    const verb = present.has(role) ? 'alter' : 'create';
    await admin.query(
      `${verb} role ${role} login nosuperuser nobypassrls nocreaterole nocreatedb
       password '${password}'`,
    );
  }
  if (!present.has('threshold_claimer')) {
    await admin.query('create role threshold_claimer nologin nosuperuser nobypassrls');
  }
  await admin.query('grant threshold_claimer to threshold_owner');
  for (const role of roles.filter((name) => name !== 'threshold_owner')) {
    // A process that froze with the ledger in its hand must not keep an alarm waiting for longer.
    const idle = role === 'threshold_app' || role === 'threshold_worker' ? '5s' : '15s';
    await admin.query(`alter role ${role} set statement_timeout = '20s'`);
    await admin.query(`alter role ${role} set lock_timeout = '8s'`);
    await admin.query(`alter role ${role} set idle_in_transaction_session_timeout = '${idle}'`);
  }
}

async function makeDatabase(admin: pg.Client, name: string): Promise<void> {
  const { rowCount } = await admin.query('select from pg_database where datname = $1', [name]);
  if (rowCount === 0) await admin.query(`create database ${name} owner threshold_owner`);
  await admin.query(`revoke all on database ${name} from public`);
  for (const role of roles) await admin.query(`grant connect on database ${name} to ${role}`);
  await admin.query(`grant create on database ${name} to threshold_owner`);
}

type Migration = { readonly name: string; readonly text: string; readonly digest: string };

function readMigrations(folder: string): Migration[] {
  const path = join(import.meta.dirname, '../../db', folder);
  return readdirSync(path)
    .filter((name) => name.endsWith('.sql'))
    .sort()
    .map((name) => {
      const text = readFileSync(join(path, name), 'utf8');
      return { name, text, digest: sha256(text).toString('hex') };
    });
}

async function applyFolder(ownerUrl: string, folder: string): Promise<void> {
  const migrations = readMigrations(folder);
  await withClient(ownerUrl, async (owner) => {
    await owner.query(`create schema if not exists public; grant usage on schema public to public`);
    await owner.query(
      'create table if not exists migration (name text primary key, digest text not null)',
    );
    const { rows } = await owner.query<{ name: string; digest: string }>('select * from migration');
    refuseStrangers(rows, migrations);
    const done = new Set(rows.map((row) => row.name));
    for (const migration of migrations.filter((each) => !done.has(each.name))) {
      await applyOne(owner, migration);
    }
  });
}

function refuseStrangers(rows: { name: string; digest: string }[], ours: Migration[]): void {
  for (const row of rows) {
    const mine = ours.find((each) => each.name === row.name);
    if (mine === undefined) {
      throw new MigrationProblem(
        `The database is newer than this program: it has the migration ${row.name}, which this ` +
          'version does not know. Start the newer version, or restore a backup made before it.',
      );
    }
    if (mine.digest !== row.digest) {
      throw new MigrationProblem(
        `The migration ${row.name} in the database differs from the one in this program.`,
      );
    }
  }
}

async function applyOne(owner: pg.Client, migration: Migration): Promise<void> {
  await owner.query('begin');
  try {
    await owner.query(migration.text);
    await owner.query('insert into migration values ($1, $2)', [migration.name, migration.digest]);
    await owner.query('commit');
  } catch (error) {
    await owner.query('rollback');
    const detail = error instanceof Error ? error.message : '';
    throw new MigrationProblem(`The migration ${migration.name} failed: ${detail}`);
  }
}

async function withClient<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url, application_name: 'threshold migrates' });
  client.on('error', () => {});
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

/** The secrets of every test: known, and of no use anywhere else. */
export const testSecrets = secretsFrom(Buffer.alloc(32, 7));
export const testHands: Hands = { house: testSecrets, notary: testSecrets, owner: testSecrets };

/** Migrated template databases, which each test file clones. */
export async function prepareTemplate(adminUrl: string): Promise<void> {
  await migrate(adminUrl, testHands, { main: 'template_main', keys: 'template_keys' });
}
