/**
 * The shape of the households file: which columns it has, and which it may never have.
 *
 * Refuses to know what families must not be asked: a file that carries such a column is refused
 * whole, because what is not held cannot be taken (principle 5). See docs/reference/roster-csv.md.
 */

/** The eleven columns of the profile. Every file has each of them once, in any order. */
export const columns = [
  'household',
  'school',
  'guardian',
  'guardianName',
  'language',
  'email',
  'phone',
  'channels',
  'student',
  'adultFrom',
  'mayContact',
] as const;

export type Column = (typeof columns)[number];

/** A way to reach a guardian. */
export type Channel = 'email' | 'sms' | 'voice';

/**
 * One guardian-to-student relation that can be read in full. `phone` is E.164. `adultFrom` is the
 * day on which the student turns eighteen, never a birth date.
 */
export type HouseholdRow = {
  readonly line: number;
  readonly household: string;
  readonly school: string;
  readonly guardian: string;
  readonly guardianName: string;
  readonly language: string;
  readonly email: string | null;
  readonly phone: string | null;
  readonly channels: readonly Channel[];
  readonly student: string;
  readonly adultFrom: string | null;
  readonly mayContact: boolean;
};

/**
 * Why a line cannot be used. `line` counts from 1 and is where the row begins. Never repeats what a
 * cell holds, so that a list of problems can be mailed or logged without giving a family away.
 */
export type RosterProblem = {
  readonly line: number;
  readonly column: string | null;
  readonly problem: string;
};

/** Where each column stands, or why no row of the file may be read. */
export type Header =
  | {
      readonly kind: 'read';
      readonly positions: ReadonlyMap<Column, number>;
      readonly problems: readonly RosterProblem[];
    }
  | {
      readonly kind: 'refused';
      readonly why: string;
      readonly problems: readonly RosterProblem[];
    };

// Matched against the letters of a name alone, lower case and without accents. Too wide a net costs
// nothing: a column outside the profile is a problem anyway.
const neverHeld: readonly (readonly [RegExp, string])[] = [
  [/birth|dob$|^dob|nacimiento|nascimento|naissance|nesans/, 'a date or place of birth'],
  [/citizen|ciudadan|cidadan|citoyen|nationa|nacional/, 'citizenship or nationality'],
  [/country|origin|pais(de)?origen/, 'a country of origin'],
  [/^ssn|ssn$|socialsecurity|segurosocial|itin$|taxpayer/, 'a social security or tax number'],
  [/status|estatus|visa|alien|^anumber|passport|pasaporte/, 'a status or its papers'],
  [
    /migra|undocumented|documented|refugee|asyl|newcomer|i94|usentry|entrydate|dateofentry/,
    'a status',
  ],
  [/demographic|^race|race$|ethnic|hispanic|latin[oax]|asian|white|black|hawaiian/, 'demographics'],
  [/indian|tribal|religio|^sex$|gender|^age$/, 'demographics'],
  [/homelanguage|nativelanguage|firstlanguage|mothertongue/, 'a home language'],
];

/**
 * Reads the first line. Refused whole: a column that must never be held, a missing column and a
 * column that stands twice. A column outside the profile is a problem; what it holds is not read.
 */
export function readHeader(cells: readonly string[], line: number): Header {
  const names = cells.map((cell) => cell.trim());
  const never = names.map((name, position) => neverHeldIn(name, position)).find(Boolean) ?? null;
  if (never !== null) return refused(never, line, []);

  const positions = new Map<Column, number>();
  const problems: RosterProblem[] = [];
  let twice: Column | null = null;
  names.forEach((name, position) => {
    const column = columnNamed(name);
    if (column === null) problems.push(unknownColumn(name, line));
    else if (positions.has(column)) twice = column;
    else positions.set(column, position);
  });
  if (positions.size === 0) return refused(noHeader, line, []);
  if (twice !== null) return refused(`The column "${twice}" stands twice.`, line, problems);

  const missing = columns.filter((column) => !positions.has(column));
  if (missing.length > 0) return refused(`Missing: ${missing.join(', ')}.`, line, problems);
  return { kind: 'read', positions, problems };
}

const noHeader = 'The first line is not a header: it holds none of the names of the columns.';

/**
 * Why a column of this name refuses the file; null when it does not. Says which column by its
 * place: in a file without a header the name would be somebody's data.
 */
function neverHeldIn(name: string, position: number): string | null {
  if (columnNamed(name) !== null) return null;
  const letters = plain(name).replace(/[^\p{L}\p{N}]/gu, '');
  const kind = neverHeld.find(([pattern]) => pattern.test(letters))?.[1];
  if (kind === undefined) return null;
  return (
    `Column ${position + 1} looks like ${kind}, which Threshold never holds: what is not ` +
    'held cannot be taken. Nothing was read. Leave the column out and export again.'
  );
}

function columnNamed(name: string): Column | null {
  return columns.find((column) => column.toLowerCase() === name.toLowerCase()) ?? null;
}

function refused(why: string, line: number, problems: readonly RosterProblem[]): Header {
  return { kind: 'refused', why, problems: [...problems, { line, column: null, problem: why }] };
}

function unknownColumn(name: string, line: number): RosterProblem {
  const problem = 'This column is not part of the profile. What it holds was not read.';
  return { line, column: short(name), problem };
}

/** Lower case without accents, and with look-alike letter forms folded. */
function plain(name: string): string {
  return name.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
}

function short(name: string): string {
  return name.slice(0, 40);
}
