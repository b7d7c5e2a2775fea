import { randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { isLoopback } from './inside.server.ts';
import type { Behaviour } from './local-phones.ts';
import { openLine, type Posted } from './post.server.ts';
import { twilioSignature } from './twilio.server.ts';

/** How the local carrier listens and speaks; what it says is decided elsewhere. */

/** The one account the local carrier knows. */
export const localSid = `AC${'0'.repeat(32)}`;

const bodyBytesMax = 1_048_576;
const callbackMilliseconds = 5_000;

/** A new id of Twilio's shape: two letters and 32 hexadecimal digits. */
export function makeSid(prefix: 'SM' | 'CA' | 'EM'): string {
  return `${prefix}${randomBytes(16).toString('hex')}`;
}

/** The whole body as text, or null when it is longer than a mebibyte. */
export async function readBody(request: IncomingMessage): Promise<string | null> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request) {
    const piece = Buffer.from(chunk);
    bytes += piece.length;
    if (bytes > bodyBytesMax) return null;
    chunks.push(piece);
  }
  return Buffer.concat(chunks).toString('utf8');
}

/** Answers with JSON. */
export function answerJson(response: ServerResponse, status: number, value: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store' });
  response.end(JSON.stringify(value));
}

/** Answers with an error of Twilio's shape. */
export function answerError(
  response: ServerResponse,
  status: number,
  code: number,
  message: string,
): void {
  answerJson(response, status, { code, message, more_info: '', status });
}

/**
 * Behaves badly on purpose; true when the answer is dealt with. The two that take the message first
 * are not known here.
 */
export function misbehave(response: ServerResponse, behaviour: Behaviour): boolean {
  if (behaviour === 'http-500') answerError(response, 500, 20500, 'Internal Server Error');
  else if (behaviour === 'http-400') answerError(response, 400, 21211, 'Invalid To number');
  else if (behaviour === 'http-429') {
    response.setHeader('retry-after', '7');
    answerError(response, 429, 20429, 'Too Many Requests');
  } else if (behaviour === 'slow-loris') trickle(response);
  else return behaviour === 'hang';
  return true;
}

function trickle(response: ServerResponse): void {
  const { socket } = response;
  const bytes = Array.from('HTTP/1.1 201 Created\r\ncontent-type: application/json\r\n');
  const timer = setInterval(() => {
    const next = bytes.shift();
    if (next !== undefined) socket?.write(next);
  }, 1_000);
  socket?.once('close', () => clearInterval(timer));
}

/** Posts signed forms back to the program under trial, as a carrier does. */
export type CallBack = {
  post(url: string, params: Readonly<Record<string, string>>): Promise<Posted>;
  close(): void;
};

/** Opens the way back. Only ever posts to this machine, whatever address it is given. */
export function openCallBack(token: string): CallBack {
  const line = openLine('anywhere');
  return {
    async post(url, params) {
      if (!URL.canParse(url) || !isLoopback(new URL(url).hostname)) {
        return { kind: 'not-sent', code: 'not-loopback' };
      }
      const headers = {
        'content-type': 'application/x-www-form-urlencoded',
        'x-twilio-signature': twilioSignature(token, url, params),
      };
      const body = new URLSearchParams(params).toString();
      return line.post({ url, headers, body }, AbortSignal.timeout(callbackMilliseconds));
    },
    close: line.close,
  };
}
