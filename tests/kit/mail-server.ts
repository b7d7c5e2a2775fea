import { SMTPServer } from 'smtp-server';
import { portOf } from './phones.ts';

/** A letter as the mail server took it. */
export type Letter = {
  readonly to: string;
  readonly subject: string;
  readonly language: string;
  readonly messageId: string;
  readonly text: string;
};

/** What the mail server does with letters to one address. `drop` takes it and cuts the line. */
export type MailBehaviour =
  | { readonly kind: 'ok' }
  | { readonly kind: 'no'; readonly at: 'RCPT' | 'DATA'; readonly status: number }
  | { readonly kind: 'drop' }
  | { readonly kind: 'slow'; readonly milliseconds: number };

type Done = (problem?: Error | null) => void;

/** A real SMTP server on this machine: keeps what it takes, misbehaves where it is told to. */
export async function startMailServer() {
  const letters: Letter[] = [];
  const behaviours = new Map<string, MailBehaviour>();
  const behaviourOf = (address: string) =>
    behaviours.get(address) ?? behaviours.get('*') ?? { kind: 'ok' };
  const no = (address: string, at: 'RCPT' | 'DATA') => {
    const behaviour = behaviourOf(address);
    if (behaviour.kind !== 'no' || behaviour.at !== at) return null;
    return Object.assign(new Error('no'), { responseCode: behaviour.status });
  };
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS', 'AUTH'],
    closeTimeout: 100,
    onRcptTo: ({ address }, _session, done) => done(no(address, 'RCPT')),
    onData(stream, session, done) {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        const to = session.envelope.rcptTo[0]?.address ?? '';
        take(to, Buffer.concat(chunks).toString('utf8'), session.id, done);
      });
    },
  });
  const cut = (session: string) => {
    for (const each of server.connections) if (each.session.id === session) each._socket.destroy();
  };
  const take = (to: string, raw: string, session: string, done: Done) => {
    const problem = no(to, 'DATA');
    if (problem !== null) return done(problem);
    letters.push(readLetter(to, raw));
    const behaviour = behaviourOf(to);
    if (behaviour.kind === 'drop') return cut(session);
    if (behaviour.kind === 'slow') return setTimeout(() => done(), behaviour.milliseconds);
    return done();
  };
  server.on('error', () => undefined);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: portOf(server.server.address()),
    letters,
    behave: (address: string, behaviour: MailBehaviour) => void behaviours.set(address, behaviour),
    clear() {
      letters.length = 0;
      behaviours.clear();
    },
    close: () => new Promise<void>((resolve) => server.close(() => resolve())),
  };
}

function readLetter(to: string, raw: string): Letter {
  const [head = '', ...body] = raw.split('\r\n\r\n');
  const unfolded = head.replaceAll(/\r\n[ \t]+/g, ' ');
  const header = (name: string) =>
    new RegExp(`^${name}: (.*)$`, 'im').exec(unfolded)?.[1]?.trim() ?? '';
  return {
    to,
    subject: decodeWords(header('Subject')),
    language: header('Content-Language'),
    messageId: header('Message-ID'),
    text: decodeBody(body.join('\r\n\r\n'), header('Content-Transfer-Encoding')),
  };
}

const quoted = (text: string) =>
  Buffer.from(
    text.replaceAll(/=([0-9A-F]{2})/g, (_whole, hex: string) =>
      String.fromCharCode(Number.parseInt(hex, 16)),
    ),
    'latin1',
  ).toString('utf8');

// RFC 2047: words are joined before they are decoded, since one letter may stand in two of them.
function decodeWords(text: string): string {
  return text
    .replaceAll(/\?=\s+=\?UTF-8\?[QB]\?/gi, '')
    .replaceAll(/=\?UTF-8\?([QB])\?(.*?)\?=/gi, (_whole, kind: string, word: string) =>
      kind.toUpperCase() === 'B'
        ? Buffer.from(word, 'base64').toString('utf8')
        : quoted(word.replaceAll('_', ' ')),
    );
}

function decodeBody(body: string, encoding: string): string {
  if (encoding === 'base64') return Buffer.from(body, 'base64').toString('utf8');
  return encoding === 'quoted-printable' ? quoted(body.replaceAll('=\r\n', '')) : body;
}
