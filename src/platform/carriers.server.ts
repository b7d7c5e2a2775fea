import type { Carrier, EmailMessage, SmsMessage, VoiceMessage } from './carrier.ts';
import { withFailover } from './failover.server.ts';
import { localMailCarrier } from './local-carrier.server.ts';
import { smtpCarrier } from './mail.server.ts';
import { webPush } from './push.server.ts';
import { pushKeys, type Secrets } from './secrets.server.ts';
import type { Settings } from './settings.server.ts';
import { twilioSms } from './sms.server.ts';
import { readCarrierUrl } from './twilio.server.ts';
import { twilioVoice } from './voice.server.ts';

/** Stands in where no carrier is set: refuses everything, and says that there is none. */
function missing<Message>(name: string): Carrier<Message> {
  return {
    name,
    hand: async () => ({ kind: 'refused', reason: 'not-allowed', code: 'no-carrier' }),
    close: async () => {},
  };
}

function mailFor(settings: Settings, from: string, isBulk: boolean): Carrier<EmailMessage> {
  if (settings.smtpUrl !== null) {
    const pool = isBulk ? { pool: 10 } : {};
    return smtpCarrier({ url: settings.smtpUrl, from, name: 'smtp', ...pool });
  }
  if (settings.mode !== 'trial' || settings.smsUrl === null) return missing('mail');
  const { base, token } = readCarrierUrl(settings.smsUrl, '+12035550100');
  return localMailCarrier({ url: base, token });
}

/**
 * The ways out as the settings name them. In a trial without any, letters go to the local carrier.
 */
export function openCarriers(settings: Settings, secrets: Secrets, from: string, isBulk: boolean) {
  // Pages want to know what became of each text; a notice's texts are too many to ask about.
  const callBack = isBulk ? {} : { statusUrl: `${settings.addresses.staff}/hooks/text` };
  const sms = eachOf(settings.smsUrl, isBulk ? null : settings.smsBackupUrl).map((url) =>
    twilioSms({ url, ...callBack }),
  );
  const voice = apartFrom(
    settings.smsUrl,
    eachOf(settings.voiceUrl, isBulk ? null : settings.voiceBackupUrl),
  ).map((url) => twilioVoice({ url }));
  const push = webPush({
    subject: settings.addresses.staff.replace(/^http:/, 'https:'),
    ...pushKeys(secrets),
    ...(settings.mode === 'trial' ? { reach: 'anywhere' as const } : {}),
  });
  return {
    email: mailFor(settings, from, isBulk),
    sms: firstOf<SmsMessage>(sms) ?? missing<SmsMessage>('sms'),
    voice: firstOf<VoiceMessage>(voice) ?? missing<VoiceMessage>('voice'),
    push,
  };
}

function eachOf(...urls: readonly (string | null)[]): readonly string[] {
  return urls.filter((url) => url !== null);
}

// Somebody's text and call go through different providers where there are two: one that is down
// then silences one way to reach them, and not both.
function apartFrom(other: string | null, urls: readonly string[]): readonly string[] {
  const hostOf = (url: string | undefined) => (url === undefined ? '' : new URL(url).host);
  const isSame = other !== null && hostOf(urls[0]) === hostOf(other);
  return isSame && urls.length > 1 ? urls.toReversed() : urls;
}

function firstOf<Message>(carriers: readonly Carrier<Message>[]): Carrier<Message> | undefined {
  const [first, second] = carriers;
  return first === undefined || second === undefined ? first : withFailover(first, second);
}

/** The tokens with which providers of texts and calls sign what they post to us. */
export function carrierTokens(settings: Settings): readonly string[] {
  const { smsUrl, voiceUrl, smsBackupUrl, voiceBackupUrl } = settings;
  const urls = eachOf(smsUrl, voiceUrl, smsBackupUrl, voiceBackupUrl);
  return [...new Set(urls.map((url) => readCarrierUrl(url, '+12035550100').token))];
}

/**
 * Numbers and addresses that belong to nobody: a drill and a trial may ring these and no others.
 */
export function isFictional(address: string): boolean {
  return /^\+1\d{3}55501\d\d$/.test(address) || /^[^\s@,;]+@([\w-]+\.)*example$/.test(address);
}
