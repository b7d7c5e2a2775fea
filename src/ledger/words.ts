import type { Decision } from '#std/decision';
import type { ActId, DeviceId, DistrictId, PersonId, StreamId } from '#std/ids';
import type { Instant } from '#std/instant';

/**
 * Who did something, as it was known then.
 *
 * Holds ids and duties, never a name. `program` is the house itself, keeping a deadline or
 * reporting what a carrier said. `unattributed` is a fact from a device or a link whose holder we
 * cannot name: accepted, and marked.
 */
export type Actor =
  | { readonly kind: 'person'; readonly person: PersonId; readonly duties: readonly string[] }
  | { readonly kind: 'device'; readonly device: DeviceId; readonly school: string }
  | { readonly kind: 'unattributed'; readonly device: DeviceId | null }
  | { readonly kind: 'program'; readonly part: 'alarm' | 'bulk' | 'keeper' | 'set-up' };

/** A fact as it stands in the ledger: what happened, when it was said to have, when we knew. */
export type Recorded<Event> = {
  readonly position: number;
  readonly stream: StreamId;
  readonly version: number;
  readonly act: ActId;
  readonly nth: number;
  readonly happenedAt: Instant;
  readonly recordedAt: Instant;
  readonly actor: Actor;
  readonly event: Event;
};

/**
 * What somebody wants or reports, with everything the law may know: there is no other clock in it.
 */
export type Act<Command> = {
  readonly id: ActId;
  readonly by: Actor;
  readonly happenedAt: Instant;
  readonly recordedAt: Instant;
  readonly command: Command;
};

/** An act on its way in, before the house has stamped it. */
export type ActIn<Command> = Omit<Act<Command>, 'recordedAt' | 'happenedAt'> & {
  readonly happenedAt?: Instant;
  /** The stream's version that was seen; any other refuses the act. */
  readonly onVersion?: number;
};

/**
 * Facts in the ledger all have a type; a fact that opens something also carries what was signed,
 * and a fact that notes a refused order carries the refusal.
 */
export type Fact = {
  readonly type: string;
  readonly signed?: { readonly digest: string };
  readonly refusal?: string;
};

/**
 * The law of one room: pure, so that everything the letter promises can be tested without a
 * machine.
 */
export type Law<State, Command, Event extends Fact, Refusal extends string> = {
  readonly initial: State;
  readonly evolve: (state: State, recorded: Told<Event>) => State;
  readonly decide: (state: State, act: Act<Command>) => Decision<Event, Refusal>;
  /** Orders refused at a gate are themselves facts: who tried, and why not. */
  readonly noteRefusal?: (act: Act<Command>, refusal: Refusal) => Event | null;
};

/** As much of a recorded fact as the law may look at. */
export type Told<Event> = Pick<
  Recorded<Event>,
  'event' | 'happenedAt' | 'recordedAt' | 'actor' | 'version'
>;

/**
 * Something to be done later, by a worker, at its moment. Ids only: what is sealed stays sealed.
 */
export type Errand = {
  readonly lane: 'alarm' | 'bulk';
  readonly errand: string;
  readonly subject: string;
  readonly dueBy: Instant;
};

/** Answer to an act: the decision, the facts as recorded, and the stream's version afterwards. */
export type Outcome<Event, Refusal extends string> =
  | {
      readonly kind: 'accepted';
      readonly recorded: readonly Recorded<Event>[];
      readonly version: number;
    }
  | { readonly kind: 'refused'; readonly refusal: Refusal | HouseRefusal };

/** What the house itself may answer, whatever the law says. */
export type HouseRefusal =
  | 'this-duty-may-not-do-that'
  | 'the-act-id-belongs-to-another-act'
  | 'the-record-changed-meanwhile'
  | 'the-signature-was-not-verified'
  | 'the-record-was-destroyed-by-law'
  | 'the-signer-must-be-present-again';

/** Why a stream's content stays where it is. */
export type DestructionRefusal =
  | 'a-legal-hold-keeps-it'
  | 'the-ledger-keeps-its-own-record'
  | 'there-is-no-such-stream';

/** The whole of one entry as it is hashed: canonical JSON of this, behind its salt. */
export type Envelope = {
  readonly act: string;
  readonly actor: Actor;
  readonly body: Fact;
  readonly district: DistrictId;
  readonly happenedAt: Instant;
  readonly nth: number;
  readonly position: number;
  readonly recordedAt: Instant;
  readonly stream: string;
  readonly type: string;
  readonly version: number;
};

/** The duties with which somebody acts. A device and the program hold none. */
export function dutiesOf(actor: Actor): readonly string[] {
  return actor.kind === 'person' ? actor.duties : [];
}

/** The person who acts, or null where no person is known. */
export function personOf(actor: Actor): PersonId | null {
  return actor.kind === 'person' ? actor.person : null;
}
