import { open, rm, writeFile } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import { type Hold, holdServer } from './cluster-hold.server.ts';
import { freePort, type Site } from './cluster-initialize.server.ts';
import {
  adminUrlOf,
  type ClusterRecord,
  failureSentence,
  folderSentence,
  keepOwner,
  type Place,
  writeRecord,
} from './cluster-place.server.ts';
import { forgetStalePostmaster } from './cluster-postmaster.server.ts';
import { type Invocation, spawnAs, spawnSentence } from './cluster-spawn.server.ts';

/**
 * No statement and no parameter may reach the log: a statement can carry a child's name. Only
 * what ends a connection or the server is logged, without detail.
 */
const silence = {
  log_destination: 'stderr',
  logging_collector: 'off',
  log_min_messages: 'fatal',
  log_min_error_statement: 'panic',
  log_error_verbosity: 'terse',
  log_statement: 'none',
  log_min_duration_statement: '-1',
  log_parameter_max_length: '0',
  log_parameter_max_length_on_error: '0',
  log_timezone: 'UTC',
} as const;

const forgetful = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' } as const;

function postgresOf(site: Site, port: number): Invocation {
  const settings = {
    listen_addresses: '127.0.0.1',
    port: String(port),
    unix_socket_directories: '',
    max_connections: '200',
    timezone: 'UTC',
    lc_messages: 'C',
    ...silence,
    ...(site.durable ? {} : forgetful),
  };
  const line = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  return {
    account: site.account,
    program: site.binaries.postgres,
    arguments: ['-D', site.place.data, ...line],
  };
}

/** A killed server's last children may still compute; each of this many attempts waits for them. */
const attempts = 250;

/**
 * Starts PostgreSQL in its own session and waits until it answers. Takes another port if the
 * remembered one is in use, and waits for the last children of a killed server to go.
 */
export async function launch(
  site: Site,
  known: ClusterRecord,
): Promise<{ record: ClusterRecord; hold: Hold }> {
  let record = known;
  let failure = '';
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    forgetStalePostmaster(site.place);
    const port = await freePort(record.port);
    if (port !== record.port) {
      record = { ...record, port };
      await writeRecord(site.place, record);
    }
    const outcome = await launchOnce(site, record);
    if (outcome.kind === 'ready') return { record, hold: outcome.hold };
    failure = outcome.log;
    if (!isPassing(failure)) break;
    await pause(200);
  }
  await proveSpace(site.place);
  throw failureSentence(site.place, failure);
}

/** A port taken a moment ago, or a killed server that is not wholly gone yet. */
function isPassing(failure: string): boolean {
  return /could not create any TCP|is still in use|"postmaster.pid" already exists/.test(failure);
}

/** On a full disk not even the complaint reaches the log. Rejects with a sentence if it is so. */
async function proveSpace(place: Place): Promise<void> {
  const probe = `${place.record}.probe`;
  try {
    await writeFile(probe, Buffer.alloc(256 * 1024), { mode: 0o600 });
  } catch (error) {
    throw folderSentence(place.folder, error);
  } finally {
    await rm(probe, { force: true });
  }
}

type Outcome =
  | { readonly kind: 'ready'; readonly hold: Hold }
  | { readonly kind: 'failed'; readonly log: string };

/** The log is ours, opened before the account changes: PostgreSQL needs no right to the folder. */
async function launchOnce(site: Site, record: ClusterRecord): Promise<Outcome> {
  const { place } = site;
  const log = await open(place.log, 'a+', 0o600).catch((error: unknown) => {
    throw folderSentence(place.folder, error);
  });
  try {
    await keepOwner(place, place.log);
    if ((await log.stat()).size > largestLog) await log.truncate(0);
    const before = (await log.stat()).size;
    const hold = await spawnAndHold(site, record, log.fd);
    if (hold !== undefined) return { kind: 'ready', hold };
    const added = Buffer.alloc(Math.max(0, (await log.stat()).size - before));
    await log.read(added, 0, added.length, before);
    return { kind: 'failed', log: added.toString() };
  } finally {
    await log.close();
  }
}

/** In bytes. The log holds only why connections ended; what is older is of no use. */
const largestLog = 1_000_000;

/**
 * Undefined if the server ended instead of answering. Recovery after a crash may take minutes; as
 * long as the process lives, patience is right.
 */
async function spawnAndHold(
  site: Site,
  record: ClusterRecord,
  log: number,
): Promise<Hold | undefined> {
  const invocation = postgresOf(site, record.port);
  const child = spawnAs(invocation, { detached: true, stdio: ['ignore', log, log] });
  const ended = new Promise<void>((done, fail) => {
    child.once('error', (error) => fail(spawnSentence(invocation, error)));
    child.once('exit', () => done());
  });
  child.unref();
  let gone = false;
  const end = ended.finally(() => {
    gone = true;
  });
  end.catch(() => undefined);
  while (!gone) {
    const hold = await holdServer(adminUrlOf(record)).catch(() => undefined);
    if (hold !== undefined) return hold;
    await Promise.race([end, pause(20)]);
  }
  await end;
  return undefined;
}
