import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { loadTexts } from './texts.server.ts';

const seeds = new URL('./texts', import.meta.url).pathname;

test('both texts exist in English, Spanish and Haitian Creole', async () => {
  const texts = await loadTexts(seeds);
  expect(texts.map((text) => `${text.name} v${text.version} ${text.language}`)).toEqual([
    'attempt v1 en',
    'attempt v1 es',
    'attempt v1 ht',
    'correction v1 en',
    'correction v1 es',
    'correction v1 ht',
  ]);
});

test('a seed never claims that anybody approved or reviewed it', async () => {
  for (const text of await loadTexts(seeds)) {
    expect(text.approvedBy).toBe('nobody yet');
    expect(text.translation).toBe(text.language === 'en' ? 'original' : 'draft');
  }
});

test('one unreadable text stops the loading and is named, never left out', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'texts-'));
  try {
    await mkdir(join(folder, 'attempt/v1'), { recursive: true });
    await writeFile(join(folder, 'attempt/v1/pt.md'), 'Caras famílias:');
    await writeFile(join(folder, 'stray.md'), '');
    await expect(loadTexts(folder)).rejects.toThrow(/attempt\/v1\/pt\.md: .*\nstray\.md/);
  } finally {
    await rm(folder, { recursive: true });
  }
});

test('a folder that is missing or empty is an error, never no texts', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'texts-'));
  try {
    await expect(loadTexts(folder)).rejects.toThrow('no text at all');
    await expect(loadTexts(join(folder, 'missing'))).rejects.toThrow();
  } finally {
    await rm(folder, { recursive: true });
  }
});
