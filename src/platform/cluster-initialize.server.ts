import { randomBytes, randomInt, randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { chown, lchown, mkdir, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import type { Account, Binaries } from './cluster-account.server.ts';
import {
  type ClusterRecord,
  failureSentence,
  folderSentence,
  type Place,
  writeRecord,
} from './cluster-place.server.ts';
import { type Invocation, runAs } from './cluster-spawn.server.ts';

/** Everything a launch needs to know. */
export type Site = {
  readonly place: Place;
  readonly binaries: Binaries;
  readonly account: Account;
  readonly durable: boolean;
};

/**
 * Makes an empty cluster. Works in a folder aside and renames it at the end, so that a crash in
 * the middle leaves nothing that looks like data.
 */
export async function initialize(site: Site): Promise<ClusterRecord> {
  const { place } = site;
  const fresh = `${place.data}.new-${randomUUID()}`;
  const passwordFile = join(place.folder, `password.new-${randomUUID()}`);
  const password = randomBytes(24).toString('base64url');
  try {
    await removeLeftovers(place);
    await mkdir(fresh, { mode: 0o700 });
    await writeFile(passwordFile, password, { mode: 0o600 });
    await giveTo(site.account, [fresh, passwordFile]);
  } catch (error) {
    throw folderSentence(place.folder, error);
  }
  const made = await runAs(initdbOf(site, fresh, passwordFile)).finally(() =>
    rm(passwordFile, { force: true }),
  );
  if (made.code !== 0) {
    await rm(fresh, { recursive: true, force: true });
    throw failureSentence(place, made.output);
  }
  const record = { port: await freePort(), password };
  await writeRecord(place, record);
  await rename(fresh, place.data);
  return record;
}

function initdbOf(site: Site, fresh: string, passwordFile: string): Invocation {
  return {
    account: site.account,
    program: site.binaries.initdb,
    arguments: [
      `--pgdata=${fresh}`,
      '--username=postgres',
      `--pwfile=${passwordFile}`,
      '--auth=scram-sha-256',
      '--encoding=UTF8',
      '--locale=C',
      // The builtin provider sorts the same on every computer and still lowers É to é.
      '--locale-provider=builtin',
      '--builtin-locale=C.UTF-8',
      '--no-instructions',
      ...(site.durable ? [] : ['--no-sync']),
    ],
  };
}

async function removeLeftovers(place: Place): Promise<void> {
  for (const name of await readdir(place.folder)) {
    if (!/^(postgres|password)\.new-/.test(name)) continue;
    await rm(join(place.folder, name), { recursive: true, force: true });
  }
}

async function giveTo(account: Account, paths: readonly string[]): Promise<void> {
  if (account.kind === 'self') return;
  for (const path of paths) await chown(path, account.uid, account.gid);
}

/** Data that root copied from a backup belongs to root; PostgreSQL would refuse it. */
export async function adoptData(site: Site): Promise<void> {
  const { account, place } = site;
  if (account.kind === 'self' || !existsSync(place.data)) return;
  if ((await stat(place.data)).uid === account.uid) return;
  const entries = await readdir(place.data, { recursive: true });
  for (const entry of ['', ...entries]) {
    await lchown(join(place.data, entry), account.uid, account.gid);
  }
}

/** Below the ports that systems pick for outgoing connections: a port from here stays free. */
const firstPort = 20_000;
const lastPort = 32_000;

/** `preferred` if nobody listens there, otherwise a random free port of 127.0.0.1. */
export async function freePort(preferred?: number): Promise<number> {
  if (preferred !== undefined && (await isFree(preferred))) return preferred;
  for (let attempt = 0; attempt < 100; attempt += 1) {
    const port = randomInt(firstPort, lastPort);
    if (await isFree(port)) return port;
  }
  throw new Error(`No free port between ${firstPort} and ${lastPort} on 127.0.0.1 was found.`);
}

async function isFree(port: number): Promise<boolean> {
  return new Promise((done) => {
    const probe = createServer();
    probe.on('error', () => done(false));
    probe.listen({ port, host: '127.0.0.1', exclusive: true }, () => {
      probe.close(() => done(true));
    });
  });
}
