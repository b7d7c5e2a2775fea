import type { Duty } from '#district';

/** Duties as people say them. */
export const dutyWords = {
  'school-security-officer': 'school security officer',
  'office-staff': 'office staff',
  'building-leader': 'building leader',
  'designated-administrator': 'designated administrator',
  'legal-counsel': 'Legal Counsel',
  communications: 'communications',
  'records-custodian': 'records custodian',
  'family-center': 'Family Center',
  interpreter: 'interpreter',
  translator: 'translator',
  partner: 'partner organization',
  superintendent: 'superintendent',
  auditor: 'auditor',
  it: 'IT',
} as const satisfies Record<Duty, string>;
