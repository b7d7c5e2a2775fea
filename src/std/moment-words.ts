import type { Instant } from './instant.ts';

/** A moment as a clock on the district's wall shows it: "7:50 AM". Never the reader's own zone. */
export function clockWords(moment: Instant, zone: string): string {
  return new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    hour: 'numeric',
    minute: '2-digit',
  }).format(new Date(moment));
}

/** A moment with its day: "Nov 24, 7:50 AM". */
export function dayClockWords(moment: Instant, zone: string): string {
  return new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    month: 'short',
    day: 'numeric',
    hour: 'numeric',
    minute: '2-digit',
  }).format(new Date(moment));
}

/** A day with its year: "Jun 12, 2027". */
export function dateWords(moment: Instant, zone: string): string {
  return new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    year: 'numeric',
    month: 'short',
    day: 'numeric',
  }).format(new Date(moment));
}

/** A time from one moment to another: "Mon, Nov 30, 8:00 AM to Mon, Dec 7, 8:00 AM". */
export function spanWords(from: Instant, until: Instant, zone: string): string {
  const day = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    weekday: 'short',
    month: 'short',
    day: 'numeric',
  });
  const [first, last] = [day.format(new Date(from)), day.format(new Date(until))];
  const [begins, ends] = [clockWords(from, zone), clockWords(until, zone)];
  return first === last
    ? `${first}, ${begins} to ${ends}`
    : `${first}, ${begins} to ${last}, ${ends}`;
}

/** A moment in a form field of the kind datetime-local, in the district's zone. */
export function fieldMoment(moment: Instant, zone: string): string {
  return Temporal.Instant.from(moment)
    .toZonedDateTimeISO(zone)
    .toPlainDateTime()
    .toString({ smallestUnit: 'minute' });
}

/** The moment that a datetime-local field means in the district's zone; null when it means none. */
export function momentOfField(text: string, zone: string): Instant | null {
  try {
    const zoned = Temporal.PlainDateTime.from(text).toZonedDateTime(zone);
    return new Date(zoned.epochMilliseconds).toISOString();
  } catch {
    return null;
  }
}
