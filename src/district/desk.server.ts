import { randomUUID } from 'node:crypto';
import type { House } from '#ledger/perform';
import type { ObjectStore } from '#platform/objects';
import type { Site } from '#platform/webauthn';
import { type ActId, known } from '#std/ids';
import type { Policy } from '#authority';
import type { DistrictPack, Duty, Who } from './words.ts';

/** Who is asking, and the house they ask in. Passed by hand to every act and view. */
export type Desk = {
  readonly house: House;
  readonly pack: DistrictPack;
  readonly who: Who;
  readonly site: Site;
  readonly objects: ObjectStore;
};

/** The policy in force at this desk; its version is recorded with every decision. (principle 10) */
export function policyOf(desk: Pick<Desk, 'pack'>): Policy<Duty> {
  return desk.pack.policy;
}

/** A fresh id for an act whose form did not bring one. */
export function freshAct(): ActId {
  return known(randomUUID());
}
