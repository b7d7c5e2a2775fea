import type { Fact } from '#ledger';
import type { PersonId } from '#std/ids';
import type { Instant } from '#std/instant';

/** Days on which the hours of a layer begin. School days are the district's own calendar. */
export const dayKinds = ['every-day', 'school-days', 'other-days'] as const;
export type DayKind = (typeof dayKinds)[number];

/**
 * Hours of a wall clock in the district's zone. They begin on days of this kind and, where weekdays
 * are named (Monday is 1), on those alone; ending at or before their beginning means the next day.
 */
export type Hours = {
  readonly days: DayKind;
  readonly weekdays: readonly number[];
  readonly from: string;
  readonly until: string;
};

/** How people take turns: so many days or weeks each, handed over at a wall time. */
export type Turn = {
  readonly every: 'day' | 'week';
  readonly count: number;
  /** The first day of the first person's first turn. */
  readonly from: string;
  readonly at: string;
};

/**
 * One line of a rota. Lines are called in their order: an outside firm is a line below our own.
 * Without a turn everybody in it is on call; without hours it is on call around the clock.
 */
export type Layer = {
  readonly layer: string;
  readonly name: string;
  readonly people: readonly PersonId[];
  readonly turn: Turn | null;
  readonly hours: readonly Hours[];
};

/** For a while somebody is out, or somebody is in, or one stands in for the other. */
export type Override = {
  readonly override: string;
  readonly from: Instant;
  readonly until: Instant;
  readonly out: PersonId | null;
  readonly in: PersonId | null;
};

/** Somebody asks to be covered; whoever takes it stands in for exactly those hours. */
export type Cover = {
  readonly cover: string;
  readonly by: PersonId;
  readonly from: Instant;
  readonly until: Instant;
};

export type RotaCommand =
  | {
      readonly type: 'SetLayers';
      readonly layers: readonly Layer[];
      /** Who holds the duty at this place: a rota gives nobody a duty. */
      readonly holders: readonly PersonId[];
    }
  | { readonly type: 'SetOverride'; readonly set: Override; readonly holders: readonly PersonId[] }
  | { readonly type: 'WithdrawOverride'; readonly override: string }
  | { readonly type: 'AskCover'; readonly asked: Cover; readonly holders: readonly PersonId[] }
  | { readonly type: 'TakeCover'; readonly cover: string; readonly holders: readonly PersonId[] }
  | { readonly type: 'WithdrawCover'; readonly cover: string }
  | { readonly type: 'NoteHandOver'; readonly words: string };

export type RotaEvent = Fact &
  (
    | { readonly type: 'LayersSet'; readonly layers: readonly Layer[] }
    | { readonly type: 'OverrideSet'; readonly set: Override }
    | { readonly type: 'OverrideWithdrawn'; readonly override: string }
    | { readonly type: 'CoverAsked'; readonly asked: Cover }
    | { readonly type: 'CoverTaken'; readonly cover: string; readonly by: PersonId }
    | { readonly type: 'CoverWithdrawn'; readonly cover: string }
    | { readonly type: 'HandOverNoted'; readonly words: string }
    | { readonly type: 'OrderRefused'; readonly order: string; readonly refusal: string }
  );

/** "Refused, because …" */
export const rotaRefusals = [
  'a-line-of-the-rota-names-nobody',
  'somebody-named-does-not-hold-this-duty',
  'nobody-is-named-to-be-out-or-in',
  'it-ends-before-it-begins',
  'it-lasts-longer-than-a-year',
  'there-are-too-many-changes-at-once',
  'there-is-no-such-change-to-the-rota',
  'nobody-asked-for-this-cover',
  'nobody-covers-for-themselves',
  'only-who-asked-takes-it-back',
] as const;
export type RotaRefusal = (typeof rotaRefusals)[number];

export type { Rota } from './core/rota.ts';
export { dutiesCalled, placesCalled, type RotaPlace } from './core/duties-called.ts';
export {
  type Day,
  dateOf,
  type LocalDays,
  type Moment,
  readDay,
  weekdayOf,
} from './core/local-days.ts';
export { changesOf, type OnCall, onCall, type Place, type Plan } from './core/on-call.ts';
