import { describe, expect, test } from 'vitest';
import { coverageOf, householdsOf } from './csv-households.ts';
import type { HouseholdRow } from './csv-profile.ts';

const plain: HouseholdRow = {
  line: 2,
  household: 'household-1',
  school: 'cranbury',
  guardian: 'guardian-1',
  guardianName: 'Guardian One (fictional)',
  language: 'es',
  email: 'family-1@cast.example',
  phone: '+14755550101',
  channels: ['sms', 'email'],
  student: 'student-1',
  adultFrom: '2035-01-01',
  mayContact: true,
};
const other = {
  ...plain,
  guardian: 'guardian-2',
  guardianName: 'Guardian Two (fictional)',
  email: 'family-2@cast.example',
  phone: '+14755550102',
};

test('siblings in two schools make one household, told once in each language', () => {
  const sibling = { ...plain, school: 'jefferson', student: 'student-2', adultFrom: null };
  const english = { ...other, language: 'en' };
  expect(householdsOf([plain, sibling, english])).toEqual([
    {
      household: 'household-1',
      schools: ['cranbury', 'jefferson'],
      guardians: [
        {
          guardian: 'guardian-1',
          guardianName: 'Guardian One (fictional)',
          language: 'es',
          email: 'family-1@cast.example',
          phone: '+14755550101',
          channels: ['sms', 'email'],
        },
        expect.objectContaining({ guardian: 'guardian-2', language: 'en' }),
      ],
      students: [
        { student: 'student-1', adultFrom: '2035-01-01' },
        { student: 'student-2', adultFrom: null },
      ],
      languages: ['es', 'en'],
    },
  ]);
});

describe('a guardian who must not be told', () => {
  const barred = { ...other, language: 'ar', mayContact: false };

  test('leaves no name, address or language in the household', () => {
    const text = JSON.stringify(householdsOf([barred, plain]));
    for (const trace of ['guardian-2', 'Two', 'family-2', '+14755550102', '"ar"']) {
      expect(text).not.toContain(trace);
    }
    expect(text).toContain('guardian-1');
  });

  test('is not told about one child because another row says yes', () => {
    const yes = { ...barred, student: 'student-2', mayContact: true };
    expect(householdsOf([yes, plain, barred])[0]?.guardians).toHaveLength(1);
  });

  test('is not reached through a telephone or mailbox that somebody else gave too', () => {
    const shared = { ...plain, phone: barred.phone, email: 'Family-2@CAST.example' };
    expect(householdsOf([shared, barred])[0]?.guardians).toMatchObject([
      { guardian: 'guardian-1', phone: null, email: null, channels: [] },
    ]);
  });

  test('is not reached through an address that only another household knows to be theirs', () => {
    const bare = { ...barred, email: null, phone: null, channels: [] };
    const elsewhere = { ...other, household: 'household-2' };
    const shared = { ...plain, phone: other.phone, email: null };
    expect(householdsOf([bare, shared, elsewhere])[0]?.guardians).toMatchObject([
      { guardian: 'guardian-1', phone: null, channels: [] },
    ]);
  });

  test('may still be told about another household of theirs', () => {
    const elsewhere = { ...barred, household: 'household-2', mayContact: true };
    const [first, second] = householdsOf([plain, barred, elsewhere]);
    expect(first?.guardians.map((each) => each.guardian)).toEqual(['guardian-1']);
    expect(second?.guardians.map((each) => each.guardian)).toEqual(['guardian-2']);
  });

  test('does not make the household disappear, even where nobody else is left', () => {
    expect(householdsOf([barred])).toMatchObject([{ guardians: [], languages: [] }]);
    expect(coverageOf([barred])).toMatchObject({ households: 1, withoutAnyChannel: 1 });
  });
});

test('a household counts as without a channel only when nobody in it has one', () => {
  const silent = { ...plain, email: null, phone: null, channels: [] };
  expect(coverageOf([silent]).withoutAnyChannel).toBe(1);
  expect(coverageOf([silent, other]).withoutAnyChannel).toBe(0);
});

test('a language or school with an odd name is counted like any other', () => {
  const odd = { ...plain, school: '__proto__', language: 'constructor' };
  const { byLanguage, bySchool } = coverageOf([odd]);
  expect(Object.entries(byLanguage)).toEqual([['constructor', 1]]);
  expect(Object.entries(bySchool)).toEqual([['__proto__', 1]]);
});
