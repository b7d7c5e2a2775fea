/**
 * Walks the law of the door breadth-first, to its end: every state that any sequence of moves can
 * reach, by everybody.
 *
 * What must hold is the claims' to say. The way noted beside a broken claim is the shortest.
 */
import type { Encounter, EncounterCommand, EncounterRefusal } from '#encounter';
import { decide, encounterLaw } from '../../src/encounter/core/decide.ts';
import { actOf, afterAct, type PersonWord, people } from './door.ts';

/** One letter of an alphabet. What is flawed must never be done, by anybody, in any state. */
export type Move = {
  readonly name: string;
  readonly isFlawed: boolean;
  readonly make: (now: Encounter) => EncounterCommand;
};

/** One accepted act, as the claims look at it. */
export type Step = {
  readonly who: PersonWord;
  readonly move: Move;
  readonly before: Encounter;
  readonly command: EncounterCommand;
  readonly next: Encounter;
};

/** What must hold of every accepted act. */
export type Claim = (step: Step) => boolean;

/** What a walk found. */
export type Walk = {
  readonly states: readonly Encounter[];
  readonly steps: number;
  readonly met: ReadonlySet<EncounterRefusal>;
  /** By the name of the claim, the shortest way to break it. */
  readonly broken: ReadonlyMap<string, string>;
  /** States from which no sequence of moves leads to a closed encounter. */
  readonly deadEnds: readonly string[];
};

/** The two claims that every walk makes of refusals, by name. */
export const claimsOfRefusals = ['no report was refused', 'a refused order moved nothing'] as const;

/** All of an encounter that the law could look at; not its version, moments and free texts. */
export function keyOf(now: Encounter): string {
  const { authorization: given } = now;
  return [
    now.stage,
    now.school,
    now.medium,
    now.help,
    now.isDrill,
    now.agency,
    now.agencyLevel,
    now.identification?.agency,
    now.decision,
    now.hasUnansweredPaper,
    now.presence,
    now.entryBasis,
    now.entryAnnouncedAt === null,
    now.aside.length,
    given === null ? 'nothing given' : `${given.ground} ${given.relyingOn} ${given.isRevoked}`,
    ...now.papers.map((each) => `${each.paper} ${each.finding?.kind}`),
  ].join('|');
}

type Found = {
  readonly claims: Readonly<Record<string, Claim>>;
  readonly ids: Map<string, number>;
  readonly states: Encounter[];
  readonly ways: string[];
  readonly cameFrom: Set<number>[];
  readonly met: Set<EncounterRefusal>;
  readonly broken: Map<string, string>;
};

/** Walks to the end. Never stops at a broken claim: one run shows all of them. */
export function walk(
  claims: Readonly<Record<string, Claim>>,
  moves: readonly Move[],
  who: readonly PersonWord[],
): Walk {
  const { initial } = encounterLaw;
  const found: Found = {
    claims,
    ids: new Map([[keyOf(initial), 0]]),
    states: [initial],
    ways: ['nothing'],
    cameFrom: [new Set()],
    met: new Set(),
    broken: new Map(),
  };
  for (let at = 0; at < found.states.length; at += 1) {
    for (const move of moves) take(found, at, move, who);
  }
  const { states, met, broken } = found;
  const steps = states.length * moves.length * who.length;
  return { states, steps, met, broken, deadEnds: deadEndsOf(found) };
}

/** One move in one state, by everybody. */
function take(found: Found, at: number, move: Move, who: readonly PersonWord[]): void {
  const before = found.states[at] ?? encounterLaw.initial;
  const command = move.make(before);
  let isRefusalTried = false;
  for (const word of who) {
    const act = actOf(people[word], command);
    const decision = decide(before, act);
    const way = `${found.ways[at]}, ${word} ${move.name}`;
    if (decision.kind === 'accepted') {
      const next = afterAct(before, act);
      hold(found, { who: word, move, before, command, next }, way);
      arriveAt(found, next, at, way);
      continue;
    }
    found.met.add(decision.refusal);
    if (command.type.startsWith('Report')) broke(found, claimsOfRefusals[0], way);
    // What a refusal leaves behind is the same whoever was refused, and trying it is dear.
    if (!isRefusalTried && keyOf(afterAct(before, act)) !== keyOf(before)) {
      broke(found, claimsOfRefusals[1], way);
    }
    isRefusalTried = true;
  }
}

function hold(found: Found, step: Step, way: string): void {
  for (const name in found.claims) {
    if (found.claims[name]?.(step) === false) broke(found, name, way);
  }
}

function broke(found: Found, name: string, way: string): void {
  if (!found.broken.has(name)) found.broken.set(name, way);
}

function arriveAt(found: Found, next: Encounter, from: number, way: string): void {
  const key = keyOf(next);
  const id = found.ids.get(key) ?? found.states.length;
  if (id === found.states.length) {
    found.ids.set(key, id);
    found.states.push(next);
    found.ways.push(way);
    found.cameFrom.push(new Set());
  }
  found.cameFrom[id]?.add(from);
}

/** The states that walking backwards from the closed ones does not reach. */
function deadEndsOf({ states, cameFrom }: Found): readonly string[] {
  const queue = states.flatMap((state, id) => (state.stage === 'closed' ? [id] : []));
  const closable = new Set(queue);
  for (let at = 0; at < queue.length; at += 1) {
    for (const from of cameFrom[queue[at] ?? 0] ?? []) {
      if (!closable.has(from)) queue.push(from);
      closable.add(from);
    }
  }
  return states.flatMap((state, id) => (closable.has(id) ? [] : [keyOf(state)]));
}
