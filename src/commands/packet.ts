/** `threshold packet DIR` */
import { exportLedger } from '#ledger/export';
import { atHouse, readArgs, say } from './at-house.ts';

/** Writes the ledger so that somebody outside can check it without trusting the district. */
export async function run(args: readonly string[]): Promise<number> {
  const { isJson, words } = readArgs(args);
  const [folder] = words;
  if (folder === undefined) {
    process.stderr.write('threshold packet DIR\n');
    return 2;
  }
  return atHouse('threshold_app', async ({ house }) => {
    const exported = await exportLedger(house, folder);
    if (exported.kind === 'refused') {
      process.stderr.write(`${folder} holds a packet already. Name another folder.\n`);
      return 1;
    }
    say(isJson, `${exported.size} entries written to ${folder}`, { folder, ...exported });
    return 0;
  });
}
