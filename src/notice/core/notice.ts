/**
 * Families are told promptly after counsel was consulted, and never before. (P9)
 *
 * Counsel clears the exact texts, somebody else releases them, and a text that changed by one
 * letter was not cleared. Knows no telephone and no family; who is told is the roster's, how is
 * the deliveries'.
 */
import { type Act, dutiesOf, type Law, personOf, type Told } from '#ledger';
import { canonicalJson } from '#std/canonical-json';
import { accept, type Decision, refuse } from '#std/decision';
import type { NoticeId, PersonId } from '#std/ids';
import type { Instant } from '#std/instant';
import { unreachable } from '#std/unreachable';
import type { Draft, NoticeCommand, NoticeEvent, NoticeRefusal } from '../words.ts';
import type { CorrectionReason } from './text-values.ts';

export type Notice = {
  readonly stage: 'unheard-of' | 'asked-for' | 'drafted' | 'cleared' | 'released' | 'withdrawn';
  readonly draft: Draft | null;
  /** What stands for the exact texts: a digest over all variants, in hex. */
  readonly digest: string;
  readonly replaces: NoticeId | null;
  readonly reason: CorrectionReason | null;
  readonly school: string;
  readonly isDrill: boolean;
  readonly clearedBy: PersonId | null;
  readonly whyBeforeTheyLeft: string;
  readonly releasedBy: PersonId | null;
  readonly releasedAt: Instant | null;
  readonly progress: 'not-begun' | 'prepared' | 'settled';
};

const noNotice: Notice = {
  stage: 'unheard-of',
  draft: null,
  digest: '',
  replaces: null,
  reason: null,
  school: '',
  isDrill: false,
  clearedBy: null,
  whyBeforeTheyLeft: '',
  releasedBy: null,
  releasedAt: null,
  progress: 'not-begun',
};

/** The text over which the digest of a draft is taken: every variant, whole. */
export function digestText(draft: Draft): string {
  return canonicalJson({ variants: draft.variants, school: draft.school });
}

type NoticeDecision = Decision<NoticeEvent, NoticeRefusal>;
const nothing: NoticeDecision = accept();

/** The law of notices, given how a digest is taken: the core itself has no cryptography. */
export function noticeLawWith(
  digestOf: (text: string) => string,
): Law<Notice, NoticeCommand, NoticeEvent, NoticeRefusal> {
  return {
    initial: noNotice,
    evolve,
    decide: (notice, act) => decide(notice, act, digestOf),
    noteRefusal: (act, refusal) => ({ type: 'OrderRefused', order: act.command.type, refusal }),
  };
}

function decide(
  notice: Notice,
  act: Act<NoticeCommand>,
  digestOf: (text: string) => string,
): NoticeDecision {
  const { command } = act;
  switch (command.type) {
    case 'DraftNotice': {
      // What counsel cleared is not redrafted under counsel's hand; it is withdrawn first.
      if (notice.stage !== 'unheard-of' && notice.stage !== 'asked-for') {
        if (notice.stage !== 'drafted') return nothing;
      }
      const { type, ...draft } = command;
      const digest = digestOf(digestText(draft));
      return digest === notice.digest
        ? nothing
        : accept({ ...draft, type: 'NoticeDrafted', digest });
    }
    case 'RequestCorrection':
      return notice.stage === 'unheard-of'
        ? accept({ ...command, type: 'CorrectionRequested' })
        : nothing;
    case 'ClearNotice':
      return clear(notice, act, command);
    case 'ReleaseNotice':
      return release(notice, act, command);
    case 'WithdrawNotice':
      return withdraw(notice, act, command.reasons);
    case 'ReportDeliveriesPrepared':
      return notice.stage === 'released' && notice.progress === 'not-begun'
        ? accept({ ...command, type: 'DeliveriesPrepared' })
        : nothing;
    case 'ReportDeliveriesSettled':
      return notice.progress === 'prepared'
        ? accept({ ...command, type: 'DeliveriesSettled' })
        : nothing;
    default:
      return unreachable(command);
  }
}

function clear(
  notice: Notice,
  act: Act<NoticeCommand>,
  command: Extract<NoticeCommand, { type: 'ClearNotice' }>,
): NoticeDecision {
  if (!dutiesOf(act.by).includes('legal-counsel')) return refuse('only-legal-counsel-clears');
  if (notice.draft === null) return refuse('nobody-drafted-this-notice');
  if (notice.stage === 'released') return refuse('the-notice-is-released-already');
  if (notice.stage === 'withdrawn') return refuse('the-notice-was-withdrawn');
  if (command.digest !== notice.digest) return refuse('the-text-changed-meanwhile');
  if (notice.draft.faults.length > 0) return refuse('the-text-says-more-than-is-known');
  if (notice.draft.variants.length === 0) return refuse('no-language-has-a-text-that-may-be-used');
  return accept({ ...command, type: 'NoticeCleared' });
}

function release(
  notice: Notice,
  act: Act<NoticeCommand>,
  command: Extract<NoticeCommand, { type: 'ReleaseNotice' }>,
): NoticeDecision {
  const duties = dutiesOf(act.by);
  if (!duties.includes('communications') && !duties.includes('superintendent')) {
    return refuse('only-communications-or-the-superintendent-releases');
  }
  if (notice.draft === null) return refuse('nobody-drafted-this-notice');
  if (notice.stage === 'released') return refuse('the-notice-is-released-already');
  if (notice.stage === 'withdrawn') return refuse('the-notice-was-withdrawn');
  // No notice leaves before counsel was consulted, and the consultation is this clearance. (P9)
  if (notice.stage !== 'cleared') return refuse('counsel-did-not-clear-this-text');
  if (command.digest !== notice.digest) return refuse('the-text-changed-meanwhile');
  if (personOf(act.by) === notice.clearedBy) {
    return refuse('somebody-else-releases-what-counsel-cleared');
  }
  // A notice is no warning: it waits until the agents have gone. (principle 4)
  if (command.agentsAreHere && notice.whyBeforeTheyLeft.trim() === '') {
    return refuse('agents-have-not-left-and-counsel-gave-no-reason');
  }
  if (command.isKillSwitchThrown) return refuse('the-kill-switch-is-thrown');
  return accept({ type: 'NoticeReleased', digest: notice.digest });
}

function withdraw(notice: Notice, act: Act<NoticeCommand>, reasons: string): NoticeDecision {
  const duties = dutiesOf(act.by);
  if (!duties.includes('legal-counsel') && !duties.includes('communications')) {
    return refuse('only-communications-or-the-superintendent-releases');
  }
  if (notice.stage === 'unheard-of') return refuse('nobody-drafted-this-notice');
  // What was sent cannot be unsent. It is corrected, as loudly. (P9)
  if (notice.stage === 'released') return refuse('the-notice-is-released-already');
  return accept({ type: 'NoticeWithdrawn', reasons });
}

function evolve(notice: Notice, { event, actor, recordedAt }: Told<NoticeEvent>): Notice {
  switch (event.type) {
    case 'NoticeDrafted': {
      const { type, digest, signed, refusal, ...draft } = event;
      const { school, isDrill, replaces } = draft;
      return { ...notice, stage: 'drafted', draft, digest, school, isDrill, replaces };
    }
    case 'CorrectionRequested': {
      const { type, signed, refusal, ...asked } = event;
      return { ...notice, ...asked, stage: 'asked-for' };
    }
    case 'NoticeCleared':
      return {
        ...notice,
        stage: 'cleared',
        clearedBy: personOf(actor),
        whyBeforeTheyLeft: event.whyBeforeTheyLeft,
      };
    case 'NoticeReleased':
      return {
        ...notice,
        stage: 'released',
        releasedBy: personOf(actor),
        releasedAt: recordedAt,
      };
    case 'NoticeWithdrawn':
      return { ...notice, stage: 'withdrawn' };
    case 'DeliveriesPrepared':
      return { ...notice, progress: 'prepared' };
    case 'DeliveriesSettled':
      return { ...notice, progress: 'settled' };
    case 'OrderRefused':
      return notice;
    default:
      return unreachable(event);
  }
}
