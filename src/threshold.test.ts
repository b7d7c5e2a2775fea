import { spawnSync } from 'node:child_process';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { commands, usage } from './threshold.ts';

const project = join(import.meta.dirname, '..');
const vector = (name: string) => join(project, 'tests/vectors/proofs', name);
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'threshold-command-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** Starts the command line as anybody would, without any setting of ours. */
function threshold(...args: string[]) {
  const environment = { PATH: process.env.PATH, THRESHOLD_DATA: join(folder, 'data') };
  const program = join(project, 'src/threshold.ts');
  const run = spawnSync(process.execPath, [program, ...args], {
    encoding: 'utf8',
    env: environment,
    cwd: folder,
  });
  const lines = run.stdout.split('\n').filter((line) => line !== '');
  return { status: run.status, lines, errors: run.stderr };
}

describe('what cannot be used ends with 2, says so, and prints nothing a program would read', () => {
  test.each([
    [[]],
    [['no-such-command']],
    [['verify', '--nonsense', 'x']],
    [['verify', '--export']],
    [['verify', 'word']],
    [['verify', '--export', 'a', '--checkpoint', 'b']],
    [['verify', '--export', '/no/such/folder']],
    [['verify', '--checkpoint', '/no/such/file']],
    [['verify-proof']],
    [['verify-proof', '/no/such/file']],
    [['district']],
    [['district', 'check']],
    [['district', 'mend', 'somewhere']],
    [['packet']],
    [['token']],
    [['worker', '--lane', 'fast']],
    [['web', 'word']],
    [['notary', '--lane', 'alarm']],
    [['migrate', 'now']],
    [['doctor', 'word']],
  ])('%j', (args) => {
    const { status, lines, errors } = threshold(...args, ...(args.length > 0 ? ['--json'] : []));
    expect(status).toBe(2);
    expect(lines).toEqual([]);
    expect(errors).not.toBe('');
    expect(errors).not.toContain('    at ');
  });
});

test('help lists every command with a sentence, and says which are not built', () => {
  const { status, lines } = threshold('--help');
  expect(status).toBe(0);
  expect(`${lines.join('\n')}\n`).toBe(usage().replaceAll('\n\n', '\n'));
  for (const name of commands.keys())
    expect(lines.some((line) => line.includes(`  ${name}`))).toBe(true);
});

test('a command that is not built says so and does nothing', () => {
  const unbuilt = [...commands.keys()].filter((name) =>
    usage().match(`  ${name} .*\\(not built yet\\)`),
  );
  for (const name of unbuilt) {
    expect(threshold(name)).toEqual({
      status: 2,
      lines: [],
      errors: `"${name}" is not built yet.\n`,
    });
  }
});

test('a setting nobody knows is refused in one sentence', () => {
  const program = join(project, 'src/threshold.ts');
  const { status, stderr } = spawnSync(process.execPath, [program, 'verify'], {
    encoding: 'utf8',
    env: { PATH: process.env.PATH, THRESHOLD_NONSENSE: '1' },
  });
  expect(status).toBe(1);
  expect(stderr).toBe('THRESHOLD_NONSENSE is not a setting of Threshold.\n');
});

describe('verify-proof', () => {
  const holds = vector('consistency-of-equal-sizes-with-short-roots.json');
  const fails = vector('consistency-from-the-empty-tree-with-a-proof.json');

  test('answers one line a file, 0 only when all are accepted', () => {
    expect(threshold('verify-proof', holds)).toMatchObject({
      status: 0,
      lines: [`accepted: ${holds}`],
    });
    expect(threshold('verify-proof', holds, fails)).toMatchObject({
      status: 1,
      lines: [`accepted: ${holds}`, `refused: ${fails}`],
    });
  });

  test('with --json one value a line', () => {
    const { lines } = threshold('verify-proof', '--json', fails, holds);
    expect(lines.map((line) => JSON.parse(line))).toEqual([
      { file: fails, verdict: 'refused' },
      { file: holds, verdict: 'accepted' },
    ]);
  });

  test('what is no text is refused, and a file that is not there judges nothing', async () => {
    const bytes = join(folder, 'bytes.json');
    await writeFile(bytes, Buffer.of(0xff, 0xfe, 0x7b));
    expect(threshold('verify-proof', bytes)).toMatchObject({
      status: 1,
      lines: [`refused: ${bytes}`],
    });
    // A decoder that mends would accept both: a mark in front, and a broken byte nobody asks about.
    const marked = join(folder, 'marked.json');
    await writeFile(marked, `\ufeff${await readFile(holds, 'utf8')}`);
    const broken = join(folder, 'broken.json');
    const text = (await readFile(holds, 'utf8')).replace('{', '{"remark":"?",');
    const bytesOfText = Buffer.from(text);
    bytesOfText[bytesOfText.indexOf('?')] = 0xff;
    await writeFile(broken, bytesOfText);
    expect(threshold('verify-proof', marked, broken)).toMatchObject({
      status: 1,
      lines: [`refused: ${marked}`, `refused: ${broken}`],
    });
    expect(threshold('verify-proof', holds, join(folder, 'nothing'))).toMatchObject({
      status: 2,
      lines: [],
    });
  });
});

describe('district check', () => {
  test('a pack without problems passes, and prints nothing as JSON', () => {
    const pack = join(project, 'districts/norwalk');
    expect(threshold('district', 'check', pack)).toMatchObject({
      status: 0,
      lines: ['Norwalk Public Schools: no problems.'],
    });
    expect(threshold('district', 'check', pack, '--json')).toMatchObject({ status: 0, lines: [] });
  });

  test('every problem is one line, with file and line', async () => {
    const pack = join(folder, 'pack');
    await cp(join(project, 'districts/norwalk'), pack, { recursive: true });
    await writeFile(join(pack, 'district.yaml'), 'nonsense: 1\nmore: 2\n');
    const spoken = threshold('district', 'check', pack);
    expect(spoken.status).toBe(1);
    for (const line of spoken.lines) expect(line).toMatch(/^[^:]+:\d+ \S/);
    const { lines } = threshold('district', 'check', pack, '--json');
    expect(lines).toHaveLength(spoken.lines.length);
    expect(JSON.parse(lines[0] ?? '')).toEqual({
      file: 'district.yaml',
      line: expect.any(Number),
      problem: expect.any(String),
    });
  });
});
