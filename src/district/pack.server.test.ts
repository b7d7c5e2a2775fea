import { cp, mkdir, mkdtemp, rm, symlink, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { PackProblem } from './core/read-pack.ts';
import { loadPack } from './pack.server.ts';

const norwalk = new URL('../../districts/norwalk', import.meta.url).pathname;
let folder = '';

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'pack-'));
  await cp(norwalk, folder, { recursive: true });
});

afterEach(() => rm(folder, { recursive: true, force: true }));

async function problems(): Promise<readonly PackProblem[]> {
  const reading = await loadPack(folder);
  return reading.kind === 'read' ? [] : reading.problems;
}

test.each(['norwalk', 'harbor-point-fictional'])('the folder of %s is loaded', async (name) => {
  const reading = await loadPack(join(norwalk, '..', name));
  expect(reading.kind === 'read' ? reading.pack.district.slug : reading.problems).toBe(name);
});

test('a folder that is not there is a problem and not a crash', async () => {
  await rm(folder, { recursive: true });
  expect(await problems()).toEqual([
    { file: folder, line: 0, problem: 'the folder is missing or cannot be read' },
  ]);
});

test('a file that is not there is named at line 0', async () => {
  await rm(join(folder, 'policy.yaml'));
  expect(await problems()).toEqual([
    { file: 'policy.yaml', line: 0, problem: 'the file is missing' },
  ]);
});

test('an enormous file is refused before it is read', async () => {
  // Sparse: it takes no room on the disk, and reading it whole would fail in another way.
  await truncate(join(folder, 'people.yaml'), 3_000_000_000);
  expect(await problems()).toEqual([
    { file: 'people.yaml', line: 0, problem: 'the file is over 1048576 bytes' },
  ]);
});

test('bytes that are no text are named and never guessed at', async () => {
  await writeFile(join(folder, 'schools.yaml'), Buffer.from([0xc3, 0x28]));
  expect(await problems()).toEqual([
    { file: 'schools.yaml', line: 0, problem: 'the file is not UTF-8 text or cannot be read' },
  ]);
});

test('a link is not followed out of the pack', async () => {
  await rm(join(folder, 'agencies.yaml'));
  await symlink(join(norwalk, 'agencies.yaml'), join(folder, 'agencies.yaml'));
  expect(await problems()).toEqual([
    { file: 'agencies.yaml', line: 0, problem: 'not a plain file' },
  ]);
});

test('what a desktop leaves behind is passed over, a stray folder is not', async () => {
  await writeFile(join(folder, '.DS_Store'), '');
  expect(await problems()).toEqual([]);
  await mkdir(join(folder, 'drafts'));
  expect(await problems()).toEqual([{ file: 'drafts', line: 0, problem: 'not a plain file' }]);
});

test('a file that cannot be opened hides no problem of the others', async () => {
  await writeFile(join(folder, 'schools.yaml'), Buffer.from([0xff]));
  await writeFile(join(folder, 'people.yaml'), 'posts: nobody\n');
  expect((await problems()).map((one) => [one.file, one.line])).toEqual([
    ['schools.yaml', 0],
    ['people.yaml', 1],
  ]);
});
