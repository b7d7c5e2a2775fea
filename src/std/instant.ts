/** A moment in UTC as ISO 8601 with milliseconds, so that order of text is order of time. */
export type Instant = string;

const shape = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?(Z|[+-]\d\d:\d\d)$/;

/** The moment that a text names, normalised; null when it names none. Never reads a clock. */
export function readInstant(text: unknown): Instant | null {
  if (typeof text !== 'string' || !shape.test(text)) return null;
  const milliseconds = Date.parse(text);
  if (Number.isNaN(milliseconds) || !isInCalendar(text.slice(0, 10))) return null;
  const read = new Date(milliseconds).toISOString();
  // Beyond four digits of a year the order of texts is not the order of times any more.
  return /^(?!0000)\d{4}-/.test(read) ? read : null;
}

// 30 February is no day; JavaScript would read it as one in March.
function isInCalendar(day: string): boolean {
  const read = Date.parse(`${day}T00:00:00Z`);
  return !Number.isNaN(read) && new Date(read).toISOString().startsWith(day);
}

/** A moment some seconds later (or earlier, when negative). */
export function plusSeconds(moment: Instant, seconds: number): Instant {
  return new Date(Date.parse(moment) + seconds * 1000).toISOString();
}

/** Whole seconds from one moment to another; negative when the second came first. */
export function secondsBetween(from: Instant, to: Instant): number {
  return Math.floor((Date.parse(to) - Date.parse(from)) / 1000);
}

/** The later of two moments. */
export function later(one: Instant, other: Instant): Instant {
  return one > other ? one : other;
}
