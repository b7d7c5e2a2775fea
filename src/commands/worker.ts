/** `threshold worker`: runs errands, of both lanes or of one. */
import { readArguments, unusable } from './arguments.ts';
import { runPart } from './run-part.ts';

export async function run(args: readonly string[]): Promise<number> {
  const read = readArguments(args, ['--lane']);
  const lane = read?.options.get('--lane');
  const isKnown = lane === undefined || lane === 'alarm' || lane === 'bulk';
  if (read === null || read.words.length > 0 || !isKnown) {
    return unusable('worker [--lane alarm|bulk]');
  }
  return runPart('worker.ts', lane === undefined ? [] : ['--lane', lane]);
}
