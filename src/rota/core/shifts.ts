/**
 * A rota as times on call, for people and their calendars. It decides nothing that `onCall` did not.
 */
import type { PersonId } from '#std/ids';
import type { Instant } from '#std/instant';
import type { Moment } from './local-days.ts';
import { changesOf, onCall, type Place, type Plan } from './on-call.ts';

/** A time during which the same people are on call, in the order in which they are called. */
export type Shift = {
  readonly from: Instant;
  readonly until: Instant;
  readonly people: readonly PersonId[];
};

/** The shifts of a rota over a time, one after another and without a hole; a gap names nobody. */
export function shiftsOf(
  plan: Plan,
  place: Place,
  span: { readonly from: Moment; readonly until: Moment },
): readonly Shift[] {
  const moments = changesOf(plan, place, span);
  const shifts: Shift[] = [];
  for (const [at, moment] of moments.entries()) {
    const people = onCall(plan, place, moment).map(({ person }) => person);
    const until = instantOf(moments[at + 1] ?? span.until);
    const last = shifts.at(-1);
    if (last !== undefined && last.people.join() === people.join()) {
      shifts[shifts.length - 1] = { ...last, until };
    } else {
      shifts.push({ from: instantOf(moment), until, people });
    }
  }
  return shifts;
}

/** The times in which one person is on call, as one for each without a break. */
export function shiftsFor(person: PersonId, shifts: readonly Shift[]): readonly Shift[] {
  const own: Shift[] = [];
  for (const shift of shifts) {
    if (!shift.people.includes(person)) continue;
    const last = own.at(-1);
    if (last?.until === shift.from) own[own.length - 1] = { ...last, until: shift.until };
    else own.push(shift);
  }
  return own;
}

function instantOf(moment: Moment): Instant {
  return new Date(moment).toISOString();
}
