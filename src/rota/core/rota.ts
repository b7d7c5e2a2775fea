/**
 * Who is on call for a duty at a place, as those who hold it agreed among themselves.
 *
 * Decides what may stand in a rota. It gives nobody a duty and takes none away: whoever is named
 * must hold it already, and whoever loses it is not called, whatever stands here. (P6)
 */
import { type Act, type Law, personOf, type Told } from '#ledger';
import { accept, type Decision, refuse } from '#std/decision';
import type { PersonId } from '#std/ids';
import { type Instant, secondsBetween } from '#std/instant';
import { unreachable } from '#std/unreachable';
import type { Cover, Layer, Override, RotaCommand, RotaEvent, RotaRefusal } from '../words.ts';

export type Rota = {
  readonly layers: readonly Layer[];
  readonly overrides: readonly Override[];
  /** Asked for and not yet taken. */
  readonly covers: readonly Cover[];
  /** What the last one on call left for the next, and who and when. */
  readonly handOver: {
    readonly words: string;
    readonly by: PersonId | null;
    readonly at: string;
  } | null;
};

export const noRota: Rota = { layers: [], overrides: [], covers: [], handOver: null };

type RotaDecision = Decision<RotaEvent, RotaRefusal>;

/** More changes at once than any school agrees on; each is looked at whenever somebody is rung. */
const changesMax = 200;
const yearInSeconds = 366 * 24 * 60 * 60;

function decide(rota: Rota, act: Act<RotaCommand>): RotaDecision {
  const { command } = act;
  switch (command.type) {
    case 'SetLayers':
      return setLayers(command);
    case 'SetOverride':
      return setOverride(rota, act, command);
    case 'WithdrawOverride':
      return rota.overrides.some(({ override }) => override === command.override)
        ? accept({ ...command, type: 'OverrideWithdrawn' })
        : refuse('there-is-no-such-change-to-the-rota');
    case 'AskCover':
      return askCover(rota, command);
    case 'TakeCover':
      return takeCover(rota, act, command);
    case 'WithdrawCover':
      return withdrawCover(rota, act, command.cover);
    case 'NoteHandOver':
      return accept({ ...command, type: 'HandOverNoted' });
    default:
      return unreachable(command);
  }
}

function setLayers({ layers, holders }: Extract<RotaCommand, { type: 'SetLayers' }>): RotaDecision {
  if (layers.some(({ people }) => people.length === 0)) {
    return refuse('a-line-of-the-rota-names-nobody');
  }
  if (!layers.every(({ people }) => people.every((person) => holders.includes(person)))) {
    return refuse('somebody-named-does-not-hold-this-duty');
  }
  return accept({ type: 'LayersSet', layers });
}

function setOverride(
  rota: Rota,
  act: Act<RotaCommand>,
  { set, holders }: Extract<RotaCommand, { type: 'SetOverride' }>,
): RotaDecision {
  const kept = notOver(rota.overrides, act.recordedAt).length;
  if (kept >= changesMax) return refuse('there-are-too-many-changes-at-once');
  if (set.out === null && set.in === null) return refuse('nobody-is-named-to-be-out-or-in');
  if (set.in !== null && !holders.includes(set.in)) {
    return refuse('somebody-named-does-not-hold-this-duty');
  }
  const problem = problemOfTime(set);
  return problem === null ? accept({ type: 'OverrideSet', set }) : refuse(problem);
}

function askCover(
  rota: Rota,
  { asked, holders }: Extract<RotaCommand, { type: 'AskCover' }>,
): RotaDecision {
  if (rota.covers.length >= changesMax) return refuse('there-are-too-many-changes-at-once');
  if (!holders.includes(asked.by)) return refuse('somebody-named-does-not-hold-this-duty');
  const problem = problemOfTime(asked);
  return problem === null ? accept({ type: 'CoverAsked', asked }) : refuse(problem);
}

function problemOfTime({ from, until }: Pick<Cover, 'from' | 'until'>): RotaRefusal | null {
  if (until <= from) return 'it-ends-before-it-begins';
  return secondsBetween(from, until) > yearInSeconds ? 'it-lasts-longer-than-a-year' : null;
}

function takeCover(
  rota: Rota,
  act: Act<RotaCommand>,
  { cover, holders }: Extract<RotaCommand, { type: 'TakeCover' }>,
): RotaDecision {
  const asked = rota.covers.find((each) => each.cover === cover);
  const taker = personOf(act.by);
  if (asked === undefined || taker === null) return refuse('nobody-asked-for-this-cover');
  if (taker === asked.by) return refuse('nobody-covers-for-themselves');
  if (!holders.includes(taker)) return refuse('somebody-named-does-not-hold-this-duty');
  const { from, until, by } = asked;
  return accept<RotaEvent>(
    { type: 'CoverTaken', cover, by: taker },
    { type: 'OverrideSet', set: { override: cover, from, until, out: by, in: taker } },
  );
}

function withdrawCover(rota: Rota, act: Act<RotaCommand>, cover: string): RotaDecision {
  const asked = rota.covers.find((each) => each.cover === cover);
  if (asked === undefined) return refuse('nobody-asked-for-this-cover');
  if (personOf(act.by) !== asked.by) return refuse('only-who-asked-takes-it-back');
  return accept({ type: 'CoverWithdrawn', cover });
}

function evolve(rota: Rota, { event, actor, recordedAt }: Told<RotaEvent>): Rota {
  switch (event.type) {
    case 'LayersSet':
      return { ...rota, layers: event.layers };
    case 'OverrideSet':
      return { ...rota, overrides: [...notOver(rota.overrides, recordedAt), event.set] };
    case 'OverrideWithdrawn':
      return {
        ...rota,
        overrides: rota.overrides.filter(({ override }) => override !== event.override),
      };
    case 'CoverAsked':
      return { ...rota, covers: [...rota.covers, event.asked] };
    case 'CoverTaken':
    case 'CoverWithdrawn':
      return { ...rota, covers: rota.covers.filter(({ cover }) => cover !== event.cover) };
    case 'HandOverNoted':
      return { ...rota, handOver: { words: event.words, by: personOf(actor), at: recordedAt } };
    case 'OrderRefused':
      return rota;
    default:
      return unreachable(event);
  }
}

// What is over changes nothing any more, and would be looked at for ever.
function notOver(overrides: readonly Override[], at: Instant): readonly Override[] {
  return overrides.filter(({ until }) => until > at);
}

/** The law of rotas. */
export const rotaLaw: Law<Rota, RotaCommand, RotaEvent, RotaRefusal> = {
  initial: noRota,
  evolve,
  decide,
};
