import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { type PackFile, type PackProblem, readPack } from './read-pack.ts';

function filesOf(district: string): readonly PackFile[] {
  const folder = new URL(`../../../districts/${district}/`, import.meta.url);
  return readdirSync(folder).map((name) => ({
    name,
    text: readFileSync(new URL(name, folder), 'utf8'),
  }));
}

const whole = filesOf('norwalk');
const words = 'words-to-say.yaml';

/** In `file`, the first `from` becomes `to`; the problem stands on the first line with `at`. */
type Break = {
  readonly file: string;
  readonly from: string;
  readonly to: string;
  readonly says: string;
  readonly at: string;
};

function breaksIn(table: string): readonly Break[] {
  const rows = table.trim().split('\n');
  return rows.map((row) => {
    const cells = row.split('|').map((cell) => cell.trim().replaceAll('↵', '\n'));
    const [name = '', from = '', to = '', says = '', at = to] = cells;
    return { file: name.includes('.') ? name : `${name}.yaml`, from, to, says, at };
  });
}

function textOf(files: readonly PackFile[], name: string): string {
  return files.find((file) => file.name === name)?.text ?? '';
}

function broken(files: readonly PackFile[], by: Break): readonly PackFile[] {
  expect(textOf(files, by.file), by.says).toContain(by.from);
  return files.map((file) =>
    file.name === by.file
      ? { name: file.name, text: file.text.replace(by.from, () => by.to) }
      : file,
  );
}

function lineOf(files: readonly PackFile[], by: Break): number {
  const text = textOf(files, by.file);
  expect(text, by.says).toContain(by.at);
  return text.slice(0, text.indexOf(by.at)).split('\n').length;
}

function problemsIn(files: readonly PackFile[]): readonly PackProblem[] {
  const reading = readPack(files);
  return reading.kind === 'read' ? [] : reading.problems;
}

function expectOnly(by: Break): void {
  const files = broken(whole, by);
  const problem = expect.stringContaining(by.says);
  expect(problemsIn(files)).toEqual([{ file: by.file, line: lineOf(files, by), problem }]);
}

function withText(name: string, text: string): readonly PackFile[] {
  return [...whole.filter((file) => file.name !== name), { name, text }];
}

test.each(['norwalk', 'harbor-point-fictional'])('the pack of %s is read whole', (district) => {
  expect(problemsIn(filesOf(district))).toEqual([]);
  expect(readPack(filesOf(district)).kind).toBe('read');
});

// file | what stands there | what is put there | what the problem says | where, if elsewhere
const districtBreaks = `
district | name: Norwalk   | motto: x↵name: Norwalk | unknown key "motto"            | motto
district | timeZone: America/New_York |  | the key "timeZone" is missing | slug: norwalk
district | name: Norwalk Public Schools | name: 12 | name: must be a text
district | name: Norwalk Public Schools | name: "" | name: must not be empty
district | name: Norwalk Public Schools | name: [a] | name: must be a text
district | America/New_York | America/Norwalk  | not an IANA time zone
district | America/New_York | america/New_York | not an IANA time zone
district | America/New_York | EST              | not an IANA time zone
district | America/New_York | "-05:00"         | not an IANA time zone
district | 203-854-4001     | 854-4001         | not a telephone number with area code
district | 203-854-4001     | 103-854-4001     | not a telephone number
district | 203-854-4001     | 911-854-4001     | not a telephone number
district | 203-854-4001     | 203-154-4001     | not a telephone number
district | tag: pl          | tag: qq          | not a known language tag
district | tag: pl          | tag: PL          | not a known language tag
district | tag: pl          | tag: pl_PL       | not a known language tag
district | tag: pl          | tag: fr          | duplicate id "fr"      | tag: fr↵    name: Polski
district | direction: rtl   | direction: ltr   | ar runs the other way  | tag: ar
district | direction: rtl   | direction: up    | "up" is not one of: ltr, rtl
district | address: null↵  unverified: true | address: null | must say so | phone: 203-854-4001
district | slug: norwalk    | slug: Nor walk   | not an id
schools  | level: middle    | level: upper     | "upper" is not one of
schools | fox-run-elementary | cranbury-elementary | duplicate id | cranbury-elementary↵    name: F
schools  | phone: null      | phone: 555-0100  | not a telephone number
schools  | level: middle    | level: middle↵    citizenship: x | person's status | citizenship
schools  | level: middle    | level: middle↵    visa_type: x | person's status | visa_type
agencies | id: dea          | id: fbi          | duplicate id "fbi"     | id: fbi↵    name: Drug
agencies | kind: own-protocol | kind: friendly | "friendly" is not one of
agencies | Operations↵    kind: non-local | Operations↵    kind: local | never local | id: ice-ero
people   | rank: backup     | rank: primary    | no post of backup legal counsel | id: super
people   | rank: primary    | rank: backup     | no post of primary legal counsel | - id: super
people   | duty: superintendent | duty: auditor | no post of superintendent | - id: super
people | ↵    rank: backup |  | the key "rank" is missing | id: legal-counsel-backup
people   | rank: backup     | rank: third      | "third" is not one of
people   | duty: it         | duty: principal  | "principal" is not one of
people   | duty: it         | duty: office-staff | comes from schools.yaml | id: it
people   | id: it           | id: communications | duplicate id | communications↵    title: District
people   | duty: it         | duty: it↵    name: x | unknown key "name"  | name: x
`;

const policyBreaks = `
policy | version: norwalk-1  |                    | the key "version" is missing | adoptedOn
policy | adoptedOn: null     | adoptedOn: 2026-02-30 | not a calendar day
policy | Papers: allowed     | Papers: forbidden  | "forbidden" is not one of: allowed, note-only
policy | Transcribe: true    | Transcribe: yes    | must be true or false
policy | AgentsLeft: true    | AgentsLeft: false  | must be true: a notice waits
policy | [at-door]           | [phone]            | always told to families (P9)
policy | [at-door]           | [at-door, sighting] | "sighting" is not one of
policy | [at-door]           | [at-door, at-door] | duplicate id "at-door"
policy | [at-door]           | []                 | must not be empty
policy | [at-door]           | at-door            | must be a list
policy | afterSeconds: 120   | afterSeconds: -1   | whole number from 0 to 3600
policy | afterSeconds: 120   | afterSeconds: 90000 | whole number from 0 to 3600
policy | afterSeconds: 120   | afterSeconds: "120" | whole number from 0 to 3600
policy | afterSeconds: 120   | afterSeconds: 301  | before the one above it | - reach: primary
policy | EverySeconds: 60    | EverySeconds: 0    | whole number from 15 to 900
policy | ExpiresSeconds: 600 | ExpiresSeconds: 86400 | whole number from 60 to 3600
policy | reach: primary      | reach: backups     | never reaches legal counsel (P6)
policy | reach: backups      | reach: nobody      | "nobody" is not one of
policy | [legal-counsel]     | [communications]   | without the duty "legal-counsel" | - reach
policy | [superintendent] | [communications] | without the duty "superintendent" | - reach: super
policy | [building-leader, d | [principal, d      | "principal" is not one of
policy | [judicial-warrant]  | [administrative-warrant] | may support no ground (P3)
policy | [judicial-warrant]  | [court-order, administrative-subpoena] | may support no ground (P3)
policy | [judicial-warrant]  | [application]      | may support no ground (P3)
policy | [judicial-warrant]  | [notice-or-letter] | may support no ground (P3)
policy | [judicial-warrant]  | [consent]          | may support no ground (P3)
policy | [judicial-warrant]  | [unreadable]       | may support no ground (P3)
policy | [judicial-warrant]  | [subpoena]         | may support no ground (P3)
policy | [judicial-warrant]  | [other]            | may support no ground (P3)
policy | [judicial-warrant]  | [i-200]            | "i-200" is not one of
policy | [judicial-warrant]  | []                 | needsFinding: must not be empty
policy | id: court-order     | id: parent-consent | no ground for access (P1, P3)
policy | id: court-order | id: civil-entry-warrant | duplicate id | warrant↵    description: A civil
policy | switchedOn: false   | switchedOn: true   | before counsel has answered | - id: clerk-signed
policy | federal: 14         | federal: 0         | whole number from 1 to 90
policy | federal: 14         | elsewhere: 14      | "federal" is missing
policy | to: "22:00"         | to: "25:00"        | not a time such as 06:00
policy | to: "22:00"         | to: "05:00"        | ends before it begins | from: "06:00"
policy | NoticeDays: null    | NoticeDays: -3     | whole number from 0 to 60
policy | paging: keep        | paging: 30         | only counsel turns disposal on
policy | ↵  paging: keep     |                    | the key "paging" is missing | door-log: keep
policy | setBy: null         | setBy: superintendent | only Legal Counsel sets
policy | interpretation: null | interpretation: Yes. | both null or both set | warrants↵    question
policy | id: retention-series | id: other-series | "other-series" is not one of
policy | adoptedOn: null     | P2: off↵adoptedOn: null | not switchable | P2: off
policy | adoptedOn: null     | letterRules: []↵adoptedOn: null | not switchable | letterRules
policy | adoptedOn: null     | whoDecides: it↵adoptedOn: null | only Legal Counsel | whoDecides
policy | adoptedOn: null     | mayAuthorize: it↵adoptedOn: null | not switchable | mayAuthorize
`;

const wordsBreaks = `
words-to-say | locale: en    | locale: english    | not a known language tag
words-to-say | id: asked-by-phone | id: asked-by-fax | "asked-by-fax" is not one of
words-to-say | agents-arrive | non-consent-stated | duplicate | stated↵    lines:↵      - duties: [b
words-to-say | say: I cannot discuss whether | say: Is {citizenship} | for a person's status
words-to-say | say: I cannot discuss whether | say: "Immigration status: __" # | person's status
words-to-say | say: Thank you for coming. | say: "Thank\\u0007 you." # | a control character
words-to-say | [school-security-officer, office-staff] | [office-staff, office-staff] | duplicate id
words-to-say | [building-leader, designated-administrator] | [office-staff] | two lines | - duties
`;

const yamlBreaks = `
district | name: Norwalk    | name:\tNorwalk     | a tab
district | name: Norwalk    | name: Nor\u202ewalk | a control character
district | name: Norwalk    | name: Nor\u0007walk | a control character
district | name: Norwalk    | name: Nor\ufffdwalk | a control character
district | slug: norwalk    | slug: &x norwalk    | the anchor &x
district | slug: norwalk    | slug: *x            | the alias *x
district | slug: norwalk    | slug: !!str norwalk | the tag
district | slug: norwalk    | slug: norwalk: x    | not YAML
district | localeDefault: en | localeDefault: en↵name: Again | is there twice | name: Again
letter.en.md | Dear Families, | Dear {{ citizenship }}, | a field for a person's status
letter.en.md | Dear Families, | Visa: ____           | a field for a person's status
letter.en.md | Dear Families, | Dear\tFamilies,      | a tab
letter.en.md | Dear Families, | Dear\u200f \u2066Families, | a control character
`;

const titled = (table: string) =>
  breaksIn(table).map((by) => [`${by.file}, ${by.says}`, by] as const);

test.each(titled(districtBreaks))('of places and posts, only the broken one: %s', (_, by) => {
  expectOnly(by);
});

test.each(titled(policyBreaks))('of the law as data, only the broken part: %s', (_, by) => {
  expectOnly(by);
});

test.each(titled(wordsBreaks))('of the words to say, only the broken ones: %s', (_, by) => {
  expectOnly(by);
});

test.each(titled(yamlBreaks))('of the file as text, only the broken line: %s', (_, by) => {
  expectOnly(by);
});

test('ten problems in one pack are all named, in the order of files and lines', () => {
  const ten = `
district | timeZone: America/New_York | timeZone: Mars
district | 203-854-4001     | 4001
district | tag: pl          | tag: qq
schools  | level: middle    | level: upper
agencies | kind: own-protocol | kind: friendly
people   | duty: it         | duty: principal
policy   | afterSeconds: 120 | afterSeconds: -1
policy   | [judicial-warrant] | [administrative-warrant]
policy   | setBy: null      | setBy: superintendent
words-to-say | id: asked-by-phone | id: asked-by-fax
`;
  const files = breaksIn(ten).reduce(broken, whole);
  const found = problemsIn(files).map(({ file, line }) => ({ file, line }));
  const places = breaksIn(ten).map((by) => ({ file: by.file, line: lineOf(files, by) }));
  expect(found).toEqual(places);
});

test.each(whole.map((file) => file.name))('a pack without %s is no pack', (name) => {
  const files = whole.filter((file) => file.name !== name);
  expect(problemsIn(files)).toEqual([{ file: name, line: 0, problem: 'the file is missing' }]);
});

test('a file that no pack has is named, and so is one that is there twice', () => {
  const stray = [...whole, { name: 'people.csv', text: '' }];
  expect(problemsIn(stray)).toEqual([
    { file: 'people.csv', line: 0, problem: 'not a file of a pack' },
  ]);
  const first = whole.find((file) => file.name === 'people.yaml');
  const twice = first === undefined ? [] : [...whole, first];
  expect(problemsIn(twice)).toEqual([
    { file: 'people.yaml', line: 0, problem: 'the file is there twice' },
  ]);
});

test.each(['district.yaml', 'letter.en.md'])('%s over a megabyte is not looked into', (name) => {
  // The pound sign takes two bytes, so half as many characters are already too many.
  const large = withText(name, `# ${'£'.repeat(524_288)}\n`);
  const problem = 'the file is over 1048576 bytes';
  expect(problemsIn(large)).toEqual([{ file: name, line: 0, problem }]);
});

test('a hostile file is refused quickly and never grows', () => {
  const level = (at: number) => `a${at}: &a${at} [*a${at - 1}, *a${at - 1}, *a${at - 1}]\n`;
  const bomb = `a0: &a0 [x]\n${Array.from({ length: 40 }, (_, at) => level(at + 1)).join('')}`;
  const walls = `slug: ${'['.repeat(50_000)}`;
  const twins = Array.from({ length: 20_000 }, (_, at) => `k${at}: 1\n`).join('');
  for (const text of [bomb, walls, twins]) {
    const startedAt = performance.now();
    expect(problemsIn(withText('people.yaml', text)).length).toBeGreaterThan(0);
    expect(performance.now() - startedAt).toBeLessThan(5_000);
  }
});

test('a second document is not silently left out', () => {
  const files = withText('people.yaml', `${textOf(whole, 'people.yaml')}---\nposts: []\n`);
  expect(problemsIn(files)).toEqual([
    { file: 'people.yaml', line: 28, problem: expect.stringContaining('not YAML') },
  ]);
});

test('a language that is not offered cannot be the default', () => {
  const files = broken(whole, {
    file: 'district.yaml',
    from: 'localeDefault: en',
    to: 'localeDefault: de',
    says: 'not among the languages offered',
    at: 'localeDefault: de',
  });
  expect(problemsIn(files)).toContainEqual({
    file: 'district.yaml',
    line: 48,
    problem: 'localeDefault: "de" is not among the languages offered',
  });
});

test('a chain that stops at counsel never reaches the superintendent, and that is named', () => {
  expectOnly({
    file: 'policy.yaml',
    from: `    - reach: superintendent\n      duties: [superintendent]\n      afterSeconds: 300\n`,
    to: '',
    says: 'never reaches the superintendent',
    at: '- reach: primary',
  });
});

test('a chain that leaves out the building leader is named', () => {
  const between = '      afterSeconds: 0\n    - duties: ';
  const second = '[building-leader, designated-administrator, superintendent]';
  expectOnly({
    file: 'policy.yaml',
    from: `[building-leader, designated-administrator]\n${between}${second}`,
    to: '[designated-administrator]',
    says: 'never reaches the building leader',
    at: '- duties: [designated-administrator]',
  });
});

test('a situation without a line, or a line without a word, is named', () => {
  const wordless: Break = {
    file: words,
    from: '        do: Call 911 now. Those who come to save a life come in at once.\n',
    to: '',
    says: 'nothing to say',
    at: '- id: life-at-risk',
  };
  const files = broken(whole, wordless);
  const line = lineOf(files, wordless) + 2;
  const problem = 'situations: lines: has nothing to say and nothing to do';
  expect(problemsIn(files)).toEqual([{ file: words, line, problem }]);
  const last = textOf(whole, words).indexOf('  - id: weapons-force-or-doubt');
  expect(problemsIn(withText(words, textOf(whole, words).slice(0, last)))).toEqual([
    { file: words, line: 6, problem: expect.stringContaining('"weapons-force-or-doubt" is miss') },
  ]);
});

test('a letter has a known language and is not empty', () => {
  const unknown = [...whole, { name: 'letter.qq.md', text: 'Dear Families,' }];
  expect(problemsIn(unknown)).toEqual([
    { file: 'letter.qq.md', line: 0, problem: '"qq" is not a known language tag' },
  ]);
  expect(problemsIn(withText('letter.en.md', ' \n'))).toEqual([
    { file: 'letter.en.md', line: 1, problem: 'the letter is empty' },
  ]);
});

test('nesting beyond what a pack needs is named and not followed', () => {
  const deep = `deep: ${'['.repeat(20)}${']'.repeat(20)}\n${textOf(whole, 'people.yaml')}`;
  expect(problemsIn(withText('people.yaml', deep))).toContainEqual({
    file: 'people.yaml',
    line: 1,
    problem: 'nested deeper than 12 levels',
  });
});

test('an interpretation may not hand the decision to anybody but Legal Counsel', () => {
  const answer = (text: string): Break => ({
    file: 'policy.yaml',
    from: '    interpretation: null\n    setBy: null',
    to: `    interpretation: ${text}\n    setBy: legal-counsel`,
    says: 'somebody other than Legal Counsel',
    at: text,
  });
  expectOnly(answer('At night the building leader may authorize entry.'));
  expectOnly(answer('Principals can grant access when counsel is asleep.'));
  const lawful = answer('The building leader may not decide. Only counsel authorizes.');
  expect(problemsIn(broken(whole, lawful))).toEqual([]);
});

test('a ground opens once counsel has answered its question, and not before', () => {
  const on = { file: 'policy.yaml', from: 'switchedOn: false', to: 'switchedOn: true' };
  const opened = broken(whole, { ...on, says: '', at: '' });
  expect(problemsIn(opened)).toHaveLength(1);
  const answered = broken(opened, {
    file: 'policy.yaml',
    from: '    interpretation: null\n    setBy: null',
    to: '    interpretation: Recognised (fictional).\n    setBy: legal-counsel',
    says: '',
    at: '',
  });
  expect(problemsIn(answered)).toEqual([]);
});

test("the letter's own words about status are no field for one", () => {
  const letter = textOf(whole, 'letter.en.md');
  expect(letter).toContain('regardless of their immigration status');
  expect(problemsIn(whole)).toEqual([]);
});

test('files with the line endings of Windows are read, at the same lines', () => {
  const windows = whole.map((file) => ({ ...file, text: file.text.replaceAll('\n', '\r\n') }));
  expect(problemsIn(windows)).toEqual([]);
});
