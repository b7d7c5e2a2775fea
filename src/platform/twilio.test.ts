import { expect, test } from 'vitest';
import {
  readCarrierUrl,
  readTwilioAnswer,
  signatureMatches,
  twilioSignature,
} from './twilio.server.ts';

const url = 'https://mycompany.com/myapp.php?foo=1&bar=2';
const params = {
  To: '+18005551212',
  Digits: '1234',
  CallSid: 'CA1234567890ABCDE',
  From: '+14158675309',
  Caller: '+14158675309',
};

test('our signature is the one in the validation example Twilio publishes', () => {
  expect(twilioSignature('12345', url, params)).toBe('RSOYDt4T1cUTdK1PDd93/VVr8B8=');
});

test('a changed digit, address or token, or no signature at all, does not match', () => {
  const real = twilioSignature('12345', url, params);
  expect(signatureMatches(real, real)).toBe(true);
  const forged = twilioSignature('12345', url, { ...params, Digits: '1235' });
  expect(signatureMatches(real, forged)).toBe(false);
  expect(signatureMatches(real, twilioSignature('12345', `${url}&x=1`, params))).toBe(false);
  expect(signatureMatches(real, twilioSignature('12346', url, params))).toBe(false);
  for (const nothing of ['', null, undefined, real.slice(0, -1)]) {
    expect(signatureMatches(real, nothing)).toBe(false);
  }
});

test('a carrier address gives up its four parts', () => {
  expect(readCarrierUrl('https://AC1:se%2Fcret@carrier.test:8443/eu/?from=%2B15550100')).toEqual({
    base: 'https://carrier.test:8443/eu',
    sid: 'AC1',
    token: 'se/cret',
    from: '+15550100',
  });
});

test.each([
  'http://AC1:secret@carrier.test/?from=%2B15550100',
  'https://AC1@carrier.test/?from=%2B15550100',
  'https://AC1:secret@carrier.test/',
  'ftp://AC1:secret@127.0.0.1/?from=%2B15550100',
  'not an address with secret in it',
])(
  'an address that would leak or lack something is refused without repeating it: %s',
  (setting) => {
    expect(() => readCarrierUrl(setting)).toThrow();
    expect(() => readCarrierUrl(setting)).not.toThrow(/secret/);
  },
);

const answered = (status: number, body: unknown, headers = {}) =>
  readTwilioAnswer({ kind: 'answered', status, headers, body: JSON.stringify(body) });

test('a friendly page in the place of the carrier is not an acceptance', () => {
  expect(answered(200, '<html>Please sign in</html>').kind).toBe('unknown');
  expect(answered(302, {}).kind).toBe('busy');
});

test('a person who said STOP is not asked twice', () => {
  const handOver = answered(400, { code: 21610, message: 'x', status: 400 });
  expect(handOver).toEqual({ kind: 'refused', reason: 'opted-out', code: 'twilio-21610' });
});

test('an acceptance that failed at once is a refusal', () => {
  const handOver = answered(201, { sid: 'SM1', status: 'failed', error_code: 21614 });
  expect(handOver).toEqual({ kind: 'refused', reason: 'no-such-address', code: 'twilio-21614' });
});

test('how long to wait is believed in seconds only, and for a day at most', () => {
  const wait = (header: string) => answered(429, {}, { 'retry-after': header });
  expect(wait('7')).toEqual({ kind: 'busy', code: 'http-429', retryAfterSeconds: 7 });
  expect(wait('999999999')).toMatchObject({ retryAfterSeconds: 86_400 });
  expect(wait('Wed, 21 Oct 2026 07:28:00 GMT')).toMatchObject({ retryAfterSeconds: null });
});
