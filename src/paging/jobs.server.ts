import type { DistrictPack } from '#district';
import type { House } from '#ledger/perform';
import { perform, readStory } from '#ledger/perform';
import type { Due } from '#platform/due';
import { done, type ErrandEnd, type Errands } from '#platform/lane';
import { type ActId, known, type PersonId } from '#std/ids';
import { plusSeconds } from '#std/instant';
import { actOf } from './act-of.server.ts';
import { whoRings } from './callees.server.ts';
import { stepsOf } from './core/chain-steps.ts';
import { pagingStream, readChain } from './core/streams.ts';
import { pagingRoom } from './room.server.ts';
import { sendAttempt, type Senders } from './send.server.ts';
import { findPlace, isEarlierOpen } from './store.server.ts';
import { warnCounsels } from './warn.server.ts';
import type {
  EndCause,
  PageAttempt,
  PageCause,
  PageChannel,
  Paging,
  PagingCommand,
} from './words.ts';

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
      const key = `${due.district}-${due.subject}`;
      const areTold = await warnCounsels(at(due), world.senders, key);
      const again = plusSeconds(world.house.clock.now(), 30);
      return areTold || due.attempts >= sendTriesMax ? done : { kind: 'again', at: again };
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
    'step-aside': async (due) => {
      const [encounter, track, by = ''] = due.subject.split('/');
      await performPaging(at(due), `${encounter}/${track}`, actOf(due), {
        type: 'ReportStepAside',
        by: known(by),
      });
      return done;
    },
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
    steps: stepsOf(policy, chain.track),
    repeatEverySeconds: policy.repeatEverySeconds,
    answerExpiresSeconds: policy.acknowledgementExpiresSeconds,
    whoAnswers: chain.track === 'leader' ? policy.leaderAnswers : policy.counselAnswers,
  });
  return done;
}

async function pageNext(
  house: House,
  world: { senders: Senders; packOf: (district: string) => DistrictPack },
  due: Due,
): Promise<ErrandEnd> {
  const chain = readChain(due.subject);
  if (chain === null) return done;
  const stream = pagingStream(chain.encounter, chain.track);
  const told = await readStory(house, pagingRoom, stream);
  const scheduledAt = await versionAt(house, due);
  if (told === null || told.state.stage !== 'calling' || told.state.scheduledAt !== scheduledAt) {
    return done;
  }
  const pack = world.packOf(due.district);
  const { rings, isRotaEmpty, owing, heldBackUntil } = await house.database.inDistrict(
    house.district,
    (transaction) => whoRings(house, transaction, pack, told.state),
  );
  const attempts = rings.flatMap(({ person, channels }) =>
    channels.map((channel) => attemptFor(told.state, person, channel)),
  );
  const outcome = await perform(house, pagingRoom, stream, {
    id: actOf(due),
    by: program,
    command: { type: 'CallNext', scheduledAt, attempts, isRotaEmpty, owing, heldBackUntil },
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

function attemptFor(paging: Paging, person: PersonId, channel: PageChannel): PageAttempt {
  const name = `${paging.encounter}/${paging.track}/${paging.round + 1}/${person}/${channel}`;
  return {
    attempt: known(actOf({ district: '', errand: 'attempt', subject: name, position: 0 })),
    person,
    channel,
  };
}
