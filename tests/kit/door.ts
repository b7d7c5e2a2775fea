/**
 * The law of the door as tests need it: people by duty, acts, papers, and what counsel signs.
 *
 * Pure, and never a second law: everything here only builds what goes in.
 */
import type { FindingKind, Ground } from '#authority';
import type {
  Authorized,
  Encounter,
  EncounterCommand,
  EncounterEvent,
  EncounterRefusal,
  Finding,
  Identification,
  Observation,
  Order,
  PaperShown,
  Signed,
} from '#encounter';
import type { Act, Actor } from '#ledger';
import type { Decision } from '#std/decision';
import { known, type PaperId } from '#std/ids';
import type { Instant } from '#std/instant';
import { decide, encounterLaw } from '../../src/encounter/core/decide.ts';

/** A person of the cast's kind, acting with the duties named; the id is made from the number. */
export function person(number: number, ...duties: readonly string[]): Actor {
  const id = `0000c001-0000-4000-8000-${String(number).padStart(12, '0')}`;
  return { kind: 'person', person: known(id), duties };
}

/** Everyone who could ever act at a door, by the word that stories use. */
export const people = {
  officer: person(1, 'school-security-officer'),
  office: person(2, 'office-staff'),
  leader: person(3, 'building-leader'),
  administrator: person(4, 'designated-administrator'),
  counsel: person(9, 'legal-counsel'),
  backup: person(10, 'legal-counsel'),
  communications: person(11, 'communications'),
  superintendent: person(16, 'superintendent'),
  auditor: person(17, 'auditor'),
  it: person(18, 'it'),
  device: { kind: 'device', device: known('door-phone'), school: 'cranbury' },
  someone: { kind: 'unattributed', device: null },
  program: { kind: 'program', part: 'alarm' },
} as const satisfies Readonly<Record<string, Actor>>;
export type PersonWord = keyof typeof people;

export const nine: Instant = '2026-11-24T14:00:00.000Z';
export const ten: Instant = '2026-11-24T15:00:00.000Z';
export const policyInForce = 'norwalk-1';

/** The id of the nth paper of a test. */
export function paperId(nth: number): PaperId {
  return known(`0000d000-0000-4000-8000-${String(nth).padStart(12, '0')}`);
}

/** A paper as somebody photographed it: its hash is made from its number. */
export function paperShown(nth: number, changes: Partial<PaperShown> = {}): PaperShown {
  const sha256 = String(nth).padStart(64, '0');
  return {
    paper: paperId(nth),
    copy: 'photo',
    sha256,
    mediaType: 'image/jpeg',
    headings: '',
    ...changes,
  };
}

export function findingOf(kind: FindingKind): Finding {
  return { kind, court: '', permits: '', missing: '', reasons: '' };
}

export const identification: Identification = {
  agency: null,
  unit: '',
  agents: [],
  count: null,
  supervisor: { name: { kind: 'not-asked' }, phone: { kind: 'not-asked' } },
  clothing: 'not-noted',
  vehicles: '',
  purpose: '',
  claimsEmergency: 'not-said',
  emergencyWords: '',
  sought: 'not-said',
  soughtWords: '',
};

export const arrival: Extract<Observation, { type: 'ReportArrival' }> = {
  type: 'ReportArrival',
  school: known('cranbury'),
  medium: 'at-door',
  help: 'uninvited',
  isDrill: false,
  words: '',
  policy: policyInForce,
};

/** A ground as counsel keeps it in a policy, switched on and resting on a judge's paper. */
export const judgesGround: Ground = {
  id: 'judicial-search-warrant',
  description: 'A search warrant that a judge signed, for this building.',
  needsFinding: ['judicial-warrant'],
  note: null,
  switchedOn: true,
};

/** What counsel would authorise on the first paper. */
export const authorized: Authorized = {
  ground: judgesGround.id,
  relyingOn: paperId(1),
  scope: { who: '', where: 'locker 214', what: 'what is in the locker' },
  conditions: '',
  escort: 'Leader One (fictional)',
  validFrom: nine,
  validUntil: ten,
};

/** Counsel's signature over what would be authorised at this encounter as it stands. */
export function signedOver(
  encounter: Encounter,
  what: Authorized,
  policy: string = policyInForce,
): Signed {
  return {
    digest: 'digest',
    content: {
      type: 'authorize-access',
      nonce: 'nonce',
      encounter: known('0000e000-0000-4000-8000-000000000001'),
      version: encounter.version + 1,
      papers: encounter.papers.map((paper) => paper.sha256 ?? 'no-copy'),
      authorized: what,
      policy,
    },
    assertion: {
      authenticatorData: 'fictional',
      clientDataJSON: 'fictional',
      signature: 'fictional',
      credentialPublicKey: 'fictional',
    },
    rpId: 'localhost',
    origin: 'http://localhost',
  };
}

/** The order to authorise, rightly signed for the encounter as it stands, on a ground. */
export function authorizing(
  encounter: Encounter,
  what: Authorized = authorized,
  ground: Ground | null = judgesGround,
): Extract<Order, { type: 'AuthorizeAccess' }> {
  const signed = signedOver(encounter, what);
  return { type: 'AuthorizeAccess', authorized: what, ground, policy: policyInForce, signed };
}

/** An act as the house would stamp it. */
export function actOf<Command>(by: Actor, command: Command, at: Instant = nine): Act<Command> {
  return { id: known('act'), by, happenedAt: at, recordedAt: at, command };
}

/** The encounter after an act, written down as the house does it: refusals that are noted too. */
export function afterAct(encounter: Encounter, act: Act<EncounterCommand>): Encounter {
  return factsOf(act, decide(encounter, act)).reduce(
    (before, event) =>
      encounterLaw.evolve(before, {
        event,
        happenedAt: act.happenedAt,
        recordedAt: act.recordedAt,
        actor: act.by,
        version: before.version + 1,
      }),
    encounter,
  );
}

/** The facts that an act leaves: what followed, or the refusal where the law wants it noted. */
export function factsOf(
  act: Act<EncounterCommand>,
  decision: Decision<EncounterEvent, EncounterRefusal>,
): readonly EncounterEvent[] {
  if (decision.kind === 'accepted') return decision.events;
  const noted = encounterLaw.noteRefusal?.(act, decision.refusal) ?? null;
  return noted === null ? [] : [noted];
}

/** The encounter after several acts, from its first report. */
export function story(
  ...acts: readonly (readonly [
    PersonWord,
    EncounterCommand | ((now: Encounter) => EncounterCommand),
  ])[]
): Encounter {
  return acts.reduce((now, [who, command]) => {
    const what = typeof command === 'function' ? command(now) : command;
    return afterAct(now, actOf(people[who], what));
  }, encounterLaw.initial);
}
