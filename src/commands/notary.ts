/** `threshold notary`: verifies the signatures of passkeys. */
import { readArguments, unusable } from './arguments.ts';
import { runPart } from './run-part.ts';

export async function run(args: readonly string[]): Promise<number> {
  const read = readArguments(args);
  if (read === null || read.words.length > 0) return unusable('notary');
  return runPart('notary.ts', []);
}
