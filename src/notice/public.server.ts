/**
 * What anybody may read of the notices: released texts, and nothing else of a district.
 *
 * The only reader of `released_text`. It is meant for the role `threshold_public`, which can see no
 * encounter, no family and no draft, whatever this file should ask for.
 */
import type { Database } from '#platform/database';
import { sha256 } from '#platform/secrets';
import type { DistrictId } from '#std/ids';
import type { Instant } from '#std/instant';
import { clockTime, longDay } from './core/dates.ts';

/** A released notice as one language has it. */
export type ReleasedNotice = {
  readonly notice: string;
  readonly school: string;
  readonly releasedAt: Instant;
  /** The notice that this one corrects. */
  readonly replaces: string | null;
  /** The newest notice that corrects this one, and when. */
  readonly corrected: { readonly by: string; readonly at: Instant } | null;
  /** Null where no text was released in this language: then a voice, never English. */
  readonly text: ReleasedWords | null;
};

/** The words of a notice exactly as they were released, and their short mark. */
export type ReleasedWords = {
  readonly subject: string;
  readonly body: string;
  readonly mark: string;
};

/** Released notices, newest first, and whether there are older ones than these. */
export type Released = {
  readonly notices: readonly ReleasedNotice[];
  readonly hasOlder: boolean;
};

type ReleasedRow = {
  readonly notice: string;
  readonly language: string;
  readonly subject: string;
  readonly body: string;
  readonly school: string;
  readonly released_at: Instant;
  readonly replaces: string | null;
};

/** How many notices a public page shows. Beyond, the page says that there are older ones. */
export const releasedMost = 200;

/**
 * The released notices of a district in one language, newest first. Never a drill, never a draft,
 * never a text in another language than the one asked for. Throws when the database is away.
 */
export async function readReleased(
  database: Database,
  district: DistrictId,
  language: string,
): Promise<Released> {
  const rows = await database.inDistrict(district, (transaction) =>
    transaction.query<ReleasedRow>(
      `select * from (
         select distinct on (notice) notice, language, subject, body, school, released_at, replaces
         from released_text where district = $1 and not is_drill
         order by notice, language = $2 desc) each_notice
       order by released_at desc, notice limit $3`,
      [district, language, releasedMost + 1],
    ),
  );
  const shown = rows.slice(0, releasedMost);
  return {
    notices: shown.map((row) => releasedNotice(row, shown, language)),
    hasOlder: rows.length > shown.length,
  };
}

// A correction is younger than what it corrects, so it is among the rows whenever the other is.
function releasedNotice(
  row: ReleasedRow,
  newestFirst: readonly ReleasedRow[],
  language: string,
): ReleasedNotice {
  const correction = newestFirst.find((other) => other.replaces === row.notice);
  return {
    notice: row.notice,
    school: row.school,
    releasedAt: row.released_at,
    replaces: row.replaces,
    corrected:
      correction === undefined ? null : { by: correction.notice, at: correction.released_at },
    text: row.language === language ? releasedWords(row.subject, row.body) : null,
  };
}

function releasedWords(subject: string, body: string): ReleasedWords {
  return { subject, body, mark: markOf(subject, body) };
}

/**
 * The short mark of a message: the first twelve hexadecimal digits of the SHA-256 of its subject, a
 * line feed and its body, in UTF-8. Two people can compare by telephone what each of them reads. It
 * is no signature, and it proves nothing about who wrote a message.
 */
export function markOf(subject: string, body: string): string {
  return sha256(`${subject}\n${body}`).toString('hex').slice(0, 12);
}

/**
 * A moment as families read it, in the district's zone and their language: the day, then the clock.
 * Null where we cannot write a date in the language; never a date in another language.
 */
export function momentWords(moment: Instant, zone: string, language: string): string | null {
  const day = longDay(moment, zone, language);
  const clock = clockTime(moment, zone, language);
  if (day.kind === 'unwritable' || clock.kind === 'unwritable') return null;
  return `${day.words}, ${clock.words}`;
}
