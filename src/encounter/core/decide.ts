/**
 * The law of the door. Observations always stand; orders are weighed, one guard at a time.
 *
 * It has no clock, no telephone and no list of students, and there is no order by which anybody but
 * counsel could consent to anything. (P1, P2)
 */
import { type Act, dutiesOf, type Law, personOf } from '#ledger';
import { accept, type Decision, refuse } from '#std/decision';
import { unreachable } from '#std/unreachable';
import type {
  EncounterCommand,
  EncounterEvent,
  EncounterRefusal,
  Observation,
  Order,
} from '../words.ts';
import { authorizeAccess } from './authorize-access.ts';
import { authorizationInForce, type Encounter, evolve, initialEncounter } from './encounter.ts';
import { observe } from './observe.ts';

type EncounterDecision = Decision<EncounterEvent, EncounterRefusal>;

/** Weighs one act against the story so far. */
export function decide(encounter: Encounter, act: Act<EncounterCommand>): EncounterDecision {
  const { command } = act;
  if (isObservation(command)) return observe(encounter, command, act.happenedAt);
  if (encounter.stage === 'unheard-of') return refuse('nobody-reported-this-encounter');
  if (encounter.stage === 'closed' && command.type !== 'ReopenEncounter') {
    // Who may not decide at all is told so first; the door's hours are nobody else's business.
    return isCounsels(command) && !isCounsel(act)
      ? refuse(onlyCounsel(command))
      : refuse('the-encounter-is-closed');
  }
  if (isAside(encounter, act, command)) return refuse('whoever-stepped-aside-decides-nothing-here');
  return order(encounter, act, command);
}

// A conflict of interest ends every say in this encounter but one: ending what was authorized is
// always the safe way.
function isAside(encounter: Encounter, act: Act<unknown>, command: Order): boolean {
  const person = personOf(act.by);
  if (person === null || !encounter.aside.includes(person)) return false;
  return isCounsels(command) && command.type !== 'RevokeAuthorization';
}

function order(
  encounter: Encounter,
  act: Act<EncounterCommand>,
  command: Order,
): EncounterDecision {
  switch (command.type) {
    case 'FindPaper':
      return findPaper(encounter, act, command);
    case 'DenyAccess':
      return byCounsel(act, { ...command, type: 'AccessDenied' });
    case 'ReceivePapersOnly':
      return byCounsel(act, { ...command, type: 'PapersOnlyReceived' });
    case 'NeedMore':
      return byCounsel(act, { ...command, type: 'MoreAsked' });
    case 'AuthorizeAccess':
      return authorizeAccess(encounter, { ...act, command });
    case 'RevokeAuthorization':
      return revoke(encounter, act, command.reasons);
    case 'StepAside':
      return byCounsel(act, { ...command, type: 'CounselSteppedAside' });
    case 'CloseEncounter':
      return close(encounter, act, command.words);
    case 'ReopenEncounter':
      return reopen(encounter, act, command.words);
    default:
      return unreachable(command);
  }
}

/** Whether a command only reports. Such a command is never refused. */
export function isObservation(command: EncounterCommand): command is Observation {
  return command.type.startsWith('Report');
}

function isCounsel(act: Act<unknown>): boolean {
  return dutiesOf(act.by).includes('legal-counsel');
}

const counselsOrders: ReadonlySet<Order['type']> = new Set([
  'FindPaper',
  'DenyAccess',
  'ReceivePapersOnly',
  'NeedMore',
  'AuthorizeAccess',
  'RevokeAuthorization',
  'StepAside',
]);

function isCounsels(command: Order): boolean {
  return counselsOrders.has(command.type);
}

function onlyCounsel(command: Order): EncounterRefusal {
  return command.type === 'FindPaper' ? 'only-legal-counsel-finds' : 'only-legal-counsel-decides';
}

function byCounsel(act: Act<unknown>, event: EncounterEvent): EncounterDecision {
  return isCounsel(act) ? accept(event) : refuse('only-legal-counsel-decides');
}

function findPaper(
  encounter: Encounter,
  act: Act<unknown>,
  command: Extract<Order, { type: 'FindPaper' }>,
): EncounterDecision {
  if (!isCounsel(act)) return refuse('only-legal-counsel-finds');
  if (!encounter.papers.some((paper) => paper.paper === command.paper)) {
    return refuse('paper-is-not-on-file');
  }
  return accept({ type: 'PaperFound', paper: command.paper, finding: command.finding });
}

function revoke(encounter: Encounter, act: Act<unknown>, reasons: string): EncounterDecision {
  if (!isCounsel(act)) return refuse('only-legal-counsel-decides');
  if (encounter.authorization === null || encounter.authorization.isRevoked) {
    return refuse('nothing-is-authorized');
  }
  return accept({ type: 'AuthorizationRevoked', reasons });
}

const closingDuties = ['building-leader', 'designated-administrator', 'legal-counsel'];

function mayClose(act: Act<unknown>): boolean {
  return dutiesOf(act.by).some((duty) => closingDuties.includes(duty));
}

function close(encounter: Encounter, act: Act<unknown>, words: string): EncounterDecision {
  if (!mayClose(act)) return refuse('only-the-school-or-counsel-closes');
  if (encounter.presence === 'outside' || encounter.presence === 'inside') {
    return refuse('agents-have-not-left');
  }
  return accept({ type: 'EncounterClosed', words });
}

function reopen(encounter: Encounter, act: Act<unknown>, words: string): EncounterDecision {
  if (!mayClose(act)) return refuse('only-the-school-or-counsel-closes');
  if (encounter.stage !== 'closed') return refuse('the-encounter-is-not-closed');
  return accept({ type: 'EncounterReopened', words });
}

/** The law of the door, for `perform` and for whoever asks what would be allowed. */
export const encounterLaw: Law<Encounter, EncounterCommand, EncounterEvent, EncounterRefusal> = {
  initial: initialEncounter,
  evolve,
  decide,
  noteRefusal,
};

// A refusal stands in the story of its encounter. Where nobody reported one there is no story, and
// a note would begin it: a second try would then find an encounter that never was.
function noteRefusal(act: Act<EncounterCommand>, refusal: EncounterRefusal): EncounterEvent | null {
  if (refusal === 'nobody-reported-this-encounter') return null;
  return { type: 'OrderRefused', order: act.command.type, refusal };
}

/** Asks the law without performing anything: the button and the rule share one answer. */
export function mayI(encounter: Encounter, act: Act<Order>): 'yes' | EncounterRefusal {
  const decision = decide(encounter, act);
  return decision.kind === 'accepted' ? 'yes' : decision.refusal;
}

/** Whether agents who go in at this moment do so under counsel's authorization. */
export function entryBasisAt(encounter: Encounter, at: string) {
  return authorizationInForce(encounter, at) === null
    ? 'entered-without-authorization'
    : 'authorized-by-counsel';
}
