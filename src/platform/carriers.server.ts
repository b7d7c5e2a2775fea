import type { Carrier, EmailMessage, SmsMessage, VoiceMessage } from './carrier.ts';
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
  const { smsUrl, voiceUrl } = settings;
  // Pages want to know what became of each text; a notice's texts are too many to ask about.
  const callBack = isBulk ? {} : { statusUrl: `${settings.addresses.staff}/hooks/text` };
  const sms: Carrier<SmsMessage> =
    smsUrl === null ? missing('sms') : twilioSms({ url: smsUrl, ...callBack });
  const voice: Carrier<VoiceMessage> =
    voiceUrl === null ? missing('voice') : twilioVoice({ url: voiceUrl });
  const push = webPush({
    subject: settings.addresses.staff.replace(/^http:/, 'https:'),
    ...pushKeys(secrets),
    ...(settings.mode === 'trial' ? { reach: 'anywhere' as const } : {}),
  });
  return { email: mailFor(settings, from, isBulk), sms, voice, push };
}

/**
 * Numbers and addresses that belong to nobody: a drill and a trial may ring these and no others.
 */
export function isFictional(address: string): boolean {
  return /^\+1\d{3}55501\d\d$/.test(address) || /^[^\s@,;]+@([\w-]+\.)*example$/.test(address);
}
