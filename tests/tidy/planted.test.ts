import { describe, expect, test } from 'vitest';
import { brokenBy, foundIn, functionOf } from './planted.ts';

const law = 'src/encounter/core/planted.ts';
const acts = 'src/notice/acts.server.ts';
const room = 'src/encounter/planted.server.ts';
const some = 'src/commands/planted.ts';
const screen = 'src/encounter/screens/planted.svelte';

describe('lengths', () => {
  test('a function of 51 lines is found, one of 50 is not', () => {
    expect(foundIn(some, functionOf(51))).toEqual(['function-lines: long']);
    expect(foundIn(some, functionOf(50))).toEqual([]);
  });

  test('a heading over tests may be long, a test may not', () => {
    const lines = '  step();\n'.repeat(60);
    expect(brokenBy('src/a.test.ts', `describe('a', () => {\n${lines}});`)).toEqual([]);
    expect(brokenBy('src/a.test.ts', `test('a', () => {\n${lines}});`)).toEqual(['function-lines']);
  });

  test.each([
    ['src/commands/planted.ts', 300],
    ['src/notice/planted.test.ts', 500],
    ['src/routes/staff/+page.server.ts', 80],
    ['src/routes/staff/live/+server.ts', 80],
    ['src/design/planted/planted.svelte', 200],
  ])('%s ends at %i lines', (file, limit) => {
    const line = file.endsWith('.svelte') ? '<p>.</p>\n' : 'step();\n';
    expect(brokenBy(file, line.repeat(limit))).toEqual([]);
    expect(brokenBy(file, line.repeat(limit + 1))).toEqual(['file-lines']);
  });

  test('a script of 81 lines in a component is found', () => {
    const component = (lines: number) =>
      `<script>\n${'step();\n'.repeat(lines)}</script>\n<p>.</p>`;
    expect(brokenBy(screen, component(81))).toEqual(['component-script']);
    expect(brokenBy(screen, component(80))).toEqual([]);
  });

  test('a fifth parameter is found, wherever the function stands', () => {
    expect(foundIn(some, 'const f = (a, b, c, d, e) => a;')).toEqual(['parameters: f']);
    expect(foundIn(some, 'const f = { g(a, b, c, d, e) {} };')).toEqual(['parameters: g']);
    expect(foundIn(some, 'const f = (a, b, c, d) => a;')).toEqual([]);
  });

  test('a fourth control structure inside three others is found', () => {
    const deep = 'function f() { for (;;) { while (a) { try { if (b) c(); } catch {} } } }';
    expect(foundIn(some, deep)).toEqual(['nesting: f']);
  });

  test('an else-if is no deeper than its if', () => {
    const chain = 'if (a) b(); else if (c) d(); else if (e) f(); else if (g) h();';
    expect(foundIn(some, `function f() { ${chain} }`)).toEqual([]);
  });

  test('a line of 101 columns is found, in a program and in SQL', () => {
    expect(brokenBy(some, `// ${'x'.repeat(98)}`)).toEqual(['columns']);
    expect(brokenBy('db/migrations/9.sql', `-- ${'x'.repeat(98)}`)).toEqual(['columns']);
    expect(brokenBy(some, `// ${'é'.repeat(97)}`)).toEqual([]);
  });

  test('a statement of 61 lines is found, in a program and in SQL', () => {
    const sql = `select 1${'\n, 2'.repeat(60)}`;
    expect(brokenBy(some, `const a = \`${sql}\`;`)).toEqual(['statement-lines']);
    expect(brokenBy('db/migrations/9.sql', `${sql};`)).toEqual(['statement-lines']);
  });
});

describe('plain types', () => {
  test.each([
    ['const a: any = 1;'],
    ['const a = b!;'],
    ['let a!: string;'],
    ['enum A { b }'],
    ['export default function a() {}'],
    ['export { a as default };'],
    ['const a = 1;\nexport default a;'],
  ])('%s is found', (text) => {
    expect(brokenBy(some, text)).toEqual(['plain-types']);
  });

  test('what hides in a component is found at its own line', () => {
    const component = '<p>any</p>\n<script lang="ts">\n  let a: any;\n</script>';
    expect(brokenBy(screen, component)).toEqual(['plain-types']);
  });

  test('a class is found in the law, and left alone elsewhere', () => {
    expect(brokenBy(law, 'class A {}')).toEqual(['plain-types']);
    expect(brokenBy(some, 'class A {}')).toEqual([]);
  });

  test('a wish is found in the law; as const is no wish', () => {
    expect(brokenBy(law, 'const a = b as string;')).toEqual(['wishes']);
    expect(brokenBy('src/std/planted.ts', 'const a = <string>b;')).toEqual(['wishes']);
    expect(brokenBy(law, 'const a = [1] as const; import { b as c } from "./b.ts";')).toEqual([]);
  });

  test('the configuration that vite reads may have its default export', () => {
    expect(brokenBy('vite.config.ts', 'export default {};')).toEqual([]);
  });
});

describe('the law', () => {
  test.each([
    'Date.now()',
    'new Date()',
    'Math.random()',
    'setTimeout(a, 1)',
    'fetch(a)',
    'process.env',
    'console.assert(a)',
    'performance.now()',
    'crypto.randomUUID()',
    'globalThis.Date',
    'Temporal.Now.instant()',
  ])('%s is found in the law and in std', (text) => {
    expect(brokenBy(law, `const a = ${text};`)).toContain('purity');
    expect(brokenBy('src/std/planted.ts', `const a = ${text};`)).toContain('purity');
  });

  test('a time that was handed in is no clock', () => {
    expect(brokenBy(law, 'const a = new Date(b); const c = law.process; f({ fetch: 1 });')).toEqual(
      [],
    );
  });
});

describe('duties', () => {
  test('an act that asks nobody is found', () => {
    const act = 'export async function sendNotice(desk: Desk) {\n  return perform(desk);\n}';
    expect(foundIn(acts, act)).toEqual(['duty-first: sendNotice']);
  });

  test('an act that asks only after it acted is found', () => {
    const steps = 'await perform(desk);\n  if (!mayDo(desk.who, a, null)) return b;';
    const act = `export async function sendNotice(desk: Desk) {\n  ${steps}\n}`;
    expect(foundIn(acts, act)).toEqual(['duty-first: sendNotice']);
  });

  test('an act that asks and goes on all the same is found', () => {
    const steps = 'if (!mayDo(desk.who, a, null)) note();\n  return perform(desk);';
    const act = `export async function sendNotice(desk: Desk) {\n  ${steps}\n}`;
    expect(foundIn(acts, act)).toEqual(['duty-first: sendNotice']);
  });

  test('an act that asks first is let be', () => {
    const steps = 'if (!mayDo(desk.who, a, null)) return b;\n  return perform(desk);';
    expect(foundIn(acts, `export async function send(desk: Desk) {\n  ${steps}\n}`)).toEqual([]);
  });
});

describe('honest tests', () => {
  test.each(['test.only(a)', 'describe.skip(a)', 'it.todo(a)', 'test.skipIf(a)', 'context.skip()'])(
    '%s is found',
    (text) => expect(brokenBy('src/a.test.ts', text)).toEqual(['honest-tests']),
  );

  test('a test that can never go red is found', () => {
    expect(brokenBy('src/a.test.ts', 'expect(true).toBe(true);')).toEqual(['honest-tests']);
    expect(brokenBy('src/a.test.ts', 'expect(isTrue).toBe(true);')).toEqual([]);
  });
});

describe('what is printed', () => {
  test('a second log is found', () => {
    expect(brokenBy(room, "import { pino } from 'pino';")).toEqual(['one-log']);
    expect(brokenBy('src/platform/log.server.ts', "import { pino } from 'pino';")).toEqual([]);
  });

  test('printing is found, but for what is started from a terminal', () => {
    expect(brokenBy(room, 'process.stdout.write(a);')).toEqual(['no-printing']);
    expect(brokenBy(screen, '<script>console.warn(a);</script>')).toEqual(['no-printing']);
    expect(brokenBy('src/web.ts', 'console.error(a);')).toEqual(['no-printing']);
    expect(brokenBy('src/web.ts', 'process.stderr.write(a);')).toEqual([]);
  });

  test('a place on somebody’s machine is found, whatever kind of file it stands in', () => {
    // Put together here, so that this file names no machine either.
    const places = [['', 'work', 'main'].join('/'), ['', 'home', 'ann'].join('/')];
    for (const place of places) {
      expect(brokenBy('docs/planted.md', `see ${place}`)).toEqual(['nobodys-machine']);
    }
    const address = `"${'resolved'}": "http://example.org/a.tgz"`;
    expect(brokenBy('package-lock.json', address)).toEqual(['nobodys-machine']);
    expect(brokenBy('README.md', `on ${'farm'}-7`)).toEqual(['nobodys-machine']);
    expect(brokenBy('README.md', 'src/work/main and /workshop')).toEqual([]);
  });
});
