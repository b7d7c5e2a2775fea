import { boundedCarrier } from './bounded.server.ts';
import type { Carrier, HandOver } from './carrier.ts';

/** How one hand-over to one provider went. `isServed`: it took the message or knew the address. */
export type Measured = {
  readonly endedAt: number;
  readonly milliseconds: number;
  readonly isServed: boolean;
};

/** `monotonic` gives milliseconds that never run backwards; without it, the machine's own. */
export type FailoverSettings = { readonly monotonic?: () => number };

// GOV.UK Notify turns away from a provider of text messages when 15 % of the last ones were slow;
// that figure is theirs. What is slow is ours: they wait for the telephone, we for the provider.
const badShareMin = 0.15;
const measuredMin = 3;
const measuredMax = 20;
const goodMillisecondsMax = 2_000;
const recoveryMilliseconds = 60_000;

// Most of the time is for who is asked first, and enough is left to connect anew.
const firstShare = 0.6;

/** The last 20 hand-overs: what was slow long ago says nothing about today. */
export function remember(past: readonly Measured[], latest: Measured): readonly Measured[] {
  return [...past, latest].slice(-measuredMax);
}

/**
 * How slow a provider is: the share of its hand-overs that failed or took longer than 2 seconds.
 *
 * Never more than 0 for fewer than 3 hand-overs, which can be an accident, for a share below 15 %,
 * and once a minute has passed since the last bad one, so that a provider can recover.
 */
export function slowness(measured: readonly Measured[], now: number): number {
  const bad = measured.filter((each) => !each.isServed || each.milliseconds > goodMillisecondsMax);
  const share = bad.length / Math.max(1, measured.length);
  if (measured.length < measuredMin || share < badShareMin) return 0;
  const lastBadAt = Math.max(...bad.map(({ endedAt }) => endedAt));
  return now - lastBadAt < recoveryMilliseconds ? share : 0;
}

type Timed<Message> = { readonly message: Message; readonly milliseconds: number };

/** One provider and what is remembered of it. `ask` always answers in its time, and measures. */
type Provider<Message> = {
  slowness(now: number): number;
  ask(message: Message, milliseconds: number): Promise<HandOver>;
  close(): Promise<void>;
};

/**
 * Two providers as one: what the one did not take is handed to the other within the same `hand`,
 * and a provider that is measurably slow or failing is asked second.
 *
 * For pages, where a second ring is better than none: both providers get the same message under the
 * same key, and neither knows what the other took, so a page in doubt may ring twice by design.
 * Never for notices, where doubt is a result and is not sent again (ARCHITECTURE, promise 11). Does
 * not ask the other provider where it was the address that was refused.
 */
export function withFailover<Message>(
  first: Carrier<Message>,
  second: Carrier<Message>,
  settings: FailoverSettings = {},
): Carrier<Message> {
  const now = settings.monotonic ?? (() => performance.now());
  const one = measure(first, now);
  const two = measure(second, now);
  // Around both tries, so that closing waits for the second try of a message under way.
  const both = boundedCarrier<Timed<Message>>({
    name: `${first.name}, else ${second.name}`,
    async attempt({ message, milliseconds }) {
      const startedAt = now();
      const isTurned = one.slowness(startedAt) > two.slowness(startedAt);
      const [earlier, later] = isTurned ? [two, one] : [one, two];
      const answer = await earlier.ask(message, milliseconds * firstShare);
      const millisecondsLeft = milliseconds - (now() - startedAt);
      if (isServed(answer) || millisecondsLeft < 1) return answer;
      return betterOf(answer, await later.ask(message, millisecondsLeft));
    },
    release: async () => void (await Promise.allSettled([one.close(), two.close()])),
  });
  return {
    name: both.name,
    hand: (message, milliseconds) => both.hand({ message, milliseconds }, milliseconds),
    close: both.close,
  };
}

function measure<Message>(carrier: Carrier<Message>, now: () => number): Provider<Message> {
  let measured: readonly Measured[] = [];
  // A carrier that throws or goes silent breaks its own promise; here it must not break ours.
  const bounded = boundedCarrier<Timed<Message>>({
    name: carrier.name,
    attempt: ({ message, milliseconds }) => carrier.hand(message, milliseconds),
    release: carrier.close,
  });
  return {
    slowness: (at) => slowness(measured, at),
    async ask(message, milliseconds) {
      const startedAt = now();
      const answer = await bounded.hand({ message, milliseconds }, milliseconds);
      const endedAt = now();
      const latest = { endedAt, milliseconds: endedAt - startedAt, isServed: isServed(answer) };
      measured = remember(measured, latest);
      return answer;
    },
    close: bounded.close,
  };
}

/** Whether no other provider is needed: it is taken, or this address cannot be reached this way. */
function isServed(answer: HandOver): boolean {
  const isForOurAccount = answer.kind === 'refused' && answer.reason === 'not-allowed';
  return answer.kind === 'accepted' || (answer.kind === 'refused' && !isForOurAccount);
}

/**
 * The better news. Doubt outranks every refusal, since only of `unknown` may a copy be under way,
 * and a refused address outranks `busy`, since it stays refused.
 */
function betterOf(earlier: HandOver, later: HandOver): HandOver {
  return newsOf(later) > newsOf(earlier) ? later : earlier;
}

function newsOf(answer: HandOver): number {
  if (answer.kind === 'accepted') return 4;
  if (answer.kind === 'unknown') return 3;
  if (isServed(answer)) return 2;
  return answer.kind === 'busy' ? 1 : 0;
}
