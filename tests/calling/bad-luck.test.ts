import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { pagingErrands } from '#paging/jobs';
import { readReadiness } from '#paging/readiness';
import type { Carrier } from '#platform/carrier';
import { carrierTokens, openCarriers } from '#platform/carriers';
import { withFailover } from '#platform/failover';
import { doWhatIsDue } from '#platform/lane';
import { startLocalCarrier } from '#platform/local-carrier';
import { testSecrets } from '#platform/migrate';
import { readSettings } from '#platform/settings';
import { type Instant, plusSeconds } from '#std/instant';
import { cast, type CastPerson } from '../cast/cast.ts';
import { deskOf } from '../kit/desks.ts';
import { type Calling, openCalling } from '../kit/phones.ts';

let calling: Calling;
beforeAll(async () => {
  calling = await openCalling();
});
afterEach(() => calling.endTest());
afterAll(() => calling.close());

const phone = (person: CastPerson) => calling.phones.of(person);
const { leaderOne, administratorOne, counselOne, counselTwo, superintendentOne, itOne } = cast;

/** A worker whose clock is so many seconds ahead of the other’s. */
function workerAhead(seconds: number) {
  const { worker, world, senders, clock } = calling;
  const ahead = { now: (): Instant => plusSeconds(clock.now(), seconds) };
  const house = { ...worker, clock: ahead };
  const errands = pagingErrands({ house, packOf: () => world.pack, senders });
  return { ...calling.laneWith(), clock: ahead, errands };
}

describe('two workers whose clocks are a minute apart', () => {
  test('ring nobody twice within a minute, and nobody later than the slower clock says', async () => {
    const lanes = [workerAhead(60), calling.laneWith()];
    await calling.arrive();
    const rung = new Map<string, number[]>();
    for (let second = 0; second <= 300; second += 5) {
      for (const lane of lanes) while ((await doWhatIsDue(lane)) > 0);
      await calling.carrier.settled();
      for (const person of [leaderOne, administratorOne, counselOne]) {
        const { calls } = phone(person).came();
        for (const _call of calls) rung.set(person.id, [...(rung.get(person.id) ?? []), second]);
      }
      calling.clock.push(5);
    }
    for (const moments of rung.values()) {
      const gaps = moments.slice(1).map((moment, at) => moment - (moments[at] ?? 0));
      expect(moments[0]).toBe(0);
      expect(Math.min(...gaps)).toBeGreaterThanOrEqual(55);
      expect(Math.max(...gaps)).toBeLessThanOrEqual(125);
    }
    expect(rung.size).toBe(3);
    for (const person of [counselTwo, superintendentOne]) phone(person).came();
  });
});

describe('a provider that fails in mid-escalation', () => {
  test('is taken over from at once: the same ring reaches the same people', async () => {
    const { sms, voice } = calling.senders;
    let isDown = false;
    const dies = <Message>(carrier: Carrier<Message>): Carrier<Message> => ({
      ...carrier,
      hand: async (message, milliseconds) =>
        isDown
          ? { kind: 'busy', code: 'http-503', retryAfterSeconds: null }
          : carrier.hand(message, milliseconds),
    });
    const lane = calling.laneWith({
      sms: withFailover(dies(sms), sms),
      voice: withFailover(dies(voice), voice),
    });
    await calling.arrive();
    await calling.work(lane);
    for (const person of [leaderOne, administratorOne, counselOne]) phone(person).rings();
    isDown = true;
    await calling.pass(60, lane);
    for (const person of [leaderOne, administratorOne, counselOne]) phone(person).rings();
  });

  test('with no other is seen on the readiness page, and letters still go', async () => {
    const down: Carrier<{ readonly to: string }> = {
      name: 'down',
      hand: async () => ({ kind: 'refused', reason: 'not-allowed', code: 'http-401' }),
      close: async () => {},
    };
    await calling.arrive();
    await calling.work(calling.laneWith({ sms: down, voice: down }));
    for (const person of [leaderOne, administratorOne, counselOne]) {
      phone(person).rang({ calls: 0, texts: 0, letters: 1 });
    }
    const ready = await readReadiness(deskOf(calling.world, itOne));
    const texts = ready?.messages.filter(({ channel }) => channel === 'sms');
    const refused = texts?.find(({ state }) => state === 'refused')?.count ?? 0;
    expect(refused).toBeGreaterThanOrEqual(3);
  });
});

describe('where two providers exist', () => {
  const url = (account: string, host: string) =>
    `http://${account}:token-${account}@${host}/?from=%2B12035550100`;

  function settingsWith(environment: Readonly<Record<string, string>>) {
    const reading = readSettings(environment);
    if (reading.kind === 'unreadable') throw new Error(reading.problems.join(' '));
    return reading.settings;
  }

  test('a person’s text and call go by different ones', async () => {
    const now = () => '2026-11-24T12:00:00.000Z';
    const carriers = await Promise.all(
      ['one', 'two'].map((token) => startLocalCarrier({ port: 0, token: `token-${token}`, now })),
    );
    const [one = '', two = ''] = carriers.map((carrier) => carrier.settingsUrl('+12035550100'));
    const settings = settingsWith({
      ...{ SMS_URL: one, VOICE_URL: one },
      ...{ SMS_BACKUP_URL: two, VOICE_BACKUP_URL: two },
    });
    const { sms, voice } = openCarriers(settings, testSecrets, 'pages@staff.example', false);
    const to = counselOne.phone;
    await sms.hand({ to, text: 'a test', idempotencyKey: 'a' }, 3000);
    const twimlUrl = 'http://127.0.0.1:9/nothing';
    await voice.hand({ to, twimlUrl, statusUrl: twimlUrl, idempotencyKey: 'b' }, 3000);
    expect(carriers.map((carrier) => carrier.messages().length)).toEqual([1, 0]);
    expect(carriers.map((carrier) => carrier.calls().length)).toEqual([0, 1]);
    await Promise.all([sms.close(), voice.close(), ...carriers.map((each) => each.close())]);
  });

  test('a call-back counts when any of them signed it', () => {
    const settings = settingsWith({
      SMS_URL: url('one', '127.0.0.1:1'),
      VOICE_URL: url('two', '127.0.0.1:2'),
      VOICE_BACKUP_URL: url('three', '127.0.0.1:3'),
    });
    expect(carrierTokens(settings).toSorted()).toEqual(['token-one', 'token-three', 'token-two']);
  });
});
