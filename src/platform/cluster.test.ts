import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterEach, describe, expect, it } from 'vitest';
import { type Cluster, clusterAnswers, startCluster } from './cluster.server.ts';

const isRoot = process.getuid?.() === 0;
const folders: string[] = [];
const clusters: Cluster[] = [];

async function freshFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), `threshold-test-${process.pid}-`));
  await chmod(folder, 0o711);
  folders.push(folder);
  return folder;
}

async function start(folder: string, durable = false): Promise<Cluster> {
  const cluster = await startCluster({ folder, durable });
  clusters.push(cluster);
  return cluster;
}

async function ask(cluster: Cluster, statement: string): Promise<unknown[]> {
  const client = new pg.Client(cluster.adminUrl);
  client.on('error', () => undefined);
  await client.connect();
  try {
    return (await client.query(statement)).rows;
  } finally {
    await client.end();
  }
}

function postmasterOf(folder: string): number {
  return Number.parseInt(readFileSync(join(folder, 'postgres', 'postmaster.pid'), 'utf8'), 10);
}

function portOf(cluster: Cluster): number {
  return Number(new URL(cluster.adminUrl).port);
}

async function complaint(folder: string): Promise<string> {
  const error: unknown = await start(folder).then(
    () => undefined,
    (reason: unknown) => reason,
  );
  return error instanceof Error ? error.message : 'it started';
}

afterEach(async () => {
  for (const cluster of clusters.splice(0)) await cluster.stop();
  for (const folder of folders.splice(0)) await rm(folder, { recursive: true, force: true });
});

describe('a cluster', () => {
  it('keeps its data, its port and its password from one start to the next', async () => {
    const folder = await freshFolder();
    const first = await start(folder);
    await ask(first, 'create table kept (word text)');
    await first.stop();
    expect(await clusterAnswers(first.adminUrl)).toBe(false);
    const second = await start(folder);
    expect(second).toMatchObject({ adminUrl: first.adminUrl, startedHere: true });
    expect(await ask(second, 'select count(*)::int from kept')).toEqual([{ count: 0 }]);
  });

  it('starts in a folder with spaces and signs that a shell would read', async () => {
    const folder = join(await freshFolder(), `Counsel's "own" folder & more $HOME`);
    expect(await clusterAnswers((await start(folder)).adminUrl)).toBe(true);
  });

  it('listens on the loopback only, in UTC, with checksums, and not durably in tests', async () => {
    const cluster = await start(await freshFolder());
    const names = ['listen_addresses', 'unix_socket_directories', 'TimeZone', 'data_checksums'];
    const rows = await ask(
      cluster,
      `select setting from unnest(array['${[...names, 'fsync'].join("','")}']) with ordinality
       as wanted (name, place) join pg_settings using (name) order by place`,
    );
    const settings = rows.map((row) => JSON.stringify(row));
    expect(settings).toEqual(
      ['127.0.0.1', '', 'UTC', 'on', 'off'].map((setting) => JSON.stringify({ setting })),
    );
  });

  it('keeps the password from other users, and asks everybody for it', async () => {
    const folder = await freshFolder();
    const cluster = await start(folder);
    expect((await stat(join(folder, 'cluster.json'))).mode & 0o077).toBe(0);
    const stranger = `postgres://postgres:wrong@127.0.0.1:${portOf(cluster)}/postgres`;
    expect(await clusterAnswers(stranger)).toBe(false);
  });

  it('never writes a statement or a value into its log', async () => {
    const folder = await freshFolder();
    const cluster = await start(folder);
    await expect(ask(cluster, `select 1/0 as "Student One"`)).rejects.toThrow('division');
    await expect(ask(cluster, `select 'Student One'::int`)).rejects.toThrow('invalid input');
    await ask(cluster, `do $$ begin raise warning 'Student One'; end $$`);
    const slow = ask(cluster, `select pg_sleep(60), 'Student One'`).catch(() => undefined);
    await expect
      .poll(() => ask(cluster, `select pid from pg_stat_activity where query ~ '^select pg_sl'`))
      .toHaveLength(1);
    await ask(
      cluster,
      `select pg_terminate_backend(pid) from pg_stat_activity where query ~ '^select pg_sl'`,
    );
    await slow;
    const log = await readFile(join(folder, 'postgres.log'), 'utf8');
    expect(log).toContain('terminating connection');
    expect(log).not.toContain('Student One');
  });
});

describe('after a crash', () => {
  it('starts again when PostgreSQL was killed, with every change it had confirmed', async () => {
    const folder = await freshFolder();
    const first = await start(folder, true);
    await ask(first, 'create table kept (word text)');
    process.kill(postmasterOf(folder), 'SIGKILL');
    await expect.poll(() => clusterAnswers(first.adminUrl)).toBe(false);
    const second = await start(folder, true);
    expect(second.startedHere).toBe(true);
    expect(await ask(second, 'select count(*)::int from kept')).toEqual([{ count: 0 }]);
    await first.stop();
    expect(await clusterAnswers(second.adminUrl)).toBe(true);
  });

  it('is not stopped by a process id that now belongs to another program', async () => {
    const folder = await freshFolder();
    const first = await start(folder);
    const pidFile = join(folder, 'postgres', 'postmaster.pid');
    const lines = readFileSync(pidFile, 'utf8').split('\n');
    await first.stop();
    await writeFile(pidFile, [process.pid, ...lines.slice(1)].join('\n'));
    expect((await start(folder)).startedHere).toBe(true);
  });

  it('takes over the lock and clears away the leavings of a killed start', async () => {
    const folder = await freshFolder();
    const killed = spawn(process.execPath, ['--version'], { stdio: 'ignore' });
    await new Promise((done) => killed.once('exit', done));
    await writeFile(join(folder, 'cluster.lock'), `${killed.pid} left`);
    await mkdir(join(folder, 'postgres.new-left'));
    expect((await start(folder)).startedHere).toBe(true);
    expect(existsSync(join(folder, 'cluster.lock'))).toBe(false);
    expect(existsSync(join(folder, 'postgres.new-left'))).toBe(false);
  });

  it('moves to another port when the old one is taken', async () => {
    const folder = await freshFolder();
    const first = await start(folder);
    await first.stop();
    const squatter = createServer();
    await new Promise<void>((done) => squatter.listen(portOf(first), '127.0.0.1', done));
    const second = await start(folder);
    await new Promise((done) => squatter.close(done));
    expect(portOf(second)).not.toBe(portOf(first));
    expect(await clusterAnswers(second.adminUrl)).toBe(true);
  });
});

describe('two programs in one folder', () => {
  it('share one server, which the first to leave does not stop', async () => {
    const folder = await freshFolder();
    const [one, other] = await Promise.all([start(folder), start(folder)]);
    expect(other.adminUrl).toBe(one.adminUrl);
    expect([one.startedHere, other.startedHere].toSorted()).toEqual([false, true]);
    await (one.startedHere ? one : other).stop();
    expect(await clusterAnswers(one.adminUrl)).toBe(true);
    await (one.startedHere ? other : one).stop();
    expect(await clusterAnswers(one.adminUrl)).toBe(false);
  });

  it('still know of each other after PostgreSQL dropped all connections', async () => {
    const folder = await freshFolder();
    const [one, other] = await Promise.all([start(folder), start(folder)]);
    await ask(
      one,
      `select pg_terminate_backend(pid) from pg_stat_activity
       where application_name = 'threshold supervisor'`,
    );
    await expect
      .poll(() =>
        ask(one, `select 1 from pg_stat_activity where application_name = 'threshold supervisor'`),
      )
      .toHaveLength(2);
    await one.stop();
    expect(await clusterAnswers(other.adminUrl)).toBe(true);
  });

  it('join the server that a killed program left running', async () => {
    const folder = await freshFolder();
    const source = new URL('cluster.server.ts', import.meta.url);
    const program = `import { startCluster } from '${source}';
      await startCluster({ folder: ${JSON.stringify(folder)}, durable: false });
      process.kill(process.pid, 'SIGKILL');`;
    const killed = spawn(process.execPath, ['--input-type=module', '-e', program]);
    await new Promise((done) => killed.once('exit', done));
    const joined = await start(folder);
    expect(joined.startedHere).toBe(false);
    await joined.stop();
    expect(await clusterAnswers(joined.adminUrl)).toBe(false);
  });
});

describe('a folder that cannot be used', () => {
  const sentence = /^[^\n]+\.$/;

  it('is named in one sentence', async () => {
    const message = await complaint('/dev/null/threshold');
    expect(message).toMatch(sentence);
    expect(message).toContain('/dev/null/threshold');
  });

  it('is named when it holds data without its password', async () => {
    const folder = await freshFolder();
    await mkdir(join(folder, 'postgres'));
    const message = await complaint(folder);
    expect(message).toMatch(sentence);
    expect(message).toContain(join(folder, 'cluster.json'));
  });

  it.runIf(isRoot)('is no folder that merely lies in a closed one of root', async () => {
    const closed = await freshFolder();
    await chmod(closed, 0o700);
    const folder = join(closed, 'data');
    const cluster = await start(folder);
    expect(await clusterAnswers(cluster.adminUrl)).toBe(true);
    expect((await stat(join(folder, 'postgres'))).uid).not.toBe(0);
  });
});
