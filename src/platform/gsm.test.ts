import { expect, test } from 'vitest';
import { smsSegments } from './gsm.ts';

test('è ò é ñ ü stay in the cheap alphabet', () => {
  expect(smsSegments('è ò é ñ ü ¿ ¡ Ç').encoding).toBe('gsm-7');
});

test.each(['á', 'í', 'ó', 'ú', 'ç', '’', '😀', 'ম'])(
  'one %s makes the whole text dear',
  (letter) => {
    expect(smsSegments(`Lekol la an sekirite ${letter}`).encoding).toBe('ucs-2');
  },
);

test('letters of the extension count twice', () => {
  expect(smsSegments('€')).toEqual({ encoding: 'gsm-7', characters: 2, segments: 1 });
});

test.each([
  ['a', 160, 1],
  ['a', 161, 2],
  ['a', 306, 2],
  ['a', 307, 3],
  ['á', 70, 1],
  ['á', 71, 2],
  ['á', 134, 2],
  ['á', 135, 3],
  ['€', 80, 1],
])('%s written %i times takes %i segments', (letter, times, segments) => {
  expect(smsSegments(letter.repeat(times)).segments).toBe(segments);
});

test('a letter of two places is never split between two segments', () => {
  // 153 = 76 pairs and one place that stays empty, so 153 pairs do not fit into two segments.
  expect(smsSegments('€'.repeat(153)).segments).toBe(3);
  expect(smsSegments('😀'.repeat(67)).segments).toBe(3);
});

test('an empty text is no segment at all', () => {
  expect(smsSegments('')).toEqual({ encoding: 'gsm-7', characters: 0, segments: 0 });
});
