import { everyRule } from './every-rule.ts';

/** What each rule says about a text that stands nowhere but in a test, as `rule: what`. */
export function foundIn(file: string, text: string): readonly string[] {
  return Object.values(everyRule)
    .flat()
    .flatMap((rule) => rule(file, text))
    .map(({ rule, what }) => `${rule}: ${what}`);
}

/** The names of the rules that something breaks, each once. */
export function brokenBy(file: string, text: string): readonly string[] {
  return [...new Set(foundIn(file, text).map((found) => found.replace(/:.*$/s, '')))];
}

/** A function of so many lines, one statement to a line. */
export function functionOf(lines: number): string {
  const body = Array.from({ length: lines - 2 }, () => '  step();');
  return ['function long() {', ...body, '}', ''].join('\n');
}
