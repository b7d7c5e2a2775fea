/**
 * Which duties may do which act at all. One table, so that it can be read aloud.
 *
 * An act that is not here cannot be named by any code, and whether it may be done *now* is the
 * law's to say. Reporting has no row: what happened is accepted from whoever tells it. (principle
 * 2)
 */
import { type Duty, duties } from './duties.ts';

const theSchool = ['building-leader', 'designated-administrator'] as const;
const theDoor = ['school-security-officer', 'office-staff', ...theSchool] as const;

export const actDuties = {
  // the door
  'see-encounters': [...theDoor, 'legal-counsel', 'superintendent', 'communications', 'auditor'],
  'see-papers': ['legal-counsel', ...theSchool],
  'ask-counsel': [...theDoor, 'superintendent'],
  'close-encounter': [...theSchool, 'legal-counsel'],
  // counsel alone (P2, P3, P7)
  'find-paper': ['legal-counsel'],
  'decide-access': ['legal-counsel'],
  'authorize-access': ['legal-counsel'],
  'clear-notice': ['legal-counsel'],
  // telling families (P9)
  'see-notices': ['legal-counsel', 'communications', 'superintendent', 'auditor', ...theSchool],
  'draft-notice': ['legal-counsel', 'communications'],
  'release-notice': ['communications', 'superintendent'],
  'throw-kill-switch': ['legal-counsel', 'communications', 'superintendent', 'it'],
  'work-call-list': ['communications', 'interpreter', 'family-center', ...theSchool],
  // the roster
  'import-roster': ['it', 'records-custodian'],
  'accept-roster': ['records-custodian', 'superintendent'],
  // paging
  'answer-page': [...duties],
  'keep-rota': ['it', 'superintendent', ...theSchool],
  'keep-counsel-rota': ['legal-counsel', 'superintendent'],
  'see-readiness': ['it', 'superintendent', 'legal-counsel', 'auditor', ...theSchool],
  // people and devices
  'see-people': ['it', 'superintendent', 'legal-counsel', 'auditor'],
  'add-person': ['it', 'superintendent'],
  'grant-duty': ['it', 'superintendent'],
  'request-counsel-grant': ['it', 'superintendent', 'legal-counsel'],
  'sign-counsel-grant': ['legal-counsel', 'superintendent'],
  'withdraw-duty': ['it', 'superintendent', 'legal-counsel'],
  'enrol-device': ['it', ...theSchool],
  // proof
  'see-ledger': ['auditor', 'superintendent', 'legal-counsel', 'it'],
} as const satisfies Record<string, readonly Duty[]>;

export type ActName = keyof typeof actDuties;
