import { describe, expect, test } from 'vitest';
import { duties } from '#district';
import { type Act, type Actor, dutiesOf, personOf } from '#ledger';
import { known } from '#std/ids';
import type { Draft, NoticeCommand, NoticeEvent, NoticeRefusal, Variant } from '../words.ts';
import { digestText, type Notice, noticeLawWith } from './notice.ts';

const at = '2026-11-24T15:00:00.000Z';
const law = noticeLawWith((text) => `digest of ${text}`);

const variant: Variant = {
  language: 'en',
  subject: 'What happened',
  body: 'They stayed outside.',
  short: 'What happened. http://localhost/status',
  textVersion: 1,
  translation: 'original',
};
const draft: Draft = {
  textName: 'attempt',
  encounter: '0000e000-0000-4000-8000-000000000001',
  replaces: null,
  school: 'cranbury',
  isDrill: false,
  variants: [variant],
  languagesWithoutText: ['pt'],
  faults: [],
};
const changed: Draft = { ...draft, variants: [{ ...variant, body: 'They stayed outside!' }] };
const faulty: Draft = { ...draft, variants: [{ ...variant, body: 'x' }], faults: ['en: x'] };
const wordless: Draft = { ...draft, variants: [] };
const digestOf = (each: Draft) => `digest of ${digestText(each)}`;
const digests = [draft, changed, faulty, wordless].map(digestOf);

const person = (number: number, ...held: readonly string[]): Actor => ({
  kind: 'person',
  person: known(`0000c001-0000-4000-8000-${String(number).padStart(12, '0')}`),
  duties: held,
});
const counsel = person(1, 'legal-counsel');
const spokesperson = person(2, 'communications');
/** Somebody with two duties is still one person, and clears or releases, never both. */
const both = person(3, 'legal-counsel', 'communications', 'superintendent');
const actors: readonly Actor[] = [
  ...duties.map((duty, number) => person(10 + number, duty)),
  counsel,
  spokesperson,
  both,
  { kind: 'program', part: 'bulk' },
  { kind: 'device', device: known('d'), school: 'cranbury' },
  { kind: 'unattributed', device: null },
];

const commands: readonly NoticeCommand[] = [
  ...[draft, changed, faulty, wordless].map(
    (each): NoticeCommand => ({ type: 'DraftNotice', ...each }),
  ),
  {
    type: 'RequestCorrection',
    replaces: known('original'),
    reason: 'wrong_agency',
    school: 'cranbury',
    isDrill: false,
  },
  ...digests.flatMap((digest): NoticeCommand[] => [
    { type: 'ClearNotice', digest, whyBeforeTheyLeft: '' },
    { type: 'ClearNotice', digest, whyBeforeTheyLeft: 'Families are at the gate.' },
    ...[true, false].flatMap((agentsAreHere) =>
      [true, false].map(
        (isKillSwitchThrown): NoticeCommand => ({
          type: 'ReleaseNotice',
          digest,
          agentsAreHere,
          isKillSwitchThrown,
        }),
      ),
    ),
  ]),
  { type: 'WithdrawNotice', reasons: 'not needed' },
  { type: 'ReportDeliveriesPrepared', messages: 1, householdsToCall: 0 },
  { type: 'ReportDeliveriesSettled', handedOver: 1, notReached: 0 },
];

type Step = {
  readonly before: Notice;
  readonly by: Actor;
  readonly command: NoticeCommand;
  readonly events: readonly NoticeEvent[];
  readonly refusal: NoticeRefusal | null;
  readonly notice: Notice;
};

function step(before: Notice, by: Actor, command: NoticeCommand): Step {
  const act: Act<NoticeCommand> = {
    id: known('act'),
    by,
    happenedAt: at,
    recordedAt: at,
    command,
  };
  const decision = law.decide(before, act);
  const events = decision.kind === 'accepted' ? decision.events : [];
  const refusal = decision.kind === 'refused' ? decision.refusal : null;
  const notice = events.reduce(
    (state, event) =>
      law.evolve(state, { event, happenedAt: at, recordedAt: at, actor: by, version: 1 }),
    before,
  );
  return { before, by, command, events, refusal, notice };
}

const everyMove = actors.flatMap((by) => commands.map((command) => ({ by, command })));

/** Every step that anybody can take from every state that can be reached at all. */
function everyStep(): readonly Step[] {
  const met = new Map<string, Notice>([[JSON.stringify(law.initial), law.initial]]);
  const steps: Step[] = [];
  // A map that grows while it is walked is walked to its new end: that is the whole search.
  for (const before of met.values()) {
    const taken = everyMove.map(({ by, command }) => step(before, by, command));
    steps.push(...taken);
    for (const { notice } of taken) met.set(JSON.stringify(notice), notice);
  }
  return steps;
}

const steps = everyStep();
const of = (type: NoticeEvent['type']) =>
  steps.filter(({ events }) => events.some((event) => event.type === type));

describe('every state that a notice can be in, by every duty', () => {
  test('the walk went through every stage, and released and withdrew', () => {
    const stages = new Set(steps.map(({ before }) => before.stage));
    expect([...stages].sort()).toEqual(
      ['asked-for', 'cleared', 'drafted', 'released', 'unheard-of', 'withdrawn'].sort(),
    );
    expect(of('NoticeReleased').length).toBeGreaterThan(10);
    expect(of('DeliveriesSettled').length).toBeGreaterThan(0);
  });

  test('nothing is cleared but by counsel, by the exact text, without a fault', () => {
    for (const { before, by, command, notice } of of('NoticeCleared')) {
      expect(dutiesOf(by)).toContain('legal-counsel');
      expect(command).toMatchObject({ digest: before.digest });
      expect(before.draft?.faults).toEqual([]);
      expect(before.draft?.variants.length).toBeGreaterThan(0);
      expect(notice.clearedBy).toBe(personOf(by));
    }
  });

  test('nothing is released that counsel did not clear, to the letter', () => {
    const cleared = new Set(of('NoticeCleared').map(({ notice }) => notice.digest));
    for (const { before, command, events } of of('NoticeReleased')) {
      expect(before.stage).toBe('cleared');
      expect(before.clearedBy).not.toBeNull();
      expect(cleared).toContain(before.digest);
      expect(command).toMatchObject({ digest: before.digest });
      expect(events).toEqual([{ type: 'NoticeReleased', digest: before.digest }]);
      expect(before.draft && digestOf(before.draft)).toBe(before.digest);
    }
  });

  test('somebody else releases, who may', () => {
    for (const { before, by } of of('NoticeReleased')) {
      expect(personOf(by)).not.toBeNull();
      expect(personOf(by)).not.toBe(before.clearedBy);
      expect(dutiesOf(by).some((duty) => /^(communications|superintendent)$/.test(duty))).toBe(
        true,
      );
    }
  });

  test('none is released while agents are here without a reason, nor under the switch', () => {
    for (const { before, command } of of('NoticeReleased')) {
      expect(command).toMatchObject({ isKillSwitchThrown: false });
      if (command.type === 'ReleaseNotice' && command.agentsAreHere) {
        expect(before.whyBeforeTheyLeft).not.toBe('');
      }
    }
    const early = of('NoticeReleased').filter(
      ({ command }) => command.type === 'ReleaseNotice' && command.agentsAreHere,
    );
    expect(early.length).toBeGreaterThan(0);
  });

  test('what was withdrawn or released stays so, whatever anybody does', () => {
    for (const { before, notice } of steps) {
      if (before.stage === 'withdrawn') expect(notice.stage).toBe('withdrawn');
      if (before.stage !== 'released') continue;
      expect(notice.stage).toBe('released');
      const { draft: text, digest, clearedBy, releasedBy, releasedAt } = before;
      expect(notice).toMatchObject({ draft: text, digest, clearedBy, releasedBy, releasedAt });
    }
  });

  test('nobody is written down to be told of what was not released', () => {
    for (const { before } of of('DeliveriesPrepared')) expect(before.stage).toBe('released');
    for (const { before } of of('DeliveriesSettled')) expect(before.progress).toBe('prepared');
  });

  test('a text never changes under the hand of counsel who cleared it', () => {
    for (const { before, notice } of steps) {
      if (before.stage === 'cleared') expect(notice.digest).toBe(before.digest);
    }
  });

  test('no program, device or stranger clears, releases or withdraws', () => {
    for (const { by, events } of steps) {
      if (by.kind === 'person') continue;
      for (const { type } of events) {
        expect(type).not.toMatch(/NoticeCleared|NoticeReleased|NoticeWithdrawn/);
      }
    }
  });

  test('whoever may not is refused with the reason that is theirs, and changes nothing', () => {
    for (const { before, by, command, refusal, notice } of steps) {
      if (refusal !== null) expect(notice).toBe(before);
      if (command.type === 'ClearNotice' && !dutiesOf(by).includes('legal-counsel')) {
        expect(refusal).toBe('only-legal-counsel-clears');
      }
    }
  });
});

describe('one refusal after another', () => {
  const release = (digest: string, more: object = {}): NoticeCommand => ({
    type: 'ReleaseNotice',
    digest,
    agentsAreHere: false,
    isKillSwitchThrown: false,
    ...more,
  });
  const clear = (digest: string, whyBeforeTheyLeft = ''): NoticeCommand => ({
    type: 'ClearNotice',
    digest,
    whyBeforeTheyLeft,
  });
  const drafted = (each: Draft) =>
    step(law.initial, actors[0] ?? counsel, { type: 'DraftNotice', ...each }).notice;
  const first = drafted(draft);
  const cleared = step(first, counsel, clear(first.digest)).notice;
  const released = step(cleared, spokesperson, release(first.digest)).notice;
  const withdrawn = step(first, counsel, { type: 'WithdrawNotice', reasons: '' }).notice;
  const byBoth = step(first, both, clear(first.digest)).notice;

  type Case = readonly [string, readonly [Notice, Actor, NoticeCommand], NoticeRefusal | null];
  const cases: readonly Case[] = [
    [
      'a clearance before any draft',
      [law.initial, counsel, clear('')],
      'nobody-drafted-this-notice',
    ],
    [
      'a clearance of other words',
      [first, counsel, clear(digestOf(changed))],
      'the-text-changed-meanwhile',
    ],
    [
      'a clearance of a fault',
      [drafted(faulty), counsel, clear(digestOf(faulty))],
      'the-text-says-more-than-is-known',
    ],
    [
      'a clearance of nothing',
      [drafted(wordless), counsel, clear(digestOf(wordless))],
      'no-language-has-a-text-that-may-be-used',
    ],
    [
      'a clearance after release',
      [released, counsel, clear(first.digest)],
      'the-notice-is-released-already',
    ],
    [
      'a clearance after withdrawal',
      [withdrawn, counsel, clear(first.digest)],
      'the-notice-was-withdrawn',
    ],
    [
      'a release before any draft',
      [law.initial, spokesperson, release('')],
      'nobody-drafted-this-notice',
    ],
    [
      'a release before clearance',
      [first, spokesperson, release(first.digest)],
      'counsel-did-not-clear-this-text',
    ],
    [
      'a release of other words',
      [cleared, spokesperson, release(digestOf(changed))],
      'the-text-changed-meanwhile',
    ],
    [
      'a release by counsel',
      [cleared, counsel, release(first.digest)],
      'only-communications-or-the-superintendent-releases',
    ],
    [
      'a release by who cleared it',
      [byBoth, both, release(first.digest)],
      'somebody-else-releases-what-counsel-cleared',
    ],
    [
      'a release while they are here',
      [cleared, spokesperson, release(first.digest, { agentsAreHere: true })],
      'agents-have-not-left-and-counsel-gave-no-reason',
    ],
    [
      'a release under the switch',
      [cleared, spokesperson, release(first.digest, { isKillSwitchThrown: true })],
      'the-kill-switch-is-thrown',
    ],
    [
      'a second release',
      [released, spokesperson, release(first.digest)],
      'the-notice-is-released-already',
    ],
    [
      'a release after withdrawal',
      [withdrawn, spokesperson, release(first.digest)],
      'the-notice-was-withdrawn',
    ],
    [
      'a withdrawal after release',
      [released, counsel, { type: 'WithdrawNotice', reasons: '' }],
      'the-notice-is-released-already',
    ],
    [
      'a release by somebody else than who cleared it',
      [byBoth, spokesperson, release(first.digest)],
      null,
    ],
  ];

  test.each(cases)('%s', (_name, [notice, by, command], refusal) => {
    expect(step(notice, by, command).refusal).toBe(refusal);
  });

  test('a reason that is only spaces is no reason', () => {
    const early = step(first, counsel, clear(first.digest, '  \n ')).notice;
    const command = release(first.digest, { agentsAreHere: true });
    expect(step(early, spokesperson, command).refusal).toBe(
      'agents-have-not-left-and-counsel-gave-no-reason',
    );
  });

  test('one changed letter of any variant is another text', () => {
    for (const name of ['language', 'subject', 'body', 'short'] as const) {
      const other = { ...draft, variants: [{ ...variant, [name]: `${variant[name]} ` }] };
      expect(digestOf(other)).not.toBe(digestOf(draft));
    }
  });

  test('a refusal at the gate is itself a fact: which order, and why not', () => {
    const act = { id: known<never>('a'), by: counsel, happenedAt: at, recordedAt: at };
    const noted = law.noteRefusal?.(
      { ...act, command: release('') },
      'counsel-did-not-clear-this-text',
    );
    expect(noted).toEqual({
      type: 'OrderRefused',
      order: 'ReleaseNotice',
      refusal: 'counsel-did-not-clear-this-text',
    });
  });
});
