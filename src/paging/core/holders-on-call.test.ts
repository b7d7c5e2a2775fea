import { describe, expect, test } from 'vitest';
import { known, type PersonId } from '#std/ids';
import type { PageStep, Track } from '../words.ts';
import { calleesOf, type Holder, type Rotas } from './holders-on-call.ts';
import type { OnCall } from '#rota';

const [ana, ben, cleo, dora]: readonly [PersonId, PersonId, PersonId, PersonId] = [
  known('ana'),
  known('ben'),
  known('cleo'),
  known('dora'),
];

function holds(duty: string, ...people: readonly (readonly [PersonId, number])[]): Holder[] {
  return people.map(([person, rank]) => ({ person, duty, rank }));
}

const counsels = holds('legal-counsel', [ana, 0], [ben, 1], [cleo, 2]);

function on(...people: readonly (readonly [PersonId, number])[]): readonly OnCall[] {
  return people.map(([person, line]) => ({ person, line }));
}

function step(reach: PageStep['reach'], ...duties: readonly string[]): PageStep {
  return { duties, reach, afterSeconds: 0 };
}

const nobodyKeepsOne: Rotas = () => null;
const kept =
  (duty: string, ...people: readonly (readonly [PersonId, number])[]): Rotas =>
  (asked) =>
    asked === duty ? on(...people) : null;

type Asked = {
  readonly reach?: PageStep['reach'];
  readonly duties?: readonly string[];
  readonly track?: Track;
  readonly holders?: readonly Holder[];
  readonly rotas?: Rotas;
};

function ask({ reach, duties, track, holders, rotas }: Asked) {
  const asked = step(reach ?? 'everyone', ...(duties ?? ['legal-counsel']));
  return calleesOf(asked, track ?? 'counsel', holders ?? counsels, rotas ?? nobodyKeepsOne);
}

/** Who is called, and after them whether there is a gap. */
function called(asked: Asked): readonly (PersonId | 'gap')[] {
  const { callees, hasGap } = ask(asked);
  return [...callees.map(({ person }) => person), ...(hasGap ? (['gap'] as const) : [])];
}

describe('where nobody keeps a rota', () => {
  test('all who hold the duty are called, first of all those of the lowest rank', () => {
    expect(called({})).toEqual([ana, ben, cleo]);
    const turned = holds('legal-counsel', [cleo, 2], [ben, 1], [ana, 0]);
    expect(called({ holders: turned })[0]).toBe(ana);
  });

  test('the primary is whoever has the lowest rank, and the backups are all others', () => {
    expect(called({ reach: 'primary' })).toEqual([ana]);
    expect(called({ reach: 'backups' })).toEqual([ben, cleo]);
  });

  test('several of the lowest rank are all primary, whatever the number of that rank', () => {
    const holders = holds('legal-counsel', [ana, 3], [ben, 7], [cleo, 3]);
    expect(called({ holders, reach: 'primary' })).toEqual([ana, cleo]);
    expect(called({ holders, reach: 'backups' })).toEqual([ben]);
  });

  test('nobody is called who holds another duty only', () => {
    const holders = [...counsels, ...holds('superintendent', [dora, 0])];
    expect(called({ holders })).toEqual([ana, ben, cleo]);
    expect(called({ holders, duties: ['superintendent'], reach: 'superintendent' })).toEqual([
      dora,
    ]);
  });
});

describe('where a rota is kept', () => {
  test('it says who is called, and in which order, whatever their rank', () => {
    expect(called({ rotas: kept('legal-counsel', [cleo, 0], [ana, 1]) })).toEqual([cleo, ana]);
  });

  test('the primary is everybody of its first line, and nobody of the next', () => {
    const rotas = kept('legal-counsel', [cleo, 0], [ben, 0], [ana, 1]);
    expect(called({ rotas, reach: 'primary' })).toEqual([cleo, ben]);
  });

  test('the backups are its other lines, and after them those who hold the duty off call', () => {
    const rotas = kept('legal-counsel', [cleo, 0], [ben, 1]);
    expect(called({ rotas, reach: 'backups' })).toEqual([ben, ana]);
    expect(called({ rotas: kept('legal-counsel', [cleo, 0]), reach: 'backups' })).toEqual([
      ana,
      ben,
    ]);
  });

  test('whoever is off call is not called with everyone', () => {
    expect(called({ rotas: kept('legal-counsel', [cleo, 0]) })).toEqual([cleo]);
  });

  test('whoever stands in it without the duty is never called, and the next line moves up', () => {
    const rotas = kept('legal-counsel', [dora, 0], [ben, 1], [ana, 2]);
    expect(called({ rotas })).toEqual([ben, ana]);
    expect(called({ rotas, reach: 'primary' })).toEqual([ben]);
    expect(called({ rotas, reach: 'backups' })).toEqual([ana, cleo]);
  });

  test('whoever stands in it with another duty only is not called for this one', () => {
    const holders = [...counsels, ...holds('superintendent', [dora, 0])];
    expect(called({ holders, rotas: kept('legal-counsel', [dora, 0], [ben, 1]) })).toEqual([ben]);
  });

  test('a closed first line makes the next line primary', () => {
    const rotas = kept('legal-counsel', [ben, 2], [ana, 4]);
    expect(called({ rotas, reach: 'primary' })).toEqual([ben]);
  });

  test('it orders its own duty and no other', () => {
    const holders = [...counsels, ...holds('superintendent', [dora, 0])];
    const duties = ['superintendent', 'legal-counsel'];
    const rotas = kept('legal-counsel', [cleo, 0]);
    expect(called({ holders, duties, rotas })).toEqual([dora, cleo]);
  });
});

describe('where a rota names nobody at this moment', () => {
  const names = { nobody: kept('legal-counsel'), aStranger: kept('legal-counsel', [dora, 0]) };

  test.each(Object.entries(names))('all who hold the duty are called: %s', (_, rotas) => {
    expect(called({ rotas })).toEqual([ana, ben, cleo, 'gap']);
    expect(called({ rotas, reach: 'primary' })).toEqual([ana, 'gap']);
    expect(called({ rotas, reach: 'backups' })).toEqual([ben, cleo, 'gap']);
  });

  test('the gap is said also when another duty of the step has somebody on call', () => {
    const holders = [...counsels, ...holds('superintendent', [dora, 0])];
    const duties = ['superintendent', 'legal-counsel'];
    expect(called({ holders, duties, rotas: kept('legal-counsel') })).toEqual([
      dora,
      ana,
      ben,
      cleo,
      'gap',
    ]);
  });

  test('nobody who holds nothing is called, also when nobody holds the duty', () => {
    expect(called({ holders: [], rotas: names.aStranger })).toEqual(['gap']);
  });

  test('there is no gap when somebody is on call', () => {
    expect(called({ rotas: kept('legal-counsel', [ana, 0]) })).not.toContain('gap');
  });
});

describe('a step that nobody holds the duties of', () => {
  test.each(['everyone', 'primary', 'superintendent'] as const)('has a gap: %s', (reach) => {
    expect(called({ reach, holders: [] })).toEqual(['gap']);
    expect(called({ reach, duties: [] })).toEqual(['gap']);
  });

  test('has none where it asks for backups: one counsel alone has no backup, and that is known', () => {
    const alone = holds('legal-counsel', [ana, 0]);
    expect(called({ reach: 'backups', holders: alone })).toEqual([]);
    expect(called({ reach: 'backups', holders: [] })).toEqual([]);
  });

  test('has no gap where another of its duties is held', () => {
    expect(called({ duties: ['building-leader', 'legal-counsel'] })).toEqual([ana, ben, cleo]);
  });
});

describe('whose answer stops the calling', () => {
  const holders = [
    ...holds('superintendent', [dora, 0], [ana, 1]),
    ...holds('legal-counsel', [ana, 0]),
    ...holds('building-leader', [ben, 0]),
    ...holds('designated-administrator', [cleo, 0]),
  ];
  const stopping = (track: Track, ...duties: readonly string[]) =>
    ask({ track, duties, holders })
      .callees.filter(({ stops }) => stops)
      .map(({ person }) => person);

  test('is whoever holds the duty of the track, and nobody else', () => {
    const all = [
      'superintendent',
      'legal-counsel',
      'building-leader',
      'designated-administrator',
    ] as const;
    expect(stopping('counsel', ...all)).toEqual([ana]);
    expect(stopping('leader', ...all).toSorted()).toEqual([ben, cleo]);
    expect(stopping('counsel', 'superintendent')).toEqual([]);
  });

  test('is theirs also when they are called for another duty before or after', () => {
    expect(stopping('counsel', 'legal-counsel', 'superintendent')).toEqual([ana]);
    expect(stopping('counsel', 'superintendent', 'legal-counsel')).toEqual([ana]);
  });

  test('whoever holds two duties of a step is called once, at the first', () => {
    const { callees } = ask({ duties: ['superintendent', 'legal-counsel'], holders });
    expect(callees).toEqual([
      { person: dora, stops: false },
      { person: ana, stops: true },
    ]);
  });
});
