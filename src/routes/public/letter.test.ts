import { expect, test } from 'vitest';
import { readPackOf } from '../../../tests/kit/world.ts';
import { readLetter } from './letter.ts';

test('headings, paragraphs and strong words are told apart', () => {
  expect(readLetter('# One\n\nTwo **three** four.\n\n### Five')).toEqual([
    { kind: 'heading', level: 1, words: 'One' },
    {
      kind: 'paragraph',
      runs: [
        { words: 'Two ', isStrong: false },
        { words: 'three', isStrong: true },
        { words: ' four.', isStrong: false },
      ],
    },
    { kind: 'heading', level: 3, words: 'Five' },
  ]);
});

test('a line goes on unless two spaces end it', () => {
  const paragraph = (words: string) => [{ kind: 'paragraph', runs: [{ words, isStrong: false }] }];
  expect(readLetter('One\ntwo\r\nthree')).toEqual(paragraph('One two three'));
  expect(readLetter('One  \ntwo')).toEqual(paragraph('One\ntwo'));
});

test('markup of any other kind stays text', () => {
  const odd = '<script>alert(1)</script> [a](javascript:b) ** c #d';
  expect(readLetter(odd)).toEqual([{ kind: 'paragraph', runs: [{ words: odd, isStrong: false }] }]);
});

test('the letter of the district loses no word on the page', async () => {
  const { letters } = await readPackOf('norwalk');
  const letter = letters[0]?.text ?? '';
  const blocks = readLetter(letter);
  const shown = blocks.map((block) =>
    block.kind === 'heading' ? block.words : block.runs.map((run) => run.words).join(''),
  );
  const plain = (text: string) => text.replaceAll(/^#+ /gm, '').replaceAll('**', '').split(/\s+/);
  expect(plain(shown.join('\n\n'))).toEqual(plain(letter.trim()));
  expect(blocks.filter((block) => block.kind === 'heading')).toHaveLength(7);
});
