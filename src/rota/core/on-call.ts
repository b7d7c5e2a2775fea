/**
 * Who a rota says is on call at a moment, and when that next changes.
 *
 * Pure arithmetic over a rota, a calendar and a zone; it refuses to know who holds which duty, and
 * no clock. Between two moments of `changesOf` nothing changes, so that what is proven at each of
 * them is proven for every minute between.
 */
import type { PersonId } from '#std/ids';
import type { Hours, Layer, Override, Turn } from '../words.ts';
import { type Day, type LocalDays, type Moment, readDay, readMinutes } from './local-days.ts';
import { weekdayOf } from './local-days.ts';
import type { SchoolDays } from './school-days.ts';

/** As much of a rota as decides who is on call. */
export type Plan = {
  readonly layers: readonly Layer[];
  readonly overrides: readonly Override[];
};

export type Place = { readonly days: LocalDays; readonly isSchoolDay: SchoolDays };

/** Somebody on call: how many lines stand above theirs. */
export type OnCall = { readonly person: PersonId; readonly line: number };

/** Who is on call, in the order in which they are called. Empty stands for a gap. */
export function onCall(plan: Plan, place: Place, moment: Moment): readonly OnCall[] {
  const named = plan.layers.flatMap((layer, line) =>
    inTurn(layer, place, moment).map((person) => ({ person, line })),
  );
  const changes = lastOfEach(plan.overrides.filter((change) => isDuring(change, moment)));
  const people = changes.reduce<readonly OnCall[]>(afterChange, named);
  return people.filter(
    ({ person }, at) => people.findIndex((each) => each.person === person) === at,
  );
}

function isDuring({ from, until }: Override, moment: Moment): boolean {
  return Date.parse(from) <= moment && moment < Date.parse(until);
}

// Of several that put out the same person, the one set last counts.
function lastOfEach(changes: readonly Override[]): readonly Override[] {
  return changes.filter(
    ({ out }, at) => out === null || changes.findLastIndex((each) => each.out === out) === at,
  );
}

// In the order in which they were set: whoever came in by one may be out by the next. Whoever
// stands in for somebody who is not on call anyway was still asked to be there.
function afterChange(people: readonly OnCall[], { out, in: into }: Override): readonly OnCall[] {
  if (!people.some(({ person }) => person === out)) {
    return into === null ? people : [{ person: into, line: 0 }, ...people];
  }
  return people.flatMap((each) => {
    if (each.person !== out) return [each];
    return into === null ? [] : [{ ...each, person: into }];
  });
}

function inTurn(layer: Layer, place: Place, moment: Moment): readonly PersonId[] {
  if (!isOpen(layer.hours, place, moment)) return [];
  if (layer.turn === null) return layer.people;
  const person = layer.people[turnAt(layer.turn, layer.people.length, place.days, moment)];
  return person === undefined ? [] : [person];
}

/** Whose turn it is, counted from the first person; before the first day it is counted back. */
function turnAt(turn: Turn, people: number, days: LocalDays, moment: Moment): number {
  const since = days.dayAt(moment, minutesOf(turn.at)) - dayNamed(turn.from);
  const turns = Math.floor(since / daysInTurn(turn));
  return ((turns % people) + people) % people;
}

function daysInTurn(turn: Turn): number {
  return turn.count * (turn.every === 'week' ? 7 : 1);
}

function isOpen(hours: readonly Hours[], place: Place, moment: Moment): boolean {
  return hours.length === 0 || hours.some((each) => isWithin(each, place, moment));
}

// Hours that run past midnight belong to the day on which they began, and only that day's kind
// counts. None is longer than a day, so the last beginning is the only one to look at.
function isWithin(hours: Hours, place: Place, moment: Moment): boolean {
  const began = place.days.dayAt(moment, minutesOf(hours.from));
  return isDayOf(hours, place, began) && moment < endOf(hours, place.days, began);
}

function isDayOf({ days, weekdays }: Hours, { isSchoolDay }: Place, day: Day): boolean {
  if (weekdays.length > 0 && !weekdays.includes(weekdayOf(day))) return false;
  return days === 'every-day' || (days === 'school-days') === isSchoolDay(day);
}

function endOf({ from, until }: Hours, days: LocalDays, began: Day): Moment {
  const isNextDay = minutesOf(until) <= minutesOf(from);
  return days.momentOf(isNextDay ? began + 1 : began, minutesOf(until));
}

/** Every moment from one to another at which who is on call may change, in order, each once. */
export function changesOf(
  plan: Plan,
  place: Place,
  span: { readonly from: Moment; readonly until: Moment },
): readonly Moment[] {
  const { days } = place;
  const times = new Set(plan.layers.flatMap(timesOf));
  const moments = new Set<Moment>();
  for (const minutes of times) {
    const last = days.dayAt(span.until, minutes);
    for (let day = days.dayAt(span.from, minutes); day <= last; day += 1) {
      moments.add(days.momentOf(day, minutes));
    }
  }
  for (const { from, until } of plan.overrides) {
    moments.add(Date.parse(from));
    moments.add(Date.parse(until));
  }
  const inside = [...moments].filter((moment) => span.from < moment && moment < span.until);
  return [span.from, ...inside.toSorted((one, other) => one - other)];
}

function timesOf(layer: Layer): readonly number[] {
  const hours = layer.hours.flatMap(({ from, until }) => [minutesOf(from), minutesOf(until)]);
  return layer.turn === null ? hours : [...hours, minutesOf(layer.turn.at)];
}

// Both were read at the edge. A text that is no time stands for midnight, so that nobody is left
// out of a call by a slip of ours. A year of many schools asks for the same few texts all the time.
const minutesOf = remembered((text) => readMinutes(text) ?? 0);
const dayNamed = remembered((text): Day => readDay(text) ?? 0);

function remembered(reading: (text: string) => number): (text: string) => number {
  const known = new Map<string, number>();
  return (text) => {
    const before = known.get(text);
    if (before !== undefined) return before;
    const read = reading(text);
    if (known.size < 10_000) known.set(text, read);
    return read;
  };
}
