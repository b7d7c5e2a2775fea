import { readFileSync } from 'node:fs';
import type { Finding } from './source.ts';

/** Something that breaks a rule and may, for a while, because somebody said why. */
export type Allowance = {
  readonly rule: string;
  readonly file: string;
  readonly what: string;
  readonly owner: string;
  readonly reason: string;
  /** The last day on which it is allowed, as `YYYY-MM-DD`. */
  readonly until: string;
};

/** `ceiling` is how many there may be. It comes down with the list and is never raised. */
export type Allowances = { readonly ceiling: number; readonly allowances: readonly Allowance[] };

export function readAllowances(): Allowances {
  return JSON.parse(readFileSync(new URL('./allowances.json', import.meta.url), 'utf8'));
}

const keyOf = ({ rule, file, what }: Allowance | Finding) => `${rule} | ${file} | ${what}`;

/** What nobody has allowed, as lines for the person who has to mend it. */
export function notAllowed(
  findings: readonly Finding[],
  allowances: readonly Allowance[],
): readonly string[] {
  const allowed = new Set(allowances.map(keyOf));
  return findings
    .filter((found) => !allowed.has(keyOf(found)))
    .map(({ rule, file, line, what, words }) => `${file}:${line} ${rule}: ${what} (${words})`)
    .sort();
}

/** What is wrong with the list itself: the needless, the run out, and the one too many. */
export function problemsOf(
  { ceiling, allowances }: Allowances,
  findings: readonly Finding[],
  today: string,
): readonly string[] {
  const found = new Set(findings.map(keyOf));
  const keys = allowances.map(keyOf);
  return [
    ...(allowances.length > ceiling ? [`there are more than ${ceiling} allowances`] : []),
    ...(allowances.length < ceiling ? [`the ceiling comes down to ${allowances.length}`] : []),
    ...keys.filter((key) => !found.has(key)).map((key) => `no longer needed: ${key}`),
    ...keys.filter((key, index) => keys.indexOf(key) < index).map((key) => `twice: ${key}`),
    ...allowances.filter(({ until }) => until < today).map((one) => `ran out: ${keyOf(one)}`),
    ...allowances.filter((one) => one.reason.length < 20).map((one) => `no reason: ${keyOf(one)}`),
    ...allowances.filter((one) => one.owner === '').map((one) => `no owner: ${keyOf(one)}`),
  ];
}
