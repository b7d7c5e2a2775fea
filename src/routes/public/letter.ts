/** A run of words in a paragraph, said plainly or with weight. */
export type LetterRun = { readonly words: string; readonly isStrong: boolean };

/** A block of a letter. `level` is the number of signs before a heading: 1 to 6. */
export type LetterBlock =
  | { readonly kind: 'heading'; readonly level: number; readonly words: string }
  | { readonly kind: 'paragraph'; readonly runs: readonly LetterRun[] };

/**
 * Splits the Markdown of a letter into headings and paragraphs with strong words, which is all that
 * a letter uses; a line feed in `words` is a line's end that was meant. Everything else stays the
 * text that it is: never HTML, never a link.
 */
export function readLetter(markdown: string): readonly LetterBlock[] {
  return markdown
    .replaceAll('\r\n', '\n')
    .split(/\n[ \t]*\n/)
    .map(joinLines)
    .filter((block) => block !== '')
    .map(readBlock);
}

// Two spaces before the end of a line mean that it ends there; any other line goes on.
function joinLines(block: string): string {
  return block.trim().replaceAll(/( *)\n\s*/g, (_, spaces) => (spaces.length >= 2 ? '\n' : ' '));
}

function readBlock(block: string): LetterBlock {
  const [, signs, words] = block.match(/^(#{1,6}) +(.+)$/) ?? [];
  if (signs !== undefined && words !== undefined) {
    return { kind: 'heading', level: signs.length, words };
  }
  // Between pairs of stars every second piece is strong; a star without its pair stays a star.
  const runs = block
    .split(/\*\*(\S|\S.*?\S)\*\*/)
    .map((piece, index) => ({ words: piece, isStrong: index % 2 === 1 }))
    .filter((run) => run.words !== '');
  return { kind: 'paragraph', runs };
}
