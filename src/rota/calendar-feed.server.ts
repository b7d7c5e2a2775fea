import { randomBytes } from 'node:crypto';
import ical, { ICalCalendarMethod } from 'ical-generator';
import type { Desk } from '#district/desk';
import { dutiesHeld } from '#district/store';
import { sha256 } from '#platform/secrets';
import type { PersonId } from '#std/ids';
import { shiftsOfPerson } from './views.server.ts';

/** What an entry of the feed is called: the duty and the school, and nothing about anybody. */
export type FeedWords = (duty: string, school: string) => string;

/**
 * Opens an address under which a calendar program fetches one's own times on call (RFC 5545). The
 * one before ends. Shown once: only its hash is kept.
 */
export async function openFeed(desk: Desk): Promise<string | null> {
  const { house, who } = desk;
  if (who.kind !== 'person') return null;
  const token = randomBytes(24).toString('base64url');
  const at = house.clock.now();
  await house.database.inDistrict(house.district, async (transaction) => {
    await transaction.query(
      `update calendar_feed set revoked_at = $3
       where district = $1 and person = $2 and revoked_at is null`,
      [house.district, who.person, at],
    );
    await transaction.query(
      `insert into calendar_feed (district, token_hash, person, opened_at)
       values ($1, $2, $3, $4)`,
      [house.district, sha256(token), who.person, at],
    );
  });
  return token;
}

const daysAhead = 120;
/** So far back a shift that is running is shown from its own beginning, and not from now. */
const daysBehind = 35;

/** The feed that a token stands for; null when it was made up, or ended. */
export async function readFeed(
  desk: Omit<Desk, 'who'>,
  token: string,
  words: FeedWords,
): Promise<string | null> {
  const { house, pack } = desk;
  const person = await house.database.inDistrict(house.district, async (transaction) => {
    const [row] = await transaction.query<{ person: PersonId }>(
      `select f.person from calendar_feed f join person p using (district, person)
       where f.district = $1 and f.token_hash = $2 and f.revoked_at is null and p.left_at is null`,
      [house.district, sha256(token)],
    );
    if (row === undefined) return null;
    return { id: row.person, held: await dutiesHeld(transaction, row.person, house.clock.now()) };
  });
  if (person === null) return null;
  const span = { behind: daysBehind, ahead: daysAhead };
  const shifts = await shiftsOfPerson(desk, person.id, person.held, span);
  const calendar = ical({
    name: `On call, ${pack.district.name}`,
    method: ICalCalendarMethod.PUBLISH,
    prodId: { company: 'Threshold', product: 'on call', language: 'EN' },
  });
  for (const { duty, school, from, until } of shifts) {
    calendar.createEvent({
      id: `${duty}.${school}.${from}@${pack.district.slug}`,
      start: new Date(from),
      end: new Date(until),
      stamp: new Date(house.clock.now()),
      summary: words(duty, school),
    });
  }
  return calendar.toString();
}
