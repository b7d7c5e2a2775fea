/*
 * Finds what must not be written down about a person (principle 5, P12), in English, Spanish and
 * Haitian Creole. It reports; it refuses to block anything, because a fact at the door is always
 * accepted (principle 2). It keeps nothing of what it reads.
 */
import { english } from './words-never-written/english.ts';
import { detectorOf } from './words-never-written/find.ts';
import type { Finding } from './words-never-written/finding.ts';
import { haitianCreole } from './words-never-written/haitian-creole.ts';
import { spanish } from './words-never-written/spanish.ts';

export type { Finding, NeverWritten } from './words-never-written/finding.ts';
export { whyNeverWritten } from './words-never-written/why.ts';

let detector: ((text: string) => readonly Finding[]) | undefined;

/**
 * Every place where the text says something that Threshold has no place for, sorted and never
 * overlapping, as offsets into the text as it was given.
 *
 * A warning and not a verdict: it misses what it was not taught, and it never throws. General
 * language ("regardless of immigration status") is passed over where it can be told apart. The
 * time it takes grows with the length of the text and with nothing else.
 */
export function findNeverWritten(text: string): readonly Finding[] {
  // Learnt at the first use: a page without a free-text field should not pay for the lists.
  detector ??= detectorOf([english, spanish, haitianCreole]);
  return detector(text);
}

/**
 * The text with each finding replaced by '[…]', so that a person can keep the rest.
 *
 * Only the findings given are taken out, so a person may keep one. They must come from this text,
 * sorted. Nothing is found in what is left when all of them are taken out.
 */
export function withoutFindings(text: string, findings: readonly Finding[]): string {
  let rest = '';
  let from = 0;
  for (const finding of findings) {
    rest += `${text.slice(from, finding.start)}[…]`;
    from = finding.end;
  }
  return rest + text.slice(from);
}
