/**
 * The public pages as whole answers in memory: families read them while the database is away, and
 * reading them costs nothing that a door needs.
 *
 * Pages are rendered by the same SvelteKit as all others, over a connection that never leaves this
 * process; nobody outside can ask for a rendering by adding a header or a query.
 */
import { createHash } from 'node:crypto';
import {
  createServer,
  type IncomingMessage,
  type OutgoingHttpHeaders,
  request as ask,
  type ServerResponse,
} from 'node:http';
import { duplexPair } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { gzipSync } from 'node:zlib';
import type { DistrictPack } from '#district';
import { isSpoken } from '#translations/public.languages';
import { headersFor } from './headers.server.ts';
import type { Hub, WebWorld } from './world.server.ts';

/** Public pages as they were last rendered, whole, in memory. Only known paths are ever in it. */
export type PublicPages = {
  readonly find: (path: string) => KeptPage | undefined;
  /** Renders every page again and waits for it. Pages that do not render stay as they were. */
  readonly refresh: () => Promise<void>;
};

/** One page in the two forms that browsers ask for. */
export type KeptPage = { readonly plain: KeptForm; readonly gzip: KeptForm };

type KeptForm = {
  readonly body: Buffer;
  readonly etag: string;
  readonly headers: OutgoingHttpHeaders;
  readonly unchanged: OutgoingHttpHeaders;
};

/** An answer as SvelteKit gave it. */
export type Rendered = {
  readonly status: number;
  readonly contentType: string;
  readonly body: Buffer;
};

type Handler = (
  request: IncomingMessage,
  response: ServerResponse,
  next: (error?: unknown) => void,
) => void;

const refreshSeconds = 60;
// A rendering that never ends would hold up every later one.
const renderMilliseconds = 30_000;

/**
 * Answers a public page from memory with all its headers; false when it is none that is kept. What
 * stands after a question mark is ignored, and so is a slash at the end.
 */
export function answerPublic(
  pages: PublicPages,
  request: IncomingMessage,
  response: ServerResponse,
): boolean {
  if (request.method !== 'GET' && request.method !== 'HEAD') return false;
  const page = pages.find(pathOf(request.url ?? '/'));
  if (page === undefined) return false;
  const form = takesGzip(request.headers['accept-encoding']) ? page.gzip : page.plain;
  if (isSame(request.headers['if-none-match'], form.etag)) {
    response.writeHead(304, form.unchanged).end();
    return true;
  }
  response.writeHead(200, form.headers);
  response.end(request.method === 'HEAD' ? undefined : form.body);
  return true;
}

function pathOf(url: string): string {
  const end = url.indexOf('?');
  const path = end === -1 ? url : url.slice(0, end);
  return path.length > 1 && path.endsWith('/') ? path.slice(0, -1) : path;
}

function takesGzip(header: string | string[] | undefined): boolean {
  const asked = String(header ?? '').match(/(?:^|,)\s*(?:gzip|\*)\s*(?:;\s*q=([\d.]+))?/i);
  return asked !== null && Number(asked[1] ?? 1) > 0;
}

// RFC 9110, 13.1.2: a list of tags or a star, compared weakly.
function isSame(header: string | undefined, etag: string): boolean {
  if (header === undefined) return false;
  return header.split(',').some((tag) => ['*', etag].includes(tag.trim().replace(/^W\//, '')));
}

/** The paths that are kept: four for each language in which the public pages have words. */
export function keptPaths(pack: DistrictPack): readonly string[] {
  return pack.district.languages
    .filter(isSpoken)
    .flatMap(({ tag }) => [`/${tag}`, `/${tag}/policy`, `/${tag}/status`, `/${tag}/status.atom`]);
}

/**
 * Opens the memory of public pages and fills it once. Renders again every minute, and at once
 * whenever a notice changed, until the signal.
 */
export async function openPublicPages(
  world: WebWorld,
  handler: Handler,
  until: AbortSignal,
): Promise<PublicPages> {
  const pages = openMemory({
    paths: keptPaths(world.pack),
    headers: headersFor('public', world.settings),
    render: renderInside(world, handler),
    failed: (path, error) => world.log.trouble('public-page-stays-as-it-was', { path }, error),
  });
  await pages.refresh();
  keepFresh(pages, world.hub, until);
  return pages;
}

function keepFresh(pages: PublicPages, hub: Hub, until: AbortSignal): void {
  const leave = hub.join((stream) => {
    if (stream.startsWith('notice/')) void pages.refresh();
  });
  // A message of the hub can be lost while its connection is; the minute makes up for it.
  const timer = setInterval(() => void pages.refresh(), refreshSeconds * 1000).unref();
  until.addEventListener(
    'abort',
    () => {
      leave();
      clearInterval(timer);
    },
    { once: true },
  );
}

/** What a memory is made of. `render` may throw; `failed` hears of it. */
export type Memory = {
  readonly paths: readonly string[];
  readonly headers: readonly (readonly [string, string])[];
  readonly render: (path: string) => Promise<Rendered>;
  readonly failed: (path: string, error: unknown) => void;
};

/** A memory of pages, empty until its first refresh. Never gives up a page for a worse answer. */
export function openMemory(memory: Memory): PublicPages {
  const kept = new Map<string, KeptPage>();
  let running: Promise<void> | null = null;
  let next: Promise<void> | null = null;
  const renderAll = async () => {
    for (const path of memory.paths) {
      try {
        kept.set(path, keepPage(await memory.render(path), memory.headers));
      } catch (error) {
        memory.failed(path, error);
      }
    }
  };
  const refresh = (): Promise<void> => {
    if (running === null) {
      running = renderAll().finally(() => {
        running = null;
      });
      return running;
    }
    // What was released while a page was being rendered needs one more round, however many ask.
    next ??= running.then(() => {
      next = null;
      return refresh();
    });
    return next;
  };
  return { find: (path) => kept.get(path), refresh };
}

function keepPage(rendered: Rendered, headers: Memory['headers']): KeptPage {
  if (rendered.status !== 200) throw new Error(`the page answered ${rendered.status}`);
  const digest = createHash('sha256').update(rendered.body).digest('base64url');
  const form = (body: Buffer, etag: string, more: Record<string, string>): KeptForm => {
    const unchanged = {
      ...Object.fromEntries(headers),
      'cache-control': 'public, max-age=0, must-revalidate',
      vary: 'Accept-Encoding',
      etag,
    };
    const content = { 'content-type': rendered.contentType, 'content-length': body.length };
    return { body, etag, unchanged, headers: { ...unchanged, ...content, ...more } };
  };
  return {
    plain: form(rendered.body, `"${digest}"`, {}),
    gzip: form(gzipSync(rendered.body, { level: 9 }), `"${digest}-gzip"`, {
      'content-encoding': 'gzip',
    }),
  };
}

/** Renders public pages by SvelteKit over connections inside this process. */
function renderInside(world: WebWorld, handler: Handler): Memory['render'] {
  const { host } = new URL(world.settings.addresses.public);
  const server = createServer((request, response) => {
    Object.assign(request, { threshold: world });
    handler(request, response, () => response.writeHead(404).end());
  });
  return async (path) => {
    const [near, far] = duplexPair();
    server.emit('connection', far);
    const asked = ask({
      path: `/public${path}`,
      headers: { host, connection: 'close' },
      // Node asks for this connection only while no agent is named, not even "none".
      createConnection: () => near,
      signal: AbortSignal.timeout(renderMilliseconds),
    });
    const answer = await new Promise<IncomingMessage>((resolve, reject) => {
      asked.once('response', resolve).once('error', reject).end();
    });
    return {
      status: answer.statusCode ?? 0,
      contentType: inUnicode(answer.headers['content-type'] ?? 'application/octet-stream'),
      body: await buffer(answer),
    };
  };
}

// SvelteKit leaves the encoding to the page itself; an old browser may guess before it reads that.
function inUnicode(contentType: string): string {
  return contentType === 'text/html' ? 'text/html; charset=utf-8' : contentType;
}
