import { createServer, request as ask } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gunzipSync } from 'node:zlib';
import { afterEach, expect, test } from 'vitest';
import { readPackOf } from '../tests/kit/world.ts';
import {
  answerPublic,
  keptPaths,
  openMemory,
  type PublicPages,
  type Rendered,
} from './public-pages.server.ts';

const page = (text: string): Rendered => ({
  status: 200,
  contentType: 'text/html; charset=utf-8',
  body: Buffer.from(text),
});

function memoryOf(render: (path: string) => Promise<Rendered>, paths = ['/en', '/en/status']) {
  const failures: string[] = [];
  const pages = openMemory({
    paths,
    headers: [['content-security-policy', "default-src 'none'"]],
    render,
    failed: (path) => failures.push(path),
  });
  return { pages, failures };
}

const closing: (() => void)[] = [];
afterEach(() => {
  for (const close of closing.splice(0)) close();
});

async function get(
  pages: PublicPages,
  path: string,
  headers: Record<string, string> = {},
  method = 'GET',
) {
  const server = createServer((request, response) => {
    if (!answerPublic(pages, request, response)) response.writeHead(404).end('from elsewhere');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closing.push(() => server.close());
  const { port } = server.address() as AddressInfo;
  const options = { port, host: '127.0.0.1', path, headers, method, agent: false };
  return new Promise<{ status: number; headers: Record<string, unknown>; body: Buffer }>(
    (resolve, reject) => {
      ask(options, (answer) => {
        const chunks: Buffer[] = [];
        answer.on('data', (chunk: Buffer) => chunks.push(chunk));
        answer.on('end', () =>
          resolve({
            status: answer.statusCode ?? 0,
            headers: answer.headers,
            body: Buffer.concat(chunks),
          }),
        );
      })
        .once('error', reject)
        .end();
    },
  );
}

test('a kept page is answered whole, with its headers, whatever follows its path', async () => {
  const { pages } = memoryOf(async (path) => page(`page ${path}`));
  await pages.refresh();
  for (const path of ['/en', '/en/', '/en?a=b', '/en/?x=/en/status']) {
    const answer = await get(pages, path);
    expect([answer.status, answer.body.toString()], path).toEqual([200, 'page /en']);
  }
  const { headers } = await get(pages, '/en');
  expect(headers['content-security-policy']).toBe("default-src 'none'");
  expect(headers['cache-control']).toBe('public, max-age=0, must-revalidate');
  expect(headers.vary).toBe('Accept-Encoding');
});

test('only known paths are kept: a stranger cannot fill the memory', async () => {
  const asked: string[] = [];
  const { pages } = memoryOf(async (path) => {
    asked.push(path);
    return page(path);
  });
  await pages.refresh();
  for (const path of ['/en/other', '/__proto__', '/en/status/x', '//en']) {
    expect((await get(pages, path)).status, path).toBe(404);
  }
  expect(asked).toEqual(['/en', '/en/status']);
});

test('gzip is sent only to whom takes it, under a tag of its own', async () => {
  const { pages } = memoryOf(async () => page('words '.repeat(500)));
  await pages.refresh();
  const plain = await get(pages, '/en', { 'accept-encoding': 'br, gzip;q=0' });
  const small = await get(pages, '/en', { 'accept-encoding': 'br, gzip' });
  expect(plain.headers['content-encoding']).toBeUndefined();
  expect(small.headers['content-encoding']).toBe('gzip');
  expect(gunzipSync(small.body)).toEqual(plain.body);
  expect(small.headers.etag).not.toBe(plain.headers.etag);
});

test('an unchanged page is not sent twice, and a changed one is', async () => {
  let words = 'first';
  const { pages } = memoryOf(async () => page(words));
  await pages.refresh();
  const { headers } = await get(pages, '/en');
  const known = { 'if-none-match': `"another", W/${headers.etag}` };
  const same = await get(pages, '/en', known);
  expect([same.status, same.body.length, same.headers.etag]).toEqual([304, 0, headers.etag]);
  words = 'second';
  await pages.refresh();
  const changed = await get(pages, '/en', known);
  expect([changed.status, changed.body.toString()]).toEqual([200, 'second']);
});

test('a HEAD has the headers and not the words; a POST is for somebody else', async () => {
  const { pages } = memoryOf(async () => page('words'));
  await pages.refresh();
  const head = await get(pages, '/en', {}, 'HEAD');
  expect([head.status, head.headers['content-length'], head.body.length]).toEqual([200, '5', 0]);
  expect((await get(pages, '/en', {}, 'POST')).status).toBe(404);
});

test('with the database away the last page stays, and never an error in its place', async () => {
  let isAway = false;
  const { pages, failures } = memoryOf(async (path) => {
    if (isAway && path === '/en/status') return { ...page('broken'), status: 503 };
    if (isAway) throw new Error('nothing answers');
    return page('as of 8:20');
  });
  await pages.refresh();
  isAway = true;
  await pages.refresh();
  for (const path of ['/en', '/en/status']) {
    const answer = await get(pages, path);
    expect([answer.status, answer.body.toString()], path).toEqual([200, 'as of 8:20']);
  }
  expect(failures).toEqual(['/en', '/en/status']);
});

test('a page that was never rendered well is not in the memory', async () => {
  const { pages } = memoryOf(async () => ({ ...page('broken'), status: 503 }));
  await pages.refresh();
  expect((await get(pages, '/en')).body.toString()).toBe('from elsewhere');
});

test('what is released during a round makes one more round, however many ask', async () => {
  let released = 'nothing';
  let rounds = 0;
  const { pages } = memoryOf(async () => {
    const seen = released;
    rounds += 1;
    await new Promise((resolve) => setTimeout(resolve, 5));
    return page(seen);
  }, ['/en']);
  const first = pages.refresh();
  released = 'a notice';
  await Promise.all([first, pages.refresh(), pages.refresh(), pages.refresh()]);
  expect((await get(pages, '/en')).body.toString()).toBe('a notice');
  expect(rounds).toBe(2);
});

test('pages are kept in languages that have words, and in no other', async () => {
  const paths = keptPaths(await readPackOf('norwalk'));
  expect(paths).toContain('/ht/status.atom');
  expect(paths).toHaveLength(12);
  expect(paths.some((path) => path.startsWith('/pt'))).toBe(false);
});
