import { type OpenHouse, openHouse } from '../house.server.ts';
import { openCluster, settingsOrProblem } from '../supervise.ts';
import type { Role } from '#platform/migrate';
import type { Settings } from '#platform/settings';

/**
 * Opens the house for one command and closes it afterwards. A database that was running stays
 * running; one that this command started is stopped again.
 */
export async function atHouse(
  role: Role,
  work: (opened: OpenHouse, settings: Settings) => Promise<number>,
): Promise<number> {
  const settings = settingsOrProblem();
  const { cluster, clusterUrl } = await openCluster(settings);
  const opened = await openHouse(settings, clusterUrl, { role, connections: 4 });
  try {
    return await work(opened, settings);
  } finally {
    await opened.close();
    await cluster?.stop();
  }
}

/** What is left of the arguments without the flags, and whether --json was among them. */
export function readArgs(args: readonly string[]): { isJson: boolean; words: readonly string[] } {
  return { isJson: args.includes('--json'), words: args.filter((word) => !word.startsWith('--')) };
}

/** One line for a person, or one JSON value for a program. */
export function say(isJson: boolean, words: string, value: unknown): void {
  process.stdout.write(`${isJson ? JSON.stringify(value) : words}\n`);
}
