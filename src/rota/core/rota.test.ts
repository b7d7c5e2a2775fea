import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Actor } from '#ledger';
import { known, type PersonId } from '#std/ids';
import { plusSeconds } from '#std/instant';
import {
  type Cover,
  type Layer,
  type Override,
  type RotaCommand,
  type RotaEvent,
  type RotaRefusal,
  rotaRefusals,
} from '../words.ts';
import { localDays } from './local-days.ts';
import { onCall } from './on-call.ts';
import { noRota, type Rota, rotaLaw } from './rota.ts';
import { schoolDays } from './school-days.ts';

const nine = '2026-11-24T14:00:00.000Z';
const ten = plusSeconds(nine, 3600);
const eleven = plusSeconds(ten, 3600);
const [ana, ben, cleo, dora]: readonly [PersonId, PersonId, PersonId, PersonId] = [
  known('ana'),
  known('ben'),
  known('cleo'),
  known('dora'),
];
const holders = [ana, ben, cleo];
const program: Actor = { kind: 'program', part: 'keeper' };
const device: Actor = { kind: 'device', device: known('device'), school: 'cranbury-elementary' };

function person(id: PersonId): Actor {
  return { kind: 'person', person: id, duties: ['legal-counsel'] };
}

type Page = {
  readonly rota: Rota;
  readonly events: readonly RotaEvent[];
  readonly refusal: RotaRefusal | null;
};
const blank: Page = { rota: noRota, events: [], refusal: null };

/** The rota after one act, as the house would write it down. */
function acted({ rota }: Page, by: Actor, command: RotaCommand): Page {
  const act = { id: known<never>('act'), by, happenedAt: nine, recordedAt: ten, command };
  const decision = rotaLaw.decide(rota, act);
  if (decision.kind === 'refused') return { rota, events: [], refusal: decision.refusal };
  const told = { happenedAt: nine, recordedAt: ten, actor: by, version: 1 };
  const written = decision.events.reduce(
    (now, event) => rotaLaw.evolve(now, { ...told, event }),
    rota,
  );
  return { rota: written, events: decision.events, refusal: null };
}

function rotaAfter(...acts: readonly (readonly [Actor, RotaCommand])[]): Page {
  return acts.reduce((page, [by, command]) => acted(page, by, command), blank);
}

function layer(...people: readonly PersonId[]): Layer {
  return { layer: 'line', name: 'A line', people, turn: null, hours: [] };
}

function override(change: Partial<Override> = {}): Override {
  return { override: 'change', from: nine, until: eleven, out: ana, in: ben, ...change };
}

function cover(change: Partial<Cover> = {}): Cover {
  return { cover: 'cover', by: ana, from: nine, until: ten, ...change };
}

const setLayers = (layers: readonly Layer[]): RotaCommand => ({
  type: 'SetLayers',
  layers,
  holders,
});
const setOverride = (set: Override): RotaCommand => ({ type: 'SetOverride', set, holders });
const askCover = (asked: Cover): RotaCommand => ({ type: 'AskCover', asked, holders });
const takeCover: RotaCommand = { type: 'TakeCover', cover: 'cover', holders };
const withdrawCover: RotaCommand = { type: 'WithdrawCover', cover: 'cover' };

/** A command that is refused: why, and with nothing written and nothing changed. */
function refusedFor(before: Page, by: Actor, command: RotaCommand): RotaRefusal | null {
  const page = acted(before, by, command);
  expect(page.events).toEqual([]);
  expect(page.rota).toEqual(before.rota);
  return page.refusal;
}

describe('the lines of a rota', () => {
  test('stand as they were set, in the place of those before', () => {
    const first = rotaAfter([person(ana), setLayers([layer(ana), layer(ben)])]);
    expect(first.events).toEqual([{ type: 'LayersSet', layers: [layer(ana), layer(ben)] }]);
    expect(first.rota).toEqual({ ...noRota, layers: [layer(ana), layer(ben)] });
    expect(acted(first, person(cleo), setLayers([layer(cleo)])).rota.layers).toEqual([layer(cleo)]);
  });

  test('may be taken away altogether, and changes for a while stay', () => {
    const before = rotaAfter(
      [person(ana), setLayers([layer(ana)])],
      [person(ana), setOverride(override())],
    );
    const { rota } = acted(before, person(ana), setLayers([]));
    expect(rota).toMatchObject({ layers: [], overrides: [override()] });
  });

  test('each name somebody', () => {
    expect(refusedFor(blank, person(ana), setLayers([layer(ana), layer()]))).toBe(
      'a-line-of-the-rota-names-nobody',
    );
  });

  test('name nobody who does not hold the duty, not even among others', () => {
    for (const layers of [[layer(dora)], [layer(ana), layer(ben, dora)]]) {
      expect(refusedFor(blank, person(ana), setLayers(layers))).toBe(
        'somebody-named-does-not-hold-this-duty',
      );
    }
  });
});

describe('a change for a while', () => {
  test('stands beside those set before it, and the last set is the last', () => {
    const [first, second] = [override(), override({ override: 'second', out: null, in: cleo })];
    const { events, rota } = rotaAfter(
      [person(ana), setOverride(first)],
      [person(ana), setOverride(second)],
    );
    expect(events).toEqual([{ type: 'OverrideSet', set: second }]);
    expect(rota).toEqual({ ...noRota, overrides: [first, second] });
  });

  test('may put out somebody who has lost the duty, and need not bring anybody in', () => {
    for (const set of [override({ out: dora }), override({ out: dora, in: null })]) {
      expect(rotaAfter([person(ana), setOverride(set)]).rota.overrides).toEqual([set]);
    }
  });

  test.each<readonly [RotaRefusal, Partial<Override>]>([
    ['nobody-is-named-to-be-out-or-in', { out: null, in: null }],
    ['somebody-named-does-not-hold-this-duty', { in: dora }],
    ['somebody-named-does-not-hold-this-duty', { out: null, in: dora }],
    ['it-ends-before-it-begins', { until: nine }],
    ['it-ends-before-it-begins', { until: plusSeconds(nine, -1) }],
    ['it-lasts-longer-than-a-year', { until: plusSeconds(nine, 366 * 86_400 + 1) }],
  ])('is refused, because %s: %j', (refusal, change) => {
    expect(refusedFor(blank, person(ana), setOverride(override(change)))).toBe(refusal);
  });

  test.each([0.001, 366 * 86_400])('may last %d seconds', (seconds) => {
    const set = override({ until: plusSeconds(nine, seconds) });
    expect(rotaAfter([person(ana), setOverride(set)]).refusal).toBeNull();
  });

  test('that is over is forgotten when the next is set, and two hundred at once are enough', () => {
    const many = Array.from({ length: 200 }, (_, nth) => override({ override: String(nth) }));
    const full = rotaAfter(...many.map((set) => [person(ana), setOverride(set)] as const));
    const next = setOverride(override({ override: 'one more' }));
    expect(refusedFor(full, person(ana), next)).toBe('there-are-too-many-changes-at-once');
    const over = many.map((set) => ({ ...set, until: nine }));
    const later = acted({ ...full, rota: { ...full.rota, overrides: over } }, person(ana), next);
    expect(later.rota.overrides).toEqual([override({ override: 'one more' })]);
  });

  test('is taken back by its name, alone and once', () => {
    const before = rotaAfter(
      [person(ana), setOverride(override({ override: 'first' }))],
      [person(ana), setOverride(override({ override: 'second' }))],
    );
    const withdraw: RotaCommand = { type: 'WithdrawOverride', override: 'first' };
    const page = acted(before, person(ben), withdraw);
    expect(page.events).toEqual([{ type: 'OverrideWithdrawn', override: 'first' }]);
    expect(page.rota.overrides).toEqual([override({ override: 'second' })]);
    expect(refusedFor(page, person(ben), withdraw)).toBe('there-is-no-such-change-to-the-rota');
    expect(refusedFor(blank, person(ben), withdraw)).toBe('there-is-no-such-change-to-the-rota');
  });
});

describe('asking to be covered', () => {
  const asking = rotaAfter([person(ana), askCover(cover())]);

  test('is kept, and changes nothing about who is on call until somebody takes it', () => {
    expect(asking.events).toEqual([{ type: 'CoverAsked', asked: cover() }]);
    expect(asking.rota).toEqual({ ...noRota, covers: [cover()] });
  });

  test.each<readonly [RotaRefusal, Partial<Cover>]>([
    ['somebody-named-does-not-hold-this-duty', { by: dora }],
    ['it-ends-before-it-begins', { until: nine }],
    ['it-lasts-longer-than-a-year', { until: plusSeconds(nine, 366 * 86_400 + 1) }],
  ])('is refused, because %s', (refusal, change) => {
    expect(refusedFor(blank, person(ana), askCover(cover(change)))).toBe(refusal);
  });

  test('taken, it becomes a change of exactly those hours, and nobody is asked any more', () => {
    const { events, rota } = acted(asking, person(ben), takeCover);
    const set: Override = { override: 'cover', from: nine, until: ten, out: ana, in: ben };
    expect(events).toEqual([
      { type: 'CoverTaken', cover: 'cover', by: ben },
      { type: 'OverrideSet', set },
    ]);
    expect(rota).toEqual({ ...noRota, overrides: [set] });
  });

  test('taken, whoever took it is on call for those hours and whoever asked is not', () => {
    const { rota } = rotaAfter(
      [person(ana), setLayers([layer(ana)])],
      [person(ana), askCover(cover())],
      [person(ben), takeCover],
    );
    const place = { days: localDays('America/New_York'), isSchoolDay: schoolDays(null) };
    const called = [-1, 0, 3_599_999, 3_600_000].map((past) =>
      onCall(rota, place, Date.parse(nine) + past).map((each) => each.person),
    );
    expect(called).toEqual([[ana], [ben], [ben], [ana]]);
  });

  test('can be taken once, and other covers stay asked for', () => {
    const two = acted(asking, person(cleo), askCover(cover({ cover: 'other', by: cleo })));
    const taken = acted(two, person(ben), takeCover);
    expect(taken.rota.covers).toEqual([cover({ cover: 'other', by: cleo })]);
    expect(refusedFor(taken, person(cleo), takeCover)).toBe('nobody-asked-for-this-cover');
    expect(refusedFor(taken, person(ana), withdrawCover)).toBe('nobody-asked-for-this-cover');
  });

  test('is not taken by whoever asked, by a stranger to the duty, or by nobody at all', () => {
    const refusals = [person(ana), person(dora), program, device].map((by) =>
      refusedFor(asking, by, takeCover),
    );
    expect(refusals).toEqual([
      'nobody-covers-for-themselves',
      'somebody-named-does-not-hold-this-duty',
      'nobody-asked-for-this-cover',
      'nobody-asked-for-this-cover',
    ]);
    expect(refusedFor(blank, person(ben), takeCover)).toBe('nobody-asked-for-this-cover');
  });

  test('is taken back by whoever asked and by nobody else', () => {
    for (const by of [person(ben), program, device]) {
      expect(refusedFor(asking, by, withdrawCover)).toBe('only-who-asked-takes-it-back');
    }
    const page = acted(asking, person(ana), withdrawCover);
    expect(page.events).toEqual([{ type: 'CoverWithdrawn', cover: 'cover' }]);
    expect(page.rota).toEqual(noRota);
    expect(refusedFor(page, person(ana), withdrawCover)).toBe('nobody-asked-for-this-cover');
    expect(refusedFor(page, person(ben), takeCover)).toBe('nobody-asked-for-this-cover');
  });
});

describe('a hand-over', () => {
  const note = (words: string): RotaCommand => ({ type: 'NoteHandOver', words });

  test('is kept with who left it and when it was written down, and the last one counts', () => {
    const { events, rota } = rotaAfter(
      [person(ana), note('Quiet.')],
      [person(ben), note('Two calls.')],
    );
    expect(events).toEqual([{ type: 'HandOverNoted', words: 'Two calls.' }]);
    expect(rota).toEqual({ ...noRota, handOver: { words: 'Two calls.', by: ben, at: ten } });
  });

  test('that nobody can be named for is kept without a name', () => {
    expect(rotaAfter([device, note('Quiet.')]).rota.handOver?.by).toBeNull();
  });
});

describe('an order that was refused', () => {
  test('changes nothing when it is told', () => {
    const { rota } = rotaAfter([person(ana), setLayers([layer(ana)])]);
    const event: RotaEvent = { type: 'OrderRefused', order: 'SetLayers', refusal: 'whatever' };
    const told = { event, happenedAt: nine, recordedAt: ten, actor: program, version: 2 };
    expect(rotaLaw.evolve(rota, told)).toEqual(rota);
  });
});

describe('whatever is asked of a rota', () => {
  const anyone = fc.constantFrom(ana, ben, cleo, dora);
  const holding = fc.subarray([ana, ben, cleo, dora]);
  const name = fc.constantFrom('one', 'two');
  const until = fc.constantFrom(nine, ten, plusSeconds(nine, 400 * 86_400));
  const set = fc.record({
    override: name,
    from: fc.constant(nine),
    until,
    out: fc.option(anyone),
    in: fc.option(anyone),
  });
  const asked = fc.record({ cover: name, by: anyone, from: fc.constant(nine), until });
  const lines = fc.array(
    fc.array(anyone, { maxLength: 3 }).map((people) => layer(...people)),
    { maxLength: 2 },
  );
  const command: fc.Arbitrary<RotaCommand> = fc.oneof(
    fc.record({ type: fc.constant('SetLayers'), layers: lines, holders: holding }),
    fc.record({ type: fc.constant('SetOverride'), set, holders: holding }),
    fc.record({ type: fc.constant('WithdrawOverride'), override: name }),
    fc.record({ type: fc.constant('AskCover'), asked, holders: holding }),
    fc.record({ type: fc.constant('TakeCover'), cover: name, holders: holding }),
    fc.record({ type: fc.constant('WithdrawCover'), cover: name }),
    fc.record({ type: fc.constant('NoteHandOver'), words: fc.string() }),
  );
  const actor = fc.oneof(anyone.map(person), anyone.map(person), fc.constant(program));
  const walk = fc.array(fc.tuple(actor, command), { minLength: 1, maxLength: 30 });

  /** Everybody that these facts newly put on call. */
  function broughtIn(events: readonly RotaEvent[]): readonly PersonId[] {
    return events.flatMap((event) => {
      if (event.type === 'LayersSet') return event.layers.flatMap(({ people }) => people);
      return event.type === 'OverrideSet' && event.set.in !== null ? [event.set.in] : [];
    });
  }

  test('nobody comes into it without the duty: it gives nobody a duty', () => {
    fc.assert(
      fc.property(walk, (acts) => {
        let page = blank;
        for (const [by, asks] of acts) {
          page = acted(page, by, asks);
          const mayBe = 'holders' in asks ? asks.holders : [];
          expect(broughtIn(page.events).filter((each) => !mayBe.includes(each))).toEqual([]);
        }
      }),
      { numRuns: 300 },
    );
  });

  test('each of its refusals is met, and no other', () => {
    const met = new Set<RotaRefusal>();
    const note = (acts: readonly (readonly [Actor, RotaCommand])[]) => {
      let page = blank;
      for (const [by, asks] of acts) {
        page = acted(page, by, asks);
        if (page.refusal !== null) met.add(page.refusal);
      }
    };
    for (const acts of fc.sample(walk, { numRuns: 500, seed: 20_261_124 })) note(acts);
    met.add('there-are-too-many-changes-at-once');
    expect([...met].toSorted()).toEqual([...rotaRefusals].toSorted());
  });
});
