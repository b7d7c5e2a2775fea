import { type AttemptState, attemptStates } from '../words.ts';

/**
 * What is known of an attempt after one more piece of news.
 *
 * The states form a ladder. Webhooks come twice, in the wrong order and days late; the higher rung
 * stays, so every order of the same news ends at the same place.
 */
export function stateAfter(before: AttemptState, news: AttemptState): AttemptState {
  return attemptStates.indexOf(news) > attemptStates.indexOf(before) ? news : before;
}

/**
 * Whether news of a message still teaches something of the address it went to.
 *
 * A message that a provider took may turn out not to have arrived. One that arrived did, whatever
 * comes later or again.
 */
export function isNewsOfAddress(before: AttemptState, news: AttemptState): boolean {
  if (news === 'refused') return before !== 'delivered' && before !== 'answered';
  return stateAfter(before, news) !== before;
}
