/**
 * What every outgoing channel promises, whoever carries it. Pure: it knows nothing of sockets.
 *
 * The four answers differ in one thing only: who may send again. `refused` never, `busy` always,
 * `unknown` only where a second copy is harmless, `accepted` not at all until it is clear that
 * nobody was reached.
 */
export type Channel = 'email' | 'sms' | 'voice' | 'push';

/** Why a provider will never take this message. */
export type RefusalReason =
  | 'no-such-address'
  | 'opted-out'
  | 'not-allowed'
  | 'message-refused'
  | 'gone';

/**
 * What a carrier said when we handed it a message.
 *
 * `accepted` is not "reached". `busy` means nothing was taken. `unknown` means the connection broke
 * or went silent after the message may have left us, so neither side knows. `code` is a short
 * machine word ('smtp-450', 'http-503', 'timeout') and never holds an address, a name or a text.
 */
export type HandOver =
  | { readonly kind: 'accepted'; readonly reference: string }
  | { readonly kind: 'refused'; readonly reason: RefusalReason; readonly code: string }
  | { readonly kind: 'busy'; readonly code: string; readonly retryAfterSeconds: number | null }
  | { readonly kind: 'unknown'; readonly code: string };

/**
 * One way out of the house.
 *
 * `hand` always answers within its time, never throws and never logs the message or the address.
 * `close` waits for what is under way; afterwards `hand` answers `busy` with the code 'closed'.
 */
export type Carrier<Message> = {
  readonly name: string;
  hand(message: Message, timeoutMilliseconds: number): Promise<HandOver>;
  close(): Promise<void>;
};

/** One letter to one address. `messageId` is without angle brackets and stays the same for ever. */
export type EmailMessage = {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string | null;
  readonly messageId: string;
  readonly language: string;
  readonly headers?: Readonly<Record<string, string>>;
};

/** One text message to one number in E.164 form. */
export type SmsMessage = {
  readonly to: string;
  readonly text: string;
  readonly idempotencyKey: string;
};

/** One call. What is spoken is fetched by the carrier from `twimlUrl` when somebody is called. */
export type VoiceMessage = {
  readonly to: string;
  readonly twimlUrl: string;
  readonly statusUrl: string;
  readonly idempotencyKey: string;
};

/** One push to one browser (RFC 8030). `topic` is at most 32 letters of the base64url alphabet. */
export type PushMessage = {
  readonly subscription: {
    readonly endpoint: string;
    readonly keys: { readonly p256dh: string; readonly auth: string };
  };
  readonly payload: string;
  readonly topic: string;
  readonly urgency: 'high' | 'normal';
};

/** The provider took the message under this name of its own. */
export function accepted(reference: string): HandOver {
  return { kind: 'accepted', reference };
}

/** The provider will never take this message. */
export function refused(reason: RefusalReason, code: string): HandOver {
  return { kind: 'refused', reason, code };
}

/** Nothing was taken; the same message may be handed over again. */
export function busy(code: string, retryAfterSeconds: number | null = null): HandOver {
  return { kind: 'busy', code, retryAfterSeconds };
}

/** It may have been taken. Sending it again may reach somebody twice. */
export function unknown(code: string): HandOver {
  return { kind: 'unknown', code };
}

/** What an HTTP provider said, as far as our side could read it. */
export type HttpAnswer = {
  readonly status: number;
  readonly retryAfter: string | undefined;
};

const retryAfterSecondsMax = 86_400;

/**
 * The hand-over an HTTP status outside 2xx stands for; null for 2xx, which only the body decides.
 *
 * A redirect counts as `busy`: following it would hand our credentials to somebody we did not
 * choose, and the usual cause, a network that wants a login first, passes. A gateway that heard
 * nothing, or nothing it could read, from the provider behind it (502, 504) leaves it in doubt.
 */
export function handOverOfStatus(answer: HttpAnswer, reason: RefusalReason): HandOver | null {
  const { status } = answer;
  const code = `http-${status}`;
  if (status >= 200 && status <= 299) return null;
  if (status === 502 || status === 504) return unknown(code);
  if (status === 408 || status === 429 || status < 400 || status >= 500) {
    return busy(code, readRetryAfter(answer.retryAfter));
  }
  return refused(reason, code);
}

/** Seconds only: the date form of Retry-After (RFC 9110) needs a clock, which is not here. */
function readRetryAfter(header: string | undefined): number | null {
  if (header === undefined || !/^\d{1,9}$/.test(header.trim())) return null;
  return Math.min(Number(header), retryAfterSecondsMax);
}

/** A telephone number in E.164 form, the only form a carrier of ours dials. */
export function isDialable(number: string): boolean {
  return /^\+[1-9]\d{6,14}$/.test(number);
}
