/**
 * The process that answers people: three origins on three ports, so that a fault or a quick exit on
 * one cannot touch what the others keep on a device.
 */
import { readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { JournaledReport } from '#encounter/report';
import { encounterRoom } from '#encounter/room';
import { type House, perform } from '#ledger/perform';
import { watchLanes } from '#paging/heartbeat';
import { answerHook } from '#paging/hooks';
import type { Senders } from '#paging/send';
import { openWorstDay } from '#paging/worst-day';
import { carrierTokens, openCarriers, isFictional } from '#platform/carriers';
import { openLog } from '#platform/log';
import { pushKeys } from '#platform/secrets';
import { readSettings, type Settings } from '#platform/settings';
import { openHouse, StartProblem } from './house.server.ts';
import { untilStopped } from './until-stopped.ts';
import { headersFor, type Origin } from './headers.server.ts';
import { openHub } from './hub.server.ts';
import { answerPublic, openPublicPages } from './public-pages.server.ts';
import { openRecent } from './recent.server.ts';
import type { WebWorld } from './world.server.ts';

type Handler = (
  request: IncomingMessage,
  response: ServerResponse,
  next: (error?: unknown) => void,
) => void;

const project = join(import.meta.dirname, '..');

// What was kept while the database was away is entered as it would have been: same act, same
// moment.
async function enterReport(house: House, entry: unknown): Promise<void> {
  const { stream, act } = entry as JournaledReport;
  await perform(house, encounterRoom, stream, act);
}

async function openWorld(settings: Settings, clusterUrl: string, until: AbortSignal) {
  const opened = await openHouse(settings, clusterUrl, { role: 'threshold_app', connections: 20 });
  const { house, pack, desk } = opened;
  const senders: Senders = {
    ...openCarriers(settings, house.secrets, pagesFrom(settings), false),
    staffUrl: settings.addresses.staff,
    schoolName: (id) => pack.schools.find((school) => school.id === id)?.name ?? id,
    mayReach: (address, isDrill) =>
      settings.mode === 'trial' || isDrill ? isFictional(address) : true,
  };
  void watchLanes({ house, senders, log: openLog('watch') }, until);
  const world: WebWorld = {
    settings,
    pack,
    desk,
    keeper: opened.databaseAs('threshold_keeper', 2),
    publicDatabase: opened.databaseAs('threshold_public', 4),
    hub: openHub(house.database, until),
    log: openLog('web'),
    worstDay: openWorstDay({
      desk,
      watcher: opened.databaseAs('threshold_app', 1),
      folder: join(settings.data, 'journal'),
      log: openLog('journal'),
      until,
      enter: (entry) => enterReport(house, entry),
      senders,
    }),
    recent: openRecent(),
    carrierUrl: settings.smsUrl,
    pushPublicKey: pushKeys(house.secrets).publicKey,
  };
  return { world, close: opened.close };
}

function pagesFrom(settings: Settings): string {
  return `Threshold <pages@${new URL(settings.addresses.staff).hostname}>`;
}

/**
 * Opens the three origins and answers until the signal. Throws one sentence when a port is taken.
 */
export async function runWeb(
  settings: Settings,
  clusterUrl: string,
  until: AbortSignal,
): Promise<void> {
  const { world, close } = await openWorld(settings, clusterUrl, until);
  // SvelteKit's server takes half a megabyte by itself; a photo of a paper is larger.
  process.env.BODY_SIZE_LIMIT = String(bodyBytesMax);
  const { handler } = (await import(join(project, 'build/web/handler.js'))) as { handler: Handler };
  const pages = await openPublicPages(world, handler, until);
  const servers: Server[] = [];
  for (const origin of ['public', 'staff', 'plan'] as const) {
    const server = createServer((request, response) => {
      answer({ world, handler, pages, origin }, request, response).catch((error: unknown) => {
        world.log.trouble('request-failed', { origin }, error);
        if (!response.headersSent) response.writeHead(500);
        response.end();
      });
    });
    server.requestTimeout = 120_000;
    await listen(server, settings, settings.ports[origin]);
    servers.push(server);
  }
  world.log.note('listening', { port: settings.ports.public });
  await aborted(until);
  for (const server of servers) server.close();
  await Promise.race([sleep(2000), ...servers.map(closed)]);
  for (const server of servers) server.closeAllConnections();
  await close();
}

function aborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) =>
    signal.addEventListener('abort', () => resolve(), { once: true }),
  );
}

function closed(server: Server): Promise<void> {
  return new Promise((resolve) => server.once('close', () => resolve()));
}

async function listen(server: Server, settings: Settings, port: number): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) =>
      reject(
        new StartProblem(
          error.code === 'EADDRINUSE'
            ? `Port ${port} is taken by another program. ` +
                'Set PORT to a free one; the two after it are used as well.'
            : `Port ${port} cannot be opened (${error.code}).`,
        ),
      ),
    );
    server.listen(port, settings.host, resolve);
  });
}

type Answering = {
  readonly world: WebWorld;
  readonly handler: Handler;
  readonly pages: Awaited<ReturnType<typeof openPublicPages>>;
  readonly origin: Origin;
};

const bodyBytesMax = 30 * 1024 * 1024;

async function answer(
  { world, handler, pages, origin }: Answering,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  // A kept page carries its own headers, and costs less when nothing was set before.
  if (origin === 'public' && answerPublic(pages, request, response)) return;
  for (const [name, value] of headersFor(origin, world.settings)) response.setHeader(name, value);
  const address = withoutDots(request.url ?? '/');
  if (address === null) return plain(response, 400, 'This is no address.');
  const path = address.split('?')[0] ?? '/';
  if (Number(request.headers['content-length'] ?? 0) > bodyBytesMax) {
    request.resume();
    return plain(response, 413, 'This file is larger than 25 megabytes.');
  }
  if (path.startsWith('/health/')) return answerHealth(world, path, response);
  if (path.startsWith('/script/')) return answerScript(path, response);
  if (origin === 'staff' && path.startsWith('/hooks/')) {
    return answerCarrier(world, path, request, response);
  }
  // Each origin has its own pages: what the staff origin shows does not exist on the others.
  const isAsset = path.startsWith('/_app/') || path === '/icon.svg';
  request.url = isAsset ? address : `/${origin}${address.replace(/^\/(?=$|\?)/, '')}`;
  request.headers['x-forwarded-proto'] ??= new URL(world.settings.addresses[origin]).protocol.slice(
    0,
    -1,
  );
  Object.assign(request, { threshold: world });
  handler(request, response, () => plain(response, 404, 'There is no such page.'));
}

// "/_app/../staff" and its spellings would lead from one origin's pages into those of another.
function withoutDots(url: string): string | null {
  const whole = `http://threshold${url}`;
  if (!url.startsWith('/') || !URL.canParse(whole)) return null;
  const { pathname, search } = new URL(whole);
  return `${pathname}${search}`;
}

function plain(response: ServerResponse, status: number, text: string): void {
  response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8' });
  response.end(`${text}\n`);
}

async function answerHealth(world: WebWorld, path: string, response: ServerResponse) {
  if (path === '/health/live') return plain(response, 200, 'live');
  const answered = await Promise.race([
    world.desk.house.database.anywhere('select 1 as one').then(
      () => true,
      () => false,
    ),
    sleep(1000, false),
  ]);
  plain(response, answered ? 200 : 503, answered ? 'ready' : 'the database does not answer');
}

async function answerScript(path: string, response: ServerResponse): Promise<void> {
  const name = path.slice('/script/'.length);
  if (!/^[a-z-]+\.js$/.test(name)) return plain(response, 404, 'There is no such script.');
  const script = await readFile(join(project, 'build/browser', name)).catch(() => null);
  if (script === null) return plain(response, 404, 'There is no such script.');
  response.writeHead(200, {
    'content-type': 'text/javascript; charset=utf-8',
    'cache-control': 'no-cache',
    // The worker that receives pages is allowed to stand for the whole origin.
    'service-worker-allowed': '/',
  });
  response.end(script);
}

async function answerCarrier(
  world: WebWorld,
  path: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  if (request.method !== 'POST') return plain(response, 405, 'Carriers post here.');
  const form = Object.fromEntries(new URLSearchParams(await readBody(request, 64 * 1024)));
  const { staff } = world.settings.addresses;
  const answered = await answerHook(
    {
      house: world.desk.house,
      tokens: carrierTokens(world.settings),
      schoolName: (id) => world.pack.schools.find((school) => school.id === id)?.name ?? id,
    },
    {
      url: `${staff}${request.url}`,
      path,
      form,
      signature: String(request.headers['x-twilio-signature'] ?? ''),
    },
  );
  response.writeHead(answered.status, { 'content-type': 'text/xml; charset=utf-8' });
  response.end(answered.xml);
}

async function readBody(request: IncomingMessage, most: number): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    size += chunk.length;
    if (size > most) throw new Error('the body is too large');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

async function main(): Promise<void> {
  const reading = readSettings(process.env);
  if (reading.kind === 'unreadable') throw new StartProblem(reading.problems.join('\n'));
  if (reading.settings.databaseUrl === null) throw new StartProblem('DATABASE_URL is missing.');
  const stopped = untilStopped();
  await runWeb(reading.settings, reading.settings.databaseUrl, stopped);
}

if (import.meta.main) {
  main().catch((error: unknown) => {
    if (error instanceof StartProblem) process.stderr.write(`${error.message}\n`);
    else openLog('web').trouble('web-stopped', {}, error);
    process.exit(1);
  });
}
