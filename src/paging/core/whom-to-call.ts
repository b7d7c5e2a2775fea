/**
 * Who is rung now, of those who could be.
 *
 * Always names somebody while the district has anybody: when all who hold the duty are out,
 * declined or asked to be called back, the superintendent stands in and they are rung again. It
 * refuses to know who holds a duty; it is told.
 */
import type { PersonId } from '#std/ids';
import type { Instant } from '#std/instant';
import { stepsDue } from './decide.ts';
import type { Paging } from './paging.ts';

/** Somebody who could be called, and whether their answer would stop the ringing. */
export type Callee = { readonly person: PersonId; readonly stops: boolean };

/** Who could be called: for each step of the chain, and who stands in when nobody is left. */
export type Callees = {
  readonly steps: readonly (readonly Callee[])[];
  readonly standIns: readonly PersonId[];
  /** Those handed the chain by somebody who had it, as far as they hold the duty. */
  readonly handedTo: readonly Callee[];
  /** A step that has begun has nobody at all: what goes wrong is said aloud. */
  readonly hasGap: readonly boolean[];
};

export type Called = {
  readonly people: readonly PersonId[];
  readonly owing: readonly PersonId[];
  readonly isRotaEmpty: boolean;
};

/** Who is rung at this moment. */
export function whomToCall(paging: Paging, callees: Callees, at: Instant): Called {
  const isWilling = ({ person }: Callee) =>
    !isOut(paging, person) && !isResting(paging, person, at);
  let begun = stepsDue(paging, at).length;
  let called = [...callees.handedTo, ...callees.steps.slice(0, begun).flat()].filter(isWilling);
  // Whoever cannot come does not keep the next from being called at once.
  while (!called.some(({ stops }) => stops) && begun < callees.steps.length) {
    called = [...called, ...(callees.steps[begun] ?? []).filter(isWilling)];
    begun += 1;
  }
  const isAlone = !called.some(({ stops }) => stops);
  const hasGap = callees.hasGap.slice(0, begun).some((gap) => gap);
  if (isAlone)
    called = [...called, ...callees.steps.flat().filter((each) => !isOut(paging, each.person))];
  const standIns = isAlone || hasGap ? callees.standIns : [];
  const people = [...called.map(({ person }) => person), ...standIns];
  return {
    people: [...new Set(people)],
    owing: [...new Set(called.filter(({ stops }) => stops).map(({ person }) => person))],
    isRotaEmpty: hasGap || !called.some(({ stops }) => stops),
  };
}

/** Whoever stepped aside is never rung for this encounter, nor is who has just answered. */
function isOut(paging: Paging, person: PersonId): boolean {
  return paging.aside.includes(person) || paging.answered.includes(person);
}

function isResting(paging: Paging, person: PersonId, at: Instant): boolean {
  const until = paging.resting[person];
  return until !== undefined && until > at;
}
