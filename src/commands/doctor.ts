/** `threshold doctor`: says in plain sentences what is missing on this machine. */
import { existsSync } from 'node:fs';
import { createServer } from 'node:net';
import { loadPack } from '#district/pack';
import type { House } from '#ledger/perform';
import { MigrationProblem } from '#platform/migrate';
import { readSettings, type Settings } from '#platform/settings';
import { openHouse } from '../house.server.ts';
import { openCluster } from '../supervise.ts';
import { readArguments, say, unusable } from './arguments.ts';

/** One thing that was looked at. `advice` is worth knowing and stops nobody from serving. */
type Finding = {
  readonly check: string;
  readonly found: 'good' | 'wanting' | 'advice';
  readonly sentence: string;
};

const driftMillisecondsMax = 2000;

/** Looks at everything, whatever it finds; 1 when anything is wanting. Never prints a secret. */
export async function run(args: readonly string[]): Promise<number> {
  const read = readArguments(args);
  if (read === null || read.words.length > 0) return unusable('doctor');
  let status = 0;
  for await (const finding of findings()) {
    if (finding.found === 'wanting') status = 1;
    say(read, finding, `${finding.found.padEnd(8)} ${finding.sentence}`);
  }
  return status;
}

async function* findings(): AsyncGenerator<Finding> {
  const reading = readSettings(process.env);
  if (reading.kind === 'unreadable') {
    yield* reading.problems.map((sentence) => wanting('settings', sentence));
    return;
  }
  const { settings } = reading;
  yield good('settings', `The settings can be read; this is a ${settings.mode} house.`);
  const isPackRead = await lookAtPack(settings);
  yield isPackRead;
  for (const port of Object.values(settings.ports)) yield await lookAtPort(settings, port);
  yield* lookAtDatabase(settings, isPackRead.found === 'good');
  yield lookForBrowser();
}

async function lookAtPack(settings: Settings): Promise<Finding> {
  const reading = await loadPack(settings.pack);
  if (reading.kind === 'read') {
    return good('district', `The pack of ${reading.pack.district.name} has no problems.`);
  }
  return wanting(
    'district',
    `The pack in ${settings.pack} has ${reading.problems.length} problem(s); ` +
      `"threshold district check ${settings.pack}" names each.`,
  );
}

async function lookAtPort(settings: Settings, port: number): Promise<Finding> {
  const isFree = await new Promise<boolean>((resolve) => {
    const probe = createServer();
    probe.once('error', () => resolve(false));
    probe.listen(port, settings.host, () => probe.close(() => resolve(true)));
  });
  if (isFree) return good('ports', `Port ${port} is free.`);
  const answer = await fetch(`http://${settings.host}:${port}/health/live`, {
    signal: AbortSignal.timeout(2000),
  }).then(
    (response) => response.text(),
    () => '',
  );
  return answer.trim() === 'live'
    ? good('ports', `Threshold answers on port ${port}.`)
    : wanting('ports', `Port ${port} is taken by another program. Set PORT to a free one.`);
}

async function* lookAtDatabase(settings: Settings, isPackRead: boolean): AsyncGenerator<Finding> {
  const opened = await openCluster(settings).catch((error: unknown) => error);
  if (opened instanceof MigrationProblem) {
    yield good('database', 'The database answers.');
    yield wanting('migrations', opened.message);
    return;
  }
  if (!isCluster(opened)) {
    const why = opened instanceof Error ? opened.message : '';
    yield wanting('database', `The database does not answer: ${why || 'nothing says why'}`);
    return;
  }
  try {
    yield good('database', 'The database answers.');
    yield good('migrations', 'Both databases are at this program’s version.');
    if (isPackRead) yield* lookInside(settings, opened.clusterUrl);
  } finally {
    await opened.cluster?.stop();
  }
}

type Opened = Awaited<ReturnType<typeof openCluster>>;

function isCluster(value: unknown): value is Opened {
  return typeof value === 'object' && value !== null && 'clusterUrl' in value;
}

async function* lookInside(settings: Settings, clusterUrl: string): AsyncGenerator<Finding> {
  const part = { role: 'threshold_keeper', connections: 2 } as const;
  const opened = await openHouse(settings, clusterUrl, part);
  try {
    yield await lookAtKeys(opened.house);
    yield await lookAtClocks(opened.house);
  } finally {
    await opened.close();
  }
}

async function lookAtKeys(house: House): Promise<Finding> {
  try {
    const keys = await house.keys.keysOf(house.district);
    return good('keys', `All keys of the ledger open: ${keys.size}.`);
  } catch {
    return wanting(
      'keys',
      'A key of the ledger does not open. The secrets in the data folder are not the ones it was ' +
        'made with, or the store of keys is damaged.',
    );
  }
}

// The one statement that asks the database for its time: to compare, never to write it down.
async function lookAtClocks(house: House): Promise<Finding> {
  const before = Date.now();
  const [row] = await house.database.anywhere<{ at: number }>(
    'select (extract(epoch from statement_timestamp()) * 1000)::bigint as at',
  );
  const middle = (before + Date.now()) / 2;
  const drift = Math.round((row?.at ?? 0) - middle);
  const sentence = `The clocks of this machine and of the database are ${Math.abs(drift)} ms apart.`;
  return Math.abs(drift) <= driftMillisecondsMax
    ? good('clock', sentence)
    : wanting('clock', `${sentence} Let both follow the same time server.`);
}

function lookForBrowser(): Finding {
  const places = ['/usr/bin/chromium', '/usr/bin/chromium-browser', process.env.CHROMIUM ?? ''];
  const found = places.find((path) => path !== '' && existsSync(path));
  return found === undefined
    ? advice(
        'chromium',
        'Chromium is not here. Only the browser tests need it; on Debian: apt-get install chromium',
      )
    : good('chromium', `Chromium is at ${found}, for the browser tests.`);
}

function good(check: string, sentence: string): Finding {
  return { check, found: 'good', sentence };
}

function wanting(check: string, sentence: string): Finding {
  return { check, found: 'wanting', sentence };
}

function advice(check: string, sentence: string): Finding {
  return { check, found: 'advice', sentence };
}
