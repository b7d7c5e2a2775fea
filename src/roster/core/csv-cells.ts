/**
 * Cells of the CSV files that we hand out. A spreadsheet runs a cell that begins like a formula, so
 * a guardian's name could become a program on a clerk's machine (OWASP ASVS 1.2.10).
 */

// The quotation marks are in the list so that a cell can be told from its quoted form again. The
// full-width signs are those that spreadsheets with East Asian settings take for a formula.
const risky = /^[\s\0]*['"=+\-@|%\uFF1D\uFF0B\uFF0D\uFF20]|^[\t\r\n\0]/u;

/**
 * The text as one finished cell of a CSV file: always quoted (RFC 4180, 2.6 and 2.7), and with an
 * apostrophe in front when a spreadsheet might take it for a formula. Join cells with commas as
 * they are. Never changes the text itself: `readSafeCsvCell` gives back every character.
 */
export function safeCsvCell(text: string): string {
  const shown = risky.test(text) ? `'${text}` : text;
  return `"${shown.replaceAll('"', '""')}"`;
}

/** The text of a cell made by `safeCsvCell`, as it stands in the file or as a reader hands it. */
export function readSafeCsvCell(cell: string): string {
  const shown = cell.startsWith('"') ? cell.slice(1, -1).replaceAll('""', '"') : cell;
  return shown.startsWith("'") ? shown.slice(1) : shown;
}
