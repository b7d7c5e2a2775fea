import type { AgencyLevel, ApproachMedium, FindingKind } from '#authority';
import type { Encounter, EncounterEvent } from '#encounter';

/** What kinds of papers are called. A finding is always said as "Counsel … found …". */
export const findingWords = {
  'judicial-warrant': 'a judicial warrant, signed by a judge',
  'clerk-signed-arrest-warrant': 'an arrest warrant signed by a clerk of court',
  'civil-entry-warrant': 'a civil warrant for entry, signed by a judge',
  'court-order': 'an order of a court',
  subpoena: 'a subpoena',
  application: 'an application for a warrant, which commands nothing',
  'administrative-warrant': 'an administrative warrant, issued by an agency',
  'administrative-subpoena': 'an administrative subpoena, issued by an agency',
  'notice-or-letter': 'a notice or a letter',
  consent: 'a consent',
  unreadable: 'unreadable',
  other: 'something else',
} as const satisfies Record<FindingKind, string>;

export const decisionWords = {
  none: 'Counsel has not decided. Nobody comes in.',
  denied: 'Counsel denied access. Nobody comes in.',
  'papers-only': 'Papers may be taken at the door. Nobody comes in.',
  'need-more': 'Counsel needs to know more. Nobody comes in meanwhile.',
  authorized: 'Counsel authorized limited access, exactly as it stands below.',
  revoked: 'Counsel ended what was authorized. Nobody comes in.',
} as const satisfies Record<Encounter['decision'], string>;

export const presenceWords = {
  outside: 'The agents are outside.',
  inside: 'Agents are inside.',
  departed: 'The agents have left.',
  'never-here': 'Nobody came in person.',
} as const satisfies Record<Encounter['presence'], string>;

export const levelWords = {
  unknown: 'nobody knows yet',
  claimed: 'what they say of themselves',
  'credential-seen': 'they showed a badge or a card',
  confirmed: 'confirmed by calling a number we found ourselves',
} as const satisfies Record<AgencyLevel, string>;

export const mediumWords = {
  'at-door': 'at the door',
  phone: 'by telephone',
  mail: 'by mail',
  'e-mail': 'by e-mail',
} as const satisfies Record<ApproachMedium, string>;

/** Facts as lines of a story. */
export const eventWords = {
  ArrivalReported: 'Reported: agents have come',
  HelpReported: 'Reported: about help that was called',
  AgentsIdentified: 'Who the agents say they are',
  AgencyEvidenceReported: 'What is known of the agency',
  PaperReported: 'A paper was shown',
  CounselAsked: 'Counsel was asked',
  EntryReported: 'Agents went in',
  EntryAnnounced: 'They said that they will come in',
  SupervisionReported: 'Seen while they were inside',
  DepartureReported: 'The agents left',
  NoteReported: 'Note',
  PaperFound: 'Counsel made a finding on a paper',
  AccessDenied: 'Counsel denied access',
  PapersOnlyReceived: 'Counsel: take papers, nobody comes in',
  MoreAsked: 'Counsel asked for more',
  AccessAuthorized: 'Counsel authorized limited access, signed',
  AuthorizationRevoked: 'Counsel ended the authorization',
  CounselSteppedAside: 'A counsel stepped aside',
  EncounterClosed: 'Closed',
  EncounterReopened: 'Reopened',
  OrderRefused: 'Tried, and refused',
} as const satisfies Record<EncounterEvent['type'], string>;
