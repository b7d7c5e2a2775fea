import { randomUUID } from 'node:crypto';
import { readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import { systemCode } from './cluster-place.server.ts';
import { isAlive } from './cluster-postmaster.server.ts';

/** The holder renews its lock this often, and loses it when it has not for `abandonedAfter`. */
const renewEvery = 2_000;
const abandonedAfter = 15_000;

/**
 * Runs `work` while no other program that uses the same lock file does. Waits for the other.
 * A lock whose holder died is taken over. PostgreSQL's own postmaster.pid stays the last guard of
 * the data: even two holders could not start two servers in one folder.
 */
export async function withLock<Result>(path: string, work: () => Promise<Result>): Promise<Result> {
  const mark = `${process.pid} ${randomUUID()}`;
  while (!(await take(path, mark))) {
    await removeIfAbandoned(path);
    await pause(25);
  }
  const renewal = setInterval(() => {
    const now = new Date();
    utimes(path, now, now).catch(() => undefined);
  }, renewEvery);
  try {
    return await work();
  } finally {
    clearInterval(renewal);
    if ((await contents(path)) === mark) await rm(path, { force: true });
  }
}

async function take(path: string, mark: string): Promise<boolean> {
  try {
    await writeFile(path, mark, { flag: 'wx', mode: 0o644 });
    return true;
  } catch (error) {
    if (systemCode(error) === 'EEXIST') return false;
    // The file was made, but nothing fitted into it.
    if (systemCode(error) === 'ENOSPC') await rm(path, { force: true });
    throw error;
  }
}

async function contents(path: string): Promise<string | undefined> {
  return readFile(path, 'utf8').catch(() => undefined);
}

/** Renames before it removes: of two programs that see the same dead holder, one succeeds. */
async function removeIfAbandoned(path: string): Promise<void> {
  const seen = await contents(path);
  const written = await stat(path).catch(() => undefined);
  if (seen === undefined || written === undefined) return;
  const silentFor = Date.now() - written.mtimeMs;
  const pid = Number.parseInt(seen, 10);
  const holderDied = pid > 0 && !isAlive(pid);
  if (!holderDied && silentFor < abandonedAfter) return;
  if ((await contents(path)) !== seen) return;
  const aside = `${path}.${randomUUID()}`;
  await rename(path, aside).catch(() => undefined);
  await rm(aside, { force: true });
}
