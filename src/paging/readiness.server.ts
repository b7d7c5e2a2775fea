import { setImmediate } from 'node:timers/promises';
import { schoolsFor } from '#district';
import type { Desk } from '#district/desk';
import type { Transaction } from '#platform/database';
import type { PersonId } from '#std/ids';
import { type Instant, plusSeconds } from '#std/instant';
import { gapCalendar, type GapMonth } from './core/gap-calendar.ts';
import { placesCalled, readDay } from '#rota';
import {
  type Cover,
  type Gap,
  gapsOf,
  problemsOf,
  type Reach,
  type ReachProblem,
} from './core/readiness.ts';
import { readLanes, type SeenLane } from './lanes.server.ts';
import { type OnDuty, readOnDuty, stepsAt } from './on-duty.server.ts';
import { readReach } from './reach.server.ts';
import { placeOf, planFor } from '#rota/store';
import { type Track, tracks } from './words.ts';

/** Somebody who may be called, and what keeps them from counting as reachable. */
export type SeenReach = {
  readonly person: PersonId;
  readonly name: string;
  readonly duties: readonly string[];
  readonly verified: readonly string[];
  readonly problems: readonly ReachProblem[];
  readonly troubles: readonly string[];
  /** When a message was last seen to reach them; null when none was. */
  readonly reachedAt: Instant | null;
  /** For how many encounters they were called since the month began. */
  readonly calledThisMonth: number;
};

/** Who would be rung at this moment for one school, step by step. */
export type WouldRing = {
  readonly school: string;
  readonly track: Track;
  readonly steps: readonly { readonly names: readonly string[]; readonly hasGap: boolean }[];
};

/** A duty that is not covered at all, why, and where. */
export type NeverCovered = Pick<Gap, 'duty' | 'kind'> & { readonly schools: readonly string[] };

export type Readiness = {
  readonly from: Instant;
  readonly until: Instant;
  /** Whether the district has given its school year; without it every weekday counts. */
  readonly hasCalendar: boolean;
  /** Gaps that come and go. */
  readonly gaps: readonly Gap[];
  /** What is not covered at any minute of the time: the same reason at so many places. */
  readonly never: readonly NeverCovered[];
  readonly people: readonly SeenReach[];
  readonly now: readonly WouldRing[];
  /** What became of the messages of the last day: a provider that fails shows here first. */
  readonly messages: readonly {
    readonly channel: string;
    readonly state: string;
    readonly count: number;
  }[];
  readonly lanes: readonly SeenLane[];
};

/**
 * Whether somebody would answer, for each school that the asker may see, for every minute from now
 * to the last day of the school year, or a year ahead where nobody has given the calendar. Null for
 * whoever may not see it.
 */
export async function readReadiness(desk: Desk): Promise<Readiness | null> {
  const own = schoolsFor(desk.who, 'see-readiness');
  if (own !== null && own.length === 0) return null;
  const { house, pack } = desk;
  const at = house.clock.now();
  const { onDuty, reach, calls, messages, lanes } = await house.database.inDistrict(
    house.district,
    async (transaction) => {
      const read = await readOnDuty(transaction, pack, at);
      return {
        onDuty: read,
        reach: await readReach(house, transaction, read),
        calls: await callsSince(transaction, monthOf(desk, at)),
        messages: await messagesSince(transaction, plusSeconds(at, -dayInSeconds)),
        lanes: await readLanes(transaction, at),
      };
    },
  );
  const schools = pack.schools.map(({ id }) => id).filter((id) => own === null || own.includes(id));
  const span = spanAhead(desk, at);
  const covers = coversOf(onDuty, schools, isReachableBy(reach));
  const gaps = await gapsInTurns(covers, span);
  const isWhole = (gap: Gap) => gap.from === span.from && gap.until === span.until;
  return {
    from: at,
    until: new Date(span.until).toISOString(),
    hasCalendar: pack.district.schoolYear !== null,
    gaps: gaps.filter((gap) => !isWhole(gap)),
    never: neverCovered(gaps.filter(isWhole)),
    people: peopleOf(onDuty, schools, reach, calls),
    now: schools.flatMap((school) =>
      tracks.map((track) => wouldRing(onDuty, { school, track, at })),
    ),
    messages,
    lanes,
  };
}

const turnMilliseconds = 15;

// A state of 1,600 schools takes seconds, and somebody may be at a door meanwhile: every few
// milliseconds whoever else waits comes first.
async function gapsInTurns(
  covers: readonly Cover[],
  span: { readonly from: number; readonly until: number },
): Promise<readonly Gap[]> {
  const gaps: Gap[] = [];
  let began = performance.now();
  for (const cover of covers) {
    gaps.push(...gapsOf(cover, span));
    if (performance.now() - began < turnMilliseconds) continue;
    await setImmediate();
    began = performance.now();
  }
  return gaps;
}

function neverCovered(gaps: readonly Gap[]): readonly NeverCovered[] {
  const grouped = Map.groupBy(gaps, ({ duty, kind }) => `${duty}/${kind}`);
  return [...grouped.values()].flatMap((same) => {
    const [first] = same;
    const schools = same.map(({ school }) => school);
    return first === undefined ? [] : [{ duty: first.duty, kind: first.kind, schools }];
  });
}

/** The gaps of a reading, day by day and month by month. */
export function readinessCalendar(
  desk: Pick<Desk, 'pack'>,
  { gaps, from, until }: Pick<Readiness, 'gaps' | 'from' | 'until'>,
): readonly GapMonth[] {
  const span = { from: Date.parse(from), until: Date.parse(until) };
  return gapCalendar(gaps, placeOf(desk.pack).days, span);
}

const daysAhead = 365;
const dayInSeconds = 24 * 60 * 60;

function spanAhead({ pack }: Desk, at: Instant): { from: number; until: number } {
  const { days } = placeOf(pack);
  const from = Date.parse(at);
  const today = days.dayAt(from, 0);
  const last = readDay(pack.district.schoolYear?.lastDay ?? '');
  const end = last !== null && last > today ? last + 1 : today + daysAhead;
  return { from, until: days.momentOf(end, 0) };
}

/** Whether somebody counts: nothing keeps them from it. */
export function isReachableBy(reach: ReadonlyMap<PersonId, Reach>): Cover['isReachable'] {
  const counts = new Set(
    [...reach.values()].filter((each) => problemsOf(each).length === 0).map((each) => each.person),
  );
  return (person) => counts.has(person);
}

/** What must be covered: each school's own duties there, and the district's once. */
export function coversOf(
  { pack, grants, plans }: OnDuty,
  schools: readonly string[],
  isReachable: Cover['isReachable'],
): readonly Cover[] {
  const place = placeOf(pack);
  const byPlace = Map.groupBy(grants, ({ duty, school }) => `${duty}/${school ?? ''}`);
  return placesCalled(pack.policy.chain, schools).map(({ duty, school }) => ({
    ...{ duty, school, place, isReachable },
    plan: planFor(plans, { duty, school }),
    grants: [
      ...(byPlace.get(`${duty}/`) ?? []),
      ...(school === '' ? [] : (byPlace.get(`${duty}/${school}`) ?? [])),
    ],
  }));
}

function peopleOf(
  { grants, people }: OnDuty,
  schools: readonly string[],
  reach: ReadonlyMap<PersonId, Reach>,
  calls: ReadonlyMap<string, number>,
): readonly SeenReach[] {
  const isSeen = ({ school }: { school: string | null }) =>
    school === null || schools.includes(school);
  const byPerson = Map.groupBy(grants.filter(isSeen), ({ person }) => person);
  return [...byPerson].flatMap(([person, held]) => {
    const known = reach.get(person);
    if (known === undefined) return [];
    return [
      {
        person,
        name: people.get(person)?.name ?? '',
        duties: [...new Set(held.map(({ duty }) => duty))],
        verified: known.verified,
        problems: problemsOf(known),
        troubles: known.troubles,
        reachedAt: known.reachedAt,
        calledThisMonth: calls.get(person) ?? 0,
      },
    ];
  });
}

function wouldRing(
  onDuty: OnDuty,
  about: { school: string; track: Track; at: Instant },
): WouldRing {
  const { school, track } = about;
  const steps = stepsAt(onDuty, about).map(({ callees, hasGap }) => ({
    hasGap,
    names: callees.map(({ person }) => onDuty.people.get(person)?.name ?? 'somebody'),
  }));
  return { school, track, steps };
}

function monthOf({ pack }: Desk, at: Instant): Instant {
  const local = Temporal.Instant.from(at).toZonedDateTimeISO(pack.district.timeZone);
  return new Date(local.with({ day: 1 }).startOfDay().epochMilliseconds).toISOString();
}

async function callsSince(
  transaction: Transaction,
  since: Instant,
): Promise<ReadonlyMap<string, number>> {
  const rows = await transaction.query<{ person: string; calls: number }>(
    `select person, count(distinct encounter)::int as calls from paging_attempt
     where district = $1 and queued_at >= $2 group by person`,
    [transaction.district, since],
  );
  return new Map(rows.map(({ person, calls }) => [person, calls]));
}

async function messagesSince(transaction: Transaction, since: Instant) {
  return transaction.query<{ channel: string; state: string; count: number }>(
    `select channel, state, count(*)::int as count from paging_attempt
     where district = $1 and queued_at >= $2 group by channel, state order by channel, state`,
    [transaction.district, since],
  );
}
