import { countPasskeys, type Person } from '#district/store';
import type { House } from '#ledger/perform';
import type { Transaction } from '#platform/database';
import type { PersonId } from '#std/ids';
import { channelsOf, pushPeople } from './callees.server.ts';
import { knownOf, type SeenMethod } from './contact.server.ts';
import { listMethods } from './contact-store.server.ts';
import type { Reach } from './core/readiness.ts';
import type { OnDuty } from './on-duty.server.ts';

/** How each person who may be called can be reached, as far as they and the carriers told us. */
export async function readReach(
  house: House,
  transaction: Transaction,
  { people, grants }: OnDuty,
): Promise<ReadonlyMap<PersonId, Reach>> {
  const methods = await listMethods(transaction, null);
  const passkeys = await countPasskeys(transaction);
  const pushes = await pushPeople(transaction, [...people.keys()]);
  const phones = phonesOfSeveral([...people.values()]);
  const counsels = new Set(
    grants.filter(({ duty }) => duty === 'legal-counsel').map(({ person }) => person),
  );
  const reachOf = (person: Person): Reach => {
    const ways = channelsOf(person, pushes).map((channel) => ({
      channel,
      known: knownOf(house, methods, person, channel),
    }));
    return {
      person: person.person,
      verified: ways.filter(counts).map(({ channel }) => channel),
      troubles: ways.flatMap(troublesOf),
      reachedAt:
        ways
          .flatMap(({ known }) => known?.reached_at ?? [])
          .toSorted()
          .at(-1) ?? null,
      sharesPhone: person.phone !== null && phones.has(person.phone),
      passkeys: passkeys.get(person.person) ?? 0,
      isCounsel: counsels.has(person.person),
    };
  };
  return new Map([...people].map(([id, person]) => [id, reachOf(person)]));
}

function counts({ known }: SeenMethod): boolean {
  if (known === null || known.verified_at === null) return false;
  return known.stopped_at === null && known.trouble === null;
}

function troublesOf({ channel, known }: SeenMethod): readonly string[] {
  if (known === null) return [];
  const said = known.stopped_at === null ? [] : [`${channel}: stopped`];
  return known.trouble === null ? said : [...said, `${channel}: ${known.trouble}`];
}

function phonesOfSeveral(people: readonly Person[]): ReadonlySet<string> {
  const byPhone = Map.groupBy(people, ({ phone }) => phone ?? '');
  return new Set([...byPhone].filter(([, same]) => same.length > 1).map(([phone]) => phone));
}
