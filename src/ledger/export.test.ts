import { spawnSync } from 'node:child_process';
import { chmodSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { secretsFrom } from '#platform/secrets';
import { evidenceOver, fill, type LedgerWorld, openLedgerWorld } from '../../tests/kit/ledger.ts';
import { openWorld, type World } from '../../tests/kit/world.ts';
import { signCheckpoint } from './checkpoint.server.ts';
import { destroyStream } from './destroy.server.ts';
import { exportLedger } from './export.server.ts';
import { soundFrontier } from './head.server.ts';
import { verifyLedger } from './verify.server.ts';
import { verifyExport } from './verify-export.server.ts';

let world: World;
let ledger: LedgerWorld;
let folder: string;
const whole = () => join(folder, 'whole');

beforeAll(async () => {
  world = await openWorld();
  ledger = openLedgerWorld(world);
  folder = await mkdtemp(join(tmpdir(), 'threshold-export-'));
  await fill(ledger.keeper, 'one', 3, { words: 'it’s “quoted” \u2028 é \u{1F600}', ﬁ: 1, '😀': 2 });
  await fill(ledger.keeper, 'numbers', 1, { 10: 'ten', 9: 'nine', nested: [{ b: [], a: {} }] });
  const gone = await fill(ledger.keeper, 'gone', 3);
  await fill(ledger.keeper, 'signed', 1, { signed: evidenceOver({ what: 'entry' }) });
  await destroyStream(ledger.keeper, gone, 'by law (fictional)');
  await fill(ledger.keeper, 'after', 260);
  await exportLedger(ledger.keeper, whole());
});
afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
  await ledger.close();
  await world.close();
});

const script = join(import.meta.dirname, '../../tools/verify-ledger/verify_ledger.py');

/** What the second verifier says: its exit status and the last line. */
function theirs(path: string): { status: number | null; said: string } {
  const run = spawnSync('python3', [script, 'export', path], { encoding: 'utf8' });
  if (run.error) throw new Error(`python3 does not start: ${run.error.message}`);
  return { status: run.status, said: run.stdout.trim().split('\n').at(-1) ?? '' };
}

test('both verifiers say that what was exported is whole, with the root of the ledger', async () => {
  const inside = await verifyLedger(ledger.keeper);
  const ours = await verifyExport(whole());
  expect(ours).toEqual(inside);
  expect(ours).toMatchObject({ kind: 'whole', size: 3 + 1 + 3 + 1 + 1 + 260 });
  const root = ours.kind === 'whole' ? ours.root : '';
  expect(theirs(whole())).toEqual({ status: 0, said: `whole: 269 entries, root ${root}` });
});

test('an export is its owner’s alone, and is never written over', async () => {
  expect(statSync(join(whole(), 'entries.jsonl')).mode & 0o077).toBe(0);
  expect(await exportLedger(ledger.keeper, whole())).toEqual({
    kind: 'refused',
    refusal: 'the-folder-holds-an-export-already',
  });
});

test('destroyed content is not in an export', () => {
  const lines = readFileSync(join(whole(), 'entries.jsonl'), 'utf8').trim().split('\n');
  expect(JSON.parse(lines[4] ?? '')).toMatchObject({ position: 4, salt: null, envelope: null });
  expect(lines.filter((line) => line.includes('test/gone'))).toHaveLength(1);
});

type Change = (lines: string[]) => string[];
const edit =
  (nth: number, change: (line: string) => string): Change =>
  (lines) =>
    lines.map((line, at) => (at === nth ? change(line) : line));

const tampering: Readonly<Record<string, { change: Change; first: number }>> = {
  'a letter of an envelope': {
    change: edit(2, (line) => line.replace('quoted', 'quotes')),
    first: 2,
  },
  'a leaf': {
    change: edit(5, (line) => line.replace(/"leaf":"./, (found) => flipped(found))),
    first: 0,
  },
  'a salt': {
    change: edit(9, (line) => line.replace(/"salt":"./, (found) => flipped(found))),
    first: 9,
  },
  'a number of a line': {
    change: edit(9, (line) => line.replace('"position":9', '"position":10')),
    first: 9,
  },
  'a line that is gone': { change: (lines) => lines.filter((_, at) => at !== 100), first: 100 },
  'two lines that changed places': {
    change: (lines) => [
      ...lines.slice(0, 20),
      lines[21] ?? '',
      lines[20] ?? '',
      ...lines.slice(22),
    ],
    first: 20,
  },
  'a tail that is cut off': { change: (lines) => lines.slice(0, 200), first: 200 },
  'content that is left out': {
    change: edit(30, (line) => {
      const { leaf, position } = JSON.parse(line);
      return JSON.stringify({ envelope: null, leaf, position, salt: null });
    }),
    first: 30,
  },
  'the word of a destruction': {
    change: edit(8, (line) => line.replace('by law', 'by lax')),
    first: 4,
  },
};

function flipped(found: string): string {
  return found.slice(0, -1) + (found.endsWith('A') ? 'B' : 'A');
}

describe('both verifiers find what was changed in an export', () => {
  test.each(Object.entries(tampering))('%s', async (name, { change, first }) => {
    const path = join(folder, name.replaceAll(' ', '-'));
    await cp(whole(), path, { recursive: true });
    const file = join(path, 'entries.jsonl');
    const lines = readFileSync(file, 'utf8').trimEnd().split('\n');
    const changed = change(lines);
    expect(changed).not.toEqual(lines);
    writeFileSync(file, `${changed.join('\n')}\n`);
    expect(await verifyExport(path)).toMatchObject({ kind: 'wrong', position: first });
    const { status, said } = theirs(path);
    expect(status).toBe(1);
    expect(said).toMatch(/^WRONG: /);
  });

  test('the right size and root, signed in the district’s name by another key', async () => {
    const path = join(folder, 'another-key');
    await cp(whole(), path, { recursive: true });
    const frontier = await ledger.keeper.database.inDistrict(world.house.district, soundFrontier);
    const secrets = secretsFrom(Buffer.alloc(32, 8));
    writeFileSync(
      join(path, 'checkpoint'),
      signCheckpoint({ district: world.house.district, secrets }, frontier),
    );
    expect(await verifyExport(path)).toEqual({
      kind: 'wrong',
      position: 268,
      problem: 'the checkpoint is not signed by the verifier key',
    });
    expect(theirs(path).status).toBe(1);
  });

  test('another signature, another key, another district', async () => {
    const other = { ...ledger.keeper, district: world.other.district };
    const empty = { size: 0n, nodes: [] };
    for (const [name, text] of [
      ['checkpoint', signCheckpoint(ledger.keeper, empty)],
      ['checkpoint', signCheckpoint(other, empty)],
      ['verifier-key', 'no key\n'],
      ['district', 'harbor-point-fictional\n'],
    ] as const) {
      const path = await mkdtemp(join(folder, 'other-'));
      await cp(whole(), path, { recursive: true });
      chmodSync(join(path, name), 0o600);
      writeFileSync(join(path, name), text);
      expect(await verifyExport(path)).toMatchObject({ kind: 'wrong' });
      expect(theirs(path).status).toBe(1);
    }
  });

  test('a signature that a passkey never made', async () => {
    const { assertion, ...signed } = evidenceOver({ what: 'entry' });
    const forged = {
      ...signed,
      assertion: { ...assertion, ...evidenceOver({ what: 'else' }).assertion },
    };
    await fill(ledger.keeper, 'forged', 1, { signed: forged });
    const path = join(folder, 'forged');
    await exportLedger(ledger.keeper, path);
    const problem = 'the passkey signed another challenge';
    expect(await verifyLedger(ledger.keeper)).toEqual({ kind: 'wrong', position: 269, problem });
    expect(await verifyExport(path)).toEqual({ kind: 'wrong', position: 269, problem });
    expect(theirs(path).said).toBe(`WRONG: 1 found, first entry 269: ${problem}`);
  });
});
