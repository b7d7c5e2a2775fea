import { join } from 'node:path';
import type { DistrictPack } from '#district';
import type { Desk } from '#district/desk';
import { openDistrict } from '#district/open';
import { loadPack } from '#district/pack';
import { openKeyStore } from '#ledger/keys';
import type { House } from '#ledger/perform';
import { lastRecordedAt } from '#ledger/store';
import { steadyClock } from '#platform/clock';
import { type Database, openDatabase } from '#platform/database';
import { type Hands, type Role, roleUrl } from '#platform/migrate';
import { fileObjects } from '#platform/objects';
import { openSecrets } from '#platform/secrets';
import type { Settings } from '#platform/settings';
import { siteOf } from '#platform/webauthn';
import { follow } from '#protocol/follow';
import { known } from '#std/ids';

/** The names of our two databases in a cluster. */
export const databaseNames = { main: 'threshold', keys: 'threshold_keys' } as const;

/** A house that is open for one part of the program, and how to close it. */
export type OpenHouse = {
  readonly desk: Omit<Desk, 'who'>;
  readonly house: House;
  readonly pack: DistrictPack;
  readonly databaseAs: (role: Role, connections: number) => Database;
  readonly close: () => Promise<void>;
};

/** A sentence for the person who started the program. */
export class StartProblem extends Error {}

/** Reads the district's pack, or says what is wrong with it. */
export async function packOf(settings: Settings): Promise<DistrictPack> {
  const reading = await loadPack(settings.pack);
  if (reading.kind === 'read') return reading.pack;
  const [first] = reading.problems;
  throw new StartProblem(
    `The district in ${settings.pack} has ${reading.problems.length} problem(s); the first: ` +
      `${first?.file}:${first?.line} ${first?.problem}. Run "threshold district check" to see all.`,
  );
}

const readsTheLedger: readonly Role[] = ['threshold_app', 'threshold_worker'];

/** Opens the house for a part of the program, under the role whose walls that part lives within. */
export async function openHouse(
  settings: Settings,
  clusterUrl: string,
  part: { role: Role; connections: number },
): Promise<OpenHouse> {
  const pack = await packOf(settings);
  const hands = handsFor(settings, part.role);
  const secrets = openSecrets(settings.data, 'house');
  const opened: Database[] = [];
  const open = (url: string, connections: number) => {
    const database = openDatabase(url, { connections, name: `threshold ${part.role}` });
    opened.push(database);
    return database;
  };
  const keyRole = part.role === 'threshold_keeper' ? 'threshold_keeper' : 'threshold_app';
  const keysUrl = roleUrl(settings.keysUrl ?? clusterUrl, hands, keyRole, databaseNames.keys);
  const databaseAs = (role: Role, connections: number) =>
    open(roleUrl(clusterUrl, hands, role, databaseNames.main), connections);
  const clock = steadyClock();
  const house: House = {
    district: known(pack.district.slug),
    database: databaseAs(part.role, part.connections),
    keys: openKeyStore(open(keysUrl, Math.min(8, part.connections)), secrets),
    clock,
    secrets,
    follow,
  };
  if (part.role === 'threshold_app') await openDistrict(house, pack);
  if (readsTheLedger.includes(part.role)) clock.notBefore(await lastRecordedAt(house));
  const site = siteOf(settings.addresses.staff, `Threshold, ${pack.district.name}`);
  const objects = fileObjects(join(settings.data, 'objects'));
  return {
    desk: { house, pack, site, objects },
    house,
    pack,
    databaseAs,
    close: async () => {
      await Promise.all(opened.map((database) => database.close()));
    },
  };
}

// Only the notary's process opens the notary's secret.
function handsFor(settings: Settings, role: Role): Partial<Hands> {
  const house = openSecrets(settings.data, 'house');
  return role === 'threshold_notary'
    ? { house, notary: openSecrets(settings.data, 'notary') }
    : { house };
}
