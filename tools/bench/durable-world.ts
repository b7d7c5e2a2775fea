/**
 * A PostgreSQL of its own for one benchmark, as durable as in live use (fsync, synchronous commit,
 * full page writes), with the districts that the benchmark asks for. It goes away with its folder.
 */
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { openDistrict } from '#district/open';
import { loadPack } from '#district/pack';
import { openKeyStore } from '#ledger/keys';
import { writeOwnFacts } from '#ledger/own-facts';
import type { House } from '#ledger/perform';
import { lockHead } from '#ledger/store';
import { steadyClock } from '#platform/clock';
import { startCluster } from '#platform/cluster';
import { type Database, openDatabase } from '#platform/database';
import { migrate, type Role, roleUrl, testHands, testSecrets } from '#platform/migrate';
import { follow } from '#protocol/follow';
import { known, type StreamId, streamOf } from '#std/ids';
import { stopOnce } from './stop-early.ts';

const names = { main: 'threshold', keys: 'threshold_keys' };
const packFolder = join(import.meta.dirname, '../../districts/harbor-point-fictional');

export type DurableWorld = {
  /** One house for each district asked for, in that order. */
  readonly houses: readonly House[];
  readonly url: (role: Role) => string;
  readonly as: (role: Role) => Database;
  /** Runs SQL as the owner of the tables. */
  readonly asOwner: (sql: string) => Promise<void>;
  readonly close: () => Promise<void>;
};

/** Opens a durable world with these fictional districts. Stops what it began when it cannot. */
export async function openDurableWorld(slugs: readonly string[]): Promise<DurableWorld> {
  const folder = await mkdtemp(join(tmpdir(), 'threshold-bench-'));
  // PostgreSQL does not run as root: when we are root, its account must get through.
  await chmod(folder, 0o711);
  const opened: { close: () => Promise<void> }[] = [];
  const close = stopOnce(async () => {
    for (const each of opened.toReversed()) await each.close();
    await rm(folder, { recursive: true, force: true });
  });
  try {
    const cluster = await startCluster({ folder, durable: true });
    opened.push({ close: () => cluster.stop() });
    await migrate(cluster.adminUrl, testHands, names);
    const url = (role: Role) => roleUrl(cluster.adminUrl, testHands, role, names.main);
    const open = (address: string) => {
      const database = openDatabase(address, { connections: 12, name: 'threshold bench' });
      opened.push(database);
      return database;
    };
    const as = (role: Role) => open(url(role));
    const database = as('threshold_app');
    const keys = open(roleUrl(cluster.adminUrl, testHands, 'threshold_app', names.keys));
    const houses = slugs.map((slug) => houseOf(slug, database, keys));
    for (const house of houses) await openOne(house);
    const asOwner = (sql: string) => runOnce(url('threshold_owner'), sql);
    return { houses, url, as, asOwner, close };
  } catch (error) {
    await close();
    throw error;
  }
}

function houseOf(slug: string, database: Database, keys: Database): House {
  return {
    district: known(slug),
    database,
    keys: openKeyStore(keys, testSecrets),
    clock: steadyClock(),
    secrets: testSecrets,
    follow,
  };
}

async function openOne(house: House): Promise<void> {
  const reading = await loadPack(packFolder);
  if (reading.kind !== 'read') throw new Error('the pack of the fictional district has problems');
  const { pack } = reading;
  await openDistrict(house, { ...pack, district: { ...pack.district, slug: house.district } });
}

async function runOnce(url: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}

/**
 * Fills a ledger with so many entries of the length of a note, `streamLength` to a stream.
 *
 * Not through `perform`, which would take minutes: the same writer under the same lock, by the
 * thousand.
 */
export async function fill(house: House, entries: number, streamLength: number): Promise<void> {
  for (let at = 0; at < entries; at += 1000) {
    await fillSome(house, Math.min(1000, entries - at), streamLength);
  }
}

async function fillSome(house: House, entries: number, streamLength: number): Promise<void> {
  const keyed: { stream: StreamId; key: Buffer; count: number }[] = [];
  for (let at = 0; at < entries; at += streamLength) {
    const stream = streamOf('bench', crypto.randomUUID());
    const key = await house.keys.keyOf(house.district, stream);
    if (key === null) throw new Error('a fresh stream has no key');
    keyed.push({ stream, key, count: Math.min(streamLength, entries - at) });
  }
  await house.database.inDistrict(house.district, async (transaction) => {
    let head = await lockHead(transaction);
    for (const { stream, key, count } of keyed) {
      const facts = Array.from({ length: count }, (_, nth) => noteFact(nth));
      const frontier = await writeOwnFacts(house, transaction, head, { stream, key, facts });
      head = { ...head, frontier };
    }
  });
}

/** What is noted at a door, at the length people write. */
export const noteWords = 'Two agents stand on the sidewalk; nobody has come to the door yet.';

function noteFact(nth: number) {
  return { type: 'NoteReported', words: `${noteWords} (${nth})`, isLate: false };
}
