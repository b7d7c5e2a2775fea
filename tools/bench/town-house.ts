/** A town's own database, reached as one of its roles: for what no door of the town does. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { House } from '#ledger/perform';
import { steadyClock } from '#platform/clock';
import { type Database, openDatabase } from '#platform/database';
import { type Role, roleUrl } from '#platform/migrate';
import { openSecrets, type Secrets } from '#platform/secrets';
import { known } from '#std/ids';
import type { Town } from '../town.ts';

/** As much of a house as sessions and the roster need. */
export type TownHouse = Pick<House, 'district' | 'database' | 'clock' | 'secrets'> & {
  readonly database: Database;
  readonly secrets: Secrets;
};

function postmasterLines(town: Town): readonly string[] {
  const file = join(town.environment.THRESHOLD_DATA ?? '', 'cluster/postgres/postmaster.pid');
  return readFileSync(file, 'utf8').split('\n');
}

/** The process id of a town's PostgreSQL. */
export function postmasterOf(town: Town): number {
  return Number(postmasterLines(town)[0]);
}

/** Opens a town's database as one role. The caller closes `database`. */
export function openTownHouse(town: Town, role: Role): TownHouse {
  const secrets = openSecrets(town.environment.THRESHOLD_DATA ?? '', 'house');
  // PostgreSQL writes its port into the fourth line (PostgreSQL, 19.1).
  const cluster = `postgres://127.0.0.1:${postmasterLines(town)[3]}/postgres`;
  const url = roleUrl(cluster, { house: secrets }, role, 'threshold');
  const database = openDatabase(url, { connections: 2, name: 'threshold bench' });
  return { district: known('norwalk'), database, clock: steadyClock(), secrets };
}
