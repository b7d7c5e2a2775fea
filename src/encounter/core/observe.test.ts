import { describe, expect, test } from 'vitest';
import {
  actOf,
  afterAct,
  arrival,
  authorizing,
  findingOf,
  identification,
  paperId,
  paperShown,
  nine,
  people,
  story,
} from '../../../tests/kit/door.ts';
import type { Encounter, EncounterEvent, Observation } from '../words.ts';
import { decide, isObservation } from './decide.ts';
import { initialEncounter } from './encounter.ts';
import { observe } from './observe.ts';

const observations: readonly (readonly [EncounterEvent['type'], Observation])[] = [
  ['ArrivalReported', arrival],
  ['HelpReported', { type: 'ReportHelp', help: 'life-at-risk' }],
  ['AgentsIdentified', { type: 'ReportIdentification', identification }],
  ['AgencyEvidenceReported', { type: 'ReportAgencyEvidence', agency: 'hsi', level: 'confirmed' }],
  ['PaperReported', { type: 'ReportPaper', paper: paperShown(3) }],
  ['CounselAsked', { type: 'ReportCounselAsked', words: 'please call' }],
  [
    'EntryReported',
    { type: 'ReportEntry', basis: 'entered-without-authorization', reason: '', route: 'gate' },
  ],
  ['SupervisionReported', { type: 'ReportSupervision', observed: 'thing-taken', words: 'a bag' }],
  ['DepartureReported', { type: 'ReportDeparture' }],
  ['NoteReported', { type: 'ReportNote', words: 'a note' }],
  [
    'OrderRefused',
    { type: 'ReportRefusedAttempt', order: 'DenyAccess', refusal: 'only-legal-counsel-decides' },
  ],
];

const opened = story(['officer', arrival]);
const left = afterAct(opened, actOf(people.officer, { type: 'ReportDeparture' }));
const closed = afterAct(left, actOf(people.leader, { type: 'CloseEncounter', words: '' }));
const denied = afterAct(
  opened,
  actOf(people.counsel, { type: 'DenyAccess', reasons: '', policy: '' }),
);
const shown = story(
  ['officer', arrival],
  ['officer', { type: 'ReportPaper', paper: paperShown(1) }],
  ['counsel', { type: 'FindPaper', paper: paperId(1), finding: findingOf('judicial-warrant') }],
);
const allowed = afterAct(shown, actOf(people.counsel, authorizing(shown)));

const stages: readonly (readonly [string, Encounter])[] = [
  ['nobody had opened', initialEncounter],
  ['is open', opened],
  ['is denied', denied],
  ['is authorized', allowed],
  ['is closed', closed],
];

describe.each(observations)('%s', (type, observation) => {
  test.each(stages)('is written down for an encounter that %s, whoever tells it', (_at, before) => {
    for (const by of Object.values(people)) {
      const decision = decide(before, actOf(by, observation));
      expect(decision.kind).toBe('accepted');
      if (decision.kind === 'accepted') {
        expect(decision.events.map((event) => event.type)).toEqual([type]);
      }
    }
  });

  test('says exactly what was told and nothing more', () => {
    const { type: told, ...words } = observation;
    const beside = type === 'EntryReported' ? { isUnfounded: false } : {};
    const expected = type === 'OrderRefused' ? words : { ...words, ...beside, isLate: false };
    expect(told.startsWith('Report')).toBe(true);
    expect(observe(opened, observation, nine)).toEqual({
      kind: 'accepted',
      events: [{ type, ...expected }],
    });
  });

  test('permits nobody anything: a report never turns a closed door into an open one', () => {
    for (const [, before] of stages) {
      const next = afterAct(before, actOf(people.counsel, observation));
      expect(next.decision).toBe(before.decision);
      expect(next.authorization).toEqual(before.authorization);
    }
  });
});

test('a list of every observation stands above, and no order is among them', () => {
  const orders = ['FindPaper', 'DenyAccess', 'ReceivePapersOnly', 'NeedMore', 'AuthorizeAccess'];
  expect(observations.every(([, each]) => isObservation(each))).toBe(true);
  expect(observations.some(([, each]) => orders.includes(each.type))).toBe(false);
  expect(new Set(observations.map(([, each]) => each.type)).size).toBe(11);
});

describe('lateness', () => {
  function latenessOf(before: Encounter, observation: Observation) {
    const decision = observe(before, observation, nine);
    const [event] = decision.kind === 'accepted' ? decision.events : [];
    return event !== undefined && 'isLate' in event ? event.isLate : null;
  }

  const note: Observation = { type: 'ReportNote', words: '' };

  test('the first report of an arrival is on time, and opens the encounter', () => {
    expect(latenessOf(initialEncounter, arrival)).toBe(false);
    expect(opened.stage).toBe('open');
  });

  test('anything else, where nobody opened an encounter, is late and opens it all the same', () => {
    expect(latenessOf(initialEncounter, note)).toBe(true);
    expect(story(['someone', note]).stage).toBe('open');
  });

  test('a report on a closed encounter is late, even an arrival, and does not reopen it', () => {
    expect(latenessOf(closed, note)).toBe(true);
    expect(latenessOf(closed, arrival)).toBe(true);
    expect(afterAct(closed, actOf(people.officer, arrival)).stage).toBe('closed');
  });

  test('a report on an open encounter is on time', () => {
    expect(latenessOf(opened, note)).toBe(false);
  });
});
