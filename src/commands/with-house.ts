/** Opens what a command needs and closes it again, whatever becomes of the command. */
import type { Role } from '#platform/migrate';
import type { Settings } from '#platform/settings';
import { type OpenHouse, openHouse } from '../house.server.ts';
import { openCluster, settingsOrProblem } from '../supervise.ts';

/**
 * Works with the database that the settings name, migrated. Joins the embedded one where it runs
 * already, and stops it afterwards only when nobody else uses it.
 */
export async function withCluster<T>(
  work: (settings: Settings, clusterUrl: string) => Promise<T>,
): Promise<T> {
  const settings = settingsOrProblem();
  const { cluster, clusterUrl } = await openCluster(settings);
  try {
    return await work(settings, clusterUrl);
  } finally {
    await cluster?.stop();
  }
}

/** Works in the house under one role, within whose walls the command stays. */
export async function withHouse<T>(
  role: Role,
  work: (opened: OpenHouse) => Promise<T>,
): Promise<T> {
  return withCluster(async (settings, clusterUrl) => {
    const opened = await openHouse(settings, clusterUrl, { role, connections: 4 });
    try {
      return await work(opened);
    } finally {
      await opened.close();
    }
  });
}
