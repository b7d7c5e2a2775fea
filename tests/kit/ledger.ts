import pg from 'pg';
import { openKeyStore } from '#ledger/keys';
import { writeOwnFacts } from '#ledger/own-facts';
import type { House } from '#ledger/perform';
import { lockHead } from '#ledger/store';
import { type Database, openDatabase } from '#platform/database';
import { roleUrl, testHands, testSecrets } from '#platform/migrate';
import { sha256 } from '#platform/secrets';
import { answerChallenge, softwarePasskey } from '#platform/software-passkey';
import { canonicalJson } from '#std/canonical-json';
import { type StreamId, streamOf } from '#std/ids';
import type { World } from './world.ts';

/** A ledger that a test may fill, and attack with more power than any of our roles has. */
export type LedgerWorld = {
  /** The house under the keeper's role, the only one that may destroy a key. */
  readonly keeper: House;
  /** Runs SQL as the superuser with every trigger off, as somebody with the disk could. */
  readonly tamper: (sql: string, values?: readonly unknown[]) => Promise<void>;
  /** The same in the store of keys. */
  readonly tamperKeys: (sql: string, values?: readonly unknown[]) => Promise<void>;
  readonly rows: (sql: string) => Promise<Record<string, unknown>[]>;
  readonly close: () => Promise<void>;
};

/** Opens a world's ledger to the keeper and to an attacker. */
export function openLedgerWorld(world: World): LedgerWorld {
  const cluster = process.env.THRESHOLD_TEST_CLUSTER ?? '';
  const main = new URL(world.url('threshold_owner')).pathname.slice(1);
  const keysName = main.replace('world_', 'world_keys_');
  const superuser = (name: string) => {
    const url = new URL(cluster);
    url.pathname = `/${name}`;
    const pool = new pg.Pool({ connectionString: url.href, max: 1 });
    // The world drops its database as it closes, which ends whatever is still connected.
    pool.on('error', () => {});
    pool.on('connect', (client) => client.on('error', () => {}));
    return pool;
  };
  const keys: Database = openDatabase(roleUrl(cluster, testHands, 'threshold_keeper', keysName), {
    connections: 4,
    name: 'test keeper keys',
  });
  const [disk, keysDisk] = [superuser(main), superuser(keysName)];
  const attack = async (pool: pg.Pool, sql: string, values: readonly unknown[]) => {
    await pool.query("set session_replication_role = 'replica'");
    const { rowCount } = await pool.query(sql, [...values]);
    if (rowCount === 0) throw new Error('the attack changed nothing, so it would prove nothing');
  };
  return {
    keeper: {
      ...world.house,
      database: world.as('threshold_keeper'),
      keys: openKeyStore(keys, testSecrets),
    },
    tamper: (sql, values = []) => attack(disk, sql, values),
    tamperKeys: (sql, values = []) => attack(keysDisk, sql, values),
    rows: async (sql) => (await disk.query(sql)).rows,
    close: async () => {
      await Promise.all([keys.close(), disk.end(), keysDisk.end()]);
    },
  };
}

/** Writes so many facts into a stream at once. */
export async function fill(
  house: House,
  name: string,
  count: number,
  more: Readonly<Record<string, unknown>> = {},
): Promise<StreamId> {
  const stream = streamOf('test', name);
  const key = await house.keys.keyOf(house.district, stream);
  if (key === null) throw new Error('the stream was destroyed');
  const facts = Array.from({ length: count }, (_, nth) => ({ type: 'Tested', nth, ...more }));
  await house.database.inDistrict(house.district, async (transaction) => {
    const head = await lockHead(transaction);
    await writeOwnFacts(house, transaction, head, { stream, key, facts });
  });
  return stream;
}

/** What counsel's passkey leaves behind when it signs a text. */
export function evidenceOver(content: { readonly [key: string]: string }, person = 'counsel') {
  const passkey = softwarePasskey(testSecrets, person);
  const site = { rpId: 'localhost', origin: 'http://localhost:4381' };
  const digest = sha256(canonicalJson(content)).toString('base64url');
  const { response } = answerChallenge(passkey, site, digest);
  const { authenticatorData, clientDataJSON, signature } = response;
  const credentialPublicKey = Buffer.from(passkey.publicKey).toString('base64url');
  const assertion = { authenticatorData, clientDataJSON, signature, credentialPublicKey };
  return { digest, content, assertion, ...site };
}
