/**
 * Which of those who hold the duties of a step are called in it.
 *
 * Where those who hold a duty keep a rota, it says who is on call; where they keep none, all of
 * them are. A rota with a gap at this moment calls all of them too, and says so. (P6)
 */
import type { PersonId } from '#std/ids';
import type { PageStep, Track } from '../words.ts';
import { stopsWith } from './decide.ts';
import type { OnCall } from '#rota';
import type { Callee } from './whom-to-call.ts';

/** Somebody who holds a duty here; a lower rank is called first where no rota says otherwise. */
export type Holder = { readonly person: PersonId; readonly duty: string; readonly rank: number };

/** Who is on call for a duty; null where nobody keeps a rota for it. */
export type Rotas = (duty: string) => readonly OnCall[] | null;

export type StepCallees = { readonly callees: readonly Callee[]; readonly hasGap: boolean };

/** Whom a step adds. `hasGap`: it has nobody at all, or a rota of its duties names nobody now. */
export function calleesOf(
  step: PageStep,
  track: Track,
  holders: readonly Holder[],
  rotas: Rotas,
): StepCallees {
  const byDuty = step.duties.map((duty) => {
    const held = holders.filter((holder) => holder.duty === duty);
    return { duty, ...onCallAmong(held, rotas(duty)) };
  });
  const callees = byDuty.flatMap(({ duty, first, others, off }) => {
    const people = { primary: first, backups: [...others, ...off] }[String(step.reach)];
    const stops = stopsWith(track, [duty]);
    return (people ?? [...first, ...others]).map((person): Callee => ({ person, stops }));
  });
  const isEmpty = callees.length === 0 && step.reach !== 'backups';
  return { callees: eachOnce(callees), hasGap: isEmpty || byDuty.some(({ isGap }) => isGap) };
}

type Sorted = {
  readonly first: readonly PersonId[];
  readonly others: readonly PersonId[];
  readonly off: readonly PersonId[];
  readonly isGap: boolean;
};

function onCallAmong(held: readonly Holder[], rota: readonly OnCall[] | null): Sorted {
  const holds = new Set(held.map(({ person }) => person));
  const on = (rota ?? []).filter(({ person }) => holds.has(person));
  if (on.length === 0) {
    const lowest = Math.min(...held.map(({ rank }) => rank));
    const isFirst = ({ rank }: Holder) => rank === lowest;
    const first = held.filter(isFirst).map(({ person }) => person);
    // A duty held twice, at the school and in the district, makes nobody their own backup.
    const others = held.map(({ person }) => person).filter((person) => !first.includes(person));
    return { first, others, off: [], isGap: rota !== null && held.length > 0 };
  }
  const top = on[0]?.line;
  const first = on.filter(({ line }) => line === top).map(({ person }) => person);
  const others = on.filter(({ line }) => line !== top).map(({ person }) => person);
  const isOn = new Set(on.map(({ person }) => person));
  const off = held.map(({ person }) => person).filter((person) => !isOn.has(person));
  return { first, others, off, isGap: false };
}

function eachOnce(callees: readonly Callee[]): readonly Callee[] {
  const found = new Map<PersonId, Callee>();
  for (const callee of callees) {
    const before = found.get(callee.person);
    found.set(callee.person, { ...callee, stops: callee.stops || before?.stops === true });
  }
  return [...found.values()];
}
