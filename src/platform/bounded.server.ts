import { busy, type Carrier, type HandOver, unknown } from './carrier.ts';

/** What a carrier does once. It stops when the signal says so, and answers what it then knows. */
export type Attempt<Message> = (message: Message, signal: AbortSignal) => Promise<HandOver>;

type Bounds<Message> = {
  readonly name: string;
  readonly attempt: Attempt<Message>;
  readonly release: () => void | Promise<void>;
};

const timeoutMillisecondsMax = 600_000;
const graceMilliseconds = 50;

/**
 * Puts the promises of `Carrier` around one attempt: it always answers in time, never throws, and
 * closes only after what is under way has answered.
 *
 * An attempt that breaks in a way nobody foresaw answers `unknown`, never `busy`: claiming that
 * nothing was taken would send a family the same message twice.
 */
export function boundedCarrier<Message>(bounds: Bounds<Message>): Carrier<Message> {
  const underWay = new Set<Promise<HandOver>>();
  let stage: 'open' | 'closed' = 'open';
  return {
    name: bounds.name,
    async hand(message, timeoutMilliseconds) {
      if (stage === 'closed') return busy('closed');
      const running = handInTime(bounds.attempt, message, timeoutMilliseconds);
      underWay.add(running);
      const answer = await running;
      underWay.delete(running);
      return answer;
    },
    async close() {
      stage = 'closed';
      await Promise.all(underWay);
      await bounds.release();
    },
  };
}

async function handInTime<Message>(
  attempt: Attempt<Message>,
  message: Message,
  timeoutMilliseconds: number,
): Promise<HandOver> {
  const milliseconds = Math.max(1, Math.min(timeoutMilliseconds, timeoutMillisecondsMax));
  const stop = new AbortController();
  const late = Promise.withResolvers<HandOver>();
  const timers = [
    setTimeout(() => stop.abort(), milliseconds),
    // The attempt is trusted to know what it sent, so it is given a moment to say so.
    setTimeout(() => late.resolve(unknown('timeout')), milliseconds + graceMilliseconds),
  ];
  try {
    return await Promise.race([attempt(message, stop.signal), late.promise]);
  } catch {
    return unknown('failed');
  } finally {
    for (const timer of timers) clearTimeout(timer);
  }
}
