import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { isDuty } from '../../src/district/core/duties.ts';
import { householdsOf, readHouseholds } from '../../src/roster/core/read-households.ts';
import type { CastPerson } from './cast.ts';
import { cast, castDay, castDistricts } from './cast.ts';
import { secondCast } from './second-cast.ts';

const people: readonly CastPerson[] = [...Object.values(cast), ...Object.values(secondCast)];
const guide = new URL('../../docs/reference/roster-csv.md', import.meta.url);
const languages = new Set(['en', 'es', 'ht', 'pt', 'ar']);

function familiesOf(district: (typeof castDistricts)[number]) {
  const bytes = readFileSync(new URL(district.households, import.meta.url));
  return readHouseholds(bytes, { schools: new Set(district.schools), languages });
}

const [first, second] = castDistricts;

function household(id: string) {
  const found = householdsOf(familiesOf(first).rows).find((each) => each.household === id);
  if (found === undefined) throw new Error(`no ${id} in the cast`);
  return found;
}

describe('the people', () => {
  test('nobody in the cast could be taken for a real person', () => {
    for (const person of people) {
      expect(person.name).toMatch(/\(fictional\)$/);
      expect(person.email).toMatch(/@cast\.example$/);
      expect(person.phone).toMatch(/^\+1\d{3}55501\d\d$/);
    }
  });

  test('no two people share an id, a mailbox or a telephone', () => {
    for (const field of ['id', 'email', 'phone'] as const) {
      expect(new Set(people.map((person) => person[field])).size).toBe(people.length);
    }
  });

  test('every duty is one the district has, and a post names a school of its district', () => {
    for (const person of people) expect(isDuty(person.duty)).toBe(true);
    const posts = [...Object.values(secondCast)].filter((person) => person.school !== null);
    for (const { school } of posts) expect(second.schools).toContain(school);
    for (const { school } of Object.values(cast)) {
      if (school !== null) expect(first.schools).toContain(school);
    }
  });

  test('there are two counsels, so that one of them can fail to answer', () => {
    const counsel = Object.values(cast).filter((person) => person.duty === 'legal-counsel');
    expect(counsel.map((person) => person.name)).toEqual([
      'Counsel One (fictional)',
      'Counsel Two (fictional)',
    ]);
  });
});

test('the example in the reference is a file that is read without a problem', () => {
  const [, example = ''] = readFileSync(guide, 'utf8').match(/```csv\n(.*?)```/s) ?? [];
  const known = { schools: new Set(first.schools), languages };
  const read = readHouseholds(new TextEncoder().encode(example), known);
  expect(read.problems).toEqual([]);
  expect(householdsOf(read.rows).map((each) => each.languages)).toEqual([['ht'], ['es']]);
});

describe('the families', () => {
  test('both files are read without a problem', () => {
    for (const district of castDistricts) {
      const read = familiesOf(district);
      expect(read.refused).toBe(null);
      expect(read.problems).toEqual([]);
    }
    expect(familiesOf(second).coverage.households).toBe(8);
    expect(familiesOf(first).coverage).toEqual({
      households: 40,
      students: 42,
      withoutAnyChannel: 1,
      byLanguage: { ar: 3, en: 19, es: 13, ht: 5, pt: 1 },
      bySchool: { 'cranbury-elementary': 14, 'jefferson-elementary': 15, 'norwalk-high': 12 },
    });
  });

  test('no family could be taken for a real one, and none is in both districts', () => {
    const rows = castDistricts.flatMap((district) => familiesOf(district).rows);
    for (const row of rows) {
      expect(row.guardianName).toContain('(fictional)');
      expect(row.email ?? '@cast.example').toMatch(/@cast\.example$/);
      expect(row.phone ?? '+12035550100').toMatch(/^\+1\d{3}55501\d\d$/);
    }
    const ids = familiesOf(first).rows.map((row) => row.household);
    for (const row of familiesOf(second).rows) expect(ids).not.toContain(row.household);
  });

  test('the grandmother is reached in Haitian Creole, by voice first', () => {
    expect(household('household-01').guardians).toMatchObject([
      {
        guardianName: 'Grandmother Creole (fictional)',
        language: 'ht',
        channels: ['voice', 'sms'],
      },
    ]);
  });

  test('one student turned eighteen in the week before the stories play, and no other has', () => {
    const grown = familiesOf(first).rows.filter((row) => (row.adultFrom ?? '') <= castDay);
    expect(grown.map((row) => [row.student, row.adultFrom])).toEqual([
      ['student-02', '2026-11-17'],
    ]);
  });

  test('the guardian who must not be told is nobody one could reach the household by', () => {
    expect(household('household-03').guardians.map((each) => each.guardian)).toEqual([
      'guardian-03a',
    ]);
  });

  test('the hard households are what they are known for', () => {
    expect(household('household-04').guardians).toMatchObject([{ channels: [] }]);
    expect(household('household-05').languages).toEqual(['pt']);
    expect(household('household-06').schools).toEqual(['jefferson-elementary', 'norwalk-high']);
    expect(household('household-07').students).toHaveLength(2);
    expect(household('household-08').languages).toEqual(['en', 'es']);
    expect(household('household-10').guardians).toEqual(household('household-11').guardians);
  });
});
