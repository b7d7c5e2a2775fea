import type { DistrictPack } from '#district';
import { holdersOf, type Person } from '#district/store';
import type { House } from '#ledger/perform';
import type { Transaction } from '#platform/database';
import type { PersonId } from '#std/ids';
import { type Instant, plusSeconds } from '#std/instant';
import { callAgainAfterSeconds } from './claim.server.ts';
import { stopsWith } from './core/decide.ts';
import { calleesOf } from './core/holders-on-call.ts';
import type { Paging } from './core/paging.ts';
import { type Called, whomToCall } from './core/whom-to-call.ts';
import { listPlans, rotasAt } from '#rota/store';
import { lastCalls } from './store.server.ts';
import type { PageChannel } from './words.ts';

type Held = Person & { readonly duty: string; readonly rank: number };

/** One person and the channels by which they are to be rung now. */
export type Ring = { readonly person: PersonId; readonly channels: readonly PageChannel[] };

/**
 * Who is rung now, by which channels, and whether nobody of the steps so far can be.
 *
 * Nobody is rung twice within a minute by one channel for one encounter, whichever chain wants
 * them.
 */
export async function whoRings(
  house: House,
  transaction: Transaction,
  pack: DistrictPack,
  paging: Paging,
): Promise<Omit<Called, 'people'> & Awaited<ReturnType<typeof ringsFor>>> {
  const at = house.clock.now();
  const { school, track, steps } = paging;
  const duties = [...new Set([...steps.flatMap((step) => step.duties), 'superintendent'])];
  const held = await holdersOf(transaction, { duties, school, at });
  const rotas = rotasAt(pack, await listPlans(transaction, school), { school, at });
  const found = steps.map((step) => calleesOf(step, track, held, rotas));
  const dutiesOf = (person: PersonId) =>
    held.filter((each) => each.person === person).map(({ duty }) => duty);
  const called = whomToCall(
    paging,
    {
      steps: found.map(({ callees }) => callees),
      hasGap: found.map(({ hasGap }) => hasGap),
      standIns: held.filter(({ duty }) => duty === 'superintendent').map(({ person }) => person),
      handedTo: paging.handedTo
        .filter((person) => dutiesOf(person).length > 0)
        .map((person) => ({ person, stops: stopsWith(track, dutiesOf(person)) })),
    },
    at,
  );
  const people = new Map(held.map((each) => [each.person, each]));
  const ringing = await ringsFor(transaction, { paging, called: called.people, people, at });
  return { owing: called.owing, isRotaEmpty: called.isRotaEmpty, ...ringing };
}

type Wanted = {
  readonly paging: Paging;
  readonly called: readonly PersonId[];
  readonly people: ReadonlyMap<PersonId, Held>;
  readonly at: Instant;
};

async function ringsFor(
  transaction: Transaction,
  { paging, called, people, at }: Wanted,
): Promise<{ readonly rings: readonly Ring[]; readonly heldBackUntil: Instant | null }> {
  const since = plusSeconds(at, -callAgainAfterSeconds);
  const last = new Map(
    (await lastCalls(transaction, paging.encounter ?? ''))
      .filter((call) => call.last > since)
      .map((call) => [`${call.person}/${call.channel}`, call.last]),
  );
  const pushes = await pushPeople(transaction, called);
  const ways = called.flatMap((person) => {
    const found = people.get(person);
    return found === undefined ? [] : [{ person, channels: channelsOf(found, pushes) }];
  });
  const isRecent = (person: PersonId, channel: PageChannel) => last.has(`${person}/${channel}`);
  const heldBack = ways.flatMap(({ person, channels }) =>
    channels.flatMap((channel) => last.get(`${person}/${channel}`) ?? []),
  );
  return {
    rings: ways.map(({ person, channels }) => ({
      person,
      channels: channels.filter((channel) => !isRecent(person, channel)),
    })),
    heldBackUntil: heldBack.length === 0 ? null : minuteAfter(heldBack.toSorted()[0] ?? at, at),
  };
}

// A minute after their last ring, and never a moment that has passed, whatever the clock did.
function minuteAfter(last: Instant, at: Instant): Instant {
  const again = plusSeconds(last, 60);
  return again > at ? again : plusSeconds(at, 1);
}

/** The ways in which somebody can be reached, the loudest first. */
export function channelsOf(person: Person, pushes: ReadonlySet<string>): PageChannel[] {
  const channels: PageChannel[] = ['email'];
  if (person.phone !== null) channels.unshift('voice', 'sms');
  if (pushes.has(person.person)) channels.push('push');
  return channels;
}

/** Which of these people have a browser that can be woken. */
export async function pushPeople(
  transaction: Transaction,
  people: readonly string[],
): Promise<Set<string>> {
  const rows = await transaction.query<{ person: string }>(
    `select distinct person from push_subscription where district = $1 and person = any($2)`,
    [transaction.district, people],
  );
  return new Set(rows.map((row) => row.person));
}
