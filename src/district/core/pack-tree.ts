/**
 * A YAML file as a plain tree in which everything knows its line, and the look at a raw text
 * before anybody parses it. Knows nothing of YAML's syntax and nothing of districts.
 */
import { hasStatusField, isControl } from './pack-refusals.ts';

/** One file of a pack, already read into text. */
export type PackFile = { readonly name: string; readonly text: string };

/** What is wrong, and where. Line 0 is the file itself, or its absence. */
export type PackProblem = {
  readonly file: string;
  readonly line: number;
  readonly problem: string;
};

/** Writes down one problem of the file that is being read. */
export type Note = (line: number, problem: string) => void;

export type Entry = { readonly key: string; readonly line: number; readonly value: Tree };
export type Tree =
  | { readonly kind: 'mapping'; readonly line: number; readonly entries: readonly Entry[] }
  | { readonly kind: 'list'; readonly line: number; readonly items: readonly Tree[] }
  | {
      readonly kind: 'scalar';
      readonly line: number;
      readonly value: string | number | boolean | null;
    }
  /** Noted already, so no reader says anything more about it. */
  | { readonly kind: 'refused'; readonly line: number };

/** A file over this size is not looked into. UTF-8 bytes. */
export const fileBytesMax = 1_048_576;

function bytesOf(code: number): number {
  if (code < 0x80) return 1;
  if (code < 0x800) return 2;
  return code < 0x10000 ? 3 : 4;
}

/** Whether a text would be over `fileBytesMax` bytes as UTF-8. */
export function isTooLarge(text: string): boolean {
  let bytes = 0;
  for (const character of text) bytes += bytesOf(character.codePointAt(0) ?? 0);
  return bytes > fileBytesMax;
}

function unseenIn(line: string): boolean {
  return [...line].some((character) => {
    const code = character.codePointAt(0) ?? 0;
    return character !== '\t' && isControl(code);
  });
}

/**
 * Notes tabs and unseen characters, once a line each, and returns the lines without them.
 *
 * The rest of the file can then still be read, so that one tab does not hide nine other problems.
 */
export function lookAtLines(text: string, note: Note): readonly string[] {
  return text.split(/\r?\n/).map((line, index) => {
    if (line.includes('\t')) note(index + 1, 'a tab: indent and separate with spaces');
    if (unseenIn(line)) note(index + 1, 'a control character');
    const seen = [...line.replaceAll('\t', '  ')];
    return seen.map((one) => (isControl(one.codePointAt(0) ?? 0) ? ' ' : one)).join('');
  });
}

/** Notes each line on which a person's status could be written. For files without keys. */
export function lookForStatusFields(lines: readonly string[], note: Note): void {
  lines.forEach((line, index) => {
    if (hasStatusField(line)) note(index + 1, "the text has a field for a person's status");
  });
}
