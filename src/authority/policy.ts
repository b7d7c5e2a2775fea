/**
 * Law as data: what differs from state to state, or from one counsel to another.
 *
 * A policy is read from a district's pack and never written by the program. It cannot switch off
 * the letter's own rules (P1 to P9): it has no word for a person other than Legal Counsel who
 * decides, and none for an administrative paper that opens anything. This file knows nothing of
 * duties or schools, so the names of duties are left open and closed by whoever reads the pack.
 */

/**
 * The findings of counsel that may ever support access. Closed: an administrative-warrant, a
 * subpoena of any kind, an application, a letter, a consent and anything unreadable have no
 * place here, so a policy that lists one does not compile and is not read. (P3)
 */
export const accessFindings = [
  'judicial-warrant',
  'clerk-signed-arrest-warrant',
  'civil-entry-warrant',
  'court-order',
] as const;
export type AccessFinding = (typeof accessFindings)[number];

/**
 * The sixteen questions that the letter and the law leave to counsel, in the order of the brief.
 * An answer is counsel's written interpretation; it never moves the decision to anybody else.
 */
export const openQuestionIds = [
  'clerk-signed-arrest-warrants',
  'civil-entry-warrants',
  'immigration-subpoena-as-subpoena',
  'attorney-signed-subpoenas',
  'directory-information-to-police',
  'who-is-non-local',
  'where-exigency-begins',
  'copy-photograph-or-note',
  'security-officer-as-law-enforcement-unit',
  'minimum-parent-notice',
  'protected-areas-act',
  'personal-data-act-and-police-sharing',
  'designated-administrator-per-school',
  'retention-series',
  'arrest-warrant-and-third-party-premises',
  'who-is-told-and-state-reports',
] as const;
export type OpenQuestionId = (typeof openQuestionIds)[number];

/**
 * Findings on which a ground stays closed until counsel has answered the question in writing.
 * Absent from this table: what the letter itself recognises, a paper signed by a judge.
 */
export const questionBehindFinding: Partial<Record<AccessFinding, OpenQuestionId>> = {
  'clerk-signed-arrest-warrant': 'clerk-signed-arrest-warrants',
  'civil-entry-warrant': 'civil-entry-warrants',
};

/** Classes of what is held. Each ships as kept; disposal is counsel's act, never a file's. */
export const retentionClasses = [
  'door-log',
  'papers',
  'findings-and-decisions',
  'paging',
  'records-requests',
  'disclosures',
  'notices',
  'deliveries',
  'roster',
  'appointments',
  'questions',
] as const;
export type RetentionClass = (typeof retentionClasses)[number];

/** Ways in which an agency may approach a school. A sighting is none of them. */
export const approachMediums = ['at-door', 'phone', 'mail', 'e-mail'] as const;
export type ApproachMedium = (typeof approachMediums)[number];

/**
 * A reason on which counsel may authorize access.
 *
 * It opens nothing by itself. Any one of `needsFinding`, found by counsel, supports it; the list
 * is never empty, and a ground that is not switched on supports nothing.
 */
export type Ground = {
  readonly id: string;
  readonly description: string;
  readonly needsFinding: readonly AccessFinding[];
  readonly note: string | null;
  readonly switchedOn: boolean;
};

/** Whom to call, and how many seconds after the track began. */
export type ChainStep<DutyName extends string = string> = {
  readonly duties: readonly DutyName[];
  readonly afterSeconds: number;
};

/** A step of the counsel track: it says which of those who hold the duty are called. */
export type CounselStep<DutyName extends string = string> = ChainStep<DutyName> & {
  readonly reach: 'primary' | 'backups' | 'superintendent';
};

/** Two tracks that run side by side. Neither ever times out into a permission. (P1, P6) */
export type Chain<DutyName extends string = string> = {
  readonly leader: readonly ChainStep<DutyName>[];
  readonly counsel: readonly CounselStep<DutyName>[];
  /** Whether one answer stops the track, or each of those who were called has to answer. */
  readonly leaderAnswers: 'anyone' | 'everyone';
  readonly counselAnswers: 'anyone' | 'everyone';
  readonly repeatEverySeconds: number;
  readonly acknowledgementExpiresSeconds: number;
};

/** A question left to counsel. `interpretation` and `setBy` are both null or both set. */
export type OpenQuestion = {
  readonly id: OpenQuestionId;
  readonly question: string;
  readonly interpretation: string | null;
  readonly setBy: 'legal-counsel' | null;
};

/** One version of a district's law as data. Every decision records the `version` in force. */
export type Policy<DutyName extends string = string> = {
  readonly version: string;
  /** A calendar day, `2026-01-31`; null while the version is proposed and not adopted. */
  readonly adoptedOn: string | null;
  readonly photographingPapers: 'allowed' | 'note-only';
  readonly copyRefusedTranscribe: boolean;
  readonly chain: Chain<DutyName>;
  readonly noticeOnMedium: readonly ApproachMedium[];
  readonly noticeWaitsUntilAgentsLeft: boolean;
  readonly grounds: readonly Ground[];
  /** Days in which a search may be executed, by whose court issued it. Always has `federal`. */
  readonly executionWindowDays: Readonly<Record<string, number>>;
  /** Wall-clock times in the district's zone, `06:00`. Outside them a paper is flagged only. */
  readonly daytime: { readonly from: string; readonly to: string };
  /** Days before a release of records; null: counsel sets them for each release. */
  readonly parentNoticeDays: number | null;
  readonly retention: Readonly<Record<RetentionClass, 'keep'>>;
  readonly openQuestions: readonly OpenQuestion[];
};

function isAccessFinding(finding: string): finding is AccessFinding {
  return accessFindings.some((known) => known === finding);
}

/**
 * The grounds that a finding of counsel could support under this policy.
 *
 * Empty for every administrative paper and for anything unknown, even where the policy was
 * tampered with to list it. A non-empty answer is still no permission: counsel decides.
 */
export function groundsSupportedBy(policy: Policy, finding: string): readonly Ground[] {
  if (!isAccessFinding(finding)) return [];
  return policy.grounds.filter(
    (ground) => ground.switchedOn && ground.needsFinding.includes(finding),
  );
}

/** Counsel's written answer to an open question; null while it is open. */
export function interpretationOf(policy: Policy, id: OpenQuestionId): string | null {
  return policy.openQuestions.find((asked) => asked.id === id)?.interpretation ?? null;
}

/**
 * Whether a wall-clock time such as `21:59` lies in the daytime of this policy.
 *
 * The closing minute already counts as night: an answer of false only raises a flag for counsel,
 * so the doubtful minute is better flagged than missed. (Fed. R. Crim. P. 41(a)(2)(B))
 */
export function isDaytime(policy: Policy, clock: string): boolean {
  return clock >= policy.daytime.from && clock < policy.daytime.to;
}
