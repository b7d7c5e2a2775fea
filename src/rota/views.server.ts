import { mayDo, schoolsFor } from '#district';
import type { Desk } from '#district/desk';
import { listPeople, type Person } from '#district/store';
import { readStory } from '#ledger/perform';
import type { PersonId } from '#std/ids';
import { type Instant, plusSeconds } from '#std/instant';
import { placesCalled, type RotaPlace } from './core/duties-called.ts';
import { onCall, type Plan } from './core/on-call.ts';
import { type Rota, rotaLaw } from './core/rota.ts';
import { type Shift, shiftsFor, shiftsOf } from './core/shifts.ts';
import { isRotaOf, rotaAct, schoolIn } from './acts.server.ts';
import { holdersIn, rotaRoom } from './room.server.ts';
import { listPlans, placeOf, planFor, rotaStream } from './store.server.ts';

/** One rota in the list: who is on call now, by name; nobody where there is no rota. */
export type RotaLine = RotaPlace & {
  readonly hasRota: boolean;
  readonly onCallNow: readonly string[];
};

/** One rota for somebody who may see it. */
export type SeenRota = RotaPlace & {
  readonly rota: Rota;
  readonly holders: readonly Pick<Person, 'person' | 'name'>[];
  readonly names: Readonly<Record<string, string>>;
  readonly shifts: readonly Shift[];
  readonly mayKeep: boolean;
  /** Whoever looks, where they hold the duty themselves. */
  readonly me: PersonId | null;
};

/** The rotas that somebody may see: those of their schools, and the district's. */
export async function seeRotas(desk: Desk): Promise<readonly RotaLine[]> {
  const own = schoolsFor(desk.who, 'see-readiness');
  if (own !== null && own.length === 0) return [];
  const { house, pack } = desk;
  const { plans, people } = await house.database.inDistrict(
    house.district,
    async (transaction) => ({
      plans: await listPlans(transaction, null),
      people: await listPeople(transaction),
    }),
  );
  const names = namesOf(people);
  const at = Date.parse(house.clock.now());
  const schools = pack.schools.map(({ id }) => id).filter((id) => own === null || own.includes(id));
  return placesCalled(pack.policy.chain, schools).map((place) => {
    const plan = plans.find(
      (each) => each.duty === place.duty && each.school === place.school,
    )?.plan;
    const hasRota = plan !== undefined && plan.layers.length > 0;
    const on = plan === undefined ? [] : onCall(plan, placeOf(pack), at);
    return { ...place, hasRota, onCallNow: on.map(({ person }) => names[person] ?? 'somebody') };
  });
}

const daysShown = 28;
const dayInMilliseconds = 24 * 60 * 60 * 1000;

/** One rota, for whoever may see it; null otherwise. */
export async function seeRota(desk: Desk, place: RotaPlace): Promise<SeenRota | null> {
  const { house, who, pack } = desk;
  if (!isRotaOf(pack, place)) return null;
  const holders = await holdersIn(house, place);
  const isHolder = who.kind === 'person' && holders.some(({ person }) => person === who.person);
  if (!isHolder && !mayDo(who, 'see-readiness', schoolIn(place))) return null;
  const told = await readStory(house, rotaRoom, rotaStream(place));
  const rota = told?.state ?? rotaLaw.initial;
  const people = await house.database.inDistrict(house.district, listPeople);
  const isNamed = new Set([...holders.map(({ person }) => person), ...namedIn(rota)]);
  return {
    ...place,
    rota,
    holders: holders.map(({ person, name }) => ({ person, name })),
    names: namesOf(people.filter(({ person }) => isNamed.has(person))),
    shifts: rota.layers.length === 0 ? [] : shiftsOf(rota, placeOf(pack), ahead(house.clock.now())),
    mayKeep: mayDo(who, rotaAct(place), schoolIn(place)),
    me: isHolder && who.kind === 'person' ? who.person : null,
  };
}

// The page of a rota is no list of the district's staff: it names whom the rota names.
function namedIn({ layers, overrides, covers, handOver }: Rota): readonly PersonId[] {
  const changed = overrides.flatMap((each) => [each.out, each.in]);
  const named = [...changed, ...covers.map(({ by }) => by), handOver?.by ?? null];
  return [...layers.flatMap(({ people }) => people), ...named.filter((each) => each !== null)];
}

function ahead(at: Instant, days = daysShown): { from: number; until: number } {
  return { from: Date.parse(at), until: Date.parse(plusSeconds(at, days * 24 * 60 * 60)) };
}

function namesOf(people: readonly Person[]): Readonly<Record<string, string>> {
  return Object.fromEntries(people.map(({ person, name }) => [person, name]));
}

/** A person's own time on call for one rota. */
export type OwnShift = RotaPlace & { readonly from: Instant; readonly until: Instant };

/** When one person is on call by the rotas of the duties that they hold, so many days about. */
export async function shiftsOfPerson(
  desk: Pick<Desk, 'house' | 'pack'>,
  person: PersonId,
  held: readonly { duty: string; school: string | null }[],
  days: { readonly behind: number; readonly ahead: number },
): Promise<readonly OwnShift[]> {
  const { house, pack } = desk;
  const plans = await house.database.inDistrict(house.district, (transaction) =>
    listPlans(transaction, null),
  );
  const at = house.clock.now();
  const span = { ...ahead(at, days.ahead), from: Date.parse(at) - days.behind * dayInMilliseconds };
  const end = new Date(span.until).toISOString();
  const own = held.flatMap(({ duty, school }) => {
    const place = { duty, school: school ?? '' };
    const plan: Plan | null = planFor(plans, place);
    if (plan === null) return [];
    return shiftsFor(person, shiftsOf(plan, placeOf(pack), span)).map(
      ({ from, until }): OwnShift => ({ ...place, from, until }),
    );
  });
  // What runs over an edge of what was looked at is not shown with that edge as if it began or
  // ended there, unless it runs now.
  const begin = new Date(span.from).toISOString();
  const runsNow = ({ from, until }: OwnShift) => from <= at && at < until;
  const known = own.filter(
    (shift) => runsNow(shift) || (shift.from !== begin && shift.until !== end),
  );
  return known.toSorted((one, other) => one.from.localeCompare(other.from));
}
