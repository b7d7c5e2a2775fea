import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { boundedCarrier } from './bounded.server.ts';
import type { Carrier, EmailMessage } from './carrier.ts';
import { refuseUnsafeEmail } from './email-safety.ts';
import { isLoopback } from './inside.server.ts';
import { type CallOutcome, openCalls } from './local-calls.server.ts';
import { openInbox } from './local-inbox.server.ts';
import { type OrderWorld, readLetter, readOrder, take } from './local-orders.server.ts';
import {
  type Behaviour,
  gatherPhones,
  type LocalCall,
  type LocalMessage,
  type Phone,
} from './local-phones.ts';
import { answerError, answerJson, localSid, openCallBack, readBody } from './local-wire.server.ts';
import { openLine } from './post.server.ts';
import { basicAuthorization, readTwilioAnswer, signatureMatches } from './twilio.server.ts';

/** `now` gives ISO instants; port 0 is any free one; replies to SMS are posted to `inboundUrl`. */
export type LocalCarrierSettings = {
  readonly port: number;
  readonly token: string;
  readonly now: () => string;
  readonly inboundUrl?: string;
};

/** A telephone company and post office in one process, for trials and tests. */
export type LocalCarrier = {
  readonly url: string;
  readonly token: string;
  /** The value for SMS_URL and VOICE_URL. */
  settingsUrl(from: string): string;
  phones(): Phone[];
  messages(): LocalMessage[];
  calls(): LocalCall[];
  /** Forgets messages, calls, behaviours and opt-outs. */
  clear(): void;
  /** `to` is a number, an e-mail address, or '*' for all that have no behaviour of their own. */
  behave(to: string, behaviour: Behaviour): void;
  press(callId: string, digits: string): Promise<CallOutcome>;
  hangUp(callId: string): Promise<CallOutcome>;
  answeringMachine(callId: string): Promise<CallOutcome>;
  /** A person answers a text message. STOP and START also do what they do at Twilio. */
  reply(from: string, text: string): Promise<'done' | 'nobody-listens'>;
  expectRepliesAt(url: string): void;
  /** Resolves when every call-back that was due has been posted, so that no test needs to sleep. */
  settled(): Promise<void>;
  close(): Promise<void>;
};

/**
 * Starts the local carrier on 127.0.0.1.
 *
 * Speaks Twilio's REST shape, so the channels of a trial are the channels of live use. Never
 * reaches a real telephone, and never posts to another machine. Rejects when the port is taken.
 */
export async function startLocalCarrier(settings: LocalCarrierSettings): Promise<LocalCarrier> {
  const { token, now } = settings;
  const back = openCallBack(token);
  const calls = openCalls(back);
  const inbox = openInbox({ back, now, inboundUrl: settings.inboundUrl ?? null });
  const behaviours = new Map<string, Behaviour>();
  const phones = () => gatherPhones(inbox.list(), calls.list());
  const server = createServer((request, response) => {
    const world = { token, now, inbox, calls, behaviours, phones };
    serve(world, request, response).catch(() => response.destroy());
  });
  const listening = Promise.withResolvers<void>();
  server.once('error', listening.reject);
  server.listen(settings.port, '127.0.0.1', listening.resolve);
  await listening.promise;
  const url = `http://127.0.0.1:${portOf(server.address())}`;
  return {
    url,
    token,
    settingsUrl: (from) => settingsUrl(url, token, from),
    phones,
    messages: inbox.list,
    calls: calls.list,
    clear() {
      inbox.clear();
      calls.clear();
      behaviours.clear();
    },
    behave: (to, behaviour) => void behaviours.set(to, behaviour),
    press: calls.press,
    hangUp: calls.hangUp,
    answeringMachine: calls.answeringMachine,
    reply: inbox.reply,
    expectRepliesAt: inbox.expectRepliesAt,
    settled: async () => void (await Promise.all([inbox.settled(), calls.settled()])),
    async close() {
      const closed = Promise.withResolvers<void>();
      server.close(() => closed.resolve());
      server.closeAllConnections();
      await closed.promise;
      back.close();
    },
  };
}

function settingsUrl(url: string, token: string, from: string): string {
  const account = `//${localSid}:${encodeURIComponent(token)}@`;
  return `${url.replace('//', account)}/?from=${encodeURIComponent(from)}`;
}

function portOf(address: AddressInfo | string | null): number {
  return address !== null && typeof address === 'object' ? address.port : 0;
}

type World = OrderWorld & { readonly token: string; readonly phones: () => Phone[] };

async function serve(
  world: World,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  // A page from elsewhere whose name was made to point at 127.0.0.1 (DNS rebinding) reads nothing.
  const host = `http://${request.headers.host ?? ''}`;
  if (!URL.canParse(host) || !isLoopback(new URL(host).hostname)) {
    return answerError(response, 403, 20403, 'Only this machine may ask');
  }
  const path = new URL(request.url ?? '/', host).pathname;
  if (request.method === 'GET' && path === '/phones') {
    return answerJson(response, 200, world.phones());
  }
  const expected = basicAuthorization({ sid: localSid, token: world.token });
  if (!signatureMatches(expected, request.headers.authorization)) {
    return answerError(response, 401, 20003, 'Authenticate');
  }
  const body = await readBody(request);
  if (body === null) return answerError(response, 413, 20413, 'Too long');
  if (request.method !== 'POST') return answerError(response, 405, 20004, 'Method not allowed');
  const key = readKey(request);
  const account = `/2010-04-01/Accounts/${localSid}`;
  if (path === `${account}/Messages.json`) {
    return take(world, readOrder(body, key, 'sms'), response);
  }
  if (path === `${account}/Calls.json`) return take(world, readOrder(body, key, 'voice'), response);
  if (path === '/mail') return take(world, readLetter(body), response);
  return actOnPhone(world, path, new URLSearchParams(body), response);
}

function readKey(request: IncomingMessage): string | null {
  const key = request.headers['i-twilio-idempotency-token'];
  return typeof key === 'string' && key !== '' ? key : null;
}

/** What the trial page asks for on behalf of the person who plays counsel. */
async function actOnPhone(
  world: World,
  path: string,
  form: URLSearchParams,
  response: ServerResponse,
): Promise<void> {
  const [, kind, callId = '', act = ''] = path.split('/');
  const { calls, inbox } = world;
  const acts: Readonly<Record<string, () => Promise<string>>> = {
    '/replies': () => inbox.reply(form.get('from') ?? '', form.get('text') ?? ''),
    'calls/press': () => calls.press(callId, form.get('digits') ?? ''),
    'calls/hang-up': () => calls.hangUp(callId),
    'calls/answering-machine': () => calls.answeringMachine(callId),
  };
  const perform = acts[path] ?? acts[`${kind}/${act}`];
  if (perform === undefined) return answerError(response, 404, 20404, 'Not found');
  answerJson(response, 200, { outcome: await perform() });
}

/**
 * Letters into the local carrier's boxes, by HTTP, so that another process can use it too. Takes a
 * running carrier or its address and token. Refuses what `smtpCarrier` refuses before sending.
 */
export function localMailCarrier(carrier: {
  readonly url: string;
  readonly token: string;
}): Carrier<EmailMessage> {
  const line = openLine('anywhere');
  const authorization = basicAuthorization({ sid: localSid, token: carrier.token });
  return boundedCarrier({
    name: 'local-mail',
    release: line.close,
    async attempt(message, signal) {
      const problem = refuseUnsafeEmail(message);
      if (problem !== null) return problem;
      const headers = { authorization, 'content-type': 'application/json' };
      const body = JSON.stringify(message);
      return readTwilioAnswer(
        await line.post({ url: `${carrier.url}/mail`, headers, body }, signal),
      );
    },
  });
}
