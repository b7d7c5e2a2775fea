import { realpathSync } from 'node:fs';
import { chmod, chown, mkdir, open, readFile, rename, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';

/** Where one cluster keeps its things. All paths are absolute. */
export type Place = {
  readonly folder: string;
  /** PostgreSQL's own data; belongs to the account PostgreSQL runs as, mode 0700. */
  readonly data: string;
  readonly log: string;
  readonly record: string;
  readonly lock: string;
};

/** What must be remembered between two starts. */
export type ClusterRecord = { readonly port: number; readonly password: string };

/** The error code of a failed system call, such as `ENOSPC`; an empty string for other errors. */
export function systemCode(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : '';
  return typeof code === 'string' ? code : '';
}

/** One sentence for a person who set the folder, not for a programmer. */
export function folderSentence(folder: string, error: unknown): Error {
  const code = systemCode(error);
  if (code === 'ENOSPC' || code === 'EDQUOT' || /No space left/i.test(String(error))) {
    return new Error(`The disk that holds ${folder} is full: make room, then start again.`, {
      cause: error,
    });
  }
  if (code === 'EPERM' && process.getuid?.() === 0) {
    return new Error(
      `In ${folder} this root user may not hand files to another account, and PostgreSQL does ` +
        'not run as root: start Threshold as an ordinary user.',
      { cause: error },
    );
  }
  const reason = code === '' ? 'unknown reason' : code;
  return new Error(
    `The database folder ${folder} cannot be used (${reason}): ` +
      'choose a folder that this user may write to.',
    { cause: error },
  );
}

/** PostgreSQL's own last complaint, as one sentence that names the folder. */
export function failureSentence(place: Place, output: string): Error {
  if (/No space left|Disk quota/i.test(output)) return folderSentence(place.folder, output);
  const complaint = /(?:FATAL|PANIC|error|could not):?\s+(.+)/i.exec(output)?.[1]?.trim();
  const reason = complaint ?? (output.trim().split('\n').at(-1) || 'it gave no reason');
  return new Error(
    `PostgreSQL could not be started in ${place.folder}: ${reason} (see ${place.log}).`,
  );
}

/**
 * Creates the folder if it is missing, and says where things are in it. Fails with one sentence
 * that names the folder. The path is the real one: by it a running server is recognised, and a
 * link must not make two names of one folder.
 */
export async function placeIn(folder: string): Promise<Place> {
  const root = resolve(folder);
  try {
    const made = await mkdir(root, { recursive: true });
    // Others may pass through (root's PostgreSQL runs as another account), but not look around.
    if (made !== undefined) await chmod(root, 0o711);
    return pathsIn(realpathSync(root));
  } catch (error) {
    throw folderSentence(root, error);
  }
}

function pathsIn(folder: string): Place {
  return {
    folder,
    data: join(folder, 'postgres'),
    log: join(folder, 'postgres.log'),
    record: join(folder, 'cluster.json'),
    lock: join(folder, 'cluster.lock'),
  };
}

/** The remembered port and password, or undefined if there is no whole record. */
export async function readRecord(place: Place): Promise<ClusterRecord | undefined> {
  const text = await readFile(place.record, 'utf8').catch((error: unknown) => {
    if (systemCode(error) === 'ENOENT') return '{}';
    throw folderSentence(place.folder, error);
  });
  const { port, password } = parseRecord(text);
  if (typeof port !== 'number' || typeof password !== 'string') return undefined;
  return { port, password };
}

function parseRecord(text: string): { port?: unknown; password?: unknown } {
  try {
    const parsed: unknown = JSON.parse(text);
    return typeof parsed === 'object' && parsed !== null ? parsed : {};
  } catch {
    return {};
  }
}

/**
 * Remembers port and password, readable for this user only. The rename makes it whole or absent:
 * a half-written password would lock the district out of its own data.
 */
export async function writeRecord(place: Place, record: ClusterRecord): Promise<void> {
  const draft = `${place.record}.new`;
  try {
    const file = await open(draft, 'w', 0o600);
    try {
      await file.writeFile(`${JSON.stringify(record)}\n`);
      await file.sync();
    } finally {
      await file.close();
    }
    await keepOwner(place, draft);
    await rename(draft, place.record);
  } catch (error) {
    throw folderSentence(place.folder, error);
  }
}

/**
 * Gives a file to the owner of the folder: a start by root in another user's folder must not lock
 * that user out later.
 */
export async function keepOwner(place: Place, file: string): Promise<void> {
  if (process.getuid?.() !== 0) return;
  const owner = await stat(place.folder);
  await chown(file, owner.uid, owner.gid);
}

/** The superuser address. The password is base64url, so that it needs no escaping. */
export function adminUrlOf(record: ClusterRecord): string {
  return `postgres://postgres:${record.password}@127.0.0.1:${record.port}/postgres`;
}
