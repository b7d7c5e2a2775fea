import { expect, test } from 'vitest';
import { readEmail, readPhone } from './csv-addresses.ts';

test.each([
  ['(203) 555-0101', '+12035550101'],
  ['203.555.0101', '+12035550101'],
  ['1 203 555 0101', '+12035550101'],
  ['+1-203-555-0101', '+12035550101'],
  ['+44 20 7946 0000', '+442079460000'],
])('%s is the telephone %s', (text, phone) => {
  expect(readPhone(text)).toBe(phone);
});

test.each([
  '555-0101',
  '103-555-0101',
  '203-155-0101',
  '911-555-0101',
  '203-411-0101',
  '203-555-0101 x12',
  '203-555-01O1',
  '2.035550101E+9',
  '+1 203 555 010',
  '+1203555010199',
  '++12035550101',
  '+0123456789',
  '٢٠٣٥٥٥٠١٠١',
  '',
])('"%s" is no telephone', (text) => {
  expect(readPhone(text)).toBe(null);
});

test.each(['family-01@cast.example', "o'family+school@mail.cast.example"])(
  '%s is a mailbox',
  (text) => {
    expect(readEmail(text)).toBe(text);
  },
);

test.each([
  'family',
  '@cast.example',
  'family@',
  'family@cast',
  'family@cast..example',
  '.family@cast.example',
  'fam..ily@cast.example',
  'fam ily@cast.example',
  'family@cast.example\nBcc: other@cast.example',
  'family@cast.example,other@cast.example',
  'Family <family@cast.example>',
  'a@b@cast.example',
  'family@127.0.0.1',
  `${'a'.repeat(65)}@cast.example`,
  '',
])('"%s" is no mailbox', (text) => {
  expect(readEmail(text)).toBe(null);
});
