import { createHmac, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import {
  accepted,
  busy,
  type HandOver,
  handOverOfStatus,
  type RefusalReason,
  refused,
  unknown,
} from './carrier.ts';
import { isLoopback } from './inside.server.ts';
import type { Line, Posted } from './post.server.ts';

/** Where a carrier of Twilio's shape is, and as whom we speak to it. */
export type CarrierAccount = {
  readonly base: string;
  readonly sid: string;
  readonly token: string;
  readonly from: string;
};

/**
 * Reads a setting of the form `https://SID:TOKEN@host:port/?from=%2B15550100`.
 *
 * Throws when a part is missing, and for plain http to any machine but this one, because the token
 * would travel in the open. What it throws never repeats the setting, which holds the token.
 */
export function readCarrierUrl(url: string, from?: string): CarrierAccount {
  if (!URL.canParse(url)) throw new Error('The carrier address is not a URL.');
  const read = new URL(url);
  const account = {
    base: `${read.origin}${read.pathname.replace(/\/+$/, '')}`,
    sid: decodeURIComponent(read.username),
    token: decodeURIComponent(read.password),
    from: from ?? read.searchParams.get('from') ?? '',
  };
  const isSafe = read.protocol === 'https:' || isLoopback(read.hostname);
  if (!/^https?:$/.test(read.protocol) || !isSafe) {
    throw new Error('The carrier address must begin with https://.');
  }
  if (account.sid === '' || account.token === '' || account.from === '') {
    throw new Error('The carrier address must name an account, a token and a "from" number.');
  }
  return account;
}

/** Twilio's signature: base64 of HMAC-SHA1 over the URL and the parameters sorted by name. */
export function twilioSignature(
  token: string,
  url: string,
  params: Readonly<Record<string, string>>,
): string {
  const names = Object.keys(params).sort();
  const signed = url + names.map((name) => `${name}${params[name]}`).join('');
  return createHmac('sha1', token).update(signed, 'utf8').digest('base64');
}

/** Whether a signature is ours. Takes the same time whichever letter is the first wrong one. */
export function signatureMatches(expected: string, received: string | null | undefined): boolean {
  const digest = (text: string) => createHmac('sha256', 'compare').update(text).digest();
  return timingSafeEqual(digest(expected), digest(received ?? ''));
}

type Resource = 'Messages.json' | 'Calls.json';
type Form = Readonly<Record<string, string | readonly string[]>>;

/** One request to a carrier: which resource, what form, and the key that makes it happen once. */
export type CarrierRequest = {
  readonly resource: Resource;
  readonly form: Form;
  readonly idempotencyKey: string;
};

/** Hands one form to a carrier of Twilio's shape and reads its answer. */
export async function postToTwilio(
  line: Line,
  account: CarrierAccount,
  request: CarrierRequest,
  signal: AbortSignal,
): Promise<HandOver> {
  const { base, sid } = account;
  const posted = await line.post(
    {
      url: `${base}/2010-04-01/Accounts/${encodeURIComponent(sid)}/${request.resource}`,
      headers: {
        authorization: basicAuthorization(account),
        'content-type': 'application/x-www-form-urlencoded',
        'i-twilio-idempotency-token': headerWord(request.idempotencyKey),
      },
      body: encodeForm(request.form),
    },
    signal,
  );
  const { To: to } = request.form;
  return readTwilioAnswer(posted, typeof to === 'string' ? to : undefined);
}

/** The Authorization header of an account (RFC 7617). */
export function basicAuthorization(account: { sid: string; token: string }): string {
  return `Basic ${Buffer.from(`${account.sid}:${account.token}`).toString('base64')}`;
}

/** Keys are ours and plain words; anything else would be refused by node:http in mid-flight. */
function headerWord(key: string): string {
  return encodeURIComponent(key);
}

function encodeForm(form: Form): string {
  const pairs = Object.entries(form).flatMap(([name, value]) =>
    [value].flat().map((one): [string, string] => [name, one]),
  );
  return new URLSearchParams(pairs).toString();
}

// Codes have five digits; a longer one could be a telephone number, and codes are written down.
const errorCode = z.number().int().min(0).max(99_999);

const answer = z.object({
  sid: z
    .string()
    .regex(/^[\w-]{2,64}$/)
    .optional(),
  to: z.string().optional(),
  status: z.union([z.string(), z.number()]).optional(),
  code: errorCode.optional(),
  error_code: errorCode.nullish(),
});

// From Twilio's list of errors; a code that is not here is judged by its HTTP status.
const reasons: ReadonlyMap<number, RefusalReason> = new Map([
  [20003, 'not-allowed'],
  [21211, 'no-such-address'],
  [21214, 'no-such-address'],
  [21217, 'no-such-address'],
  [21612, 'no-such-address'],
  [30005, 'no-such-address'],
  [30006, 'no-such-address'],
  [21614, 'no-such-address'],
  [21610, 'opted-out'],
  [21215, 'not-allowed'],
  [21219, 'not-allowed'],
  [21408, 'not-allowed'],
  [21608, 'not-allowed'],
  [30002, 'not-allowed'],
]);

/**
 * What an answer of Twilio's shape means. A 2xx without an id is `unknown`: a gateway on the way
 * may have answered in the carrier's place. So is one about another number than `to`, because on a
 * connection that is kept, the second answer to one request looks like the first to the next.
 */
export function readTwilioAnswer(posted: Posted, to?: string): HandOver {
  if (posted.kind === 'not-sent') return busy(posted.code);
  if (posted.kind === 'cut') return unknown(posted.code);
  const body = answer.safeParse(readJson(posted.body)).data;
  const { status } = posted;
  const httpReason = isAccountTrouble(status) ? 'not-allowed' : 'message-refused';
  const reason = reasons.get(body?.code ?? 0) ?? httpReason;
  const judged = handOverOfStatus({ status, retryAfter: posted.headers['retry-after'] }, reason);
  if (judged?.kind === 'refused' && body?.code !== undefined) {
    return refused(reason, `twilio-${body.code}`);
  }
  if (judged !== null) return judged;
  if (body?.sid === undefined) return unknown('unreadable-answer');
  const isElsewhere = to !== undefined && body.to !== undefined && body.to !== to;
  if (isElsewhere) return unknown('answer-elsewhere');
  if (body.status === 'failed' || body.status === 'undelivered') {
    const code = body.error_code ?? 0;
    return refused(reasons.get(code) ?? 'message-refused', `twilio-${code}`);
  }
  return accepted(body.sid);
}

function isAccountTrouble(status: number): boolean {
  return status === 401 || status === 403 || status === 404;
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
