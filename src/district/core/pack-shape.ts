/**
 * What a district's pack holds once it has been read. Facts about places, agencies and words;
 * people appear by duty only, and nothing here is about a student or a family.
 */
import type { Policy } from '#authority';
import type { Duty } from './duties.ts';

/** A language that families may choose, with its name in that language. */
export type Language = {
  readonly tag: string;
  readonly name: string;
  readonly direction: 'ltr' | 'rtl';
};

/**
 * How to find an office. Null means that nobody has checked it, and then `unverified` is true;
 * a guessed street would make a paper's address seem to differ, or to agree.
 */
export type Whereabouts = {
  readonly phone: string | null;
  readonly address: string | null;
  readonly unverified: boolean;
};

/**
 * One school year as the district gave it out. Days are calendar days of the district's zone; every
 * Monday to Friday from the first to the last is a school day, but for those in `noSchool`.
 */
export type SchoolYear = {
  readonly firstDay: string;
  readonly lastDay: string;
  readonly noSchool: readonly string[];
};

/** The district itself. `office.phone` is where families' questions go (P13). */
export type District = {
  readonly slug: string;
  readonly name: string;
  readonly timeZone: string;
  readonly website: string | null;
  readonly office: Whereabouts & { readonly phone: string };
  readonly familyCenter: Whereabouts;
  /** In the order in which they are offered. */
  readonly languages: readonly Language[];
  readonly localeDefault: string;
  /** Null while nobody has checked the calendar; a guessed holiday would leave a day uncovered. */
  readonly schoolYear: SchoolYear | null;
};

export const schoolLevels = [
  'early-childhood',
  'elementary',
  'middle',
  'high',
  'transition',
] as const;

export type School = Whereabouts & {
  readonly id: string;
  readonly name: string;
  readonly level: (typeof schoolLevels)[number];
};

export const agencyKinds = ['local', 'non-local', 'own-protocol'] as const;

/** An agency that may come to a door. One that is not listed is treated as non-local. */
export type Agency = {
  readonly id: string;
  readonly name: string;
  readonly kind: (typeof agencyKinds)[number];
  readonly note: string | null;
};

/** A post, by duty and never by name. `rank` orders those who share the duty of counsel. */
export type Post = {
  readonly id: string;
  readonly title: string;
  readonly duty: Duty;
  readonly rank: 'primary' | 'backup' | null;
  /** Null for a post of the district as a whole. */
  readonly schoolId: string | null;
};

export const situationIds = [
  'agents-arrive',
  'asked-for-a-minute',
  'paper-shown',
  'non-consent-stated',
  'asked-whether-someone-is-here',
  'emergency-claimed',
  'asked-by-phone',
  'entering-now',
  'entered-without-authorization',
  'help-was-called',
  'life-at-risk',
  'weapons-force-or-doubt',
] as const;
export type SituationId = (typeof situationIds)[number];

/** One thing to say or to do at a time. At least one of `say` and `do` is there. */
export type WordsLine = {
  readonly duties: readonly Duty[];
  readonly say: string | null;
  readonly do: string | null;
};

export type Situation = { readonly id: SituationId; readonly lines: readonly WordsLine[] };

/** The words for the door. Written in `locale`; another language is a reviewed translation. */
export type WordsToSay = { readonly locale: string; readonly situations: readonly Situation[] };

/** The district's letter to its families, as Markdown, whole and unaltered. */
export type Letter = { readonly language: string; readonly text: string };

/** A whole district as data, checked. Never holds a person's name or anything of a family. */
export type DistrictPack = {
  readonly district: District;
  readonly schools: readonly School[];
  readonly agencies: readonly Agency[];
  /** District-level posts first, then four for each school in the order of the schools. */
  readonly posts: readonly Post[];
  readonly policy: Policy<Duty>;
  readonly words: WordsToSay;
  readonly letters: readonly Letter[];
};
