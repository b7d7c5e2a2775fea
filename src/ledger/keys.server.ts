import { randomBytes } from 'node:crypto';
import type { Database, Transaction } from '#platform/database';
import { type Secrets, seal, unseal } from '#platform/secrets';
import type { DistrictId, StreamId } from '#std/ids';

/**
 * The keys that open the streams, in a store of their own.
 *
 * A destroyed key is gone for every process at once: nothing is kept in memory between two uses.
 */
export type KeyStore = {
  /** The stream's key, made at first use; null when it was destroyed. 32 bytes. */
  readonly keyOf: (district: DistrictId, stream: StreamId) => Promise<Buffer | null>;
  /** Keys of many streams at once, for reading the whole ledger; destroyed ones are missing. */
  readonly keysOf: (district: DistrictId) => Promise<Map<string, Buffer>>;
  /** Destroys a stream's key. The caller records the destruction in the ledger. */
  readonly destroy: (district: DistrictId, stream: StreamId, at: string) => Promise<void>;
};

type KeyRow = { stream: string; wrapped: Buffer | null };

/**
 * Opens the store of keys in its own database; every key in it is wrapped by the district's key.
 */
export function openKeyStore(database: Database, secrets: Secrets): KeyStore {
  const wrapping = (district: string) => secrets.derive(`district-key:${district}`);
  const open = (district: string, row: KeyRow): Buffer | null => {
    if (row.wrapped === null) return null;
    const key = unseal(wrapping(district), row.wrapped, `${district}/${row.stream}`);
    if (key === null) throw new Error('a stream key does not open with this district key');
    return key;
  };
  return {
    keyOf: (district, stream) =>
      database.inDistrict(district, async (transaction) => {
        const found = await find(transaction, stream);
        if (found !== undefined) return open(district, found);
        const fresh = seal(wrapping(district), randomBytes(32), `${district}/${stream}`);
        await transaction.query(
          'insert into stream_key (district, stream, wrapped) values ($1, $2, $3) on conflict do nothing',
          [district, stream, fresh],
        );
        const made = await find(transaction, stream);
        return made === undefined ? null : open(district, made);
      }),
    keysOf: (district) =>
      database.inDistrict(district, async (transaction) => {
        const rows = await transaction.query<KeyRow>('select stream, wrapped from stream_key');
        const keys = new Map<string, Buffer>();
        for (const row of rows) {
          const key = open(district, row);
          if (key !== null) keys.set(row.stream, key);
        }
        return keys;
      }),
    destroy: async (district, stream, at) => {
      await database.inDistrict(district, (transaction) =>
        transaction.query(
          `insert into stream_key (district, stream, wrapped, destroyed_at) values ($1, $2, null, $3)
           on conflict (district, stream) do update set wrapped = null, destroyed_at = $3`,
          [district, stream, at],
        ),
      );
    },
  };
}

async function find(transaction: Transaction, stream: StreamId): Promise<KeyRow | undefined> {
  const rows = await transaction.query<KeyRow>(
    'select stream, wrapped from stream_key where district = $1 and stream = $2',
    [transaction.district, stream],
  );
  return rows[0];
}
