import { boundedCarrier } from './bounded.server.ts';
import { type Carrier, isDialable, refused, type VoiceMessage } from './carrier.ts';
import { openLine } from './post.server.ts';
import { postToTwilio, readCarrierUrl } from './twilio.server.ts';

/** `from` overrides the number in the URL. */
export type TwilioVoiceSettings = { readonly url: string; readonly from?: string };

/**
 * Calls by a carrier of Twilio's shape. `accepted` means the carrier will dial, never that a
 * telephone rang or a person answered; that comes to `statusUrl` and to the question's own address.
 */
export function twilioVoice(settings: TwilioVoiceSettings): Carrier<VoiceMessage> {
  const account = readCarrierUrl(settings.url, settings.from);
  const line = openLine('anywhere');
  return boundedCarrier({
    name: 'twilio-voice',
    release: line.close,
    async attempt(message, signal) {
      if (!isDialable(message.to)) return refused('no-such-address', 'malformed-number');
      const form = {
        To: message.to,
        From: account.from,
        Url: message.twimlUrl,
        StatusCallback: message.statusUrl,
        StatusCallbackEvent: ['initiated', 'ringing', 'answered', 'completed'],
      };
      const { idempotencyKey } = message;
      return postToTwilio(line, account, { resource: 'Calls.json', form, idempotencyKey }, signal);
    },
  });
}
