import { describe, expect, test } from 'vitest';
import type { EncounterEvent } from '#encounter';
import { initialEncounter } from '#encounter';
import type { Actor, Errand, Fact } from '#ledger';
import type { NoticeEvent } from '#notice';
import type { PagingEvent } from '#paging';
import { known, streamOf } from '#std/ids';
import {
  authorized,
  findingOf,
  identification,
  paperId,
  paperShown,
  signedOver,
} from '../../tests/kit/door.ts';
import { follow } from './follow.ts';

const id = '0000e000-0000-4000-8000-000000000001';
const now = '2026-11-24T14:00:00.000Z';
const later = '2026-11-24T14:02:00.000Z';

/** What follows from a fact, a line for each errand: lane, errand, subject, when. */
const nobody: Actor = { kind: 'unattributed', device: null };

function followed(room: string, event: Fact, actor: Actor = nobody): string[] {
  const errands = follow({
    position: 7,
    stream: streamOf(room, room === 'paging' ? `${id}/counsel` : id),
    version: 3,
    act: known('act'),
    nth: 0,
    happenedAt: now,
    recordedAt: now,
    actor,
    event,
  });
  return errands.map(lineOf);
}

function lineOf({ lane, errand, subject, dueBy }: Errand): string {
  const when = { [now]: 'now', [later]: 'later' }[dueBy] ?? dueBy;
  return `${lane} ${errand} ${subject.replace(id, '*')} ${when}`;
}

type Row<Event> = readonly [event: Event, ...errands: readonly string[]];
/** Every type of fact has a row: one that is added to the words does not compile until it has. */
type Table<Event extends Fact> = {
  readonly [Type in Event['type']]: readonly Row<Omit<Extract<Event, { type: Type }>, 'type'>>[];
};

const arrival = {
  school: known<never>('cranbury'),
  medium: 'at-door',
  help: 'uninvited',
  isDrill: false,
  words: '',
  policy: 'norwalk-1',
  isLate: false,
} as const;
const decided = [
  'alarm end-paging */counsel/decided now',
  'alarm end-paging */leader/decided now',
  'bulk draft-notice * now',
];
const wentIn = [
  'alarm start-paging */counsel/agents-went-in now',
  'alarm start-paging */leader/agents-went-in now',
];
const entry = { reason: '', route: '', isLate: false };
const orders = { reasons: '', policy: 'norwalk-1' };

const encounterTable: Table<EncounterEvent> = {
  ArrivalReported: [
    [
      arrival,
      'alarm start-paging */leader/agents-at-a-school/cranbury/real now',
      'alarm start-paging */counsel/agents-at-a-school/cranbury/real now',
    ],
    [
      { ...arrival, isDrill: true },
      'alarm start-paging */leader/agents-at-a-school/cranbury/drill now',
      'alarm start-paging */counsel/agents-at-a-school/cranbury/drill now',
    ],
    [
      { ...arrival, medium: 'phone' },
      'alarm start-paging */leader/an-agency-asks/cranbury/real now',
      'alarm start-paging */counsel/an-agency-asks/cranbury/real now',
    ],
    [
      { ...arrival, help: 'help-we-called' },
      'alarm start-paging */leader/help-was-called/cranbury/real now',
    ],
    [
      { ...arrival, help: 'life-at-risk', isDrill: true },
      'alarm start-paging */leader/help-was-called/cranbury/drill now',
    ],
  ],
  HelpReported: [
    [{ help: 'uninvited', isLate: false }, 'alarm start-paging */counsel/agents-at-a-school now'],
    [{ help: 'help-we-called', isLate: false }, 'alarm end-paging */counsel/help-was-called now'],
    [{ help: 'life-at-risk', isLate: true }, 'alarm end-paging */counsel/help-was-called now'],
  ],
  AgentsIdentified: [[{ identification, isLate: false }]],
  AgencyEvidenceReported: [[{ agency: 'ice', level: 'confirmed', isLate: false }]],
  PaperReported: [
    [{ paper: paperShown(1), isLate: false }, 'alarm start-paging */counsel/a-paper-was-shown now'],
    [
      { paper: paperShown(2, { copy: 'refused' }), isLate: true },
      'alarm start-paging */counsel/a-paper-was-shown now',
    ],
  ],
  CounselAsked: [
    [{ words: '', isLate: false }, 'alarm start-paging */counsel/counsel-is-asked now'],
  ],
  EntryReported: [
    [{ ...entry, basis: 'authorized-by-counsel', isUnfounded: false }],
    [{ ...entry, basis: 'authorized-by-counsel', isUnfounded: true }, ...wentIn],
    [{ ...entry, basis: 'claimed-exigency', isUnfounded: false }, ...wentIn],
    [{ ...entry, basis: 'entered-without-authorization', isUnfounded: false }, ...wentIn],
  ],
  EntryAnnounced: [
    [
      { words: '', isLate: false },
      'alarm start-paging */counsel/they-say-they-will-come-in now',
      'alarm start-paging */leader/they-say-they-will-come-in now',
    ],
  ],
  // By a person of ours it calls the next; see below.
  CounselSteppedAside: [[{ reasons: '' }]],
  SupervisionReported: [
    [{ observed: 'note', words: '', isLate: false }],
    [{ observed: 'person-met', words: '', isLate: false }],
    [{ observed: 'thing-taken', words: '', isLate: false }],
    [
      { observed: 'scope-exceeded', words: '', isLate: false },
      'alarm start-paging */counsel/the-scope-was-exceeded now',
    ],
  ],
  DepartureReported: [[{ isLate: false }, 'bulk redraft-notice * now']],
  NoteReported: [[{ words: '', isLate: false }]],
  PaperFound: [[{ paper: paperId(1), finding: findingOf('judicial-warrant') }]],
  AccessDenied: [[orders, ...decided]],
  PapersOnlyReceived: [[orders, ...decided]],
  // Counsel who asks for more has not decided: nobody stops calling, and no family is told.
  MoreAsked: [[orders]],
  AccessAuthorized: [
    [
      { authorized, policy: 'norwalk-1', signed: signedOver(initialEncounter, authorized) },
      ...decided,
    ],
  ],
  AuthorizationRevoked: [[{ reasons: '' }]],
  EncounterClosed: [
    [
      { words: '' },
      'alarm end-paging */counsel/closed now',
      'alarm end-paging */leader/closed now',
    ],
  ],
  EncounterReopened: [[{ words: '' }, 'alarm start-paging */counsel/counsel-is-asked now']],
  OrderRefused: [[{ order: 'DenyAccess', refusal: 'only-legal-counsel-decides' }]],
};

const attempts = [
  { attempt: known<never>('a-1'), person: known<never>('p-1'), channel: 'sms' },
  { attempt: known<never>('a-2'), person: known<never>('p-1'), channel: 'voice' },
] as const;
const answered = { by: known<never>('p-1'), how: 'link', until: later } as const;
const pageNext = (when: string) => `alarm page-next */counsel ${when}`;

const pagingTable: Table<PagingEvent> = {
  PagingStarted: [
    [
      {
        encounter: known(id),
        school: 'cranbury',
        track: 'counsel',
        cause: 'agents-at-a-school',
        steps: [],
        repeatEverySeconds: 60,
        answerExpiresSeconds: 600,
        isDrill: false,
        nextBy: now,
      },
      pageNext('now'),
    ],
  ],
  PeopleCalled: [
    [{ round: 1, attempts: [], isRotaEmpty: true, nextBy: later }, pageNext('later')],
    [
      { round: 1, attempts, isRotaEmpty: false, nextBy: later },
      pageNext('later'),
      'alarm send-page a-1 now',
      'alarm send-page a-2 now',
    ],
  ],
  AttemptReported: [[{ attempt: known('a-1'), state: 'delivered', code: '' }]],
  PageAnswered: [
    [{ ...answered, stops: true }, 'alarm answer-expires */counsel later'],
    [{ ...answered, stops: false }],
  ],
  // Whoever cannot come is no answer: the next is called at once, where anybody is being called.
  PageDeclined: [
    [{ by: known('p-1'), how: 'keypad', nextBy: now }, pageNext('now')],
    [{ by: known('p-1'), how: 'keypad', nextBy: null }],
  ],
  CallBackAsked: [
    [{ by: known('p-1'), until: later, nextBy: now }, pageNext('now')],
    [{ by: known('p-1'), until: later, nextBy: null }],
  ],
  PageHandedOver: [
    [{ by: known('p-1'), to: known('p-2'), nextBy: now }, pageNext('now')],
    [{ by: known('p-1'), to: known('p-2'), nextBy: null }],
  ],
  SteppedAside: [
    [{ by: known('p-1'), nextBy: now }, pageNext('now')],
    [{ by: known('p-1'), nextBy: null }],
  ],
  PagingHastened: [[{ cause: 'they-say-they-will-come-in', nextBy: now }, pageNext('now')]],
  AnswerExpired: [[{ nextBy: now }, pageNext('now')]],
  PagingEnded: [[{ because: 'decided' }]],
};

const draft = {
  textName: 'attempt',
  encounter: id,
  replaces: null,
  school: 'cranbury',
  isDrill: false,
  variants: [],
  languagesWithoutText: [],
  faults: [],
} as const;
const place = { school: 'cranbury', isDrill: false };

const noticeTable: Table<NoticeEvent> = {
  NoticeDrafted: [[{ ...draft, digest: 'd' }]],
  CorrectionRequested: [
    [{ ...place, replaces: known('n'), reason: 'other' }, 'bulk draft-correction * now'],
  ],
  // A cleared notice goes nowhere: no errand waits to release it. A person does. (P9)
  NoticeCleared: [[{ digest: 'd', whyBeforeTheyLeft: '' }]],
  NoticeReleased: [[{ digest: 'd' }, 'bulk prepare-deliveries * now']],
  NoticeWithdrawn: [[{ reasons: '' }]],
  DeliveriesPrepared: [[{ messages: 3, householdsToCall: 1 }, 'bulk deliver * now']],
  DeliveriesSettled: [[{ handedOver: 3, notReached: 0 }]],
  OrderRefused: [[{ order: 'ReleaseNotice', refusal: 'the-kill-switch-is-thrown' }]],
};

test('a counsel who steps aside is told to the chain, and the next is called', () => {
  const by: Actor = { kind: 'person', person: known('p-1'), duties: ['legal-counsel'] };
  const event = { type: 'CounselSteppedAside', reasons: '' } as Fact;
  expect(followed('encounter', event, by)).toEqual(['alarm step-aside */counsel/p-1 now']);
});

const asked = { grant: 'g', person: known<never>('p') };
const becameCounsel = 'alarm warn-counsels 7 now';

test('a new counsel, and of all changes to people only that, calls for a warning', () => {
  const granted = { type: 'DutyGranted', ...asked, school: null };
  expect(followed('people', { type: 'CounselGrantRequested', ...asked } as Fact)).toEqual([
    becameCounsel,
  ]);
  const counsel = { ...granted, duty: 'legal-counsel' };
  expect(followed('people', { ...counsel, isFirstSetup: false } as Fact)).toEqual([becameCounsel]);
  expect(followed('people', { ...counsel, isFirstSetup: true } as Fact)).toEqual([]);
  expect(followed('people', { ...granted, duty: 'it', isFirstSetup: false } as Fact)).toEqual([]);
});

type Case = readonly [name: string, room: string, event: Fact, errands: readonly string[]];

function casesOf(room: string, table: Readonly<Record<string, readonly Row<object>[]>>): Case[] {
  return Object.entries(table).flatMap(([type, rows]) =>
    rows.map(
      ([event, ...errands], nth): Case => [
        `${type}${rows.length > 1 ? ` (${nth + 1})` : ''}`,
        room,
        { type, ...event },
        errands,
      ],
    ),
  );
}

describe('when this has happened, that must follow', () => {
  const cases = [
    ...casesOf('encounter', encounterTable),
    ...casesOf('paging', pagingTable),
    ...casesOf('notice', noticeTable),
  ];

  test.each(cases)('%s of %s', (_name, room, event, errands) => {
    expect(followed(room, event)).toEqual(errands);
  });

  test('what calls people goes by the alarm lane, and what tells families never does', () => {
    for (const [, room, event] of cases) {
      for (const errand of followed(room, event)) {
        const isAlarm = /paging|page|answer/.test(errand.split(' ')[1] ?? '');
        expect(errand.startsWith(isAlarm ? 'alarm ' : 'bulk ')).toBe(true);
      }
    }
  });

  test('a fact of another room calls for nothing, whatever its name', () => {
    for (const room of ['people', 'records', 'counsel-grant']) {
      expect(followed(room, { type: 'ArrivalReported', ...arrival } as Fact)).toEqual([]);
      expect(followed(room, { type: 'NoticeReleased' })).toEqual([]);
    }
  });

  test('no fact of an encounter or of calling ever releases or delivers a notice', () => {
    for (const [, room, event] of cases.filter(([, each]) => each !== 'notice')) {
      expect(followed(room, event).join('\n')).not.toMatch(/deliver|release|clear/);
    }
  });
});
