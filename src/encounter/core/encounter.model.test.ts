/**
 * The walk: breadth-first through every state that any sequence of acts can reach, by every duty, so
 * that "ever" and "never" in the names below are meant literally.
 *
 * Two encounters are one state when they differ only in version, moments and free texts. The alphabets
 * are four, because all of them in one would be millions of states that differ in nothing the law
 * looks at; each is walked to its end.
 */
import { describe, expect, test } from 'vitest';
import { type FindingKind, findingKinds, type Ground } from '#authority';
import {
  actOf,
  arrival,
  authorized,
  authorizing,
  factsOf,
  findingOf,
  identification,
  judgesGround,
  paperId,
  paperShown,
  type PersonWord,
  people,
  policyInForce,
  signedOver,
} from '../../../tests/kit/door.ts';
import type { Act } from '#ledger';
import {
  type Authorized,
  type Encounter,
  type EncounterCommand,
  type EncounterEvent,
  type EncounterRefusal,
  encounterRefusals,
} from '../words.ts';
import { decide, encounterLaw } from './decide.ts';
import { authorizationInForce, initialEncounter, waitsFor } from './encounter.ts';

/** One letter of an alphabet. What is flawed must never be done, whoever asks and in whatever state. */
type Move = {
  readonly name: string;
  readonly isFlawed: boolean;
  readonly make: (now: Encounter) => EncounterCommand;
};

/** One accepted act, as the claims look at it. */
type Step = {
  readonly who: PersonWord;
  readonly move: Move;
  readonly before: Encounter;
  readonly command: EncounterCommand;
  readonly next: Encounter;
};

function move(name: string, command: EncounterCommand): Move {
  return { name, isFlawed: false, make: () => command };
}

// ---------------------------------------------------------------------------------------------------

const everyKind = JSON.parse(JSON.stringify(findingKinds));
const courts: readonly FindingKind[] = [
  'judicial-warrant',
  'clerk-signed-arrest-warrant',
  'civil-entry-warrant',
  'court-order',
];
const administrative: readonly FindingKind[] = ['administrative-warrant', 'administrative-subpoena'];

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
  flawed('an older version was signed', signedAs((now) => ({ version: now.version }))),
  flawed('other papers were signed', signedAs(() => ({ papers: ['f'.repeat(64)] }))),
  flawed('fewer papers were signed', signedAs(() => ({ papers: [] }))),
  flawed('another policy was signed', signedAs(() => ({ policy: 'another' }))),
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
const goIn = (['authorized-by-counsel', 'claimed-exigency', 'entered-without-authorization'] as const)
  .map((basis) => move(`reports entry: ${basis}`, { type: 'ReportEntry', basis, reason: '', route: '' }));

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
