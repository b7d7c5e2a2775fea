import { randomUUID } from 'node:crypto';
import { actorFor, type DistrictPack, dutiesAt, mayDo } from '#district';
import type { Desk } from '#district/desk';
import type { Outcome } from '#ledger';
import { perform } from '#ledger/perform';
import type { ActId, PersonId } from '#std/ids';
import { placesCalled, type RotaPlace } from './core/duties-called.ts';
import { holdersIn, rotaRoom } from './room.server.ts';
import { rotaStream } from './store.server.ts';
import type { Cover, Layer, Override, RotaCommand, RotaEvent, RotaRefusal } from './words.ts';

export type RotaOutcome = Outcome<RotaEvent, RotaRefusal>;

/** Which rota an act is about, and under which id it is performed. */
export type AboutRota = RotaPlace & { readonly act: ActId };

const notAllowed: RotaOutcome = { kind: 'refused', refusal: 'this-duty-may-not-do-that' };

/** The act by which a rota is changed: counsel's rota is counsel's and the superintendent's. */
export function rotaAct({ duty }: RotaPlace): 'keep-rota' | 'keep-counsel-rota' {
  return duty === 'legal-counsel' ? 'keep-counsel-rota' : 'keep-rota';
}

/** The school of a place, as duties know it: null for the district as a whole. */
export function schoolIn({ school }: RotaPlace): string | null {
  return school === '' ? null : school;
}

/** Whether there is such a rota: of a duty that is called, at a school of ours where it has one. */
export function isRotaOf({ schools, policy }: DistrictPack, { duty, school }: RotaPlace): boolean {
  const ids = schools.map(({ id }) => id);
  return placesCalled(policy.chain, ids).some(
    (place) => place.duty === duty && place.school === school,
  );
}

async function keep(
  desk: Desk,
  about: AboutRota,
  command: (holders: readonly PersonId[]) => RotaCommand,
): Promise<RotaOutcome> {
  if (!isRotaOf(desk.pack, about)) return notAllowed;
  const holders = (await holdersIn(desk.house, about)).map(({ person }) => person);
  return perform(desk.house, rotaRoom, rotaStream(about), {
    id: about.act,
    by: actorFor(desk.who, schoolIn(about)),
    command: command(holders),
  });
}

/** Sets the lines of a rota. No line at all means that everybody who holds the duty is called. */
export async function setLayers(
  desk: Desk,
  about: AboutRota,
  layers: readonly Layer[],
): Promise<RotaOutcome> {
  if (!mayDo(desk.who, rotaAct(about), schoolIn(about))) return notAllowed;
  return keep(desk, about, (holders) => ({ type: 'SetLayers', layers, holders }));
}

/** For a while somebody is out, or in, or one stands in for the other. */
export async function setOverride(
  desk: Desk,
  about: AboutRota,
  change: Omit<Override, 'override'>,
): Promise<RotaOutcome> {
  if (!mayDo(desk.who, rotaAct(about), schoolIn(about))) return notAllowed;
  const set = { override: randomUUID(), ...change };
  return keep(desk, about, (holders) => ({ type: 'SetOverride', set, holders }));
}

/** Takes such a change back. */
export async function withdrawOverride(
  desk: Desk,
  about: AboutRota,
  override: string,
): Promise<RotaOutcome> {
  if (!mayDo(desk.who, rotaAct(about), schoolIn(about))) return notAllowed;
  return keep(desk, about, () => ({ type: 'WithdrawOverride', override }));
}

/** Whoever holds the duty asks to be covered. Until somebody takes it they stay on call. */
export async function askCover(
  desk: Desk,
  about: AboutRota,
  times: Pick<Cover, 'from' | 'until'>,
): Promise<RotaOutcome> {
  const { who } = desk;
  if (!mayDo(desk.who, 'answer-page', schoolIn(about)) || who.kind !== 'person') return notAllowed;
  const asked = { cover: randomUUID(), by: who.person, ...times };
  return keep(desk, about, (holders) => ({ type: 'AskCover', asked, holders }));
}

/** Another who holds the duty stands in for exactly those hours. */
export async function takeCover(desk: Desk, about: AboutRota, cover: string): Promise<RotaOutcome> {
  if (!mayDo(desk.who, 'answer-page', schoolIn(about))) return notAllowed;
  return keep(desk, about, (holders) => ({ type: 'TakeCover', cover, holders }));
}

/** Whoever asked needs no cover any more. */
export async function withdrawCover(
  desk: Desk,
  about: AboutRota,
  cover: string,
): Promise<RotaOutcome> {
  if (!mayDo(desk.who, 'answer-page', schoolIn(about))) return notAllowed;
  return keep(desk, about, () => ({ type: 'WithdrawCover', cover }));
}

/** What whoever was on call leaves for the next: from one who holds the duty, or keeps its rota. */
export async function noteHandOver(
  desk: Desk,
  about: AboutRota,
  words: string,
): Promise<RotaOutcome> {
  if (!mayDo(desk.who, 'answer-page', schoolIn(about))) return notAllowed;
  const holdsIt = dutiesAt(desk.who, schoolIn(about)).some((duty) => duty === about.duty);
  if (!holdsIt && !mayDo(desk.who, rotaAct(about), schoolIn(about))) return notAllowed;
  return keep(desk, about, () => ({ type: 'NoteHandOver', words }));
}
