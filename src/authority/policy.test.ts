import { expect, test } from 'vitest';
import {
  accessFindings,
  type Ground,
  groundsSupportedBy,
  interpretationOf,
  isDaytime,
  type Policy,
} from './policy.ts';

const ground: Ground = {
  id: 'judicial-search-warrant',
  description: 'A search warrant that a judge signed.',
  needsFinding: ['judicial-warrant'],
  note: null,
  switchedOn: true,
};

const policy: Policy = {
  version: 'fictional-1',
  adoptedOn: null,
  photographingPapers: 'allowed',
  copyRefusedTranscribe: true,
  chain: {
    leader: [],
    counsel: [],
    leaderAnswers: 'anyone',
    counselAnswers: 'anyone',
    repeatEverySeconds: 60,
    acknowledgementExpiresSeconds: 600,
  },
  noticeOnMedium: ['at-door'],
  noticeWaitsUntilAgentsLeft: true,
  grounds: [ground],
  executionWindowDays: { federal: 14 },
  daytime: { from: '06:00', to: '22:00' },
  parentNoticeDays: null,
  retention: {
    'door-log': 'keep',
    papers: 'keep',
    'findings-and-decisions': 'keep',
    paging: 'keep',
    'records-requests': 'keep',
    disclosures: 'keep',
    notices: 'keep',
    deliveries: 'keep',
    roster: 'keep',
    appointments: 'keep',
    questions: 'keep',
  },
  openQuestions: [
    {
      id: 'clerk-signed-arrest-warrants',
      question: 'Q?',
      interpretation: 'Yes.',
      setBy: 'legal-counsel',
    },
    { id: 'civil-entry-warrants', question: 'Q?', interpretation: null, setBy: null },
  ],
};

test("a judge's paper supports the grounds that are switched on", () => {
  expect(groundsSupportedBy(policy, 'judicial-warrant')).toEqual([ground]);
});

test('a ground that is not switched on supports nothing', () => {
  const closed = { ...policy, grounds: [{ ...ground, switchedOn: false }] };
  expect(groundsSupportedBy(closed, 'judicial-warrant')).toEqual([]);
});

test.each([
  'administrative-warrant',
  'administrative-subpoena',
  'subpoena',
  'application',
  'notice-or-letter',
  'consent',
  'unreadable',
  'other',
])('%s supports no ground, even in a policy that was tampered with', (finding) => {
  const tampered: Policy = JSON.parse(
    JSON.stringify(policy).replace('["judicial-warrant"]', `["judicial-warrant","${finding}"]`),
  );
  expect(tampered.grounds[0]?.needsFinding).toContain(finding);
  expect(groundsSupportedBy(tampered, finding)).toEqual([]);
  expect(accessFindings.some((known) => known === finding)).toBe(false);
});

test('a question that counsel has not answered has no interpretation', () => {
  expect(interpretationOf(policy, 'clerk-signed-arrest-warrants')).toBe('Yes.');
  expect(interpretationOf(policy, 'civil-entry-warrants')).toBeNull();
  expect(interpretationOf(policy, 'retention-series')).toBeNull();
});

test.each([
  ['05:59', false],
  ['06:00', true],
  ['21:59', true],
  ['22:00', false],
  ['22:20', false],
])('at %s it is daytime: %s', (clock, expected) => {
  expect(isDaytime(policy, clock)).toBe(expected);
});
