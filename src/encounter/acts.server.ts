import { type ActName, actorFor, mayDo, mayReport } from '#district';
import { type Desk, policyOf } from '#district/desk';
import type { HouseRefusal, Outcome } from '#ledger';
import { perform } from '#ledger/perform';
import type { ActId, EncounterId, PaperId } from '#std/ids';
import type { Instant } from '#std/instant';
import { encounterStream } from './core/streams.ts';
import { encounterRoom } from './room.server.ts';
import { findEncounter } from './store.server.ts';
import type {
  EncounterCommand,
  EncounterEvent,
  EncounterRefusal,
  Finding,
  Observation,
  Order,
} from './words.ts';

export type EncounterOutcome = Outcome<EncounterEvent, EncounterRefusal>;

/**
 * Which encounter an act is about, under which id it is performed, and when it is said to have
 * happened.
 */
export type About = {
  readonly encounter: EncounterId;
  readonly act: ActId;
  readonly happenedAt?: Instant | undefined;
};

/**
 * Writes down what happened. Accepted from everyone who may report, in every state of the
 * encounter.
 *
 * Only somebody of whom we know nothing at all is sent away, so that strangers cannot ring phones.
 */
export async function report(
  desk: Desk,
  about: About,
  observation: Observation,
): Promise<EncounterOutcome> {
  if (!mayReport(desk.who)) return refused('this-duty-may-not-do-that');
  const school =
    observation.type === 'ReportArrival' ? observation.school : await schoolOf(desk, about);
  return performHere(desk, about, school, observation);
}

/** Denies access: by counsel, by one tap, without a passkey and without script. (P1, P7) */
export async function denyAccess(desk: Desk, about: About, reasons: string) {
  const policy = policyOf(desk).version;
  return order(desk, about, 'decide-access', { type: 'DenyAccess', reasons, policy });
}

/** Lets papers be taken at the door, and nothing else. */
export async function receivePapersOnly(desk: Desk, about: About, reasons: string) {
  const policy = policyOf(desk).version;
  return order(desk, about, 'decide-access', { type: 'ReceivePapersOnly', reasons, policy });
}

/** Counsel needs to know more before deciding. Nothing is open meanwhile. */
export async function needMore(desk: Desk, about: About, reasons: string) {
  const policy = policyOf(desk).version;
  return order(desk, about, 'decide-access', { type: 'NeedMore', reasons, policy });
}

/** Records what counsel found a paper to be. (P3, P4) */
export async function findPaper(desk: Desk, about: About, paper: PaperId, finding: Finding) {
  return order(desk, about, 'find-paper', { type: 'FindPaper', paper, finding });
}

/** Ends what counsel authorised, at once. */
export async function revokeAuthorization(desk: Desk, about: About, reasons: string) {
  return order(desk, about, 'decide-access', { type: 'RevokeAuthorization', reasons });
}

/** Counsel has a conflict: decides nothing here, and is not called for it again. */
export async function stepAside(desk: Desk, about: About, reasons: string) {
  return order(desk, about, 'decide-access', { type: 'StepAside', reasons });
}

/** Closes an encounter whose agents have left. */
export async function closeEncounter(desk: Desk, about: About, words: string) {
  return order(desk, about, 'close-encounter', { type: 'CloseEncounter', words });
}

/** Opens a closed encounter again. What counsel decided before does not come back with it. */
export async function reopenEncounter(desk: Desk, about: About, words: string) {
  return order(desk, about, 'close-encounter', { type: 'ReopenEncounter', words });
}

const turnedAway = {
  'find-paper': 'only-legal-counsel-finds',
  'decide-access': 'only-legal-counsel-decides',
  'authorize-access': 'only-legal-counsel-decides',
  'close-encounter': 'only-the-school-or-counsel-closes',
} as const satisfies Partial<Record<ActName, EncounterRefusal>>;

/**
 * An order: the duty first, then the law. Signed orders also demand the version that was signed.
 */
export async function order(
  desk: Desk,
  about: About,
  act: keyof typeof turnedAway,
  command: Order,
): Promise<EncounterOutcome> {
  const school = await schoolOf(desk, about);
  if (!mayDo(desk.who, act, school)) return turnAway(desk, about, command, turnedAway[act]);
  return performHere(desk, about, school, command);
}

// Who of ours tried without the duty, and why not, stands in the ledger; a stranger leaves no
// trace.
async function turnAway(
  desk: Desk,
  about: About,
  command: Order,
  refusal: EncounterRefusal,
): Promise<EncounterOutcome> {
  const school = await schoolOf(desk, about);
  if (desk.who.kind !== 'person' || school === null) return refused('this-duty-may-not-do-that');
  const noted = { type: 'ReportRefusedAttempt', order: command.type, refusal } as const;
  await performHere(desk, about, school, noted);
  return refused(refusal);
}

/**
 * Performs a command on an encounter as whoever sits at the desk. The caller has checked the duty.
 */
export async function performHere(
  desk: Desk,
  about: About,
  school: string | null,
  command: EncounterCommand,
): Promise<EncounterOutcome> {
  const isSigned = command.type === 'AuthorizeAccess';
  return perform(desk.house, encounterRoom, encounterStream(about.encounter), {
    id: about.act,
    by: actorFor(desk.who, school),
    command,
    ...(about.happenedAt === undefined ? {} : { happenedAt: about.happenedAt }),
    // What counsel signed was signed over one version, and holds for no other.
    ...(isSigned ? { onVersion: command.signed.content.version - 1 } : {}),
  });
}

/** The school an encounter is at; null when nobody told us yet. */
export async function schoolOf(
  desk: Desk,
  about: Pick<About, 'encounter'>,
): Promise<string | null> {
  const row = await desk.house.database.inDistrict(desk.house.district, (transaction) =>
    findEncounter(transaction, about.encounter),
  );
  return row?.school ?? null;
}

/** A refusal that the house itself gives, before the law is asked. */
export function refused(refusal: EncounterRefusal | HouseRefusal): EncounterOutcome {
  return { kind: 'refused', refusal };
}
