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
