import { describe, expect, test } from 'vitest';
import { readInstant } from './instant.ts';

describe('a moment from outside', () => {
  test.each([
    ['2026-11-24T07:50:00-05:00', '2026-11-24T12:50:00.000Z'],
    ['2028-02-29T00:00:00Z', '2028-02-29T00:00:00.000Z'],
    ['2026-12-31T23:59:59.5Z', '2026-12-31T23:59:59.500Z'],
  ])('%s is read as %s', (text, read) => {
    expect(readInstant(text)).toBe(read);
  });

  test.each([
    '2026-02-30T12:00:00Z',
    '2027-02-29T12:00:00Z',
    '2026-13-01T12:00:00Z',
    '9999-12-31T23:59:59-14:00',
    '0000-01-01T00:00:00+14:00',
    '2026-11-24T12:00:00',
    '2026-11-24',
    '',
    null,
    20_261_124,
  ])('%s is none: its order as a text would not be its order in time', (text) => {
    expect(readInstant(text)).toBeNull();
  });
});
