import { holdersOf, type Person } from '#district/store';
import type { House, Room } from '#ledger/perform';
import { type Rota, rotaLaw } from './core/rota.ts';
import type { RotaPlace } from './core/duties-called.ts';
import { rememberRota } from './store.server.ts';
import type { RotaCommand, RotaEvent, RotaRefusal } from './words.ts';

/** The law of rotas and its memory, for `perform`. */
export const rotaRoom: Room<Rota, RotaCommand, RotaEvent, RotaRefusal> = {
  law: rotaLaw,
  remember: rememberRota,
};

/** Who holds the duty of a rota at its place now, first in rank first. */
export async function holdersIn(house: House, { duty, school }: RotaPlace): Promise<Person[]> {
  const wanted = { duties: [duty], school: school === '' ? null : school, at: house.clock.now() };
  return house.database.inDistrict(house.district, (transaction) => holdersOf(transaction, wanted));
}
