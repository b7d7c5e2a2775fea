/** Reads `policy.yaml`, the law as data. The letter's own rules are not in it to be switched. */
import { type ApproachMedium, approachMediums, type Policy, type RetentionClass } from '#authority';
import type { Duty } from './duties.ts';
import { chain } from './pack-chain.ts';
import {
  checked,
  distinctListOf,
  nullable,
  type Reader,
  record,
  required,
  tableOf,
  type Take,
} from './pack-fields.ts';
import { groundsGiven, openQuestions } from './pack-grounds.ts';
import { clock, day, flag, isSlug, oneLine, oneOf, wholeNumber } from './pack-values.ts';

// Disposal needs counsel, a records series and an authorization, so a file cannot ask for it.
const keep: Reader<'keep'> = required('keep', (tree, note) => {
  if (tree.kind === 'scalar' && tree.value === 'keep') return 'keep';
  note(tree.line, 'must be keep: only counsel turns disposal on, and not in a file');
  return 'keep';
});

function takeRetention(take: Take): Readonly<Record<RetentionClass, 'keep'>> {
  const kept = (name: RetentionClass) => take(name, keep);
  return {
    'door-log': kept('door-log'),
    papers: kept('papers'),
    'findings-and-decisions': kept('findings-and-decisions'),
    paging: kept('paging'),
    'records-requests': kept('records-requests'),
    disclosures: kept('disclosures'),
    notices: kept('notices'),
    deliveries: kept('deliveries'),
    roster: kept('roster'),
    appointments: kept('appointments'),
    questions: kept('questions'),
  };
}

const noticeOnMedium: Reader<readonly ApproachMedium[]> = checked(
  distinctListOf(oneOf<ApproachMedium>(approachMediums), (one) => one),
  (mediums, note) => {
    if (!mediums.includes('at-door')) note('an attempt at a door is always told to families (P9)');
  },
);

// Families are not told while agents are inside, unless counsel records why for that one notice.
const always: Reader<boolean> = checked(flag, (value, note) => {
  if (!value) note('must be true: a notice waits until the agents have gone, case by case');
});

const executionWindowDays = checked(tableOf(wholeNumber(1, 90), isSlug), (windows, note) => {
  if (windows.federal === undefined) note('the key "federal" is missing');
});

const daytime = checked(
  record((take) => ({ from: take('from', clock), to: take('to', clock) })),
  (hours, note) => {
    if (hours.from >= hours.to) note('the day ends before it begins');
  },
);

/** Reads one version of the policy. */
export const policy: Reader<Policy<Duty>> = record((take) => {
  const answered = take('openQuestions', openQuestions);
  return {
    version: take('version', oneLine),
    adoptedOn: take('adoptedOn', nullable(day)),
    photographingPapers: take('photographingPapers', oneOf(['allowed', 'note-only'])),
    copyRefusedTranscribe: take('copyRefusedTranscribe', flag),
    chain: take('chain', chain),
    noticeOnMedium: take('noticeOnMedium', noticeOnMedium),
    noticeWaitsUntilAgentsLeft: take('noticeWaitsUntilAgentsLeft', always),
    grounds: take('grounds', groundsGiven(answered)),
    executionWindowDays: take('executionWindowDays', executionWindowDays),
    daytime: take('daytime', daytime),
    parentNoticeDays: take('parentNoticeDays', nullable(wholeNumber(0, 60))),
    retention: take('retention', record(takeRetention)),
    openQuestions: answered,
  };
});
