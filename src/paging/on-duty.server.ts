import type { DistrictPack } from '#district';
import { grantsInForce, listPeople, type Person } from '#district/store';
import type { Transaction } from '#platform/database';
import type { PersonId } from '#std/ids';
import type { Instant } from '#std/instant';
import { stepsOf } from './core/chain-steps.ts';
import { calleesOf, type StepCallees } from './core/holders-on-call.ts';
import { dutiesCalled } from '#rota';
import type { Grant } from './core/readiness.ts';
import { listPlans, rotasAt } from '#rota/store';
import type { Track } from './words.ts';

/** Everybody who may be called in a district, and every rota, read at once. */
export type OnDuty = {
  readonly pack: DistrictPack;
  readonly people: ReadonlyMap<PersonId, Person>;
  readonly grants: readonly Grant[];
  /** The same by school; those of the whole district stand under ''. */
  readonly grantsAt: ReadonlyMap<string, readonly Grant[]>;
  readonly plans: Awaited<ReturnType<typeof listPlans>>;
};

/** Reads it. Grants that begin later are there too: a gap next month is a gap. */
export async function readOnDuty(
  transaction: Transaction,
  pack: DistrictPack,
  at: Instant,
): Promise<OnDuty> {
  const duties = [...dutiesCalled(pack.policy.chain), 'superintendent'];
  const people = await listPeople(transaction);
  const grants = await grantsInForce(transaction, { duties, at });
  const plans = await listPlans(transaction, null);
  const grantsAt = Map.groupBy(grants, ({ school }) => school ?? '');
  const byId = new Map(people.map((each) => [each.person, each]));
  return { pack, grants, grantsAt, plans, people: byId };
}

/** Whom each step of a track would add at a school at a moment. */
export function stepsAt(
  { pack, grantsAt, plans }: OnDuty,
  about: { school: string; track: Track; at: Instant },
): readonly StepCallees[] {
  const { school, track, at } = about;
  const here = [...(grantsAt.get('') ?? []), ...(grantsAt.get(school) ?? [])];
  const isNow = ({ from, until }: Grant) => from <= at && (until === null || at < until);
  const held = here.filter(isNow);
  const rotas = rotasAt(pack, plans, about);
  return stepsOf(pack.policy.chain, track).map((step) => calleesOf(step, track, held, rotas));
}
