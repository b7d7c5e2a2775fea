/** What people said to one chain, as its pages show it while it rings on. */
import { known, type PersonId } from '#std/ids';
import type { Instant } from '#std/instant';
import { declined, type Paging } from './paging.ts';

export type Heard = {
  readonly person: PersonId;
  readonly said: 'cannot' | 'call-back' | 'stepped-aside' | 'was-handed-it';
  /** Until when it holds; null while the chain rings. */
  readonly until: Instant | null;
};

/** Everything that was said and not taken back. */
export function heardBy({ resting, aside, handedTo }: Paging): readonly Heard[] {
  return [
    ...Object.entries(resting).map(([person, until]): Heard => {
      const isOver = until === declined;
      return {
        person: known(person),
        said: isOver ? 'cannot' : 'call-back',
        until: isOver ? null : until,
      };
    }),
    ...aside.map((person): Heard => ({ person, said: 'stepped-aside', until: null })),
    ...handedTo.map((person): Heard => ({ person, said: 'was-handed-it', until: null })),
  ];
}
