export type { Coverage, Household, HouseholdRow, RosterProblem } from './core/read-households.ts';
export { safeCsvCell } from './core/csv-cells.ts';

/** A way to reach one guardian, as a delivery needs it. */
export type Way = { readonly channel: 'email' | 'sms' | 'voice'; readonly address: string };

/**
 * A guardian as notices know one: whom to tell, in which language, by which ways in which order.
 */
export type GuardianToTell = {
  readonly household: string;
  readonly guardian: string;
  readonly language: string;
  readonly ways: readonly Way[];
};

/** "Refused, because …" */
export const rosterRefusals = [
  'this-import-is-not-waiting',
  'the-file-was-refused-whole',
  'somebody-else-accepts-what-was-handed-in',
] as const;
export type RosterRefusal = (typeof rosterRefusals)[number];
