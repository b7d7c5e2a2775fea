import type { House } from '#ledger/perform';
import { perform, readStory } from '#ledger/perform';
import type { Carrier, EmailMessage, HandOver, SmsMessage } from '#platform/carrier';
import type { Transaction } from '#platform/database';
import type { Due } from '#platform/due';
import { done, type ErrandEnd, type Errands } from '#platform/lane';
import type { GuardianToTell } from '#roster';
import { guardiansOf, householdsAt } from '#roster/store';
import { known, streamOf } from '#std/ids';
import { plusSeconds } from '#std/instant';
import {
  type Claimed,
  claimDeliveries,
  claimForgotten,
  countPrepared,
  householdsOfNotice,
  insertDeliveries,
  isKillSwitchThrown,
  openDeliveries,
  type Settled,
  settleDeliveries,
} from './delivery.server.ts';
import { noticeRoom } from './room.server.ts';
import type { Notice, Variant } from './words.ts';

/** The ways out for notices: providers of their own, so that no notice ever slows a page down. */
export type NoticeSenders = {
  readonly email: Carrier<EmailMessage>;
  readonly sms: Carrier<SmsMessage> | null;
  readonly district: (district: string) => { readonly name: string };
};

const leaseSeconds = 120;
const batchMost = 200;
const handTimeoutMilliseconds = 30_000;
const busyTriesMax = 5;

/** What the bulk lane can do for notices. */
export function noticeErrands(world: {
  house: House;
  senders: NoticeSenders;
  actOf: (due: Due) => string;
}): Errands {
  const at = (due: Due): House => ({ ...world.house, district: known(due.district) });
  return {
    'prepare-deliveries': (due) => prepareDeliveries(at(due), world.actOf(due), due.subject),
    deliver: (due) => deliver(at(due), world.senders, world.actOf(due), due.subject),
  };
}

async function noticeOf(house: House, notice: string): Promise<Notice | null> {
  return (await readStory(house, noticeRoom, streamOf('notice', notice)))?.state ?? null;
}

/** Writes down who is to be told, in bulk. A drill's list is empty: no family hears of a drill. */
async function prepareDeliveries(house: House, act: string, id: string): Promise<ErrandEnd> {
  const notice = await noticeOf(house, id);
  if (notice?.draft == null || notice.stage !== 'released') return done;
  const { school, replaces, isDrill } = notice;
  if (!isDrill) {
    await writeList(house, { id, notice }, (transaction, after) =>
      householdsAt(transaction, school, after, pageMost),
    );
  }
  // A correction reaches whoever the notice was for, wherever their children go to school now. (P9)
  if (!isDrill && replaces !== null) {
    await writeList(house, { id, notice }, (transaction, after) =>
      householdsOfNotice(transaction, replaces, after, pageMost),
    );
  }
  const counted = await house.database.inDistrict(house.district, (transaction) =>
    countPrepared(transaction, id),
  );
  await perform(house, noticeRoom, streamOf('notice', id), {
    id: known(act),
    by: { kind: 'program', part: 'bulk' },
    command: { type: 'ReportDeliveriesPrepared', ...counted },
  });
  return done;
}

const pageMost = 1000;

/** Writes down households a page at a time. Who is on the list already stays as they are there. */
async function writeList(
  house: House,
  { id, notice }: { id: string; notice: Notice },
  pageAfter: (transaction: Transaction, after: string) => Promise<string[]>,
): Promise<void> {
  const languages = new Set(notice.draft?.variants.map((variant) => variant.language));
  let after: string | undefined = '';
  while (after !== undefined) {
    const from: string = after;
    after = await house.database.inDistrict(house.district, async (transaction) => {
      const households = await pageAfter(transaction, from);
      const guardians = await guardiansOf(transaction, house.secrets, households);
      await insertDeliveries(transaction, id, deliveryRows(households, guardians, languages));
      return households.at(-1);
    });
  }
}

type DeliveryRow = { household: string; guardian: string; language: string; state: string };

function deliveryRows(
  households: readonly string[],
  guardians: readonly GuardianToTell[],
  languages: ReadonlySet<string>,
): DeliveryRow[] {
  const told = new Set(guardians.map((guardian) => guardian.household));
  const rows = guardians.map((guardian) => ({
    household: guardian.household,
    guardian: guardian.guardian,
    language: guardian.language,
    state: stateAtFirst(guardian, languages),
  }));
  const silent = households
    .filter((household) => !told.has(household))
    .map((household) => ({ household, guardian: '', language: '', state: 'no-way' }));
  return [...rows, ...silent];
}

// No text in the family's language is never silently English: a person calls instead. (principle 8)
function stateAtFirst(guardian: GuardianToTell, languages: ReadonlySet<string>): string {
  if (!languages.has(guardian.language)) return 'no-text';
  return guardian.ways.some((way) => way.channel !== 'voice') ? 'queued' : 'no-way';
}

/**
 * Sends what is queued until nothing is open. Held by the kill switch, taken up again after a
 * crash.
 */
async function deliver(
  house: House,
  senders: NoticeSenders,
  act: string,
  id: string,
): Promise<ErrandEnd> {
  const notice = await noticeOf(house, id);
  if (notice?.draft == null || notice.stage !== 'released') return done;
  const began = house.clock.now();
  for (let batches = 0; batches < 100; batches++) {
    const sent = await deliverBatch(house, senders, { id, notice });
    if (sent === 'held') return { kind: 'again', at: plusSeconds(house.clock.now(), 2) };
    if (sent === 0) break;
    // The errand's own lease must outlive the work: hand it back in time and take it up again.
    if (house.clock.now() > plusSeconds(began, 20)) {
      return { kind: 'again', at: house.clock.now() };
    }
  }
  const left = await house.database.inDistrict(house.district, (transaction) =>
    openDeliveries(transaction, id, house.clock.now()),
  );
  if (left.open > 0) return { kind: 'again', at: plusSeconds(house.clock.now(), 2) };
  await perform(house, noticeRoom, streamOf('notice', id), {
    id: known(act),
    by: { kind: 'program', part: 'bulk' },
    command: {
      type: 'ReportDeliveriesSettled',
      handedOver: left.handedOver,
      notReached: left.notReached,
    },
  });
  return done;
}

async function deliverBatch(
  house: House,
  senders: NoticeSenders,
  about: { id: string; notice: Notice },
): Promise<number | 'held'> {
  const at = house.clock.now();
  const batch = await house.database.inDistrict(house.district, async (transaction) => {
    if (await isKillSwitchThrown(transaction)) return 'held' as const;
    const until = plusSeconds(at, leaseSeconds);
    const forgotten = await claimForgotten(transaction, about.id, { at, until });
    const claimed = await claimDeliveries(transaction, about.id, { at, until, most: batchMost });
    const households = [...forgotten, ...claimed].map((each) => each.household);
    return {
      forgotten,
      claimed,
      guardians: await guardiansOf(transaction, house.secrets, households),
    };
  });
  if (batch === 'held') return batch;
  const waysOf = (each: Claimed) =>
    (
      batch.guardians.find(
        (guardian) => guardian.household === each.household && guardian.guardian === each.guardian,
      )?.ways ?? []
    ).filter((way) => way.channel !== 'voice');
  const inDoubt = batch.forgotten.map((each): Settled => {
    const ways = waysOf(each);
    return {
      ...each,
      channel: ways[each.step]?.channel ?? 'email',
      outcome: 'unknown',
      code: 'worker-died',
      hasNextWay: ways.length > each.step + 1,
    };
  });
  const settled = await Promise.all(
    batch.claimed.map((each) => sendOne(senders, about, each, waysOf(each))),
  );
  const now = house.clock.now();
  await house.database.inDistrict(house.district, (transaction) =>
    settleDeliveries(transaction, about.id, [...inDoubt, ...settled], {
      at: now,
      tryAfter: plusSeconds(now, 5),
    }),
  );
  return batch.claimed.length + inDoubt.length;
}

async function sendOne(
  senders: NoticeSenders,
  about: { id: string; notice: Notice },
  each: Claimed,
  ways: GuardianToTell['ways'],
): Promise<Settled> {
  const way = ways[each.step];
  const variant = about.notice.draft?.variants.find(({ language }) => language === each.language);
  if (way === undefined || variant === undefined) {
    const why = { channel: 'none', outcome: 'no-way-left', code: 'no-way', hasNextWay: false };
    return { ...each, ...why, outcome: 'no-way-left' };
  }
  const handed = await handOver(senders, about, each, { way, variant });
  const isWornOut = handed.kind === 'busy' && each.attempts >= busyTriesMax;
  const kind = isWornOut ? 'refused' : handed.kind;
  return {
    ...each,
    channel: way.channel,
    outcome: kind === 'accepted' ? 'handed-over' : kind,
    code: handed.kind === 'accepted' ? '' : handed.code,
    hasNextWay: ways.length > each.step + 1,
  };
}

async function handOver(
  senders: NoticeSenders,
  about: { id: string },
  each: Claimed,
  message: { way: GuardianToTell['ways'][number]; variant: Variant },
): Promise<HandOver> {
  const { way, variant } = message;
  // One stable id for a message by one way: a copy can always be told from a second message.
  const id = `${about.id}.${each.household}.${each.guardian}.${each.step}`.replaceAll(
    /[^\w.-]/g,
    '_',
  );
  if (way.channel === 'sms') {
    if (senders.sms === null) return { kind: 'refused', reason: 'not-allowed', code: 'no-sms' };
    return senders.sms.hand(
      { to: way.address, text: variant.short, idempotencyKey: id },
      handTimeoutMilliseconds,
    );
  }
  return senders.email.hand(
    {
      to: way.address,
      subject: variant.subject,
      text: variant.body,
      html: null,
      messageId: `${id}@notice.threshold`,
      language: variant.language,
    },
    handTimeoutMilliseconds,
  );
}
