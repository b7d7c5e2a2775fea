import { existsSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { chooseAccount, findBinaries } from './cluster-account.server.ts';
import { answers, type Hold, holdServer } from './cluster-hold.server.ts';
import { adoptData, initialize, type Site } from './cluster-initialize.server.ts';
import { launch } from './cluster-launch.server.ts';
import { withLock } from './cluster-lock.server.ts';
import {
  adminUrlOf,
  type ClusterRecord,
  failureSentence,
  folderSentence,
  type Place,
  placeIn,
  readRecord,
  systemCode,
} from './cluster-place.server.ts';
import { livePostmaster } from './cluster-postmaster.server.ts';
import { runAs } from './cluster-spawn.server.ts';

/** A PostgreSQL server that this program may rely on until it calls `stop`. */
export type Cluster = {
  /** Superuser address: postgres://postgres:PASSWORD@127.0.0.1:PORT/postgres */
  readonly adminUrl: string;
  /** false when another program's cluster in the same folder was joined */
  readonly startedHere: boolean;
  /** Stops PostgreSQL unless another supervisor still uses it. */
  stop(): Promise<void>;
};

/** `durable: false` gives up the safety of the data for speed; only tests may ask for it. */
export type ClusterOptions = { folder: string; durable: boolean };

/**
 * Starts PostgreSQL in `folder`, making the cluster if there is none, or joins the server that
 * already runs there. It listens on 127.0.0.1 only. It outlives a killed Threshold; the next start
 * joins it. Rejects with one sentence that names the folder. Never runs PostgreSQL as root, and
 * never lets a statement into its log.
 */
export async function startCluster(options: ClusterOptions): Promise<Cluster> {
  const place = await placeIn(options.folder);
  return lockedIn(place, async () => {
    const binaries = findBinaries();
    const account = chooseAccount(place, binaries);
    const site = { place, binaries, account, durable: options.durable };
    const known = existsSync(place.data) ? await rememberedIn(place) : await initialize(site);
    const joined = await joinServer(place, known);
    if (joined !== undefined) return clusterOf(site, { ...joined, startedHere: false });
    await adoptData(site);
    return clusterOf(site, { ...(await launch(site, known)), startedHere: true });
  });
}

/** True if the cluster answers; if it died (kill -9) the caller calls startCluster again. */
export async function clusterAnswers(adminUrl: string): Promise<boolean> {
  return answers(adminUrl);
}

async function lockedIn<Result>(place: Place, work: () => Promise<Result>): Promise<Result> {
  try {
    return await withLock(place.lock, work);
  } catch (error) {
    throw /^E[A-Z0-9]+$/.test(systemCode(error)) ? folderSentence(place.folder, error) : error;
  }
}

async function rememberedIn(place: Place): Promise<ClusterRecord> {
  const record = await readRecord(place);
  if (record !== undefined) return record;
  throw new Error(
    `The database in ${place.folder} has lost its password file ${place.record}: ` +
      'put that file back from a backup.',
  );
}

type Joined = { readonly record: ClusterRecord; readonly hold: Hold };

/**
 * Undefined if no server runs in the folder. Waits for one that is starting, recovering or
 * stopping. Takes the port from the server's own file: it is true even if the program that chose
 * it was killed before it wrote it down.
 */
async function joinServer(place: Place, known: ClusterRecord): Promise<Joined | undefined> {
  let silences = 0;
  for (;;) {
    const running = livePostmaster(place);
    if (running === undefined) return undefined;
    const record = { ...known, port: running.port ?? known.port };
    const hold = await holdServer(adminUrlOf(record)).catch(refusal);
    if (typeof hold === 'object') return { record, hold };
    silences = hold === 'silent' ? silences + 1 : 0;
    if (silences > 600) {
      throw new Error(
        `The process ${running.pid} holds the database in ${place.folder} but does not answer: ` +
          'end that process, then start again.',
      );
    }
    await pause(50);
  }
}

/** A wrong password stays wrong; everything else may pass while the server starts or stops. */
function refusal(error: unknown): 'silent' | 'busy' {
  if (systemCode(error) === '28P01') {
    throw new Error('PostgreSQL does not accept the password in cluster.json: restore that file.', {
      cause: error,
    });
  }
  // 57P03: the server starts, recovers or stops (PostgreSQL, appendix A, class 57).
  return systemCode(error) === '57P03' ? 'busy' : 'silent';
}

type Held = Joined & { readonly startedHere: boolean };

function clusterOf(site: Site, { record, startedHere, hold }: Held): Cluster {
  let stopping: Promise<void> | undefined;
  return {
    adminUrl: adminUrlOf(record),
    startedHere,
    stop() {
      stopping ??= lockedIn(site.place, () => letGo(site, hold)).finally(() => hold.release());
      return stopping;
    },
  };
}

/** Runs under the lock, so that nobody can join between the question and the stop. */
async function letGo(site: Site, hold: Hold): Promise<void> {
  const needed = await hold.othersPresent().catch(() => false);
  await hold.release();
  if (!needed) await halt(site);
}

/**
 * Stops whatever server runs in a folder that nobody needs any more, such as that of a killed test
 * run. Asks no supervisor, and starts nothing.
 */
export async function endCluster(folder: string): Promise<void> {
  const place = await placeIn(folder);
  const binaries = findBinaries();
  await halt({ place, binaries, account: chooseAccount(place, binaries), durable: false });
}

async function halt({ account, binaries, place }: Site): Promise<void> {
  if (livePostmaster(place) === undefined) return;
  const line = ['stop', '-D', place.data, '-m', 'fast', '-w', '-t', '60'];
  const stopped = await runAs({ account, program: binaries.control, arguments: line });
  if (stopped.code !== 0 && livePostmaster(place) !== undefined) {
    throw failureSentence(place, stopped.output);
  }
}
