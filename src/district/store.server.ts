import type { Recorded } from '#ledger';
import type { Transaction } from '#platform/database';
import type { PersonId } from '#std/ids';
import type { Instant } from '#std/instant';
import type { People, PeopleEvent } from './core/people.ts';
import { isDuty } from './core/duties.ts';
import type { DutyHere } from './words.ts';

/** A person of the district's staff, as we may call and name them. */
export type Person = {
  readonly person: PersonId;
  readonly name: string;
  readonly email: string;
  readonly phone: string | null;
  readonly language: string;
};

/** Writes a new person down; the same one twice is once. The ledger holds only the id. */
export async function insertPerson(transaction: Transaction, person: Person): Promise<void> {
  await transaction.query(
    `insert into person (district, person, name, email, phone, language)
     values ($1, $2, $3, $4, $5, $6) on conflict (district, person) do nothing`,
    [transaction.district, person.person, person.name, person.email, person.phone, person.language],
  );
}

/** One person, or undefined when nobody has this id here. */
export async function findPerson(
  transaction: Transaction,
  person: string,
): Promise<Person | undefined> {
  const [found] = await transaction.query<Person>(
    `select person, name, email, phone, language from person
     where district = $1 and person = $2 and left_at is null`,
    [transaction.district, person],
  );
  return found;
}

/** One person by e-mail address, in any case of letters. */
export async function findPersonByEmail(
  transaction: Transaction,
  email: string,
): Promise<Person | undefined> {
  const [found] = await transaction.query<Person>(
    `select person, name, email, phone, language from person
     where district = $1 and lower(email) = lower($2) and left_at is null`,
    [transaction.district, email],
  );
  return found;
}

/** Everybody who is still here and has this telephone. */
export async function peopleWithPhone(
  transaction: Transaction,
  phone: string,
): Promise<PersonId[]> {
  const rows = await transaction.query<{ person: PersonId }>(
    'select person from person where district = $1 and phone = $2 and left_at is null',
    [transaction.district, phone],
  );
  return rows.map(({ person }) => person);
}

/** Everybody who is still here, by name. */
export async function listPeople(transaction: Transaction): Promise<Person[]> {
  return transaction.query<Person>(
    `select person, name, email, phone, language from person
     where district = $1 and left_at is null order by name`,
    [transaction.district],
  );
}

/** The duties that a person holds at a moment. */
export async function dutiesHeld(
  transaction: Transaction,
  person: string,
  at: Instant,
): Promise<DutyHere[]> {
  const rows = await transaction.query<{ duty: string; school: string | null }>(
    `select g.duty, g.school from duty_grant g join person p using (district, person)
     where g.district = $1 and g.person = $2 and g.held_from <= $3
       and (g.held_until is null or g.held_until > $3) and p.left_at is null`,
    [transaction.district, person, at],
  );
  return rows.flatMap(({ duty, school }) => (isDuty(duty) ? [{ duty, school }] : []));
}

/**
 * Who holds which of these duties at a school at a moment, first in rank first; district-wide
 * holders count too. Whoever holds two of them is there twice.
 */
export async function holdersOf(
  transaction: Transaction,
  wanted: { duties: readonly string[]; school: string | null; at: Instant },
): Promise<(Person & { rank: number; duty: string })[]> {
  return transaction.query(
    `select distinct on (rank, name, person, duty) p.person, p.name, p.email, p.phone, p.language,
            g.rank, g.duty
     from duty_grant g join person p using (district, person)
     where g.district = $1 and g.duty = any($2) and (g.school is null or g.school = $3)
       and g.held_from <= $4 and (g.held_until is null or g.held_until > $4) and p.left_at is null
     order by rank, name, person, duty`,
    [transaction.district, wanted.duties, wanted.school, wanted.at],
  );
}

/** Every grant in force or to come, for the page of people. */
export async function listGrants(transaction: Transaction, at: Instant) {
  return transaction.query<{
    duty_grant: string;
    person: string;
    duty: string;
    school: string | null;
    rank: number;
    held_from: string;
    is_first_setup: boolean;
  }>(
    `select duty_grant, person, duty, school, rank, held_from, is_first_setup from duty_grant
     where district = $1 and (held_until is null or held_until > $2)
     order by duty, school nulls first, rank`,
    [transaction.district, at],
  );
}

/** Keeps the table of grants true to the story of duties, in the story's own transaction. */
export async function rememberPeople(
  transaction: Transaction,
  _state: People,
  recorded: readonly Recorded<PeopleEvent>[],
): Promise<void> {
  for (const { event, recordedAt } of recorded) {
    if (event.type === 'DutyGranted') {
      await transaction.query(
        `insert into duty_grant (district, duty_grant, person, duty, school, rank, held_from,
                                 is_first_setup)
         values ($1, $2, $3, $4, $5, $6, $7, $8)`,
        [
          transaction.district,
          event.grant,
          event.person,
          event.duty,
          event.school,
          event.rank,
          event.heldFrom,
          event.isFirstSetup,
        ],
      );
    }
    if (event.type === 'DutyWithdrawn') {
      await transaction.query(
        `update duty_grant set held_until = $3
         where district = $1 and duty_grant = $2 and held_until is null`,
        [transaction.district, event.grant, recordedAt],
      );
    }
  }
}

/** Every grant of these duties that is in force at a moment or begins later, by rank. */
export async function grantsInForce(
  transaction: Transaction,
  wanted: { duties: readonly string[]; at: Instant },
) {
  return transaction.query<{
    person: PersonId;
    duty: string;
    school: string | null;
    rank: number;
    from: Instant;
    until: Instant | null;
  }>(
    `select g.person, g.duty, g.school, g.rank, g.held_from as "from", g.held_until as "until"
     from duty_grant g join person p using (district, person)
     where g.district = $1 and g.duty = any($2) and p.left_at is null
       and (g.held_until is null or g.held_until > $3)
     order by g.rank, p.name, g.person`,
    [transaction.district, wanted.duties, wanted.at],
  );
}

/** How many passkeys each person holds that were not revoked. */
export async function countPasskeys(transaction: Transaction): Promise<Map<string, number>> {
  const rows = await transaction.query<{ person: string; passkeys: number }>(
    `select person, count(*)::int as passkeys from passkey
     where district = $1 and revoked_at is null group by person`,
    [transaction.district],
  );
  return new Map(rows.map(({ person, passkeys }) => [person, passkeys]));
}
