/**
 * What the rows of one file say together: whom nobody may tell, and where rows contradict each
 * other. Never decides which of two contradicting rows is right; a person at the district does.
 */

import type { Column, HouseholdRow, RosterProblem } from './csv-profile.ts';
import type { RowReading } from './csv-row.ts';

/** The problems that only show between rows. Every row named is one that may not be used. */
export function disagreements(readings: readonly RowReading[]): RosterProblem[] {
  const sound = readings.filter((each) => each.problems.length === 0).map((each) => each.row);
  return [
    ...toldAgainstOrder(sound, barsIn(readings)),
    ...duplicates(sound),
    ...guardianColumns.flatMap(([column, saidBy]) => {
      // Offices often leave the address of somebody who must not be told empty: it says nothing.
      const saying = sound.filter((row) => row.mayContact || saidBy(row) !== '');
      return differing(saying, (row) => row.guardian, column, saidBy);
    }),
    ...differing(
      sound,
      (row) => row.student,
      'adultFrom',
      (row) => row.adultFrom ?? '',
    ),
  ];
}

const guardianColumns: readonly (readonly [Column, (row: HouseholdRow) => string])[] = [
  ['guardianName', (row) => row.guardianName],
  ['language', (row) => row.language],
  ['email', (row) => emailKey(row.email)],
  ['phone', (row) => row.phone ?? ''],
  ['channels', (row) => row.channels.join(';')],
];

/** A mailbox, whatever the case it was typed in: two spellings reach the same person. */
export function emailKey(email: string | null): string {
  return (email ?? '').toLowerCase();
}

/** Every way to reach the person of this row, spelled so that equal ones are equal texts. */
function waysTo(row: HouseholdRow): string[] {
  return [emailKey(row.email), row.phone ?? ''].filter((way) => way !== '');
}

/** Every way to reach each guardian, wherever in the file it stands. */
export function waysByGuardian(rows: readonly HouseholdRow[]): ReadonlyMap<string, string[]> {
  const groups = Map.groupBy(rows, (row) => row.guardian);
  groups.delete('');
  return new Map([...groups].map(([guardian, group]) => [guardian, group.flatMap(waysTo)]));
}

/** A key out of several ids; no id can hold the character between them. */
function keyOf(...ids: readonly string[]): string {
  return ids.join('\0');
}

type Bars = {
  /** Household and guardian; the household is empty where it could not be read. */
  readonly guardians: ReadonlyMap<string, number>;
  /** Household and address. */
  readonly addresses: ReadonlyMap<string, number>;
};

/**
 * Everyone who may not be told. Rows with problems count as well: a protection order does not lapse
 * because the row that carries it has a typing mistake in another cell. (P9, principle 13)
 */
function barsIn(readings: readonly RowReading[]): Bars {
  const guardians = new Map<string, number>();
  const addresses = new Map<string, number>();
  const ways = waysByGuardian(readings.map(({ row }) => row));
  for (const { row } of readings.filter((reading) => !reading.row.mayContact)) {
    if (row.guardian !== '') guardians.set(keyOf(row.household, row.guardian), row.line);
    for (const way of [...waysTo(row), ...(ways.get(row.guardian) ?? [])]) {
      addresses.set(keyOf(row.household, way), row.line);
    }
  }
  return { guardians, addresses };
}

function toldAgainstOrder(rows: readonly HouseholdRow[], bars: Bars): RosterProblem[] {
  return rows.filter((row) => row.mayContact).flatMap((row) => barredCells(row, bars));
}

function barredCells(row: HouseholdRow, bars: Bars): RosterProblem[] {
  const { line, household, guardian } = row;
  const said =
    bars.guardians.get(keyOf(household, guardian)) ?? bars.guardians.get(keyOf('', guardian));
  const bar = (address: string) =>
    bars.addresses.get(keyOf(household, address)) ?? bars.addresses.get(keyOf('', address));
  if (said !== undefined) {
    const problem = `Says yes, and line ${said} does not: one answer for each household.`;
    return [{ line, column: 'mayContact', problem }];
  }
  const email = bar(emailKey(row.email));
  const phone = bar(row.phone ?? '');
  const problems: RosterProblem[] = [];
  if (email !== undefined) problems.push({ line, column: 'email', problem: reaches(email) });
  if (phone !== undefined) problems.push({ line, column: 'phone', problem: reaches(phone) });
  return problems;
}

function reaches(line: number): string {
  return `Also reaches the guardian on line ${line}, who has no readable yes.`;
}

/** The second and every later row of the same relation. The first one stands. */
function duplicates(rows: readonly HouseholdRow[]): RosterProblem[] {
  const first = new Map<string, number>();
  const problems: RosterProblem[] = [];
  for (const { line, household, school, guardian, student } of rows) {
    const key = keyOf(household, school, guardian, student);
    const earlier = first.get(key);
    if (earlier === undefined) first.set(key, line);
    else problems.push({ line, column: null, problem: `Repeats line ${earlier}.` });
  }
  return problems;
}

/** Every row of a group whose rows do not all say the same in one column: none can be trusted. */
function differing(
  rows: readonly HouseholdRow[],
  groupOf: (row: HouseholdRow) => string,
  column: Column,
  saidBy: (row: HouseholdRow) => string,
): RosterProblem[] {
  const groups = Map.groupBy(rows, groupOf);
  return [...groups.values()].flatMap((group) => {
    const first = group[0];
    const other = group.find((row) => first !== undefined && saidBy(row) !== saidBy(first));
    if (first === undefined || other === undefined) return [];
    const problem = `Lines ${first.line} and ${other.line} contradict each other.`;
    return group.map(({ line }) => ({ line, column, problem }));
  });
}
