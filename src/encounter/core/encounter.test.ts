import { describe, expect, test } from 'vitest';
import type { FindingKind, Ground } from '#authority';
import { personOf } from '#ledger';
import {
  actOf,
  afterAct,
  arrival,
  authorized,
  authorizing,
  findingOf,
  identification,
  judgesGround,
  nine,
  paperId,
  paperShown,
  people,
  policyInForce,
  story,
  ten,
} from '../../../tests/kit/door.ts';
import type { Encounter, Observation, Order } from '../words.ts';
import { authorizationInForce, initialEncounter, waitsFor } from './encounter.ts';

const half = '2026-11-24T14:30:00.000Z';
const second: Observation = { type: 'ReportPaper', paper: paperShown(2) };
const leave: Observation = { type: 'ReportDeparture' };
const enter: Observation = {
  type: 'ReportEntry',
  basis: 'entered-without-authorization',
  reason: '',
  route: '',
};

function find(nth: number, kind: FindingKind): Order {
  return { type: 'FindPaper', paper: paperId(nth), finding: findingOf(kind) };
}

const decisions = {
  denied: { type: 'DenyAccess', reasons: 'why', policy: policyInForce },
  'papers-only': { type: 'ReceivePapersOnly', reasons: 'why', policy: policyInForce },
  'need-more': { type: 'NeedMore', reasons: 'why', policy: policyInForce },
  revoked: { type: 'RevokeAuthorization', reasons: 'why' },
} as const satisfies Readonly<Record<string, Order>>;

const opened = story(['officer', arrival]);
const found = story(
  ['officer', arrival],
  ['officer', { type: 'ReportPaper', paper: paperShown(1) }],
  ['officer', second],
  ['counsel', find(1, 'judicial-warrant')],
);
const allowed = afterAct(found, actOf(people.counsel, authorizing(found)));

function next(encounter: Encounter, who: keyof typeof people, command: Observation | Order) {
  return afterAct(encounter, actOf(people[who], command));
}

describe('an authorization', () => {
  test('is in force from its first moment until, and not at, its last', () => {
    expect(authorizationInForce(allowed, '2026-11-24T13:59:59.999Z')).toBeNull();
    expect(authorizationInForce(allowed, nine)).toMatchObject(authorized);
    expect(authorizationInForce(allowed, '2026-11-24T14:59:59.999Z')).toMatchObject(authorized);
    expect(authorizationInForce(allowed, ten)).toBeNull();
  });

  test('says which counsel gave it', () => {
    expect(allowed.authorization?.by).toBe(personOf(people.counsel));
    expect(allowed.decidedBy).toBe(personOf(people.counsel));
  });

  test.each(Object.entries(decisions))('ends with a later decision: %s', (name, order) => {
    const later = next(allowed, 'backup', order);
    expect(authorizationInForce(later, half)).toBeNull();
    expect(later.authorization?.isRevoked).toBe(true);
    expect(later).toMatchObject({ decision: name, reasons: 'why' });
    expect(later.decidedBy).toBe(personOf(people.backup));
  });

  test('is replaced whole by a later one: two are never in force', () => {
    const narrower = { ...authorized, escort: 'Administrator One (fictional)' };
    const later = next(allowed, 'backup', authorizing(allowed, narrower));
    expect(authorizationInForce(later, half)).toMatchObject(narrower);
    expect(later.authorization?.by).toBe(personOf(people.backup));
  });

  test('survives what the door reports meanwhile, until its hour', () => {
    const busy = [second, enter, leave].reduce((at, told) => next(at, 'officer', told), allowed);
    expect(authorizationInForce(busy, half)).toMatchObject(authorized);
  });

  test('ends when counsel now finds that the paper relied on is an agency’s own form', () => {
    const later = next(allowed, 'backup', find(1, 'administrative-warrant'));
    expect(authorizationInForce(later, half)).toBeNull();
    expect(later).toMatchObject({ decision: 'revoked', authorization: { isRevoked: true } });
  });

  test('ends when counsel finds the paper another kind than its ground rests on', () => {
    // "Signed by a judge" was found; "signed by a clerk" would need a ground that is switched off.
    const later = next(allowed, 'backup', find(1, 'clerk-signed-arrest-warrant'));
    expect(authorizationInForce(later, half)).toBeNull();
    expect(later.decision).toBe('revoked');
  });

  test('stands when counsel finds the same again, or finds on another paper', () => {
    for (const order of [find(1, 'judicial-warrant'), find(2, 'administrative-warrant')]) {
      expect(authorizationInForce(next(allowed, 'counsel', order), half)).toMatchObject(authorized);
    }
  });

  test('does not come back when the paper is found to be a judge’s again', () => {
    const withdrawn = next(allowed, 'counsel', find(1, 'administrative-warrant'));
    const again = next(withdrawn, 'counsel', find(1, 'judicial-warrant'));
    expect(authorizationInForce(again, half)).toBeNull();
  });

  test('a finding against a paper relied on before leaves a later denial a denial', () => {
    const denied = next(allowed, 'counsel', decisions.denied);
    expect(next(denied, 'counsel', find(1, 'other')).decision).toBe('denied');
  });

  test('does not outlive the encounter, nor return with it', () => {
    const closed = next(next(allowed, 'officer', leave), 'leader', {
      type: 'CloseEncounter',
      words: '',
    });
    const reopened = next(closed, 'leader', { type: 'ReopenEncounter', words: '' });
    expect(authorizationInForce(closed, half)).toBeNull();
    expect(authorizationInForce(reopened, half)).toBeNull();
    expect(reopened.decision).toBe('none');
    expect(waitsFor(reopened)).toBe('counsel');
  });
});

describe('for whom it waits', () => {
  test('nobody, before it is opened', () => {
    expect(waitsFor(initialEncounter)).toBe('nobody');
  });

  test('counsel, from the first report, before there is any paper', () => {
    expect(waitsFor(opened)).toBe('counsel');
  });

  test('still counsel after a finding, which decides nothing', () => {
    expect(waitsFor(found)).toBe('counsel');
  });

  test.each(Object.entries(decisions).filter(([name]) => name !== 'revoked'))(
    'the door, once counsel has decided: %s; and counsel again when one more paper comes',
    (_n, order) => {
      const decided = next(opened, 'counsel', order);
      expect(waitsFor(decided)).toBe('the-door');
      expect(waitsFor(next(decided, 'officer', second))).toBe('counsel');
      const answered = next(next(decided, 'officer', second), 'counsel', order);
      expect(waitsFor(answered)).toBe('the-door');
    },
  );

  test('a paper shown twice is one paper, and asks counsel nothing new', () => {
    const denied = next(found, 'counsel', decisions.denied);
    const again = next(denied, 'office', second);
    expect(again.papers).toEqual(denied.papers);
    expect(waitsFor(again)).toBe('the-door');
  });

  test('not counsel where help was called, and counsel as soon as nobody had called them', () => {
    const called = story(['officer', { ...arrival, help: 'help-we-called' }]);
    expect(waitsFor(called)).toBe('the-door');
    expect(waitsFor(next(called, 'officer', { type: 'ReportHelp', help: 'uninvited' }))).toBe(
      'counsel',
    );
  });

  test('nobody, once it is closed', () => {
    const left = next(opened, 'officer', leave);
    expect(waitsFor(next(left, 'leader', { type: 'CloseEncounter', words: '' }))).toBe('nobody');
  });
});

describe('the first report of an arrival', () => {
  test('names school, way and drill, and a second one moves none of them', () => {
    const drill = story(['officer', { ...arrival, isDrill: true }]);
    const again = next(drill, 'office', { ...arrival, medium: 'phone', help: 'life-at-risk' });
    expect(again).toEqual({ ...drill, version: 2 });
    expect(next(opened, 'office', { ...arrival, isDrill: true }).isDrill).toBe(false);
  });

  test('an agency that telephones or writes was never here', () => {
    for (const medium of ['phone', 'mail', 'e-mail'] as const) {
      expect(story(['office', { ...arrival, medium }]).presence).toBe('never-here');
    }
    expect(opened.presence).toBe('outside');
  });

  test('a telephone call reported late does not carry out agents who are inside', () => {
    const inside = story(['officer', enter], ['office', { ...arrival, medium: 'phone' }]);
    expect(inside.presence).toBe('inside');
  });

  test('agents who telephoned and then come to the door are at the door', () => {
    const called = story(['office', { ...arrival, medium: 'phone' }]);
    expect(next(called, 'officer', arrival).presence).toBe('outside');
  });

  test('an arrival at the door that is told twice brings nobody back who left or is inside', () => {
    const left = afterAct(opened, actOf(people.officer, leave, ten));
    const again = { ...actOf(people.office, arrival, ten), happenedAt: nine };
    expect(afterAct(left, again).presence).toBe('departed');
    expect(next(next(opened, 'officer', enter), 'office', arrival).presence).toBe('inside');
  });

  test('agents who come back after leaving are at the door again', () => {
    const left = afterAct(opened, actOf(people.officer, leave, nine));
    expect(afterAct(left, actOf(people.officer, arrival, ten)).presence).toBe('outside');
  });
});

describe('who they are', () => {
  const claim: Observation = {
    type: 'ReportIdentification',
    identification: { ...identification, agency: 'ice-ero' },
  };

  test('what agents say of themselves is a claim', () => {
    expect(next(opened, 'officer', claim)).toMatchObject({
      agency: 'ice-ero',
      agencyLevel: 'claimed',
    });
  });

  test('a claim does not overwrite better evidence, and saying nothing claims nothing', () => {
    const seen = next(opened, 'officer', {
      type: 'ReportAgencyEvidence',
      agency: 'hsi',
      level: 'confirmed',
    });
    expect(next(seen, 'officer', claim)).toMatchObject({ agency: 'hsi', agencyLevel: 'confirmed' });
    const silent = next(opened, 'officer', { type: 'ReportIdentification', identification });
    expect(silent).toMatchObject({ agency: null, agencyLevel: 'unknown', identification });
  });
});

test('each fact moves the version on, and the moment of opening never moves', () => {
  const later = afterAct(opened, actOf(people.officer, leave, ten));
  expect([opened.version, later.version]).toEqual([1, 2]);
  expect([opened.openedAt, later.openedAt]).toEqual([nine, nine]);
});

test('a paper keeps the finding that counsel made last, and who made it', () => {
  const later = next(found, 'backup', find(1, 'court-order'));
  expect(later.papers[0]).toMatchObject({ finding: { kind: 'court-order' } });
  expect(later.papers[0]?.foundBy).toBe(personOf(people.backup));
  expect(later.papers[1]?.finding).toBeNull();
});

test('an authorization on a court order rests on a court order', () => {
  const ground: Ground = { ...judgesGround, id: 'court-order', needsFinding: ['court-order'] };
  const paper = next(found, 'counsel', find(2, 'court-order'));
  const what = { ...authorized, ground: 'court-order', relyingOn: paperId(2) };
  const open = next(paper, 'counsel', authorizing(paper, what, ground));
  expect(authorizationInForce(open, half)).toMatchObject(what);
  expect(authorizationInForce(next(open, 'counsel', find(2, 'subpoena')), half)).toBeNull();
});
