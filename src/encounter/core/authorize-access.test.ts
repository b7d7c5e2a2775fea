import { describe, expect, test } from 'vitest';
import { type FindingKind, findingKinds, type Ground } from '#authority';
import type { Actor } from '#ledger';
import {
  actOf,
  afterAct,
  arrival,
  authorized,
  authorizing,
  findingOf,
  judgesGround,
  paperId,
  paperShown,
  people,
  person,
  policyInForce,
  signedOver,
  story,
  ten,
} from '../../../tests/kit/door.ts';
import type { Authorized, Encounter } from '../words.ts';
import { decide } from './decide.ts';
import { authorizationInForce } from './encounter.ts';

const order = authorizing;

function foundAs(kind: FindingKind): Encounter {
  return story(
    ['officer', arrival],
    ['officer', { type: 'ReportPaper', paper: paperShown(1) }],
    ['counsel', { type: 'FindPaper', paper: paperId(1), finding: findingOf(kind) }],
  );
}

const ready = foundAs('judicial-warrant');

function weigh(encounter: Encounter, command = order(encounter), by: Actor = people.counsel) {
  const decision = decide(encounter, actOf(by, command));
  return decision.kind === 'accepted' ? 'accepted' : decision.refusal;
}

function weighChanged(changes: Partial<Authorized>) {
  return weigh(ready, order(ready, { ...authorized, ...changes }));
}

test('counsel authorizes on a judicial warrant exactly what was signed, and no more', () => {
  const command = order(ready);
  const { policy, signed } = command;
  expect(decide(ready, actOf(people.counsel, command))).toEqual({
    kind: 'accepted',
    events: [{ type: 'AccessAuthorized', authorized, policy, signed }],
  });
  const open = afterAct(ready, actOf(people.counsel, command));
  expect(authorizationInForce(open, authorized.validFrom)).toMatchObject(authorized);
});

test('weighing an authorization leaves the encounter as it was', () => {
  const before = JSON.stringify(ready);
  weigh(ready);
  expect(JSON.stringify(ready)).toBe(before);
});

describe('who decides', () => {
  const others = Object.entries(people).filter(([who]) => who !== 'counsel' && who !== 'backup');

  test.each(others)('%s never authorizes, though everything else is in order', (_who, by) => {
    expect(weigh(ready, order(ready), by)).toBe('only-legal-counsel-decides');
  });

  test('every duty of the house together still does not make somebody counsel', () => {
    const everything = others.flatMap(([, by]) => (by.kind === 'person' ? by.duties : []));
    const by = person(99, ...everything, 'Legal-Counsel', 'legal-counsel ', 'counsel');
    expect(weigh(ready, order(ready), by)).toBe('only-legal-counsel-decides');
  });

  test('the second counsel may decide on what the first one found', () => {
    expect(weigh(ready, order(ready), people.backup)).toBe('accepted');
  });
});

describe('the paper', () => {
  test('a paper that nobody showed opens nothing', () => {
    expect(weighChanged({ relyingOn: paperId(2) })).toBe('paper-is-not-on-file');
  });

  test('a paper on which counsel made no finding opens nothing, though another was found', () => {
    const two = afterAct(
      ready,
      actOf(people.officer, { type: 'ReportPaper', paper: paperShown(2) }),
    );
    const command = order(two, { ...authorized, relyingOn: paperId(2) });
    expect(weigh(two, command)).toBe('counsel-made-no-finding-on-this-paper');
  });

  // The list stands here a second time on purpose: a slip in the law's own list must go red.
  const courts: readonly FindingKind[] = [
    'judicial-warrant',
    'clerk-signed-arrest-warrant',
    'civil-entry-warrant',
    'court-order',
  ];
  const agencies = findingKinds.filter((kind) => !courts.includes(kind));

  test.each(agencies)('what counsel found to be %s opens no door, on whatever ground', (kind) => {
    const encounter = foundAs(kind);
    // A policy tampered with: its ground claims to rest on the very thing.
    const needsFinding = JSON.parse(`["${kind}","judicial-warrant"]`);
    const tampered: Ground = { ...judgesGround, needsFinding };
    expect(weigh(encounter, order(encounter, authorized, tampered))).toBe(
      'what-counsel-found-opens-no-door',
    );
  });

  test.each(courts)('%s may open a door on a ground that rests on it', (kind) => {
    const encounter = foundAs(kind);
    const ground: Ground = { ...judgesGround, needsFinding: JSON.parse(`["${kind}"]`) };
    expect(weigh(encounter, order(encounter, authorized, ground))).toBe('accepted');
  });

  test('the latest finding counts: a paper later found to be an agency form opens nothing', () => {
    const finding = findingOf('administrative-warrant');
    const later = afterAct(
      ready,
      actOf(people.counsel, { type: 'FindPaper', paper: paperId(1), finding }),
    );
    expect(weigh(later)).toBe('what-counsel-found-opens-no-door');
  });
});

describe('the ground', () => {
  test('a ground that counsel does not keep opens nothing', () => {
    expect(weigh(ready, order(ready, authorized, null))).toBe('counsel-keeps-no-such-ground');
  });

  test('a ground that is switched off opens nothing', () => {
    const ground = { ...judgesGround, switchedOn: false };
    expect(weigh(ready, order(ready, authorized, ground))).toBe('counsel-keeps-no-such-ground');
  });

  test('a ground other than the one that was signed opens nothing', () => {
    const ground = { ...judgesGround, id: 'court-order' };
    expect(weigh(ready, order(ready, authorized, ground))).toBe('counsel-keeps-no-such-ground');
  });

  test('a ground that rests on another kind of paper opens nothing', () => {
    const ground: Ground = { ...judgesGround, needsFinding: ['court-order'] };
    expect(weigh(ready, order(ready, authorized, ground))).toBe(
      'the-ground-does-not-rest-on-what-counsel-found',
    );
  });
});

describe('the scope', () => {
  const { scope } = authorized;

  test('an authorization that names no place is none', () => {
    expect(weighChanged({ scope: { ...scope, where: ' \n' } })).toBe('the-scope-names-no-place');
  });

  test('an authorization that names nobody and nothing is none', () => {
    expect(weighChanged({ scope: { ...scope, who: ' ', what: '\t' } })).toBe(
      'the-scope-names-nobody-and-nothing',
    );
  });

  test('a person alone, or a thing alone, is enough of a scope', () => {
    expect(weighChanged({ scope: { ...scope, who: 'one person', what: '' } })).toBe('accepted');
    expect(weighChanged({ scope: { ...scope, who: '', what: 'one thing' } })).toBe('accepted');
  });

  test('nobody goes in alone: an escort is named', () => {
    expect(weighChanged({ escort: '  ' })).toBe('nobody-is-named-as-escort');
  });

  test('an authorization ends after it begins, and not in the same moment', () => {
    const refusal = 'the-authorization-ends-before-it-begins';
    expect(weighChanged({ validFrom: ten, validUntil: authorized.validFrom })).toBe(refusal);
    expect(weighChanged({ validUntil: authorized.validFrom })).toBe(refusal);
  });
});

describe('what was signed', () => {
  const refusal = 'what-was-signed-is-not-what-is-authorized';
  type Content = ReturnType<typeof signedOver>['content'];

  function weighSigned(changes: Partial<Content>) {
    const signed = signedOver(ready, authorized);
    const content = { ...signed.content, ...changes };
    return weigh(ready, { ...order(ready), signed: { ...signed, content } });
  }

  test.each([
    ['another version of the encounter', { version: ready.version }],
    ['a version still to come', { version: ready.version + 2 }],
    ['fewer papers', { papers: [] }],
    ['more papers', { papers: [...signedOver(ready, authorized).content.papers, 'no-copy'] }],
    ['another paper', { papers: ['f'.repeat(64)] }],
    ['another policy', { policy: `${policyInForce}-later` }],
    ['another ground', { authorized: { ...authorized, ground: 'court-order' } }],
    ['another paper relied on', { authorized: { ...authorized, relyingOn: paperId(2) } }],
    ['another escort', { authorized: { ...authorized, escort: 'Office One (fictional)' } }],
    ['other conditions', { authorized: { ...authorized, conditions: 'at night as well' } }],
    ['a longer time', { authorized: { ...authorized, validUntil: '2026-11-24T16:00:00.000Z' } }],
    [
      'a wider scope',
      { authorized: { ...authorized, scope: { ...authorized.scope, where: 'the school' } } },
    ],
  ])('a signature over %s opens nothing', (_what, changes) => {
    expect(weighSigned(changes)).toBe(refusal);
  });

  test('a signature over some other act opens nothing', () => {
    const type: Content['type'] = JSON.parse('"release-records"');
    expect(weighSigned({ type })).toBe(refusal);
  });

  test('the very content that is authorised is accepted', () => {
    expect(weighSigned({})).toBe('accepted');
  });

  test('a paper of which no copy was had is signed as one without a copy', () => {
    const encounter = story(
      ['officer', arrival],
      ['officer', { type: 'ReportPaper', paper: paperShown(1, { copy: 'refused', sha256: null }) }],
      ['counsel', { type: 'FindPaper', paper: paperId(1), finding: findingOf('judicial-warrant') }],
    );
    expect(order(encounter).signed.content.papers).toEqual(['no-copy']);
    expect(weigh(encounter)).toBe('accepted');
  });

  test('a fact that came between the signature and the order refuses the order', () => {
    const command = order(ready);
    const moved = afterAct(ready, actOf(people.officer, { type: 'ReportNote', words: 'a note' }));
    expect(weigh(moved, command)).toBe(refusal);
  });
});
