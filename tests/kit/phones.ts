import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect } from 'vitest';
import type { DistrictPack } from '#district';
import { denyAccess, report } from '#encounter/acts';
import type { Observation } from '#encounter';
import type { House } from '#ledger/perform';
import { pagingErrands } from '#paging/jobs';
import type { Senders } from '#paging/send';
import { answerHook } from '#paging/hooks';
import type { Carrier, PushMessage } from '#platform/carrier';
import { isFictional } from '#platform/carriers';
import { nextDue } from '#platform/due';
import { doWhatIsDue, type LaneOptions } from '#platform/lane';
import { localMailCarrier, type LocalCarrier, startLocalCarrier } from '#platform/local-carrier';
import type { LocalCall, LocalMessage } from '#platform/local-phones';
import { silentLog } from '#platform/log';
import { twilioSms } from '#platform/sms';
import { twilioVoice } from '#platform/voice';
import { type EncounterId, known } from '#std/ids';
import { type Instant, plusSeconds } from '#std/instant';
import { cast, type CastPerson } from '../cast/cast.ts';
import { deskOf, nameCast, openSuperuser } from './desks.ts';
import { actId, openWorld, type World } from './world.ts';

export const carrierToken = 'a token of tests';

/** Everything that reached one person since somebody last looked. */
export type Rung = {
  readonly calls: readonly LocalCall[];
  readonly texts: readonly LocalMessage[];
  readonly letters: readonly LocalMessage[];
};

/** A person's telephone and letter box, of which a test says what it expects. */
export type ExpectedPhone = {
  /** One call, one text and one letter came since the last look, and nothing twice. */
  rings(): { readonly call: LocalCall; readonly text: LocalMessage; readonly letter: LocalMessage };
  /** So many calls, texts and letters came since the last look. */
  rang(times: { calls: number; texts: number; letters: number }): Rung;
  /** Whatever came since the last look. */
  came(): Rung;
  isSilent(): void;
};

/** Who is looked at is told apart by address, so nobody's ringing hides in somebody else's. */
function openPhones(carrier: LocalCarrier) {
  const looked = new Set<string>();
  const isNew = (each: { id: string }) => !looked.has(each.id);
  const look = ({ phone, email }: Pick<CastPerson, 'phone' | 'email'>): Rung => {
    const messages = carrier.messages().filter(isNew);
    const found = {
      calls: carrier.calls().filter((call) => call.to === phone && isNew(call)),
      texts: messages.filter((message) => message.to === phone),
      letters: messages.filter((message) => message.to === email),
    };
    for (const each of Object.values(found).flat()) looked.add(each.id);
    return found;
  };
  const count = ({ calls, texts, letters }: Rung) => ({
    calls: calls.length,
    texts: texts.length,
    letters: letters.length,
  });
  return {
    of: (person: CastPerson): ExpectedPhone => ({
      rings() {
        const found = look(person);
        const [[call], [text], [letter]] = [found.calls, found.texts, found.letters];
        expect(count(found), person.name).toEqual({ calls: 1, texts: 1, letters: 1 });
        if (!call || !text || !letter) throw new Error(`${person.name} was not reached`);
        return { call, text, letter };
      },
      rang(times) {
        const found = look(person);
        expect(count(found), person.name).toEqual(times);
        return found;
      },
      came: () => look(person),
      isSilent: () =>
        expect(count(look(person)), person.name).toEqual({ calls: 0, texts: 0, letters: 0 }),
    }),
    /** Nobody was reached of whom the test did not say so. */
    expectNothingMore() {
      const more = [...carrier.calls(), ...carrier.messages()].filter(isNew);
      for (const each of more) looked.add(each.id);
      const counted = more.slice(0, 6).map(({ to, at }) => `${at} ${to}`);
      expect(counted, `${more.length} unexpected messages`).toEqual([]);
    },
  };
}

/** The staff origin as carriers see it: the hooks, and nothing else of the web. */
async function serveHooks(
  answerTo: (path: string, body: string, signature: string | null) => Hooked,
) {
  const server = createServer(async (request, response) => {
    const signature = request.headers['x-twilio-signature'];
    const answer = await answerTo(
      request.url ?? '',
      await bodyOf(request),
      typeof signature === 'string' ? signature : null,
    );
    response.writeHead(answer.status, { 'content-type': 'text/xml' }).end(answer.xml);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { url: `http://127.0.0.1:${portOf(server.address())}`, close: () => server.close() };
}
type Hooked = ReturnType<typeof answerHook>;

async function bodyOf(request: IncomingMessage): Promise<string> {
  let body = '';
  for await (const chunk of request) body += String(chunk);
  return body;
}

export function portOf(address: AddressInfo | string | null): number {
  return address !== null && typeof address === 'object' ? address.port : 0;
}

const noPush: Carrier<PushMessage> = {
  name: 'no push',
  hand: async () => ({ kind: 'refused', reason: 'gone', code: 'no-push' }),
  close: async () => {},
};

/** The hooks of a world, as a function and behind a port of this machine. */
async function openHooks({ house, pack }: World) {
  const schoolName = (id: string) => pack.schools.find((school) => school.id === id)?.name ?? id;
  const hook = (path: string, form: Record<string, string>, signature: string | null) =>
    answerHook(
      { house, tokens: [carrierToken], schoolName },
      { url: `${staff.url}${path}`, path, form, signature },
    );
  const staff = await serveHooks((path, body, signature) =>
    hook(path, Object.fromEntries(new URLSearchParams(body)), signature),
  );
  return { staff, hook, schoolName };
}
type Hooks = Awaited<ReturnType<typeof openHooks>>;

function sendersInto(carrier: LocalCarrier, { staff, schoolName }: Hooks): Senders {
  const url = carrier.settingsUrl('+12035550100');
  return {
    email: localMailCarrier(carrier),
    sms: twilioSms({ url }),
    voice: twilioVoice({ url }),
    push: noPush,
    staffUrl: staff.url,
    schoolName,
    mayReach: (address, isDrill) => !isDrill || isFictional(address),
  };
}

/** A world whose alarm lane runs when a test says so, on the test's clock, into fake telephones. */
export async function openCalling() {
  const world = await openWorld();
  const { clock, house, pack } = world;
  await nameCast(house, Object.values(cast));
  const carrier = await startLocalCarrier({ port: 0, token: carrierToken, now: clock.now });
  const hooks = await openHooks(world);
  carrier.expectRepliesAt(`${hooks.staff.url}/hooks/sms`);
  const senders = sendersInto(carrier, hooks);
  const worker: House = { ...house, database: world.as('threshold_worker') };
  const laneWith = (these: Partial<Senders> = {}, of: DistrictPack = pack): LaneOptions => {
    const packOf = () => of;
    return {
      lane: 'alarm',
      database: worker.database,
      clock,
      errands: pagingErrands({ house: worker, packOf, senders: { ...senders, ...these } }),
      log: silentLog,
      leaseSeconds: 5,
      atOnce: 50,
    };
  };
  const superuser = openSuperuser(world);
  const phones = openPhones(carrier);
  return {
    ...{ world, clock, carrier, superuser, phones, hook: hooks.hook, laneWith, senders, worker },
    staffUrl: hooks.staff.url,
    ...inTime(world, worker, carrier, laneWith()),
    ...atTheDoor(world),
    /** Ends a test: what nobody expected is a failure, and nothing rings into the next one. */
    async endTest() {
      await superuser.query('delete from due');
      clock.push(3600);
      phones.expectNothingMore();
      carrier.clear();
    },
    async close() {
      hooks.staff.close();
      await Promise.all([senders.email, senders.sms, senders.voice].map((each) => each.close()));
      await carrier.close();
      await superuser.end();
      await world.close();
    },
  };
}
export type Calling = Awaited<ReturnType<typeof openCalling>>;

function inTime(world: World, worker: House, carrier: LocalCarrier, lane: LaneOptions) {
  const { clock } = world;
  /** Does what is due at this moment, and all that follows from it at once. */
  const work = async (options: LaneOptions = lane) => {
    for (let rounds = 0; rounds < 40; rounds++) {
      if ((await doWhatIsDue(options)) === 0) break;
    }
    await carrier.settled();
  };
  return {
    work,
    /** Lets time pass: the lane wakes at each moment at which something is due, never later. */
    async pass(seconds: number, options: LaneOptions = lane) {
      const until: Instant = plusSeconds(clock.now(), seconds);
      for (let rounds = 0; rounds < 200; rounds++) {
        await work(options);
        const next = await nextDue(worker.database, 'alarm');
        if (next === null || next > until) break;
        if (next > clock.now()) clock.set(next);
      }
      clock.set(until);
      await work(options);
    },
  };
}

/** What happens at a door of Cranbury Elementary. */
function atTheDoor(world: World) {
  const tell = async (encounter: EncounterId, observation: Observation, by = cast.officerOne) => {
    const about = { encounter, act: actId<never>() };
    const outcome = await report(deskOf(world, by), about, observation);
    if (outcome.kind === 'refused') throw new Error(outcome.refusal);
  };
  return {
    tell,
    async arrive(changes: Partial<Extract<Observation, { type: 'ReportArrival' }>> = {}) {
      const encounter = actId<EncounterId>();
      await tell(encounter, {
        type: 'ReportArrival',
        school: known('cranbury-elementary'),
        medium: 'at-door',
        help: 'uninvited',
        isDrill: false,
        words: '',
        policy: 'test',
        ...changes,
      });
      return encounter;
    },
    showPaper: (encounter: EncounterId) =>
      tell(encounter, {
        type: 'ReportPaper',
        paper: {
          paper: actId(),
          copy: 'note-only',
          sha256: null,
          mediaType: null,
          headings: '',
        },
      }),
    async deny(encounter: EncounterId) {
      const about = { encounter, act: actId<never>() };
      return denyAccess(deskOf(world, cast.counselOne), about, 'No paper opens this door.');
    },
  };
}
