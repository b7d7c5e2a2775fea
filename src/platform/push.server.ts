import webpush from 'web-push';
import { boundedCarrier } from './bounded.server.ts';
import {
  accepted,
  busy,
  type Carrier,
  type HandOver,
  handOverOfStatus,
  type PushMessage,
  type RefusalReason,
  refused,
  unknown,
} from './carrier.ts';
import { openLine, type Post, type Posted } from './post.server.ts';

/**
 * The VAPID identity (RFC 8292); `subject` is a mailto: or https: address of the district.
 * `reach: 'anywhere'` is for tests and trials only: in live use a browser could name an address
 * inside the district's network as its push endpoint.
 */
export type PushSettings = {
  readonly subject: string;
  readonly publicKey: string;
  readonly privateKey: string;
  readonly reach?: 'anywhere' | 'outside';
};

// A page nobody saw for a quarter of an hour has long gone on to the next person; a notice keeps
// its use for about as long as telephone carriers keep theirs.
const lifeSeconds = { high: 900, normal: 14_400 } as const;

/** Web push, encrypted for one browser (RFC 8291). Never shows the push service what it carries. */
export function webPush(settings: PushSettings): Carrier<PushMessage> {
  const line = openLine(settings.reach ?? 'outside', false);
  return boundedCarrier({
    name: 'web-push',
    release: line.close,
    async attempt(message, signal) {
      const post = encrypt(settings, message);
      if (post === null) return refused('no-such-address', 'malformed-subscription');
      return readPushAnswer(await line.post(post, signal), message);
    },
  });
}

/** A new VAPID pair, base64url. The private key is for settings only and is never shown again. */
export function makePushKeys(): { publicKey: string; privateKey: string } {
  const { publicKey, privateKey } = webpush.generateVAPIDKeys();
  return { publicKey, privateKey };
}

/** web-push throws for keys or an address a browser could not have given us. */
function encrypt(settings: PushSettings, message: PushMessage): Post | null {
  const { subject, publicKey, privateKey } = settings;
  const { endpoint, keys } = message.subscription;
  try {
    const details = webpush.generateRequestDetails(
      { endpoint, keys: { ...keys } },
      message.payload,
      {
        vapidDetails: { subject, publicKey, privateKey },
        TTL: lifeSeconds[message.urgency],
        urgency: message.urgency,
        topic: message.topic,
      },
    );
    return { url: endpoint, headers: readHeaders(details.headers), body: details.body ?? '' };
  } catch {
    return null;
  }
}

/** The length is set by the line itself, from what it really sends. */
function readHeaders(headers: object): Record<string, string> {
  const pairs = Object.entries(headers).map(([name, value]) => [name.toLowerCase(), String(value)]);
  return Object.fromEntries(pairs.filter(([name]) => name !== 'content-length'));
}

const reasons: ReadonlyMap<number, RefusalReason> = new Map([
  [401, 'not-allowed'],
  [403, 'not-allowed'],
  [404, 'gone'],
  [410, 'gone'],
]);

function readPushAnswer(posted: Posted, message: PushMessage): HandOver {
  if (posted.kind === 'cut') return unknown(posted.code);
  if (posted.kind === 'not-sent') {
    // Trying again cannot make an address of the inside, or none at all, into a push service.
    const isHopeless = posted.code === 'bad-url' || posted.code === 'inside-address';
    return isHopeless ? refused('not-allowed', posted.code) : busy(posted.code);
  }
  const { status, headers } = posted;
  const reason = reasons.get(status) ?? 'message-refused';
  const judged = handOverOfStatus({ status, retryAfter: headers['retry-after'] }, reason);
  if (judged !== null) return judged;
  // RFC 8030 knows 201 and 202, and names what was taken. Any other yes may be somebody else's.
  const isTaken = status === 201 || status === 202 || headers.location !== undefined;
  if (!isTaken) return unknown('unreadable-answer');
  return accepted(referenceOf(headers.location) ?? message.topic);
}

/** The last step of the Location (RFC 8030) names the message; the address before is a secret. */
function referenceOf(location: string | undefined): string | null {
  const last = location?.split('/').at(-1) ?? '';
  return last === '' ? null : last.slice(0, 200);
}
