/*
 * A book of phrases that is read one word at a time, so that ten phrases or ten thousand cost the
 * same at each word of a text. It knows nothing about what a phrase means.
 */
import { readTokens, type Token } from './tokens.ts';

/** A page of the book: what may come next, and what has been said when nothing does. */
export type Page<Meaning> = {
  readonly words: Map<string, Page<Meaning>>;
  readonly slots: Map<string, Page<Meaning>>;
  readonly meanings: Meaning[];
};

/** Where a named slot, read from this word on, ends; undefined when it does not fit. */
export type ReadSlot = (slot: string, at: number) => number | undefined;

export function emptyPage<Meaning>(): Page<Meaning> {
  return { words: new Map(), slots: new Map(), meanings: [] };
}

/** "ilegal(es|) (a|b)" stands for each way of choosing. Brackets are never nested. */
export function spellOut(pattern: string): string[] {
  const open = pattern.indexOf('(');
  if (open < 0) return [pattern];
  const close = pattern.indexOf(')', open);
  const before = pattern.slice(0, open);
  const choices = pattern.slice(open + 1, close).split('|');
  const rests = spellOut(pattern.slice(close + 1));
  return choices.flatMap((choice) => rests.map((rest) => before + choice + rest));
}

function turn<Meaning>(pages: Map<string, Page<Meaning>>, key: string): Page<Meaning> {
  const found = pages.get(key);
  if (found !== undefined) return found;
  const fresh = emptyPage<Meaning>();
  pages.set(key, fresh);
  return fresh;
}

// The lists spell the same few hundred words out thousands of times, and a phone is slow.
const foldedPieces = new Map<string, readonly string[]>();

function foldPiece(piece: string): readonly string[] {
  const known = foldedPieces.get(piece);
  if (known !== undefined) return known;
  const words = readTokens(piece).map((token) => token.word);
  foldedPieces.set(piece, words);
  return words;
}

/** Adds a phrase. A piece written <like-this> is a slot; all else is folded as a text would be. */
export function addPhrase<Meaning>(book: Page<Meaning>, pattern: string, meaning: Meaning): void {
  for (const phrase of spellOut(pattern)) {
    const pieces = phrase.split(' ').filter((part) => part !== '');
    pieces.reduce(turnBy, book).meanings.push(meaning);
  }
}

function turnBy<Meaning>(page: Page<Meaning>, piece: string): Page<Meaning> {
  if (piece.startsWith('<')) return turn(page.slots, piece);
  return foldPiece(piece).reduce((within, word) => turn(within.words, word), page);
}

/** What is being read: the words, how slots fit, and what to do with each phrase that fits. */
export type Reading<Meaning> = {
  readonly tokens: readonly Token[];
  readonly readSlot: ReadSlot;
  readonly onPhrase: (meaning: Meaning, end: number) => void;
};

/** Reports every phrase that begins at the first word. A slot looks after its own gap. */
export function readPhrases<Meaning>(
  book: Page<Meaning>,
  reading: Reading<Meaning>,
  first: number,
): void {
  const turnFrom = (page: Page<Meaning>, at: number): void => {
    for (const meaning of page.meanings) reading.onPhrase(meaning, at);
    const token = reading.tokens[at];
    if (token === undefined) return;
    for (const [slot, next] of page.slots) {
      const end = reading.readSlot(slot, at);
      if (end !== undefined) turnFrom(next, end);
    }
    if (at > first && !token.joins) return;
    const next = page.words.get(token.word);
    if (next !== undefined) turnFrom(next, at + 1);
  };
  turnFrom(book, first);
}
