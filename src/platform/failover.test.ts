import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import {
  accepted,
  busy,
  type Carrier,
  type HandOver,
  type RefusalReason,
  refused,
  unknown,
} from './carrier.ts';
import { type Measured, remember, slowness, withFailover } from './failover.server.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

type Page = { readonly idempotencyKey: string };
type Asked = { readonly key: string; readonly milliseconds: number };
type Plan = HandOver | 'throws' | 'throws at once' | 'silent' | readonly [HandOver, number];

/** A provider that does what it is told: an answer at once, or after so many milliseconds. */
function provider(name: string, plan: Plan, order: string[] = []) {
  const asked: Asked[] = [];
  let next = plan;
  let closedTimes = 0;
  const act = (): Promise<HandOver> => {
    if (next === 'throws at once') throw new Error('a fault of ours');
    if (next === 'throws') return Promise.reject(new Error('a fault of ours'));
    if (next === 'silent') return new Promise(() => undefined);
    if ('kind' in next) return Promise.resolve(next);
    const [answer, milliseconds] = next;
    return new Promise((resolve) => setTimeout(() => resolve(answer), milliseconds));
  };
  const carrier: Carrier<Page> = {
    name,
    hand(page, milliseconds) {
      order.push(name);
      asked.push({ key: page.idempotencyKey, milliseconds });
      return act();
    },
    async close() {
      closedTimes += 1;
    },
  };
  const will = (changed: Plan) => {
    next = changed;
  };
  return { carrier, asked, will, closedTimes: () => closedTimes };
}

const taken = accepted('ref-1');
const takenByOther = accepted('ref-2');
const notAllowed = refused('not-allowed', 'http-401');

function pair(first: Plan, second: Plan) {
  const order: string[] = [];
  const one = provider('one', first, order);
  const two = provider('two', second, order);
  const both = withFailover(one.carrier, two.carrier);
  let pages = 0;
  /** Hands a page over and lets the time go by that it takes. */
  const hand = async (milliseconds = 10_000) => {
    pages += 1;
    const startedAt = performance.now();
    const answer = both.hand({ idempotencyKey: `k${pages}` }, milliseconds);
    const ended = answer.then(() => performance.now() - startedAt);
    await vi.advanceTimersByTimeAsync(milliseconds + 1_000);
    return { answer: await answer, milliseconds: await ended };
  };
  /** Hands one page over and says who was asked for it, in which order. */
  const orderOfNext = async () => {
    order.length = 0;
    await hand(100);
    return order.join(', then ');
  };
  return { one, two, both, hand, orderOfNext };
}

describe('what the one did not take is handed to the other', () => {
  test('what the first takes the second never hears of', async () => {
    const { hand, two } = pair(taken, takenByOther);
    expect((await hand()).answer).toEqual(taken);
    expect(two.asked).toEqual([]);
  });

  const notTaken: readonly (readonly [string, Plan])[] = [
    ['is busy', busy('http-503')],
    ['left it in doubt', unknown('disconnected')],
    ['refused our account', notAllowed],
    ['threw at once', 'throws at once'],
    ['threw', 'throws'],
  ];
  test.each(notTaken)(
    'the first %s: the second gets the same page at once',
    async (_what, plan) => {
      const { hand, one, two } = pair(plan, takenByOther);
      expect(await hand()).toEqual({ answer: takenByOther, milliseconds: 0 });
      expect(one.asked).toEqual([{ key: 'k1', milliseconds: 6_000 }]);
      expect(two.asked).toEqual([{ key: 'k1', milliseconds: 10_000 }]);
    },
  );

  const ofTheAddress: readonly RefusalReason[] = [
    'no-such-address',
    'opted-out',
    'gone',
    'message-refused',
  ];
  test.each(ofTheAddress)('%s is the answer, and the second is not asked', async (reason) => {
    const { hand, two } = pair(refused(reason, 'twilio-21610'), takenByOther);
    expect((await hand()).answer).toEqual(refused(reason, 'twilio-21610'));
    expect(two.asked).toEqual([]);
  });

  const gone = refused('gone', 'http-410');
  test.each([
    ['doubt and busy are doubt', unknown('timeout'), busy('http-503'), unknown('timeout')],
    ['doubt and a refused account are doubt', notAllowed, unknown('timeout'), unknown('timeout')],
    ['doubt and a refused address are doubt', unknown('timeout'), gone, unknown('timeout')],
    ['busy and a refused address are refused', busy('http-503'), gone, gone],
    ['busy and a refused account are busy', notAllowed, busy('http-503'), busy('http-503')],
    ['two refused accounts are refused', notAllowed, notAllowed, notAllowed],
  ])('%s', async (_what, first, second, answer) => {
    expect((await pair(first, second).hand()).answer).toEqual(answer);
  });
});

describe('the time is kept for both together', () => {
  test('a silent first provider gets 60 % of the time, and the second the rest', async () => {
    const { hand, two } = pair('silent', [takenByOther, 3_000]);
    const { answer, milliseconds } = await hand();
    expect(answer).toEqual(takenByOther);
    expect(milliseconds).toBeLessThan(9_100);
    expect(two.asked[0]?.milliseconds).toBeGreaterThan(3_900);
    expect(two.asked[0]?.milliseconds).toBeLessThanOrEqual(4_000);
  });

  test.each([1, 20, 1_000, 10_000])('two silent ones: an answer in %i ms', async (time) => {
    const { answer, milliseconds } = await pair('silent', 'silent').hand(time);
    expect(answer).toEqual(unknown('timeout'));
    expect(milliseconds).toBeLessThanOrEqual(time + 100);
  });

  test('nobody is asked when no time is left', async () => {
    const { hand, two } = pair([busy('timeout'), 100], takenByOther);
    expect((await hand(100)).answer.kind).not.toBe('accepted');
    expect(two.asked).toEqual([]);
  });
});

describe('who is slow or failing is asked second', () => {
  test.each([
    ['busy', busy('http-503')],
    ['slow to say that it took it', [taken, 2_001] as const],
  ])('three times %s, and the other is asked alone', async (_what, plan) => {
    const both = pair(plan, takenByOther);
    for (let nth = 0; nth < 3; nth++) {
      await both.hand();
      expect(both.one.asked).toHaveLength(nth + 1);
    }
    both.one.will(taken);
    expect(await both.orderOfNext()).toBe('two');
  });

  test('a minute after its last failure it is asked first again, and may fail again', async () => {
    const both = pair(busy('http-503'), takenByOther);
    for (let nth = 0; nth < 3; nth++) await both.hand(100);
    await vi.advanceTimersByTimeAsync(55_000);
    expect(await both.orderOfNext()).toBe('two');
    await vi.advanceTimersByTimeAsync(5_000);
    expect(await both.orderOfNext()).toBe('one, then two');
    expect(await both.orderOfNext()).toBe('two');
    await vi.advanceTimersByTimeAsync(60_000);
    both.one.will(taken);
    expect(await both.orderOfNext()).toBe('one');
  });

  test('the first stays first while only the second is slow', async () => {
    const both = pair(busy('http-503'), takenByOther);
    for (let nth = 0; nth < 3; nth++) await both.hand(100);
    await vi.advanceTimersByTimeAsync(30_000);
    both.one.will(taken);
    both.two.will(busy('http-503'));
    for (let nth = 0; nth < 3; nth++) expect(await both.orderOfNext()).toBe('two, then one');
    await vi.advanceTimersByTimeAsync(30_000);
    expect(await both.orderOfNext()).toBe('one');
  });

  test('refusing addresses is no failure', async () => {
    const both = pair(refused('opted-out', 'twilio-21610'), takenByOther);
    for (let nth = 0; nth < 5; nth++) expect(await both.orderOfNext()).toBe('one');
  });

  test('when both fail, the order stays', async () => {
    const both = pair(busy('http-503'), busy('http-503'));
    for (let nth = 0; nth < 5; nth++) await both.hand(100);
    both.one.will(taken);
    expect(await both.orderOfNext()).toBe('one');
  });
});

describe('closing', () => {
  test('waits for the second try of what is under way, closes both, and takes no more', async () => {
    const { both, one, two } = pair([busy('http-503'), 500], [takenByOther, 500]);
    const last = both.hand({ idempotencyKey: 'last' }, 10_000);
    const closed = both.close();
    await vi.advanceTimersByTimeAsync(900);
    expect([one.closedTimes(), two.closedTimes()]).toEqual([0, 0]);
    await vi.advanceTimersByTimeAsync(100);
    await closed;
    expect(await last).toEqual(takenByOther);
    expect([one.closedTimes(), two.closedTimes()]).toEqual([1, 1]);
    expect(await both.hand({ idempotencyKey: 'late' }, 10_000)).toEqual(busy('closed'));
    expect(both.name).toBe('one, else two');
  });

  test('one that cannot be closed does not keep the other open', async () => {
    const { carrier } = provider('one', taken);
    const two = provider('two', taken);
    const broken = { ...carrier, close: () => Promise.reject(new Error('a fault of ours')) };
    await withFailover(broken, two.carrier).close();
    expect(two.closedTimes()).toBe(1);
  });
});

describe('the measure', () => {
  const one = fc.record({
    endedAt: fc.oneof(
      fc.integer({ min: 0, max: 200_000 }),
      fc.constantFrom(139_999, 140_000, 140_001),
    ),
    milliseconds: fc.constantFrom(0, 1, 1_999, 2_000, 2_001, 60_000),
    isServed: fc.boolean(),
  });
  const many = fc.array(one, { maxLength: 45, size: 'max' });
  const now = 200_000;
  const isBad = ({ milliseconds, isServed }: Measured) => !isServed || milliseconds > 2_000;
  const rememberAll = (all: readonly Measured[]) => all.reduce<readonly Measured[]>(remember, []);

  test('is the share of bad ones, or 0: for few, for a small share, after a good minute', () => {
    fc.assert(
      fc.property(many, (measured) => {
        const bad = measured.filter(isBad);
        const isFew = measured.length < 3 || bad.length * 100 < measured.length * 15;
        const isRecovered = bad.every(({ endedAt }) => endedAt <= now - 60_000);
        const share = isFew || isRecovered ? 0 : bad.length / measured.length;
        expect(slowness(measured, now)).toBe(share);
      }),
    );
  });

  test.each([
    [3, 20, 140_001, 0.15],
    [2, 14, 140_001, 0],
    [3, 20, 140_000, 0],
    [1, 3, 200_000, 1 / 3],
    [2, 2, 200_000, 0],
  ])('%i bad ones of %i, the last at %i, make %d', (badCount, count, endedAt, expected) => {
    const measured = Array.from({ length: count }, (_, nth) => ({
      endedAt: nth < badCount ? endedAt : now,
      milliseconds: 1,
      isServed: nth >= badCount,
    }));
    expect(slowness(measured, now)).toBe(expected);
  });

  test('knows the last twenty and nothing before them', () => {
    fc.assert(
      fc.property(many, many, (before, after) => {
        const kept = rememberAll([...before, ...after]);
        expect(kept).toEqual([...before, ...after].slice(-20));
        if (after.length >= 20) expect(kept).toEqual(rememberAll(after));
      }),
    );
  });

  test('never falls when one more is bad, and never rises when one more is good', () => {
    fc.assert(
      fc.property(fc.array(one, { maxLength: 19 }), (measured) => {
        const before = slowness(measured, now);
        const good = { endedAt: now, milliseconds: 2_000, isServed: true };
        const bad = { endedAt: now, milliseconds: 2_001, isServed: true };
        if (measured.length >= 3) {
          expect(slowness(remember(measured, good), now)).toBeLessThanOrEqual(before);
        }
        expect(slowness(remember(measured, bad), now)).toBeGreaterThanOrEqual(before);
      }),
    );
  });
});
