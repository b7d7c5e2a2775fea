import { boundedCarrier } from './bounded.server.ts';
import { type Carrier, isDialable, refused, type SmsMessage } from './carrier.ts';
import { openLine } from './post.server.ts';
import { postToTwilio, readCarrierUrl } from './twilio.server.ts';

/** `from` overrides the number in the URL; `statusUrl` is told what became of each message. */
export type TwilioSmsSettings = {
  readonly url: string;
  readonly from?: string;
  readonly statusUrl?: string;
};

/**
 * Text messages by a carrier of Twilio's shape. Throws only here, at start, when the settings
 * cannot be read. Never cuts a text: `smsSegments` says beforehand what it will cost.
 */
export function twilioSms(settings: TwilioSmsSettings): Carrier<SmsMessage> {
  const account = readCarrierUrl(settings.url, settings.from);
  const line = openLine('anywhere');
  const status = settings.statusUrl === undefined ? {} : { StatusCallback: settings.statusUrl };
  return boundedCarrier({
    name: 'twilio-sms',
    release: line.close,
    async attempt(message, signal) {
      if (!isDialable(message.to)) return refused('no-such-address', 'malformed-number');
      const form = { To: message.to, From: account.from, Body: message.text, ...status };
      const { idempotencyKey } = message;
      return postToTwilio(
        line,
        account,
        { resource: 'Messages.json', form, idempotencyKey },
        signal,
      );
    },
  });
}
