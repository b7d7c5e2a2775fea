/**
 * What happened is always written down, in every state, whoever tells it. Nothing in this file can
 * say no; a fact about an encounter that is closed or was never opened is marked late. (principle
 * 2)
 */
import { accept, type Decision } from '#std/decision';
import type { Instant } from '#std/instant';
import { unreachable } from '#std/unreachable';
import type { EncounterEvent, Observation } from '../words.ts';
import { authorizationInForce, type Encounter } from './encounter.ts';

/** The one fact that follows from an observation. */
export function observe(
  encounter: Encounter,
  observation: Observation,
  happenedAt: Instant,
): Decision<EncounterEvent, never> {
  const late = isLate(encounter, observation);
  if (observation.type !== 'ReportEntry') return accept(factOf(observation, late));
  // What was told stands as it was told; whether counsel had authorized it is added beside it. (P7)
  const isUnfounded =
    observation.basis === 'authorized-by-counsel' &&
    authorizationInForce(encounter, happenedAt) === null;
  return accept({ ...observation, type: 'EntryReported', isUnfounded, isLate: late });
}

function isLate(encounter: Encounter, observation: Observation): boolean {
  if (encounter.stage === 'closed') return true;
  return encounter.stage === 'unheard-of' && observation.type !== 'ReportArrival';
}

type Plain = Exclude<Observation, { type: 'ReportEntry' }>;

function factOf(observation: Plain, isLate: boolean): EncounterEvent {
  switch (observation.type) {
    case 'ReportArrival':
      return { ...observation, type: 'ArrivalReported', isLate };
    case 'ReportHelp':
      return { ...observation, type: 'HelpReported', isLate };
    case 'ReportIdentification':
      return { ...observation, type: 'AgentsIdentified', isLate };
    case 'ReportAgencyEvidence':
      return { ...observation, type: 'AgencyEvidenceReported', isLate };
    case 'ReportPaper':
      return { ...observation, type: 'PaperReported', isLate };
    case 'ReportCounselAsked':
      return { ...observation, type: 'CounselAsked', isLate };
    case 'ReportEntryAnnounced':
      return { ...observation, type: 'EntryAnnounced', isLate };
    case 'ReportSupervision':
      return { ...observation, type: 'SupervisionReported', isLate };
    case 'ReportDeparture':
      return { ...observation, type: 'DepartureReported', isLate };
    case 'ReportNote':
      return { ...observation, type: 'NoteReported', isLate };
    case 'ReportRefusedAttempt':
      return { ...observation, type: 'OrderRefused' };
    default:
      return unreachable(observation);
  }
}
