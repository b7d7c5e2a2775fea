import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { systemCode } from './cluster-place.server.ts';

/** By this name programs that need the server running recognise each other. */
export const supervisorName = 'threshold supervisor';

/** One open connection that says "I still need this server". */
export type Hold = {
  /** True if another program (or another hold of this one) needs the server as well. */
  othersPresent(): Promise<boolean>;
  release(): Promise<void>;
};

/**
 * Opens the connection, or rejects with the driver's error. If the server drops it (a crashed
 * backend makes PostgreSQL drop all), it is opened anew as soon as the server answers: otherwise
 * another program would believe that nobody needs the server any more.
 */
export async function holdServer(adminUrl: string): Promise<Hold> {
  let client: pg.Client | undefined;
  let released = false;
  let renewal: NodeJS.Timeout | undefined;

  const reopen = async (): Promise<void> => {
    if (released) return;
    await open().catch(renewLater);
  };
  const renewLater = (): void => {
    client = undefined;
    if (released || renewal !== undefined) return;
    renewal = setTimeout(() => {
      renewal = undefined;
      reopen().catch(() => undefined);
    }, 500).unref();
  };
  const open = async (): Promise<void> => {
    const opened = await connect(adminUrl);
    opened.on('end', renewLater);
    client = opened;
    if (released) await opened.end();
  };

  await open();
  return {
    async othersPresent() {
      const known = client === undefined ? undefined : await others(client).catch(() => undefined);
      return known ?? (await askAnew(adminUrl));
    },
    async release() {
      released = true;
      clearTimeout(renewal);
      await client?.end().catch(() => undefined);
    },
  };
}

async function connect(adminUrl: string): Promise<pg.Client> {
  const client = new pg.Client({
    connectionString: adminUrl,
    application_name: supervisorName,
    connectionTimeoutMillis: 5_000,
    keepAlive: true,
  });
  client.on('error', () => undefined);
  await client.connect();
  return client;
}

/**
 * For a hold that lost its connection. A server that recovers from a crashed backend is given five
 * seconds; one that cannot be asked for longer is of no use to others either.
 */
async function askAnew(adminUrl: string): Promise<boolean> {
  for (let attempt = 0; attempt < 50; attempt += 1) {
    const client = await connect(adminUrl).catch(refusedForNow);
    if (client === 'gone') return false;
    if (client !== undefined) {
      return others(client).finally(() => client.end());
    }
    await pause(100);
  }
  return false;
}

function refusedForNow(error: unknown): 'gone' | undefined {
  return systemCode(error) === 'ECONNREFUSED' ? 'gone' : undefined;
}

async function others(client: pg.Client): Promise<boolean> {
  const found = await client.query(
    `select 1 from pg_stat_activity
     where application_name = $1 and pid <> pg_backend_pid() limit 1`,
    [supervisorName],
  );
  return found.rowCount !== 0;
}

/** True if the server takes a connection and answers within two seconds. Never rejects. */
export async function answers(adminUrl: string): Promise<boolean> {
  const client = new pg.Client({
    connectionString: adminUrl,
    application_name: 'threshold question',
    connectionTimeoutMillis: 2_000,
    query_timeout: 2_000,
  });
  client.on('error', () => undefined);
  try {
    await client.connect();
    await client.query('select 1');
    return true;
  } catch {
    return false;
  } finally {
    client.end().catch(() => undefined);
  }
}
