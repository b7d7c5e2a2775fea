import { spawnSync } from 'node:child_process';
import { appendFileSync, chmodSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';

// The command line on a database of its own, as somebody with only this folder and Node would use
// it.
const project = join(import.meta.dirname, '../..');
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'threshold-line-'));
  chmodSync(folder, 0o711);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

function threshold(...args: string[]) {
  const run = spawnSync(process.execPath, [join(project, 'src/threshold.ts'), ...args], {
    encoding: 'utf8',
    env: { PATH: process.env.PATH, THRESHOLD_DATA: join(folder, 'data'), PORT: '24390' },
  });
  const lines = run.stdout.split('\n').filter((line) => line !== '');
  return { status: run.status, lines, errors: run.stderr };
}

const json = (lines: readonly string[]): Record<string, unknown>[] =>
  lines.map((line) => JSON.parse(line));

test('a ledger from its first entry to a packet that another verifier calls whole', () => {
  expect(threshold('verify')).toMatchObject({
    status: 1,
    lines: ['WRONG: entry 0: this district has no ledger'],
  });

  const seeded = threshold('seed', '--json');
  expect(seeded.status).toBe(0);
  const email = String(json(seeded.lines)[0]?.email);

  const verified = threshold('verify', '--json');
  const [verdict] = json(verified.lines);
  expect(verified).toMatchObject({ status: 0, lines: [expect.any(String)] });
  expect(verdict).toEqual({
    kind: 'whole',
    size: expect.any(Number),
    root: expect.stringMatching(/^[0-9a-f]{64}$/),
  });

  const packet = join(folder, 'packet');
  const { kind, ...whole } = verdict ?? {};
  const written = threshold('packet', packet, '--json');
  expect(json(written.lines)).toEqual([{ folder: packet, ...whole }]);
  expect(threshold('packet', packet)).toMatchObject({ status: 1, lines: [] });
  expect(threshold('verify', '--export', packet)).toMatchObject({
    status: 0,
    lines: [`whole: ${whole.size} entries, root ${whole.root}`],
  });
  const script = join(project, 'tools/verify-ledger/verify_ledger.py');
  const theirs = spawnSync('python3', [script, 'export', packet], { encoding: 'utf8' });
  expect(theirs.stdout).toBe(`whole: ${whole.size} entries, root ${whole.root}\n`);

  const kept = join(packet, 'checkpoint');
  expect(threshold('verify', '--checkpoint', kept).status).toBe(0);
  appendFileSync(kept, 'x');
  expect(threshold('verify', '--checkpoint', kept).status).toBe(1);
  expect(threshold('verify', '--export', packet).status).toBe(1);

  const token = threshold('token', email, '--json');
  expect(json(token.lines)[0]).toMatchObject({ token: expect.stringMatching(/^th_/) });
  expect(threshold('token', 'nobody@cast.example')).toMatchObject({ status: 1, lines: [] });

  const doctor = threshold('doctor', '--json');
  const checks = new Set(json(doctor.lines).map(({ check }) => check));
  expect(doctor.status).toBe(0);
  expect([...checks]).toEqual([
    'settings',
    'district',
    'ports',
    'database',
    'migrations',
    'keys',
    'clock',
    'chromium',
  ]);
  expect(threshold('migrate', '--json')).toMatchObject({
    status: 0,
    lines: ['{"migrated":true}'],
  });
}, 180_000);
