/** `threshold verify`: checks the whole ledger, or one that was exported. */
import { readFile, stat } from 'node:fs/promises';
import type { Verdict } from '#ledger/history';
import { verifyLedger } from '#ledger/verify';
import { verifyExport } from '#ledger/verify-export';
import { type Arguments, readArguments, say, unusable } from './arguments.ts';
import { withHouse } from './with-house.ts';

export async function run(args: readonly string[]): Promise<number> {
  const read = readArguments(args, ['--export', '--checkpoint']);
  if (read === null || read.words.length > 0 || read.options.size > 1) {
    return unusable('verify [--export FOLDER | --checkpoint FILE]');
  }
  const folder = read.options.get('--export');
  if (folder !== undefined) return verifyFolder(read, folder);
  const kept = read.options.get('--checkpoint');
  const note = kept === undefined ? null : await textOf(kept);
  if (kept !== undefined && note === null) return cannotBeOpened(kept);
  // Under the keeper's role, which reads the ledger and its keys and sees no page.
  return withHouse('threshold_keeper', async ({ house }) => {
    const report = process.stderr.isTTY ? showProgress : () => {};
    const checkpoints = note === null ? [] : [note];
    return answer(read, await verifyLedger(house, { report, checkpoints }));
  });
}

async function verifyFolder(read: Arguments, folder: string): Promise<number> {
  try {
    await stat(folder);
    return answer(read, await verifyExport(folder));
  } catch (error) {
    if (error instanceof Error && 'syscall' in error) return cannotBeOpened(folder);
    throw error;
  }
}

function answer(read: Arguments, verdict: Verdict): number {
  const sentence =
    verdict.kind === 'whole'
      ? `whole: ${verdict.size} entries, root ${verdict.root}`
      : `WRONG: entry ${verdict.position}: ${verdict.problem}`;
  say(read, verdict, sentence);
  return verdict.kind === 'whole' ? 0 : 1;
}

function showProgress(line: string): void {
  process.stderr.write(`\r${line}`);
}

async function textOf(file: string): Promise<string | null> {
  return readFile(file, 'utf8').catch(() => null);
}

function cannotBeOpened(path: string): number {
  process.stderr.write(`${path} cannot be opened, or a file of it is missing.\n`);
  return 2;
}
