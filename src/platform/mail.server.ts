import type { Readable } from 'node:stream';
import nodemailer from 'nodemailer';
import { boundedCarrier } from './bounded.server.ts';
import {
  accepted,
  busy,
  type Carrier,
  type EmailMessage,
  type HandOver,
  type RefusalReason,
  refused,
  unknown,
} from './carrier.ts';
import { refuseUnsafeEmail } from './email-safety.ts';
import { isLoopback } from './inside.server.ts';

/**
 * `url` is smtp: or smtps: with account and password in it. `pool` is for bulk: that many
 * connections are kept and shared.
 */
export type SmtpSettings = {
  readonly url: string;
  readonly from: string;
  readonly name: string;
  readonly pool?: number;
};

/** The streams a letter was read from; one that was read has left us, at least in part. */
type Streams = WeakMap<AbortSignal, Readable[]>;

const messagesPerConnectionMax = 500;
const idleMilliseconds = 10_000;

/**
 * Letters by SMTP (RFC 5321).
 *
 * Encrypts on the way or does not send, unless the server is this machine or the URL says
 * `?ignoreTLS=true`. Never opens a file or an address named in a letter. Never repeats a letter of
 * which one byte may have left.
 */
export function smtpCarrier(settings: SmtpSettings): Carrier<EmailMessage> {
  const streams: Streams = new WeakMap();
  const transport = openTransport(settings, streams);
  return boundedCarrier({
    name: 'smtp',
    release: () => transport.close(),
    async attempt(message, signal) {
      const problem = refuseUnsafeEmail(message);
      if (problem !== null) return problem;
      try {
        await transport.sendMail({ ...letter(settings, message), signal });
        return accepted(message.messageId);
      } catch (error) {
        const parts = streams.get(signal) ?? [];
        const mayHaveLeft = parts.some((part) => part.readableDidRead);
        return readFailure(error, signal.aborted, mayHaveLeft);
      }
    },
  });
}

function openTransport(settings: SmtpSettings, streams: Streams) {
  const url = new URL(settings.url);
  const isOpenAllowed = isLoopback(url.hostname) || url.searchParams.get('ignoreTLS') === 'true';
  const common = {
    url: settings.url,
    requireTLS: url.protocol === 'smtp:' && !isOpenAllowed,
    disableFileAccess: true,
    disableUrlAccess: true,
    logger: false,
    socketCloseTimeout: 1_000,
  };
  const transport =
    settings.pool === undefined
      ? nodemailer.createTransport(common)
      : nodemailer.createTransport({
          ...common,
          pool: true,
          maxConnections: settings.pool,
          maxMessages: messagesPerConnectionMax,
          idleTimeout: idleMilliseconds,
          // nodemailer itself repeats only a letter of which it has read nothing.
          maxRequeues: 1,
        });
  transport.use('stream', (mail, done) => {
    const { signal } = mail.data;
    mail.message?.processFunc((stream: Readable) => {
      if (signal) streams.set(signal, [...(streams.get(signal) ?? []), stream]);
      return stream;
    });
    done();
  });
  return transport;
}

function letter(settings: SmtpSettings, message: EmailMessage) {
  return {
    from: { name: settings.name, address: settings.from },
    to: { name: '', address: message.to },
    envelope: { from: settings.from, to: [message.to] },
    subject: message.subject,
    text: message.text,
    ...(message.html === null ? {} : { html: message.html }),
    messageId: `<${message.messageId}>`,
    headers: {
      ...message.headers,
      'Auto-Submitted': 'auto-generated',
      'Content-Language': message.language,
    },
  };
}

type SmtpFailure = {
  readonly status: number | null;
  readonly isPermanent: boolean;
  readonly response: string;
  readonly command: string;
  readonly code: string;
};

function readFailure(error: unknown, isLate: boolean, mayHaveLeft: boolean): HandOver {
  const failure = readError(error);
  const { status } = failure;
  // 503 says that the conversation went wrong, not that the letter is unwelcome.
  if (status !== null && status >= 500 && failure.isPermanent) {
    return refused(reasonOf(failure), `smtp-${status}`);
  }
  if (status !== null && status >= 400) return busy(`smtp-${status}`);
  const code = isLate ? 'timeout' : failure.code;
  return mayHaveLeft ? unknown(code) : busy(code);
}

const plainCodes: Readonly<Record<string, string>> = {
  ETIMEDOUT: 'timeout',
  EABORT: 'timeout',
  ECONNREFUSED: 'connection-refused',
  EDNS: 'no-such-host',
  ETLS: 'no-encryption',
  EAUTH: 'sign-in-failed',
  EPROTOCOL: 'unreadable-answer',
};

/** nodemailer's errors quote addresses; only numbers and words from the list leave here. */
function readError(error: unknown): SmtpFailure {
  const read = (name: string): unknown =>
    error instanceof Error ? Reflect.get(error, name) : undefined;
  const word = (name: string) => String(read(name) ?? '');
  const status = Number(read('responseCode'));
  return {
    status: Number.isInteger(status) && status >= 200 && status <= 599 ? status : null,
    isPermanent: read('permanent') === true,
    response: word('response'),
    command: word('command'),
    code: plainCodes[word('originalCode')] ?? plainCodes[word('code')] ?? 'disconnected',
  };
}

/** By the enhanced status (RFC 3463) where the server gives one, else by the step that failed. */
function reasonOf(failure: SmtpFailure): RefusalReason {
  const subject = /^\d{3}[ -]5\.(\d{1,3})\.\d{1,3}/.exec(failure.response)?.[1];
  if (failure.command === 'RCPT TO') {
    if (subject === '7') return 'not-allowed';
    if (subject === '1') return 'no-such-address';
    return [550, 551, 553].includes(failure.status ?? 0) ? 'no-such-address' : 'message-refused';
  }
  return failure.command === 'DATA' ? 'message-refused' : 'not-allowed';
}
