import { isDuty } from '#district';
import type { Desk } from '#district/desk';
import { type DoorAnswer, door, type Knock } from '#platform/door';
import { known, readSlug } from '#std/ids';
import {
  type AboutRota,
  askCover,
  isRotaOf,
  noteHandOver,
  type RotaOutcome,
  setLayers,
  setOverride,
  takeCover,
  withdrawCover,
  withdrawOverride,
} from './acts.server.ts';
import * as readers from './readers.server.ts';
import type { RotaPlace } from './core/duties-called.ts';

type Here = Knock<unknown, Desk>;

/** Reads a rota's name in an address, `building-leader.cranbury-elementary` or `legal-counsel`. */
export function readRotaName(text: string): RotaPlace | null {
  const [duty = '', school, more] = text.split('.');
  if (!isDuty(duty) || more !== undefined) return null;
  if (school === undefined) return { duty, school: '' };
  const slug = readSlug<string>(school);
  return slug === null ? null : { duty, school: slug };
}

/** A rota's name as an address has it. */
export function rotaName({ duty, school }: RotaPlace): string {
  return school === '' ? duty : `${duty}.${school}`;
}

async function onRota(
  here: Here,
  perform: (about: AboutRota) => Promise<RotaOutcome>,
): Promise<DoorAnswer> {
  const place = readRotaName(here.id);
  if (place === null || !isRotaOf(here.desk.pack, place)) return { kind: 'unknown' };
  const outcome = await perform({ ...place, act: known(here.act) });
  if (outcome.kind === 'refused') return outcome;
  const facts = outcome.recorded.map(({ position, event }) => ({ position, type: event.type }));
  return { kind: 'done', body: { version: outcome.version, facts } };
}

/** Every act on a rota. */
export const rotaDoors = {
  'set-lines': door({
    summary: 'Sets who is on call, in which turns and hours. No line calls everybody.',
    kind: 'order',
    reader: readers.linesReader,
    perform: (here: Here, { lines }) => onRota(here, (about) => setLayers(here.desk, about, lines)),
  }),
  'set-change': door({
    summary: 'For a while somebody is out, or in, or stands in for another.',
    kind: 'order',
    reader: readers.overrideReader,
    perform: (here: Here, change) => onRota(here, (about) => setOverride(here.desk, about, change)),
  }),
  'withdraw-change': door({
    summary: 'Takes such a change back.',
    kind: 'order',
    reader: readers.withdrawnReader,
    perform: (here: Here, { change }) =>
      onRota(here, (about) => withdrawOverride(here.desk, about, change)),
  }),
  'ask-cover': door({
    summary: 'Asks another who holds the duty to stand in. Until then nothing changes.',
    kind: 'order',
    reader: readers.coverReader,
    perform: (here: Here, times) => onRota(here, (about) => askCover(here.desk, about, times)),
  }),
  'take-cover': door({
    summary: 'Stands in for whoever asked.',
    kind: 'order',
    reader: readers.withdrawnReader,
    perform: (here: Here, { change }) =>
      onRota(here, (about) => takeCover(here.desk, about, change)),
  }),
  'withdraw-cover': door({
    summary: 'Needs no cover any more.',
    kind: 'order',
    reader: readers.withdrawnReader,
    perform: (here: Here, { change }) =>
      onRota(here, (about) => withdrawCover(here.desk, about, change)),
  }),
  'note-hand-over': door({
    summary: 'Leaves a note for whoever is on call next.',
    kind: 'order',
    reader: readers.handOverReader,
    perform: (here: Here, { words }) =>
      onRota(here, (about) => noteHandOver(here.desk, about, words)),
  }),
};
