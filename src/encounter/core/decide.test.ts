import { describe, expect, test } from 'vitest';
import { findingKinds } from '#authority';
import {
  actOf,
  afterAct,
  arrival,
  authorized,
  authorizing,
  factsOf,
  findingOf,
  nine,
  paperId,
  paperShown,
  type PersonWord,
  people,
  person,
  policyInForce,
  story,
  ten,
} from '../../../tests/kit/door.ts';
import type { Encounter, Order } from '../words.ts';
import { decide, encounterLaw, entryBasisAt, mayI } from './decide.ts';
import { initialEncounter } from './encounter.ts';

const words: readonly PersonWord[] = JSON.parse(JSON.stringify(Object.keys(people)));
const counsels: readonly PersonWord[] = ['counsel', 'backup'];
const closers: readonly PersonWord[] = ['leader', 'administrator', ...counsels];

const find: Order = {
  type: 'FindPaper',
  paper: paperId(1),
  finding: findingOf('judicial-warrant'),
};
const deny: Order = { type: 'DenyAccess', reasons: 'no court', policy: policyInForce };
const papersOnly: Order = { type: 'ReceivePapersOnly', reasons: 'a copy', policy: policyInForce };
const needMore: Order = { type: 'NeedMore', reasons: 'page two', policy: policyInForce };
const revoke: Order = { type: 'RevokeAuthorization', reasons: 'they went further' };
const close: Order = { type: 'CloseEncounter', words: 'over' };
const reopen: Order = { type: 'ReopenEncounter', words: 'not over' };

const opened = story(
  ['officer', arrival],
  ['officer', { type: 'ReportPaper', paper: paperShown(1) }],
);
const found = afterAct(opened, actOf(people.counsel, find));
const allowed = afterAct(found, actOf(people.counsel, authorizing(found)));
const left = afterAct(opened, actOf(people.officer, { type: 'ReportDeparture' }));
const closed = afterAct(left, actOf(people.leader, close));

function weigh(encounter: Encounter, who: PersonWord, order: Order) {
  const decision = decide(encounter, actOf(people[who], order));
  return decision.kind === 'accepted' ? decision.events : decision.refusal;
}

describe.each([
  ['a finding', find, 'only-legal-counsel-finds', 'PaperFound'],
  ['a denial', deny, 'only-legal-counsel-decides', 'AccessDenied'],
  ['papers only', papersOnly, 'only-legal-counsel-decides', 'PapersOnlyReceived'],
  ['asking for more', needMore, 'only-legal-counsel-decides', 'MoreAsked'],
] as const)('%s', (_name, order, refusal, event) => {
  test.each(counsels)('is made by %s, with exactly the words of the order', (who) => {
    expect(weigh(opened, who, order)).toEqual([{ ...order, type: event }]);
  });

  test.each(words.filter((who) => !counsels.includes(who)))('is never made by %s', (who) => {
    expect(weigh(opened, who, order)).toBe(refusal);
  });

  test('is refused on an encounter that nobody reported', () => {
    expect(weigh(initialEncounter, 'counsel', order)).toBe('nobody-reported-this-encounter');
  });

  test('is refused on a closed encounter; who may not make it at all is told that instead', () => {
    expect(weigh(closed, 'counsel', order)).toBe('the-encounter-is-closed');
    expect(weigh(closed, 'superintendent', order)).toBe(refusal);
  });

  test('may be made again: a later one stands beside the earlier in the record', () => {
    const once = afterAct(opened, actOf(people.counsel, order));
    expect(weigh(once, 'backup', order)).toHaveLength(1);
  });
});

describe('FindPaper', () => {
  test.each(findingKinds)('counsel may find a shown paper to be %s', (kind) => {
    const order = { ...find, finding: findingOf(kind) };
    expect(weigh(opened, 'counsel', order)).toEqual([{ ...order, type: 'PaperFound' }]);
  });

  test('a paper that nobody showed cannot be found anything', () => {
    expect(weigh(opened, 'counsel', { ...find, paper: paperId(2) })).toBe('paper-is-not-on-file');
  });

  test('a finding by itself opens nothing', () => {
    expect(found.decision).toBe('none');
    expect(found.authorization).toBeNull();
  });
});

describe('AuthorizeAccess', () => {
  test('is refused where nobody reported and where the encounter is closed', () => {
    const order = authorizing(found);
    expect(weigh(initialEncounter, 'counsel', order)).toBe('nobody-reported-this-encounter');
    expect(weigh(closed, 'counsel', order)).toBe('the-encounter-is-closed');
    expect(weigh(closed, 'leader', order)).toBe('only-legal-counsel-decides');
  });
});

describe('RevokeAuthorization', () => {
  test.each(counsels)('%s ends what was authorized, whoever of them authorized it', (who) => {
    const reasons = 'they went further';
    expect(weigh(allowed, who, revoke)).toEqual([{ type: 'AuthorizationRevoked', reasons }]);
  });

  test.each(words.filter((who) => !counsels.includes(who)))('%s revokes nothing', (who) => {
    expect(weigh(allowed, who, revoke)).toBe('only-legal-counsel-decides');
  });

  test.each([
    ['nothing was ever authorized', found],
    ['it was revoked already', afterAct(allowed, actOf(people.counsel, revoke))],
    ['a denial ended it', afterAct(allowed, actOf(people.counsel, deny))],
  ])('is refused when %s', (_why, encounter) => {
    expect(weigh(encounter, 'counsel', revoke)).toBe('nothing-is-authorized');
  });

  test('is refused where nobody reported and where the encounter is closed', () => {
    expect(weigh(initialEncounter, 'counsel', revoke)).toBe('nobody-reported-this-encounter');
    expect(weigh(closed, 'counsel', revoke)).toBe('the-encounter-is-closed');
  });
});

describe('CloseEncounter', () => {
  test.each(closers)('%s closes an encounter whose agents have left', (who) => {
    expect(weigh(left, who, close)).toEqual([{ type: 'EncounterClosed', words: 'over' }]);
  });

  test.each(words.filter((who) => !closers.includes(who)))('%s closes nothing', (who) => {
    expect(weigh(left, who, close)).toBe('only-the-school-or-counsel-closes');
  });

  test('nobody closes an encounter while agents are outside the door, or inside', () => {
    const inside = afterAct(
      opened,
      actOf(people.officer, {
        type: 'ReportEntry',
        basis: 'claimed-exigency',
        reason: '',
        route: '',
      }),
    );
    expect(weigh(opened, 'counsel', close)).toBe('agents-have-not-left');
    expect(weigh(inside, 'counsel', close)).toBe('agents-have-not-left');
  });

  test('agents who only telephoned need not leave', () => {
    const called = story(['office', { ...arrival, medium: 'phone' }]);
    expect(weigh(called, 'leader', close)).toHaveLength(1);
  });

  test('is refused where nobody reported and where the encounter is closed already', () => {
    expect(weigh(initialEncounter, 'leader', close)).toBe('nobody-reported-this-encounter');
    expect(weigh(closed, 'leader', close)).toBe('the-encounter-is-closed');
  });
});

describe('ReopenEncounter', () => {
  test.each(closers)('%s reopens a closed encounter', (who) => {
    expect(weigh(closed, who, reopen)).toEqual([{ type: 'EncounterReopened', words: 'not over' }]);
  });

  test.each(words.filter((who) => !closers.includes(who)))('%s reopens nothing', (who) => {
    expect(weigh(closed, who, reopen)).toBe('only-the-school-or-counsel-closes');
  });

  test('an encounter that is open is not opened again', () => {
    expect(weigh(opened, 'leader', reopen)).toBe('the-encounter-is-not-closed');
    expect(weigh(initialEncounter, 'leader', reopen)).toBe('nobody-reported-this-encounter');
  });
});

describe('refused orders', () => {
  const orders = [find, deny, papersOnly, needMore, revoke, close, reopen];

  test.each(orders)(
    '$type refused is noted: which order, and why, and nothing of its words',
    (order) => {
      const act = actOf(people.officer, order);
      const decision = decide(opened, act);
      const refusal = decision.kind === 'refused' ? decision.refusal : 'none';
      expect(factsOf(act, decision)).toEqual([
        { type: 'OrderRefused', order: order.type, refusal },
      ]);
    },
  );

  test.each(orders)('$type refused moves the record on by one and the door not at all', (order) => {
    const next = afterAct(allowed, actOf(people.superintendent, order));
    expect(next).toEqual({ ...allowed, version: allowed.version + 1 });
  });

  test('a refused order opens no encounter that nobody reported: the door has no ghosts', () => {
    for (const order of orders) {
      const next = afterAct(initialEncounter, actOf(people.counsel, order));
      expect(next).toEqual(initialEncounter);
      expect(mayI(next, actOf(people.counsel, deny))).toBe('nobody-reported-this-encounter');
    }
  });
});

describe('mayI', () => {
  test('the button and the rule give one answer', () => {
    expect(mayI(opened, actOf(people.counsel, deny))).toBe('yes');
    expect(mayI(opened, actOf(people.leader, deny))).toBe('only-legal-counsel-decides');
  });

  test('asking performs nothing', () => {
    const before = JSON.stringify(opened);
    mayI(opened, actOf(people.counsel, deny));
    expect(JSON.stringify(opened)).toBe(before);
  });
});

test('whoever holds two duties may do what either allows, counsel’s among them', () => {
  const by = person(20, 'auditor', 'legal-counsel');
  expect(decide(opened, actOf(by, deny)).kind).toBe('accepted');
});

test('agents go in under counsel’s authorization in its hours, and not around them', () => {
  expect(entryBasisAt(opened, nine)).toBe('entered-without-authorization');
  expect(entryBasisAt(allowed, authorized.validFrom)).toBe('authorized-by-counsel');
  expect(entryBasisAt(allowed, ten)).toBe('entered-without-authorization');
});

test('the law begins with an encounter of which nobody has heard', () => {
  expect(encounterLaw.initial).toBe(initialEncounter);
});
