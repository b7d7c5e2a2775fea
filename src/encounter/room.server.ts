import type { Room } from '#ledger/perform';
import { encounterLaw } from './core/decide.ts';
import { rememberEncounter } from './store.server.ts';
import type { Encounter, EncounterCommand, EncounterEvent, EncounterRefusal } from './words.ts';

/** The encounter's law and its memory, for `perform`. */
export const encounterRoom: Room<Encounter, EncounterCommand, EncounterEvent, EncounterRefusal> = {
  law: encounterLaw,
  remember: rememberEncounter,
};
