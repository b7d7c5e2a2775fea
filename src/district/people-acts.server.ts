import { randomUUID } from 'node:crypto';
import { type House, perform } from '#ledger/perform';
import type { HouseRefusal, Outcome } from '#ledger';
import { known, type PersonId, streamOf } from '#std/ids';
import { peopleLaw, type PeopleCommand, type PeopleEvent, type People } from './core/people.ts';
import { type Desk, freshAct } from './desk.server.ts';
import { makeLink } from './links.server.ts';
import { insertPerson, type Person, rememberPeople } from './store.server.ts';
import { deviceCredential } from './sessions.server.ts';
import type { Room } from '#ledger/perform';
import { actorFor, type DutiesRefusal, type Duty, mayDo } from './words.ts';

/** The law of people and duties, and its memory. */
export const peopleRoom: Room<People, PeopleCommand, PeopleEvent, DutiesRefusal> = {
  law: peopleLaw,
  remember: rememberPeople,
};

/** All duties of a district stand in one stream, so that their order is one order. */
export const peopleStream = streamOf('people', 'duties');

export type PeopleOutcome = Outcome<PeopleEvent, DutiesRefusal>;

/** A person to be named at set-up, and the duty they will hold. */
export type NamedPerson = Person & { duty: Duty; school: string | null; rank: number };

/**
 * The first set-up: people, their duties, and nothing afterwards. The first counsels are marked for
 * ever; every later one needs two signatures and a day.
 */
export async function finishSetUp(
  house: House,
  people: readonly NamedPerson[],
): Promise<PeopleOutcome> {
  const persons = [...new Map(people.map((each) => [each.person, each])).values()];
  await house.database.inDistrict(house.district, async (transaction) => {
    for (const person of persons) await insertPerson(transaction, person);
  });
  const grants = people.map(({ person, duty, school, rank }) => ({
    grant: randomUUID(),
    person,
    duty,
    school,
    rank,
  }));
  return perform(house, peopleRoom, peopleStream, {
    id: freshAct(),
    by: { kind: 'program', part: 'set-up' },
    command: { type: 'FinishSetUp', grants },
  });
}

async function order(desk: Desk, command: PeopleCommand): Promise<PeopleOutcome> {
  return perform(desk.house, peopleRoom, peopleStream, {
    id: freshAct(),
    by: actorFor(desk.who, null),
    command,
  });
}

const notAllowed: { kind: 'refused'; refusal: HouseRefusal } = {
  kind: 'refused',
  refusal: 'this-duty-may-not-do-that',
};

/** Adds a colleague and makes the link with which they join. The link is shown once. */
export async function addPerson(
  desk: Desk,
  person: Omit<Person, 'person'>,
): Promise<{ kind: 'added'; person: PersonId; link: string } | typeof notAllowed> {
  if (!mayDo(desk.who, 'add-person', null)) return notAllowed;
  const id = known<PersonId>(randomUUID());
  const link = await desk.house.database.inDistrict(desk.house.district, async (transaction) => {
    await insertPerson(transaction, { ...person, person: id });
    return makeLink(transaction, desk.house, {
      purpose: 'new-person',
      person: id,
      school: null,
      label: null,
    });
  });
  await order(desk, { type: 'AddPerson', person: id });
  return { kind: 'added', person: id, link };
}

/** Grants a duty. Counsel's duty is not granted here, whoever asks. */
export async function grantDuty(
  desk: Desk,
  grant: { person: PersonId; duty: Duty; school: string | null; rank: number },
): Promise<PeopleOutcome> {
  if (!mayDo(desk.who, 'grant-duty', null)) return notAllowed;
  return order(desk, { type: 'GrantDuty', grant: randomUUID(), ...grant });
}

/** Withdraws a duty at once. The last counsel's stays. */
export async function withdrawDuty(desk: Desk, grant: string): Promise<PeopleOutcome> {
  if (!mayDo(desk.who, 'withdraw-duty', null)) return notAllowed;
  return order(desk, { type: 'WithdrawDuty', grant });
}

/** Asks that somebody become counsel; two others sign it, and a day passes. */
export async function requestCounselGrant(
  desk: Desk,
  asked: { person: PersonId; rank: number },
): Promise<PeopleOutcome> {
  if (!mayDo(desk.who, 'request-counsel-grant', null)) return notAllowed;
  return order(desk, { type: 'RequestCounselGrant', grant: randomUUID(), ...asked });
}

/**
 * Enrols a device at a school: it can report, and do nothing else. The credential is shown once.
 */
export async function enrolDevice(
  desk: Desk,
  enrolled: { school: string; label: string },
): Promise<{ kind: 'enrolled'; link: string } | typeof notAllowed> {
  if (!mayDo(desk.who, 'enrol-device', enrolled.school)) return notAllowed;
  const link = await desk.house.database.inDistrict(desk.house.district, (transaction) =>
    makeLink(transaction, desk.house, { purpose: 'new-device', person: null, ...enrolled }),
  );
  return { kind: 'enrolled', link };
}

/** Makes a device of whichever browser opened the link: a credential that only reports. */
export async function becomeDevice(
  house: House,
  enrolled: { school: string; label: string },
): Promise<string> {
  const device = randomUUID();
  await house.database.inDistrict(house.district, (transaction) =>
    transaction.query(
      `insert into device (district, device, school, label, enrolled_at)
       values ($1, $2, $3, $4, $5)`,
      [house.district, device, enrolled.school, enrolled.label, house.clock.now()],
    ),
  );
  await perform(house, peopleRoom, peopleStream, {
    id: freshAct(),
    by: { kind: 'program', part: 'set-up' },
    command: { type: 'EnrolDevice', device, school: enrolled.school },
  });
  return deviceCredential(house, device, enrolled.school);
}

/** Revokes a device; what it still holds unsent is accepted as unattributed. */
export async function revokeDevice(desk: Desk, device: string): Promise<PeopleOutcome> {
  if (!mayDo(desk.who, 'see-people', null)) return notAllowed;
  await desk.house.database.inDistrict(desk.house.district, (transaction) =>
    transaction.query(
      `update device set revoked_at = $3
       where district = $1 and device = $2 and revoked_at is null`,
      [desk.house.district, device, desk.house.clock.now()],
    ),
  );
  return order(desk, { type: 'RevokeDevice', device });
}
