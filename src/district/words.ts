import { type Actor, dutiesOf } from '#ledger';
import { known, type PersonId, type SchoolId } from '#std/ids';
import type { Instant } from '#std/instant';
import type { Duty } from './core/duties.ts';

export type { Duty } from './core/duties.ts';
export { duties, isDuty, isSchoolDuty } from './core/duties.ts';
export type {
  Agency,
  DistrictPack,
  Language,
  School,
  SchoolYear,
  Situation,
} from './core/pack-shape.ts';
export type { PackProblem, PackReading } from './core/read-pack.ts';
export { type ActName, actDuties } from './core/act-duties.ts';
export {
  type DutiesRefusal,
  dutiesRefusals,
  type HeldDuty,
  type People,
  type PeopleEvent,
} from './core/people.ts';

import { type ActName, actDuties } from './core/act-duties.ts';

/** A duty somebody holds now: for one school, or for the whole district where school is null. */
export type DutyHere = { readonly duty: Duty; readonly school: string | null };

/**
 * Who is asking. The person never comes from a form; it comes from a session, a token or a device.
 */
export type Who =
  | {
      readonly kind: 'person';
      readonly person: PersonId;
      readonly name: string;
      readonly language: string;
      readonly duties: readonly DutyHere[];
      readonly steppedUpAt: Instant | null;
      /** A token acts for a person and never carries a signature. */
      readonly by: 'session' | 'token';
    }
  | { readonly kind: 'device'; readonly device: string; readonly school: string }
  /**
   * A session that ran out, or its person left: may still report what happens, and nothing else.
   */
  | { readonly kind: 'lapsed' }
  | { readonly kind: 'nobody' };

/** The duties that count at one school: those held there and those held for the whole district. */
export function dutiesAt(who: Who, school: SchoolId | string | null): readonly Duty[] {
  if (who.kind !== 'person') return [];
  return who.duties
    .filter((held) => held.school === null || held.school === school)
    .map((held) => held.duty);
}

/** Whether this duty may do this act at this school at all. The law may still refuse it now. */
export function mayDo(who: Who, act: ActName, school: SchoolId | string | null): boolean {
  const allowed: readonly Duty[] = actDuties[act];
  return dutiesAt(who, school).some((duty) => allowed.includes(duty));
}

/**
 * Who may tell us what happens: people of ours, enrolled devices, and those whose session ran out.
 */
export function mayReport(who: Who): boolean {
  return who.kind !== 'nobody';
}

/** Whether the person holds the duty anywhere; for drawing pages, never for deciding. */
export function holds(who: Who, duty: Duty): boolean {
  return who.kind === 'person' && who.duties.some((held) => held.duty === duty);
}

/** Schools at which somebody may do an act; null stands for every school. */
export function schoolsFor(who: Who, act: ActName): readonly string[] | null {
  if (who.kind !== 'person') return [];
  const allowed: readonly Duty[] = actDuties[act];
  const held = who.duties.filter((each) => allowed.includes(each.duty));
  return held.some((each) => each.school === null)
    ? null
    : held.flatMap((each) => (each.school === null ? [] : [each.school]));
}

/** How somebody stands in the ledger: ids and duties, never a name. */
export function actorFor(who: Who, school: SchoolId | string | null): Actor {
  switch (who.kind) {
    case 'person':
      return { kind: 'person', person: who.person, duties: [...new Set(dutiesAt(who, school))] };
    case 'device':
      return { kind: 'device', device: known(who.device), school: who.school };
    case 'lapsed':
    case 'nobody':
      return { kind: 'unattributed', device: null };
  }
}

/** Whether an actor in the ledger acted as this duty. */
export function actedAs(actor: Actor, duty: Duty): boolean {
  return dutiesOf(actor).includes(duty);
}
