/**
 * `threshold verify-proof FILE...`: judges inclusion and consistency proofs, one verdict a file.
 */
import { readFile } from 'node:fs/promises';
import { sha256 } from '#platform/secrets';
import { judgeProof } from '../ledger/core/read-proof.ts';
import { readArguments, say, unusable } from './arguments.ts';

/**
 * Nothing is judged when a file cannot be opened: half a list of verdicts would look like a whole.
 */
export async function run(args: readonly string[]): Promise<number> {
  const read = readArguments(args);
  if (read === null || read.words.length === 0) return unusable('verify-proof FILE...');
  const files: { file: string; bytes: Buffer }[] = [];
  for (const file of read.words) {
    const bytes = await readFile(file).catch(() => null);
    if (bytes === null) {
      process.stderr.write(`${file} cannot be opened.\n`);
      return 2;
    }
    files.push({ file, bytes });
  }
  let status = 0;
  for (const { file, bytes } of files) {
    const verdict = judge(bytes);
    if (verdict === 'refused') status = 1;
    say(read, { file, verdict }, `${verdict}: ${file}`);
  }
  return status;
}

// A decoder that mends bytes or drops a byte order mark would judge another text than the file's.
function judge(bytes: Buffer): 'accepted' | 'refused' {
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
    return judgeProof(sha256, text);
  } catch {
    return 'refused';
  }
}
