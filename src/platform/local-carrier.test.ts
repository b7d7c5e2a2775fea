import { createServer, request as httpRequest } from 'node:http';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type LocalCarrier, localMailCarrier, startLocalCarrier } from './local-carrier.server.ts';
import { twilioSms } from './sms.server.ts';
import { signatureMatches, twilioSignature } from './twilio.server.ts';
import { twimlGather, twimlSay } from './twiml.ts';
import { twilioVoice } from './voice.server.ts';

const counsel = '+15550142';
const token = 'trial-token';
const at = '2026-11-24T08:00:00.000Z';

type Posted = { path: string; params: Record<string, string>; isSigned: boolean };
let posted: Posted[] = [];
let program: { url: string; close(): Promise<void> };
let local: LocalCarrier;

/** The program under trial: it asks one question by telephone and writes down what it is told. */
async function startProgram() {
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(Buffer.from(chunk));
    const params = Object.fromEntries(new URLSearchParams(Buffer.concat(chunks).toString()));
    const url = `${program.url}${request.url}`;
    const signature = String(request.headers['x-twilio-signature']);
    const isSigned = signatureMatches(twilioSignature(token, url, params), signature);
    posted.push({ path: request.url ?? '', params, isSigned });
    if (request.url === '/twiml') return void response.end(question);
    if (request.url === '/answer') return void response.end(thanks);
    response.end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const found = server.address();
  const port = found !== null && typeof found === 'object' ? found.port : 0;
  return {
    url: `http://127.0.0.1:${port}`,
    async close() {
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

const say = [{ language: 'en-US', text: 'Agents are at the door. Press 1.' }];
const question = twimlGather({ say, actionUrl: '/answer', digits: 1, secondsToWait: 8 });
const thanks = twimlSay([{ language: 'en-US', text: 'Thank you.' }]);

beforeEach(async () => {
  posted = [];
  program = await startProgram();
  local = await startLocalCarrier({ port: 0, token, now: () => at });
});
afterEach(async () => {
  await local.close();
  await program.close();
});

async function call(idempotencyKey: string, twimlUrl = `${program.url}/twiml`) {
  const carrier = twilioVoice({ url: local.settingsUrl('+15550100') });
  const statusUrl = `${program.url}/status`;
  const answer = await carrier.hand({ to: counsel, twimlUrl, statusUrl, idempotencyKey }, 3_000);
  await carrier.close();
  await local.settled();
  return answer.kind === 'accepted' ? answer.reference : `not accepted: ${answer.kind}`;
}

async function text(to: string, idempotencyKey: string) {
  const url = local.settingsUrl('+15550100');
  const carrier = twilioSms({ url, statusUrl: `${program.url}/status` });
  const answer = await carrier.hand({ to, text: 'Call the school.', idempotencyKey }, 3_000);
  await carrier.close();
  await local.settled();
  return answer;
}

const statuses = () =>
  posted.filter(({ path }) => path === '/status').map(({ params }) => params.CallStatus);

test("counsel's phone rings, says the question, and a key press answers it", async () => {
  const id = await call('k1');
  expect(local.calls()).toMatchObject([
    { id, to: counsel, state: 'ringing', spoken: say, awaitsDigits: true, at },
  ]);
  expect(await local.press(id, '1')).toBe('done');
  expect(posted.find(({ path }) => path === '/answer')?.params).toMatchObject({
    CallSid: id,
    Digits: '1',
    To: counsel,
    CallStatus: 'in-progress',
  });
  expect(statuses()).toEqual(['queued', 'ringing', 'in-progress', 'completed']);
  expect(local.calls()).toMatchObject([{ state: 'completed', pressed: ['1'] }]);
  expect(local.calls()[0]?.spoken).toHaveLength(2);
});

test('every word the carrier posts back is signed', async () => {
  await local.press(await call('k1'), '1');
  await text(counsel, 's1');
  expect(posted.length).toBeGreaterThan(6);
  expect(posted.filter(({ isSigned }) => !isSigned)).toEqual([]);
});

test('a phone nobody picks up reports no answer and asks nothing', async () => {
  const id = await call('k1');
  expect(await local.hangUp(id)).toBe('done');
  expect(statuses()).toEqual(['queued', 'ringing', 'no-answer']);
  expect(await local.press(id, '1')).toBe('call-is-over');
  expect(posted.some(({ path }) => path === '/answer')).toBe(false);
});

test('an answering machine completes the call but never presses a key', async () => {
  await local.answeringMachine(await call('k1'));
  expect(statuses()).toEqual(['queued', 'ringing', 'in-progress', 'completed']);
  expect(posted.at(-1)?.params.AnsweredBy).toBe('machine_start');
  expect(posted.some(({ path }) => path === '/answer')).toBe(false);
});

test('two thumbs on one key press it once', async () => {
  const id = await call('k1');
  const outcomes = await Promise.all([local.press(id, '1'), local.press(id, '1')]);
  expect(outcomes.filter((outcome) => outcome === 'done')).toHaveLength(1);
  expect(posted.filter(({ path }) => path === '/answer')).toHaveLength(1);
});

test('the same key twice is one call with one id, also after a lost answer', async () => {
  expect(await call('k1')).toBe(await call('k1'));
  expect(local.calls()).toHaveLength(1);
  expect(statuses()).toEqual(['queued', 'ringing']);
  local.behave(counsel, 'accept-then-drop');
  expect(await call('k2')).toBe('not accepted: unknown');
  expect(await call('k2')).toBe(local.calls()[1]?.id);
  expect(local.calls()).toHaveLength(2);
});

test.each(['http://192.0.2.1/twiml', 'https://carrier.test/twiml', 'file:///etc/passwd'])(
  'the carrier fetches nothing from another machine: %s',
  async (twimlUrl) => {
    await call('k1', twimlUrl);
    expect(local.calls()).toMatchObject([{ state: 'failed', spoken: [] }]);
    expect(statuses().at(-1)).toBe('failed');
  },
);

test('a program that answers under a name other than loopback is not asked either', async () => {
  // 0.0.0.0 really reaches the program on most machines, so only the carrier's own check refuses.
  await call('k1', program.url.replace('127.0.0.1', '0.0.0.0').concat('/twiml'));
  expect(posted.some(({ path }) => path === '/twiml')).toBe(false);
  expect(local.calls()).toMatchObject([{ state: 'failed', spoken: [] }]);
});

test('a text message is shown, and reported as sent and then delivered', async () => {
  const answer = await text(counsel, 's1');
  expect(local.messages()).toMatchObject([
    { channel: 'sms', to: counsel, from: '+15550100', text: 'Call the school.', at },
  ]);
  expect(posted.map(({ params }) => params.MessageStatus)).toEqual(['sent', 'delivered']);
  expect(answer).toMatchObject({ reference: posted[0]?.params.MessageSid });
});

test('a liar accepts and delivers nothing', async () => {
  local.behave(counsel, 'lie');
  expect(await text(counsel, 's1')).toMatchObject({ kind: 'accepted' });
  expect(local.messages()).toEqual([]);
  expect(posted).toEqual([]);
});

test('whoever says STOP is refused by text until START, and can still be called', async () => {
  local.expectRepliesAt(`${program.url}/inbound`);
  expect(await local.reply(counsel, ' stop ')).toBe('done');
  expect(posted[0]).toMatchObject({ path: '/inbound', params: { From: counsel, Body: ' stop ' } });
  expect(await text(counsel, 's1')).toMatchObject({ kind: 'refused', reason: 'opted-out' });
  expect(await call('k1')).toMatch(/^CA/);
  await local.reply(counsel, 'START');
  expect(await text(counsel, 's2')).toMatchObject({ kind: 'accepted' });
});

test('behaviour for everybody gives way to behaviour for one', async () => {
  local.behave('*', 'http-500');
  local.behave(counsel, 'ok');
  expect(await text(counsel, 's1')).toMatchObject({ kind: 'accepted' });
  expect(await text('+15550143', 's2')).toMatchObject({ kind: 'busy', code: 'http-500' });
});

const send = (path: string, body: string, headers: Record<string, string> = {}) =>
  fetch(`${local.url}${path}`, { method: 'POST', body: new URLSearchParams(body), headers });
const signedIn = { authorization: `Basic ${btoa(`AC${'0'.repeat(32)}:${token}`)}` };

test('errors have the shape Twilio gives them', async () => {
  const path = `/2010-04-01/Accounts/AC${'0'.repeat(32)}/Messages.json`;
  const response = await send(path, 'To=12&Body=x', signedIn);
  expect(response.status).toBe(400);
  expect(await response.json()).toMatchObject({
    code: 21211,
    status: 400,
    message: expect.any(String),
  });
  const stranger = await send(path, `To=${encodeURIComponent(counsel)}&Body=x`);
  expect(stranger.status).toBe(401);
  expect(await stranger.json()).toMatchObject({ code: 20003 });
  expect(local.messages()).toEqual([]);
});

test('the trial page sees every phone and can press its keys over HTTP', async () => {
  const id = await call('k1');
  const mail = localMailCarrier({ url: local.url, token });
  const letter = {
    subject: 'Hello',
    text: 'Text',
    html: null,
    messageId: 'a@b.test',
    language: 'en',
  };
  await mail.hand({ to: 'counsel.one@district.test', ...letter }, 3_000);
  await mail.close();
  const phones = await (await fetch(`${local.url}/phones`)).json();
  expect(phones).toMatchObject([
    { address: counsel, calls: [{ id, state: 'ringing', spoken: say }], messages: [] },
    { address: 'counsel.one@district.test', messages: [{ channel: 'email', subject: 'Hello' }] },
  ]);
  const response = await send(`/calls/${id}/press`, 'digits=1', signedIn);
  expect(await response.json()).toEqual({ outcome: 'done' });
  expect((await send(`/calls/${id}/press`, 'digits=1')).status).toBe(401);
});

test('a page of another name that points at this machine reads no phones', async () => {
  const status = await new Promise((resolve, reject) => {
    const options = { headers: { host: 'evil.test' } };
    const request = httpRequest(`${local.url}/phones`, options, (response) => {
      response.resume();
      resolve(response.statusCode);
    });
    request.on('error', reject).end();
  });
  expect(status).toBe(403);
});

test('clearing forgets everything, behaviours and keys too', async () => {
  await text(counsel, 's1');
  local.behave('*', 'http-500');
  local.clear();
  expect(local.phones()).toEqual([]);
  expect(await text(counsel, 's1')).toMatchObject({ kind: 'accepted' });
  expect(local.messages()).toHaveLength(1);
});
