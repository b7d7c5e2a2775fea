/**
 * `npm start`: starts PostgreSQL, migrates, and keeps web, worker and notary running. A process
 * that dies is started again; a database that dies is too.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { accessSync, constants, mkdirSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { makeLink } from '#district/links';
import { type Cluster, clusterAnswers, startCluster } from '#platform/cluster';
import { type LocalCarrier, startLocalCarrier } from '#platform/local-carrier';
import { openLog } from '#platform/log';
import { type Hands, MigrationProblem, migrate } from '#platform/migrate';
import { freshToken, openSecrets } from '#platform/secrets';
import { readSettings, type Settings } from '#platform/settings';
import { databaseNames, openHouse, packOf, StartProblem } from './house.server.ts';

const log = openLog('supervisor');

/** All hands' secrets: only whoever migrates needs them together. */
export function allHands(data: string): Hands {
  return {
    house: openSecrets(data, 'house'),
    notary: openSecrets(data, 'notary'),
    owner: openSecrets(data, 'owner'),
  };
}

/** Settings from the environment, or one sentence for each thing that is wrong with them. */
export function settingsOrProblem(): Settings {
  const reading = readSettings(process.env);
  if (reading.kind === 'unreadable') throw new StartProblem(reading.problems.join('\n'));
  return reading.settings;
}

/** The data folder, made if it is missing; one sentence when it cannot be written. */
export function prepareData(settings: Settings): void {
  try {
    mkdirSync(settings.data, { recursive: true, mode: 0o755 });
    accessSync(settings.data, constants.W_OK | constants.X_OK);
  } catch {
    throw new StartProblem(
      `The folder ${settings.data} cannot be written. Set THRESHOLD_DATA to one that can.`,
    );
  }
}

/**
 * The database that the settings name, migrated: an address without a password, for our own roles.
 */
export async function openCluster(
  settings: Settings,
): Promise<{ cluster: Cluster | null; adminUrl: string; clusterUrl: string }> {
  prepareData(settings);
  const folder = join(settings.data, 'cluster');
  const cluster =
    settings.databaseUrl === null ? await startCluster({ folder, durable: true }) : null;
  const adminUrl = cluster?.adminUrl ?? settings.databaseUrl ?? '';
  await migrate(adminUrl, allHands(settings.data), databaseNames);
  const bare = new URL(adminUrl);
  bare.username = '';
  bare.password = '';
  return { cluster, adminUrl, clusterUrl: bare.href };
}

async function refuseTakenPorts(settings: Settings): Promise<void> {
  for (const port of Object.values(settings.ports)) {
    await new Promise<void>((resolve, reject) => {
      const probe = createServer();
      probe.once('error', () =>
        reject(
          new StartProblem(
            `Port ${port} is taken by another program. ` +
              'Set PORT to a free one; the two after it are used as well.',
          ),
        ),
      );
      probe.listen(port, settings.host, () => probe.close(() => resolve()));
    });
  }
}

type Part = { readonly name: string; readonly file: string; readonly args: readonly string[] };

const parts: readonly Part[] = [
  { name: 'notary', file: 'notary.ts', args: [] },
  { name: 'alarm', file: 'worker.ts', args: ['--lane', 'alarm'] },
  { name: 'bulk', file: 'worker.ts', args: ['--lane', 'bulk'] },
  { name: 'web', file: 'web.ts', args: [] },
];

/** Keeps one part running until the signal; waits a little longer after each death. */
async function keepRunning(
  part: Part,
  environment: NodeJS.ProcessEnv,
  until: AbortSignal,
): Promise<void> {
  let deaths = 0;
  while (!until.aborted) {
    const began = Date.now();
    const code = await runOnce(part, environment, until);
    if (until.aborted) return;
    deaths = Date.now() - began > 30_000 ? 0 : deaths + 1;
    log.trouble('part-died', { part: part.name, code: code ?? -1, deaths });
    await sleep(Math.min(5000, 100 * 2 ** Math.min(deaths, 6)), undefined, {
      signal: until,
    }).catch(() => {});
  }
}

function runOnce(
  part: Part,
  environment: NodeJS.ProcessEnv,
  until: AbortSignal,
): Promise<number | null> {
  return new Promise((resolve) => {
    const child: ChildProcess = spawn(
      process.execPath,
      [join(import.meta.dirname, part.file), ...part.args],
      { env: environment, stdio: ['ignore', 'inherit', 'inherit', 'ipc'] },
    );
    const stop = () => {
      child.kill('SIGTERM');
      setTimeout(() => child.kill('SIGKILL'), 5000).unref();
    };
    until.addEventListener('abort', stop, { once: true });
    child.once('exit', (code) => {
      until.removeEventListener('abort', stop);
      resolve(code);
    });
  });
}

async function keepDatabase(
  settings: Settings,
  first: Cluster,
  until: AbortSignal,
): Promise<Cluster> {
  let cluster = first;
  while (!until.aborted) {
    await sleep(1000, undefined, { signal: until }).catch(() => {});
    if (until.aborted || (await clusterAnswers(cluster.adminUrl))) continue;
    log.trouble('database-died', {});
    const folder = join(settings.data, 'cluster');
    cluster = await startCluster({ folder, durable: true }).catch((error: unknown) => {
      log.trouble('database-not-started', {}, error);
      return cluster;
    });
  }
  return cluster;
}

/** A link for the first person, while the district is not set up; null afterwards. */
async function setUpLink(settings: Settings, clusterUrl: string): Promise<string | null> {
  const opened = await openHouse(settings, clusterUrl, { role: 'threshold_app', connections: 2 });
  const { house } = opened;
  try {
    return await house.database.inDistrict(house.district, async (transaction) => {
      const held = await transaction.query('select from duty_grant where district = $1 limit 1', [
        house.district,
      ]);
      if (held.length > 0) return null;
      const link = { purpose: 'first-setup', person: null, school: null, label: null } as const;
      const token = await makeLink(transaction, house, link);
      return `${settings.addresses.staff}/set-up/${token}`;
    });
  } finally {
    await opened.close();
  }
}

async function openPhones(settings: Settings): Promise<LocalCarrier | null> {
  if (settings.mode !== 'trial' || settings.smsUrl !== null) return null;
  const carrier = await startLocalCarrier({
    port: 0,
    token: freshToken(),
    now: () => new Date().toISOString(),
  });
  carrier.expectRepliesAt(`${settings.addresses.staff}/hooks/sms`);
  return carrier;
}

async function waitUntilReady(settings: Settings, until: AbortSignal): Promise<void> {
  const address = `http://${settings.host}:${settings.ports.public}/health/ready`;
  for (let tries = 0; tries < 300 && !until.aborted; tries++) {
    const answer = await fetch(address).catch(() => null);
    if (answer?.ok === true) return;
    await sleep(100);
  }
}

async function supervise(settings: Settings, until: AbortSignal): Promise<void> {
  await packOf(settings);
  await refuseTakenPorts(settings);
  const { cluster, clusterUrl } = await openCluster(settings);
  const phones = await openPhones(settings);
  const carrierUrl = phones?.settingsUrl('+12035550100');
  const environment = {
    ...process.env,
    DATABASE_URL: clusterUrl,
    ...(carrierUrl === undefined ? {} : { SMS_URL: carrierUrl, VOICE_URL: carrierUrl }),
  };
  const link = await setUpLink(settings, clusterUrl);
  const running = parts.map((part) => keepRunning(part, environment, until));
  const keeping = cluster === null ? null : keepDatabase(settings, cluster, until);
  await waitUntilReady(settings, until);
  if (!until.aborted) greet(settings, link);
  await Promise.all(running);
  await phones?.close();
  await (await keeping)?.stop();
}

function greet(settings: Settings, link: string | null): void {
  const { addresses, mode } = settings;
  const lines = [
    '',
    `Threshold is running${mode === 'trial' ? ' as a trial: nobody real is called or told' : ''}.`,
    `  families read   ${addresses.public}`,
    `  staff work      ${addresses.staff}`,
    `  plans           ${addresses.plan}`,
    ...(mode === 'trial' ? [`  phones ring     ${addresses.staff}/dev/phones`] : []),
    ...(link === null ? [] : ['', 'Set up the district with this link, once:', `  ${link}`]),
    ...(link === null || mode !== 'trial'
      ? []
      : ['', 'Or load a fictional cast:  npm run --silent threshold -- seed']),
    '',
  ];
  process.stdout.write(`${lines.join('\n')}\n`);
}

async function main(): Promise<void> {
  const stop = new AbortController();
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => stop.abort());
  await supervise(settingsOrProblem(), stop.signal);
}

if (import.meta.main) {
  main().catch((error: unknown) => {
    const isSentence = error instanceof StartProblem || error instanceof MigrationProblem;
    const message = error instanceof Error ? error.message : 'Threshold could not start.';
    process.stderr.write(`${message}\n`);
    if (!isSentence) log.trouble('not-started', {}, error);
    process.exit(1);
  });
}
