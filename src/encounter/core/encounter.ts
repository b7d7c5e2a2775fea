/**
 * The story of one encounter, folded from its facts.
 *
 * Decides nothing. Knows no clock: whether an authorization is in force is asked with a moment. It
 * has never heard of telephones, notices, students or the roster.
 */
import type { AgencyLevel } from '#authority';
import type { Told } from '#ledger';
import type { PaperId, PersonId, SchoolId } from '#std/ids';
import type { Instant } from '#std/instant';
import { unreachable } from '#std/unreachable';
import type {
  Authorized,
  EncounterEvent,
  EntryBasis,
  Finding,
  Help,
  Identification,
  Medium,
  PaperShown,
} from '../words.ts';

/** A paper on file and counsel's latest finding on it, if there is one. */
export type PaperOnFile = PaperShown & {
  readonly finding: Finding | null;
  readonly foundBy: PersonId | null;
};

/**
 * What counsel authorised. It is in force between its two moments, until it is revoked or replaced.
 */
export type Authorization = Authorized & {
  readonly by: PersonId | null;
  readonly isRevoked: boolean;
};

export type Encounter = {
  readonly stage: 'unheard-of' | 'open' | 'closed';
  readonly version: number;
  readonly school: SchoolId | null;
  readonly medium: Medium;
  readonly help: Help;
  readonly isDrill: boolean;
  readonly openedAt: Instant | null;
  readonly agency: string | null;
  readonly agencyLevel: AgencyLevel;
  readonly identification: Identification | null;
  readonly papers: readonly PaperOnFile[];
  readonly decision: 'none' | 'denied' | 'papers-only' | 'need-more' | 'authorized' | 'revoked';
  readonly decidedAt: Instant | null;
  readonly decidedBy: PersonId | null;
  readonly reasons: string;
  readonly authorization: Authorization | null;
  /** A paper that reached us after counsel decided: counsel is asked again. */
  readonly hasUnansweredPaper: boolean;
  readonly presence: 'outside' | 'inside' | 'departed' | 'never-here';
  /**
   * When what `presence` says is said to have happened: an older tale told later does not undo it.
   */
  readonly presenceAt: Instant | null;
  readonly entryBasis: EntryBasis | null;
  /** When they last said that they would come in; null once they went in or left. */
  readonly entryAnnouncedAt: Instant | null;
  /** Counsels who have a conflict and decide nothing here. */
  readonly aside: readonly PersonId[];
};

export const initialEncounter: Encounter = {
  stage: 'unheard-of',
  version: 0,
  school: null,
  medium: 'at-door',
  help: 'uninvited',
  isDrill: false,
  openedAt: null,
  agency: null,
  agencyLevel: 'unknown',
  identification: null,
  papers: [],
  decision: 'none',
  decidedAt: null,
  decidedBy: null,
  reasons: '',
  authorization: null,
  hasUnansweredPaper: false,
  presence: 'outside',
  presenceAt: null,
  entryBasis: null,
  entryAnnouncedAt: null,
  aside: [],
};

/**
 * Whether counsel's authorization opens anything at this moment. Never inferred, never prolonged.
 * (P1)
 */
export function authorizationInForce(encounter: Encounter, at: Instant): Authorization | null {
  const { authorization, decision } = encounter;
  if (decision !== 'authorized' || authorization === null || authorization.isRevoked) return null;
  if (encounter.stage !== 'open') return null;
  return authorization.validFrom <= at && at < authorization.validUntil ? authorization : null;
}

/** For whom the encounter waits: counsel until there is a decision that answers every paper. */
export function waitsFor(encounter: Encounter): 'counsel' | 'the-door' | 'nobody' {
  if (encounter.stage !== 'open') return encounter.presence === 'inside' ? 'the-door' : 'nobody';
  // Help that was called comes in without counsel; a paper it brings along is counsel's all the
  // same.
  if (encounter.help !== 'uninvited' && encounter.papers.length === 0) return 'the-door';
  return encounter.decision === 'none' || encounter.hasUnansweredPaper ? 'counsel' : 'the-door';
}

/** The encounter after one more fact. A fact about an encounter nobody had opened opens it. */
export function evolve(before: Encounter, told: Told<EncounterEvent>): Encounter {
  const encounter = heardOf(before, told);
  const { event } = told;
  switch (event.type) {
    case 'ArrivalReported':
      return arrived(encounter, told, event);
    case 'HelpReported':
      return { ...encounter, help: event.help };
    case 'AgentsIdentified':
      return identified(encounter, event.identification);
    case 'AgencyEvidenceReported':
      return { ...encounter, agency: event.agency, agencyLevel: event.level };
    case 'PaperReported':
      return withPaper(encounter, event.paper);
    case 'EntryReported':
      return wentIn(encounter, told, event);
    case 'EntryAnnounced':
      return { ...encounter, entryAnnouncedAt: told.happenedAt };
    case 'DepartureReported':
      return { ...whereabouts(encounter, told, 'departed'), entryAnnouncedAt: null };
    case 'PaperFound':
      return withFinding(encounter, told, event.paper, event.finding);
    case 'AccessDenied':
      return decided(encounter, told, 'denied', event.reasons);
    case 'PapersOnlyReceived':
      return decided(encounter, told, 'papers-only', event.reasons);
    case 'MoreAsked':
      return decided(encounter, told, 'need-more', event.reasons);
    case 'AccessAuthorized':
      return allowed(encounter, told, event.authorized);
    case 'AuthorizationRevoked':
      return decided(encounter, told, 'revoked', event.reasons);
    case 'CounselSteppedAside':
      return { ...encounter, aside: [...encounter.aside, ...personIn(told)] };
    case 'EncounterClosed':
      return { ...encounter, stage: 'closed', authorization: ended(encounter.authorization) };
    case 'EncounterReopened':
      // What counsel allowed for one visit is not kept for the next: counsel is asked again. (P1)
      return { ...encounter, stage: 'open', decision: 'none', hasUnansweredPaper: false };
    case 'CounselAsked':
    case 'SupervisionReported':
    case 'NoteReported':
    case 'OrderRefused':
      return encounter;
    default:
      return unreachable(event);
  }
}

function heardOf(before: Encounter, told: Told<EncounterEvent>): Encounter {
  return {
    ...before,
    stage: before.stage === 'unheard-of' ? 'open' : before.stage,
    openedAt: before.openedAt ?? told.recordedAt,
    version: told.version,
  };
}

function arrived(
  before: Encounter,
  told: Told<EncounterEvent>,
  event: Extract<EncounterEvent, { type: 'ArrivalReported' }>,
): Encounter {
  const { school, medium, isDrill } = event;
  // The first report names school and drill; a second phone at the same door adds, never moves: a
  // drill stays a drill and a real visit real. That agents who had telephoned, or had left, now
  // stand here is news, or the encounter could be closed behind their backs.
  if (before.school !== null) return medium === 'at-door' ? atDoorAgain(before, told) : before;
  // Reports come out of order: a call entered late does not carry out those who are already inside,
  // and help that was told of first was called for this.
  const wasNeverHere = medium !== 'at-door' && before.presence === 'outside';
  const presence = wasNeverHere ? 'never-here' : before.presence;
  const help = before.help === 'uninvited' ? event.help : before.help;
  return { ...before, school, medium, help, isDrill, presence };
}

function atDoorAgain(before: Encounter, told: Told<EncounterEvent>): Encounter {
  const isNews = before.presence === 'never-here' || before.presence === 'departed';
  return isNews ? { ...whereabouts(before, told, 'outside'), medium: 'at-door' } : before;
}

function whereabouts(
  encounter: Encounter,
  told: Told<EncounterEvent>,
  presence: Encounter['presence'],
): Encounter {
  const { presenceAt } = encounter;
  if (presenceAt !== null && told.happenedAt < presenceAt) return encounter;
  return { ...encounter, presence, presenceAt: told.happenedAt };
}

function wentIn(
  encounter: Encounter,
  told: Told<EncounterEvent>,
  event: Extract<EncounterEvent, { type: 'EntryReported' }>,
): Encounter {
  const entryBasis = event.isUnfounded ? 'entered-without-authorization' : event.basis;
  return { ...whereabouts(encounter, told, 'inside'), entryBasis, entryAnnouncedAt: null };
}

function actorOf(told: Told<EncounterEvent>): PersonId | null {
  return told.actor.kind === 'person' ? told.actor.person : null;
}

function personIn(told: Told<EncounterEvent>): readonly PersonId[] {
  const person = actorOf(told);
  return person === null ? [] : [person];
}

function identified(encounter: Encounter, identification: Identification): Encounter {
  const claimed = identification.agency;
  if (claimed === null || encounter.agencyLevel !== 'unknown')
    return { ...encounter, identification };
  // What agents say of themselves is a claim. (principle 11)
  return { ...encounter, identification, agency: claimed, agencyLevel: 'claimed' };
}

function withPaper(encounter: Encounter, shown: PaperShown): Encounter {
  if (encounter.papers.some((paper) => paper.paper === shown.paper)) return encounter;
  return {
    ...encounter,
    papers: [...encounter.papers, { ...shown, finding: null, foundBy: null }],
    hasUnansweredPaper: encounter.decision !== 'none',
  };
}

function withFinding(
  encounter: Encounter,
  told: Told<EncounterEvent>,
  id: PaperId,
  finding: Finding,
): Encounter {
  const papers = encounter.papers.map((paper) =>
    paper.paper === id ? { ...paper, finding, foundBy: actorOf(told) } : paper,
  );
  const { authorization } = encounter;
  const found = { ...encounter, papers };
  const before = encounter.papers.find((paper) => paper.paper === id)?.finding?.kind;
  const isWithdrawn = authorization?.relyingOn === id && finding.kind !== before;
  // Counsel now finds the paper relied on to be something else. The ground rested on what it was
  // found to be before, so what rested on that ground ends, whatever the new finding could open.
  // (P3)
  return isWithdrawn && encounter.decision === 'authorized'
    ? decided(found, told, 'revoked', finding.reasons)
    : found;
}

function ended(authorization: Authorization | null): Authorization | null {
  return authorization === null ? null : { ...authorization, isRevoked: true };
}

function allowed(encounter: Encounter, told: Told<EncounterEvent>, what: Authorized): Encounter {
  const authorization = { ...what, by: actorOf(told), isRevoked: false };
  return { ...decided(encounter, told, 'authorized', ''), authorization };
}

// A later decision replaces the earlier one whole, so that exactly one is ever in effect, and any
// decision other than an authorization ends what was authorised.
function decided(
  encounter: Encounter,
  told: Told<EncounterEvent>,
  decision: Encounter['decision'],
  reasons: string,
): Encounter {
  return {
    ...encounter,
    decision,
    reasons,
    decidedAt: told.recordedAt,
    decidedBy: actorOf(told),
    hasUnansweredPaper: false,
    authorization: ended(encounter.authorization),
  };
}
