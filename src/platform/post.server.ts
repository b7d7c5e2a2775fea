import { lookup as resolveName } from 'node:dns';
import * as http from 'node:http';
import * as https from 'node:https';
import { isIP, type LookupFunction } from 'node:net';
import { isInside } from './inside.server.ts';

/**
 * What became of one POST. `not-sent`: no connection came about, so nothing was taken. `cut`: a
 * connection stood and broke, went silent or answered too much, so it may have been taken.
 */
export type Posted =
  | {
      readonly kind: 'answered';
      readonly status: number;
      readonly headers: http.IncomingHttpHeaders;
      readonly body: string;
    }
  | { readonly kind: 'not-sent'; readonly code: string }
  | { readonly kind: 'cut'; readonly code: string };

/** One request to post. `body` is sent whole, with its length. */
export type Post = {
  readonly url: string;
  readonly headers: Readonly<Record<string, string | number>>;
  readonly body: string | Uint8Array;
};

/** Connections kept between posts. `outside` never reaches this machine or a private network. */
export type Line = {
  post(post: Post, signal: AbortSignal): Promise<Posted>;
  close(): void;
};

const answerBytesMax = 65_536;
const idleMilliseconds = 4_000;

/**
 * Opens a line for posting.
 *
 * Built on node:http rather than fetch, because fetch does not tell a connection that never came
 * about (nothing was taken) from an answer that never came (nobody knows), and that difference is
 * what `busy` and `unknown` are about. Redirects are never followed and no request is repeated.
 *
 * Where an answer does not say whose it is, connections are not kept: a second answer to one
 * message could be taken for the answer to the next.
 *
 * Reach `outside` is for addresses that strangers hand us, such as push endpoints: a name that
 * resolves to this machine or to the district's own network is not connected to.
 */
export function openLine(reach: 'anywhere' | 'outside', keepAlive = true): Line {
  // Idle connections go before most servers close theirs, so that a message is seldom written
  // into one that is just being closed, which would leave it in doubt.
  const options = { keepAlive, timeout: idleMilliseconds, maxSockets: 64 };
  const agents = { http: new http.Agent(options), https: new https.Agent(options) };
  return {
    async post(post, signal) {
      const url = URL.canParse(post.url) ? new URL(post.url) : null;
      if (url === null || !isPostable(url, reach)) return { kind: 'not-sent', code: 'bad-url' };
      const isTls = url.protocol === 'https:';
      const request = (isTls ? https : http).request(url, {
        method: 'POST',
        agent: isTls ? agents.https : agents.http,
        headers: { ...post.headers, 'content-length': Buffer.byteLength(post.body) },
        signal,
        ...(reach === 'outside' ? { lookup: lookupOutside } : {}),
      });
      return follow(request, post.body, signal);
    },
    close() {
      agents.http.destroy();
      agents.https.destroy();
    },
  };
}

function isPostable(url: URL, reach: 'anywhere' | 'outside'): boolean {
  if (reach === 'anywhere') return url.protocol === 'https:' || url.protocol === 'http:';
  const host = url.hostname.replace(/^\[|\]$/g, '');
  // An address written as digits never passes the lookup below, so it is looked at here.
  return url.protocol === 'https:' && !(isIP(host) !== 0 && isInside(host));
}

function follow(
  request: http.ClientRequest,
  body: string | Uint8Array,
  signal: AbortSignal,
): Promise<Posted> {
  const outcome = Promise.withResolvers<Posted>();
  let stage: 'connecting' | 'connected' = 'connecting';
  request.once('socket', (socket) => {
    if (!socket.connecting) {
      stage = 'connected';
      return;
    }
    const readyEvent = 'encrypted' in socket ? 'secureConnect' : 'connect';
    socket.once(readyEvent, () => {
      stage = 'connected';
    });
  });
  request.on('error', (error) => {
    const code = signal.aborted ? 'timeout' : brokenCode(error);
    outcome.resolve({ kind: stage === 'connected' ? 'cut' : 'not-sent', code });
  });
  // Without a listener node closes the connection and says nothing, and the time would run out.
  request.once('upgrade', (_answer, socket) => {
    socket.destroy();
    outcome.resolve({ kind: 'cut', code: 'unreadable-answer' });
  });
  request.once('response', (response) => {
    readAnswer(response, signal).then(outcome.resolve);
  });
  request.end(body);
  return outcome.promise;
}

function readAnswer(response: http.IncomingMessage, signal: AbortSignal): Promise<Posted> {
  const outcome = Promise.withResolvers<Posted>();
  const status = response.statusCode ?? 0;
  const chunks: Buffer[] = [];
  let bytes = 0;
  const answered = () => {
    const text = Buffer.concat(chunks).toString('utf8');
    outcome.resolve({ kind: 'answered', status, headers: response.headers, body: text });
  };
  const broken = (code: string) => {
    // The status line of a refusal says all there is to know; of a 2xx it does not.
    if (status >= 300) answered();
    else outcome.resolve({ kind: 'cut', code });
  };
  response.on('data', (chunk: Buffer) => {
    bytes += chunk.length;
    if (bytes <= answerBytesMax) {
      chunks.push(chunk);
      return;
    }
    broken('answer-too-long');
    response.destroy();
  });
  response.once('end', answered);
  response.on('error', () => broken(signal.aborted ? 'timeout' : 'disconnected'));
  response.once('close', () => broken('disconnected'));
  return outcome.promise;
}

const brokenCodes: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'connection-refused',
  ENOTFOUND: 'no-such-host',
  EAI_AGAIN: 'no-such-host',
  EINSIDE: 'inside-address',
};

/** Node's own code can be anything; only words from this list leave here. */
function brokenCode(error: NodeJS.ErrnoException): string {
  return brokenCodes[error.code ?? ''] ?? 'disconnected';
}

const lookupOutside: LookupFunction = (hostname, options, callback) => {
  resolveName(hostname, { ...options, all: true }, (error, addresses) => {
    if (error) return callback(error, []);
    const first = addresses[0];
    if (first === undefined || addresses.some(({ address }) => isInside(address))) {
      return callback(Object.assign(new Error('inside address'), { code: 'EINSIDE' }), []);
    }
    return options.all ? callback(null, addresses) : callback(null, first.address, first.family);
  });
};
