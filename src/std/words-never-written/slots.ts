/*
 * What may stand where a phrase has a slot: numbers, places and values. A number is judged by how
 * its digits are grouped, because the same ten digits are a telephone number to everybody else.
 */
import { emptyPage, type Page, type ReadSlot, readPhrases } from './phrases.ts';
import type { Token } from './tokens.ts';

/** The words that slots are filled from. */
export type SlotWords = {
  readonly countries: Page<true>;
  readonly nationalities: Page<true>;
  readonly isWords: ReadonlySet<string>;
  readonly notValues: ReadonlySet<string>;
  readonly notPlaces: ReadonlySet<string>;
};

/** The words of one text, and the first word that no finding has taken yet. */
export type Stretch = { readonly tokens: readonly Token[]; firstFree: number };

type Digits = { end: number; total: number; groups: number[]; text: string; isCut: boolean };

const digitsAndLookalikes = /^[0-9ilo]+$/;
const beforeNumber = /^[\s\-#.:°'()]*$/;
const betweenDigits = /^(?:[\s-]*|\.)$/;
const tight = /^[-.]$/;
const placeWordsMax = 4;
const digitsMax = 9;

/** I, l and O are read as 1 and 0: scanners and people write them so. One true digit is asked. */
function digitsOf(token: Token | undefined): string {
  if (token === undefined) return '';
  if (!digitsAndLookalikes.test(token.word) || !/[0-9]/.test(token.word)) return '';
  return token.word.replaceAll(/[il]/g, '1').replaceAll('o', '0');
}

/** Groups of digits from this word on, nine digits at most; none of the groups after `isOver`. */
function digitsFrom(
  tokens: readonly Token[],
  first: number,
  isOver: (at: number) => boolean = () => false,
): Digits {
  const groups: number[] = [];
  let text = '';
  let end = first;
  for (; end < tokens.length; end += 1) {
    const digits = digitsOf(tokens[end]);
    const isJoined = end === first || betweenDigits.test(tokens[end]?.gap ?? '');
    if (digits === '' || !isJoined || text.length + digits.length > digitsMax) break;
    if (end > first && isOver(end)) break;
    groups.push(digits.length);
    text += digits;
  }
  // More digits on the same hyphen: this is the beginning of some other, longer number.
  const isCut = digitsOf(tokens[end]) !== '' && tight.test(tokens[end]?.gap ?? '');
  return { end, total: text.length, groups, text, isCut };
}

function isDate({ groups, text }: Digits): boolean {
  const shape = groups.join('-');
  if (shape === '4-2-2') return /^(?:19|20)..(?:0.|1[0-2])[0-3]/.test(text);
  return shape === '2-2-4' && /^[0-3].[0-3].(?:19|20)/.test(text);
}

function alienDigits({ tokens }: Stretch, at: number): number | undefined {
  const gap = tokens[at]?.gap ?? '';
  if (!beforeNumber.test(gap)) return undefined;
  const digits = digitsFrom(tokens, at);
  return digits.total >= 7 && !digits.isCut ? digits.end : undefined;
}

/** The letter A and 8 or 9 digits, or 7 behind a '#'. "a" is also a word in three languages. */
function alienNumber(stretch: Stretch, at: number): number | undefined {
  const { tokens } = stretch;
  const word = tokens[at]?.word ?? '';
  if (word !== 'a') return fusedAlienNumber(stretch, at);
  const gap = tokens[at + 1]?.gap ?? '';
  if (!beforeNumber.test(gap)) return undefined;
  const digits = digitsFrom(tokens, at + 1);
  if (digits.total < (gap.includes('#') ? 7 : 8) || digits.isCut || isDate(digits))
    return undefined;
  // "llame a 2234-5678": a telephone number of eight digits, after a word.
  const isSmall = tokens[at]?.isCapital === false;
  if (isSmall && digits.groups.join('-') === '4-4') return undefined;
  return digits.end;
}

/** "A123456789", and "A123 456 789": the letter and its first digits are one word. */
function fusedAlienNumber({ tokens }: Stretch, at: number): number | undefined {
  const token = tokens[at];
  if (token === undefined || !token.word.startsWith('a')) return undefined;
  const firstWord = { ...token, word: token.word.slice(1), gap: '' };
  if (digitsOf(firstWord) === '') return undefined;
  const digits = digitsFrom([firstWord, ...tokens.slice(at + 1, at + 10)], 0);
  return digits.total >= 8 && !digits.isCut ? at + digits.end : undefined;
}

/** 123-45-6789 with any separator, unless more digits hang on the same hyphen before or after. */
function socialShape({ tokens, firstFree }: Stretch, at: number): number | undefined {
  if (digitsOf(tokens[at]).length !== 3) return undefined;
  const digits = digitsFrom(tokens, at);
  if (digits.groups.join('-') !== '3-2-4' || digits.isCut) return undefined;
  const isInsideLonger = tight.test(tokens[at]?.gap ?? '') && digitsOf(tokens[at - 1]) !== '';
  return isInsideLonger && at > firstFree ? undefined : digits.end;
}

function socialDigits(stretch: Stretch, at: number): number | undefined {
  const { tokens } = stretch;
  if (!beforeNumber.test(tokens[at]?.gap ?? '')) return undefined;
  // A whole number that follows is found by itself; what is left must not become one then.
  const digits = digitsFrom(tokens, at, (next) => socialShape(stretch, next) !== undefined);
  return digits.total >= 4 && !digits.isCut ? digits.end : undefined;
}

/** Six to nine digits with up to three letters before them. Ten or more is a card or a phone. */
function documentNumber(stretch: Stretch, at: number): number | undefined {
  const { tokens } = stretch;
  const token = tokens[at];
  if (token === undefined || !beforeNumber.test(token.gap)) return undefined;
  if (/^[a-z]{1,3}[0-9]{6,9}$/.test(token.word)) return at + 1;
  const first = /^[a-z]{1,2}$/.test(token.word) ? at + 1 : at;
  if (first > at && !betweenDigits.test(tokens[first]?.gap ?? '')) return undefined;
  const isOwn = (next: number) => socialShape(stretch, next) !== undefined;
  const digits = digitsFrom(tokens, first, isOwn);
  if (digits.total < 6) return undefined;
  const goesOn = digitsOf(tokens[digits.end]) !== '';
  const isNextJoined = betweenDigits.test(tokens[digits.end]?.gap ?? '');
  return goesOn && isNextJoined && !isOwn(digits.end) ? undefined : digits.end;
}

function listed(book: Page<true>, { tokens }: Stretch, at: number): number | undefined {
  if (tokens[at]?.joins !== true) return undefined;
  let longest: number | undefined;
  const readSlot = () => undefined;
  readPhrases(book, { tokens, readSlot, onPhrase: (_, end) => (longest = end) }, at);
  return longest;
}

/** "San Pedro Sula", "Puebla, Mexico": names go on, but never past a month or a weekday. */
function restOfPlace(words: SlotWords, stretch: Stretch, from: number): number {
  const { tokens } = stretch;
  let end = from;
  while (end < from + placeWordsMax) {
    const token = tokens[end];
    if (token?.joins !== true || !token.isNamed || words.notPlaces.has(token.word)) break;
    end += 1;
  }
  const next = tokens[end];
  if (next === undefined || !/^,\s{0,2}$/.test(next.gap)) return end;
  const apart = {
    tokens: [{ ...next, joins: true }, ...tokens.slice(end + 1, end + 4)],
    firstFree: 0,
  };
  return end + (listed(words.countries, apart, 0) ?? 0);
}

function namedPlace(words: SlotWords, stretch: Stretch, at: number): number | undefined {
  const country = listed(words.countries, stretch, at);
  if (country !== undefined) return restOfPlace(words, stretch, country);
  const token = stretch.tokens[at];
  if (token?.joins !== true || !token.isNamed || words.notPlaces.has(token.word)) return undefined;
  return restOfPlace(words, stretch, at + 1);
}

/** A place in small letters counts too, unless it is a month, an article or begins with a digit. */
function place(words: SlotWords, stretch: Stretch, at: number): number | undefined {
  const token = stretch.tokens[at];
  if (token?.joins !== true) return undefined;
  const named = namedPlace(words, stretch, at);
  if (named !== undefined) return named;
  // "born in the Bronx", "nació en La Ceiba"
  if (words.notPlaces.has(token.word)) {
    return token.word.length < 4 ? namedPlace(words, stretch, at + 1) : undefined;
  }
  return /^[0-9]/.test(token.word) ? undefined : at + 1;
}

/** What follows ": " or "is" in "nationality: …". */
function fieldValue(words: SlotWords, stretch: Stretch, at: number): number | undefined {
  const { tokens } = stretch;
  const token = tokens[at];
  if (token === undefined) return undefined;
  const isAfterColon = /^\s{0,3}[:=][\s'"]{0,4}$/.test(token.gap);
  if (!isAfterColon && !(token.joins && words.isWords.has(token.word))) return undefined;
  const first = isAfterColon ? at : at + 1;
  const value = tokens[first];
  if (value === undefined || words.notValues.has(value.word)) return undefined;
  if (!isAfterColon && !value.joins) return undefined;
  const open = {
    tokens: [{ ...value, joins: true }, ...tokens.slice(first + 1, first + 10)],
    firstFree: 0,
  };
  return first + (namedPlace(words, open, 0) ?? 1);
}

/** Reads the slots of one text. An unknown slot never fits. */
export function slotsOf(words: SlotWords, stretch: Stretch): ReadSlot {
  const readers = new Map<string, (at: number) => number | undefined>([
    ['<alien-number>', (at) => alienNumber(stretch, at)],
    ['<alien-digits>', (at) => alienDigits(stretch, at)],
    ['<social-shape>', (at) => socialShape(stretch, at)],
    ['<social-digits>', (at) => socialDigits(stretch, at)],
    ['<document-number>', (at) => documentNumber(stretch, at)],
    ['<country>', (at) => listed(words.countries, stretch, at)],
    ['<nationality>', (at) => listed(words.nationalities, stretch, at)],
    ['<place>', (at) => place(words, stretch, at)],
    ['<named-place>', (at) => namedPlace(words, stretch, at)],
    ['<value>', (at) => fieldValue(words, stretch, at)],
    ['<hyphen>', (at) => (stretch.tokens[at]?.gap === '-' ? at : undefined)],
  ]);
  return (slot, at) => readers.get(slot)?.(at);
}

/** A page of plain phrases, many to a line with commas between them. */
export function pageOf(lines: readonly string[], add: (page: Page<true>, phrase: string) => void) {
  const page = emptyPage<true>();
  for (const line of lines) for (const phrase of line.split(', ')) add(page, phrase);
  return page;
}
