import type { z } from 'zod';
import type { Json } from '#std/canonical-json';
import type { Problem } from './read.server.ts';

/** What came of knocking. */
export type DoorAnswer =
  | { readonly kind: 'done'; readonly body: Json }
  | { readonly kind: 'refused'; readonly refusal: string }
  | { readonly kind: 'unreadable'; readonly problems: readonly Problem[] }
  | {
      readonly kind: 'journaled';
      readonly called: number;
      readonly listTakenAt: string | null;
    }
  | { readonly kind: 'step-up-first' }
  | { readonly kind: 'unknown' };

/** Who knocks, on what, under which act id. */
export type Knock<World, Desk> = {
  readonly world: World;
  readonly desk: Desk;
  readonly id: string;
  readonly act: string;
};

/** One act: what it is called for people, how its input is read, and what it does. */
export type Door<World, Desk, Value> = {
  readonly summary: string;
  readonly kind: 'observation' | 'order';
  readonly reader: z.ZodType<Value>;
  readonly perform: (knock: Knock<World, Desk>, value: Value) => Promise<DoorAnswer>;
};

/** A room's doors by name. */
// biome-ignore lint/suspicious/noExplicitAny: a table of doors holds readers of many values
export type Doors<World, Desk = any> = Readonly<Record<string, Door<World, Desk, any>>>;

/** Ties a door's reader and its act together, so that one cannot change without the other. */
export function door<World, Desk, Value>(made: Door<World, Desk, Value>): Door<World, Desk, Value> {
  return made;
}
