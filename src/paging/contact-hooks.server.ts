import { findPerson, peopleWithPhone } from '#district/store';
import type { House } from '#ledger/perform';
import type { HandOver } from '#platform/carrier';
import { twimlGather, twimlSay } from '#platform/twiml';
import { plusSeconds } from '#std/instant';
import { pageWords, testWords } from '#translations/paging';
import { confirmTest } from './contact.server.ts';
import {
  type ContactNews,
  addressOf,
  type ContactTest,
  findTest,
  hashOfAddress,
  learnOfContact,
  openTestsOf,
  settleTest,
} from './contact-store.server.ts';
import { codeFor, codeIn, codeSecondsMax } from './proofs.server.ts';
import type { AttemptRow } from './store.server.ts';
import type { AttemptState } from './words.ts';

type Form = Readonly<Record<string, string>>;

/** What a carrier's own code says of an address: that of a landline, or of nobody. */
export function newsOfCode(code: string): ContactNews | null {
  if (/(^|-)(30006|21614)$/.test(code)) return 'landline';
  if (/(^|-)(30003|30005|21211|21217)$/.test(code)) return 'no-such-address';
  return /(^|-)21610$/.test(code) ? 'stopped' : null;
}

/** What a refused message teaches of the address it was for; null when of our account only. */
export function newsOfRefusal(handed: Extract<HandOver, { kind: 'refused' }>): ContactNews | null {
  if (handed.reason === 'opted-out') return 'stopped';
  if (handed.reason === 'not-allowed' || handed.reason === 'message-refused') return null;
  return newsOfCode(handed.code) ?? 'no-such-address';
}

/** Writes down what was learned of somebody's telephone or mailbox from a page to them. */
export async function learnFromPage(
  house: House,
  attempt: Pick<AttemptRow, 'person' | 'channel'>,
  news: ContactNews,
): Promise<void> {
  await house.database.inDistrict(house.district, async (transaction) => {
    const person = await findPerson(transaction, attempt.person);
    const { channel } = attempt;
    if (person === undefined) return;
    const address = addressOf(person, channel);
    if (address === '') return;
    const addressHash = hashOfAddress(house, address);
    const at = house.clock.now();
    await learnOfContact(transaction, { person: person.person, channel, addressHash, at }, news);
  });
}

/** Whoever answered says that this telephone is not that of the person we call. */
export async function noteWrongNumber(house: House, attempt: AttemptRow): Promise<void> {
  for (const channel of ['voice', 'sms'] as const) {
    await learnFromPage(house, { ...attempt, channel }, 'wrong-number');
  }
}

/** Somebody said STOP, or START again: for everybody of ours who has this telephone. */
export async function noteStopped(house: House, phone: string, isStopped: boolean): Promise<void> {
  const people = await house.database.inDistrict(house.district, (transaction) =>
    peopleWithPhone(transaction, phone),
  );
  const news = isStopped ? 'stopped' : 'started';
  for (const person of people) {
    await learnFromPage(house, { person, channel: 'sms' }, news);
  }
}

/** A reply with the code of a test confirms that texts reach its person. Whether it did. */
export async function confirmByText(house: House, phone: string, text: string): Promise<boolean> {
  const code = codeIn(text);
  if (code === null) return false;
  const since = plusSeconds(house.clock.now(), -codeSecondsMax);
  const tests = await house.database.inDistrict(house.district, async (transaction) => {
    const found: ContactTest[] = [];
    for (const person of await peopleWithPhone(transaction, phone)) {
      found.push(...(await openTestsOf(transaction, person, since)));
    }
    return found;
  });
  const test = tests.find(
    (each) => each.channel === 'sms' && codeFor(house, 'contact', each.contact_test) === code,
  );
  if (test !== undefined) await confirmTest(house, test);
  return test !== undefined;
}

const keySecondsMax = 15 * 60;

/** What a test call says, and what its key confirms; null when there is no such test. */
export async function speakTest(
  house: House,
  id: string,
  about: { url: string; key: string | null },
): Promise<string | null> {
  const found = await house.database.inDistrict(house.district, async (transaction) => {
    const test = await findTest(transaction, { id });
    return { test, person: await findPerson(transaction, test?.person ?? '') };
  });
  const since = plusSeconds(house.clock.now(), -keySecondsMax);
  if (found.test === undefined || found.test.queued_at < since) return null;
  const words = testWords(found.person?.language ?? 'en');
  const say = (text: string) => [{ language: words.language, text }];
  if (about.key === null) {
    const actionUrl = `${about.url}/key`;
    return twimlGather({ say: say(words.confirmByKey), actionUrl, digits: 1, secondsToWait: 20 });
  }
  if (about.key !== '1') return twimlSay(say(pageWords(words.language, nowhere).notUnderstood));
  await confirmTest(house, found.test);
  return twimlSay(say(words.confirmed));
}

const nowhere = { school: '', cause: '', isDrill: false };

/** What a carrier says became of a test. Whether it was one of ours. */
export async function noteTestStatus(
  house: House,
  by: { id: string } | { reference: string },
  news: { state: AttemptState; form: Form },
): Promise<boolean> {
  return house.database.inDistrict(house.district, async (transaction) => {
    const test = await findTest(transaction, by);
    if (test === undefined) return false;
    const learned = learnedFrom(news.state, news.form);
    const at = house.clock.now();
    await settleTest(house, transaction, test, { state: news.state, learned, at });
    return true;
  });
}

/** What a carrier's word and code teach of a way to reach somebody; null when nothing. */
export function learnedFrom(state: AttemptState, form: Form): ContactNews | null {
  if (state === 'delivered') return 'reached';
  if (state !== 'refused') return null;
  return (
    newsOfCode(form.ErrorCode ?? '') ?? (form.MessageStatus === undefined ? null : 'undelivered')
  );
}
