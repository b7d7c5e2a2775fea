import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder of the repository, which every path in this folder is relative to. */
export const root = fileURLToPath(new URL('../../', import.meta.url));

/**
 * Something that breaks a rule.
 *
 * `what` names the thing and never its line or its size, so that an allowance for it survives an
 * edit elsewhere in the file; `line` and `words` are for the person who reads the red.
 */
export type Finding = {
  readonly rule: string;
  readonly file: string;
  readonly line: number;
  readonly what: string;
  readonly words: string;
};

/** Looks at one file and says what is wrong with it. Knows nothing of the others. */
export type Rule = (file: string, text: string) => readonly Finding[];

/** A file of ours with what it says. */
export type Source = { readonly file: string; readonly text: string };

/** Every file that is, or is about to be, in the repository. Ignored files are not ours. */
export function filesOfOurs(): readonly Source[] {
  return [...new Set(listedByGit() ?? inFolder('.'))].sort().flatMap((file) => {
    const text = textOf(file);
    return text === null ? [] : [{ file, text }];
  });
}

/** Null where there is no git, as in an archive that somebody downloaded. */
function listedByGit(): readonly string[] | null {
  const git = spawnSync('git', ['ls-files', '-co', '--exclude-standard', '-z'], {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  });
  return git.status === 0 ? git.stdout.split('\0').filter((file) => file !== '') : null;
}

const notOurs = ['node_modules', 'build', 'test-results'];

function inFolder(folder: string): readonly string[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    if (notOurs.includes(entry.name) || /^\.(?!gitignore)/.test(entry.name)) return [];
    const path = join(folder, entry.name);
    return entry.isDirectory() ? inFolder(path) : [path];
  });
}

/** What a file says; null when somebody has just deleted it. */
export function textOf(file: string): string | null {
  try {
    return readFileSync(join(root, file), 'utf8');
  } catch {
    return null;
  }
}

/** Whether a file is a program that Node or a browser runs. */
export function isScript(file: string): boolean {
  return /\.(ts|mts|mjs|js|svelte)$/.test(file);
}

export function isTest(file: string): boolean {
  return file.endsWith('.test.ts') || file.startsWith('tests/');
}

/** Whether a file is of the law: pure, with no machine around it. `std` is held to the same. */
export function isCore(file: string): boolean {
  return /^src\/([^/]+\/core|std)\//.test(file) && !file.endsWith('.test.ts');
}

/** Whether a file is about these rules, and so has to say what they forbid. */
export function isAboutTheRules(file: string): boolean {
  return file.startsWith('tests/tidy/');
}

/** The line, counted from 1, that a place in a text is on. */
export function lineAt(text: string, place: number): number {
  return text.slice(0, place).split('\n').length;
}
