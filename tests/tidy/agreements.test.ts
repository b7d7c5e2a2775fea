import { describe, expect, test } from 'vitest';
import { opening } from '../../src/authority/opens.ts';
import { refusals } from '../../translations/refusals.en.ts';
import {
  featuresIn,
  isShowing,
  openingInSql,
  refusalsIn,
  rulesCited,
  rulesStated,
} from './agreements.ts';
import { actsWithDuties } from './duty-first.ts';
import { filesOfOurs, isCore, isScript, isTest, textOf } from './source.ts';

const sources = filesOfOurs();
const protocol = textOf('docs/protocol.md');
const features = textOf('docs/features.md');
const stories = sources.filter(({ file }) => /^tests\/stories\/.*\.story$/.test(file));
const programs = sources.filter(
  ({ file }) => file.startsWith('src/') && isScript(file) && !isTest(file),
);

describe('the database and the program agree', () => {
  test('on which entries nobody but counsel may write', () => {
    const sql = textOf('db/migrations/0003-signed-by-counsel.sql') ?? '';
    expect(openingInSql(sql)).toEqual([...opening]);
  });
});

describe('every refusal', () => {
  const declared = programs.flatMap(({ file, text }) => refusalsIn(file, text));

  test('has words for a tired person', () => {
    const spoken: Readonly<Record<string, string>> = refusals;
    expect(declared.length).toBeGreaterThan(40);
    expect(declared.filter((refusal) => !/\w{2,} .*\.$/.test(spoken[refusal] ?? ''))).toEqual([]);
  });

  test('is a clause in words and hyphens, never a number', () => {
    expect(declared.filter((refusal) => !/^[a-z]+(-[a-z0-9]+)+$/.test(refusal))).toEqual([]);
  });

  test.runIf(stories.length > 0)('of the door stands in some story', () => {
    const told = stories.map(({ text }) => text).join('\n');
    const words = textOf('src/encounter/words.ts') ?? '';
    const refused = refusalsIn('src/encounter/words.ts', words);
    expect(refused.length).toBeGreaterThan(10);
    expect(refused.filter((refusal) => !told.includes(refusal))).toEqual([]);
  });
});

test('every act that has a duty is done somewhere', () => {
  const table = 'src/district/core/act-duties.ts';
  const others = programs.filter(({ file }) => file !== table).map(({ text }) => text);
  const named = actsWithDuties(textOf(table) ?? '');
  expect(named.length).toBeGreaterThan(20);
  expect(named.filter((act) => !others.some((text) => text.includes(`'${act}'`)))).toEqual([]);
});

describe('the letter', () => {
  const cited = new Set(
    sources.filter(({ file }) => isCore(file)).flatMap(({ text }) => rulesCited(text)),
  );
  const letter = Array.from({ length: 14 }, (_, index) => index + 1);

  test('has fourteen rules, and the law cites no other', () => {
    expect(cited.size).toBeGreaterThan(5);
    expect([...cited].filter((number) => !letter.includes(number))).toEqual([]);
  });

  test.runIf(protocol !== null)('is written out in the protocol, rule by rule', () => {
    const stated = rulesStated(protocol ?? '');
    expect(letter.filter((number) => !stated.includes(number))).toEqual([]);
    expect([...cited].filter((number) => !stated.includes(number))).toEqual([]);
  });
});

describe('the list of features', () => {
  const rows = featuresIn(features ?? '');
  const isWritten = features !== null;

  test.runIf(isWritten)('has each of the 129, and each is done, in part or not yet', () => {
    const all = Array.from({ length: 129 }, (_, index) => index + 1);
    expect(rows.map(({ number }) => number)).toEqual(all);
    expect(rows.filter(({ states }) => states.length !== 1)).toEqual([]);
  });

  test.runIf(isWritten)('claims nothing that no test or story shows', () => {
    const claimed = rows.filter(({ states }) => !states.includes('not yet'));
    const unshown = claimed.filter(({ shownBy }) => !shownBy.some(isShowing));
    const lost = rows.flatMap(({ shownBy }) => shownBy).filter((file) => textOf(file) === null);
    expect(unshown.map(({ number }) => number)).toEqual([]);
    expect(lost).toEqual([]);
  });
});
