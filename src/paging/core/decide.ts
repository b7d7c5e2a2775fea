/**
 * Until a person with the duty has answered, somebody is being called. (P6)
 *
 * Decides when a chain begins, what stops it, and when it calls next; who holds which duty, and
 * how a telephone works, it refuses to know. It refuses nobody: what comes late has no effect.
 */
import { type Act, dutiesOf, type Law } from '#ledger';
import { accept, type Decision } from '#std/decision';
import type { PersonId } from '#std/ids';
import { type Instant, plusSeconds, secondsBetween } from '#std/instant';
import { unreachable } from '#std/unreachable';
import type {
  PageCause,
  PageStep,
  PagingCommand,
  PagingEvent,
  PagingRefusal,
  Track,
} from '../words.ts';
import { declined, evolve, noPaging, type Paging, stillOwing } from './paging.ts';

// The superintendent may be called when counsel is silent, and still cannot decide: only the duty
// that the track is for makes the ringing stop.
const stopping: Record<Track, readonly string[]> = {
  leader: ['building-leader', 'designated-administrator'],
  counsel: ['legal-counsel'],
};

/** Whether somebody with these duties makes the ringing of a track stop. */
export function stopsWith(track: Track, duties: readonly string[]): boolean {
  return duties.some((duty) => stopping[track].includes(duty));
}

/** Whether every step is called at once: there is no time for one after the other. */
function isUrgent(cause: PageCause): boolean {
  return cause === 'they-say-they-will-come-in';
}

/** The steps that have begun at a moment. There is always at least one. */
export function stepsDue(paging: Paging, at: Instant): readonly PageStep[] {
  if (isUrgent(paging.cause)) return paging.steps;
  // Where everybody has to answer, an answer keeps further steps asleep: somebody has it.
  const elapsed = paging.answered.length > 0 ? 0 : secondsBetween(paging.startedAt, at);
  const due = paging.steps.filter((step) => step.afterSeconds <= elapsed);
  return due.length > 0 ? due : paging.steps.slice(0, 1);
}

/**
 * When the next call goes out: at the next step, after the repeat, or when somebody wants to be
 * called back, whichever comes first.
 */
export function nextCallBy(paging: Paging, at: Instant): Instant {
  const steps = paging.steps.map((step) => plusSeconds(paging.startedAt, step.afterSeconds));
  const wanted = [...steps, ...Object.values(paging.resting)];
  const moments = wanted.filter((moment) => moment > at);
  const repeat = plusSeconds(at, paging.repeatEverySeconds);
  return moments.reduce((first, moment) => (moment < first ? moment : first), repeat);
}

type PagingDecision = Decision<PagingEvent, PagingRefusal>;
const nothing: PagingDecision = accept();

function decide(paging: Paging, act: Act<PagingCommand>): PagingDecision {
  const { command } = act;
  switch (command.type) {
    case 'StartPaging':
      return start(paging, act, command);
    case 'CallNext':
      return callNext(paging, act, command);
    case 'ReportAttempt':
      return accept({ ...command, type: 'AttemptReported' });
    case 'ReportAnswer':
      return answer(paging, act, command);
    case 'ReportDecline':
      if (paging.resting[command.by] === declined) return nothing;
      return accept({ ...command, type: 'PageDeclined', nextBy: ringsFor(paging, act, command) });
    case 'ReportCallBack': {
      const until = plusSeconds(act.recordedAt, command.seconds);
      if (isResting(paging, command.by, act)) return nothing;
      const nextBy = ringsFor(paging, act, command);
      return accept({ type: 'CallBackAsked', by: command.by, until, nextBy });
    }
    case 'ReportHandOver':
      if (!stopsWith(paging.track, dutiesOf(act.by))) return nothing;
      return accept({ ...command, type: 'PageHandedOver', nextBy: ringsOn(paging, act, command) });
    case 'ReportStepAside':
      if (paging.aside.includes(command.by)) return nothing;
      return accept({ ...command, type: 'SteppedAside', nextBy: ringsOn(paging, act, command) });
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

type Start = Extract<PagingCommand, { type: 'StartPaging' }>;

function start(paging: Paging, act: Act<PagingCommand>, command: Start): PagingDecision {
  // Whoever is being called, or has just answered, is not called twice for one thing. A chain
  // that a paper began before anybody said where begins again where it is.
  if (paging.stage === 'calling' && !saysWhereAtLast(paging, command.school)) {
    if (!isUrgent(command.cause) || isUrgent(paging.cause)) return nothing;
    return accept({ type: 'PagingHastened', cause: command.cause, nextBy: act.recordedAt });
  }
  const isNews = command.cause === 'a-paper-was-shown' || isUrgent(command.cause);
  if (paging.stage === 'answered' && !isNews) return nothing;
  return accept({ ...command, type: 'PagingStarted', nextBy: act.recordedAt });
}

function saysWhereAtLast(paging: Paging, school: string): boolean {
  return paging.school === '' && school !== '';
}

/** When it rings for somebody else, now that one of those called will not take it; null: not. */
function ringsOn(paging: Paging, act: Act<unknown>, { by }: { by: PersonId }): Instant | null {
  const isTheirs = paging.stage === 'answered' && paging.answeredBy === by;
  return paging.stage === 'calling' || isTheirs ? act.recordedAt : null;
}

/** Whoever said it already says nothing new, and rings nobody else a second time. */
function isResting(paging: Paging, by: PersonId, act: Act<unknown>): boolean {
  return (paging.resting[by] ?? '') > act.recordedAt;
}

/** Whoever is not called keeps nobody from being called, and hurries nobody. */
function ringsFor(paging: Paging, act: Act<unknown>, who: { by: PersonId }): Instant | null {
  const isHeard = stopsWith(paging.track, dutiesOf(act.by)) && !isResting(paging, who.by, act);
  return isHeard ? ringsOn(paging, act, who) : null;
}

function callNext(
  paging: Paging,
  act: Act<PagingCommand>,
  command: Extract<PagingCommand, { type: 'CallNext' }>,
): PagingDecision {
  if (paging.stage !== 'calling' || paging.scheduledAt !== command.scheduledAt) return nothing;
  const { attempts, isRotaEmpty, owing, heldBackUntil } = command;
  return accept({
    type: 'PeopleCalled',
    round: paging.round + 1,
    ...{ attempts, isRotaEmpty, owing },
    nextBy: earlier(nextCallBy(paging, act.recordedAt), heldBackUntil),
  });
}

function earlier(one: Instant, other: Instant | null): Instant {
  return other !== null && other < one ? other : one;
}

function answer(
  paging: Paging,
  act: Act<PagingCommand>,
  command: Extract<PagingCommand, { type: 'ReportAnswer' }>,
): PagingDecision {
  if (paging.stage === 'idle') return nothing;
  const mayStop = stopsWith(paging.track, dutiesOf(act.by)) && !paging.aside.includes(command.by);
  const isOneOfSeveral = mayStop && paging.stage === 'calling' && waitsForOthers(paging, command);
  return accept({
    type: 'PageAnswered',
    by: command.by,
    how: command.how,
    stops: mayStop && !isOneOfSeveral,
    ...(isOneOfSeveral ? { isOneOfSeveral } : {}),
    until: plusSeconds(act.recordedAt, paging.answerExpiresSeconds),
  });
}

// Nobody can answer for everybody before anybody was called.
function waitsForOthers(paging: Paging, { by }: { by: PersonId }): boolean {
  if (paging.whoAnswers === 'anyone') return false;
  return paging.owing.length === 0 || stillOwing(paging, by).length > 0;
}

/** The law of calling. */
export const pagingLaw: Law<Paging, PagingCommand, PagingEvent, PagingRefusal> = {
  initial: noPaging,
  evolve,
  decide,
};
