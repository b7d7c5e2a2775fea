/**
 * Who holds which duty, and how duties come and go.
 *
 * Nobody makes themselves counsel: a later grant of that duty needs the signatures of a counsel and
 * of the superintendent over the same grant, and a day to be noticed. The first ones are named at
 * set-up and marked for ever. Knows ids and duties, never a name.
 */
import { type Act, dutiesOf, type Fact, type Law, personOf, type Told } from '#ledger';
import { accept, type Decision, refuse } from '#std/decision';
import type { PersonId } from '#std/ids';
import { type Instant, plusSeconds } from '#std/instant';
import { unreachable } from '#std/unreachable';
import type { Duty } from './duties.ts';

export type HeldDuty = {
  readonly grant: string;
  readonly person: PersonId;
  readonly duty: Duty;
  readonly school: string | null;
  readonly rank: number;
  readonly heldFrom: Instant;
  readonly heldUntil: Instant | null;
  readonly isFirstSetup: boolean;
};

/** A grant of counsel's duty on its way: asked for, and signed by whom so far. */
export type CounselGrant = {
  readonly grant: string;
  readonly person: PersonId;
  readonly rank: number;
  readonly signedBy: readonly { readonly person: PersonId; readonly as: Duty }[];
};

export type People = {
  readonly isSetUp: boolean;
  readonly held: readonly HeldDuty[];
  readonly asked: readonly CounselGrant[];
};

/** What was signed for a new counsel and the evidence, verifiable offline for ever. */
export type GrantSigned = {
  readonly digest: string;
  readonly content: Readonly<Record<string, string | number>>;
  readonly assertion: Readonly<Record<string, string>>;
  readonly rpId: string;
  readonly origin: string;
};

type NewDuty = Pick<HeldDuty, 'grant' | 'person' | 'duty' | 'school' | 'rank'>;

export type PeopleCommand =
  | { readonly type: 'FinishSetUp'; readonly grants: readonly NewDuty[] }
  | { readonly type: 'AddPerson'; readonly person: PersonId }
  | ({ readonly type: 'GrantDuty' } & NewDuty)
  | { readonly type: 'WithdrawDuty'; readonly grant: string }
  | {
      readonly type: 'RequestCounselGrant';
      readonly grant: string;
      readonly person: PersonId;
      readonly rank: number;
    }
  | {
      readonly type: 'SignCounselGrant';
      readonly grant: string;
      readonly as: Duty;
      readonly signed: GrantSigned;
    }
  | { readonly type: 'EnrolDevice'; readonly device: string; readonly school: string }
  | { readonly type: 'RevokeDevice'; readonly device: string };

export type PeopleEvent = Fact &
  (
    | { readonly type: 'SetUpFinished' }
    | { readonly type: 'PersonAdded'; readonly person: PersonId }
    | ({ readonly type: 'DutyGranted' } & HeldDuty)
    | { readonly type: 'DutyWithdrawn'; readonly grant: string }
    | {
        readonly type: 'CounselGrantRequested';
        readonly grant: string;
        readonly person: PersonId;
        readonly rank: number;
      }
    | { readonly type: 'CounselGrantSigned'; readonly grant: string; readonly as: Duty }
    | { readonly type: 'DeviceEnrolled'; readonly device: string; readonly school: string }
    | { readonly type: 'DeviceRevoked'; readonly device: string }
    | { readonly type: 'OrderRefused'; readonly order: string; readonly refusal: string }
  );

export const dutiesRefusals = [
  'the-district-is-set-up-already',
  'the-first-set-up-names-counsel-and-a-superintendent',
  'nobody-grants-themselves-a-duty',
  'counsel-is-granted-by-a-counsel-and-the-superintendent',
  'only-the-superintendent-or-it-grants-duties',
  'no-such-grant-is-asked-for',
  'this-grant-is-signed-by-you-already',
  'the-signer-does-not-hold-that-duty',
  'no-such-duty-is-held',
  'the-district-keeps-at-least-one-counsel',
] as const;
export type DutiesRefusal = (typeof dutiesRefusals)[number];

type PeopleDecision = Decision<PeopleEvent, DutiesRefusal>;

const dayInSeconds = 24 * 60 * 60;
const noPeople: People = { isSetUp: false, held: [], asked: [] };

function decide(people: People, act: Act<PeopleCommand>): PeopleDecision {
  const { command } = act;
  switch (command.type) {
    case 'FinishSetUp':
      return finishSetUp(people, act, command.grants);
    case 'AddPerson':
      return accept({ type: 'PersonAdded', person: command.person });
    case 'GrantDuty':
      return grantDuty(act, command);
    case 'WithdrawDuty':
      return withdrawDuty(people, act, command.grant);
    case 'RequestCounselGrant':
      return personOf(act.by) === command.person
        ? refuse('nobody-grants-themselves-a-duty')
        : accept({ ...command, type: 'CounselGrantRequested' });
    case 'SignCounselGrant':
      return signCounselGrant(people, act, command);
    case 'EnrolDevice':
      return accept({ ...command, type: 'DeviceEnrolled' });
    case 'RevokeDevice':
      return accept({ ...command, type: 'DeviceRevoked' });
    default:
      return unreachable(command);
  }
}

function finishSetUp(
  people: People,
  act: Act<PeopleCommand>,
  grants: readonly NewDuty[],
): PeopleDecision {
  if (people.isSetUp) return refuse('the-district-is-set-up-already');
  const named = new Set(grants.map((grant) => grant.duty));
  if (!named.has('legal-counsel') || !named.has('superintendent')) {
    return refuse('the-first-set-up-names-counsel-and-a-superintendent');
  }
  const events = grants.map(
    (grant): PeopleEvent => ({
      type: 'DutyGranted',
      ...grant,
      heldFrom: act.recordedAt,
      heldUntil: null,
      isFirstSetup: grant.duty === 'legal-counsel',
    }),
  );
  return accept(...events, { type: 'SetUpFinished' });
}

function grantDuty(
  act: Act<PeopleCommand>,
  command: Extract<PeopleCommand, { type: 'GrantDuty' }>,
): PeopleDecision {
  const duties = dutiesOf(act.by);
  if (!duties.includes('superintendent') && !duties.includes('it')) {
    return refuse('only-the-superintendent-or-it-grants-duties');
  }
  if (command.duty === 'legal-counsel') {
    return refuse('counsel-is-granted-by-a-counsel-and-the-superintendent');
  }
  if (personOf(act.by) === command.person) return refuse('nobody-grants-themselves-a-duty');
  const { type, ...grant } = command;
  return accept({
    ...grant,
    type: 'DutyGranted',
    heldFrom: act.recordedAt,
    heldUntil: null,
    isFirstSetup: false,
  });
}

function withdrawDuty(people: People, act: Act<PeopleCommand>, grant: string): PeopleDecision {
  const held = people.held.find((each) => each.grant === grant && each.heldUntil === null);
  if (held === undefined) return refuse('no-such-duty-is-held');
  const others = people.held.filter(
    (each) =>
      each.duty === 'legal-counsel' &&
      each.heldUntil === null &&
      each.heldFrom <= act.recordedAt &&
      each.person !== held.person,
  );
  if (held.duty === 'legal-counsel' && others.length === 0) {
    return refuse('the-district-keeps-at-least-one-counsel');
  }
  return accept({ type: 'DutyWithdrawn', grant });
}

function signCounselGrant(
  people: People,
  act: Act<PeopleCommand>,
  command: Extract<PeopleCommand, { type: 'SignCounselGrant' }>,
): PeopleDecision {
  const asked = people.asked.find((each) => each.grant === command.grant);
  const signer = personOf(act.by);
  if (asked === undefined || signer === null) return refuse('no-such-grant-is-asked-for');
  if (signer === asked.person) return refuse('nobody-grants-themselves-a-duty');
  if (command.as !== 'legal-counsel' && command.as !== 'superintendent') {
    return refuse('the-signer-does-not-hold-that-duty');
  }
  if (!dutiesOf(act.by).includes(command.as)) return refuse('the-signer-does-not-hold-that-duty');
  if (asked.signedBy.some((each) => each.person === signer || each.as === command.as)) {
    return refuse('this-grant-is-signed-by-you-already');
  }
  const signature: PeopleEvent = {
    type: 'CounselGrantSigned',
    grant: asked.grant,
    as: command.as,
    signed: command.signed,
  };
  if (asked.signedBy.length === 0) return accept(signature);
  return accept<PeopleEvent>(signature, {
    type: 'DutyGranted',
    grant: asked.grant,
    person: asked.person,
    duty: 'legal-counsel',
    school: null,
    rank: asked.rank,
    // A day in which every counsel, who is told at once, can object.
    heldFrom: plusSeconds(act.recordedAt, dayInSeconds),
    heldUntil: null,
    isFirstSetup: false,
  });
}

function evolve(people: People, { event, actor, recordedAt }: Told<PeopleEvent>): People {
  switch (event.type) {
    case 'SetUpFinished':
      return { ...people, isSetUp: true };
    case 'DutyGranted': {
      const { type, ...held } = event;
      const asked = people.asked.filter((each) => each.grant !== event.grant);
      return { ...people, asked, held: [...people.held, held] };
    }
    case 'DutyWithdrawn': {
      const held = people.held.map((each) =>
        each.grant === event.grant ? { ...each, heldUntil: recordedAt } : each,
      );
      return { ...people, held };
    }
    case 'CounselGrantRequested': {
      const { type, ...asked } = event;
      return { ...people, asked: [...people.asked, { ...asked, signedBy: [] }] };
    }
    case 'CounselGrantSigned': {
      const person = personOf(actor);
      const asked = people.asked.map((each) =>
        each.grant === event.grant && person !== null
          ? { ...each, signedBy: [...each.signedBy, { person, as: event.as }] }
          : each,
      );
      return { ...people, asked };
    }
    case 'PersonAdded':
    case 'DeviceEnrolled':
    case 'DeviceRevoked':
    case 'OrderRefused':
      return people;
    default:
      return unreachable(event);
  }
}

/** The law of people and duties. */
export const peopleLaw: Law<People, PeopleCommand, PeopleEvent, DutiesRefusal> = {
  initial: noPeople,
  evolve,
  decide,
  noteRefusal: (act, refusal) => ({ type: 'OrderRefused', order: act.command.type, refusal }),
};
