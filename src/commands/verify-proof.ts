/** `threshold verify-proof FILE...` */
import { readFile } from 'node:fs/promises';
import { sha256 } from '#platform/secrets';
import { judgeProof } from '../ledger/core/read-proof.ts';
import { readArgs, say } from './at-house.ts';

/** One word for each file; 0 when every proof is accepted, 2 when a file cannot be opened. */
export async function run(args: readonly string[]): Promise<number> {
  const { isJson, words } = readArgs(args);
  if (words.length === 0) {
    process.stderr.write('threshold verify-proof FILE...\n');
    return 2;
  }
  let exit = 0;
  for (const file of words) {
    const bytes = await readFile(file).catch(() => null);
    if (bytes === null) {
      process.stderr.write(`${file} cannot be read.\n`);
      exit = 2;
      continue;
    }
    const judged = judge(bytes);
    say(isJson, `${judged} ${file}`, { file, verdict: judged });
    if (judged === 'refused' && exit === 0) exit = 1;
  }
  return exit;
}

function judge(bytes: Uint8Array): 'accepted' | 'refused' {
  try {
    // Strict: what is not UTF-8, or begins with a byte order mark, is not the text of a proof.
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
    return judgeProof(sha256, text);
  } catch {
    return 'refused';
  }
}
