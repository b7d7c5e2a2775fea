/**
 * Reads a story: a rule of the letter, in lines that counsel can read and sign. The grammar is the
 * table below; a line that it does not know is an error, never a comment.
 *
 * Reads only. Whether a story is true is asked of the law, or of the house over HTTP.
 */
import { approachMediums, type FindingKind, findingKinds } from '#authority';
import type {
  Authorized,
  EncounterCommand,
  EntryBasis,
  Identification,
  PaperShown,
} from '#encounter';
import type { PaperId } from '#std/ids';
import type { Instant } from '#std/instant';
import { castDay } from '../cast/cast.ts';
import { arrival, findingOf, identification, paperId, paperShown } from '../kit/door.ts';

/** What somebody does. An authorization is signed over the encounter as it stood at `signedAt`. */
export type StoryCommand =
  | Exclude<EncounterCommand, { type: 'AuthorizeAccess' }>
  | {
      readonly type: 'AuthorizeAccess';
      readonly authorized: Authorized;
      readonly signedAt: Instant;
    };

export type StoryLine = {
  readonly text: string;
  readonly at: Instant;
  readonly happenedAt: Instant;
  readonly who: string;
  readonly command: StoryCommand;
  readonly refused: string | null;
};

export type Story = {
  readonly sentence: string;
  readonly promises: readonly string[];
  /** Which of the hard cases of the domain brief it tells; null where it tells none. */
  readonly domainCase: number | null;
  readonly lines: readonly StoryLine[];
  readonly claims: readonly string[];
};

/** A moment of the story's day on a clock in Connecticut, which keeps winter time on that day. */
export function moment(clock: string): Instant {
  return new Date(`${castDay}T${clock}:00-05:00`).toISOString();
}

type Named = (paper: string) => PaperId;
type Reading = (found: Readonly<Record<string, string>>, named: Named, at: Instant) => StoryCommand;

const time = '\\d\\d:\\d\\d';
const slug = '[a-z0-9-]+';

// Each part of an authorization may be left out, and is then empty: nothing is filled in.
const authorizes = [
  '^authorizes access(?: to (?<where>.+?))?(?: for (?<what>.+?))?(?: with (?<escort>.+?))?',
  `(?: from (?<from>${time}))?(?: until (?<until>${time}))?(?: on (?<ground>${slug}))?`,
  `(?: relying on (?<paper>\\S+))?(?: as signed at (?<signed>${time}))?$`,
].join('');

const arrives = [
  '^reports arrival(?: by (?<by>phone|mail|e-mail))?',
  '(?<help> of help we called)?(?<drill> as a drill)?$',
].join('');

const grammar: readonly (readonly [RegExp, Reading])[] = [
  [
    new RegExp(arrives),
    ({ by, help, drill }) => ({
      ...arrival,
      medium: approachMediums.find((medium) => medium === by) ?? 'at-door',
      help: help === undefined ? 'uninvited' : 'help-we-called',
      isDrill: drill !== undefined,
    }),
  ],
  [/^reports a life at risk$/, () => ({ type: 'ReportHelp', help: 'life-at-risk' })],
  [/^reports that help was called$/, () => ({ type: 'ReportHelp', help: 'help-we-called' })],
  [/^reports that nobody called them$/, () => ({ type: 'ReportHelp', help: 'uninvited' })],
  [/^reports agents of (?<agency>\S+)$/, ({ agency = '' }) => identified({ agency })],
  [/^reports that they will not say who they are$/, () => identified({ agents: [hiding] })],
  [/^reports that they ask for a student$/, () => identified({ sought: 'student' })],
  [
    /^reports that (?<agency>\S+) is confirmed$/,
    ({ agency = '' }) => ({ type: 'ReportAgencyEvidence', agency, level: 'confirmed' }),
  ],
  [
    /^reports paper (?<paper>\S+)(?<copy>, of which they refuse a copy)?$/,
    ({ paper = '', copy }, named) => ({
      type: 'ReportPaper',
      paper: shown(named(paper), copy !== undefined),
    }),
  ],
  [/^asks counsel$/, () => ({ type: 'ReportCounselAsked', words: '' })],
  [
    /^reports entry(?: (?<footing>under the authorization|on a claimed emergency))?$/,
    ({ footing = '' }) => ({ type: 'ReportEntry', basis: basisOf(footing), reason: '', route: '' }),
  ],
  [
    /^reports that they go further than allowed$/,
    () => ({ type: 'ReportSupervision', observed: 'scope-exceeded', words: '' }),
  ],
  [/^reports that they will come in now$/, () => ({ type: 'ReportEntryAnnounced', words: '' })],
  [/^steps aside$/, () => ({ type: 'StepAside', reasons: '' })],
  [/^reports departure$/, () => ({ type: 'ReportDeparture' })],
  [/^notes that (?<words>.+)$/, ({ words = '' }) => ({ type: 'ReportNote', words })],
  [
    /^finds (?<paper>\S+) (?:an? )?(?<kind>\S+)$/,
    ({ paper = '', kind = '' }, named) => ({
      type: 'FindPaper',
      paper: named(paper),
      finding: findingOf(kindOf(kind)),
    }),
  ],
  [/^denies access$/, () => ({ type: 'DenyAccess', reasons: '', policy: '' })],
  [/^receives papers only$/, () => ({ type: 'ReceivePapersOnly', reasons: '', policy: '' })],
  [/^asks for more$/, () => ({ type: 'NeedMore', reasons: '', policy: '' })],
  [/^revokes the authorization$/, () => ({ type: 'RevokeAuthorization', reasons: '' })],
  [/^closes$/, () => ({ type: 'CloseEncounter', words: '' })],
  [/^reopens$/, () => ({ type: 'ReopenEncounter', words: '' })],
  [
    new RegExp(authorizes),
    (found, named, at) => ({
      type: 'AuthorizeAccess',
      signedAt: found.signed === undefined ? at : moment(found.signed),
      authorized: {
        ground: found.ground ?? '',
        relyingOn: named(found.paper ?? 'no paper'),
        scope: { who: '', where: found.where ?? '', what: found.what ?? '' },
        conditions: '',
        escort: found.escort ?? '',
        validFrom: found.from === undefined ? at : moment(found.from),
        validUntil: found.until === undefined ? '' : moment(found.until),
      },
    }),
  ],
];

const hiding = { name: { kind: 'refused-or-hid' }, badge: { kind: 'refused-or-hid' } } as const;

function identified(said: Partial<Identification>): StoryCommand {
  return { type: 'ReportIdentification', identification: { ...identification, ...said } };
}

function shown(paper: PaperId, isRefused: boolean): PaperShown {
  const seen = { ...paperShown(Number(paper.slice(-12))), paper };
  return isRefused ? { ...seen, copy: 'refused', sha256: null, mediaType: null } : seen;
}

function basisOf(footing: string): EntryBasis {
  if (footing === '') return 'entered-without-authorization';
  return footing === 'on a claimed emergency' ? 'claimed-exigency' : 'authorized-by-counsel';
}

function kindOf(word: string): FindingKind {
  const kind = findingKinds.find((each) => each === word);
  if (kind === undefined) throw new Error(`counsel finds no paper to be "${word}"`);
  return kind;
}

/** What an act's words say, such as `finds I-200 an administrative-warrant`. */
function readAct(words: string, named: Named, at: Instant): StoryCommand {
  for (const [pattern, reading] of grammar) {
    const found = pattern.exec(words);
    if (found !== null) return reading(found.groups ?? {}, named, at);
  }
  throw new Error(`no story has the words "${words}"`);
}

function readLine(text: string, named: Named): StoryLine {
  const parts =
    /^(\d\d:\d\d) {2}(\S+) +(.+?)(?: +happened (\d\d:\d\d))?(?: +refused: ([a-z-]+))?$/.exec(text);
  if (parts === null) throw new Error(`this is no line of a story: "${text}"`);
  const [, clock = '', who = '', words = '', happened = clock, refused = null] = parts;
  const at = moment(clock);
  const command = readAct(words, named, at);
  return { text, at, happenedAt: moment(happened), who, command, refused };
}

/** Reads a whole story, or throws at the first line that it cannot read. */
export function readStory(text: string): Story {
  // A line that is indented further than a claim goes on with the act above it.
  const [head = '', ...rest] = text
    .replace(/\n {8,}/g, ' ')
    .trimEnd()
    .split('\n');
  const header = /^# (.+\.) {4}(P\d+(?:, P\d+)*)(?:, case (\d+))?$/.exec(head);
  if (header === null) throw new Error(`this is no head of a story: "${head}"`);
  const [, sentence = '', promises = '', domainCase = null] = header;
  const papers: string[] = [];
  const named: Named = (paper) => {
    if (!papers.includes(paper)) papers.push(paper);
    return paperId(papers.indexOf(paper) + 1);
  };
  const isClaim = (line: string) => line.startsWith('       ');
  const written = rest.filter((line) => line !== '');
  return {
    sentence,
    promises: promises.split(', '),
    domainCase: domainCase === null ? null : Number(domainCase),
    lines: written.filter((line) => !isClaim(line)).map((line) => readLine(line, named)),
    claims: written.filter(isClaim).map((line) => line.trim()),
  };
}
