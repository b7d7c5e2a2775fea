import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { CorrectionReason, Draft } from '#notice';
import { clearNotice, readNotice, requestCorrection } from '#notice/acts';
import { noticeErrands, type NoticeSenders } from '#notice/jobs';
import { loadTexts } from '#notice/texts';
import { callListOf, progressOf } from '#notice/views';
import { actOf } from '#paging/act-of';
import { denyAccess, report } from '#encounter/acts';
import type { Observation } from '#encounter';
import type { House } from '#ledger/perform';
import { nextDue } from '#platform/due';
import { doWhatIsDue, type LaneOptions } from '#platform/lane';
import { startLocalCarrier } from '#platform/local-carrier';
import { silentLog } from '#platform/log';
import { smtpCarrier } from '#platform/mail';
import { twilioSms } from '#platform/sms';
import { protocolErrands } from '#protocol/jobs';
import { noticeIdFor, releaseToFamilies } from '#protocol/tell';
import { replaceHouseholds } from '#roster/store';
import { type EncounterId, known, type NoticeId } from '#std/ids';
import { plusSeconds } from '#std/instant';
import { readHouseholds } from '../../src/roster/core/read-households.ts';
import { householdsOf } from '../../src/roster/core/csv-households.ts';
import { cast, type CastPerson } from '../cast/cast.ts';
import { deskOf, nameCast, openSuperuser } from './desks.ts';
import { startMailServer } from './mail-server.ts';
import { carrierToken } from './phones.ts';
import { actId, openWorld, type World } from './world.ts';

/** Puts the families of a CSV in the place of those that were there. */
export async function moveIn(world: World, csv: string | Uint8Array): Promise<void> {
  const read = readHouseholds(typeof csv === 'string' ? new TextEncoder().encode(csv) : csv, {
    schools: new Set(world.pack.schools.map(({ id }) => id)),
    languages: new Set(world.pack.district.languages.map(({ tag }) => tag)),
  });
  if (read.refused !== null || read.problems.length > 0) {
    throw new Error(JSON.stringify(read.refused ?? read.problems[0]));
  }
  const keeper = world.as('threshold_keeper');
  await keeper.inDistrict(world.house.district, (transaction) =>
    replaceHouseholds(transaction, world.house.secrets, householdsOf(read.rows)),
  );
}

export const castFamilies = () => readFile(join(import.meta.dirname, '../cast/households.csv'));

/** So many families of Cranbury Elementary, each with one letter box and one language. */
export function crowdOf(many: number): string {
  const columns = 'household,school,guardian,guardianName,language,email,phone,channels,student';
  const families = Array.from({ length: many }, (_, number) => {
    const language = ['en', 'es', 'ht'][number % 3];
    const who = `crowd-${number},cranbury-elementary,guardian-${number}`;
    const reach = `Guardian ${number} (fictional),${language},crowd-${number}@cast.example,,email`;
    return `${who},${reach},student-${number},2036-01-01,yes`;
  });
  return [`${columns},adultFrom,mayContact`, ...families].join('\n');
}

async function bulkErrands(world: World, worker: House, senders: NoticeSenders) {
  const protocol = protocolErrands({
    house: worker,
    packOf: () => world.pack,
    texts: await loadTexts(join(import.meta.dirname, '../../src/notice/texts')),
    isLive: false,
    publicUrl: 'http://127.0.0.1:3001',
  });
  return (these: Partial<NoticeSenders>) => ({
    ...noticeErrands({ house: worker, senders: { ...senders, ...these }, actOf }),
    ...protocol,
  });
}

/** A world whose bulk lane runs when a test says so, into a real mail server and a fake carrier. */
export async function openTelling() {
  const world = await openWorld();
  const { clock, house } = world;
  await nameCast(house, Object.values(cast));
  await moveIn(world, await castFamilies());
  const carrier = await startLocalCarrier({ port: 0, token: carrierToken, now: clock.now });
  const mail = await startMailServer();
  const from = 'notices@district.test';
  const senders = {
    email: smtpCarrier({ url: `smtp://127.0.0.1:${mail.port}`, from, name: 'Office', pool: 5 }),
    sms: twilioSms({ url: carrier.settingsUrl('+12035550100') }),
    district: () => ({ name: world.pack.district.name }),
  } satisfies NoticeSenders;
  const worker: House = { ...house, database: world.as('threshold_worker') };
  const errandsWith = await bulkErrands(world, worker, senders);
  const laneWith = (these: Partial<NoticeSenders> = {}): LaneOptions => ({
    lane: 'bulk',
    database: worker.database,
    clock,
    errands: errandsWith(these),
    log: silentLog,
    leaseSeconds: 60,
    atOnce: 4,
  });
  const superuser = openSuperuser(world);
  return {
    ...{ world, clock, carrier, mail, worker, superuser, laneWith, senders },
    ...inTime(world, worker, laneWith()),
    ...ofNotices(world),
    result: resultsOf(world),
    ...atTheDoor(world),
    /** Everything that reached a family, by any way. */
    sink: () => [...mail.letters, ...carrier.messages()],
    async endTest() {
      await superuser.query('delete from due');
      await superuser.query('delete from kill_switch');
      clock.push(3600);
      mail.clear();
      carrier.clear();
    },
    async close() {
      await Promise.all([senders.email.close(), senders.sms.close()]);
      await Promise.all([carrier.close(), mail.close()]);
      await superuser.end();
      await world.close();
    },
  };
}
export type Telling = Awaited<ReturnType<typeof openTelling>>;

function inTime(world: World, worker: House, lane: LaneOptions) {
  const { clock } = world;
  const work = async (options: LaneOptions = lane) => {
    for (let rounds = 0; rounds < 40; rounds++) {
      if ((await doWhatIsDue(options)) === 0) break;
    }
  };
  return {
    work,
    /** Lets so much time pass, doing each thing at its moment. */
    async pass(seconds: number, options: LaneOptions = lane) {
      const until = plusSeconds(clock.now(), seconds);
      for (let rounds = 0; rounds < 400; rounds++) {
        await work(options);
        const next = await nextDue(worker.database, 'bulk');
        if (next === null || next > until) break;
        if (next > clock.now()) clock.set(next);
      }
      clock.set(until);
    },
  };
}

function ofNotices(world: World) {
  const { house } = world;
  const about = (notice: NoticeId) => ({ notice, act: actId<never>() });
  const stateOf = async (notice: NoticeId) => {
    const state = await readNotice({ house }, notice);
    if (state === null) throw new Error('the notice is gone');
    return state;
  };
  const clear = async (notice: NoticeId, why = '', by: CastPerson = cast.counselOne) =>
    clearNotice(deskOf(world, by), about(notice), {
      digest: (await stateOf(notice)).digest,
      whyBeforeTheyLeft: why,
    });
  const release = async (notice: NoticeId, by: CastPerson = cast.communicationsOne) =>
    releaseToFamilies(deskOf(world, by), about(notice), (await stateOf(notice)).digest);
  return {
    about,
    stateOf,
    clear,
    release,
    draftOf: async (notice: NoticeId): Promise<Draft | null> => (await stateOf(notice)).draft,
    correct: async (replaces: NoticeId, reason: CorrectionReason) => {
      const notice = actId<NoticeId>();
      const desk = deskOf(world, cast.communicationsOne);
      const outcome = await requestCorrection(desk, about(notice), { replaces, reason });
      return { notice, outcome };
    },
  };
}

/** Every household of a notice: told, or on the call list and why. */
function resultsOf(world: World) {
  const { house } = world;
  return async (notice: NoticeId) => {
    const desk = deskOf(world, cast.communicationsOne);
    const school = (await readNotice({ house }, notice))?.school ?? '';
    const calls = await callListOf(desk, notice, school);
    return house.database.inDistrict(house.district, async (transaction) => ({
      calls: Object.fromEntries(calls.map(({ household, why }) => [household, why])),
      list: calls,
      progress: await progressOf(transaction, notice),
      rows: await transaction.query<{ household: string; guardian: string; state: string }>(
        `select household, guardian, state from delivery
         where district = $1 and notice = $2 order by household, guardian`,
        [house.district, notice],
      ),
      tries: await transaction.query<{ household: string; channel: string; outcome: string }>(
        `select household, guardian, channel, outcome, code from delivery_try
         where district = $1 and notice = $2 order by happened_at, household, epoch`,
        [house.district, notice],
      ),
    }));
  };
}

function atTheDoor(world: World) {
  const tell = async (encounter: EncounterId, observation: Observation) => {
    const about = { encounter, act: actId<never>() };
    const outcome = await report(deskOf(world, cast.officerOne), about, observation);
    if (outcome.kind === 'refused') throw new Error(outcome.refusal);
  };
  const decide = (encounter: EncounterId) =>
    denyAccess(deskOf(world, cast.counselOne), { encounter, act: actId() }, 'No paper.');
  return {
    tell,
    decide,
    leave: (encounter: EncounterId) => tell(encounter, { type: 'ReportDeparture' }),
    noticeOf: (encounter: EncounterId) => noticeIdFor(world.house.district, encounter),
    /** Agents came and counsel decided: what families are told of. They are still outside. */
    async attempt(changes: Partial<Extract<Observation, { type: 'ReportArrival' }>> = {}) {
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
      await decide(encounter);
      return encounter;
    },
  };
}
