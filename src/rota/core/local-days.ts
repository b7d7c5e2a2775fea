/**
 * Days of a place, and when on each of them a wall clock shows a time.
 *
 * Decides what happens on the two nights of the year on which a wall clock jumps; refuses to know
 * what is planned for any day. A time that a clock skips comes as long after the jump as it lies
 * in what is skipped (02:30 at 03:30), and a time that it shows twice comes at the first (RFC 5545
 * and Temporal's "compatible").
 */

/** A day of the calendar: whole days since 1 January 1970. */
export type Day = number;
/** A wall time: whole minutes after midnight. */
export type Minutes = number;
/** A moment: milliseconds since 1970 in UTC. Only inside; rooms meet at `Instant`. */
export type Moment = number;

export type LocalDays = {
  /** The moment at which the wall clock of this day shows a time. */
  readonly momentOf: (day: Day, minutes: Minutes) => Moment;
  /** The last day on which this time has come by a moment. It never goes back. */
  readonly dayAt: (moment: Moment, minutes: Minutes) => Day;
};

const minutesInDay = 24 * 60;
const millisecondsInDay = minutesInDay * 60_000;

/**
 * Days in one IANA zone. Remembers what it worked out: a year of 1,600 schools asks for the same
 * few hundred moments.
 */
export function localDays(zone: string): LocalDays {
  const workedOut = new Map<number, Moment>();
  const momentOf = (day: Day, minutes: Minutes): Moment => {
    const name = day * minutesInDay + minutes;
    const before = workedOut.get(name);
    if (before !== undefined) return before;
    const moment = wallMoment(zone, day, minutes);
    workedOut.set(name, moment);
    return moment;
  };
  return {
    momentOf,
    dayAt: (moment, minutes) => {
      // No zone is further from UTC than a day, so the search begins one day ahead of it.
      let day = Math.floor(moment / millisecondsInDay) + 1;
      while (momentOf(day, minutes) > moment) day -= 1;
      return day;
    },
  };
}

function wallMoment(zone: string, day: Day, minutes: Minutes): Moment {
  const midnight = Temporal.PlainDate.from(dateOf(day)).toPlainDateTime();
  return midnight.add({ minutes }).toZonedDateTime(zone).epochMilliseconds;
}

/** A date as it is written, `2026-11-24`. */
export function dateOf(day: Day): string {
  return new Date(day * millisecondsInDay).toISOString().slice(0, 10);
}

/** The day that a date names; null when the calendar has none. */
export function readDay(date: string): Day | null {
  if (!/^\d{4}-\d\d-\d\d$/.test(date)) return null;
  const milliseconds = Date.parse(`${date}T00:00:00Z`);
  if (Number.isNaN(milliseconds)) return null;
  const day = milliseconds / millisecondsInDay;
  return dateOf(day) === date ? day : null;
}

/** The minutes that a wall time names, `07:30`; null when no clock shows it. */
export function readMinutes(text: string): Minutes | null {
  const found = /^([01]\d|2[0-3]):([0-5]\d)$/.exec(text);
  return found === null ? null : Number(found[1]) * 60 + Number(found[2]);
}

/** From Monday, 1, to Sunday, 7 (ISO 8601). */
export function weekdayOf(day: Day): number {
  return ((((day + 3) % 7) + 7) % 7) + 1;
}
