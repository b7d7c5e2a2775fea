/** `threshold web`: answers people on the three origins. */
import { readArguments, unusable } from './arguments.ts';
import { runPart } from './run-part.ts';

export async function run(args: readonly string[]): Promise<number> {
  const read = readArguments(args);
  if (read === null || read.words.length > 0) return unusable('web');
  return runPart('web.ts', []);
}
