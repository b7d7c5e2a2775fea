import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterEach, expect, test } from 'vitest';
import { endCluster, startCluster } from '#platform/cluster';
import { until } from '../../tools/town.ts';

const project = join(import.meta.dirname, '../..');
const children: ChildProcess[] = [];
const folders: string[] = [];

afterEach(async () => {
  for (const child of children.splice(0)) child.kill('SIGTERM');
  for (const folder of folders.splice(0)) {
    await endCluster(join(folder, 'cluster')).catch(() => {});
    await rm(folder, { recursive: true, force: true });
  }
});

async function freshFolder(name = 'threshold-start-'): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), name));
  folders.push(folder);
  return folder;
}

/** A start as `npm start` does it, and what it says. */
function start(environment: Record<string, string>) {
  const child = spawn(process.execPath, ['src/supervise.ts'], {
    cwd: project,
    env: { ...process.env, SMS_URL: '', VOICE_URL: '', ...environment },
  });
  children.push(child);
  let said = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk) => {
      said += chunk;
    });
  }
  const ended = new Promise<number>((resolve) => child.once('exit', (code) => resolve(code ?? 1)));
  const runs = () => until('it runs', async () => said.includes('Threshold is running'), 60);
  return { child, ended, runs, said: () => said };
}

const someSentences = /^[A-Z][^\n]{20,400}\.\n$/;

test('a taken port is one clear sentence and a non-zero exit', async () => {
  const taken = createServer();
  await new Promise<void>((resolve) => taken.listen(23_451, '127.0.0.1', resolve));
  const started = start({ PORT: '23450', THRESHOLD_DATA: await freshFolder() });
  expect(await started.ended).not.toBe(0);
  expect(started.said()).toMatch(someSentences);
  expect(started.said()).toContain('23451');
  taken.close();
}, 30_000);

test('an unwritable folder is one clear sentence and a non-zero exit', async () => {
  const started = start({ PORT: '23460', THRESHOLD_DATA: '/dev/null/below' });
  expect(await started.ended).not.toBe(0);
  expect(started.said()).toMatch(someSentences);
  expect(started.said()).toContain('/dev/null/below');
}, 30_000);

test('a setting that does not exist is refused by its name', async () => {
  const started = start({ PORT: '23470', THRESHOLD_MOOD: 'calm' });
  expect(await started.ended).not.toBe(0);
  expect(started.said()).toContain('THRESHOLD_MOOD is not a setting of Threshold.');
}, 30_000);

test('a database newer than the program is one clear sentence and a non-zero exit', async () => {
  const folder = await freshFolder();
  const first = start({ PORT: '23480', THRESHOLD_DATA: folder });
  await first.runs();
  first.child.kill('SIGTERM');
  await first.ended;
  const cluster = await startCluster({ folder: join(folder, 'cluster'), durable: true });
  const owner = new pg.Client({
    connectionString: cluster.adminUrl.replace(/\/postgres$/, '/threshold'),
  });
  await owner.connect();
  await owner.query("insert into migration values ('9999-from-the-future.sql', 'x')");
  await owner.end();
  await cluster.stop();
  const second = start({ PORT: '23480', THRESHOLD_DATA: folder });
  expect(await second.ended).not.toBe(0);
  expect(second.said()).toContain('The database is newer than this program');
}, 90_000);

test('two starts on different ports in one folder work on one world, in a path with spaces', async () => {
  const folder = await freshFolder('threshold with spaces ');
  const one = start({ PORT: '23490', THRESHOLD_DATA: folder });
  const two = start({ PORT: '23500', THRESHOLD_DATA: folder });
  await Promise.all([one.runs(), two.runs()]);
  one.child.kill('SIGTERM');
  await one.ended;
  const answer = await fetch('http://127.0.0.1:23500/health/ready');
  expect(answer.status).toBe(200);
}, 90_000);

test('after kill -9 of the supervisor the next start on the same port works', async () => {
  const folder = await freshFolder();
  const first = start({ PORT: '23510', THRESHOLD_DATA: folder });
  await first.runs();
  first.child.kill('SIGKILL');
  await first.ended;
  // What the supervisor had started goes with it, and gives its ports back.
  await until('the ports are free', async () =>
    fetch('http://127.0.0.1:23510/health/live').then(
      () => false,
      () => true,
    ),
  );
  const second = start({ PORT: '23510', THRESHOLD_DATA: folder });
  await second.runs();
  expect((await fetch('http://127.0.0.1:23510/health/ready')).status).toBe(200);
}, 90_000);

const firstPeople = ['superintendent', 'counsel', 'backup', 'it', 'communications'];

async function submit(url: string, fields: Record<string, string>) {
  const headers = { accept: 'text/html', origin: new URL(url).origin };
  const response = await fetch(url, { method: 'POST', headers, body: new URLSearchParams(fields) });
  return { status: response.status, page: await response.text() };
}

test('the first people are named by hand, and each gets in by the link that is shown', async () => {
  const started = start({ PORT: '23490', THRESHOLD_DATA: await freshFolder() });
  await started.runs();
  await until('it says where', async () => started.said().includes('/set-up/'), 20);
  const url = /http\S+\/set-up\/\S+/.exec(started.said())?.[0] ?? '';
  const fields = firstPeople.flatMap((name, nth) => [
    [`${name}.name`, `Person ${nth} (fictional)`],
    [`${name}.email`, `person.${nth}@cast.example`],
    [`${name}.phone`, ''],
  ]);
  const answer = await submit(url, Object.fromEntries(fields));
  expect(answer.status).toBe(200);
  const links = [...answer.page.matchAll(/href="(\/join\/[^"]+)"/g)].map(([, link]) => link);
  expect(links).toHaveLength(firstPeople.length);
  expect((await submit(url, Object.fromEntries(fields))).status).toBe(410);

  const join = `${new URL(url).origin}${links[0]}`;
  const password = { password: 'a long password of a test' };
  const welcome = await submit(`${join}?/password`, password);
  expect(welcome.status).toBe(200);
  expect(welcome.page).toMatch(/<code>[A-Z2-7]{16,}<\/code>/);
  expect((await submit(`${join}?/password`, password)).status).toBe(410);
}, 90_000);
