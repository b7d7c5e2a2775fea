/** `threshold packet FOLDER`: writes the whole ledger, opened, for a verifier that is not ours. */
import { exportLedger } from '#ledger/export';
import { readArguments, say, unusable } from './arguments.ts';
import { withHouse } from './with-house.ts';

export async function run(args: readonly string[]): Promise<number> {
  const read = readArguments(args);
  const [folder, ...more] = read?.words ?? [];
  if (read === null || folder === undefined || more.length > 0) return unusable('packet FOLDER');
  return withHouse('threshold_keeper', async ({ house }) => {
    const made = await exportLedger(house, folder);
    if (made.kind === 'refused') {
      process.stderr.write(`${folder} holds an export already; nothing was written.\n`);
      return 1;
    }
    const { size, root } = made;
    say(
      read,
      { folder, size, root },
      `${size} entries were written to ${folder}. They are opened: keep the folder as you would the ledger.`,
    );
    return 0;
  });
}
