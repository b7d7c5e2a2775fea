/** `threshold district check DIR`: names every problem in a district's pack. */
import { loadPack } from '#district/pack';
import { readArguments, say, unusable } from './arguments.ts';

/** One line for each problem; with --json a pack without any prints nothing at all. */
export async function run(args: readonly string[]): Promise<number> {
  const read = readArguments(args);
  const [verb, folder, ...more] = read?.words ?? [];
  if (read === null || verb !== 'check' || folder === undefined || more.length > 0) {
    return unusable('district check DIR');
  }
  const reading = await loadPack(folder);
  if (reading.kind === 'read') {
    if (!read.isJson) say(read, null, `${reading.pack.district.name}: no problems.`);
    return 0;
  }
  for (const found of reading.problems) {
    say(read, found, `${found.file}:${found.line} ${found.problem}`);
  }
  return 1;
}
