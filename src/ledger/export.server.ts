import { type FileHandle, mkdir, open, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { sha256 } from '#platform/secrets';
import { rootOfFrontier } from './core/merkle.ts';
import { ledgerKey, signCheckpoint } from './checkpoint.server.ts';
import { type Given, readPages } from './given.server.ts';
import { soundFrontier } from './head.server.ts';
import type { House } from './perform.server.ts';

/** What was written, or why nothing was. */
export type Exported =
  | { readonly kind: 'exported'; readonly size: number; readonly root: string }
  | { readonly kind: 'refused'; readonly refusal: 'the-folder-holds-an-export-already' };

/** The files of an export. `entries.jsonl` has one line for each entry, in order. */
export const exportFiles = {
  entries: 'entries.jsonl',
  checkpoint: 'checkpoint',
  verifierKey: 'verifier-key',
  district: 'district',
} as const;

const saltBytes = 32;

/**
 * Writes the whole ledger, opened, into a folder that two verifiers can read without this program.
 *
 * What it holds is what the seals protect, so only its owner may read the files. Exports what is
 * there, damage included: an entry that does not open is written without content, and a verifier
 * will say so. Never overwrites an export. The checkpoint counts exactly the entries beside it.
 */
export async function exportLedger(house: House, folder: string): Promise<Exported> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const entries = await openNew(join(folder, exportFiles.entries));
  if (entries === null) return { kind: 'refused', refusal: 'the-folder-holds-an-export-already' };
  try {
    const frontier = await house.database.inDistrict(house.district, soundFrontier);
    const keys = await house.keys.keysOf(house.district);
    for await (const page of readPages(house, keys, Number(frontier.size))) {
      await entries.writeFile(page.map(exportLine).join(''));
    }
    const write = (name: string, text: string) =>
      writeFile(join(folder, name), text, { mode: 0o600 });
    await write(exportFiles.district, `${house.district}\n`);
    await write(exportFiles.verifierKey, `${ledgerKey(house).line}\n`);
    await write(exportFiles.checkpoint, signCheckpoint(house, frontier));
    const root = rootOfFrontier(sha256, frontier).toHex();
    return { kind: 'exported', size: Number(frontier.size), root };
  } finally {
    await entries.close();
  }
}

/** One entry as an export holds it: four members in this order, and no spaces. */
export function exportLine({ opened, leaf, position }: Given): string {
  const envelope = opened === null ? null : opened.toString('utf8', saltBytes);
  const salt = opened === null ? null : opened.subarray(0, saltBytes).toString('base64');
  return `${JSON.stringify({ envelope, leaf: leaf.toBase64(), position, salt })}\n`;
}

async function openNew(path: string): Promise<FileHandle | null> {
  try {
    return await open(path, 'wx', 0o600);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return null;
    throw error;
  }
}
