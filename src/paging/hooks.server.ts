import { findPerson } from '#district/store';
import type { House } from '#ledger/perform';
import { twimlGather, twimlSay } from '#platform/twiml';
import { signatureMatches, twilioSignature } from '#platform/twilio';
import { pageWords } from '#translations/paging';
import { answerAttempt, attemptForReply } from './acts.server.ts';
import { reportAttempt } from './send.server.ts';
import { type AttemptRow, findAttempt, findByReference, findChain } from './store.server.ts';
import type { AttemptState } from './words.ts';

/** What a carrier posts to us, already read from its form. */
export type Hook = {
  /** The whole address as the carrier signed it. */
  readonly url: string;
  readonly path: string;
  readonly form: Readonly<Record<string, string>>;
  readonly signature: string | null;
};

/** What we answer a carrier: a status and, for calls, what is to be said. */
export type HookAnswer = { readonly status: number; readonly xml: string };

const nothing: HookAnswer = { status: 204, xml: '' };

/**
 * Answers a carrier's call-back.
 *
 * Refuses whatever is not signed with the carrier's token. Comes twice, late or in the wrong order
 * without harm, because news of an attempt only ever climbs.
 */
export async function answerHook(
  world: { house: House; token: string | null; schoolName: (school: string) => string },
  hook: Hook,
): Promise<HookAnswer> {
  if (world.token === null) return { status: 404, xml: '' };
  const expected = twilioSignature(world.token, hook.url, hook.form);
  if (!signatureMatches(expected, hook.signature)) return { status: 403, xml: '' };
  const [, , kind, id, more, last] = hook.path.split('/');
  if (kind === 'sms') return answerText(world.house, hook.form);
  if (kind === 'away') {
    const school = world.schoolName(more ?? '');
    return speakAway({ school, cause: id ?? '', isDrill: last === 'drill' });
  }
  if (kind === 'text') return noteTextStatus(world.house, hook.form);
  const attempt = await attemptOf(world.house, id ?? '');
  if (attempt === undefined) return nothing;
  if (kind === 'status') return noteStatus(world.house, attempt, hook.form);
  if (kind !== 'voice') return { status: 404, xml: '' };
  return more === 'key' ? answerKey(world, attempt, hook.form) : speak(world, attempt, hook.url);
}

async function attemptOf(house: House, id: string): Promise<AttemptRow | undefined> {
  if (!/^[0-9a-f-]{36}$/.test(id)) return undefined;
  return house.database.inDistrict(house.district, (transaction) => findAttempt(transaction, id));
}

const statesByWord: Readonly<Record<string, AttemptState>> = {
  queued: 'accepted',
  sent: 'accepted',
  initiated: 'accepted',
  ringing: 'accepted',
  // A call that was picked up, by whomever or whatever. An answering machine presses no key, so it
  // is never an answer.
  'in-progress': 'delivered',
  delivered: 'delivered',
  undelivered: 'refused',
  failed: 'refused',
  'no-answer': 'refused',
  busy: 'busy',
};

async function noteStatus(
  house: House,
  attempt: AttemptRow,
  form: Readonly<Record<string, string>>,
): Promise<HookAnswer> {
  const word = form.MessageStatus ?? form.CallStatus ?? '';
  const state = statesByWord[word];
  if (state !== undefined) await reportAttempt(house, attempt, state, word);
  return nothing;
}

// A text message is known by the carrier's own reference for it.
async function noteTextStatus(
  house: House,
  form: Readonly<Record<string, string>>,
): Promise<HookAnswer> {
  const attempt = await house.database.inDistrict(house.district, (transaction) =>
    findByReference(transaction, form.MessageSid ?? ''),
  );
  return attempt === undefined ? nothing : noteStatus(house, attempt, form);
}

async function wordsFor(
  world: { house: House; schoolName: (school: string) => string },
  attempt: AttemptRow,
) {
  const { house } = world;
  const { person, chain } = await house.database.inDistrict(
    house.district,
    async (transaction) => ({
      person: await findPerson(transaction, attempt.person),
      chain: await findChain(transaction, attempt),
    }),
  );
  return pageWords(person?.language ?? 'en', {
    school: world.schoolName(chain?.school ?? ''),
    cause: chain?.cause ?? '',
    isDrill: chain?.is_drill ?? false,
  });
}

async function speak(
  world: { house: House; schoolName: (school: string) => string },
  attempt: AttemptRow,
  url: string,
): Promise<HookAnswer> {
  const words = await wordsFor(world, attempt);
  const say = [words.sentence, words.pressToAnswer].map((text) => ({
    language: words.language,
    text,
  }));
  const xml = twimlGather({ say, actionUrl: `${url}/key`, digits: 1, secondsToWait: 20 });
  return { status: 200, xml };
}

// While the database is away a call can only say where; nobody can answer it by a key.
function speakAway(facts: { school: string; cause: string; isDrill: boolean }): HookAnswer {
  const { sentence, language } = pageWords('en', facts);
  return { status: 200, xml: twimlSay([{ language, text: sentence }]) };
}

async function answerKey(
  world: { house: House; schoolName: (school: string) => string },
  attempt: AttemptRow,
  form: Readonly<Record<string, string>>,
): Promise<HookAnswer> {
  const words = await wordsFor(world, attempt);
  const isAnswer = form.Digits === '1';
  if (isAnswer) await answerAttempt(world.house, attempt, 'keypad');
  const text = isAnswer ? words.thanks : words.notUnderstood;
  return { status: 200, xml: twimlSay([{ language: words.language, text }]) };
}

async function answerText(
  house: House,
  form: Readonly<Record<string, string>>,
): Promise<HookAnswer> {
  const attempt = await attemptForReply(house, form.From ?? '', form.Body ?? '');
  if (attempt !== null) await answerAttempt(house, attempt, 'sms-reply');
  return nothing;
}
