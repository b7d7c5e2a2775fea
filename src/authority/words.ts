/**
 * Kinds of papers and what each can open. What a paper is depends on who issued and who signed it,
 * never on who asks, and only counsel's finding says which it is. (P3)
 */
export type {
  AccessFinding,
  ApproachMedium,
  Chain,
  ChainStep,
  CounselStep,
  Ground,
  OpenQuestion,
  OpenQuestionId,
  Policy,
  RetentionClass,
} from './policy.ts';
export {
  accessFindings,
  approachMediums,
  openQuestionIds,
  questionBehindFinding,
  retentionClasses,
} from './policy.ts';

/**
 * What counsel may find a paper to be. The list is closed; `other` and `unreadable` open nothing.
 */
export const findingKinds = [
  'judicial-warrant',
  'clerk-signed-arrest-warrant',
  'civil-entry-warrant',
  'court-order',
  'subpoena',
  'application',
  'administrative-warrant',
  'administrative-subpoena',
  'notice-or-letter',
  'consent',
  'unreadable',
  'other',
] as const;
export type FindingKind = (typeof findingKinds)[number];

// A court's paper that can carry entry at all. Whether it does is counsel's decision on a ground
// that counsel keeps; the papers missing here never open a door, whatever a ground says. (P3)
const doorOpening: ReadonlySet<FindingKind> = new Set([
  'judicial-warrant',
  'clerk-signed-arrest-warrant',
  'civil-entry-warrant',
  'court-order',
]);

/**
 * Whether a finding of this kind can support an authorization to enter. An agency's own form never
 * can.
 */
export function canOpenADoor(kind: FindingKind): boolean {
  return doorOpening.has(kind);
}

/** Who may be met or taken, where, and what may be searched or seized: exactly, or not at all. */
export type Scope = {
  readonly who: string;
  readonly where: string;
  readonly what: string;
};

/** How much is known about which agency is at the door: a claim until it is confirmed. */
export const agencyLevels = ['unknown', 'claimed', 'credential-seen', 'confirmed'] as const;
export type AgencyLevel = (typeof agencyLevels)[number];
