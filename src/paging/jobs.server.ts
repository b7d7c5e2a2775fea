import { createHash } from 'node:crypto';
import type { DistrictPack } from '#district';
import { holdersOf, type Person } from '#district/store';
import type { House } from '#ledger/perform';
import { perform, readStory } from '#ledger/perform';
import type { Transaction } from '#platform/database';
import type { Due } from '#platform/due';
import { done, type ErrandEnd, type Errands } from '#platform/lane';
import { type ActId, known, type PersonId } from '#std/ids';
import { plusSeconds } from '#std/instant';
import { callAgainAfterSeconds } from './claim.server.ts';
import { stepsDue } from './core/paging.ts';
import { pagingStream, readChain } from './core/streams.ts';
import { pagingRoom } from './room.server.ts';
import { sendAttempt, type Senders } from './send.server.ts';
import { findPlace, isEarlierOpen, lastCalls } from './store.server.ts';
import { warnCounsels } from './warn.server.ts';
import type {
  EndCause,
  PageAttempt,
  PageCause,
  PageChannel,
  PageStep,
  Paging,
  PagingCommand,
  Track,
} from './words.ts';

/** An act id made from a fact's position: the same errand twice is the same act, and so once. */
export function actOf(due: Pick<Due, 'district' | 'errand' | 'subject' | 'position'>): ActId {
  const text = `${due.district}/${due.errand}/${due.subject}/${due.position}`;
  const hex = createHash('sha256').update(text).digest('hex');
  const parts = [hex.slice(0, 8), hex.slice(8, 12), `8${hex.slice(13, 16)}`];
  return known(`${parts.join('-')}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`);
}

const program = { kind: 'program', part: 'alarm' } as const;

async function performPaging(house: House, subject: string, act: ActId, command: PagingCommand) {
  const chain = readChain(subject);
  if (chain === null) return null;
  return perform(house, pagingRoom, pagingStream(chain.encounter, chain.track), {
    id: act,
    by: program,
    command,
  });
}

/** The steps of a track, as the district's policy has them. */
export function stepsOf(pack: DistrictPack, track: Track): readonly PageStep[] {
  const { chain } = pack.policy;
  if (track === 'leader') return chain.leader.map((step) => ({ ...step, reach: 'everyone' }));
  return chain.counsel;
}

/** What the alarm lane can do for paging. */
export function pagingErrands(world: {
  house: House;
  packOf: (district: string) => DistrictPack;
  senders: Senders;
}): Errands {
  const at = (due: Due): House => ({ ...world.house, district: known(due.district) });
  return {
    'start-paging': (due) => startPaging(at(due), world.packOf(due.district), due),
    'page-next': (due) => pageNext(at(due), world, due),
    'warn-counsels': async (due) => {
      await warnCounsels(at(due), world.senders, due.subject);
      return done;
    },
    'send-page': (due) => sendPage(at(due), world.senders, due),
    'answer-expires': async (due) => {
      await performPaging(at(due), due.subject, actOf(due), {
        type: 'ExpireAnswer',
        answeredAt: await versionAt(at(due), due),
      });
      return done;
    },
    'end-paging': (due) => endPaging(at(due), due),
  };
}

const earlierTriesMax = 25;

/**
 * Whether an earlier fact must have its effect first: a paper shown after a denial rings counsel,
 * and the denial that is worked off a moment later must not end that. Waits five seconds at most,
 * because an errand that fails must not keep counsel from being called.
 */
async function waitForEarlier(house: House, due: Due): Promise<ErrandEnd | null> {
  if (due.attempts > earlierTriesMax) return null;
  const [encounter = ''] = due.subject.split('/');
  const isEarlier = await house.database.inDistrict(house.district, (transaction) =>
    isEarlierOpen(transaction, encounter, due.position),
  );
  return isEarlier ? { kind: 'again', at: plusSeconds(house.clock.now(), 0.2) } : null;
}

async function endPaging(house: House, due: Due): Promise<ErrandEnd> {
  const wait = await waitForEarlier(house, due);
  if (wait !== null) return wait;
  const [encounter, track, because] = due.subject.split('/');
  await performPaging(house, `${encounter}/${track}`, actOf(due), {
    type: 'EndPaging',
    because: because as EndCause,
  });
  return done;
}

async function startPaging(house: House, pack: DistrictPack, due: Due): Promise<ErrandEnd> {
  const wait = await waitForEarlier(house, due);
  if (wait !== null) return wait;
  const [encounter, track, cause, school, drill] = due.subject.split('/');
  const chain = readChain(`${encounter}/${track}`);
  if (chain === null) return done;
  const { chain: policy } = pack.policy;
  // Only the arrival knows the school and whether it is a drill. What follows later is there too.
  const place = await house.database.inDistrict(house.district, (transaction) =>
    findPlace(transaction, chain.encounter),
  );
  await performPaging(house, `${encounter}/${track}`, actOf(due), {
    type: 'StartPaging',
    encounter: chain.encounter,
    track: chain.track,
    cause: cause as PageCause,
    school: school ?? place?.school ?? '',
    isDrill: drill === undefined ? (place?.is_drill ?? false) : drill === 'drill',
    steps: stepsOf(pack, chain.track),
    repeatEverySeconds: policy.repeatEverySeconds,
    answerExpiresSeconds: policy.acknowledgementExpiresSeconds,
  });
  return done;
}

async function pageNext(house: House, world: { senders: Senders }, due: Due): Promise<ErrandEnd> {
  const chain = readChain(due.subject);
  if (chain === null) return done;
  const stream = pagingStream(chain.encounter, chain.track);
  const told = await readStory(house, pagingRoom, stream);
  const scheduledAt = await versionAt(house, due);
  if (told === null || told.state.stage !== 'calling' || told.state.scheduledAt !== scheduledAt) {
    return done;
  }
  const { attempts, isRotaEmpty } = await house.database.inDistrict(house.district, (transaction) =>
    whomToCall(house, transaction, told.state),
  );
  const outcome = await perform(house, pagingRoom, stream, {
    id: actOf(due),
    by: program,
    command: { type: 'CallNext', scheduledAt, attempts, isRotaEmpty },
  });
  // The errands that were queued with the call would send it in a moment; sending it here saves
  // that moment, and the errand then finds it sent.
  if (outcome.kind === 'accepted' && outcome.recorded.length > 0) {
    await Promise.all(
      attempts.map((attempt) => sendAttempt(house, world.senders, attempt.attempt)),
    );
  }
  return done;
}

const sendTriesMax = 10;

async function sendPage(house: House, senders: Senders, due: Due): Promise<ErrandEnd> {
  const { state, until } = await sendAttempt(house, senders, due.subject);
  const soon = plusSeconds(house.clock.now(), 1);
  if (until !== null) return { kind: 'again', at: until < soon ? until : soon };
  const isInDoubt = state === 'busy' || state === 'unknown';
  // A page in doubt is sent again: a second ring is better than none. (promise 11)
  if (isInDoubt && due.attempts < sendTriesMax) {
    return { kind: 'again', at: plusSeconds(house.clock.now(), Math.min(5, due.attempts)) };
  }
  return done;
}

async function versionAt(house: House, due: Due): Promise<number> {
  const [row] = await house.database.inDistrict(house.district, (transaction) =>
    transaction.query<{ version: number }>(
      'select version from ledger_entry where district = $1 and position = $2',
      [house.district, due.position],
    ),
  );
  return row?.version ?? -1;
}

/**
 * Who is called now, by which channels; and whether nobody holds the duties of the steps so far.
 */
async function whomToCall(
  house: House,
  transaction: Transaction,
  paging: Paging,
): Promise<{ attempts: PageAttempt[]; isRotaEmpty: boolean }> {
  const at = house.clock.now();
  const people = new Map<string, Person>();
  let isRotaEmpty = false;
  for (const step of stepsDue(paging, at)) {
    const holders = await holdersFor(transaction, paging, step, at);
    for (const person of holders) people.set(person.person, person);
    if (holders.length === 0 && step.reach !== 'backups') isRotaEmpty = true;
  }
  if (isRotaEmpty) {
    // Nobody to call is the one failure this may not have: the superintendent stands in at once.
    const standIn = { duties: ['superintendent'], school: paging.school, at };
    for (const person of await holdersOf(transaction, standIn)) people.set(person.person, person);
  }
  const recent = new Set(
    (await lastCalls(transaction, paging.encounter ?? ''))
      .filter((call) => call.last > plusSeconds(at, -callAgainAfterSeconds))
      .map((call) => `${call.person}/${call.channel}`),
  );
  const pushes = await pushPeople(transaction, [...people.keys()]);
  const attempts = [...people.values()].flatMap((person) =>
    channelsOf(person, pushes)
      .filter((channel) => !recent.has(`${person.person}/${channel}`))
      .map((channel) => attemptFor(paging, person.person, channel)),
  );
  return { attempts, isRotaEmpty };
}

async function holdersFor(
  transaction: Transaction,
  paging: Paging,
  step: PageStep,
  at: string,
): Promise<Person[]> {
  const holders = await holdersOf(transaction, {
    duties: step.duties,
    school: paging.school,
    at,
  });
  const first = Math.min(...holders.map((holder) => holder.rank));
  if (step.reach === 'primary') return holders.filter((holder) => holder.rank === first);
  if (step.reach === 'backups') return holders.filter((holder) => holder.rank !== first);
  return holders;
}

function attemptFor(paging: Paging, person: PersonId, channel: PageChannel): PageAttempt {
  const name = `${paging.encounter}/${paging.track}/${paging.round + 1}/${person}/${channel}`;
  return {
    attempt: known(actOf({ district: '', errand: 'attempt', subject: name, position: 0 })),
    person,
    channel,
  };
}

function channelsOf(person: Person, pushes: ReadonlySet<string>): PageChannel[] {
  const channels: PageChannel[] = ['email'];
  if (person.phone !== null) channels.unshift('voice', 'sms');
  if (pushes.has(person.person)) channels.push('push');
  return channels;
}

async function pushPeople(transaction: Transaction, people: string[]): Promise<Set<string>> {
  const rows = await transaction.query<{ person: string }>(
    `select distinct person from push_subscription where district = $1 and person = any($2)`,
    [transaction.district, people],
  );
  return new Set(rows.map((row) => row.person));
}
