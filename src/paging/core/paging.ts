/**
 * One chain of calls as its story tells it: who is being called, who has it, who is not to be rung.
 *
 * Folds facts and decides nothing. It has never heard of what an encounter is about.
 */
import type { Told } from '#ledger';
import type { EncounterId, PersonId } from '#std/ids';
import { type Instant, later } from '#std/instant';
import { unreachable } from '#std/unreachable';
import type { EndCause, PageCause, PageStep, PagingEvent, Track } from '../words.ts';

export type Paging = {
  readonly stage: 'idle' | 'calling' | 'answered' | 'ended';
  readonly encounter: EncounterId | null;
  readonly school: string;
  readonly track: Track;
  readonly cause: PageCause;
  readonly isDrill: boolean;
  readonly steps: readonly PageStep[];
  readonly repeatEverySeconds: number;
  readonly answerExpiresSeconds: number;
  readonly whoAnswers: 'anyone' | 'everyone';
  readonly startedAt: Instant;
  /** How many calls went out; a restart goes on counting. */
  readonly round: number;
  readonly lastCallAt: Instant | null;
  readonly nextBy: Instant | null;
  /** The version of the fact that set `nextBy`: a call that keeps an older schedule is stale. */
  readonly scheduledAt: number;
  readonly answeredBy: PersonId | null;
  readonly answeredAt: number;
  readonly answeredUntil: Instant | null;
  /** Who has answered since it last began to ring. */
  readonly answered: readonly PersonId[];
  /** Who was called and whose answer stops it. */
  readonly owing: readonly PersonId[];
  /** Who is not to be rung until a moment, while anybody else can be: declined, or "call me back". */
  readonly resting: Readonly<Record<string, Instant>>;
  /** Who was handed it by somebody, and is called first of all. */
  readonly handedTo: readonly PersonId[];
  /** Who has a conflict, and is never called for this encounter again. */
  readonly aside: readonly PersonId[];
  readonly isRotaEmpty: boolean;
  readonly endedBecause: EndCause | null;
};

export const noPaging: Paging = {
  stage: 'idle',
  encounter: null,
  school: '',
  track: 'leader',
  cause: 'agents-at-a-school',
  isDrill: false,
  steps: [],
  repeatEverySeconds: 60,
  answerExpiresSeconds: 300,
  whoAnswers: 'anyone',
  startedAt: '',
  round: 0,
  lastCallAt: null,
  nextBy: null,
  scheduledAt: 0,
  answeredBy: null,
  answeredAt: 0,
  answeredUntil: null,
  answered: [],
  owing: [],
  resting: {},
  handedTo: [],
  aside: [],
  isRotaEmpty: false,
  endedBecause: null,
};

/** As long as any night: whoever declines is rung again only when nobody else is left. */
export const declined: Instant = '9999-12-31T00:00:00.000Z';

export function evolve(paging: Paging, told: Told<PagingEvent>): Paging {
  const { event } = told;
  switch (event.type) {
    case 'PagingStarted':
      return started(paging, told, event);
    case 'PagingHastened':
      return rings({ ...paging, cause: event.cause }, told, event);
    case 'PeopleCalled':
      return called(paging, told, event);
    case 'AttemptReported':
      return paging;
    case 'PageAnswered':
      return answered(paging, told, event);
    case 'PageDeclined':
      return rings(rest(paging, event.by, declined), told, event);
    case 'CallBackAsked':
      return rings(rest(paging, event.by, event.until), told, event);
    case 'PageHandedOver':
      return handedOver(paging, told, event);
    case 'SteppedAside': {
      const { answered: before } = paging;
      const aside = [...paging.aside, event.by];
      return rings({ ...paging, aside, answered: without(before, event.by) }, told, event);
    }
    case 'AnswerExpired':
      return rings({ ...paging, answered: [], owing: [], resting: {} }, told, event);
    case 'PagingEnded':
      return { ...paging, stage: 'ended', nextBy: null, endedBecause: event.because };
    default:
      return unreachable(event);
  }
}

function started(
  paging: Paging,
  told: Told<PagingEvent>,
  { type, ...event }: Extract<PagingEvent, { type: 'PagingStarted' }>,
): Paging {
  const fresh = { whoAnswers: 'anyone', answered: [], owing: [] } as const;
  const begun = { ...paging, ...fresh, resting: {}, handedTo: [], endedBecause: null, ...event };
  return { ...rings(begun, told, event), startedAt: told.recordedAt };
}

// Whoever is handed a chain is called by its first step, as if it had begun then: the one who had
// it knows of it, and nobody else need be woken at once.
function handedOver(
  paging: Paging,
  told: Told<PagingEvent>,
  event: Extract<PagingEvent, { type: 'PageHandedOver' }>,
): Paging {
  const { [event.to]: _rested, ...resting } = rest(paging, event.by, declined).resting;
  const handedTo = [...without(paging.handedTo, event.by), event.to];
  const answered = without(paging.answered, event.by);
  const startedAt = paging.answeredBy === event.by ? told.recordedAt : paging.startedAt;
  return rings({ ...paging, resting, handedTo, answered, startedAt }, told, event);
}

/** It rings from now on, by a schedule of its own; a fact that sets none changes none. */
function rings(
  paging: Paging,
  { version }: Told<PagingEvent>,
  { nextBy }: { readonly nextBy: Instant | null },
): Paging {
  if (nextBy === null) return paging;
  const unanswered = { answeredBy: null, answeredUntil: null };
  return { ...paging, ...unanswered, stage: 'calling', nextBy, scheduledAt: version };
}

function rest(paging: Paging, person: PersonId, until: Instant): Paging {
  const resting = { ...paging.resting, [person]: until };
  return { ...paging, resting, answered: without(paging.answered, person) };
}

function without(people: readonly PersonId[], person: PersonId): readonly PersonId[] {
  return people.filter((each) => each !== person);
}

function called(
  paging: Paging,
  told: Told<PagingEvent>,
  event: Extract<PagingEvent, { type: 'PeopleCalled' }>,
): Paging {
  return {
    ...paging,
    round: event.round,
    isRotaEmpty: event.isRotaEmpty,
    owing: event.owing ?? [],
    lastCallAt: told.recordedAt,
    nextBy: event.nextBy,
    scheduledAt: told.version,
  };
}

function answered(
  paging: Paging,
  told: Told<PagingEvent>,
  event: Extract<PagingEvent, { type: 'PageAnswered' }>,
): Paging {
  if (paging.stage === 'ended' || !(event.stops || event.isOneOfSeveral === true)) return paging;
  // Whoever has it rests no more: should they say later that they cannot, that is news.
  const { [event.by]: _rested, ...resting } = paging.resting;
  const heard = { ...paging, resting, answered: [...without(paging.answered, event.by), event.by] };
  if (!event.stops) return heard;
  return {
    ...heard,
    stage: 'answered',
    answeredBy: event.by,
    answeredAt: told.version,
    answeredUntil: later(event.until, paging.answeredUntil ?? ''),
    nextBy: null,
  };
}

/** Those who still have to answer where everybody has to. */
export function stillOwing(paging: Paging, without: PersonId | null = null): readonly PersonId[] {
  const isHeard = (person: PersonId) =>
    person === without || paging.answered.includes(person) || paging.aside.includes(person);
  return paging.owing.filter((person) => !isHeard(person) && paging.resting[person] !== declined);
}
