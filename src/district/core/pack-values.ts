/** Readers for single values of a pack: texts, ids, phones, zones, languages, days and numbers. */
import { type Reader, required } from './pack-fields.ts';
import { hasStatusField, isControl, quoted } from './pack-refusals.ts';
import type { Note, Tree } from './pack-tree.ts';

const lineCharactersMax = 300;
const proseCharactersMax = 4_000;
const languageNames = new Intl.DisplayNames(['en'], { type: 'language', fallback: 'none' });

function stringFrom(tree: Tree, note: Note): string | undefined {
  if (tree.kind === 'scalar' && typeof tree.value === 'string') return tree.value;
  note(tree.line, 'must be a text');
  return undefined;
}

/** The problem with a text that people will read, or undefined. */
function problemWithProse(text: string, charactersMax: number): string | undefined {
  if (text.trim() === '') return 'must not be empty';
  if (text.length > charactersMax) return `must have at most ${charactersMax} characters`;
  const codes = [...text].map((character) => character.codePointAt(0) ?? 0);
  if (codes.some((code) => code !== 0x0a && isControl(code))) return 'a control character';
  if (hasStatusField(text)) return "the text has a field for a person's status";
  return undefined;
}

/** A text for which `problemWith` finds no problem. */
export function textWhere(problemWith: (text: string) => string | undefined): Reader<string> {
  return required('', (tree, note) => {
    const text = stringFrom(tree, note);
    if (text === undefined) return '';
    const problem = problemWith(text);
    if (problem === undefined) return text.trim();
    note(tree.line, problem);
    return '';
  });
}

/** A text of one line. */
export const oneLine = textWhere((text) => {
  if (text.trim().includes('\n')) return 'must be a single line';
  return problemWithProse(text, lineCharactersMax);
});

/** A text of any number of lines. */
export const prose = textWhere((text) => problemWithProse(text, proseCharactersMax));

/** Whether a text is a kebab-case id of at most 63 characters, fit for an address. */
export function isSlug(text: string): boolean {
  return text.length <= 63 && /^[a-z0-9]+(-[a-z0-9]+)*$/.test(text);
}

export const slug = textWhere((text) =>
  isSlug(text) ? undefined : `${quoted(text)} is not an id: small letters, digits and hyphens`,
);

/**
 * A telephone number of the North American plan with its area code, `203-854-4001`.
 *
 * Numbers such as 911 or a seven-digit local one are refused: a page must reach one telephone
 * from anywhere. (NANP: neither part begins with 0 or 1, neither is N11)
 */
export const phone = textWhere((text) =>
  /^(?!.11)[2-9]\d\d-(?!.11)[2-9]\d\d-\d{4}$/.test(text)
    ? undefined
    : `${quoted(text)} is not a telephone number with area code, such as 203-555-0100`,
);

function isZone(text: string): boolean {
  if (!/^[A-Z][A-Za-z_]*(\/[A-Za-z0-9_+-]+)+$/.test(text)) return false;
  try {
    new Intl.DateTimeFormat('en', { timeZone: text });
    return true;
  } catch {
    return false;
  }
}

/** A zone by its IANA name. An offset is refused: it does not know when summer begins. */
export const timeZone = textWhere((text) =>
  isZone(text) ? undefined : `${quoted(text)} is not an IANA time zone`,
);

/** Whether a text is a well-formed BCP 47 tag, in its canonical spelling, of a known language. */
export function isLanguageTag(text: string): boolean {
  try {
    if (Intl.getCanonicalLocales(text)[0] !== text) return false;
    return languageNames.of(new Intl.Locale(text).language) !== undefined;
  } catch {
    return false;
  }
}

export const languageTag = textWhere((text) =>
  isLanguageTag(text) ? undefined : `${quoted(text)} is not a known language tag`,
);

/** A calendar day that exists, `2026-01-31`. */
export const day = textWhere((text) => {
  const found = /^(\d{4})-(\d\d)-(\d\d)$/.exec(text);
  const daysInMonth = found === null ? 0 : lastDayOf(Number(found[1]), Number(found[2]));
  const dayOfMonth = Number(found?.[3] ?? 0);
  if (dayOfMonth >= 1 && dayOfMonth <= daysInMonth) return undefined;
  return `${quoted(text)} is not a calendar day, such as 2026-01-31`;
});

function lastDayOf(year: number, month: number): number {
  const leap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  return [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1] ?? 0;
}

/** A time of day on the wall, `06:00`. */
export const clock = textWhere((text) =>
  /^([01]\d|2[0-3]):[0-5]\d$/.test(text)
    ? undefined
    : `${quoted(text)} is not a time such as 06:00`,
);

export const flag: Reader<boolean> = required(false, (tree, note) => {
  if (tree.kind === 'scalar' && typeof tree.value === 'boolean') return tree.value;
  note(tree.line, 'must be true or false');
  return false;
});

/** A whole number in a range that somebody could mean. */
export function wholeNumber(least: number, most: number): Reader<number> {
  return required(least, (tree, note) => {
    const value = tree.kind === 'scalar' ? tree.value : undefined;
    if (typeof value === 'number' && Number.isInteger(value) && value >= least && value <= most) {
      return value;
    }
    note(tree.line, `must be a whole number from ${least} to ${most}`);
    return least;
  });
}

/** One of a closed list of words. */
export function oneOf<W extends string>(words: readonly [W, ...W[]]): Reader<W> {
  return required(words[0], (tree, note) => {
    const value = tree.kind === 'scalar' ? tree.value : undefined;
    const found = words.find((word) => word === value);
    if (found === undefined) {
      note(tree.line, `${said(value)} is not one of: ${words.join(', ')}`);
    }
    return found ?? words[0];
  });
}

function said(value: string | number | boolean | null | undefined): string {
  return value === undefined ? 'this' : quoted(String(value));
}
