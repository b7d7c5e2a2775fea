import type { Fact } from '#ledger';
import type { NoticeId } from '#std/ids';
import type { Instant } from '#std/instant';
import type { CorrectionReason } from './core/text-values.ts';

/** One language's version of a notice, exactly as it would be read. */
export type Variant = {
  readonly language: string;
  readonly subject: string;
  readonly body: string;
  /** What fits into a text message: the subject, and where the rest stands. */
  readonly short: string;
  readonly textVersion: number;
  readonly translation: 'original' | 'draft' | 'reviewed';
};

/** What a notice says, to whom, and what its text may not go beyond. */
export type Draft = {
  readonly textName: 'attempt' | 'correction';
  readonly encounter: string | null;
  readonly replaces: NoticeId | null;
  readonly school: string;
  readonly isDrill: boolean;
  readonly variants: readonly Variant[];
  /**
   * Languages of households for which there is no text that may be used: they are called instead.
   */
  readonly languagesWithoutText: readonly string[];
  /** What a careful reader found wrong with the text; a text with faults is never cleared. */
  readonly faults: readonly string[];
};

export type NoticeCommand =
  | ({ readonly type: 'DraftNotice' } & Draft)
  | {
      readonly type: 'RequestCorrection';
      readonly replaces: NoticeId;
      readonly reason: CorrectionReason;
      readonly school: string;
      readonly isDrill: boolean;
    }
  | {
      readonly type: 'ClearNotice';
      readonly digest: string;
      /** Why families are told while agents are still here; empty when they are to leave first. */
      readonly whyBeforeTheyLeft: string;
    }
  | {
      readonly type: 'ReleaseNotice';
      readonly digest: string;
      readonly agentsAreHere: boolean;
      readonly isKillSwitchThrown: boolean;
    }
  | { readonly type: 'WithdrawNotice'; readonly reasons: string }
  | {
      readonly type: 'ReportDeliveriesPrepared';
      readonly messages: number;
      readonly householdsToCall: number;
    }
  | {
      readonly type: 'ReportDeliveriesSettled';
      readonly handedOver: number;
      readonly notReached: number;
    };

export type NoticeEvent = Fact &
  (
    | ({ readonly type: 'NoticeDrafted'; readonly digest: string } & Draft)
    | {
        readonly type: 'CorrectionRequested';
        readonly replaces: NoticeId;
        readonly reason: CorrectionReason;
        readonly school: string;
        readonly isDrill: boolean;
      }
    | {
        readonly type: 'NoticeCleared';
        readonly digest: string;
        readonly whyBeforeTheyLeft: string;
      }
    | { readonly type: 'NoticeReleased'; readonly digest: string }
    | { readonly type: 'NoticeWithdrawn'; readonly reasons: string }
    | {
        readonly type: 'DeliveriesPrepared';
        readonly messages: number;
        readonly householdsToCall: number;
      }
    | {
        readonly type: 'DeliveriesSettled';
        readonly handedOver: number;
        readonly notReached: number;
      }
    | { readonly type: 'OrderRefused'; readonly order: string; readonly refusal: string }
  );

/** "Refused, because …" */
export const noticeRefusals = [
  'nobody-drafted-this-notice',
  'only-legal-counsel-clears',
  'the-text-says-more-than-is-known',
  'the-text-changed-meanwhile',
  'counsel-did-not-clear-this-text',
  'somebody-else-releases-what-counsel-cleared',
  'only-communications-or-the-superintendent-releases',
  'agents-have-not-left-and-counsel-gave-no-reason',
  'the-kill-switch-is-thrown',
  'the-notice-is-released-already',
  'the-notice-was-withdrawn',
  'no-language-has-a-text-that-may-be-used',
] as const;
export type NoticeRefusal = (typeof noticeRefusals)[number];

/** A released text, as anybody may read it. */
export type ReleasedText = {
  readonly notice: string;
  readonly language: string;
  readonly subject: string;
  readonly body: string;
  readonly textName: string;
  readonly school: string;
  readonly releasedAt: Instant;
  readonly replaces: string | null;
};

export type { Notice } from './core/notice.ts';
export type { CorrectionReason } from './core/text-values.ts';
