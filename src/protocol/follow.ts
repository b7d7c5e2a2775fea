/**
 * When this has happened, that must follow: the letter across rooms, as one switch that can be
 * printed and laid before the Superintendent.
 *
 * Pure. It queues errands, which act later under an id made from the fact's position; no fact of
 * one room changes another room in the same transaction.
 */
import type { PeopleEvent } from '#district';
import type { EncounterEvent } from '#encounter';
import { type Errand, type Fact, personOf, type Recorded } from '#ledger';
import type { NoticeEvent } from '#notice';
import type { PagingEvent } from '#paging';

type HouseEvent = EncounterEvent | PagingEvent | NoticeEvent | PeopleEvent;
type Told = { readonly id: string; readonly at: string; readonly by: string | null };

/** What follows from one fact. Facts that call for nothing are not named here. */
export function follow(recorded: Recorded<Fact>): readonly Errand[] {
  const slash = recorded.stream.indexOf('/');
  const room = recorded.stream.slice(0, slash);
  const by = personOf(recorded.actor);
  const told = { id: recorded.stream.slice(slash + 1), at: recorded.recordedAt, by };
  const event = recorded.event as HouseEvent;
  if (room === 'encounter') return afterEncounter(event as EncounterEvent, told);
  if (room === 'paging') return afterPaging(event as PagingEvent, told);
  if (room === 'people') return afterPeople(event as PeopleEvent, told, recorded.position);
  return room === 'notice' ? afterNotice(event as NoticeEvent, told) : [];
}

// Nobody becomes counsel unnoticed: every counsel hears of it while there is a day to object.
function afterPeople(event: PeopleEvent, told: Told, position: number): readonly Errand[] {
  const isNewCounsel =
    event.type === 'CounselGrantRequested' ||
    (event.type === 'DutyGranted' && event.duty === 'legal-counsel' && !event.isFirstSetup);
  if (!isNewCounsel) return [];
  return [{ lane: 'alarm', errand: 'warn-counsels', subject: String(position), dueBy: told.at }];
}

function afterEncounter(event: EncounterEvent, told: Told): readonly Errand[] {
  switch (event.type) {
    case 'ArrivalReported':
      return arrived(event, told);
    case 'HelpReported':
      // Help that was called comes in: counsel need not be woken for it. (principle 12)
      return event.help === 'uninvited'
        ? [start(told, 'counsel', 'agents-at-a-school')]
        : [end(told, 'counsel', 'help-was-called')];
    case 'PaperReported':
      // Every paper goes to counsel. (P4)
      return [start(told, 'counsel', 'a-paper-was-shown')];
    case 'CounselAsked':
      return [start(told, 'counsel', 'counsel-is-asked')];
    case 'EntryReported':
      return event.basis === 'authorized-by-counsel' && !event.isUnfounded
        ? []
        : [start(told, 'counsel', 'agents-went-in'), start(told, 'leader', 'agents-went-in')];
    case 'EntryAnnounced':
      // There is no time for one after the other: every counsel, every backup, the superintendent.
      return [
        start(told, 'counsel', 'they-say-they-will-come-in'),
        start(told, 'leader', 'they-say-they-will-come-in'),
      ];
    case 'CounselSteppedAside':
      return stoodAside(told);
    case 'SupervisionReported':
      return event.observed === 'scope-exceeded'
        ? [start(told, 'counsel', 'the-scope-was-exceeded')]
        : [];
    case 'AccessDenied':
    case 'PapersOnlyReceived':
    case 'AccessAuthorized':
      return decided(told);
    case 'DepartureReported':
      // The words change when they have gone; a text that counsel has already cleared stays.
      return [{ lane: 'bulk', errand: 'redraft-notice', subject: told.id, dueBy: told.at }];
    case 'EncounterReopened':
      // What counsel decided before does not come back: counsel is asked again, by telephone too.
      return [start(told, 'counsel', 'counsel-is-asked')];
    case 'EncounterClosed':
      return [end(told, 'counsel', 'closed'), end(told, 'leader', 'closed')];
    default:
      return [];
  }
}

// Counsel was consulted and has decided: nobody need be called, and families will be told. (P9)
function decided(told: Told): readonly Errand[] {
  return [
    end(told, 'counsel', 'decided'),
    end(told, 'leader', 'decided'),
    { lane: 'bulk', errand: 'draft-notice', subject: told.id, dueBy: told.at },
  ];
}

// Whoever has a conflict is not called for this encounter again, and the next is called at once.
function stoodAside({ id, by, at }: Told): readonly Errand[] {
  if (by === null) return [];
  return [{ lane: 'alarm', errand: 'step-aside', subject: `${id}/counsel/${by}`, dueBy: at }];
}

// The building leader is called at once, and so is counsel: the letter lets nobody in before
// counsel was consulted, so the consultation begins with the first report. (P5, P6)
function arrived(
  event: Extract<EncounterEvent, { type: 'ArrivalReported' }>,
  told: Told,
): readonly Errand[] {
  const where = `${event.school}/${event.isDrill ? 'drill' : 'real'}`;
  if (event.help !== 'uninvited') return [start(told, 'leader', `help-was-called/${where}`)];
  const cause = event.medium === 'at-door' ? 'agents-at-a-school' : 'an-agency-asks';
  return [start(told, 'leader', `${cause}/${where}`), start(told, 'counsel', `${cause}/${where}`)];
}

function start(told: Told, track: 'leader' | 'counsel', why: string): Errand {
  const subject = `${told.id}/${track}/${why}`;
  return { lane: 'alarm', errand: 'start-paging', subject, dueBy: told.at };
}

function end(told: Told, track: 'leader' | 'counsel', because: string): Errand {
  const subject = `${told.id}/${track}/${because}`;
  return { lane: 'alarm', errand: 'end-paging', subject, dueBy: told.at };
}

function afterPaging(event: PagingEvent, told: Told): readonly Errand[] {
  const chain = { lane: 'alarm', subject: told.id } as const;
  switch (event.type) {
    case 'PagingStarted':
    case 'PagingHastened':
    case 'PageDeclined':
    case 'CallBackAsked':
    case 'PageHandedOver':
    case 'SteppedAside':
    case 'AnswerExpired':
      return event.nextBy === null ? [] : [{ ...chain, errand: 'page-next', dueBy: event.nextBy }];
    case 'PeopleCalled':
      return [
        { ...chain, errand: 'page-next', dueBy: event.nextBy },
        ...event.attempts.map(
          (attempt): Errand => ({
            lane: 'alarm',
            errand: 'send-page',
            subject: attempt.attempt,
            dueBy: told.at,
          }),
        ),
      ];
    case 'PageAnswered':
      return event.stops ? [{ ...chain, errand: 'answer-expires', dueBy: event.until }] : [];
    default:
      return [];
  }
}

function afterNotice(event: NoticeEvent, told: Told): readonly Errand[] {
  const bulk = { lane: 'bulk', subject: told.id, dueBy: told.at } as const;
  switch (event.type) {
    case 'NoticeReleased':
      return [{ ...bulk, errand: 'prepare-deliveries' }];
    case 'CorrectionRequested':
      return [{ ...bulk, errand: 'draft-correction' }];
    case 'DeliveriesPrepared':
      return [{ ...bulk, errand: 'deliver' }];
    default:
      return [];
  }
}
