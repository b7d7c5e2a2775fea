import { actorFor, dutiesAt, mayDo, schoolsFor } from '#district';
import type { Desk } from '#district/desk';
import { findPerson } from '#district/store';
import type { Recorded } from '#ledger';
import { readStory } from '#ledger/perform';
import type { EncounterId } from '#std/ids';
import { authorizationInForce, waitsFor } from './core/encounter.ts';
import { mayI } from './core/decide.ts';
import { encounterStream } from './core/streams.ts';
import { encounterRoom } from './room.server.ts';
import { type EncounterRow, listEncounters } from './store.server.ts';
import type { Encounter, EncounterEvent, EncounterRefusal, Order } from './words.ts';

/** Encounters that somebody may see: at their schools, or everywhere. */
export async function seeEncounters(desk: Desk, most = 30): Promise<EncounterRow[]> {
  const schools = placesOf(desk);
  if (schools !== null && schools.length === 0) return [];
  return desk.house.database.inDistrict(desk.house.district, (transaction) =>
    listEncounters(transaction, schools, most),
  );
}

function placesOf(desk: Desk): readonly string[] | null {
  if (desk.who.kind === 'device') return [desk.who.school];
  return schoolsFor(desk.who, 'see-encounters');
}

/** One line of the story, with who and when, in no words but what was recorded. */
export type StoryLine = {
  readonly position: number;
  readonly type: string;
  readonly happenedAt: string;
  readonly recordedAt: string;
  readonly who: string;
  readonly duties: readonly string[];
  readonly event: EncounterEvent;
};

/** What the page of one encounter may show to this person. */
export type SeenEncounter = {
  readonly encounter: Encounter;
  readonly version: number;
  readonly story: readonly StoryLine[];
  readonly waits: 'counsel' | 'the-door' | 'nobody';
  readonly isAuthorizedNow: boolean;
  readonly mayDecide: boolean;
  /** Whoever looks has a conflict here, and has said so. */
  readonly isAside: boolean;
  readonly mayClose: 'yes' | EncounterRefusal | 'no';
  readonly seesPapers: boolean;
  readonly duties: readonly string[];
};

/**
 * One encounter for somebody who may see it; null otherwise.
 *
 * What agents said about whom they seek is left out for everybody but counsel and the building
 * leader: the door's log is not a way to learn a student's name.
 */
export async function seeEncounter(desk: Desk, id: EncounterId): Promise<SeenEncounter | null> {
  const told = await readStory(desk.house, encounterRoom, encounterStream(id));
  if (told === null || told.version === 0) return null;
  const { school } = told.state;
  if (!maySee(desk, school)) return null;
  const seesSought = mayDo(desk.who, 'see-papers', school);
  const names = await namesIn(desk, told.story);
  const at = desk.house.clock.now();
  return {
    encounter: seesSought ? told.state : withoutSought(told.state),
    version: told.version,
    story: told.story.map((each) => lineOf(each, names, seesSought)),
    waits: waitsFor(told.state),
    isAuthorizedNow: authorizationInForce(told.state, at) !== null,
    mayDecide: mayDo(desk.who, 'decide-access', school),
    isAside: desk.who.kind === 'person' && told.state.aside.includes(desk.who.person),
    mayClose: mayDo(desk.who, 'close-encounter', school)
      ? ask(desk, told.state, {
          type: told.state.stage === 'closed' ? 'ReopenEncounter' : 'CloseEncounter',
          words: '',
        })
      : 'no',
    seesPapers: mayDo(desk.who, 'see-papers', school),
    duties: dutiesAt(desk.who, school),
  };
}

function maySee(desk: Desk, school: string | null): boolean {
  if (desk.who.kind === 'device') return desk.who.school === school;
  return mayDo(desk.who, 'see-encounters', school);
}

function ask(desk: Desk, encounter: Encounter, command: Order): 'yes' | EncounterRefusal {
  const at = desk.house.clock.now();
  const by = actorFor(desk.who, encounter.school);
  return mayI(encounter, { id: '' as never, by, happenedAt: at, recordedAt: at, command });
}

function withoutSought(encounter: Encounter): Encounter {
  const { identification } = encounter;
  if (identification === null) return encounter;
  return { ...encounter, identification: { ...identification, soughtWords: '' } };
}

async function namesIn(
  desk: Desk,
  story: readonly Recorded<EncounterEvent>[],
): Promise<ReadonlyMap<string, string>> {
  const people = new Set(
    story.flatMap(({ actor }) => (actor.kind === 'person' ? [actor.person] : [])),
  );
  const names = new Map<string, string>();
  await desk.house.database.inDistrict(desk.house.district, async (transaction) => {
    for (const id of people) {
      const person = await findPerson(transaction, id);
      if (person !== undefined) names.set(id, person.name);
    }
  });
  return names;
}

function lineOf(
  { position, event, happenedAt, recordedAt, actor }: Recorded<EncounterEvent>,
  names: ReadonlyMap<string, string>,
  seesSought: boolean,
): StoryLine {
  const shown =
    event.type === 'AgentsIdentified' && !seesSought
      ? { ...event, identification: { ...event.identification, soughtWords: '' } }
      : event;
  return {
    position,
    type: event.type,
    happenedAt,
    recordedAt,
    who: actor.kind === 'person' ? (names.get(actor.person) ?? '') : actor.kind,
    duties: actor.kind === 'person' ? actor.duties : [],
    event: shown,
  };
}
