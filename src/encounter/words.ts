import type { AgencyLevel, ApproachMedium, FindingKind, Ground, Scope } from '#authority';
import type { Fact, HouseRefusal } from '#ledger';
import type { EncounterId, PaperId, SchoolId } from '#std/ids';
import type { Instant } from '#std/instant';

/** How people from an agency came to us. Public Act 25-1 counts every way, not only the door. */
export type Medium = ApproachMedium;

/** Help that was called comes in: only `uninvited` is what the protocol of the door is for. */
export const helps = ['uninvited', 'help-we-called', 'life-at-risk'] as const;
export type Help = (typeof helps)[number];

/** Something asked of the agents: their words, their refusal, or that nobody asked. */
export type Said =
  | { readonly kind: 'said'; readonly words: string }
  | { readonly kind: 'refused-or-hid' }
  | { readonly kind: 'not-asked' };

/**
 * Whom they say they came for. No name has a field; what they said goes into their own words,
 * sealed.
 */
export const soughts = ['student', 'staff-member', 'nobody', 'not-said'] as const;
export type Sought = (typeof soughts)[number];

/** What the officer collected. Nothing is required, everything can be added later. */
export type Identification = {
  readonly agency: string | null;
  readonly unit: string;
  readonly agents: readonly { readonly name: Said; readonly badge: Said }[];
  readonly count: number | null;
  readonly supervisor: { readonly name: Said; readonly phone: Said };
  readonly clothing: 'uniform' | 'plain' | 'masked' | 'not-noted';
  readonly vehicles: string;
  readonly purpose: string;
  readonly claimsEmergency: 'yes' | 'no' | 'not-said';
  readonly emergencyWords: string;
  readonly sought: Sought;
  readonly soughtWords: string;
};

/** A paper as it was presented: never an adjective about it, only what was handed over. */
export type PaperShown = {
  readonly paper: PaperId;
  readonly copy: 'photo' | 'pdf' | 'refused' | 'note-only';
  /** SHA-256 in hex of the bytes as captured on the device; null where no copy was had. */
  readonly sha256: string | null;
  readonly mediaType: string | null;
  readonly headings: string;
};

/** Counsel's finding on one paper, replaced by a later one and never edited. (P3, P4) */
export type Finding = {
  readonly kind: FindingKind;
  readonly court: string;
  readonly permits: string;
  readonly missing: string;
  readonly reasons: string;
};

/** On what footing agents came in. All three are facts, recorded without judgment. (domain 4.3) */
export const entryBases = [
  'authorized-by-counsel',
  'claimed-exigency',
  'entered-without-authorization',
] as const;
export type EntryBasis = (typeof entryBases)[number];

/** What an escort notes while agents are inside. */
export const observed = ['note', 'person-met', 'thing-taken', 'scope-exceeded'] as const;
export type Observed = (typeof observed)[number];

/** Exactly what counsel authorises, and what counsel's passkey signs. */
export type Authorized = {
  readonly ground: string;
  readonly relyingOn: PaperId;
  readonly scope: Scope;
  readonly conditions: string;
  readonly escort: string;
  readonly validFrom: Instant;
  readonly validUntil: Instant;
};

/**
 * The text that is signed: the SHA-256 of its canonical JSON is the passkey's challenge (RFC 8785).
 */
export type SignedContent = {
  readonly type: 'authorize-access';
  readonly nonce: string;
  readonly encounter: EncounterId;
  readonly version: number;
  readonly papers: readonly string[];
  readonly authorized: Authorized;
  readonly policy: string;
};

/** What was signed and the evidence, verifiable offline for ever. */
export type Signed = {
  readonly digest: string;
  readonly content: SignedContent;
  readonly assertion: {
    readonly authenticatorData: string;
    readonly clientDataJSON: string;
    readonly signature: string;
    readonly credentialPublicKey: string;
  };
  readonly rpId: string;
  readonly origin: string;
};

/** "This happened": accepted in every state, from anyone entitled to report. */
export type Observation =
  | {
      readonly type: 'ReportArrival';
      readonly school: SchoolId;
      readonly medium: Medium;
      readonly help: Help;
      readonly isDrill: boolean;
      readonly words: string;
      readonly policy: string;
    }
  | { readonly type: 'ReportHelp'; readonly help: Help }
  | { readonly type: 'ReportIdentification'; readonly identification: Identification }
  | {
      readonly type: 'ReportAgencyEvidence';
      readonly agency: string;
      readonly level: AgencyLevel;
    }
  | { readonly type: 'ReportPaper'; readonly paper: PaperShown }
  | { readonly type: 'ReportCounselAsked'; readonly words: string }
  | {
      readonly type: 'ReportEntry';
      readonly basis: EntryBasis;
      readonly reason: string;
      readonly route: string;
    }
  | {
      /** They say that they will come in now, whether or not anybody allows it. (case 28) */
      readonly type: 'ReportEntryAnnounced';
      readonly words: string;
    }
  | { readonly type: 'ReportSupervision'; readonly observed: Observed; readonly words: string }
  | { readonly type: 'ReportDeparture' }
  | { readonly type: 'ReportNote'; readonly words: string }
  | {
      /**
       * Somebody without the duty tried; the act turned them away, and counsel will want to know.
       */
      readonly type: 'ReportRefusedAttempt';
      readonly order: string;
      readonly refusal: EncounterRefusal | HouseRefusal;
    };

/** "Let this be so": refused by the law with one named reason, or done. */
export type Order =
  | { readonly type: 'FindPaper'; readonly paper: PaperId; readonly finding: Finding }
  | { readonly type: 'DenyAccess'; readonly reasons: string; readonly policy: string }
  | { readonly type: 'ReceivePapersOnly'; readonly reasons: string; readonly policy: string }
  | { readonly type: 'NeedMore'; readonly reasons: string; readonly policy: string }
  | {
      readonly type: 'AuthorizeAccess';
      readonly authorized: Authorized;
      readonly ground: Ground | null;
      readonly policy: string;
      readonly signed: Signed;
    }
  | { readonly type: 'RevokeAuthorization'; readonly reasons: string }
  | { readonly type: 'StepAside'; readonly reasons: string }
  | { readonly type: 'CloseEncounter'; readonly words: string }
  | { readonly type: 'ReopenEncounter'; readonly words: string };

export type EncounterCommand = Observation | Order;

/** Facts. Late means: it reached us for an encounter that nobody had opened, or that was closed. */
export type EncounterEvent = Fact &
  (
    | {
        readonly type: 'ArrivalReported';
        readonly school: SchoolId;
        readonly medium: Medium;
        readonly help: Help;
        readonly isDrill: boolean;
        readonly words: string;
        readonly policy: string;
        readonly isLate: boolean;
      }
    | { readonly type: 'HelpReported'; readonly help: Help; readonly isLate: boolean }
    | {
        readonly type: 'AgentsIdentified';
        readonly identification: Identification;
        readonly isLate: boolean;
      }
    | {
        readonly type: 'AgencyEvidenceReported';
        readonly agency: string;
        readonly level: AgencyLevel;
        readonly isLate: boolean;
      }
    | { readonly type: 'PaperReported'; readonly paper: PaperShown; readonly isLate: boolean }
    | { readonly type: 'CounselAsked'; readonly words: string; readonly isLate: boolean }
    | {
        readonly type: 'EntryReported';
        readonly basis: EntryBasis;
        /** Told as authorized, while counsel had authorized nothing at that moment. */
        readonly isUnfounded: boolean;
        readonly reason: string;
        readonly route: string;
        readonly isLate: boolean;
      }
    | { readonly type: 'EntryAnnounced'; readonly words: string; readonly isLate: boolean }
    | {
        readonly type: 'SupervisionReported';
        readonly observed: Observed;
        readonly words: string;
        readonly isLate: boolean;
      }
    | { readonly type: 'DepartureReported'; readonly isLate: boolean }
    | { readonly type: 'NoteReported'; readonly words: string; readonly isLate: boolean }
    | { readonly type: 'PaperFound'; readonly paper: PaperId; readonly finding: Finding }
    | { readonly type: 'AccessDenied'; readonly reasons: string; readonly policy: string }
    | { readonly type: 'PapersOnlyReceived'; readonly reasons: string; readonly policy: string }
    | { readonly type: 'MoreAsked'; readonly reasons: string; readonly policy: string }
    | {
        readonly type: 'AccessAuthorized';
        readonly authorized: Authorized;
        readonly policy: string;
        readonly signed: Signed;
      }
    | { readonly type: 'AuthorizationRevoked'; readonly reasons: string }
    | { readonly type: 'CounselSteppedAside'; readonly reasons: string }
    | { readonly type: 'EncounterClosed'; readonly words: string }
    | { readonly type: 'EncounterReopened'; readonly words: string }
    | { readonly type: 'OrderRefused'; readonly order: string; readonly refusal: string }
  );

/** "Refused, because …" */
export const encounterRefusals = [
  'nobody-reported-this-encounter',
  'the-encounter-is-closed',
  'the-encounter-is-not-closed',
  'only-legal-counsel-finds',
  'only-legal-counsel-decides',
  'whoever-stepped-aside-decides-nothing-here',
  'paper-is-not-on-file',
  'counsel-made-no-finding-on-this-paper',
  'what-counsel-found-opens-no-door',
  'counsel-keeps-no-such-ground',
  'the-ground-does-not-rest-on-what-counsel-found',
  'the-scope-names-no-place',
  'the-scope-names-nobody-and-nothing',
  'nobody-is-named-as-escort',
  'the-authorization-ends-before-it-begins',
  'what-was-signed-is-not-what-is-authorized',
  'nothing-is-authorized',
  'agents-have-not-left',
  'only-the-school-or-counsel-closes',
] as const;
export type EncounterRefusal = (typeof encounterRefusals)[number];

export type { Authorization, Encounter, PaperOnFile } from './core/encounter.ts';
export { authorizationInForce, initialEncounter, waitsFor } from './core/encounter.ts';
