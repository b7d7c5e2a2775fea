import type { Desk } from '#district/desk';
import { holdersOf } from '#district/store';
import type { PersonId } from '#std/ids';
import { type Instant, plusSeconds } from '#std/instant';
import { stopsWith } from './core/decide.ts';
import { type AttemptState, type Track, tracks } from './words.ts';

/** So long without any provider having taken anything, and people telephone by hand. */
const nothingTakenSecondsMax = 15;

const takenStates: readonly AttemptState[] = ['accepted', 'delivered', 'answered'];

type Calling = {
  readonly chains: readonly { readonly stage: string; readonly changed_at: Instant }[];
  readonly attempts: readonly { readonly state: AttemptState; readonly queued_at: Instant }[];
};

/** Who could be handed a chain, and whom to telephone by hand when nothing of ours gets out. */
export type OnHand = {
  readonly me: PersonId | null;
  /** The chains that whoever looks could stop. */
  readonly myTracks: readonly Track[];
  readonly handTo: readonly { readonly person: PersonId; readonly name: string }[];
  readonly numbers: readonly { readonly name: string; readonly phone: string }[];
  readonly isCallNow: boolean;
};

/** Reads it for one school. */
export async function readOnHand(
  desk: Desk,
  school: string | null,
  calling: Calling,
): Promise<OnHand> {
  const { house, who } = desk;
  const at = house.clock.now();
  const duties = ['building-leader', 'designated-administrator', 'legal-counsel', 'superintendent'];
  const held = await house.database.inDistrict(house.district, (transaction) =>
    holdersOf(transaction, { duties, school, at }),
  );
  const once = [...new Map(held.map((each) => [each.person, each])).values()];
  const me = who.kind === 'person' ? who.person : null;
  const dutiesOf = (person: PersonId | null) =>
    held.filter((each) => each.person === person).map(({ duty }) => duty);
  const myTracks = tracks.filter((track) => stopsWith(track, dutiesOf(me)));
  // Only who could stop a chain can be handed it, and only by who could stop it.
  const mayTake = once.filter(
    ({ person }) => person !== me && myTracks.some((track) => stopsWith(track, dutiesOf(person))),
  );
  const isCallNow = isNothingTaken(calling, at);
  return {
    me,
    myTracks,
    handTo: mayTake.map(({ person, name }) => ({ person, name })),
    // A colleague's telephone number is shown when it is needed, and not before.
    numbers: isCallNow
      ? once.flatMap(({ name, phone }) => (phone === null ? [] : [{ name, phone }]))
      : [],
    isCallNow,
  };
}

/** Whether people are being called, for a while already, and no provider took any of it. */
export function isNothingTaken({ chains, attempts }: Calling, at: Instant): boolean {
  const limit = plusSeconds(at, -nothingTakenSecondsMax);
  const isOld = chains.some(
    ({ stage, changed_at }) => stage.startsWith('calling') && changed_at <= limit,
  );
  const isTried = attempts.some(({ queued_at }) => queued_at <= limit);
  return (isOld || isTried) && !attempts.some(({ state }) => takenStates.includes(state));
}
