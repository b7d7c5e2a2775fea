/** Opens the folder of a district's pack. All reading of what stands there is in the core. */
import { lstat, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileBytesMax } from './core/pack-tree.ts';
import { type PackFile, type PackProblem, type PackReading, readPack } from './core/read-pack.ts';

type Opened =
  | { readonly kind: 'text'; readonly file: PackFile }
  | { readonly kind: 'closed'; readonly problem: PackProblem };

function closed(file: string, problem: string): Opened {
  return { kind: 'closed', problem: { file, line: 0, problem } };
}

// Links are refused with folders: a pack is copied, compared and reviewed as the files it shows.
async function open(folder: string, name: string): Promise<Opened> {
  const path = join(folder, name);
  const found = await lstat(path);
  if (!found.isFile()) return closed(name, 'not a plain file');
  if (found.size > fileBytesMax) return closed(name, `the file is over ${fileBytesMax} bytes`);
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(await readFile(path));
    return { kind: 'text', file: { name, text } };
  } catch {
    return closed(name, 'the file is not UTF-8 text or cannot be read');
  }
}

async function namesIn(folder: string): Promise<readonly string[] | undefined> {
  try {
    const names = await readdir(folder);
    // Hidden files are left by desktops and editors, not by whoever wrote the pack.
    return names.filter((name) => !name.startsWith('.')).sort();
  } catch {
    return undefined;
  }
}

/**
 * Reads the pack in a folder, or names every problem; a missing folder or file is one at line 0.
 *
 * Reads only, never writes, never follows a link, and never throws for what it finds there.
 */
export async function loadPack(folder: string): Promise<PackReading> {
  const names = await namesIn(folder);
  if (names === undefined) {
    const problem = { file: folder, line: 0, problem: 'the folder is missing or cannot be read' };
    return { kind: 'unreadable', problems: [problem] };
  }
  const opened = await Promise.all(names.map((name) => open(folder, name)));
  const texts = opened.flatMap((one) => (one.kind === 'text' ? [one.file] : []));
  const unopened = opened.flatMap((one) => (one.kind === 'closed' ? [one.problem] : []));
  const reading = readPack(texts);
  if (unopened.length === 0) return reading;

  // A file that could not be opened is there; calling it missing as well would mislead.
  const isUnopened = (file: string) => unopened.some((one) => one.file === file);
  const others = reading.kind === 'read' ? [] : reading.problems;
  return {
    kind: 'unreadable',
    problems: [...unopened, ...others.filter((one) => !isUnopened(one.file))],
  };
}
