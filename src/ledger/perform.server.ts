import type { Clock } from '#platform/clock';
import type { Database, Transaction } from '#platform/database';
import { errorCode } from '#platform/database';
import { queue } from '#platform/due';
import type { Secrets } from '#platform/secrets';
import type { DistrictId, StreamId } from '#std/ids';
import { later } from '#std/instant';
import type { KeyStore } from './keys.server.ts';
import { append, findAct, type Head, lockHead, readStream } from './store.server.ts';
import { keepTiles } from './tiles.server.ts';
import type { Act, ActIn, Errand, Fact, Law, Outcome, Recorded } from './words.ts';

/** What follows from a fact elsewhere in the house. Pure; handed in at the start. */
export type Follow = (recorded: Recorded<Fact>) => readonly Errand[];

/** Where an act happens: one district, its database, its keys, its clock, and what follows. */
export type House = {
  readonly district: DistrictId;
  readonly database: Database;
  readonly keys: KeyStore;
  readonly clock: Clock;
  readonly secrets: Secrets;
  readonly follow: Follow;
};

/** A room's law, and how the room remembers what lists need to know. */
export type Room<State, Command, Event extends Fact, Refusal extends string> = {
  readonly law: Law<State, Command, Event, Refusal>;
  /** Updates the room's read model, in the same transaction. */
  readonly remember: (
    transaction: Transaction,
    state: State,
    recorded: readonly Recorded<Event>[],
  ) => Promise<void>;
};

/**
 * One act, one transaction: lock the head, read the story so far, decide, write it down, queue what
 * follows.
 *
 * An act id that was performed before is answered with its first outcome; fifty at once equal one.
 * Nothing is written when the law refuses, except a refusal that the law itself wants noted.
 */
export async function perform<State, Command, Event extends Fact, Refusal extends string>(
  house: House,
  room: Room<State, Command, Event, Refusal>,
  stream: StreamId,
  act: ActIn<Command>,
): Promise<Outcome<Event, Refusal>> {
  try {
    return await house.database.inDistrict(house.district, async (transaction) => {
      const head = await lockHead(transaction);
      // Asked for under the lock, so that nothing is written under a key that was just destroyed.
      const key = await house.keys.keyOf(house.district, stream);
      if (key === null) return { kind: 'refused', refusal: 'the-record-was-destroyed-by-law' };
      const already = await findAct(transaction, act.id);
      const story = await readStream<Event>(transaction, stream, key);
      if (already.length > 0) return firstOutcome(already, stream, story, act.id);
      const version = story.length;
      if (act.onVersion !== undefined && act.onVersion !== version) {
        return { kind: 'refused', refusal: 'the-record-changed-meanwhile' };
      }
      return decideAndWrite({ house, room, transaction, head, key, story, stream, act });
    });
  } catch (error) {
    // The database's own wall: what opens needs a verified signature, whoever asks. (P7)
    if (errorCode(error) === 'TH002') {
      return { kind: 'refused', refusal: 'the-signature-was-not-verified' };
    }
    throw error;
  }
}

type Moment<State, Command, Event extends Fact, Refusal extends string> = {
  readonly house: House;
  readonly room: Room<State, Command, Event, Refusal>;
  readonly transaction: Transaction;
  readonly head: Head;
  readonly key: Buffer;
  readonly story: readonly Recorded<Event>[];
  readonly stream: StreamId;
  readonly act: ActIn<Command>;
};

async function decideAndWrite<State, Command, Event extends Fact, Refusal extends string>(
  moment: Moment<State, Command, Event, Refusal>,
): Promise<Outcome<Event, Refusal>> {
  const { house, room, story } = moment;
  const state = story.reduce<State>(room.law.evolve, room.law.initial);
  // Two servers' clocks may differ; the order of the ledger is the order of its locks.
  const recordedAt = later(house.clock.now(), moment.head.lastRecordedAt);
  const happenedAt = moment.act.happenedAt ?? recordedAt;
  const { id, by, command } = moment.act;
  const act: Act<Command> = { id, by, command, happenedAt, recordedAt };

  const decision = room.law.decide(state, act);
  if (decision.kind === 'refused') {
    const noted = room.law.noteRefusal?.(act, decision.refusal) ?? null;
    if (noted !== null) await write(moment, state, act, [noted]);
    return { kind: 'refused', refusal: decision.refusal };
  }
  const recorded = await write(moment, state, act, decision.events);
  return { kind: 'accepted', recorded, version: story.length + recorded.length };
}

async function write<State, Command, Event extends Fact, Refusal extends string>(
  moment: Moment<State, Command, Event, Refusal>,
  before: State,
  act: Act<Command>,
  events: readonly Event[],
): Promise<readonly Recorded<Event>[]> {
  if (events.length === 0) return [];
  const { transaction, head, room } = moment;
  const size = head.frontier.size;
  const recorded = events.map((event, nth) => ({
    position: Number(size) + nth,
    stream: moment.stream,
    version: moment.story.length + nth + 1,
    act: act.id,
    nth,
    happenedAt: act.happenedAt,
    recordedAt: act.recordedAt,
    actor: act.by,
    event,
  }));
  const frontier = await append(transaction, head, moment.key, recorded);
  await keepTiles(transaction, size, frontier.size);
  const state = recorded.reduce<State>(room.law.evolve, before);
  await room.remember(transaction, state, recorded);
  await queue(
    transaction,
    recorded.flatMap((each) =>
      moment.house.follow(each).map((errand) => ({ ...errand, position: each.position })),
    ),
  );
  // A hint to open pages and waiting workers. It carries an id, and nothing relies on it.
  await transaction.query("select pg_notify('threshold', $1)", [
    `${transaction.district} ${moment.stream}`,
  ]);
  return recorded;
}

function firstOutcome<Event extends Fact, Refusal extends string>(
  already: readonly { stream: string }[],
  stream: StreamId,
  story: readonly Recorded<Event>[],
  act: string,
): Outcome<Event, Refusal> {
  if (already.some((entry) => entry.stream !== stream)) {
    return { kind: 'refused', refusal: 'the-act-id-belongs-to-another-act' };
  }
  const recorded = story.filter((each) => each.act === act);
  const refusal = recorded[0]?.event.refusal;
  if (refusal !== undefined) return { kind: 'refused', refusal: refusal as Refusal };
  return { kind: 'accepted', recorded, version: recorded.at(-1)?.version ?? 0 };
}

/**
 * A stream's facts and state as they stand, without performing anything; null when destroyed by
 * law.
 */
export async function readStory<State, Command, Event extends Fact, Refusal extends string>(
  house: House,
  room: Room<State, Command, Event, Refusal>,
  stream: StreamId,
): Promise<{ state: State; story: readonly Recorded<Event>[]; version: number } | null> {
  const key = await house.keys.keyOf(house.district, stream);
  if (key === null) return null;
  const story = await house.database.inDistrict(house.district, (transaction) =>
    readStream<Event>(transaction, stream, key),
  );
  const state = story.reduce<State>(room.law.evolve, room.law.initial);
  return { state, story, version: story.length };
}
