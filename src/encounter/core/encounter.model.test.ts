/**
 * The walk: breadth-first through every state that any sequence of acts can reach, by every duty,
 * so that "ever" and "never" in the names below are meant literally.
 *
 * Two encounters are one state when they differ only in version, moments and free texts. The
 * alphabets are four, because all of them in one would be millions of states that differ in nothing
 * the law looks at; each is walked to its end.
 */
import { describe, expect, test } from 'vitest';
import { type FindingKind, findingKinds, type Ground } from '#authority';
import {
  arrival,
  authorized,
  authorizing,
  findingOf,
  identification,
  judgesGround,
  paperId,
  paperShown,
  type PersonWord,
  policyInForce,
  signedOver,
} from '../../../tests/kit/door.ts';
import {
  type Claim,
  claimsOfRefusals,
  type Move,
  type Step,
  walk,
} from '../../../tests/kit/walk.ts';
import {
  type Authorized,
  type Encounter,
  type EncounterCommand,
  encounterRefusals,
} from '../words.ts';
import { authorizationInForce, waitsFor } from './encounter.ts';

function move(name: string, command: EncounterCommand): Move {
  return { name, isFlawed: false, make: () => command };
}

const everyKind: Ground['needsFinding'] = JSON.parse(JSON.stringify(findingKinds));
const courts: readonly FindingKind[] = [
  'judicial-warrant',
  'clerk-signed-arrest-warrant',
  'civil-entry-warrant',
  'court-order',
];
const administrative: readonly FindingKind[] = [
  'administrative-warrant',
  'administrative-subpoena',
];

const ground = {
  judge: judgesGround,
  clerk: { ...judgesGround, id: 'clerk', needsFinding: ['clerk-signed-arrest-warrant'] },
  civil: { ...judgesGround, id: 'civil', needsFinding: ['civil-entry-warrant'] },
  order: { ...judgesGround, id: 'order', needsFinding: ['court-order'] },
  /** A policy that somebody tampered with: a ground that claims to rest on anything at all. */
  tampered: { ...judgesGround, id: 'tampered', needsFinding: everyKind },
} as const satisfies Readonly<Record<string, Ground>>;

function authorizes(on: Ground, changes: Partial<Authorized> = {}): Move {
  const what = { ...authorized, ground: on.id, ...changes };
  const paper = what.relyingOn === paperId(1) ? 'paper 1' : 'paper 2';
  return {
    name: `authorizes on ${on.id} relying on ${paper}`,
    isFlawed: false,
    make: (now) => authorizing(now, what, on),
  };
}

function flawed(name: string, make: Move['make']): Move {
  return { name: `authorizes, but ${name}`, isFlawed: true, make };
}

function signedAs(changes: (now: Encounter) => object): Move['make'] {
  return (now) => {
    const what = { ...authorized, ground: 'tampered' };
    const signed = signedOver(now, what);
    const content = { ...signed.content, ...changes(now) };
    return { ...authorizing(now, what, ground.tampered), signed: { ...signed, content } };
  };
}

function scoped(changes: Partial<Authorized>): Move['make'] {
  return (now) =>
    authorizing(now, { ...authorized, ground: 'tampered', ...changes }, ground.tampered);
}

const { scope } = authorized;
const flaws: readonly Move[] = [
  flawed(
    'an older version was signed',
    signedAs((now) => ({ version: now.version })),
  ),
  flawed(
    'other papers were signed',
    signedAs(() => ({ papers: ['f'.repeat(64)] })),
  ),
  flawed(
    'fewer papers were signed',
    signedAs(() => ({ papers: [] })),
  ),
  flawed(
    'another policy was signed',
    signedAs(() => ({ policy: 'another' })),
  ),
  flawed(
    'a narrower scope was signed',
    signedAs(() => ({
      authorized: { ...authorized, ground: 'tampered', scope: { ...scope, where: 'the lobby' } },
    })),
  ),
  flawed('no place is named', scoped({ scope: { ...scope, where: '' } })),
  flawed('nobody and nothing is named', scoped({ scope: { ...scope, who: '', what: '' } })),
  flawed('nobody escorts', scoped({ escort: '' })),
  flawed('it ends as it begins', scoped({ validUntil: authorized.validFrom })),
  flawed('the ground is switched off', (now) =>
    authorizing(now, authorized, { ...judgesGround, switchedOn: false }),
  ),
  flawed('there is no such ground', (now) => authorizing(now, authorized, null)),
  flawed('the ground is another', (now) => authorizing(now, authorized, ground.tampered)),
];

const arrive = move('reports arrival', arrival);
const leave = move('reports departure', { type: 'ReportDeparture' });
const denies = move('denies', { type: 'DenyAccess', reasons: '', policy: policyInForce });
const revokes = move('revokes', { type: 'RevokeAuthorization', reasons: '' });
const decides: readonly Move[] = [
  denies,
  move('receives papers only', { type: 'ReceivePapersOnly', reasons: '', policy: policyInForce }),
  move('needs more', { type: 'NeedMore', reasons: '', policy: policyInForce }),
  revokes,
];
const ends: readonly Move[] = [
  leave,
  move('closes', { type: 'CloseEncounter', words: '' }),
  move('reopens', { type: 'ReopenEncounter', words: '' }),
];
const goIn = (
  ['authorized-by-counsel', 'claimed-exigency', 'entered-without-authorization'] as const
).map((basis) =>
  move(`reports entry: ${basis}`, { type: 'ReportEntry', basis, reason: '', route: '' }),
);

function show(nth: number): Move {
  return move(`reports paper ${nth}`, { type: 'ReportPaper', paper: paperShown(nth) });
}

function find(nth: number, kind: FindingKind): Move {
  const finding = findingOf(kind);
  return move(`finds paper ${nth} ${kind}`, { type: 'FindPaper', paper: paperId(nth), finding });
}

const everyPaper: readonly Move[] = [
  arrive,
  show(1),
  ...findingKinds.map((kind) => find(1, kind)),
  find(2, 'judicial-warrant'),
  ...decides,
  ...Object.values(ground).map((on) => authorizes(on)),
  authorizes(ground.tampered, { relyingOn: paperId(2) }),
  ...flaws,
  ...goIn.slice(2),
  ...ends,
];

const everyReport: readonly Move[] = [
  ...(['at-door', 'phone'] as const).flatMap((medium) =>
    (['uninvited', 'help-we-called', 'life-at-risk'] as const).flatMap((help) =>
      [true, false].map((isDrill) =>
        move(`reports arrival ${medium} ${help} ${isDrill ? 'drill' : 'real'}`, {
          ...arrival,
          medium,
          help,
          isDrill,
        }),
      ),
    ),
  ),
  ...(['uninvited', 'help-we-called', 'life-at-risk'] as const).map((help) =>
    move(`reports help: ${help}`, { type: 'ReportHelp', help }),
  ),
  show(1),
  move('asks counsel', { type: 'ReportCounselAsked', words: '' }),
  ...goIn,
  move('reports scope exceeded', {
    type: 'ReportSupervision',
    observed: 'scope-exceeded',
    words: '',
  }),
  move('notes', { type: 'ReportNote', words: '' }),
  move('reports a refused attempt', {
    type: 'ReportRefusedAttempt',
    order: 'DenyAccess',
    refusal: 'only-legal-counsel-decides',
  }),
  find(1, 'judicial-warrant'),
  authorizes(ground.judge),
  flawed('the ground rests on another kind of paper', (now) =>
    authorizing(now, { ...authorized, ground: 'order' }, ground.order),
  ),
  denies,
  ...ends,
];

const twoPapers: readonly Move[] = [
  arrive,
  ...[1, 2].flatMap((nth) => [
    show(nth),
    find(nth, 'judicial-warrant'),
    find(nth, 'court-order'),
    find(nth, 'administrative-warrant'),
    authorizes(ground.judge, { relyingOn: paperId(nth) }),
    authorizes(ground.order, { relyingOn: paperId(nth) }),
    authorizes(ground.tampered, { relyingOn: paperId(nth) }),
  ]),
  denies,
  revokes,
  ...ends,
];

const whoTheyAre: readonly Move[] = [
  arrive,
  move('reports what they look like', { type: 'ReportIdentification', identification }),
  move('reports whom they claim to be', {
    type: 'ReportIdentification',
    identification: { ...identification, agency: 'ice-ero' },
  }),
  ...(['unknown', 'claimed', 'credential-seen', 'confirmed'] as const).map((level) =>
    move(`reports evidence ${level}`, { type: 'ReportAgencyEvidence', agency: 'hsi', level }),
  ),
  show(1),
  denies,
  ...ends,
];

const aside: readonly Move[] = [
  arrive,
  show(1),
  find(1, 'judicial-warrant'),
  find(1, 'court-order'),
  move('steps aside', { type: 'StepAside', reasons: '' }),
  move('reports that they will come in', { type: 'ReportEntryAnnounced', words: '' }),
  ...decides,
  authorizes(ground.judge),
  ...goIn,
  ...ends,
];

const half = '2026-11-24T14:30:00.000Z';

function isOpen(now: Encounter): boolean {
  return authorizationInForce(now, half) !== null;
}

function opens({ before, next }: Step): boolean {
  return !isOpen(before) && isOpen(next);
}

function kindReliedOn({ papers, authorization }: Encounter): FindingKind | undefined {
  return papers.find((each) => each.paper === authorization?.relyingOn)?.finding?.kind;
}

function kindsFound({ papers }: Encounter): string {
  return papers.map((each) => each.finding?.kind ?? '').join('');
}

/** What is claimed of every accepted act in every state. */
const claims: Readonly<Record<string, Claim>> = {
  'only counsel ever opened, and only by authorizing': (step) =>
    !opens(step) || (step.who === 'counsel' && step.command.type === 'AuthorizeAccess'),
  'only counsel ever found a paper to be anything': ({ who, before, next }) =>
    who === 'counsel' || kindsFound(next) === kindsFound(before),
  'only counsel ever decided anything': ({ who, before, next, command }) =>
    who === 'counsel' || before.decision === next.decision || command.type === 'ReopenEncounter',
  'an authorization in force rests on a paper that counsel last found to be a court’s': ({
    next,
  }) => !isOpen(next) || courts.some((kind) => kind === kindReliedOn(next)),
  'no administrative paper ever supported an authorization': ({ before, command }) =>
    command.type !== 'AuthorizeAccess' ||
    !before.papers.some(
      ({ paper, finding }) =>
        paper === command.authorized.relyingOn &&
        administrative.some((kind) => kind === finding?.kind),
    ),
  'a ground never supported more than it rests on': ({ next, command }) =>
    command.type !== 'AuthorizeAccess' ||
    (command.ground?.needsFinding.some((kind) => kind === kindReliedOn(next)) ?? false),
  'an authorization never outlived the finding that its ground rests on': ({ before, next }) =>
    !(isOpen(before) && isOpen(next)) ||
    before.authorization !== next.authorization ||
    kindReliedOn(before) === kindReliedOn(next),
  'nothing wrongly signed, scoped or grounded was ever authorized': ({ move: { isFlawed } }) =>
    !isFlawed,
  'no authorization is in force before its first moment, nor at its last': ({ next }) =>
    authorizationInForce(next, '2026-11-24T13:59:59.999Z') === null &&
    authorizationInForce(next, authorized.validUntil) === null,
  'one decision is in effect: any other decision, a closing or a reopening ends what was allowed':
    ({ next }) =>
      next.decision === 'authorized' && next.stage === 'open'
        ? next.authorization?.isRevoked === false
        : !isOpen(next) && next.authorization?.isRevoked !== false,
  'school and drill never change after the first report of an arrival': ({ before, next }) =>
    before.school === null || (next.isDrill === before.isDrill && next.school === before.school),
  'a new paper after a decision makes it wait for counsel again': ({ before, next, command }) =>
    command.type !== 'ReportPaper' ||
    before.decision === 'none' ||
    before.papers.some(({ paper }) => paper === command.paper.paper) ||
    next.stage !== 'open' ||
    next.help !== 'uninvited' ||
    waitsFor(next) === 'counsel',
  'nobody closed an encounter with agents at the door or inside': ({ before, command }) =>
    command.type !== 'CloseEncounter' || /departed|never-here/.test(before.presence),
  'only the school or counsel closed or reopened': ({ who, before, next }) =>
    before.stage === 'unheard-of' ||
    before.stage === next.stage ||
    ['leader', 'administrator', 'counsel'].includes(who),
  'agents who are inside only ever leave by a departure': ({ before, next, command }) =>
    before.presence !== 'inside' ||
    next.presence === 'inside' ||
    command.type === 'ReportDeparture',
  'agents are only ever inside by a report that they went in': ({ before, next, command }) =>
    next.presence !== 'inside' || before.presence === 'inside' || command.type === 'ReportEntry',
  'a report of an arrival at the door never leaves nobody there': ({ next, command }) =>
    command.type !== 'ReportArrival' ||
    command.medium !== 'at-door' ||
    next.presence !== 'never-here',
  'a counsel who stepped aside decided nothing, and could still end what was authorized': ({
    before,
    next,
    command,
  }) =>
    before.aside.length === 0 ||
    before.decision === next.decision ||
    command.type === 'RevokeAuthorization' ||
    command.type === 'ReopenEncounter',
  'only a report ever opened an encounter': ({ before, command }) =>
    before.stage !== 'unheard-of' || command.type.startsWith('Report'),
};

const everybody: readonly PersonWord[] = [
  'officer',
  'office',
  'leader',
  'administrator',
  'counsel',
  'communications',
  'superintendent',
  'it',
  'auditor',
  'device',
  'someone',
  'program',
];

const walks = {
  'every paper, decision and flaw': walk(claims, everyPaper, everybody),
  'every report, way of coming and drill': walk(claims, everyReport, everybody),
  'two papers and what rests on each': walk(claims, twoPapers, ['counsel', 'leader']),
  'who the agents are': walk(claims, whoTheyAre, everybody),
  'a counsel who steps aside': walk(claims, aside, everybody),
} as const;

const promised = [...Object.keys(claims), ...claimsOfRefusals];

describe.each(Object.entries(walks))('%s', (_name, walked) => {
  describe(`in all ${walked.states.length} states and ${walked.steps} steps`, () => {
    test.each(promised)('%s', (claim) => {
      expect(walked.broken.get(claim)).toBeUndefined();
    });

    test('from every state the encounter can still be closed', () => {
      expect(walked.deadEnds).toEqual([]);
    });
  });
});

test('the walks went far: each stage, decision, presence and finding was reached', () => {
  const states = Object.values(walks).flatMap((walked) => walked.states);
  const reached = (word: (now: Encounter) => string) => [...new Set(states.map(word))].sort();
  expect(reached((now) => now.stage)).toEqual(['closed', 'open', 'unheard-of']);
  expect(reached((now) => now.presence)).toHaveLength(4);
  expect(reached((now) => now.decision)).toHaveLength(6);
  expect(reached((now) => String(isOpen(now)))).toEqual(['false', 'true']);
  expect(reached((now) => now.papers[0]?.finding?.kind ?? '')).toHaveLength(13);
  expect(Object.values(walks).every((walked) => walked.states.length > 300)).toBe(true);
});

test('every refusal of the law is met somewhere on the way', () => {
  const met = new Set(Object.values(walks).flatMap((walked) => [...walked.met]));
  expect(encounterRefusals.filter((refusal) => !met.has(refusal))).toEqual([]);
});
