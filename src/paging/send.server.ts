import { findPerson, type Person } from '#district/store';
import { type House, perform } from '#ledger/perform';
import {
  type Carrier,
  type EmailMessage,
  type HandOver,
  type PushMessage,
  refused,
  type SmsMessage,
  type VoiceMessage,
} from '#platform/carrier';
import { unseal } from '#platform/secrets';
import { type AttemptId, known } from '#std/ids';
import type { Instant } from '#std/instant';
import { type PageWords, pageWords } from '#translations/paging';
import { type Claim, claimAttempt } from './claim.server.ts';
import { learnFromPage, newsOfRefusal } from './contact-hooks.server.ts';
import { pagingStream } from './core/streams.ts';
import { pagingRoom } from './room.server.ts';
import { codeFor, linkFor } from './proofs.server.ts';
import { type AttemptRow, findChain, noteReference } from './store.server.ts';
import type { AttemptState, PageCause } from './words.ts';

/** The ways out for pages, with providers of their own: no notice can slow them down. */
export type Senders = {
  readonly email: Carrier<EmailMessage>;
  readonly sms: Carrier<SmsMessage>;
  readonly voice: Carrier<VoiceMessage>;
  readonly push: Carrier<PushMessage>;
  /** The staff origin, where pages are answered and carriers call back. */
  readonly staffUrl: string;
  readonly schoolName: (school: string) => string;
  /** In a drill, only addresses that this says are ours to ring. */
  readonly mayReach: (address: string, isDrill: boolean) => boolean;
};

const handTimeoutMilliseconds = 4000;

/** What is known of a page after a turn at sending it; `until` when somebody else is at it. */
export type Sent = { readonly state: AttemptState; readonly until: Instant | null };

/**
 * Hands one page over, once it is not known to have been taken, unless somebody else is doing so.
 *
 * After somebody with the duty answered, nothing that was queued before rings any more.
 */
export async function sendAttempt(house: House, senders: Senders, id: string): Promise<Sent> {
  const found = await house.database.inDistrict(house.district, async (transaction) => {
    const claim = await claimAttempt(transaction, id, house.clock.now());
    if (claim.kind !== 'ours') return claim;
    const { attempt } = claim;
    const person = await findPerson(transaction, attempt.person);
    const chain = await findChain(transaction, attempt);
    const subscription =
      attempt.channel === 'push' ? await pushOf(house, transaction, attempt.person) : null;
    return { kind: 'ours', attempt, person, chain, subscription } as const;
  });
  if (found.kind === 'settled') return { state: found.state, until: null };
  if (found.kind === 'being-sent') return { state: 'sending', until: found.until };
  const { attempt } = found;
  const handed = await handOver(house, senders, found);
  await report(house, attempt, handed);
  return { state: handed.kind, until: null };
}

async function handOver(
  house: House,
  senders: Senders,
  found: Extract<Claim, { kind: 'not-needed' }> | (Found & { readonly kind: 'ours' }),
): Promise<HandOver> {
  if (found.kind === 'not-needed') return refused('not-allowed', found.code);
  const { person } = found;
  if (person === undefined) return refused('gone', 'nobody-is-there');
  return hand(house, senders, { ...found, person });
}

type Chain = { readonly school: string; readonly cause: PageCause; readonly is_drill: boolean };
type Found = {
  readonly attempt: AttemptRow;
  readonly person: Person | undefined;
  readonly chain?: Chain | undefined;
  readonly subscription?: PushMessage['subscription'] | null | undefined;
};
type Ready = Found & { readonly person: Person };

/** Where a person's newest browser wants to be woken; null when none does. */
export async function pushOf(
  house: House,
  transaction: Parameters<typeof claimAttempt>[0],
  person: string,
): Promise<PushMessage['subscription'] | null> {
  const [row] = await transaction.query<{ sealed: Buffer }>(
    `select sealed from push_subscription where district = $1 and person = $2
     order by added_at desc limit 1`,
    [transaction.district, person],
  );
  if (row === undefined) return null;
  const key = house.secrets.derive(`push:${house.district}`);
  const opened = unseal(key, row.sealed, person);
  return opened === null ? null : JSON.parse(opened.toString('utf8'));
}

async function hand(house: House, senders: Senders, ready: Ready): Promise<HandOver> {
  const { attempt, person } = ready;
  const chain = ready.chain ?? { school: '', cause: 'agents-at-a-school', is_drill: false };
  const address = attempt.channel === 'email' ? person.email : (person.phone ?? '');
  if (!senders.mayReach(address, chain.is_drill)) {
    return { kind: 'refused', reason: 'not-allowed', code: 'drill' };
  }
  const words = pageWords(person.language, {
    school: senders.schoolName(chain.school),
    cause: chain.cause,
    isDrill: chain.is_drill,
  });
  const link = `${senders.staffUrl}/answer/${linkFor(house, 'answer', attempt.attempt)}`;
  const page = { words, address, link };
  switch (attempt.channel) {
    case 'email':
      return senders.email.hand(letterOf(attempt, page), handTimeoutMilliseconds);
    case 'sms':
      return senders.sms.hand(textOf(house, attempt, page), handTimeoutMilliseconds);
    case 'voice':
      return senders.voice.hand(callOf(senders, attempt, address), handTimeoutMilliseconds);
    case 'push':
      return pushTo(senders, ready, page);
  }
}

type Page = { readonly words: PageWords; readonly address: string; readonly link: string };

function letterOf(attempt: AttemptRow, { words, address, link }: Page): EmailMessage {
  return {
    to: address,
    subject: words.subject,
    text: `${words.sentence}\n\n${words.answerByLink}\n${link}\n`,
    html: null,
    messageId: `${attempt.attempt}@page.threshold`,
    language: words.language,
    headers: { Importance: 'high' },
  };
}

function textOf(house: House, attempt: AttemptRow, { words, address, link }: Page): SmsMessage {
  const code = codeFor(house, 'answer', attempt.attempt);
  const text = `${words.sentence} ${words.answerByCode(code)} ${link}`;
  return { to: address, text, idempotencyKey: attempt.attempt };
}

function callOf(senders: Senders, attempt: AttemptRow, address: string): VoiceMessage {
  const hook = (kind: string) => `${senders.staffUrl}/hooks/${kind}/${attempt.attempt}`;
  return {
    to: address,
    twimlUrl: hook('voice'),
    statusUrl: hook('status'),
    idempotencyKey: attempt.attempt,
  };
}

async function pushTo(senders: Senders, ready: Ready, { words, link }: Page): Promise<HandOver> {
  if (!ready.subscription) return { kind: 'refused', reason: 'gone', code: 'no-subscription' };
  const message: PushMessage = {
    subscription: ready.subscription,
    payload: JSON.stringify({ title: words.subject, body: words.sentence, link }),
    topic: ready.attempt.encounter.replaceAll('-', ''),
    urgency: 'high',
  };
  return senders.push.hand(message, handTimeoutMilliseconds);
}

async function report(house: House, attempt: AttemptRow, handed: HandOver): Promise<void> {
  if (handed.kind === 'accepted') {
    await house.database.inDistrict(house.district, (transaction) =>
      noteReference(transaction, attempt.attempt, handed.reference),
    );
  }
  await reportAttempt(house, attempt, handed.kind, handed.kind === 'accepted' ? '' : handed.code);
  const news = handed.kind === 'refused' ? newsOfRefusal(handed) : null;
  if (news !== null) await learnFromPage(house, attempt, news);
}

/** Writes down what a carrier said of an attempt. Twice is harmless, late is harmless. */
export async function reportAttempt(
  house: House,
  attempt: Pick<AttemptRow, 'attempt' | 'encounter' | 'track'>,
  state: AttemptState,
  code: string,
): Promise<void> {
  await perform(house, pagingRoom, pagingStream(attempt.encounter, attempt.track), {
    id: known(crypto.randomUUID()),
    by: { kind: 'program', part: 'alarm' },
    command: { type: 'ReportAttempt', attempt: attempt.attempt as AttemptId, state, code },
  });
}
