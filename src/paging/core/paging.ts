/**
 * Until a person with the duty has answered, somebody is being called. (P6)
 *
 * Decides when whom to call next; who holds which duty, and how a telephone works, it refuses to
 * know. It has never heard of what an encounter is about.
 */
import { type Act, dutiesOf, type Law, type Told } from '#ledger';
import { accept, type Decision } from '#std/decision';
import type { EncounterId, PersonId } from '#std/ids';
import { type Instant, later, plusSeconds, secondsBetween } from '#std/instant';
import { unreachable } from '#std/unreachable';
import type {
  EndCause,
  PageCause,
  PageStep,
  PagingCommand,
  PagingEvent,
  PagingRefusal,
  Track,
} from '../words.ts';

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
  startedAt: '',
  round: 0,
  lastCallAt: null,
  nextBy: null,
  scheduledAt: 0,
  answeredBy: null,
  answeredAt: 0,
  answeredUntil: null,
  isRotaEmpty: false,
  endedBecause: null,
};

// The superintendent may be called when counsel is silent, and still cannot decide: only the duty
// that the track is for makes the ringing stop.
const stopping: Record<Track, readonly string[]> = {
  leader: ['building-leader', 'designated-administrator'],
  counsel: ['legal-counsel'],
};

/** The steps that have begun at a moment. There is always at least one. */
export function stepsDue(paging: Paging, at: Instant): readonly PageStep[] {
  const elapsed = secondsBetween(paging.startedAt, at);
  const due = paging.steps.filter((step) => step.afterSeconds <= elapsed);
  return due.length > 0 ? due : paging.steps.slice(0, 1);
}

/** When the next call goes out: at the next step, or after the repeat, whichever comes first. */
export function nextCallBy(paging: Paging, at: Instant): Instant {
  const elapsed = secondsBetween(paging.startedAt, at);
  const ahead = paging.steps
    .map((step) => step.afterSeconds)
    .filter((seconds) => seconds > elapsed);
  const repeat = plusSeconds(at, paging.repeatEverySeconds);
  if (ahead.length === 0) return repeat;
  const step = plusSeconds(paging.startedAt, Math.min(...ahead));
  return step < repeat ? step : repeat;
}

type PagingDecision = Decision<PagingEvent, PagingRefusal>;
const nothing: PagingDecision = accept();

function decide(paging: Paging, act: Act<PagingCommand>): PagingDecision {
  const { command } = act;
  switch (command.type) {
    case 'StartPaging':
      // Whoever is being called, or has just answered, is not called twice for one thing. A chain
      // that a paper began before anybody said where begins again where it is.
      if (paging.stage === 'calling' && !saysWhereAtLast(paging, command.school)) return nothing;
      if (paging.stage === 'answered' && command.cause !== 'a-paper-was-shown') return nothing;
      return accept({ ...command, type: 'PagingStarted', nextBy: act.recordedAt });
    case 'CallNext':
      return callNext(paging, act, command);
    case 'ReportAttempt':
      return accept({ ...command, type: 'AttemptReported' });
    case 'ReportAnswer':
      return answer(paging, act, command);
    case 'ExpireAnswer':
      if (paging.stage !== 'answered' || paging.answeredAt !== command.answeredAt) return nothing;
      return accept({ type: 'AnswerExpired', nextBy: act.recordedAt });
    case 'EndPaging':
      if (paging.stage === 'idle' || paging.stage === 'ended') return nothing;
      return accept({ type: 'PagingEnded', because: command.because });
    default:
      return unreachable(command);
  }
}

function saysWhereAtLast(paging: Paging, school: string): boolean {
  return paging.school === '' && school !== '';
}

function callNext(
  paging: Paging,
  act: Act<PagingCommand>,
  command: Extract<PagingCommand, { type: 'CallNext' }>,
): PagingDecision {
  if (paging.stage !== 'calling' || paging.scheduledAt !== command.scheduledAt) return nothing;
  return accept({
    type: 'PeopleCalled',
    round: paging.round + 1,
    attempts: command.attempts,
    isRotaEmpty: command.isRotaEmpty,
    nextBy: nextCallBy(paging, act.recordedAt),
  });
}

function answer(
  paging: Paging,
  act: Act<PagingCommand>,
  command: Extract<PagingCommand, { type: 'ReportAnswer' }>,
): PagingDecision {
  if (paging.stage === 'idle') return nothing;
  return accept({
    type: 'PageAnswered',
    by: command.by,
    how: command.how,
    stops: dutiesOf(act.by).some((duty) => stopping[paging.track].includes(duty)),
    until: plusSeconds(act.recordedAt, paging.answerExpiresSeconds),
  });
}

function evolve(paging: Paging, told: Told<PagingEvent>): Paging {
  const { event } = told;
  switch (event.type) {
    case 'PagingStarted': {
      const { type, ...started } = event;
      return {
        ...paging,
        ...started,
        stage: 'calling',
        startedAt: told.recordedAt,
        scheduledAt: told.version,
        answeredBy: null,
        answeredUntil: null,
        endedBecause: null,
      };
    }
    case 'PeopleCalled':
      return {
        ...paging,
        round: event.round,
        isRotaEmpty: event.isRotaEmpty,
        lastCallAt: told.recordedAt,
        nextBy: event.nextBy,
        scheduledAt: told.version,
      };
    case 'AttemptReported':
      return paging;
    case 'PageAnswered':
      return answered(paging, told, event);
    case 'AnswerExpired':
      return {
        ...paging,
        stage: 'calling',
        answeredBy: null,
        answeredUntil: null,
        nextBy: event.nextBy,
        scheduledAt: told.version,
      };
    case 'PagingEnded':
      return { ...paging, stage: 'ended', nextBy: null, endedBecause: event.because };
    default:
      return unreachable(event);
  }
}

function answered(
  paging: Paging,
  told: Told<PagingEvent>,
  event: Extract<PagingEvent, { type: 'PageAnswered' }>,
): Paging {
  if (!event.stops || paging.stage === 'ended') return paging;
  return {
    ...paging,
    stage: 'answered',
    answeredBy: event.by,
    answeredAt: told.version,
    answeredUntil: later(event.until, paging.answeredUntil ?? ''),
    nextBy: null,
  };
}

/** The law of calling. */
export const pagingLaw: Law<Paging, PagingCommand, PagingEvent, PagingRefusal> = {
  initial: noPaging,
  evolve,
  decide,
};
