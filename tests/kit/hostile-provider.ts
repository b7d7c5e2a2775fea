import { type AddressInfo, createServer, type Socket } from 'node:net';

/** What a provider does with one request, once it has heard all of it. */
export type Act = (socket: Socket) => void;

/**
 * A provider that misbehaves on command and is friendly before and after (null). `heard` counts the
 * messages that came to it whole.
 */
export type HostileProvider<Behaviour> = {
  readonly port: number;
  misbehave(behaviour: Behaviour | null): void;
  heard(): number;
  close(): Promise<void>;
};

const sid = `SM${'0123456789abcdef'.repeat(2)}`;
const messageTo = '+15550142';
const json = (body: object) => JSON.stringify(body);

/** One whole answer in HTTP/1.1, with its length, on a connection that stays. */
function http(status: number, body = '', headers: Readonly<Record<string, string>> = {}): string {
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  const length = `content-length: ${Buffer.byteLength(body)}\r\n`;
  return `HTTP/1.1 ${status} Whatever\r\n${length}${lines.join('')}\r\n${body}`;
}

const taken = { sid, status: 'queued', to: messageTo, error_code: null };
const friendlyAnswer = http(201, json(taken), { location: '/receipts/receipt-1' });
const friendly: Act = (socket) => void socket.write(friendlyAnswer);

const say =
  (text: string | Buffer): Act =>
  (socket) =>
    void socket.write(text);
const sayAndLeave =
  (text: string): Act =>
  (socket) =>
    void socket.end(text);
const reset: Act = (socket) => void socket.resetAndDestroy();
const silence: Act = () => undefined;

/** A byte each fifth of a second, and never the last one. */
function trickle(text: string): Act {
  return (socket) => {
    const bytes = Array.from(text);
    const timer = setInterval(() => socket.write(bytes.shift() ?? 'x'), 200);
    socket.once('close', () => clearInterval(timer));
  };
}

/** An answer that is whole, and a second one on the same connection that nobody asked for. */
function sayTwice(first: string, second: string, milliseconds: number): Act {
  return (socket) => {
    socket.write(first);
    setTimeout(() => socket.writable && socket.write(second), milliseconds);
  };
}

const megabyte = 'x'.repeat(1_048_576);
const tenMegabytes = megabyte.repeat(10);
const page = '<!doctype html><html><body>Please sign in to this network</body></html>';
const html = { 'content-type': 'text/html' };
const failed = (code: number | null) =>
  http(201, json({ ...taken, status: 'failed', error_code: code }));
const problem = (status: number, code: number) =>
  http(status, json({ code, status, message: `The number ${messageTo} is not right` }));
const beginning = (status: number, body: string) =>
  `HTTP/1.1 ${status} Whatever\r\ncontent-length: 500\r\n\r\n${body}`;

/** Everything an HTTP provider does to us. The name of each is a claim about the provider. */
export const httpMisbehaviours = {
  '400': say(http(400)),
  '401': say(http(401)),
  '404': say(http(404)),
  '429 with Retry-After': say(http(429, '', { 'retry-after': '7' })),
  '500': say(http(500)),
  '503': say(http(503)),
  '502': say(http(502)),
  '504': say(http(504)),
  'a status nobody knows': say(http(799)),
  'no answer': silence,
  'an answer that comes too late': (socket: Socket) => {
    setTimeout(() => socket.writable && socket.write(friendlyAnswer), 600);
  },
  'a status line that trickles in': trickle('HTTP/1.1 201 Created\r\nx-long: '),
  'a 201 whose body trickles in': (socket: Socket) => {
    socket.write(beginning(201, ''));
    trickle(json(taken).slice(0, -1))(socket);
  },
  'a 201 cut in the middle': sayAndLeave(beginning(201, json(taken).slice(0, 40))),
  'a 201 cut in the headers': sayAndLeave('HTTP/1.1 201 Created\r\nlocation: /rece'),
  'a 400 cut in the middle': sayAndLeave(beginning(400, '{"co')),
  'a 503 cut in the middle': sayAndLeave(beginning(503, '<html')),
  'a connection that is reset': reset,
  'a connection that is closed': sayAndLeave(''),
  'a redirect': say(http(302, page, { location: '/elsewhere' })),
  'a redirect that wants the post again': say(http(307, '', { location: '/elsewhere' })),
  'HTML with 400': say(http(400, page, html)),
  'HTML with 200': say(http(200, page, html)),
  'JSON without an id': say(http(201, json({ status: 'queued', to: messageTo }))),
  'JSON whose id is a number': say(http(201, json({ ...taken, sid: 7 }))),
  'JSON whose id is empty': say(http(201, json({ ...taken, sid: '' }))),
  'JSON whose id is a sentence': say(http(201, json({ ...taken, sid: 'please sign in' }))),
  'JSON whose id is a number to call': say(http(201, json({ ...taken, sid: messageTo }))),
  'JSON about somebody else': say(http(201, json({ ...taken, to: '+15550143' }))),
  'JSON that is no object': say(http(201, '[null, "SM1"]')),
  'status failed': say(failed(null)),
  'status failed, with 21610': say(failed(21610)),
  'status failed, with 30006': say(failed(30006)),
  'code 21610': say(problem(400, 21610)),
  'code 21614': say(problem(400, 21614)),
  'code 20003': say(problem(401, 20003)),
  'code 20429': say(problem(429, 20429)),
  'status failed, with 30002': say(failed(30002)),
  'a code that is a telephone number': say(problem(400, 15550142)),
  'a code that is a sentence': say(http(400, json({ code: `number ${messageTo}` }))),
  'ten megabytes with 201': say(http(201, tenMegabytes)),
  'ten megabytes with 400': say(http(400, tenMegabytes)),
  'ten megabytes of headers': say(`HTTP/1.1 201 Created\r\nx-long: ${tenMegabytes}\r\n\r\n`),
  'headers of garbage': say('HTTP/1.1 201 Created\r\n\0\x01: \x7f\xff\r\n: :\r\n\r\n'),
  'two lengths': say(http(201, json(taken), { 'transfer-encoding': 'chunked' })),
  'another protocol': say('220 smtp.test ESMTP\r\n'),
  'an endless 100 Continue': (socket: Socket) => {
    const timer = setInterval(() => socket.write('HTTP/1.1 100 Continue\r\n\r\n'), 20);
    socket.once('close', () => clearInterval(timer));
  },
  'a switch of protocols': say(
    'HTTP/1.1 101 Switching\r\nconnection: upgrade\r\nupgrade: other\r\n\r\n',
  ),
  'a 503, and a 201 nobody asked for': sayTwice(http(503), friendlyAnswer, 0),
  'a 503, and later a 201 nobody asked for': sayTwice(http(503), friendlyAnswer, 30),
} as const satisfies Readonly<Record<string, Act>>;

/** Where in a conversation by SMTP something goes wrong. */
type Step = 'greeting' | 'EHLO' | 'MAIL FROM' | 'RCPT TO' | 'DATA' | 'the text';

/** What a mail server does at one step; at all others it is friendly. */
export type MailAct = { readonly at: Step; readonly act: Act };
const at = (step: Step, act: Act): MailAct => ({ at: step, act });
const quoting = (status: string) => say(`${status} <guardian.one@family.test> is not right\r\n`);

/** Everything a mail server does to us: a no, a silence, a break, noise and lies, at every step. */
export const mailMisbehaviours = {
  'a greeting of 421': at('greeting', sayAndLeave('421 too busy\r\n')),
  'a greeting of 554': at('greeting', sayAndLeave('554 no service for you\r\n')),
  'no greeting': at('greeting', silence),
  'a greeting that trickles in': at('greeting', trickle('220-')),
  'a greeting cut in the middle': at('greeting', sayAndLeave('220 ma')),
  'a greeting of another protocol': at('greeting', sayAndLeave(http(400, page, html))),
  'a greeting of ten megabytes': at('greeting', say(tenMegabytes)),
  'a greeting of ten megabytes in lines': at('greeting', say('220-welcome\r\n'.repeat(800_000))),
  'a connection that is reset at once': at('greeting', reset),
  '530 for the sender': at('MAIL FROM', quoting('530 5.7.0')),
  '450 for the address': at('RCPT TO', quoting('450 4.2.0')),
  '550 for the address': at('RCPT TO', quoting('550 5.1.1')),
  '550 for us': at('RCPT TO', quoting('550 5.7.1')),
  '551 that names another address': at('RCPT TO', say('551 try <other@family.test>\r\n')),
  'garbage for the address': at('RCPT TO', say(Buffer.from([0, 255, 7, 13, 10]))),
  'silence when asked for the text': at('DATA', silence),
  '554 for the text': at('the text', quoting('554 5.6.0')),
  '452 for the text': at('the text', quoting('452 4.3.1')),
  'silence after the text': at('the text', silence),
  'an answer to the text that trickles in': at('the text', trickle('250-')),
  'an answer to the text cut in the middle': at('the text', sayAndLeave('25')),
  'a connection that is reset after the text': at('the text', reset),
  'garbage after the text': at('the text', say(Buffer.from([0, 255, 7, 13, 10]))),
  'ten megabytes after the text': at('the text', say(tenMegabytes)),
  'HTML after the text': at('the text', say(`${page}\r\n`)),
  'a question after the text': at('the text', say('354 go on\r\n')),
} as const satisfies Readonly<Record<string, MailAct>>;

/** Starts an HTTP provider: Twilio's shape for texts and calls, and a push service at once. */
export function startHostileProvider(): Promise<HostileProvider<Act>> {
  return listen((socket, behaviour, heard) => {
    let text = '';
    socket.on('data', (chunk) => {
      text += chunk.toString('latin1');
      const length = lengthOfRequest(text);
      if (length === null || text.length < length) return;
      text = text.slice(length);
      heard();
      (behaviour() ?? friendly)(socket);
    });
  });
}

/** Null until the last header was heard. */
function lengthOfRequest(text: string): number | null {
  const end = text.indexOf('\r\n\r\n');
  if (end < 0) return null;
  return end + 4 + Number(/\r\ncontent-length: (\d+)/i.exec(text)?.[1] ?? 0);
}

const friendlyReplies: Readonly<Record<Step, string>> = {
  greeting: '220 mail.test ESMTP\r\n',
  EHLO: '250 mail.test\r\n',
  'MAIL FROM': '250 fine\r\n',
  'RCPT TO': '250 fine\r\n',
  DATA: '354 go on\r\n',
  'the text': '250 taken\r\n',
};
const steps: readonly Step[] = ['EHLO', 'MAIL FROM', 'RCPT TO', 'DATA'];

/** Starts a mail server of bare sockets, since no real one does what this one has to do. */
export function startHostileMail(): Promise<HostileProvider<MailAct>> {
  return listen((socket, behaviour, heard) => {
    const reply = (step: Step) => {
      const told = behaviour();
      if (told?.at === step) told.act(socket);
      else socket.write(friendlyReplies[step]);
    };
    let text = '';
    let isInText = false;
    const take = (end: string, step: Step | undefined) => {
      text = text.slice(text.indexOf(end) + end.length);
      isInText = step === 'DATA';
      if (step === 'the text') heard();
      if (step === undefined) socket.end('221 bye\r\n');
      else reply(step);
    };
    socket.on('data', (chunk) => {
      text += chunk.toString('latin1');
      if (isInText && text.includes('\r\n.\r\n')) take('\r\n.\r\n', 'the text');
      if (isInText || !text.includes('\r\n')) return;
      take(
        '\r\n',
        steps.find((step) => text.startsWith(step)),
      );
    });
    reply('greeting');
  });
}

type Serve<Behaviour> = (
  socket: Socket,
  behaviour: () => Behaviour | null,
  heard: () => void,
) => void;

async function listen<Behaviour>(serve: Serve<Behaviour>): Promise<HostileProvider<Behaviour>> {
  let behaviour: Behaviour | null = null;
  let heardTimes = 0;
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.once('close', () => sockets.delete(socket));
    serve(
      socket,
      () => behaviour,
      () => {
        heardTimes += 1;
      },
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: portOf(server.address()),
    misbehave(next) {
      behaviour = next;
    },
    heard: () => heardTimes,
    async close() {
      for (const socket of sockets) socket.destroy();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

function portOf(address: AddressInfo | string | null): number {
  return address !== null && typeof address === 'object' ? address.port : 0;
}
