import pg from 'pg';
import type { DistrictId } from '#std/ids';

pg.types.setTypeParser(20, Number);
pg.types.setTypeParser(1184, (text) => (text === '-infinity' ? '' : new Date(text).toISOString()));
pg.types.setTypeParser(1082, (text) => text);

/** One row as the database gave it. Only a store reads it. */
export type Row = Record<string, unknown>;

/** A transaction in which `app.district` is set. Rows of other districts do not exist in it. */
export type Transaction = {
  readonly district: DistrictId;
  readonly query: <Found extends Row>(
    text: string,
    values?: readonly unknown[],
  ) => Promise<Found[]>;
};

/** A pool of connections under one role. */
export type Database = {
  /** Everything inside happens at once or not at all. Throws what the work throws. */
  readonly inDistrict: <T>(
    district: DistrictId,
    work: (transaction: Transaction) => Promise<T>,
  ) => Promise<T>;
  /** One statement outside any district: for functions that were made to be called so. */
  readonly anywhere: <Found extends Row>(
    text: string,
    values?: readonly unknown[],
  ) => Promise<Found[]>;
  /** Calls back for each message on a channel; reconnects by itself; ends with the signal. */
  readonly listen: (channel: string, heard: (payload: string) => void, until: AbortSignal) => void;
  readonly close: () => Promise<void>;
};

export type DatabaseOptions = {
  readonly connections: number;
  /** How long to wait for a connection before the caller is told that there is none. */
  readonly patienceMilliseconds?: number;
  readonly name: string;
};

/** Opens a pool. Nothing connects before it is first used. */
export function openDatabase(url: string, options: DatabaseOptions): Database {
  const patience = options.patienceMilliseconds ?? 5000;
  const pool = new pg.Pool({
    connectionString: url,
    max: options.connections,
    application_name: options.name,
    connectionTimeoutMillis: patience,
    // A frozen database never answers; a client that waits for ever would freeze with it.
    query_timeout: patience * 2,
    idleTimeoutMillis: 30_000,
    allowExitOnIdle: true,
  });
  // A connection that dies while idle is replaced at the next use; the pool must not die of it.
  pool.on('error', () => {});
  pool.on('connect', (client) => client.on('error', () => {}));
  return {
    inDistrict: (district, work) => inDistrict(pool, district, work),
    anywhere: async (text, values = []) => (await pool.query(text, [...values])).rows,
    listen: (channel, heard, until) => {
      void keepListening(url, { channel, heard, until, name: options.name });
    },
    close: () => pool.end(),
  };
}

async function inDistrict<T>(
  pool: pg.Pool,
  district: DistrictId,
  work: (transaction: Transaction) => Promise<T>,
): Promise<T> {
  if (!/^[a-z0-9-]+$/.test(district)) throw new Error('a district is a slug');
  const client = await pool.connect();
  let broken: Error | undefined;
  try {
    await client.query(`begin; select set_config('app.district', '${district}', true)`);
    const result = await work({
      district,
      query: async (text, values = []) => (await client.query(text, [...values])).rows,
    });
    await client.query('commit');
    return result;
  } catch (error) {
    // If even the rollback fails the connection is thrown away, and PostgreSQL rolls back by
    // itself.
    await client.query('rollback').catch((failure: Error) => {
      broken = failure;
    });
    throw error;
  } finally {
    client.release(broken);
  }
}

type Ear = {
  readonly channel: string;
  readonly heard: (payload: string) => void;
  readonly until: AbortSignal;
  readonly name: string;
};

async function keepListening(url: string, ear: Ear): Promise<void> {
  while (!ear.until.aborted) {
    await listenOnce(url, ear).catch(() => {});
    if (!ear.until.aborted) await new Promise((resolve) => setTimeout(resolve, 500).unref());
  }
}

async function listenOnce(url: string, ear: Ear): Promise<void> {
  const client = new pg.Client({
    connectionString: url,
    application_name: `${ear.name} listens`,
    connectionTimeoutMillis: 5000,
    keepAlive: true,
  });
  const ended = new Promise<void>((resolve) => {
    client.on('error', () => resolve());
    client.on('end', () => resolve());
    ear.until.addEventListener('abort', () => resolve(), { once: true });
  });
  client.on('notification', (message) => ear.heard(message.payload ?? ''));
  try {
    await client.connect();
    await client.query(`listen ${ear.channel}`);
    await ended;
  } finally {
    await client.end().catch(() => {});
  }
}

/**
 * The code PostgreSQL or one of our own walls gave an error (TH001, TH002 …); '' for any other
 * error.
 */
export function errorCode(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string'
    ? error.code
    : '';
}
