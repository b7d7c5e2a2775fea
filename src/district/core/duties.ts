/**
 * The duties that people have in this district, and which belong to one school.
 *
 * A duty says what somebody may be asked to do; it never says who they are. Closed on purpose: a
 * duty that is not here cannot be granted, and none but Legal Counsel may decide. (P2, P7)
 */
export const duties = [
  'school-security-officer',
  'office-staff',
  'building-leader',
  'designated-administrator',
  'legal-counsel',
  'communications',
  'records-custodian',
  'family-center',
  'interpreter',
  'translator',
  'partner',
  'superintendent',
  'auditor',
  'it',
] as const;
export type Duty = (typeof duties)[number];

/** Duties that every school has a post for. All the others belong to the district as a whole. */
export const schoolDuties = [
  'school-security-officer',
  'office-staff',
  'building-leader',
  'designated-administrator',
] as const satisfies readonly Duty[];

/** What the post of a school duty is called, before the name of its school. */
export const schoolDutyTitles: Readonly<Record<(typeof schoolDuties)[number], string>> = {
  'school-security-officer': 'School security officer',
  'office-staff': 'Office staff',
  'building-leader': 'Building leader',
  'designated-administrator': 'Designated administrator',
};

/** Whether a school has people of its own for a duty; all others belong to the district. */
export function isSchoolDuty(duty: string): boolean {
  return schoolDuties.some((own) => own === duty);
}

/** Whether a word from outside names a duty of ours. Spelling counts; nothing is guessed. */
export function isDuty(word: string): word is Duty {
  return duties.some((duty) => duty === word);
}
