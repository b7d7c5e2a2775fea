/**
 * Reads a district's pack from its texts, or names every problem with its file and line.
 *
 * Pure: no file is opened here. This is the one file in a core that uses a package, `yaml`, for
 * its line numbers; what it builds is a plain tree that the other readers know. Nothing from a
 * pack is believed in part: one problem, and there is no pack.
 */
import { isAlias, isMap, isScalar, isSeq, LineCounter, type Pair, parseDocument } from 'yaml';
import { agencies, district, districtPosts, postsOfSchool, schools } from './pack-district.ts';
import type { Reader } from './pack-fields.ts';
import { policy } from './pack-policy.ts';
import { quoted } from './pack-refusals.ts';
import type { DistrictPack, Letter } from './pack-shape.ts';
import {
  type Entry,
  fileBytesMax,
  isTooLarge,
  lookAtLines,
  lookForStatusFields,
  type Note,
  type PackFile,
  type PackProblem,
  type Tree,
} from './pack-tree.ts';
import { isLanguageTag } from './pack-values.ts';
import { words } from './pack-words.ts';

export type { DistrictPack } from './pack-shape.ts';
export type { PackFile, PackProblem } from './pack-tree.ts';

/** A pack, or everything that is wrong with it. Never both, and never an empty list. */
export type PackReading =
  | { readonly kind: 'read'; readonly pack: DistrictPack }
  | { readonly kind: 'unreadable'; readonly problems: readonly PackProblem[] };

const yamlNames: readonly string[] = [
  'district.yaml',
  'schools.yaml',
  'agencies.yaml',
  'people.yaml',
  'policy.yaml',
  'words-to-say.yaml',
];

const letterName = /^letter\.([A-Za-z0-9-]+)\.md$/;
const depthMax = 12;
/** After so many, the parser is only lost; each further one would say nothing new. */
const syntaxProblemsMax = 20;

type YamlReading = { readonly lines: LineCounter; readonly note: Note };

function lineOf(node: unknown, within: YamlReading, otherwise: number): number {
  const start = isScalar(node) || isMap(node) || isSeq(node) || isAlias(node) ? node.range : null;
  return start ? within.lines.linePos(start[0]).line : otherwise;
}

function scalarTree(value: unknown, line: number, note: Note): Tree {
  const isPlain = typeof value === 'string' || typeof value === 'number';
  if (isPlain || typeof value === 'boolean' || value === null) {
    return { kind: 'scalar', line, value };
  }
  note(line, 'a kind of value that a pack does not use');
  return { kind: 'refused', line };
}

function entryOf(pair: Pair, within: YamlReading, line: number, depth: number): Entry {
  const keyLine = lineOf(pair.key, within, line);
  if (isAlias(pair.key)) treeOf(pair.key, within, keyLine, depth);
  const key = isScalar(pair.key) ? String(pair.key.value) : '?';
  return { key, line: keyLine, value: treeOf(pair.value, within, keyLine, depth + 1) };
}

function noteTwins(entries: readonly Entry[], note: Note): void {
  const seen = new Set<string>();
  for (const { key, line } of entries) {
    if (seen.has(key)) note(line, `the key ${quoted(key)} is there twice`);
    seen.add(key);
  }
}

// Aliases are refused, never followed: followed, ten lines could grow into a billion. Anchors and
// tags are refused with them, because a pack is read by people who should see all there is.
function treeOf(node: unknown, within: YamlReading, above: number, depth: number): Tree {
  const line = lineOf(node, within, above);
  if (isAlias(node)) {
    within.note(line, `the alias *${node.source}: write it out`);
    return { kind: 'refused', line };
  }
  if (!isScalar(node) && !isMap(node) && !isSeq(node)) return { kind: 'scalar', line, value: null };
  if (node.anchor !== undefined) within.note(line, `the anchor &${node.anchor}: write it out`);
  if (node.tag !== undefined) within.note(line, `the tag ${node.tag}: plain values only`);
  if (isScalar(node)) return scalarTree(node.value, line, within.note);
  if (depth > depthMax) {
    within.note(line, `nested deeper than ${depthMax} levels`);
    return { kind: 'refused', line };
  }
  if (isMap(node)) {
    const entries = node.items.map((pair) => entryOf(pair, within, line, depth));
    noteTwins(entries, within.note);
    return { kind: 'mapping', line, entries };
  }
  const items = node.items.map((item) => treeOf(item, within, line, depth + 1));
  return { kind: 'list', line, items };
}

/** The file as a tree; undefined when it is not YAML, which has then been noted. */
function parseYaml(text: string, note: Note): Tree | undefined {
  const lines = new LineCounter();
  try {
    // Twins are found by us: the package compares each key with all others, which takes minutes
    // on a hostile file. Its 'silent' would also be silent about a second document.
    const options = { lineCounter: lines, prettyErrors: false, schema: 'core' } as const;
    const document = parseDocument(text, { ...options, uniqueKeys: false, logLevel: 'error' });
    const errors = [...document.errors, ...document.warnings];
    for (const error of errors.slice(0, syntaxProblemsMax)) {
      note(lines.linePos(error.pos[0]).line, `not YAML: ${error.message.split('\n')[0]}`);
    }
    if (document.errors.length > 0) return undefined;
    return treeOf(document.contents, { lines, note }, 1, 0);
  } catch {
    // The parser calls itself for every level, so a wall of brackets can exhaust it.
    note(1, 'not YAML: it cannot be parsed');
    return undefined;
  }
}

function readYaml<T>(file: PackFile | undefined, wanted: Reader<T>, note: Note): T {
  if (file === undefined) note(0, 'the file is missing');
  if (file === undefined) return wanted.fallback;
  if (isTooLarge(file.text)) {
    note(0, `the file is over ${fileBytesMax} bytes`);
    return wanted.fallback;
  }
  const tree = parseYaml(lookAtLines(file.text, note).join('\n'), note);
  return tree === undefined ? wanted.fallback : wanted.read(tree, note);
}

function readLetter(file: PackFile, note: Note): void {
  if (isTooLarge(file.text)) {
    note(0, `the file is over ${fileBytesMax} bytes`);
    return;
  }
  const lines = lookAtLines(file.text, note);
  lookForStatusFields(lines, note);
  if (file.text.trim() === '') note(1, 'the letter is empty');
  const language = letterName.exec(file.name)?.[1] ?? '';
  if (!isLanguageTag(language)) note(0, `"${language}" is not a known language tag`);
}

function noteFileNames(files: readonly PackFile[], noteIn: (file: string) => Note): void {
  const seen = new Set<string>();
  for (const { name } of files) {
    if (!yamlNames.includes(name) && !letterName.test(name))
      noteIn(name)(0, 'not a file of a pack');
    if (seen.has(name)) noteIn(name)(0, 'the file is there twice');
    seen.add(name);
  }
}

function readFiles(files: readonly PackFile[], noteIn: (file: string) => Note): DistrictPack {
  const read = <T>(name: string, wanted: Reader<T>): T =>
    readYaml(
      files.find((one) => one.name === name),
      wanted,
      noteIn(name),
    );

  const readSchools = read('schools.yaml', schools);
  const pack = {
    district: read('district.yaml', district),
    schools: readSchools,
    agencies: read('agencies.yaml', agencies),
    posts: [...read('people.yaml', districtPosts), ...readSchools.flatMap(postsOfSchool)],
    policy: read('policy.yaml', policy),
    words: read('words-to-say.yaml', words),
  };
  return { ...pack, letters: readLetters(files, pack.district.localeDefault, noteIn) };
}

function readLetters(
  files: readonly PackFile[],
  localeDefault: string,
  noteIn: (file: string) => Note,
): readonly Letter[] {
  const found = files.filter((file) => letterName.test(file.name));
  for (const file of found) readLetter(file, noteIn(file.name));
  const name = `letter.${localeDefault === '' ? 'en' : localeDefault}.md`;
  if (!found.some((file) => file.name === name)) noteIn(name)(0, 'the file is missing');
  return found.map((file) => ({
    language: letterName.exec(file.name)?.[1] ?? '',
    text: file.text,
  }));
}

function inOrder(problems: readonly PackProblem[]): readonly PackProblem[] {
  const rank = (file: string) => yamlNames.indexOf(file);
  return problems.toSorted(
    (one, other) => rank(one.file) - rank(other.file) || one.line - other.line,
  );
}

/**
 * Reads a pack, or names every problem at once with its file and line.
 *
 * Never opens a file, never follows an alias, never returns half a pack. Line 0 is a file that is
 * missing, unknown or too large.
 */
export function readPack(files: readonly PackFile[]): PackReading {
  const problems: PackProblem[] = [];
  const noteIn =
    (file: string): Note =>
    (line, problem) => {
      problems.push({ file, line, problem });
    };
  noteFileNames(files, noteIn);
  const pack = readFiles(files, noteIn);
  if (problems.length > 0) return { kind: 'unreadable', problems: inOrder(problems) };
  return { kind: 'read', pack };
}
