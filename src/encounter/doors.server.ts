import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { type Desk, freshAct } from '#district/desk';
import { keepOriginal } from '#paper/acts';
import { type DoorAnswer, door, type Knock } from '#platform/door';
import { readAssertion } from '#platform/webauthn';
import { known, type EncounterId, type PaperId } from '#std/ids';
import {
  type About,
  closeEncounter,
  denyAccess,
  type EncounterOutcome,
  findPaper,
  needMore,
  receivePapersOnly,
  reopenEncounter,
  revokeAuthorization,
  stepAside,
} from './acts.server.ts';
import { authorizeAccess } from './authorize.server.ts';
import * as readers from './readers.server.ts';
import { reportOrKeep } from './report.server.ts';
import type { Observation } from './words.ts';

/** What these doors need of a web process: somewhere to keep reports while the database is away. */
type World = {
  readonly worstDay: {
    readonly orJournal: <T>(
      entry: unknown,
      page: { school: string; cause: string; isDrill: boolean } | null,
      work: () => Promise<T>,
    ) => Promise<T | (DoorAnswer & { kind: 'journaled' })>;
  };
};
type Here = Knock<World, Desk>;

function aboutOf(here: Here, happenedAt?: string): About {
  return { encounter: known<EncounterId>(here.id), act: known(here.act), happenedAt };
}

function answerOf(outcome: EncounterOutcome): DoorAnswer {
  if (outcome.kind === 'refused') return outcome;
  const facts = outcome.recorded.map(({ position, event }) => ({ position, type: event.type }));
  return { kind: 'done', body: { version: outcome.version, facts } };
}

async function told(
  here: Here,
  happenedAt: string | undefined,
  observation: Observation,
): Promise<DoorAnswer> {
  const page = pageFor(observation);
  const outcome = await reportOrKeep(
    here.desk,
    aboutOf(here, happenedAt),
    observation,
    (entry, work) => here.world.worstDay.orJournal(entry, page, work),
  );
  return outcome.kind === 'journaled' ? outcome : answerOf(outcome);
}

function pageFor(observation: Observation) {
  if (observation.type !== 'ReportArrival') return null;
  const cause =
    observation.help === 'uninvited'
      ? observation.medium === 'at-door'
        ? 'agents-at-a-school'
        : 'an-agency-asks'
      : 'help-was-called';
  return { school: observation.school, cause, isDrill: observation.isDrill };
}

const authorizing = readers.authorizationReader.extend({
  nonce: z.string().min(16).max(100),
  assertion: z.unknown().transform((value, context) => {
    const assertion = readAssertion(value);
    if (assertion !== null) return assertion;
    context.addIssue('this is no answer of a passkey');
    return z.NEVER;
  }),
});

const upload = z.object({
  paper: z.string().uuid(),
  copy: z.enum(['photo', 'pdf', 'refused', 'note-only']).default('photo'),
  file: z.instanceof(Blob).nullable().default(null),
  deviceSha256: z
    .string()
    .regex(/^([0-9a-f]{64})?$/)
    .default(''),
  headings: z.string().max(1000).default(''),
  happenedAt: readers.happenedAt,
});

// Every paper goes to counsel, also one whose photo nobody can open. (P4) It is noted under ids of
// its own: the same paper may still be sent once more, with a photo that can be looked at.
function noteWithoutCopy(here: Here, { happenedAt, headings }: z.infer<typeof upload>) {
  const paper = known<PaperId>(randomUUID());
  return told({ ...here, act: freshAct() }, happenedAt, {
    type: 'ReportPaper',
    paper: { paper, headings, copy: 'note-only', sha256: null, mediaType: null },
  });
}

async function takePaper(here: Here, value: z.infer<typeof upload>): Promise<DoorAnswer> {
  const paper = known<PaperId>(value.paper);
  const report = (shown: {
    copy: typeof value.copy;
    sha256: string | null;
    mediaType: string | null;
  }) =>
    told(here, value.happenedAt, {
      type: 'ReportPaper',
      paper: { paper, headings: value.headings, ...shown },
    });
  if (value.file === null || value.file.size === 0) {
    if (value.copy === 'refused' || value.copy === 'note-only') {
      return report({ copy: value.copy, sha256: null, mediaType: null });
    }
    return { kind: 'refused', refusal: 'the-file-is-empty' };
  }
  const kept = await keepOriginal(here.desk, {
    encounter: known(here.id),
    paper,
    bytes: new Uint8Array(await value.file.arrayBuffer()),
    deviceSha256: value.deviceSha256 === '' ? null : value.deviceSha256,
  });
  if (kept.kind === 'refused') {
    await noteWithoutCopy(here, value);
    return kept;
  }
  const copy = kept.mediaType === 'application/pdf' ? 'pdf' : 'photo';
  return report({ copy, sha256: kept.sha256, mediaType: kept.mediaType });
}

/** Every act on an encounter. */
export const encounterDoors = {
  'report-arrival': door({
    summary: 'Agents are here, or an agency asks: one tap, completed later.',
    kind: 'observation',
    reader: readers.arrivalReader,
    perform: (here: Here, { happenedAt, isDrill, ...value }) =>
      told(here, happenedAt, {
        type: 'ReportArrival',
        ...value,
        isDrill: isDrill === 'yes',
        policy: here.desk.pack.policy.version,
      }),
  }),
  'report-help': door({
    summary: 'Whether these people were called as help.',
    kind: 'observation',
    reader: readers.helpReader,
    perform: (here: Here, { happenedAt, help }) =>
      told(here, happenedAt, { type: 'ReportHelp', help }),
  }),
  'report-identification': door({
    summary: 'Who the agents say they are, what they say they want.',
    kind: 'observation',
    reader: readers.identificationReader,
    perform: (here: Here, { happenedAt, ...identification }) =>
      told(here, happenedAt, { type: 'ReportIdentification', identification }),
  }),
  'report-agency-evidence': door({
    summary: 'What is now known of which agency it is.',
    kind: 'observation',
    reader: readers.evidenceReader,
    perform: (here: Here, { happenedAt, ...evidence }) =>
      told(here, happenedAt, { type: 'ReportAgencyEvidence', ...evidence }),
  }),
  'report-paper': door({
    summary: 'A paper was shown: a photo, a PDF, or that a copy was refused.',
    kind: 'observation',
    reader: upload,
    perform: takePaper,
  }),
  'ask-counsel': door({
    summary: 'The school asks Legal Counsel.',
    kind: 'observation',
    reader: readers.wordsReader,
    perform: (here: Here, { happenedAt, words }) =>
      told(here, happenedAt, { type: 'ReportCounselAsked', words }),
  }),
  'report-entry': door({
    summary: 'Agents went in, on whatever footing.',
    kind: 'observation',
    reader: readers.entryReader,
    perform: (here: Here, { happenedAt, ...entry }) =>
      told(here, happenedAt, { type: 'ReportEntry', ...entry }),
  }),
  'report-entry-announced': door({
    summary: 'Agents say that they will come in now: every counsel is called at once.',
    kind: 'observation',
    reader: readers.wordsReader,
    perform: (here: Here, { happenedAt, words }) =>
      told(here, happenedAt, { type: 'ReportEntryAnnounced', words }),
  }),
  'report-supervision': door({
    summary: 'What an escort sees while agents are inside.',
    kind: 'observation',
    reader: readers.supervisionReader,
    perform: (here: Here, { happenedAt, ...seen }) =>
      told(here, happenedAt, { type: 'ReportSupervision', ...seen }),
  }),
  'report-departure': door({
    summary: 'The agents left.',
    kind: 'observation',
    reader: readers.departureReader,
    perform: (here: Here, { happenedAt }) => told(here, happenedAt, { type: 'ReportDeparture' }),
  }),
  'report-note': door({
    summary: 'Anything else that happened.',
    kind: 'observation',
    reader: readers.wordsReader,
    perform: (here: Here, { happenedAt, words }) =>
      told(here, happenedAt, { type: 'ReportNote', words }),
  }),
  'find-paper': door({
    summary: 'Legal Counsel finds what a paper is.',
    kind: 'order',
    reader: readers.findingReader,
    perform: async (here: Here, { paper, ...finding }) =>
      answerOf(await findPaper(here.desk, aboutOf(here), paper, finding)),
  }),
  'deny-access': door({
    summary: 'Legal Counsel denies access.',
    kind: 'order',
    reader: readers.reasonsReader,
    perform: async (here: Here, { reasons }) =>
      answerOf(await denyAccess(here.desk, aboutOf(here), reasons)),
  }),
  'receive-papers-only': door({
    summary: 'Legal Counsel lets papers be taken at the door, and nothing else.',
    kind: 'order',
    reader: readers.reasonsReader,
    perform: async (here: Here, { reasons }) =>
      answerOf(await receivePapersOnly(here.desk, aboutOf(here), reasons)),
  }),
  'need-more': door({
    summary: 'Legal Counsel needs to know more.',
    kind: 'order',
    reader: readers.reasonsReader,
    perform: async (here: Here, { reasons }) =>
      answerOf(await needMore(here.desk, aboutOf(here), reasons)),
  }),
  'authorize-access': door({
    summary: 'Legal Counsel authorizes exactly this, signed by passkey.',
    kind: 'order',
    reader: authorizing,
    perform: async (here: Here, { nonce, assertion, ...authorized }) =>
      answerOf(await authorizeAccess(here.desk, aboutOf(here), authorized, { nonce, assertion })),
  }),
  'revoke-authorization': door({
    summary: 'Legal Counsel ends what was authorized.',
    kind: 'order',
    reader: readers.reasonsReader,
    perform: async (here: Here, { reasons }) =>
      answerOf(await revokeAuthorization(here.desk, aboutOf(here), reasons)),
  }),
  'step-aside': door({
    summary: 'Legal Counsel has a conflict, and decides nothing in this encounter.',
    kind: 'order',
    reader: readers.reasonsReader,
    perform: async (here: Here, { reasons }) =>
      answerOf(await stepAside(here.desk, aboutOf(here), reasons)),
  }),
  'close-encounter': door({
    summary: 'The school or counsel closes an encounter whose agents have left.',
    kind: 'order',
    reader: readers.wordsReader,
    perform: async (here: Here, { words }) =>
      answerOf(await closeEncounter(here.desk, aboutOf(here), words)),
  }),
  'reopen-encounter': door({
    summary: 'The school or counsel opens a closed encounter again.',
    kind: 'order',
    reader: readers.wordsReader,
    perform: async (here: Here, { words }) =>
      answerOf(await reopenEncounter(here.desk, aboutOf(here), words)),
  }),
};
