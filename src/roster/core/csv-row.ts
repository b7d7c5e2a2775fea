/**
 * What one row says, cell by cell. Refuses to guess: an empty language is not English, and an empty
 * `mayContact` is not a yes.
 */

import { readEmail, readPhone } from './csv-addresses.ts';
import type { Channel, Column, HouseholdRow, RosterProblem } from './csv-profile.ts';

/** The schools and languages that a district has; language tags in their canonical form. */
export type Known = {
  readonly schools: ReadonlySet<string>;
  readonly languages: ReadonlySet<string>;
};

/**
 * A row and what is wrong with it. With problems, the row is only good for finding out whom not to
 * contact: cells that cannot be read are empty, and `mayContact` is then false.
 */
export type RowReading = {
  readonly row: HouseholdRow;
  readonly problems: readonly RosterProblem[];
};

type Report = (column: Column, problem: string) => void;
type Cells = {
  /** The cell's text; null when it has been reported as unsound already. */
  readonly text: (column: Column) => string | null;
  readonly report: Report;
};

const cellCharactersMax = 254;
// Nobody who turned eighteen before this day is still at school, so an earlier day in this column
// is almost certainly a birth date. The law has no clock; a fixed day is what it can know.
const adultFromMin = '2020-01-01';
const channelNames: readonly Channel[] = ['email', 'sms', 'voice'];

/** Reads one row; lists every problem in it, not only the first. */
export function readRow(line: number, raw: (column: Column) => string, known: Known): RowReading {
  const problems: RosterProblem[] = [];
  const report: Report = (column, problem) => {
    problems.push({ line, column, problem });
  };
  const cells = { text: (column: Column) => soundText(raw(column), column, report), report };
  const row = {
    line,
    household: readId('household', cells),
    school: readSchool(cells, known.schools),
    guardian: readId('guardian', cells),
    guardianName: readName(cells),
    language: readLanguage(cells, known.languages),
    email: readAddress('email', cells, readEmail),
    phone: readAddress('phone', cells, readPhone),
    channels: readChannels(cells, (column) => raw(column).trim() !== ''),
    student: readId('student', cells),
    adultFrom: readAdultFrom(cells),
    mayContact: readMayContact(cells),
  };
  return { row, problems };
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is sought
const control = /[\0-\x08\x0B-\x1F\x7F-\x9F]/;

/** Null, with a problem, when the cell is not text that anyone wrote. */
function soundText(text: string, column: Column, report: Report): string | null {
  const problem = unsound(text);
  if (problem === null) return text;
  report(column, problem);
  return null;
}

function unsound(text: string): string | null {
  if (text.length > cellCharactersMax) return `Longer than ${cellCharactersMax} characters.`;
  if (text.includes('\uFFFD')) return 'Not UTF-8: letters are lost. Save the file as CSV UTF-8.';
  return control.test(text) ? 'Holds a control character.' : null;
}

/** The trimmed text of a cell that may not be empty; empty, with a problem, when it is. */
function required(column: Column, { text, report }: Cells): string {
  const cell = text(column)?.trim();
  if (cell === '') report(column, 'Empty.');
  return cell ?? '';
}

function readId(column: Column, cells: Cells): string {
  const id = required(column, cells);
  if (!/^\d{3}-\d{2}-\d{4}$/.test(id)) return id;
  cells.report(column, 'Looks like a social security number, which Threshold never holds.');
  return '';
}

function readSchool(cells: Cells, schools: ReadonlySet<string>): string {
  const school = required('school', cells);
  if (school === '' || schools.has(school)) return school;
  cells.report('school', 'No school of the district has this id.');
  return '';
}

/** A name as it is written, on one line: a line break could end a mail header. */
function readName({ text, report }: Cells): string {
  const cell = text('guardianName');
  if (cell === null) return '';
  const name = cell.replace(/ *\n\s*/g, ' ').replace(/^ +| +$/g, '');
  if (name.trim() === '') report('guardianName', 'Empty.');
  return name;
}

function readLanguage(cells: Cells, languages: ReadonlySet<string>): string {
  const tag = required('language', cells);
  if (tag === '' || languages.has(tag)) return tag;
  const canonical = canonicalTag(tag);
  if (canonical !== null && languages.has(canonical)) return canonical;
  const problem =
    canonical === null ? 'No BCP 47 tag.' : 'The district does not know this language.';
  cells.report('language', problem);
  return '';
}

function canonicalTag(tag: string): string | null {
  try {
    return Intl.getCanonicalLocales(tag)[0] ?? null;
  } catch {
    return null;
  }
}

function readAddress(
  column: 'email' | 'phone',
  { text, report }: Cells,
  read: (text: string) => string | null,
): string | null {
  const cell = text(column)?.trim() ?? '';
  if (cell === '') return null;
  const address = read(cell);
  if (address === null) report(column, addressProblems[column]);
  return address;
}

const addressProblems = {
  email: 'No e-mail address that a mail server takes.',
  phone: 'No telephone number: ten digits in North America, or + and the number abroad.',
} as const;

/** The channels in the order of preference. None at all is allowed, and counted. */
function readChannels({ text, report }: Cells, isFilled: (column: Column) => boolean): Channel[] {
  const words = (text('channels') ?? '').trim().toLowerCase().split(';');
  const channels: Channel[] = [];
  for (const word of words.length === 1 && words[0] === '' ? [] : words) {
    const channel = channelNames.find((name) => name === word.trim());
    if (channel === undefined) report('channels', 'Only email, sms and voice, with ; between.');
    else if (channels.includes(channel)) report('channels', `Names ${channel} twice.`);
    else channels.push(channel);
  }
  const homeless = channels.filter((name) => !isFilled(name === 'email' ? 'email' : 'phone'));
  for (const name of homeless) report('channels', `Names ${name}, and its address is empty.`);
  return channels;
}

function readAdultFrom({ text, report }: Cells): string | null {
  const day = text('adultFrom')?.trim() ?? '';
  if (day === '') return null;
  if (!isDay(day)) report('adultFrom', 'No day as YYYY-MM-DD.');
  else if (day < adultFromMin) report('adultFrom', looksLikeBirth);
  return day;
}

const looksLikeBirth =
  'Looks like a birth date, which Threshold never holds. Give the day the student turns eighteen.';

function isDay(text: string): boolean {
  const [year = 0, month = 0, day = 0] = text.split('-').map(Number);
  const isLeap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  const days = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1] ?? 0;
  return /^\d{4}-\d\d-\d\d$/.test(text) && day >= 1 && day <= days;
}

/** Only a written yes is a yes: a cell nobody filled may be a protection order nobody entered. */
function readMayContact({ text, report }: Cells): boolean {
  const word = text('mayContact')?.trim().toLowerCase();
  if (word !== 'yes' && word !== 'no' && word !== undefined) {
    report('mayContact', 'Neither yes nor no.');
  }
  return word === 'yes';
}
