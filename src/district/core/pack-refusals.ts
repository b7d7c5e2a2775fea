/**
 * What no pack may hold, whatever else it says: a place for a person's status, a switch on the
 * letter's own rules, and characters that a reader cannot see.
 */

// A name that would hold a person's status or something that stands in for it. (P12)
const statusWords = [
  'immigration',
  'citizen',
  'undocumented',
  'nationality',
  'birthplace',
  'countryofbirth',
  'placeofbirth',
  'socialsecurity',
  'legalstatus',
];
// These are whole names only: "advisable" and "balance" are innocent.
const statusNames = ['visa', 'visastatus', 'visatype', 'ssn', 'itin', 'alien', 'anumber'];

// The letter says "regardless of their immigration status": the words may be spoken. A label that
// waits for an answer may not be printed.
const statusLabel = new RegExp(
  '\\b(immigration status|citizenship|nationality|country of birth|place of birth|' +
    'social security number|visa|a-number)\\s*(:|_{2,}|\\.{4,})',
  'i',
);

const placeholder = /\{\{?\s*([\w.-]+)\s*\}?\}/g;

/** Whether a key, or the name inside a placeholder, would hold a person's status. */
export function namesStatus(name: string): boolean {
  const letters = name.toLowerCase().replace(/[^a-z]/g, '');
  return statusNames.includes(letters) || statusWords.some((word) => letters.includes(word));
}

/** Whether a text has a place where a person's status would be written. Never a mere mention. */
export function hasStatusField(text: string): boolean {
  if (statusLabel.test(text)) return true;
  return [...text.matchAll(placeholder)].some((found) => namesStatus(found[1] ?? ''));
}

const letterSwitch = /^(p[1-9]|letterrules?|.*(decide|authoriz|grant|approv|consent|override).*)$/;

/** A piece of the file for a sentence about it, cut so that a problem stays one short line. */
export function quoted(text: string): string {
  const seen = [...text].map((one) => (isControl(one.codePointAt(0) ?? 0) ? ' ' : one)).join('');
  return seen.length > 60 ? `"${seen.slice(0, 60)}…"` : `"${seen}"`;
}

/** The problem with a key that no reader asked for, named as sharply as the key allows. */
export function unknownKey(key: string): string {
  if (namesStatus(key))
    return `${quoted(key)} would hold a person's status, which has no place here`;
  if (letterSwitch.test(key.toLowerCase().replace(/[^a-z0-9]/g, ''))) {
    return `${quoted(key)}: rules P1 to P9 are not switchable, only Legal Counsel decides`;
  }
  return `unknown key ${quoted(key)}`;
}

const whoElse =
  'principals?|leaders?|administrators?|superintendents?|officers?|staff|secretar(?:y|ies)|police';
const elseDecides = new RegExp(
  `\\b(${whoElse})\\s+(may|can|shall|will|must)\\s+` +
    '(also\\s+|then\\s+)?(decide|authori[sz]e|grant|admit|consent|allow|approve|permit)',
  'i',
);

/** Whether an interpretation would hand counsel's decision to somebody else. (P2, P7) */
export function letsAnybodyElseDecide(interpretation: string): boolean {
  return elseDecides.test(interpretation);
}

/**
 * Whether a character is one that a reader cannot see or that reorders what they see.
 *
 * Line feeds are no business of this function. Marks that Arabic or Hebrew need (U+200E, U+200F)
 * and joiners are welcome; overrides and isolates are not, nor a byte that was no text (U+FFFD).
 */
export function isControl(code: number): boolean {
  if (code < 0x20 || (code >= 0x7f && code <= 0x9f)) return true;
  if (code === 0x2028 || code === 0x2029 || code === 0xfeff || code === 0xfffd) return true;
  return (code >= 0x202a && code <= 0x202e) || (code >= 0x2066 && code <= 0x2069);
}
