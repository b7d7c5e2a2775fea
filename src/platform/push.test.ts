import { createDecipheriv, createECDH, hkdfSync } from 'node:crypto';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import { afterEach, expect, test } from 'vitest';
import { isInside } from './inside.server.ts';
import { makePushKeys, webPush } from './push.server.ts';

const identity = { subject: 'mailto:it@district.test', ...makePushKeys() };
const browser = createECDH('prime256v1');
browser.generateKeys();
const auth = Buffer.alloc(16, 9);
const keys = {
  p256dh: browser.getPublicKey('base64url'),
  auth: auth.toString('base64url'),
};
const message = { payload: '{"visit":"v1"}', topic: 'visit-v1', urgency: 'high' } as const;

const cleanups: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0)) await cleanup();
});

async function startPushService(status: number) {
  const posts: { headers: IncomingHttpHeaders; body: Buffer }[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(Buffer.from(chunk));
    posts.push({ headers: request.headers, body: Buffer.concat(chunks) });
    response.writeHead(status, { location: 'https://push.test/secret/m/receipt-1' }).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const found = server.address();
  const port = found !== null && typeof found === 'object' ? found.port : 0;
  const carrier = webPush({ ...identity, reach: 'anywhere' });
  cleanups.push(async () => {
    await carrier.close();
    server.closeAllConnections();
    await new Promise<void>((resolve) => server.close(() => resolve()));
  });
  const subscription = { endpoint: `http://127.0.0.1:${port}/push/abc`, keys };
  return { hand: () => carrier.hand({ subscription, ...message }, 3_000), posts };
}

/** Opens a payload as a browser does (RFC 8188, RFC 8291). */
function decrypt(body: Buffer): string {
  const salt = body.subarray(0, 16);
  const theirs = body.subarray(21, 86);
  const shared = browser.computeSecret(theirs);
  const info = Buffer.concat([Buffer.from('WebPush: info\0'), browser.getPublicKey(), theirs]);
  const secret = Buffer.from(hkdfSync('sha256', shared, auth, info, 32));
  const derive = (name: string, length: number) =>
    Buffer.from(
      hkdfSync('sha256', secret, salt, Buffer.from(`Content-Encoding: ${name}\0`), length),
    );
  const decipher = createDecipheriv('aes-128-gcm', derive('aes128gcm', 16), derive('nonce', 12));
  decipher.setAuthTag(body.subarray(-16));
  const plain = Buffer.concat([decipher.update(body.subarray(86, -16)), decipher.final()]);
  return plain.subarray(0, plain.lastIndexOf(2)).toString('utf8');
}

test('only the browser can read what the push service carries', async () => {
  const service = await startPushService(201);
  expect(await service.hand()).toEqual({ kind: 'accepted', reference: 'receipt-1' });
  const [post] = service.posts;
  expect(post?.body.toString('latin1')).not.toContain('visit');
  expect(decrypt(post?.body ?? Buffer.alloc(0))).toBe(message.payload);
  expect(post?.headers).toMatchObject({ urgency: 'high', topic: 'visit-v1', ttl: '900' });
  expect(post?.headers.authorization).toMatch(/^vapid t=/);
});

test.each([404, 410])('a subscription answered with %i is gone for good', async (status) => {
  const service = await startPushService(status);
  const code = `http-${status}`;
  expect(await service.hand()).toEqual({ kind: 'refused', reason: 'gone', code });
});

test.each([
  [413, { kind: 'refused', reason: 'message-refused' }],
  [403, { kind: 'refused', reason: 'not-allowed' }],
  [429, { kind: 'busy' }],
  [503, { kind: 'busy' }],
])('a push service that says %i means %o', async (status, meaning) => {
  expect(await (await startPushService(status)).hand()).toMatchObject(meaning);
});

test.each([
  'http://push.test/abc',
  'https://127.0.0.1:9/abc',
  'https://[::1]:9/abc',
  'https://[::ffff:10.0.0.1]/abc',
  'https://169.254.169.254/latest/meta-data',
  'https://localhost:9/abc',
])('a browser cannot make us post into our own network: %s', async (endpoint) => {
  const carrier = webPush(identity);
  const answer = await carrier.hand({ subscription: { endpoint, keys }, ...message }, 3_000);
  expect(answer).toMatchObject({ kind: 'refused', reason: 'not-allowed' });
  await carrier.close();
});

test('addresses of the inside are known in every dress, and others are let through', () => {
  const inside = [
    '10.1.2.3',
    '172.31.0.1',
    '192.168.1.1',
    '::ffff:127.0.0.1',
    'fd00::1',
    'fe80::1',
  ];
  expect(inside.filter((address) => !isInside(address))).toEqual([]);
  const outside = ['172.32.0.1', '8.8.8.8', '2606:4700::1', '::ffff:8.8.8.8'];
  expect(outside.filter(isInside)).toEqual([]);
});

test.each([
  { p256dh: 'AAAA', auth: keys.auth },
  { p256dh: keys.p256dh, auth: 'AA' },
  { p256dh: '', auth: '' },
])('keys no browser could have given are refused, not thrown: %o', async (bad) => {
  const carrier = webPush({ ...identity, reach: 'anywhere' });
  const subscription = { endpoint: 'http://127.0.0.1:9/abc', keys: bad };
  const answer = await carrier.hand({ subscription, ...message }, 3_000);
  expect(answer).toMatchObject({ kind: 'refused', code: 'malformed-subscription' });
  await carrier.close();
});
