/** `threshold migrate` */
import { openCluster, settingsOrProblem } from '../supervise.ts';

/** Brings both databases to this program's version; 0 when they are there. */
export async function run(): Promise<number> {
  const { cluster } = await openCluster(settingsOrProblem());
  await cluster?.stop();
  process.stderr.write('The databases are at this version.\n');
  return 0;
}
