/**
 * What a notice may say, as values: the only facts a text can be filled with.
 *
 * What is not here cannot be told. There is no value for a person's name, for how many agents
 * came, for whom they asked, for what a paper is, or for anybody's status. An agency that nobody
 * named has no name to leak: its value does not exist.
 */
import { clockTime, type InWords, longDay } from './dates.ts';

/**
 * Who came, at its level of evidence (principle 11). `claimed`: they said so and nobody confirmed
 * it. `confirmed`: the district checked it with somebody other than them.
 */
export type AgencyAtDoor =
  | { readonly level: 'unknown' }
  | { readonly level: 'claimed' | 'confirmed'; readonly name: string };

/**
 * What happened. `outside`: they did not go in, and the text does not say whether they are gone.
 * `left`: they did not go in, and they are gone.
 */
export type NoticeOutcome =
  | 'outside'
  | 'left'
  | 'entered_with_authorization'
  | 'entered_without_authorization';

export type CorrectionReason = 'not_law_enforcement' | 'wrong_school' | 'wrong_agency' | 'other';

/** What every notice says: where, when, who at which level, and where a family finds help. */
export interface PlaceAndHelp {
  readonly school: string;
  /** RFC 3339, the moment of the attempt. */
  readonly happenedAt: string;
  /** IANA name of the district's time zone. */
  readonly zone: string;
  readonly agency: AgencyAtDoor;
  readonly districtPhone: string;
  readonly familyCenterPhone: string;
  readonly statusUrl: string;
}

export interface AttemptValues extends PlaceAndHelp {
  readonly kind: 'attempt';
  readonly outcome: NoticeOutcome;
  /** How many papers are on file. The text tells none, one and more apart and prints no number. */
  readonly papersShown: number;
  /** `yes` only when somebody verified it; `other` says nothing at all. */
  readonly studentsSafe: 'yes' | 'other';
}

export interface CorrectionValues extends PlaceAndHelp {
  readonly kind: 'correction';
  readonly reason: CorrectionReason;
  readonly originalSchool: string;
  /** RFC 3339, the moment the message that is being corrected was released. */
  readonly originalReleasedAt: string;
}

/** The same values serve every language: days and times are put into words while rendering. */
export type NoticeValues = AttemptValues | CorrectionValues;

/** The values a variable can take where a text chooses its words by it. */
export const choices: Readonly<Record<string, readonly string[]>> = {
  agencyLevel: ['unknown', 'claimed', 'confirmed'],
  outcome: ['outside', 'left', 'entered_with_authorization', 'entered_without_authorization'],
  studentsSafe: ['yes', 'other'],
  reason: ['not_law_enforcement', 'wrong_school', 'wrong_agency', 'other'],
};

const printed = ['school', 'day', 'time', 'districtPhone', 'familyCenterPhone', 'statusUrl'];

/** The variables that each kind of notice may print, choose by, or count by. */
export const variablesOf = {
  attempt: {
    printed,
    chosen: ['agencyLevel', 'outcome', 'studentsSafe'],
    counted: ['papersShown'],
  },
  correction: {
    printed: [...printed, 'originalSchool', 'originalDay', 'originalTime'],
    chosen: ['agencyLevel', 'reason'],
    counted: [],
  },
} as const;

export type Variables = Record<string, string | number>;

/**
 * The values as a text's variables in one language, and every problem that forbids to use them.
 *
 * No value brings markup, a brace, a line break or an invisible character into a notice.
 */
export function variablesFor(values: NoticeValues, language: string) {
  const problems: string[] = [];
  const words = (written: InWords): string => {
    if (written.kind === 'written') return written.words;
    problems.push(written.problem);
    return '';
  };
  const name = (variable: string, value: string): string => {
    const clean = inert(value);
    if (clean === '') problems.push(`${variable} is empty`);
    return clean;
  };
  const phone = (variable: string, value: string): string => {
    if (!/^\+?[0-9][0-9 ().-]{1,30}$/.test(value)) problems.push(`${variable} is not a number`);
    return isRightToLeft(language) ? `\u2066${value}\u2069` : value;
  };
  if (!/^https?:\/\/[\w.:%/?=&~#-]+$/.test(values.statusUrl))
    problems.push('statusUrl is no address');

  const { zone, agency } = values;
  const variables: Variables = {
    school: name('school', values.school),
    day: words(longDay(values.happenedAt, zone, language)),
    time: words(clockTime(values.happenedAt, zone, language)),
    agencyLevel: agency.level,
    ...(agency.level === 'unknown' ? {} : { agency: name('agency', agency.name) }),
    districtPhone: phone('districtPhone', values.districtPhone),
    familyCenterPhone: phone('familyCenterPhone', values.familyCenterPhone),
    // Not isolated: a telephone that turns the address into a link would take the mark with it.
    statusUrl: values.statusUrl,
  };
  if (values.kind === 'attempt') {
    const { outcome, papersShown, studentsSafe } = values;
    Object.assign(variables, { outcome, papersShown, studentsSafe });
  } else {
    const { originalReleasedAt: released, reason } = values;
    Object.assign(variables, {
      reason,
      originalSchool: name('originalSchool', values.originalSchool),
      originalDay: words(longDay(released, zone, language)),
      originalTime: words(clockTime(released, zone, language)),
    });
  }
  return { variables, problems: [...problems, ...outOfRange(variables)] };
}

// A choice outside its list would fall into a text's `other` branch and say something untrue.
function outOfRange(variables: Variables): string[] {
  const wrong = Object.entries(choices).filter(
    ([name, known]) => name in variables && !known.includes(String(variables[name])),
  );
  const problems = wrong.map(([name]) => `${name} cannot be ${variables[name]}`);
  const papers = variables.papersShown ?? 0;
  if (!Number.isInteger(papers) || Number(papers) < 0) problems.push('papersShown is not a count');
  return problems;
}

/** A name as plain words: markup and braces lose their meaning, invisible characters vanish. */
function inert(value: string): string {
  return value
    .replaceAll(/\s+/g, ' ')
    .replaceAll(/[\p{Cc}\p{Cf}]/gu, '')
    .replaceAll('<', '‹')
    .replaceAll('>', '›')
    .replaceAll('{', '(')
    .replaceAll('}', ')')
    .trim();
}

const rightToLeft = /^(ar|arc|ckb|dv|fa|he|ku-Arab|pa-Arab|prs|ps|sd|ug|ur|yi)(-|$)/;

/** Whether a language is written from right to left, where a bare telephone number turns around. */
export function isRightToLeft(language: string): boolean {
  return rightToLeft.test(language);
}
