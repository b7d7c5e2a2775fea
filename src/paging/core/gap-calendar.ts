/**
 * Gaps as a calendar, so that somebody can see at a glance which week needs somebody.
 */
import { dateOf, type LocalDays, weekdayOf } from '#rota';
import type { Gap } from './readiness.ts';

/** One day and how many duties at how many places have a gap in it. */
export type GapDay = { readonly date: string; readonly gaps: number };

/** A month: its first day as `2026-11`, the empty cells before it, and its days. */
export type GapMonth = {
  readonly month: string;
  readonly emptyBefore: number;
  readonly days: readonly GapDay[];
};

/** Every day of a time with its gaps, by month, weeks beginning on Monday. */
export function gapCalendar(
  gaps: readonly Gap[],
  days: LocalDays,
  span: { readonly from: number; readonly until: number },
): readonly GapMonth[] {
  const first = days.dayAt(span.from, 0);
  const last = days.dayAt(span.until - 1, 0);
  const counts = new Array<number>(last - first + 1).fill(0);
  for (const gap of gaps) {
    const end = days.dayAt(gap.until - 1, 0);
    for (let day = days.dayAt(gap.from, 0); day <= end; day += 1) {
      counts[day - first] = (counts[day - first] ?? 0) + 1;
    }
  }
  const each = counts.map((count, at) => ({
    day: first + at,
    date: dateOf(first + at),
    gaps: count,
  }));
  return [...Map.groupBy(each, ({ date }) => date.slice(0, 7))].map(([month, found]) => ({
    month,
    emptyBefore: weekdayOf(found[0]?.day ?? 0) - 1,
    days: found.map(({ date, gaps: count }) => ({ date, gaps: count })),
  }));
}
