import { findPerson } from '#district/store';
import type { House } from '#ledger/perform';
import { twimlGather, twimlSay } from '#platform/twiml';
import { plusSeconds } from '#std/instant';
import { signatureMatches, twilioSignature } from '#platform/twilio';
import { type PageWords, pageWords } from '#translations/paging';
import { attemptForReply, replyToAttempt } from './acts.server.ts';
import {
  confirmByText,
  learnedFrom,
  learnFromPage,
  noteStopped,
  noteTestStatus,
  noteWrongNumber,
  speakTest,
} from './contact-hooks.server.ts';
import { reportAttempt } from './send.server.ts';
import { type AttemptRow, findAttempt, findByReference, findChain } from './store.server.ts';
import { isGuessing, noteGuess } from './guesses.server.ts';
import { codeIn } from './proofs.server.ts';
import { type AttemptState, isNewsOfAddress, type PageReply } from './words.ts';

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
  world: { house: House; tokens: readonly string[]; schoolName: (school: string) => string },
  hook: Hook,
): Promise<HookAnswer> {
  if (world.tokens.length === 0) return { status: 404, xml: '' };
  const isSigned = world.tokens.some((token) =>
    signatureMatches(twilioSignature(token, hook.url, hook.form), hook.signature),
  );
  if (!isSigned) return { status: 403, xml: '' };
  const [, , kind, id, more, last] = hook.path.split('/');
  if (kind === 'sms') return answerText(world.house, hook.form);
  if (kind === 'away') {
    const school = world.schoolName(more ?? '');
    return speakAway({ school, cause: id ?? '', isDrill: last === 'drill' });
  }
  if (kind === 'text') return noteTextStatus(world.house, hook.form);
  if (kind === 'test') return answerTest(world.house, hook, more === 'key');
  if (kind === 'test-status') {
    const state = statesByWord[hook.form.CallStatus ?? ''];
    const isTest = /^[0-9a-f-]{36}$/.test(id ?? '') && state !== undefined;
    if (isTest) await noteTestStatus(world.house, { id: id ?? '' }, { state, form: hook.form });
    return nothing;
  }
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
  if (state === undefined) return nothing;
  await reportAttempt(house, attempt, state, word);
  // Late or repeated news of a message of which better is known teaches nothing of its address.
  const isNews = isNewsOfAddress(attempt.state, state);
  const learned = attempt.channel === 'sms' && isNews ? learnedFrom(state, form) : null;
  if (learned !== null) await learnFromPage(house, attempt, learned);
  return nothing;
}

// A text message is known by the carrier's own reference for it.
async function noteTextStatus(
  house: House,
  form: Readonly<Record<string, string>>,
): Promise<HookAnswer> {
  const reference = form.MessageSid ?? '';
  const attempt = await house.database.inDistrict(house.district, (transaction) =>
    findByReference(transaction, reference),
  );
  if (attempt !== undefined) return noteStatus(house, attempt, form);
  const state = statesByWord[form.MessageStatus ?? ''];
  if (state !== undefined) await noteTestStatus(house, { reference }, { state, form });
  return nothing;
}

async function answerTest(house: House, hook: Hook, isKey: boolean): Promise<HookAnswer> {
  const [, , , id = ''] = hook.path.split('/');
  if (!/^[0-9a-f-]{36}$/.test(id)) return nothing;
  const key = isKey ? (hook.form.Digits ?? '') : null;
  const xml = await speakTest(house, id, { url: hook.url, key });
  return xml === null ? nothing : { status: 200, xml };
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

const callBackSeconds = 300;
const repliesByKey: Readonly<Record<string, PageReply>> = {
  1: { kind: 'has-it' },
  2: { kind: 'cannot' },
  3: { kind: 'call-back', seconds: callBackSeconds },
};

// A key is pressed during a call. One that comes a quarter of an hour later was not pressed now.
function isOld(house: House, attempt: AttemptRow): boolean {
  return attempt.queued_at < plusSeconds(house.clock.now(), -15 * 60);
}

function replyOfKey(key: string): PageReply | undefined {
  return Object.hasOwn(repliesByKey, key) ? repliesByKey[key] : undefined;
}

async function answerKey(
  world: { house: House; schoolName: (school: string) => string },
  attempt: AttemptRow,
  form: Readonly<Record<string, string>>,
): Promise<HookAnswer> {
  const words = await wordsFor(world, attempt);
  const key = form.Digits ?? '';
  const reply = isOld(world.house, attempt) ? undefined : replyOfKey(key);
  const hasIt =
    reply !== undefined && (await replyToAttempt(world.house, attempt, { how: 'keypad', reply }));
  if (key === wrongNumberKey) await noteWrongNumber(world.house, attempt);
  const text = key === '1' && !hasIt ? words.noted : wordsAfter(key, words);
  return { status: 200, xml: twimlSay([{ language: words.language, text }]) };
}

const wrongNumberKey = '9';

function wordsAfter(key: string, words: PageWords): string {
  if (key === wrongNumberKey) return words.wrongNumberNoted;
  const kind = replyOfKey(key)?.kind;
  if (kind === undefined) return words.notUnderstood;
  return { 'has-it': words.thanks, cannot: words.declined, 'call-back': words.willCallBack }[kind];
}

// Whoever sends a code with one of these has not got it, in any of the languages of our own
// ("no puedo", "mwen pa kapab"). A wrong "cannot" rings the next; a wrong
// "I have it" would ring nobody.
const saysCannot = /\b(no|not|cannot|can['’]?t|unable|pa)\b/i;

// These words alone, as carriers read them: whoever writes a sentence means something else.
const stopWords = /^\s*(stop|stopall|unsubscribe|cancel|end|quit)\W*$/i;
const startWords = /^\s*(start|unstop)\W*$/i;

// The carrier keeps its own list of who said STOP; ours says why a telephone stays silent.
async function answerText(
  house: House,
  form: Readonly<Record<string, string>>,
): Promise<HookAnswer> {
  const [from, body] = [form.From ?? '', form.Body ?? ''];
  if (stopWords.test(body)) await noteStopped(house, from, true);
  if (startWords.test(body)) await noteStopped(house, from, false);
  if (codeIn(body) === null || (await isGuessing(house, from))) return nothing;
  const attempt = await attemptForReply(house, from, body);
  const reply: PageReply = { kind: saysCannot.test(body) ? 'cannot' : 'has-it' };
  if (attempt !== null) await replyToAttempt(house, attempt, { how: 'sms-reply', reply });
  const isConfirmed = attempt === null && (await confirmByText(house, from, body));
  if (attempt === null && !isConfirmed) await noteGuess(house, from);
  return nothing;
}
