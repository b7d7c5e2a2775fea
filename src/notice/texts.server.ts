/** Reads the texts that came with the program; a district's own versions are ledger entries. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type NoticeText, readText } from './core/read-text.ts';

export type { NoticeText } from './core/read-text.ts';

/**
 * Every text in `folder`, which holds NAME/vVERSION/LANGUAGE.md, in the order of their paths.
 *
 * The folder is the caller's to name: a bundled program does not stand where its source did.
 * Throws, naming each file and each problem, rather than leave a text out: a language that vanished
 * unnoticed would reach its families as silence.
 */
export async function loadTexts(folder: string): Promise<NoticeText[]> {
  const texts: NoticeText[] = [];
  const problems: string[] = [];
  for (const path of await textPaths(folder)) {
    const place = placeOf(path);
    if (place === undefined) {
      problems.push(`${path}: a text stands at NAME/vVERSION/LANGUAGE.md`);
      continue;
    }
    const reading = readText(place, await readFile(join(folder, path), 'utf8'));
    if (reading.kind === 'read') texts.push(reading.text);
    else problems.push(...reading.problems.map((problem) => `${path}: ${problem}`));
  }
  if (texts.length === 0) problems.push('there is no text at all');
  if (problems.length > 0) throw new Error(`${folder}:\n${problems.join('\n')}`);
  return texts;
}

async function textPaths(folder: string): Promise<string[]> {
  const found = await readdir(folder, { recursive: true });
  return found
    .map((path) => path.replaceAll('\\', '/'))
    .filter((path) => path.endsWith('.md'))
    .sort();
}

function placeOf(path: string) {
  const [, name, version, language] = /^([^/]+)\/v(\d+)\/([^/]+)\.md$/.exec(path) ?? [];
  if (name === undefined || version === undefined || language === undefined) return undefined;
  return { name, version: Number(version), language };
}
