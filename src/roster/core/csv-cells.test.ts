import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readSafeCsvCell, safeCsvCell } from './csv-cells.ts';

const anyText = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc
    .tuple(fc.constantFrom('=', '+', '-', '@', '\t', '\r', '\n', '\0', "'", '"', ' ='), fc.string())
    .map((parts) => parts.join('')),
);

test('no cell that we hand out begins like a formula', () => {
  const harmful = ['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1', '\0=1', ' =1', '|cmd', '％＝'];
  for (const text of [
    '=1+1',
    '+12035550101',
    '-1',
    '@SUM(A1)',
    '\tx',
    '\rx',
    '\0x',
    ' =1',
    '＝1',
  ]) {
    expect(safeCsvCell(text).slice(0, 2)).toBe(`"'`);
  }
  for (const text of harmful) expect(safeCsvCell(text)).not.toMatch(/^"[=+\-@\t\r\0]/);
});

test('an ordinary name is handed out as it is', () => {
  expect(safeCsvCell('Guardian Two (fictional)')).toBe('"Guardian Two (fictional)"');
});

test('a cell never ends early and never begins another one', () => {
  expect(safeCsvCell('a","=1\n=2')).toBe('"a"",""=1\n=2"');
});

test('every text comes back as it was, from the file and from a CSV reader', () => {
  fc.assert(
    fc.property(anyText, (text) => {
      const cell = safeCsvCell(text);
      expect(cell).toMatch(/^"[^=+\-@\t\r\n\0]/);
      expect(readSafeCsvCell(cell)).toBe(text);
    }),
    { numRuns: 5000 },
  );
});

test('a file of such cells reads back as the texts it was made of', () => {
  const start = fc.constantFrom('', '"', '""', "'", '=');
  const wellFormed = fc
    .tuple(start, fc.string({ unit: 'grapheme' }))
    .map((parts) => parts.join(''));
  fc.assert(
    fc.property(fc.array(wellFormed, { minLength: 1, maxLength: 6 }), (texts) => {
      const file = `${texts.map(safeCsvCell).join(',')}\r\n`;
      const [cells = []] = parse(file, { record_delimiter: '\r\n' });
      expect(cells.map(readSafeCsvCell)).toEqual(texts);
    }),
  );
});
