/** `threshold migrate`: brings both databases to this program's version. */
import { readArguments, say, unusable } from './arguments.ts';
import { withCluster } from './with-house.ts';

export async function run(args: readonly string[]): Promise<number> {
  const read = readArguments(args);
  if (read === null || read.words.length > 0) return unusable('migrate');
  return withCluster(async () => {
    say(read, { migrated: true }, 'Both databases are at this program’s version.');
    return 0;
  });
}
