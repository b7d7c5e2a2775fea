/**
 * Days and times in words, in the district's zone and the family's language.
 *
 * Haitian Creole is written here by hand: the ICU inside Node 26 has no data for it, and `Intl`
 * answers in English without saying so. That silence is what this file exists to refuse: a language
 * which neither we nor `Intl` know is a problem, never English (P9, principle 8).
 */

export type InWords =
  | { readonly kind: 'written'; readonly words: string }
  | { readonly kind: 'unwritable'; readonly problem: string };

/** From January to December. */
const monthsInCreole = [
  'janvye',
  'fevriye',
  'mas',
  'avril',
  'me',
  'jen',
  'jiyè',
  'out',
  'septanm',
  'oktòb',
  'novanm',
  'desanm',
] as const;

/** From Monday to Sunday, the order of `Temporal`'s `dayOfWeek`. */
const weekdaysInCreole = [
  'lendi',
  'madi',
  'mèkredi',
  'jedi',
  'vandredi',
  'samdi',
  'dimanch',
] as const;

/**
 * A day with its weekday, such as "Thursday, January 15, 2026".
 *
 * `instant` is RFC 3339 with an offset, `zone` an IANA name. Never falls back to another language,
 * and always counts by the Gregorian calendar with Latin digits, because the school does.
 */
export function longDay(instant: string, zone: string, language: string): InWords {
  return inWords({ instant, zone, language }, dayInCreole, {
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    year: 'numeric',
  });
}

/**
 * A time by the clock on the school's wall, such as "9:05 AM", without seconds or zone.
 *
 * Takes and refuses the same as `longDay`.
 */
export function clockTime(instant: string, zone: string, language: string): InWords {
  return inWords({ instant, zone, language }, timeInCreole, { hour: 'numeric', minute: '2-digit' });
}

/**
 * Which plural form a whole number takes, or `undefined` where the language is unknown.
 *
 * Creole nouns keep their form after a number; only "one" is told apart, so that a text may say
 * `yon` for it.
 */
export function pluralForm(count: number, language: string): Intl.LDMLPluralRule | undefined {
  if (isCreole(language)) return count === 1 ? 'one' : 'other';
  const known = knownTo(Intl.PluralRules, language);
  return known === undefined ? undefined : new Intl.PluralRules(known).select(count);
}

interface Moment {
  readonly instant: string;
  readonly zone: string;
  readonly language: string;
}

function inWords(
  { instant, zone, language }: Moment,
  creole: (local: Temporal.ZonedDateTime) => string,
  options: Intl.DateTimeFormatOptions,
): InWords {
  const local = localTime(instant, zone);
  if (local === undefined) return unwritable(`${instant} in ${zone} is not a moment`);
  if (isCreole(language)) return { kind: 'written', words: creole(local) };

  const known = knownTo(Intl.DateTimeFormat, language);
  if (known === undefined) return unwritable(`we cannot write a date in the language ${language}`);
  return { kind: 'written', words: local.toLocaleString(localeFor(known), options) };
}

function unwritable(problem: string): InWords {
  return { kind: 'unwritable', problem };
}

function localTime(instant: string, zone: string): Temporal.ZonedDateTime | undefined {
  try {
    return Temporal.Instant.from(instant).toZonedDateTimeISO(zone);
  } catch {
    return undefined;
  }
}

function isCreole(language: string): boolean {
  return /^ht(-|$)/.test(language);
}

interface KnowsLanguages {
  supportedLocalesOf(languages: string): string[];
}

function knownTo(formatter: KnowsLanguages, language: string): string | undefined {
  try {
    return formatter.supportedLocalesOf(language)[0];
  } catch {
    return undefined;
  }
}

/** Spanish-speaking families here read clocks with a.m. and p.m., as in `es-US`, not 24 hours. */
function localeFor(language: string): string {
  const withRegion = language === 'es' ? 'es-US' : language === 'en' ? 'en-US' : language;
  return `${withRegion}-u-ca-gregory-nu-latn`;
}

function dayInCreole(local: Temporal.ZonedDateTime): string {
  const weekday = weekdaysInCreole[local.dayOfWeek - 1];
  const day = local.day === 1 ? 'premye' : String(local.day);
  return `${weekday} ${day} ${monthsInCreole[local.month - 1]} ${local.year}`;
}

function timeInCreole(local: Temporal.ZonedDateTime): string {
  const hour = local.hour % 12 === 0 ? 12 : local.hour % 12;
  const minute = String(local.minute).padStart(2, '0');
  const part = local.hour < 12 ? 'maten' : local.hour < 18 ? 'aprèmidi' : 'aswè';
  return `${hour}:${minute} nan ${part}`;
}
