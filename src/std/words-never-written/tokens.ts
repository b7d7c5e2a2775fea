/*
 * Reads a text into folded words and remembers where each one stood. It knows nothing about
 * which words matter. Every step looks at a character once, so the time grows with the length.
 */

/** One word as compared, and where it stands in the original text (UTF-16 offsets). */
export type Token = {
  readonly word: string;
  readonly start: number;
  readonly end: number;
  /** What stood between the word before and this one, folded. */
  readonly gap: string;
  /** Whether the gap lets a phrase run on: spaces, hyphens and quotation marks only. */
  readonly joins: boolean;
  readonly isCapital: boolean;
  /** Written like a name: one capital letter, then none. */
  readonly isNamed: boolean;
};

type Unit = { char: string; start: number; end: number; isCapital: boolean };

const invisible = /^[\p{M}\p{Cf}]$/u;
const dash = /^[\p{Pd}\u2212]$/u;
const quote = /^[\u2018\u2019\u201a\u201b\u2032\u00b4`\u02bc\uff07]$/u;
const wordCharacter = /^[\p{L}\p{N}]$/u;
const joining = /^[\s\-_'"*]*$/;

function foldOne(original: string): string {
  if (original <= '\u007f') return original === '`' ? "'" : original.toLowerCase();
  if (dash.test(original)) return '-';
  if (quote.test(original)) return "'";
  const folded = original.normalize('NFKD').toLowerCase();
  // A few signs unfold into a whole formula of eighteen letters; those stay as they are.
  return folded.length > 8 ? original : folded;
}

function unitsOf(text: string): Unit[] {
  const units: Unit[] = [];
  let start = 0;
  for (const original of text) {
    const end = start + original.length;
    const last = units.at(-1);
    // Accents and zero-width characters belong to the letter before them, so that taking out a
    // word leaves no stray mark behind.
    if (original > '\u007f' && invisible.test(original)) {
      if (last !== undefined) last.end = end;
    } else {
      units.push(...unitsOfLetter(original, start, end));
    }
    start = end;
  }
  return units;
}

function unitsOfLetter(original: string, start: number, end: number): Unit[] {
  const folded = foldOne(original);
  const isCapital = folded !== original && original.toLowerCase() !== original;
  return [...folded]
    .filter((char) => char <= '\u007f' || !invisible.test(char))
    .map((char) => ({ char, start, end, isCapital }));
}

function isWordCharacter(unit: Unit | undefined): boolean {
  if (unit === undefined) return false;
  if (unit.char > '\u007f') return wordCharacter.test(unit.char);
  return (unit.char >= 'a' && unit.char <= 'z') || (unit.char >= '0' && unit.char <= '9');
}

function isLetter(unit: Unit | undefined): boolean {
  return isWordCharacter(unit) && !(unit !== undefined && unit.char >= '0' && unit.char <= '9');
}

/** The apostrophe in "she's" and the stops in "U.S." are inside a word, not between two. */
function isInside(units: readonly Unit[], at: number, wordLength: number, isDotted: boolean) {
  if (!isLetter(units[at + 1])) return false;
  if (units[at]?.char === "'") return true;
  const isInitial = wordLength === 1 || isDotted;
  return units[at]?.char === '.' && isInitial && !isWordCharacter(units[at + 2]);
}

function wordFrom(units: readonly Unit[], first: number) {
  const letters: Unit[] = [];
  let isDotted = false;
  let at = first;
  for (; at < units.length; at += 1) {
    const unit = units[at];
    if (unit === undefined) break;
    if (isWordCharacter(unit)) letters.push(unit);
    else if (isInside(units, at, letters.length, isDotted)) isDotted ||= unit.char === '.';
    else break;
  }
  // The last stop of "U.S." ends no sentence.
  if (isDotted && units[at]?.char === '.') at += 1;
  return { letters, next: at };
}

/** Every word of the text, in order. Never throws, whatever the text. */
export function readTokens(text: string): Token[] {
  const units = unitsOf(text);
  const tokens: Token[] = [];
  let gap = '';
  for (let at = 0; at < units.length; ) {
    if (!isWordCharacter(units[at])) {
      gap += units[at]?.char ?? '';
      at += 1;
      continue;
    }
    const { letters, next } = wordFrom(units, at);
    tokens.push({
      word: letters.map((unit) => unit.char).join(''),
      start: letters[0]?.start ?? 0,
      end: units[next - 1]?.end ?? text.length,
      gap,
      joins: joining.test(gap),
      isCapital: letters[0]?.isCapital === true,
      isNamed: letters[0]?.isCapital === true && letters[1]?.isCapital === false,
    });
    gap = '';
    at = next;
  }
  return tokens;
}
