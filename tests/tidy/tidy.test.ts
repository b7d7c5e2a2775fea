import { describe, expect, test } from 'vitest';
import { modules } from '#modules';
import { notAllowed, problemsOf, readAllowances } from './allowances.ts';
import { everyRule } from './every-rule.ts';
import { cycleIn } from './imports.ts';
import { wishesPerThousandLines } from './plain-types.ts';
import { filesOfOurs } from './source.ts';

const sources = filesOfOurs();
const list = readAllowances();

const findings = Object.entries(everyRule).map(([claim, rules]) => ({
  claim,
  found: sources.flatMap(({ file, text }) => rules.flatMap((rule) => rule(file, text))),
}));

describe('the style is kept', () => {
  test.each(findings)('$claim', ({ found }) => {
    expect(notAllowed(found, list.allowances)).toEqual([]);
  });

  test('outside the law the compiler is believed but for three times in a thousand lines', () => {
    expect(wishesPerThousandLines(sources)).toBeLessThanOrEqual(3);
  });

  test('the picture of who imports whom has no circle', () => {
    expect(cycleIn(modules)).toEqual([]);
  });
});

describe('what is allowed for a while', () => {
  test('each allowance is needed, has a reason and has not run out, and none was added', () => {
    const today = new Date().toISOString().slice(0, 10);
    const found = findings.flatMap((each) => each.found);
    expect(problemsOf(list, found, today)).toEqual([]);
  });
});

test('the whole house was looked at, and not an empty folder', () => {
  const seen = sources.map(({ file }) => file);
  expect(seen).toContain('src/encounter/core/decide.ts');
  expect(seen).toContain('db/migrations/0001-ledger.sql');
  expect(seen).toContain('package-lock.json');
  expect(seen.some((file) => file.startsWith('node_modules/'))).toBe(false);
});
