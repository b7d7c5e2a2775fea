import { execFileSync } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { type Place, systemCode } from './cluster-place.server.ts';

/** A running PostgreSQL, as its own postmaster.pid describes it. */
export type Postmaster = {
  readonly pid: number;
  /** Undefined in the first moments of a start. */
  readonly port: number | undefined;
};

/**
 * The PostgreSQL that runs in this folder, or undefined. A process id left behind by a crash and
 * since given to another program does not count.
 */
export function livePostmaster(place: Place): Postmaster | undefined {
  const written = postmasterIn(place);
  return written !== undefined && isOurs(place, written.pid) ? written : undefined;
}

/**
 * Removes a postmaster.pid whose process id now belongs to another program: PostgreSQL would take
 * that program for a server and refuse to start. Children of a dead server that are still at work
 * are found by PostgreSQL itself, through its shared memory.
 */
export function forgetStalePostmaster(place: Place): void {
  const written = postmasterIn(place);
  if (written === undefined || !isAlive(written.pid) || isOurs(place, written.pid)) return;
  rmSync(pidFile(place), { force: true });
}

function pidFile(place: Place): string {
  return join(place.data, 'postmaster.pid');
}

/** Line 1 is the process id, line 4 the port (PostgreSQL, src/include/utils/pidfile.h). */
function postmasterIn(place: Place): Postmaster | undefined {
  const lines = readLines(pidFile(place));
  const pid = Number(lines[0]);
  const port = Number(lines[3]);
  if (!Number.isInteger(pid) || pid <= 0) return undefined;
  return { pid, port: Number.isInteger(port) && port > 0 ? port : undefined };
}

function readLines(file: string): readonly string[] {
  try {
    return readFileSync(file, 'utf8').split('\n');
  } catch {
    return [];
  }
}

/** Where the system does not tell the command of a process, the process id is believed. */
function isOurs(place: Place, pid: number): boolean {
  if (!isAlive(pid)) return false;
  const command = commandOf(pid);
  return command === undefined || command.includes(place.data);
}

/** True while a process with this id exists, whoever owns it. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return systemCode(error) === 'EPERM';
  }
}

function commandOf(pid: number): string | undefined {
  try {
    if (process.platform === 'linux') return readFileSync(`/proc/${pid}/cmdline`, 'utf8');
    if (process.platform === 'win32') return undefined;
    return execFileSync('ps', ['-ww', '-o', 'command=', '-p', String(pid)], { encoding: 'utf8' });
  } catch {
    return undefined;
  }
}
