/**
 * Which days are school days. Knows the district's calendar and nothing about who works on it.
 */
import type { SchoolYear } from '#district';
import { type Day, readDay, weekdayOf } from './local-days.ts';

/**
 * Whether a day is a school day.
 *
 * Where the district has given no calendar, Monday to Friday count: a rota that splits the week by
 * school days still covers every minute of it. The readiness check says that the calendar is
 * missing.
 */
export type SchoolDays = (day: Day) => boolean;

const saturday = 6;

/** The school days of a district; null stands for a calendar that nobody has given. */
export function schoolDays(year: SchoolYear | null): SchoolDays {
  if (year === null) return (day) => weekdayOf(day) < saturday;
  const first = readDay(year.firstDay) ?? Number.POSITIVE_INFINITY;
  const last = readDay(year.lastDay) ?? Number.NEGATIVE_INFINITY;
  const free = new Set(year.noSchool.map(readDay));
  return (day) => day >= first && day <= last && weekdayOf(day) < saturday && !free.has(day);
}
