import type { AttemptState, GapKind, ReachProblem } from '#paging';

/** Why a duty is not covered, for somebody who can mend it. */
export const gapWords = {
  'nobody-holds-it': 'nobody holds this duty',
  'nobody-is-on-call': 'the rota names nobody',
  'nobody-can-be-reached': 'nobody on call is ready: see People below',
} as const satisfies Record<GapKind, string>;

/** What keeps somebody from counting as reachable, and what mends it. */
export const reachWords = {
  'no-confirmed-call': 'has not confirmed a call to their telephone',
  'only-one-confirmed-way': 'has fewer than two confirmed ways to be reached',
  'somebody-else-has-this-telephone': 'shares a telephone number with a colleague',
  'counsel-holds-two-passkeys': 'counsel needs two passkeys',
} as const satisfies Record<ReachProblem, string>;

/** Ways to reach somebody, as people say them. */
export const channelWords: Readonly<Record<string, string>> = {
  voice: 'call',
  sms: 'text message',
  email: 'e-mail',
  push: 'this browser',
};

/** What is known of a message. "Handed to the provider" is not "delivered". */
const ofMessages = {
  queued: 'about to go out',
  sending: 'going out',
  busy: 'provider busy, trying again',
  unknown: 'in doubt, trying again',
  refused: 'could not be sent',
  accepted: 'handed to the provider',
  delivered: 'delivered',
  answered: 'answered',
} as const satisfies Record<AttemptState, string>;
export const stateWords: Readonly<Record<string, string>> = ofMessages;
