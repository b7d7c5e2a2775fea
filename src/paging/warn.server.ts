import { holdersOf, type Person } from '#district/store';
import type { House } from '#ledger/perform';
import type { HandOver } from '#platform/carrier';
import { pageWords } from '#translations/paging';
import type { Senders } from './send.server.ts';

/**
 * Tells every counsel, by text and by e-mail at once, that somebody is to become counsel. Whether
 * each of them was told by one way at least.
 *
 * Says no name: who it is stands behind the sign-in. Twice is harmless.
 */
export async function warnCounsels(house: House, senders: Senders, key: string): Promise<boolean> {
  const counsels = await holdersNow(house, ['legal-counsel']);
  const about = { cause: 'somebody-is-to-become-counsel', key, link: '/people' };
  const told = await Promise.all(
    counsels.map((counsel) => tell(senders, counsel, { ...about, rings: false })),
  );
  return told.every((each) => each > 0);
}

/**
 * Rings whoever keeps the machine, and the superintendent, because a lane of ours fell silent.
 * Returns how many ways of reaching them were taken.
 */
export async function warnOfSilence(house: House, senders: Senders, key: string): Promise<number> {
  const people = await holdersNow(house, ['it', 'superintendent']);
  const about = { cause: 'the-alarm-lane-is-silent', key, link: '/readiness' };
  const told = await Promise.all(
    people.map((person) => tell(senders, person, { ...about, rings: true })),
  );
  return told.reduce((sum, each) => sum + each, 0);
}

async function holdersNow(house: House, duties: readonly string[]): Promise<Person[]> {
  const wanted = { duties, school: null, at: house.clock.now() };
  const held = await house.database.inDistrict(house.district, (transaction) =>
    holdersOf(transaction, wanted),
  );
  return [...new Map(held.map((each) => [each.person, each])).values()];
}

type Warning = {
  readonly cause: string;
  readonly key: string;
  readonly link: string;
  readonly rings: boolean;
};

const handTimeoutMilliseconds = 4000;

async function tell(senders: Senders, person: Person, warning: Warning): Promise<number> {
  const { cause, key, rings } = warning;
  const words = pageWords(person.language, { school: '', cause, isDrill: false });
  const link = `${senders.staffUrl}${warning.link}`;
  const id = `warn-${key}-${person.person}`;
  const handed: Promise<HandOver>[] = [];
  const { phone, email } = person;
  if (senders.mayReach(email, false)) {
    const letter = { subject: words.subject, text: `${words.sentence}\n\n${link}\n`, html: null };
    const name = { messageId: `${id}@page.threshold`, language: words.language };
    handed.push(senders.email.hand({ to: email, ...letter, ...name }, handTimeoutMilliseconds));
  }
  if (phone !== null && senders.mayReach(phone, false)) {
    const text = `${words.sentence} ${link}`;
    handed.push(senders.sms.hand({ to: phone, text, idempotencyKey: id }, handTimeoutMilliseconds));
    const hook = `${senders.staffUrl}/hooks/away/${cause}/none/real`;
    const call = { to: phone, twimlUrl: hook, statusUrl: hook, idempotencyKey: `${id}-call` };
    if (rings) handed.push(senders.voice.hand(call, handTimeoutMilliseconds));
  }
  return (await Promise.all(handed)).filter(({ kind }) => kind === 'accepted').length;
}
