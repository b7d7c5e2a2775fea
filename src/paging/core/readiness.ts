/**
 * Whether, for every minute ahead, somebody would answer for each duty: proven, not sampled.
 *
 * It looks at each moment at which anything can change and at nothing between, because between them
 * nothing does. It calls nobody and knows no telephone; whether a person can be reached it is told.
 */
import type { PersonId } from '#std/ids';
import type { Instant } from '#std/instant';
import { changesOf, type Moment, onCall, type Place, type Plan } from '#rota';

/** A duty somebody holds, from when, and until when it is known to end. */
export type Grant = {
  readonly person: PersonId;
  readonly duty: string;
  readonly school: string | null;
  readonly rank: number;
  readonly from: Instant;
  readonly until: Instant | null;
};

/**
 * Why a duty is not covered: nobody holds it, a rota names nobody who does, or nobody of those on
 * call can be reached in the ways that count.
 */
export type GapKind = 'nobody-holds-it' | 'nobody-is-on-call' | 'nobody-can-be-reached';

/** A time without cover at one place; `school` is '' for the district as a whole. */
export type Gap = {
  readonly kind: GapKind;
  readonly duty: string;
  readonly school: string;
  readonly from: Moment;
  readonly until: Moment;
};

/** One duty at one place, and what is to be looked at. */
export type Cover = {
  readonly duty: string;
  readonly school: string;
  /** Those who hold it here, whenever. */
  readonly grants: readonly Grant[];
  /** Null where nobody keeps a rota: then all who hold the duty are called. */
  readonly plan: Plan | null;
  readonly place: Place;
  readonly isReachable: (person: PersonId) => boolean;
};

const noPlan: Plan = { layers: [], overrides: [] };

/** Every gap of one duty at one place, in order; those that touch are one. */
export function gapsOf(
  cover: Cover,
  span: { readonly from: Moment; readonly until: Moment },
): readonly Gap[] {
  const { duty, school } = cover;
  const terms = cover.grants.map((grant) => ({ ...grant, ...termOf(grant) }));
  const moments = momentsOf(cover, terms, span);
  const gaps: Gap[] = [];
  for (const [at, from] of moments.entries()) {
    const kind = gapAt(cover, terms, from);
    const until = moments[at + 1] ?? span.until;
    const last = gaps.at(-1);
    if (kind === null) continue;
    if (last?.kind === kind && last.until === from) gaps[gaps.length - 1] = { ...last, until };
    else gaps.push({ kind, duty, school, from, until });
  }
  return gaps;
}

type Term = { readonly person: PersonId; readonly begins: Moment; readonly ends: Moment };

function termOf({ from, until }: Grant): { begins: Moment; ends: Moment } {
  return {
    begins: Date.parse(from),
    ends: until === null ? Number.POSITIVE_INFINITY : Date.parse(until),
  };
}

function momentsOf(
  { plan, place }: Cover,
  terms: readonly Term[],
  span: { readonly from: Moment; readonly until: Moment },
): readonly Moment[] {
  const changes = changesOf(plan ?? noPlan, place, span);
  const ends = terms.flatMap(({ begins, ends }) => [begins, ends]);
  const inside = ends.filter((moment) => span.from < moment && moment < span.until);
  if (inside.length === 0) return changes;
  return [...new Set([...changes, ...inside])].toSorted((one, other) => one - other);
}

function gapAt(cover: Cover, terms: readonly Term[], moment: Moment): GapKind | null {
  const holds = terms.filter(({ begins, ends }) => begins <= moment && moment < ends);
  if (holds.length === 0) return 'nobody-holds-it';
  const { plan, place, isReachable } = cover;
  if (plan === null) {
    return holds.some(({ person }) => isReachable(person)) ? null : 'nobody-can-be-reached';
  }
  const isHolder = (person: PersonId) => holds.some((each) => each.person === person);
  const on = onCall(plan, place, moment).filter(({ person }) => isHolder(person));
  if (on.length === 0) return 'nobody-is-on-call';
  return on.some(({ person }) => isReachable(person)) ? null : 'nobody-can-be-reached';
}

/** What is known of how somebody can be reached. */
export type Reach = {
  readonly person: PersonId;
  /** Ways that the person confirmed, that were not stopped, and that gave no trouble since. */
  readonly verified: readonly string[];
  readonly troubles: readonly string[];
  /** When a test, or they themselves, last showed that a way works; null when nothing did. */
  readonly reachedAt: Instant | null;
  readonly sharesPhone: boolean;
  readonly passkeys: number;
  readonly isCounsel: boolean;
};

/** Why somebody does not count as reachable; none is the answer that readiness wants. */
export const reachProblems = [
  'no-confirmed-call',
  'only-one-confirmed-way',
  'somebody-else-has-this-telephone',
  'counsel-holds-two-passkeys',
] as const;
export type ReachProblem = (typeof reachProblems)[number];

/**
 * What keeps somebody from counting. Push and e-mail wake nobody at two in the morning, so a
 * confirmed call is one of the two ways that everybody needs; counsel needs two passkeys too. (P6)
 */
export function problemsOf(reach: Reach): readonly ReachProblem[] {
  const problems: ReachProblem[] = [];
  if (!reach.verified.includes('voice')) problems.push('no-confirmed-call');
  if (reach.verified.length < 2) problems.push('only-one-confirmed-way');
  if (reach.sharesPhone) problems.push('somebody-else-has-this-telephone');
  if (reach.isCounsel && reach.passkeys < 2) problems.push('counsel-holds-two-passkeys');
  return problems;
}
