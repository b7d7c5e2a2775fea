import { z } from 'zod';
import type { DistrictPack } from '#district';
import type { Recorded } from '#ledger';
import type { Transaction } from '#platform/database';
import { known, type PersonId, type StreamId } from '#std/ids';
import type { Instant } from '#std/instant';
import type { RotaPlace } from './core/duties-called.ts';
import { localDays } from './core/local-days.ts';
import { type OnCall, onCall, type Place, type Plan } from './core/on-call.ts';
import type { Rota } from './core/rota.ts';
import { schoolDays } from './core/school-days.ts';
import { dayKinds, type RotaEvent } from './words.ts';

/** The stream of one rota. */
export function rotaStream({ duty, school }: RotaPlace): StreamId {
  return known(school === '' ? `rota/${duty}` : `rota/${duty}/${school}`);
}

/** Keeps the plan true to the story of a rota, in the story's own transaction. */
export async function rememberRota(
  transaction: Transaction,
  state: Rota,
  recorded: readonly Recorded<RotaEvent>[],
): Promise<void> {
  const last = recorded.at(-1);
  if (last === undefined || last.event.type === 'OrderRefused') return;
  const [, duty = '', school = ''] = last.stream.split('/');
  const layers = state.layers.map((layer) => ({ ...layer, name: '' }));
  const plan: Plan = { layers, overrides: state.overrides };
  await transaction.query(
    `insert into rota (district, duty, school, plan, changed_at) values ($1, $2, $3, $4, $5)
     on conflict (district, duty, school) do update set plan = $4, changed_at = $5`,
    [transaction.district, duty, school, JSON.stringify(plan), last.recordedAt],
  );
}

/** The plans of a district's rotas, each with its place; `school` null asks for all of them. */
export async function listPlans(
  transaction: Transaction,
  school: string | null,
): Promise<(RotaPlace & { plan: Plan })[]> {
  const rows = await transaction.query<RotaPlace & { plan: unknown }>(
    `select duty, school, plan from rota
     where district = $1 and ($2::text is null or school = '' or school = $2)
     order by duty, school`,
    [transaction.district, school],
  );
  return rows.map(({ plan, ...place }) => ({ ...place, plan: readPlan(plan) }));
}

const hours = z.object({
  days: z.enum(dayKinds),
  weekdays: z.array(z.number()),
  from: z.string(),
  until: z.string(),
});
const person = z.string().transform((text) => known<PersonId>(text));
const turn = z.object({
  every: z.enum(['day', 'week']),
  count: z.number(),
  from: z.string(),
  at: z.string(),
});
const layer = z.object({
  layer: z.string(),
  name: z.string(),
  people: z.array(person),
  turn: turn.nullable(),
  hours: z.array(hours),
});
const override = z.object({
  override: z.string(),
  from: z.string(),
  until: z.string(),
  out: person.nullable(),
  in: person.nullable(),
});
const plan = z.object({ layers: z.array(layer), overrides: z.array(override) });

// A row that cannot be read is a rota with a gap: everybody who holds the duty is called and it is
// said aloud. An error here would mean that nobody's telephone rings at all.
const unreadable: Plan = {
  layers: [{ layer: '', name: '', people: [], turn: null, hours: [] }],
  overrides: [],
};

function readPlan(row: unknown): Plan {
  return plan.safeParse(row).data ?? unreadable;
}

type Plans = readonly (RotaPlace & { plan: Plan })[];

/**
 * The plan in force for a duty at a school: the school's own, else the district's; null where those
 * who hold the duty keep no rota, or took every line out of it.
 */
export function planFor(plans: Plans, { duty, school }: RotaPlace): Plan | null {
  const ofDuty = plans.filter((each) => each.duty === duty && each.plan.layers.length > 0);
  const own = ofDuty.find((each) => each.school === school && school !== '');
  return (own ?? ofDuty.find((each) => each.school === ''))?.plan ?? null;
}

/** Who is on call at a school at a moment, duty by duty; null where nobody keeps a rota for it. */
export function rotasAt(
  pack: DistrictPack,
  plans: Plans,
  { school, at }: { readonly school: string; readonly at: Instant },
): (duty: string) => readonly OnCall[] | null {
  return (duty) => {
    const found = planFor(plans, { duty, school });
    return found === null ? null : onCall(found, placeOf(pack), Date.parse(at));
  };
}

const places = new WeakMap<DistrictPack, Place>();

/** The district's days, worked out once for each pack. */
export function placeOf(pack: DistrictPack): Place {
  const before = places.get(pack);
  if (before !== undefined) return before;
  const place = {
    days: localDays(pack.district.timeZone),
    isSchoolDay: schoolDays(pack.district.schoolYear),
  };
  places.set(pack, place);
  return place;
}
