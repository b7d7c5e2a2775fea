import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import pg from 'pg';
import { openKeyStore } from '#ledger/keys';
import type { House } from '#ledger/perform';
import { type Database, openDatabase } from '#platform/database';
import { type Role, roleUrl, testHands, testSecrets } from '#platform/migrate';
import { type DistrictId, known } from '#std/ids';
import { type Instant, plusSeconds } from '#std/instant';
import { openDistrict } from '#district/open';
import { loadPack } from '#district/pack';
import type { DistrictPack } from '#district';
import { follow } from '#protocol/follow';

/** A clock that a test pushes. */
export type TestClock = {
  now: () => Instant;
  push: (seconds: number) => void;
  set: (moment: Instant) => void;
};

export function testClock(start: Instant = '2026-11-24T12:50:00.000Z'): TestClock {
  let moment = start;
  return {
    now: () => moment,
    push: (seconds) => {
      moment = plusSeconds(moment, seconds);
    },
    set: (to) => {
      moment = to;
    },
  };
}

/** A world of its own for one test file: two districts, their databases, and every role's door. */
export type World = {
  readonly house: House;
  readonly other: House;
  readonly pack: DistrictPack;
  readonly otherPack: DistrictPack;
  readonly clock: TestClock;
  readonly as: (role: Role) => Database;
  readonly url: (role: Role) => string;
  readonly admin: pg.Pool;
  readonly close: () => Promise<void>;
};

const norwalk: DistrictId = known('norwalk');
const harbor: DistrictId = known('harbor-point-fictional');

export async function readPackOf(slug: string): Promise<DistrictPack> {
  const reading = await loadPack(join(import.meta.dirname, '../../districts', slug));
  if (reading.kind !== 'read') throw new Error(`the pack ${slug} has problems`);
  return reading.pack;
}

/** Clones the migrated template and opens both districts in it. Close it in afterAll. */
export async function openWorld(): Promise<World> {
  const cluster = process.env.THRESHOLD_TEST_CLUSTER;
  if (cluster === undefined) throw new Error('the test cluster is not running');
  const name = randomUUID().slice(0, 8);
  const names = { main: `world_${name}`, keys: `world_keys_${name}` };
  const root = new pg.Pool({ connectionString: cluster, max: 1 });
  await cloneTemplate(root, names.main, 'template_main');
  await cloneTemplate(root, names.keys, 'template_keys');
  const opened: Database[] = [];
  const url = (role: Role) => roleUrl(cluster, testHands, role, names.main);
  const as = (role: Role) => {
    const database = openDatabase(url(role), { connections: 12, name: `test ${role}` });
    opened.push(database);
    return database;
  };
  const keys = openDatabase(roleUrl(cluster, testHands, 'threshold_app', names.keys), {
    connections: 8,
    name: 'test keys',
  });
  const clock = testClock();
  const house: House = {
    district: norwalk,
    database: as('threshold_app'),
    keys: openKeyStore(keys, testSecrets),
    clock,
    secrets: testSecrets,
    follow,
  };
  const other: House = { ...house, district: harbor };
  const [pack, otherPack] = [await readPackOf('norwalk'), await readPackOf(harbor)];
  await openDistrict(house, pack);
  await openDistrict(other, otherPack);
  const admin = new pg.Pool({ connectionString: url('threshold_owner'), max: 2 });
  admin.on('error', () => {});
  const close = async () => {
    await Promise.all([...opened, keys].map((database) => database.close()));
    await admin.end();
    for (const each of [names.main, names.keys]) {
      await root.query(`drop database if exists ${each} with (force)`);
    }
    await root.end();
  };
  return { house, other, pack, otherPack, clock, as, url, admin, close };
}

async function cloneTemplate(root: pg.Pool, name: string, template: string): Promise<void> {
  for (let tries = 0; ; tries++) {
    try {
      await root.query(`create database ${name} template ${template} owner threshold_owner`);
      for (const role of ['app', 'notary', 'worker', 'keeper', 'public']) {
        await root.query(`grant connect on database ${name} to threshold_${role}`);
      }
      return;
    } catch (error) {
      // Another test file is cloning the same template at this moment.
      if (tries > 40) throw error;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
}

/** A fresh id for an act in a test. */
export function actId<Id extends string>(): Id {
  return known<Id>(randomUUID());
}
