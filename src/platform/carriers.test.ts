import { createServer as createHttpServer } from 'node:http';
import { type AddressInfo, createServer as createTcpServer } from 'node:net';
import { SMTPServer } from 'smtp-server';
import { afterEach, expect, test, vi } from 'vitest';
import type { Carrier, HandOver } from './carrier.ts';
import { localMailCarrier, startLocalCarrier } from './local-carrier.server.ts';
import type { Behaviour } from './local-phones.ts';
import { smtpCarrier } from './mail.server.ts';
import { makePushKeys, webPush } from './push.server.ts';
import { twilioSms } from './sms.server.ts';
import { twilioVoice } from './voice.server.ts';

/** The promises of `Carrier`, asked of all alike. `taken` counts what the other side kept. */
type World = {
  hand(timeoutMilliseconds: number): Promise<HandOver>;
  behave(behaviour: Behaviour): void;
  taken(): number;
  close(): Promise<void>;
  readonly carrier: { close(): Promise<void> };
};

const number = '+15550142';
const address = 'guardian.one@family.test';
const secretText = 'Fictional text nobody may log';
const letter = {
  to: address,
  subject: 'Fictional subject',
  text: secretText,
  html: null,
  messageId: 'm1@district.test',
  language: 'en',
};
const push = { payload: secretText, topic: 'visit', urgency: 'high' } as const;

async function onLocalCarrier(
  address: string,
  open: (
    url: string,
    token: string,
    settings: string,
  ) => { hand: World['hand']; close(): Promise<void> },
): Promise<World> {
  const local = await startLocalCarrier({ port: 0, token: 't', now: () => '2026-11-24T08:00:00Z' });
  const carrier = open(local.url, local.token, local.settingsUrl('+15550100'));
  return {
    carrier,
    hand: carrier.hand,
    behave: (behaviour) => local.behave(address, behaviour),
    taken: () => local.messages().length + local.calls().length,
    async close() {
      await carrier.close();
      await local.close();
    },
  };
}

function handing<Message>(carrier: Carrier<Message>, message: Message) {
  const hand = (timeoutMilliseconds: number) => carrier.hand(message, timeoutMilliseconds);
  return { hand, close: carrier.close };
}

const smtpErrors: Partial<Record<Behaviour, number>> = {
  'http-500': 451,
  'http-429': 450,
  'http-400': 550,
};

/** A mail server that behaves like the local carrier's numbers do, in SMTP's own words. */
async function onSmtp(pool?: number): Promise<World> {
  let behaviour: Behaviour = 'ok';
  let taken = 0;
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS', 'AUTH'],
    closeTimeout: 100,
    onRcptTo(_address, _session, done) {
      const responseCode = smtpErrors[behaviour];
      done(responseCode === undefined ? null : Object.assign(new Error('no'), { responseCode }));
    },
    onConnect(_session, done) {
      if (behaviour !== 'hang' && behaviour !== 'slow-loris') done();
    },
    onData(stream, _session, done) {
      stream.resume().on('end', () => {
        if (behaviour !== 'lie') taken += 1;
        if (behaviour === 'accept-then-drop') for (const one of sockets()) one.destroy();
        else done();
      });
    },
  });
  const sockets = () => Array.from(server.connections, (one) => one._socket);
  server.on('error', () => undefined);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = portOf(server.server);
  const settings = {
    url: `smtp://127.0.0.1:${port}`,
    from: 'office@district.test',
    name: 'Office',
  };
  const carrier = smtpCarrier(pool === undefined ? settings : { ...settings, pool });
  return {
    carrier,
    ...handing(carrier, letter),
    behave: (next) => {
      behaviour = next;
    },
    taken: () => taken,
    async close() {
      await carrier.close();
      for (const one of sockets()) one.destroy();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

function portOf(server: { address(): AddressInfo | string | null }): { port: number } {
  const found = server.address();
  return { port: found !== null && typeof found === 'object' ? found.port : 0 };
}

const pushStatus: Partial<Record<Behaviour, number>> = {
  'http-500': 500,
  'http-429': 429,
  'http-400': 400,
};

async function onPush(): Promise<World> {
  let behaviour: Behaviour = 'ok';
  let taken = 0;
  const server = createHttpServer((request, response) => {
    request.resume().on('end', () => {
      if (behaviour === 'hang') return;
      if (behaviour === 'slow-loris') return void response.socket?.write('H');
      const status = pushStatus[behaviour] ?? 201;
      if (status === 201 && behaviour !== 'lie') taken += 1;
      if (behaviour === 'accept-then-drop') return void response.destroy();
      response.writeHead(status, { location: '/m/receipt-1' }).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const endpoint = `http://127.0.0.1:${portOf(server).port}/push/abc`;
  const carrier = webPush({
    subject: 'mailto:it@district.test',
    ...makePushKeys(),
    reach: 'anywhere',
  });
  const subscription = { endpoint, keys: browserKeys };
  return {
    carrier,
    ...handing(carrier, { subscription, ...push }),
    behave: (next) => {
      behaviour = next;
    },
    taken: () => taken,
    async close() {
      await carrier.close();
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

// A browser's public key and secret have the shape of a VAPID public key and of 16 bytes.
const browserKeys = {
  p256dh: makePushKeys().publicKey,
  auth: Buffer.alloc(16, 7).toString('base64url'),
};
const key = { idempotencyKey: 'k1' };
const voice = { twimlUrl: 'http://127.0.0.1:1/twiml', statusUrl: 'http://127.0.0.1:1/status' };

const worlds: Readonly<Record<string, () => Promise<World>>> = {
  smtp: () => onSmtp(),
  'smtp pool': () => onSmtp(2),
  'local mail': () =>
    onLocalCarrier(address, (url, token) => handing(localMailCarrier({ url, token }), letter)),
  sms: () =>
    onLocalCarrier(number, (_url, _token, url) =>
      handing(twilioSms({ url }), { to: number, text: secretText, ...key }),
    ),
  voice: () =>
    onLocalCarrier(number, (_url, _token, url) =>
      handing(twilioVoice({ url }), { to: number, ...voice, ...key }),
    ),
  push: () => onPush(),
};
const names = Object.keys(worlds);

const open: World[] = [];
afterEach(async () => {
  vi.restoreAllMocks();
  await Promise.all(open.splice(0).map((world) => world.close()));
});

async function enter(name: string, behaviour: Behaviour): Promise<World> {
  const world = await worlds[name]?.();
  if (world === undefined) throw new Error(`No world is called ${name}.`);
  open.push(world);
  world.behave(behaviour);
  return world;
}

test.each(names)('%s: what the provider takes is accepted, once, under a name', async (name) => {
  const world = await enter(name, 'ok');
  expect(await world.hand(3_000)).toEqual({
    kind: 'accepted',
    reference: expect.stringMatching(/./),
  });
  expect(world.taken()).toBe(1);
});

test.each(names)('%s: an overloaded provider took nothing', async (name) => {
  for (const behaviour of ['http-500', 'http-429'] as const) {
    const world = await enter(name, behaviour);
    expect((await world.hand(3_000)).kind).toBe('busy');
    expect(world.taken()).toBe(0);
  }
});

test.each(names)('%s: a refusal is final and says why', async (name) => {
  const world = await enter(name, 'http-400');
  expect(await world.hand(3_000)).toEqual({
    kind: 'refused',
    reason: expect.stringMatching(/^(no-such-address|message-refused)$/),
    code: expect.stringMatching(/^(smtp|http|twilio)-\d+$/),
  });
  expect(world.taken()).toBe(0);
});

test.each(
  names.flatMap(
    (name) =>
      [
        [name, 'hang'],
        [name, 'slow-loris'],
      ] as const,
  ),
)('%s: %s costs the time agreed on and is never taken for an acceptance', async (name, how) => {
  const world = await enter(name, how);
  const startedAt = performance.now();
  const answer = await world.hand(400);
  const milliseconds = performance.now() - startedAt;
  expect(answer).toMatchObject({
    kind: name.startsWith('smtp') ? 'busy' : 'unknown',
    code: 'timeout',
  });
  expect(milliseconds).toBeGreaterThan(350);
  expect(milliseconds).toBeLessThan(1_000);
});

test.each(names)(
  '%s: a connection lost after the message left leaves it in doubt',
  async (name) => {
    const world = await enter(name, 'accept-then-drop');
    expect(await world.hand(3_000)).toEqual({ kind: 'unknown', code: 'disconnected' });
    // Nothing of ours may repeat it on its own, even after a moment: that would be a second page.
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(world.taken()).toBe(1);
  },
);

test.each(names)('%s: a provider that is not there took nothing', async (name) => {
  const world = await enter(name, 'ok');
  const gone = open.splice(0);
  const elsewhere = await enterAbsent(name);
  expect(await elsewhere.hand(3_000)).toMatchObject({ kind: 'busy', code: 'connection-refused' });
  await elsewhere.close();
  open.push(...gone);
  expect(world.taken()).toBe(0);
});

test.each(names)('%s: noise instead of an answer is never an acceptance', async (name) => {
  const noise = createTcpServer((socket) => {
    socket.on('error', () => undefined);
    socket.end('\u0000 250 accepted {"sid":"SM1"} 201 Created\r\n\r\n');
  });
  await new Promise<void>((resolve) => noise.listen(0, '127.0.0.1', resolve));
  const carrier = carrierAt(name, portOf(noise).port);
  expect((await carrier.hand(1_500)).kind).toMatch(/^(busy|unknown)$/);
  await carrier.close();
  noise.close();
});

test.each(names)('%s: a closed carrier takes nothing more, and closing waits', async (name) => {
  const world = await enter(name, 'ok');
  const last = world.hand(3_000);
  await world.carrier.close();
  expect(await Promise.race([last, 'still under way'])).toMatchObject({ kind: 'accepted' });
  expect(await world.hand(3_000)).toMatchObject({ kind: 'busy', code: 'closed' });
  expect(world.taken()).toBe(1);
});

test.each(names)(
  '%s: whatever happens, neither text nor address is logged or told',
  async (name) => {
    const written: string[] = [];
    for (const stream of [process.stdout, process.stderr]) {
      vi.spyOn(stream, 'write').mockImplementation((chunk) => written.push(String(chunk)) > 0);
    }
    for (const method of ['log', 'warn', 'error', 'info', 'debug'] as const) {
      vi.spyOn(console, method).mockImplementation(
        (...words) => void written.push(words.join(' ')),
      );
    }
    for (const behaviour of ['ok', 'http-400', 'http-500', 'accept-then-drop', 'hang'] as const) {
      const world = await enter(name, behaviour);
      written.push(JSON.stringify(await world.hand(300)));
    }
    vi.restoreAllMocks();
    expect(written.join('\n')).not.toMatch(/guardian|5550142|Fictional|push\/abc/);
  },
);

/** A carrier pointed at a port where nothing listens: it was free a moment ago. */
async function enterAbsent(name: string) {
  const probe = createTcpServer();
  await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve));
  const { port } = portOf(probe);
  await new Promise<void>((resolve) => probe.close(() => resolve()));
  return carrierAt(name, port);
}

function carrierAt(name: string, port: number): { hand: World['hand']; close(): Promise<void> } {
  const host = `127.0.0.1:${port}`;
  const account = `http://AC1:t@${host}/?from=%2B15550100`;
  if (name === 'sms')
    return handing(twilioSms({ url: account }), { to: number, text: 'x', ...key });
  if (name === 'voice') {
    return handing(twilioVoice({ url: account }), { to: number, ...voice, ...key });
  }
  if (name === 'local mail') {
    return handing(localMailCarrier({ url: `http://${host}`, token: 't' }), letter);
  }
  if (name === 'push') {
    const identity = { subject: 'mailto:it@district.test', ...makePushKeys() };
    const subscription = { endpoint: `http://${host}/push/abc`, keys: browserKeys };
    return handing(webPush({ ...identity, reach: 'anywhere' }), { subscription, ...push });
  }
  const settings = { url: `smtp://${host}`, from: 'office@district.test', name: 'Office' };
  return handing(smtpCarrier(name === 'smtp' ? settings : { ...settings, pool: 2 }), letter);
}
