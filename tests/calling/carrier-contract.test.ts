import { afterAll, beforeAll, describe, expect, test, type TestContext, vi } from 'vitest';
import type { Carrier, EmailMessage, HandOver } from '#platform/carrier';
import { withFailover } from '#platform/failover';
import { localMailCarrier } from '#platform/local-carrier';
import { smtpCarrier } from '#platform/mail';
import { makePushKeys, webPush } from '#platform/push';
import { twilioSms } from '#platform/sms';
import { twilioVoice } from '#platform/voice';
import {
  httpMisbehaviours,
  type HostileProvider,
  mailMisbehaviours,
  startHostileMail,
  startHostileProvider,
} from '../kit/hostile-provider.ts';

/** What is right: the kind, and after a colon why it was refused. '-': no such thing there. */
type Right =
  | 'busy'
  | 'unknown'
  | 'refused: not-allowed'
  | 'refused: no-such-address'
  | 'refused: opted-out'
  | 'refused: message-refused'
  | 'refused: gone'
  | '-';
type HttpName = keyof typeof httpMisbehaviours;
type MailName = keyof typeof mailMisbehaviours;

/**
 * The table: what each answer of an HTTP provider is worth, of Twilio's shape and of a push service.
 *
 * A status that says no is certain, however the rest of the answer looks. A yes is certain only
 * when it came whole and names what was taken. All else that breaks once the message was written
 * leaves it in doubt.
 */
const httpTable: Readonly<Record<HttpName, readonly [Right, Right]>> = {
  '400': ['refused: message-refused', 'refused: message-refused'],
  '401': ['refused: not-allowed', 'refused: not-allowed'],
  '404': ['refused: not-allowed', 'refused: gone'],
  '429 with Retry-After': ['busy', 'busy'],
  '500': ['busy', 'busy'],
  '503': ['busy', 'busy'],
  '502': ['unknown', 'unknown'],
  '504': ['unknown', 'unknown'],
  'a status nobody knows': ['busy', 'busy'],
  'no answer': ['unknown', 'unknown'],
  'an answer that comes too late': ['unknown', 'unknown'],
  'a status line that trickles in': ['unknown', 'unknown'],
  'a 201 whose body trickles in': ['unknown', 'unknown'],
  'a 201 cut in the middle': ['unknown', 'unknown'],
  'a 201 cut in the headers': ['unknown', 'unknown'],
  'a 400 cut in the middle': ['refused: message-refused', 'refused: message-refused'],
  'a 503 cut in the middle': ['busy', 'busy'],
  'a connection that is reset': ['unknown', 'unknown'],
  'a connection that is closed': ['unknown', 'unknown'],
  'a redirect': ['busy', 'busy'],
  'a redirect that wants the post again': ['busy', 'busy'],
  'HTML with 400': ['refused: message-refused', 'refused: message-refused'],
  'HTML with 200': ['unknown', 'unknown'],
  'JSON without an id': ['unknown', '-'],
  'JSON whose id is a number': ['unknown', '-'],
  'JSON whose id is empty': ['unknown', '-'],
  'JSON whose id is a sentence': ['unknown', '-'],
  'JSON whose id is a number to call': ['unknown', '-'],
  'JSON about somebody else': ['unknown', '-'],
  'JSON that is no object': ['unknown', '-'],
  'status failed': ['refused: message-refused', '-'],
  'status failed, with 21610': ['refused: opted-out', '-'],
  'status failed, with 30006': ['refused: no-such-address', '-'],
  'status failed, with 30002': ['refused: not-allowed', '-'],
  'code 21610': ['refused: opted-out', '-'],
  'code 21614': ['refused: no-such-address', '-'],
  'code 20003': ['refused: not-allowed', '-'],
  'code 20429': ['busy', '-'],
  'a code that is a telephone number': ['refused: message-refused', '-'],
  'a code that is a sentence': ['refused: message-refused', '-'],
  'ten megabytes with 201': ['unknown', 'unknown'],
  'ten megabytes with 400': ['refused: message-refused', 'refused: message-refused'],
  'ten megabytes of headers': ['unknown', 'unknown'],
  'headers of garbage': ['unknown', 'unknown'],
  'two lengths': ['unknown', 'unknown'],
  'another protocol': ['unknown', 'unknown'],
  'an endless 100 Continue': ['unknown', 'unknown'],
  'a switch of protocols': ['unknown', 'unknown'],
  'a 503, and a 201 nobody asked for': ['busy', 'busy'],
  'a 503, and later a 201 nobody asked for': ['busy', 'busy'],
};

/** The same for a mail server: nothing of a letter has left before its text was asked for. */
const mailTable: Readonly<Record<MailName, Right>> = {
  'a greeting of 421': 'busy',
  'a greeting of 554': 'refused: not-allowed',
  'no greeting': 'busy',
  'a greeting that trickles in': 'busy',
  'a greeting cut in the middle': 'busy',
  'a greeting of another protocol': 'busy',
  'a greeting of ten megabytes': 'busy',
  'a greeting of ten megabytes in lines': 'busy',
  'a connection that is reset at once': 'busy',
  '530 for the sender': 'refused: not-allowed',
  '450 for the address': 'busy',
  '550 for the address': 'refused: no-such-address',
  '550 for us': 'refused: not-allowed',
  '551 that names another address': 'refused: no-such-address',
  'garbage for the address': 'busy',
  'silence when asked for the text': 'busy',
  '554 for the text': 'refused: message-refused',
  '452 for the text': 'busy',
  'silence after the text': 'unknown',
  'an answer to the text that trickles in': 'unknown',
  'an answer to the text cut in the middle': 'unknown',
  'a connection that is reset after the text': 'unknown',
  'garbage after the text': 'unknown',
  'ten megabytes after the text': 'unknown',
  'HTML after the text': 'unknown',
  'a question after the text': 'unknown',
};

const secret = 'Fictional text nobody may log';
const number = '+15550142';
const key = { idempotencyKey: 'k1' };
const letter: EmailMessage = {
  to: 'guardian.one@family.test',
  subject: 'Fictional subject',
  text: secret,
  html: null,
  messageId: 'm1@district.test',
  language: 'en',
};
const secrets = /guardian|family|other|15550142|5550142|fictional|endpoint|token/i;

/** A carrier with the message it carries, so that carriers of all kinds can stand in one row. */
type Ready = Carrier<null>;
function ready<Message>(carrier: Carrier<Message>, message: Message): Ready {
  return { ...carrier, hand: (_none, milliseconds) => carrier.hand(message, milliseconds) };
}

const account = (port: number) => `http://AC1:token@127.0.0.1:${port}/?from=%2B15550100`;
const identity = { subject: 'mailto:it@district.test', ...makePushKeys() };
const keys = {
  p256dh: makePushKeys().publicKey,
  auth: Buffer.alloc(16, 7).toString('base64url'),
};
const smtp = (port: number) => ({
  url: `smtp://127.0.0.1:${port}`,
  from: 'office@district.test',
  name: 'Office',
});

const carriers = {
  sms: (port) => ready(twilioSms({ url: account(port) }), { to: number, text: secret, ...key }),
  voice(port) {
    const urls = { twimlUrl: 'http://127.0.0.1:1/twiml', statusUrl: 'http://127.0.0.1:1/status' };
    return ready(twilioVoice({ url: account(port) }), { to: number, ...urls, ...key });
  },
  'local mail': (port) =>
    ready(localMailCarrier({ url: `http://127.0.0.1:${port}`, token: 'token' }), letter),
  push(port) {
    const subscription = { endpoint: `http://127.0.0.1:${port}/endpoint`, keys };
    const push = { subscription, payload: secret, topic: 'visit', urgency: 'high' } as const;
    return ready(webPush({ ...identity, reach: 'anywhere' }), push);
  },
  smtp: (port) => ready(smtpCarrier(smtp(port)), letter),
  'smtp pool': (port) => ready(smtpCarrier({ ...smtp(port), pool: 2 }), letter),
} as const satisfies Readonly<Record<string, (port: number) => Ready>>;
type CarrierName = keyof typeof carriers;

type Case = readonly [name: CarrierName, what: string, right: Right];
const httpCases = Object.entries(httpTable).flatMap(([what, [twilio, push]]): Case[] => [
  ['sms', what, twilio],
  ['voice', what, twilio],
  // Its answers are our own, and a letter's address is not a number.
  ['local mail', what, what === 'JSON about somebody else' ? '-' : twilio],
  ['push', what, push],
]);
const mailCases = Object.entries(mailTable).flatMap(([what, right]): Case[] => [
  ['smtp', what, right],
  ['smtp pool', what, right],
]);
const cases = [...httpCases, ...mailCases].filter(([, , right]) => right !== '-');

/** Whatever the process printed or was warned of, by whichever test. */
const printed: string[] = [];
beforeAll(() => {
  for (const stream of [process.stdout, process.stderr]) {
    vi.spyOn(stream, 'write').mockImplementation((chunk) => printed.push(String(chunk)) > 0);
  }
  for (const method of ['log', 'warn', 'error', 'info', 'debug'] as const) {
    vi.spyOn(console, method).mockImplementation((...words) => void printed.push(words.join(' ')));
  }
  vi.spyOn(process, 'emitWarning').mockImplementation((words) => void printed.push(String(words)));
});
afterAll(() => vi.restoreAllMocks());

type Side = {
  readonly carrier: Ready;
  readonly misbehave: (what: string | null) => void;
  readonly heard: () => number;
};

/** A carrier and the provider it speaks to, which is friendly until it is told otherwise. */
async function open(context: TestContext, name: CarrierName): Promise<Side> {
  return name === 'smtp' || name === 'smtp pool'
    ? side(context, name, await startHostileMail(), mailMisbehaviours)
    : side(context, name, await startHostileProvider(), httpMisbehaviours);
}

function side<Behaviour>(
  context: TestContext,
  name: CarrierName,
  provider: HostileProvider<Behaviour>,
  misbehaviours: Readonly<Record<string, Behaviour>>,
): Side {
  const carrier = carriers[name](provider.port);
  // The context's own, since with many tests at once nobody else knows whose end is meant.
  context.onTestFinished(async () => {
    await carrier.close();
    await provider.close();
  });
  return {
    carrier,
    misbehave: (what) => provider.misbehave(what === null ? null : (misbehaviours[what] ?? null)),
    heard: provider.heard,
  };
}

async function timed(hand: Promise<HandOver>) {
  const startedAt = performance.now();
  const answer = await hand;
  return { answer, milliseconds: performance.now() - startedAt };
}

function tell(answer: HandOver): string {
  return answer.kind === 'refused' ? `refused: ${answer.reason}` : answer.kind;
}

describe.concurrent('the contract, whatever the provider does', () => {
  test.for(cases)(
    '%s: %s is %s, in time, in silence, and harms nothing after it',
    async ([name, what, right], context) => {
      const { carrier, misbehave, heard } = await open(context, name);
      misbehave(what);
      const { answer, milliseconds } = await timed(carrier.hand(null, 300));
      expect(tell(answer)).toBe(right);
      expect(milliseconds).toBeLessThan(550);
      expect(answer).toMatchObject({ code: expect.stringMatching(/^[a-z0-9-]{1,40}$/) });
      expect(answer).not.toMatchObject({ code: expect.stringMatching(secrets) });
      expect(heard()).toBeLessThanOrEqual(1);

      misbehave(null);
      expect((await carrier.hand(null, 3_000)).kind).toBe('accepted');
      await carrier.close();
      expect(await carrier.hand(null, 3_000)).toMatchObject({ kind: 'busy', code: 'closed' });
      expect(printed).toEqual([]);
    },
  );

  test.for(['sms', 'voice', 'local mail', 'push'] as const)(
    '%s: how long to wait is told as the provider told it',
    async (name, context) => {
      const { carrier, misbehave } = await open(context, name);
      misbehave('429 with Retry-After');
      expect(await carrier.hand(null, 3_000)).toMatchObject({ retryAfterSeconds: 7 });
    },
  );

  const leftOver: readonly HttpName[] = [
    'a 503, and a 201 nobody asked for',
    'a 503, and later a 201 nobody asked for',
    'an answer that comes too late',
  ];
  const poisoned = (['sms', 'voice', 'local mail', 'push'] as const).flatMap((name) =>
    leftOver.map((what) => [name, what] as const),
  );
  test.for(poisoned)('%s: %s is no answer to the next message', async ([name, what], context) => {
    const { carrier, misbehave } = await open(context, name);
    misbehave(what);
    await carrier.hand(null, 300);
    await new Promise((resolve) => setTimeout(resolve, 60));
    misbehave('no answer');
    expect(await carrier.hand(null, 300)).toMatchObject({ kind: 'unknown', code: 'timeout' });
  });
});

describe.concurrent('with a second provider', () => {
  const isHandedOn = ([, , right]: Case) => /^(busy|unknown|refused: not-allowed)$/.test(right);

  test.for(cases.filter(isHandedOn))(
    '%s: %s (%s), and the message is taken all the same, in its time',
    async ([name, what], context) => {
      const hostile = await open(context, name);
      const other = await open(context, name);
      hostile.misbehave(what);
      const both = withFailover(hostile.carrier, other.carrier);
      const { answer, milliseconds } = await timed(both.hand(null, 800));
      expect(answer.kind).toBe('accepted');
      expect(milliseconds).toBeLessThan(1_050);
      expect([hostile.heard() <= 1, other.heard()]).toEqual([true, 1]);
      expect(printed).toEqual([]);
    },
  );

  test.for(cases.filter((row) => !isHandedOn(row)))(
    '%s: %s (%s), and the other is not asked',
    async ([name, what, right], context) => {
      const hostile = await open(context, name);
      const other = await open(context, name);
      hostile.misbehave(what);
      const both = withFailover(hostile.carrier, other.carrier);
      expect(tell(await both.hand(null, 800))).toBe(right);
      expect(other.heard()).toBe(0);
    },
  );
});
