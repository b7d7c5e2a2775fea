import pg from 'pg';
import { type Duty, isDuty } from '#district';
import type { Desk } from '#district/desk';
import { finishSetUp } from '#district/people-acts';
import type { House } from '#ledger/perform';
import { siteOf } from '#platform/webauthn';
import { known } from '#std/ids';
import type { CastPerson } from '../cast/cast.ts';
import type { World } from './world.ts';

/** Names the cast of a district, each with a rank within their post: first named, first called. */
export async function nameCast(house: House, people: readonly CastPerson[]): Promise<void> {
  const ranks = new Map<string, number>();
  const named = people.map(({ id, ...person }) => {
    const rank = (ranks.get(`${person.duty}/${person.school}`) ?? 0) + 1;
    ranks.set(`${person.duty}/${person.school}`, rank);
    return { ...person, person: known<never>(id), rank };
  });
  const outcome = await finishSetUp(house, named);
  if (outcome.kind === 'refused') throw new Error(outcome.refusal);
}

/** A desk at which somebody of the cast sits, signed in. */
export function deskOf(world: World, person: CastPerson, duties: readonly Duty[] = []): Desk {
  if (!isDuty(person.duty)) throw new Error(`${person.duty} is no duty`);
  const held = [person.duty, ...duties].map((duty) => ({ duty, school: person.school }));
  const { id, name, language } = person;
  return {
    house: world.house,
    pack: world.pack,
    site: siteOf('http://localhost:3000', 'tests'),
    objects: { put: async () => {}, get: async () => null },
    who: {
      kind: 'person',
      person: known(id),
      name,
      language,
      duties: held,
      steppedUpAt: world.clock.now(),
      by: 'session',
    },
  };
}

/** A pool as the cluster's superuser: what no role of ours may do, a test sometimes must. */
export function openSuperuser(world: World): pg.Pool {
  const url = new URL(process.env.THRESHOLD_TEST_CLUSTER ?? '');
  url.pathname = new URL(world.url('threshold_owner')).pathname;
  const pool = new pg.Pool({ connectionString: url.href, max: 2 });
  // The database is dropped under it at the end, which is no failure of any test.
  pool.on('connect', (client) => client.on('error', () => {}));
  return pool.on('error', () => {});
}
