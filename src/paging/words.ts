import type { Fact } from '#ledger';
import type { AttemptId, EncounterId, PersonId } from '#std/ids';
import type { Instant } from '#std/instant';

/** Two chains run side by side: the school's leaders, and counsel. */
export const tracks = ['leader', 'counsel'] as const;
export type Track = (typeof tracks)[number];

/** The ways to reach somebody. "Accepted by a provider" is none of them having reached anybody. */
export type PageChannel = 'email' | 'sms' | 'voice' | 'push';

/**
 * What we know of one message to one person. It only climbs: late news never undoes better news.
 */
export const attemptStates = [
  'queued',
  'sending',
  'busy',
  'unknown',
  'refused',
  'accepted',
  'delivered',
  'answered',
] as const;
export type AttemptState = (typeof attemptStates)[number];

/** One step of a chain: whom it adds, and when, counted from the start. */
export type PageStep = {
  readonly duties: readonly string[];
  readonly reach: 'everyone' | 'primary' | 'backups' | 'superintendent';
  readonly afterSeconds: number;
};

/** One message that goes out. */
export type PageAttempt = {
  readonly attempt: AttemptId;
  readonly person: PersonId;
  readonly channel: PageChannel;
};

/** Why people are called. It is what the message may say: no more than the door itself knows. */
export type PageCause =
  | 'agents-at-a-school'
  | 'an-agency-asks'
  | 'help-was-called'
  | 'a-paper-was-shown'
  | 'counsel-is-asked'
  | 'agents-went-in'
  | 'they-say-they-will-come-in'
  | 'the-scope-was-exceeded';

/** What a chain begins with, from the policy in force and from what happened. */
type Started = {
  readonly encounter: EncounterId;
  readonly school: string;
  readonly track: Track;
  readonly cause: PageCause;
  readonly steps: readonly PageStep[];
  readonly repeatEverySeconds: number;
  readonly answerExpiresSeconds: number;
  readonly isDrill: boolean;
  /** Whether everybody called has to answer. Absent in chains that began before it was asked. */
  readonly whoAnswers?: 'anyone' | 'everyone';
};

export type PagingCommand =
  | ({ readonly type: 'StartPaging' } & Started)
  | {
      readonly type: 'CallNext';
      /** Which schedule this call keeps: an older one that comes late calls nobody. */
      readonly scheduledAt: number;
      readonly attempts: readonly PageAttempt[];
      /** Nobody holds the duties of the steps so far; said aloud, since that is what goes wrong. */
      readonly isRotaEmpty: boolean;
      /** When somebody due, who was rung a moment ago, may be rung again; null where nobody is. */
      readonly heldBackUntil: Instant | null;
      /** Those of the people called whose answer stops the chain. */
      readonly owing: readonly PersonId[];
    }
  | {
      readonly type: 'ReportAttempt';
      readonly attempt: AttemptId;
      readonly state: AttemptState;
      readonly code: string;
    }
  | { readonly type: 'ReportAnswer'; readonly by: PersonId; readonly how: AnswerHow }
  | { readonly type: 'ReportDecline'; readonly by: PersonId; readonly how: AnswerHow }
  | { readonly type: 'ReportCallBack'; readonly by: PersonId; readonly seconds: number }
  | { readonly type: 'ReportHandOver'; readonly by: PersonId; readonly to: PersonId }
  | { readonly type: 'ReportStepAside'; readonly by: PersonId }
  | { readonly type: 'ExpireAnswer'; readonly answeredAt: number }
  | { readonly type: 'EndPaging'; readonly because: EndCause };

/** What somebody who is called may say to it. None of them but the first stops anything. */
export type PageReply =
  | { readonly kind: 'has-it' }
  | { readonly kind: 'cannot' }
  | { readonly kind: 'call-back'; readonly seconds: number };

export type AnswerHow = 'signed-in' | 'link' | 'sms-reply' | 'keypad';
export type EndCause = 'decided' | 'closed' | 'help-was-called';

export type PagingEvent = Fact &
  (
    | ({ readonly type: 'PagingStarted'; readonly nextBy: Instant } & Started)
    | { readonly type: 'PagingHastened'; readonly cause: PageCause; readonly nextBy: Instant }
    | {
        readonly type: 'PeopleCalled';
        readonly round: number;
        readonly attempts: readonly PageAttempt[];
        readonly isRotaEmpty: boolean;
        readonly owing?: readonly PersonId[];
        readonly nextBy: Instant;
      }
    | {
        readonly type: 'AttemptReported';
        readonly attempt: AttemptId;
        readonly state: AttemptState;
        readonly code: string;
      }
    | {
        readonly type: 'PageAnswered';
        readonly by: PersonId;
        readonly how: AnswerHow;
        /** Whether this answer stops the calling: only a person with the track's own duty can. */
        readonly stops: boolean;
        /** It would have, had the others answered too. */
        readonly isOneOfSeveral?: boolean;
        readonly until: Instant;
      }
    | {
        readonly type: 'PageDeclined';
        readonly by: PersonId;
        readonly how: AnswerHow;
        readonly nextBy: Instant | null;
      }
    | {
        readonly type: 'CallBackAsked';
        readonly by: PersonId;
        readonly until: Instant;
        readonly nextBy: Instant | null;
      }
    | {
        readonly type: 'PageHandedOver';
        readonly by: PersonId;
        readonly to: PersonId;
        readonly nextBy: Instant | null;
      }
    | { readonly type: 'SteppedAside'; readonly by: PersonId; readonly nextBy: Instant | null }
    | { readonly type: 'AnswerExpired'; readonly nextBy: Instant }
    | { readonly type: 'PagingEnded'; readonly because: EndCause }
  );

/** Paging refuses nothing: whatever comes late or twice simply has no effect. */
export type PagingRefusal = never;

export type { Paging } from './core/paging.ts';
export { isNewsOfAddress, stateAfter } from './core/attempt-state.ts';

/** "Refused, because …", of a test of one's own ways to be reached. */
export const contactRefusals = [
  'there-is-no-such-way-to-reach-you',
  'too-many-tests-in-an-hour',
  'nobody-is-called-for-this-yet',
] as const;
export type ContactRefusal = (typeof contactRefusals)[number];

export type { GapKind, ReachProblem } from './core/readiness.ts';
