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
