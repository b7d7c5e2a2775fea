import type { Speech } from './twiml.ts';

/** What the local carrier keeps: the telephones and letter boxes of a trial. Pure. */

/** A message that arrived. `at` is an ISO instant from the carrier's clock. */
export type LocalMessage = {
  readonly id: string;
  readonly channel: 'email' | 'sms';
  readonly to: string;
  readonly from: string;
  readonly subject: string | null;
  readonly text: string;
  readonly at: string;
};

/** Where a call stands, in Twilio's words. The last three are final. */
export type CallState = 'queued' | 'ringing' | 'in-progress' | 'completed' | 'no-answer' | 'failed';

/** A call. `spoken` is all that the person would have heard so far. */
export type LocalCall = {
  readonly id: string;
  readonly to: string;
  readonly from: string;
  readonly state: CallState;
  readonly spoken: readonly Speech[];
  readonly awaitsDigits: boolean;
  readonly pressed: readonly string[];
  readonly at: string;
};

/** Everything that reached one number or one e-mail address. */
export type Phone = {
  readonly address: string;
  readonly messages: readonly LocalMessage[];
  readonly calls: readonly LocalCall[];
};

/**
 * How a number behaves when something is handed over for it. `hang` takes nothing and says nothing,
 * `slow-loris` answers one byte a second, `accept-then-drop` takes the message and breaks the
 * connection before saying so, `lie` says it took the message and throws it away.
 */
export type Behaviour =
  | 'ok'
  | 'http-500'
  | 'http-429'
  | 'http-400'
  | 'hang'
  | 'slow-loris'
  | 'accept-then-drop'
  | 'lie';

/** One phone for each address that was ever reached, in order of address. */
export function gatherPhones(
  messages: readonly LocalMessage[],
  calls: readonly LocalCall[],
): Phone[] {
  const addresses = new Set([...messages, ...calls].map(({ to }) => to));
  return [...addresses].sort().map((address) => ({
    address,
    messages: messages.filter(({ to }) => to === address),
    calls: calls.filter(({ to }) => to === address),
  }));
}
