import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { SMTPServer } from 'smtp-server';
import { afterEach, expect, test } from 'vitest';
import type { EmailMessage } from './carrier.ts';
import { smtpCarrier } from './mail.server.ts';

const letter: EmailMessage = {
  to: 'guardian.one@family.test',
  subject: 'Lekòl la: nouvèl enpòtan',
  text: 'Bonjou.',
  html: null,
  messageId: 'n7.42@district.test',
  language: 'ht',
};

const cleanups: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

function carrierAt(port: number, pool?: number) {
  const settings = {
    url: `smtp://127.0.0.1:${port}`,
    from: 'office@district.test',
    name: 'Office',
  };
  const carrier = smtpCarrier(pool === undefined ? settings : { ...settings, pool });
  cleanups.push(carrier.close);
  return carrier;
}

function portOf(server: Server): number {
  const found = server.address();
  return isAddress(found) ? found.port : 0;
}

function isAddress(found: AddressInfo | string | null): found is AddressInfo {
  return found !== null && typeof found === 'object';
}

type Reply = {
  readonly at: 'MAIL' | 'RCPT' | 'DATA';
  readonly status: number;
  readonly text?: string;
};

/** A mail server that says no where it is told to, and keeps what it took. */
async function startMailServer(reply?: Reply) {
  const taken: string[] = [];
  const no = (at: Reply['at']) => {
    if (reply?.at !== at) return null;
    return Object.assign(new Error(reply.text ?? 'no'), { responseCode: reply.status });
  };
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS', 'AUTH'],
    closeTimeout: 100,
    onMailFrom: (_address, _session, done) => done(no('MAIL')),
    onRcptTo: (_address, _session, done) => done(no('RCPT')),
    onData(stream, session, done) {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        const problem = no('DATA');
        const to = session.envelope.rcptTo.map((one) => one.address).join(' ');
        if (problem === null) taken.push(`RCPT ${to}\r\n${Buffer.concat(chunks).toString('utf8')}`);
        done(problem);
      });
    },
  });
  server.on('error', () => undefined);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  cleanups.push(() => new Promise((resolve) => server.close(() => resolve())));
  return { port: portOf(server.server), taken };
}

/** A server of bare sockets, for what no real mail server does. */
async function startRaw(serve: (socket: Socket) => void) {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket.on('error', () => undefined));
    serve(socket);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  cleanups.push(async () => {
    for (const socket of sockets) socket.destroy();
    await new Promise<void>((resolve) => server.close(() => resolve()));
  });
  return portOf(server);
}

/** Speaks just enough SMTP to reach one step, and does there what it is told. */
function upTo(step: string, act: (socket: Socket) => void) {
  return (socket: Socket) => {
    let isInData = false;
    socket.write('220 trial ESMTP\r\n');
    socket.on('data', (chunk) => {
      const text = chunk.toString();
      if (isInData) {
        if (text.endsWith('\r\n.\r\n')) act(socket);
        return;
      }
      if (text.startsWith(step)) return act(socket);
      isInData = text.startsWith('DATA');
      socket.write(isInData ? '354 go on\r\n' : '250 fine\r\n');
    });
  };
}

test.each([
  ['MAIL', 450, 'busy'],
  ['MAIL', 550, 'refused'],
  ['RCPT', 451, 'busy'],
  ['RCPT', 421, 'busy'],
  ['RCPT', 550, 'refused'],
  ['DATA', 452, 'busy'],
  ['DATA', 554, 'refused'],
  ['RCPT', 503, 'busy'],
] as const)('a %s answered with %i is %s, pooled or not', async (at, status, kind) => {
  const server = await startMailServer({ at, status });
  for (const pool of [undefined, 2]) {
    const answer = await carrierAt(server.port, pool).hand(letter, 3_000);
    expect(answer).toMatchObject({ kind, code: `smtp-${status}` });
  }
  expect(server.taken).toEqual([]);
});

test.each([
  [{ at: 'RCPT', status: 550 }, 'no-such-address'],
  [{ at: 'RCPT', status: 550, text: '5.7.1 relaying denied' }, 'not-allowed'],
  [{ at: 'RCPT', status: 554, text: '5.1.1 no such user' }, 'no-such-address'],
  [{ at: 'RCPT', status: 552, text: '5.2.2 mailbox full' }, 'message-refused'],
  [{ at: 'MAIL', status: 550 }, 'not-allowed'],
  [{ at: 'DATA', status: 554 }, 'message-refused'],
] as const)('%o is refused as %s', async (reply, reason) => {
  const server = await startMailServer(reply);
  expect(await carrierAt(server.port).hand(letter, 3_000)).toMatchObject({ reason });
});

test.each([
  ['EHLO', 'busy'],
  ['MAIL', 'busy'],
  ['RCPT', 'busy'],
  ['DATA', 'busy'],
  ['the end of the text', 'unknown'],
] as const)('a line that breaks at %s is %s', async (step, kind) => {
  const port = await startRaw(upTo(step, (socket) => socket.destroy()));
  const answer = await carrierAt(port).hand(letter, 3_000);
  expect(answer).toMatchObject({ kind, code: 'disconnected' });
});

test.each([
  ['MAIL', 'busy'],
  ['DATA', 'busy'],
  ['the end of the text', 'unknown'],
] as const)('silence at %s is %s after the time agreed on, pooled or not', async (step, kind) => {
  const port = await startRaw(upTo(step, () => undefined));
  for (const pool of [undefined, 1]) {
    const startedAt = performance.now();
    const answer = await carrierAt(port, pool).hand(letter, 300);
    expect(answer).toMatchObject({ kind, code: 'timeout' });
    expect(performance.now() - startedAt).toBeLessThan(700);
  }
});

test.each([
  ['short', '220 trial ESMTP\r\n'],
  ['endless', '220-'.repeat(500)],
])(
  'a %s greeting that trickles in byte by byte does not stretch the time',
  async (_length, greeting) => {
    const port = await startRaw((socket) => {
      const bytes = Array.from(greeting);
      const timer = setInterval(() => socket.write(bytes.shift() ?? ' '), 50);
      socket.once('close', () => clearInterval(timer));
    });
    const startedAt = performance.now();
    expect(await carrierAt(port).hand(letter, 400)).toMatchObject({
      kind: 'busy',
      code: 'timeout',
    });
    expect(performance.now() - startedAt).toBeLessThan(800);
  },
);

test('a pool that lost one letter to silence still carries the next', async () => {
  let calls = 0;
  const port = await startRaw((socket) => {
    calls += 1;
    if (calls === 1) return;
    upTo('the end of the text', (one) => one.write('250 taken\r\n'))(socket);
  });
  const carrier = carrierAt(port, 1);
  expect(await carrier.hand(letter, 300)).toMatchObject({ kind: 'busy', code: 'timeout' });
  expect(await carrier.hand(letter, 3_000)).toMatchObject({ kind: 'accepted' });
  expect(calls).toBe(2);
});

test('a letter says that a machine wrote it, in which language, and under one name', async () => {
  const server = await startMailServer();
  const headers = { 'List-Unsubscribe': '<https://district.test/u/1>' };
  const answer = await carrierAt(server.port).hand(
    { ...letter, html: '<p>Bonjou.</p>', headers },
    3_000,
  );
  expect(answer).toEqual({ kind: 'accepted', reference: 'n7.42@district.test' });
  const [raw = ''] = server.taken;
  expect(raw).toContain('\r\nMessage-ID: <n7.42@district.test>\r\n');
  expect(raw).toContain('\r\nAuto-Submitted: auto-generated\r\n');
  expect(raw).toContain('\r\nContent-Language: ht\r\n');
  expect(raw).toContain('\r\nList-Unsubscribe: <https://district.test/u/1>\r\n');
  expect(raw).toMatch(/From: "?Office"? <office@district\.test>/);
  expect(raw).toContain('text/html');
});

test.each([
  [{ to: 'a@b.test\r\nBcc: c@d.test' }, 'message-refused'],
  [{ to: 'a@b.test, c@d.test' }, 'no-such-address'],
  [{ to: 'a@b.test> RCPT TO:<c@d.test' }, 'no-such-address'],
  [{ to: '"x" <a@b.test>' }, 'no-such-address'],
  [{ to: '' }, 'no-such-address'],
  [{ subject: 'Hello\r\nBcc: c@d.test' }, 'message-refused'],
  [{ subject: 'Hello\nX-Other: 1' }, 'message-refused'],
  [{ subject: 'Hello\u2028Bcc: c@d.test' }, 'message-refused'],
  [{ messageId: 'x@y>\r\nBcc: c@d.test' }, 'message-refused'],
  [{ language: 'en\r\nBcc: c@d.test' }, 'message-refused'],
  [{ headers: { 'X-A': 'b\r\nBcc: c@d.test' } }, 'message-refused'],
  [{ headers: { 'X-A\r\nBcc': 'c@d.test' } }, 'message-refused'],
  [{ headers: { Bcc: 'c@d.test' } }, 'message-refused'],
  [{ headers: { 'auto-submitted': 'no' } }, 'message-refused'],
] as const)('%o adds no recipient and no header: nothing is sent', async (change, reason) => {
  const server = await startMailServer();
  const answer = await carrierAt(server.port).hand({ ...letter, ...change }, 3_000);
  expect(answer).toMatchObject({ kind: 'refused', reason });
  expect(server.taken).toEqual([]);
});

test('a text that imitates the end of a letter stays one letter to one person', async () => {
  const server = await startMailServer();
  const text =
    'Hi\r\n.\r\nMAIL FROM:<x@y.test>\r\nRCPT TO:<c@d.test>\r\nDATA\r\nSubject: forged\r\n.\r\n';
  await carrierAt(server.port).hand({ ...letter, text }, 3_000);
  expect(server.taken).toHaveLength(1);
  expect(server.taken[0]).toMatch(/^RCPT guardian\.one@family\.test\r\n/);
});

test('sixty letters through a pool of three arrive once each', async () => {
  const server = await startMailServer();
  const carrier = carrierAt(server.port, 3);
  const letters = Array.from({ length: 60 }, (_, count) => ({
    ...letter,
    messageId: `m${count}@d.test`,
  }));
  const answers = await Promise.all(letters.map((one) => carrier.hand(one, 10_000)));
  expect(answers.filter(({ kind }) => kind === 'accepted')).toHaveLength(60);
  const ids = server.taken.map((raw) => /Message-ID: <([^>]+)>/.exec(raw)?.[1]);
  expect(new Set(ids).size).toBe(60);
  expect(ids).toHaveLength(60);
});
