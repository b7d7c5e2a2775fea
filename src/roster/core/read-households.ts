/**
 * Reads a district's file of households, guardians, languages and channels, and groups the rows
 * that can be read into households. Pure: nothing is stored or sent here. Refuses to know anything
 * about a family that is not needed to reach it (principle 5). See docs/reference/roster-csv.md.
 *
 * The one package in this core is `csv-parse`, which only parses.
 */

import { CsvError, parse } from 'csv-parse/sync';
import { disagreements } from './csv-agreement.ts';
import type { Coverage } from './csv-households.ts';
import { coverageOf } from './csv-households.ts';
import type { Column, HouseholdRow, RosterProblem } from './csv-profile.ts';
import { readHeader } from './csv-profile.ts';
import type { Known, RowReading } from './csv-row.ts';
import { readRow } from './csv-row.ts';

export type { Coverage, Guardian, Household } from './csv-households.ts';
export { householdsOf } from './csv-households.ts';
export type { Channel, HouseholdRow, RosterProblem } from './csv-profile.ts';
export type { Known } from './csv-row.ts';

/** What a file holds. `refused` says why no row of it was read at all; otherwise null. */
export type RosterRead = {
  readonly rows: readonly HouseholdRow[];
  readonly problems: readonly RosterProblem[];
  readonly refused: string | null;
  readonly coverage: Coverage;
};

const rowBytesMax = 16_384;
const fileBytesMax = 256 * 1024 * 1024;
const linesMax = 2_000_000;
const newline = 10;
const carriageReturn = 13;

/**
 * Every row that can be read, and for every other its line and each thing that is wrong with it.
 *
 * A line is either in `rows` or has a problem; none is dropped in silence. Never puts a row to use
 * whose guardian another row, readable or not, says must not be told. Imports nothing.
 */
export function readHouseholds(bytes: Uint8Array, known: Known): RosterRead {
  const unfit = unfitFile(bytes);
  if (unfit !== null) return refuseFile(unfit, []);
  const text = withLineFeeds(bytes.subarray(startsWith(bytes, [0xef, 0xbb, 0xbf]) ? 3 : 0));
  const { records, problems: broken } = readRecords(text);
  const [first, ...rest] = records;
  if (first === undefined || broken.some(({ line }) => line < first.line)) {
    return refuseFile('The header is missing or cannot be read.', broken);
  }
  const header = readHeader(first.cells, first.line);
  if (header.kind === 'refused') return refuseFile(header.why, header.problems);

  const readings = readRows(rest, first.cells.length, header.positions, known);
  const own = readings.flatMap((reading) => reading.problems);
  const problems = [...header.problems, ...broken, ...own, ...disagreements(readings)];
  const named = new Set(problems.map(({ line }) => line));
  const rows = readings.map(({ row }) => row).filter(({ line }) => !named.has(line));
  problems.sort((one, other) => one.line - other.line);
  return { rows, problems, refused: null, coverage: coverageOf(rows) };
}

function refuseFile(why: string, problems: readonly RosterProblem[]): RosterRead {
  return { rows: [], problems, refused: why, coverage: coverageOf([]) };
}

/** Why these bytes cannot be a households file; null when they may be. */
function unfitFile(bytes: Uint8Array): string | null {
  if (bytes.length > fileBytesMax) return 'The file is larger than 256 MB.';
  if (startsWith(bytes, [0xff, 0xfe]) || startsWith(bytes, [0xfe, 0xff])) {
    return 'The file is UTF-16. Save it as CSV UTF-8.';
  }
  let lines = 0;
  for (let at = bytes.indexOf(newline); at !== -1; at = bytes.indexOf(newline, at + 1)) lines += 1;
  return lines > linesMax ? 'The file has more than 2,000,000 lines.' : null;
}

function startsWith(bytes: Uint8Array, mark: readonly number[]): boolean {
  return mark.every((byte, index) => bytes[index] === byte);
}

/** The same bytes with one kind of line end, so that lines are counted as an editor counts them. */
function withLineFeeds(bytes: Uint8Array): Uint8Array {
  if (!bytes.includes(carriageReturn)) return bytes;
  const even = new Uint8Array(bytes.length);
  let length = 0;
  bytes.forEach((byte, index) => {
    if (byte === newline && bytes[index - 1] === carriageReturn) return;
    even[length] = byte === carriageReturn ? newline : byte;
    length += 1;
  });
  return even.subarray(0, length);
}

type CsvRecord = {
  readonly line: number;
  readonly cells: readonly string[];
  /** Lies where a broken quoted cell may still have been open. */
  readonly isDoubted: boolean;
};
type CsvRecords = {
  readonly records: readonly CsvRecord[];
  readonly problems: readonly RosterProblem[];
};

/**
 * Splits the file into records. After a record with broken quoting it starts again on the line
 * after that record's first, so one stray quotation mark cannot swallow the rest of the file.
 */
function readRecords(bytes: Uint8Array): CsvRecords {
  const records: CsvRecord[] = [];
  const problems: RosterProblem[] = [];
  let start = 0;
  let line = 1;
  // Lines up to this one may lie inside a broken quoted cell. A name that holds a line break and
  // what looks like a whole row must not become a row, so they are listed and not used.
  let doubtedTo = 0;
  while (start < bytes.length) {
    for (; bytes[start] === newline; start += 1) line += 1;
    const run = readRun(bytes.subarray(start), { line, doubtedTo });
    for (const record of run.records) if (record.cells.some(isFilled)) records.push(record);
    if (run.broken === null) break;
    problems.push({ line: run.broken.line, column: null, problem: run.broken.problem });
    doubtedTo = Math.max(doubtedTo, run.broken.until);
    for (; line <= run.broken.line; line += 1) start = afterLine(bytes, start);
  }
  return { records, problems };
}

function isFilled(cell: string): boolean {
  return cell.trim() !== '';
}

function afterLine(bytes: Uint8Array, start: number): number {
  const end = bytes.indexOf(newline, start);
  return end === -1 ? bytes.length : end + 1;
}

type Run = {
  readonly records: readonly CsvRecord[];
  readonly broken: {
    readonly line: number;
    readonly until: number;
    readonly problem: string;
  } | null;
};

/** Reads records up to the first that is broken, or to the end. */
function readRun(bytes: Uint8Array, from: { line: number; doubtedTo: number }): Run {
  const records: CsvRecord[] = [];
  let line = from.line;
  try {
    parse(bytes, {
      relax_column_count: true,
      record_delimiter: '\n',
      max_record_size: rowBytesMax,
      on_record: (cells, { lines }) => {
        records.push({ line, cells, isDoubted: line <= from.doubtedTo });
        line = from.line + lines;
        return null;
      },
    });
    return { records, broken: null };
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const until = from.line + Number(error.lines) - 1;
    return { records, broken: { line, until, problem: quotingProblem(error.code) } };
  }
}

function quotingProblem(code: string): string {
  if (code === 'CSV_MAX_RECORD_SIZE') {
    return `Longer than ${rowBytesMax} bytes, or a quotation mark is not closed.`;
  }
  if (code === 'CSV_QUOTE_NOT_CLOSED') return 'A quotation mark is opened and never closed.';
  if (code === 'INVALID_OPENING_QUOTE') return 'A quotation mark inside a cell without quotes.';
  return 'A quoted cell goes on after its closing quotation mark.';
}

function readRows(
  records: readonly CsvRecord[],
  width: number,
  positions: ReadonlyMap<Column, number>,
  known: Known,
): RowReading[] {
  return records.map(({ line, cells, isDoubted }) => {
    const reading = readRow(line, (column) => cells[positions.get(column) ?? -1] ?? '', known);
    if (isDoubted) return unusable(reading, doubted);
    if (cells.length < width) return unusable(reading, 'Too few cells.');
    return cells.length === width ? reading : unusable(reading, tooMany);
  });
}

const doubted = 'Follows a quotation mark that was not closed, and may be part of another cell.';
const tooMany = 'Too many cells. A comma inside a cell needs quotation marks around the cell.';

/**
 * Cells may stand under the wrong column here, so nothing in them counts, above all not a yes. The
 * ids that can still be seen keep the same guardian's other rows from being used.
 */
function unusable({ row }: RowReading, problem: string): RowReading {
  const problems = [{ line: row.line, column: null, problem }];
  return { row: { ...row, mayContact: false }, problems };
}
