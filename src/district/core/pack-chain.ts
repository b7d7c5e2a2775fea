/** Reads who is called, in what order. Refuses a chain in which a night could end unanswered. */
import type { Chain, ChainStep, CounselStep } from '#authority';
import { type Duty, duties } from './duties.ts';
import { checked, distinctListOf, listOf, optional, type Reader, record } from './pack-fields.ts';
import { oneOf, wholeNumber } from './pack-values.ts';

/** A step later than this would come after the agents had gone. */
const stepSecondsMax = 3_600;

/** Several duties, each once. */
export const dutyList: Reader<readonly Duty[]> = distinctListOf(oneOf<Duty>(duties), (one) => one);

const afterSeconds = wholeNumber(0, stepSecondsMax);

const leaderStep: Reader<ChainStep<Duty>> = record((take) => ({
  duties: take('duties', dutyList),
  afterSeconds: take('afterSeconds', afterSeconds),
}));

const counselStep: Reader<CounselStep<Duty>> = checked(
  record((take) => ({
    reach: take('reach', oneOf(['primary', 'backups', 'superintendent'])),
    duties: take('duties', dutyList),
    afterSeconds: take('afterSeconds', afterSeconds),
  })),
  (step, note) => {
    const owed = step.reach === 'superintendent' ? 'superintendent' : 'legal-counsel';
    if (!step.duties.includes(owed)) note(`reaches ${step.reach} without the duty "${owed}"`);
  },
);

function noteStepsBackwards(
  steps: readonly ChainStep<Duty>[],
  note: (problem: string) => void,
): void {
  const goesBack = steps.some((step, at) => step.afterSeconds < (steps[at - 1]?.afterSeconds ?? 0));
  if (goesBack) note('a step comes before the one above it');
}

const leaderTrack = checked(listOf(leaderStep), (steps, note) => {
  noteStepsBackwards(steps, note);
  if (!steps.some((step) => step.duties.includes('building-leader'))) {
    note('the chain never reaches the building leader (P5)');
  }
});

const counselTrack = checked(listOf(counselStep), (steps, note) => {
  noteStepsBackwards(steps, note);
  if (!steps.some((step) => step.reach === 'primary')) {
    note('the chain never reaches legal counsel (P6)');
  }
  if (!steps.some((step) => step.reach === 'superintendent')) {
    note('the chain never reaches the superintendent (P6)');
  }
});

const whoAnswers = optional(oneOf(['anyone', 'everyone'] as const), 'anyone');

/** Reads the two tracks. Seconds count from the moment a track begins. */
export const chain: Reader<Chain<Duty>> = record((take) => ({
  leader: take('leader', leaderTrack),
  counsel: take('counsel', counselTrack),
  leaderAnswers: take('leaderAnswers', whoAnswers),
  counselAnswers: take('counselAnswers', whoAnswers),
  repeatEverySeconds: take('repeatEverySeconds', wholeNumber(15, 900)),
  acknowledgementExpiresSeconds: take('acknowledgementExpiresSeconds', wholeNumber(60, 3_600)),
}));
