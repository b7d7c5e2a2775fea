/**
 * Households out of rows: who is told about whom, in which languages, by which ways. Refuses to
 * reach a household through anyone who must not be told. (P9, principle 13)
 */

import { emailKey, waysByGuardian } from './csv-agreement.ts';
import type { Channel, HouseholdRow } from './csv-profile.ts';

/** A guardian who may be told. Without channels, a person has to reach them. */
export type Guardian = {
  readonly guardian: string;
  readonly guardianName: string;
  readonly language: string;
  readonly email: string | null;
  readonly phone: string | null;
  readonly channels: readonly Channel[];
};

/** One family as a notice sees it: one notice for each of `languages`. */
export type Household = {
  readonly household: string;
  readonly schools: readonly string[];
  readonly guardians: readonly Guardian[];
  readonly students: readonly { readonly student: string; readonly adultFrom: string | null }[];
  readonly languages: readonly string[];
};

/**
 * Households grouped out of good rows, in the order in which they first appear.
 *
 * A guardian whom one row of the household bars gets nothing, appears nowhere in the answer, and
 * lends no address: an e-mail or number shared with a barred guardian is left out of the others as
 * well. A household whose every guardian is barred stays in the list, with nobody to tell.
 */
export function householdsOf(rows: readonly HouseholdRow[]): readonly Household[] {
  const groups = Map.groupBy(rows, (row) => row.household);
  const ways = waysByGuardian(rows);
  return [...groups].map(([household, group]) => householdOf(household, group, ways));
}

function householdOf(
  household: string,
  rows: readonly HouseholdRow[],
  ways: ReadonlyMap<string, readonly string[]>,
): Household {
  const ids = new Set(rows.filter((row) => !row.mayContact).map((row) => row.guardian));
  const addresses = new Set([...ids].flatMap((id) => ways.get(id) ?? []));
  const told = rows.filter((row) => !ids.has(row.guardian));
  const guardians = firstOfEach(told, (row) => row.guardian).map((row) =>
    guardianOf(row, addresses),
  );
  return {
    household,
    schools: [...new Set(rows.map((row) => row.school))].sort(),
    guardians,
    students: firstOfEach(rows, (row) => row.student).map(({ student, adultFrom }) => ({
      student,
      adultFrom,
    })),
    languages: [...new Set(guardians.map((guardian) => guardian.language))],
  };
}

function firstOfEach(
  rows: readonly HouseholdRow[],
  idOf: (row: HouseholdRow) => string,
): readonly HouseholdRow[] {
  const first = new Map<string, HouseholdRow>();
  for (const row of rows) if (!first.has(idOf(row))) first.set(idOf(row), row);
  return [...first.values()];
}

function guardianOf(row: HouseholdRow, barred: ReadonlySet<string>): Guardian {
  const { guardian, guardianName, language } = row;
  const email = row.email === null || barred.has(emailKey(row.email)) ? null : row.email;
  const phone = row.phone === null || barred.has(row.phone) ? null : row.phone;
  const channels = row.channels.filter((name) => (name === 'email' ? email : phone) !== null);
  return { guardian, guardianName, language, email, phone, channels };
}

/** How many of which kind the readable rows make. Counts are households, or students. */
export type Coverage = {
  readonly households: number;
  readonly students: number;
  /** Households in which nobody who may be told has a channel: they go to the call list. */
  readonly withoutAnyChannel: number;
  /** A household with guardians of two languages counts under both. */
  readonly byLanguage: Record<string, number>;
  readonly bySchool: Record<string, number>;
};

/** What the rows cover, so that the person importing sees who would not be reached. */
export function coverageOf(rows: readonly HouseholdRow[]): Coverage {
  const households = householdsOf(rows);
  return {
    households: households.length,
    students: new Set(rows.map((row) => row.student)).size,
    withoutAnyChannel: households.filter((each) => !hasChannel(each)).length,
    byLanguage: countEach(households.flatMap((each) => each.languages)),
    bySchool: countEach(households.flatMap((each) => each.schools)),
  };
}

function hasChannel(household: Household): boolean {
  return household.guardians.some((guardian) => guardian.channels.length > 0);
}

function countEach(words: readonly string[]): Record<string, number> {
  const counts = new Map<string, number>();
  for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
  return Object.fromEntries([...counts].sort());
}
