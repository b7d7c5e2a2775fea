/** Every story, told to the pure law, on the grounds and the policy of the letter's district. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import type { DistrictPack } from '#district';
import { loadPack } from '#district/pack';
import {
  authorizationInForce,
  type Encounter,
  type EncounterCommand,
  encounterRefusals,
  initialEncounter,
  waitsFor,
} from '#encounter';
import { decide } from '../../src/encounter/core/decide.ts';
import { afterAct, actOf, people, type PersonWord, signedOver } from '../kit/door.ts';
import { moment, readStory, type Story, type StoryCommand, type StoryLine } from './read-story.ts';

const folder = import.meta.dirname;
const files = readdirSync(folder).filter((name) => name.endsWith('.story'));
const texts = new Map(files.map((name) => [name, readFileSync(join(folder, name), 'utf8')]));
const stories = [...texts].map(([name, text]) => ({ name, text, story: readStory(text) }));

/** The encounter as it stood at each moment, newest last, and how often somebody was refused. */
type Telling = {
  readonly stood: readonly (readonly [string, Encounter])[];
  readonly answers: readonly string[];
};

let pack: DistrictPack;
beforeAll(async () => {
  const reading = await loadPack(join(folder, '../../districts/norwalk'));
  if (reading.kind !== 'read') throw new Error('the pack of Norwalk cannot be read');
  pack = reading.pack;
});

function wordOf(line: StoryLine): PersonWord {
  const word = line.who;
  if (!isPersonWord(word)) throw new Error(`nobody in the cast is called "${word}"`);
  return word;
}

function isPersonWord(word: string): word is PersonWord {
  return Object.hasOwn(people, word);
}

function commandOf(command: StoryCommand, stood: Telling['stood']): EncounterCommand {
  if (command.type !== 'AuthorizeAccess') return command;
  const { authorized, signedAt } = command;
  const policy = pack.policy.version;
  const [, then] = stood.findLast(([at]) => at <= signedAt) ?? ['', initialEncounter];
  const ground = pack.policy.grounds.find((each) => each.id === authorized.ground) ?? null;
  const signed = signedOver(then, authorized, policy);
  return { type: 'AuthorizeAccess', authorized, ground, policy, signed };
}

/** Tells a story to the law, line by line, and keeps the law's answers. */
function tell(story: Story): Telling {
  return story.lines.reduce<Telling>(
    ({ stood, answers }, line) => {
      const [, now] = stood.at(-1) ?? ['', initialEncounter];
      const stamped = actOf(people[wordOf(line)], commandOf(line.command, stood), line.at);
      const act = { ...stamped, happenedAt: line.happenedAt };
      const decision = decide(now, act);
      const answer = decision.kind === 'accepted' ? 'done' : decision.refusal;
      return { stood: [...stood, [line.at, afterAct(now, act)]], answers: [...answers, answer] };
    },
    { stood: [], answers: [] },
  );
}

type Holds = (now: Encounter, at: string, found: readonly string[]) => boolean;

const decided =
  (decision: Encounter['decision']): Holds =>
  (now) =>
    now.decision === decision;

const claims: readonly (readonly [RegExp, Holds])[] = [
  [/^nobody decided anything$/, decided('none')],
  [/^the entry is denied$/, decided('denied')],
  [/^papers may be handed over and nothing else$/, decided('papers-only')],
  [/^counsel asked for more$/, decided('need-more')],
  [/^the authorization is revoked$/, decided('revoked')],
  [
    /^access is authorized for (.+)$/,
    (now, at, [what]) => authorizationInForce(now, at)?.scope.what === what,
  ],
  [/^nothing is authorized$/, (now, at) => authorizationInForce(now, at) === null],
  [/^it waits for counsel$/, (now) => waitsFor(now) === 'counsel'],
  [/^it waits for the door$/, (now) => waitsFor(now) === 'the-door'],
  [/^it waits for nobody$/, (now) => waitsFor(now) === 'nobody'],
  [/^agents are outside$/, (now) => now.presence === 'outside'],
  [/^agents have left$/, (now) => now.presence === 'departed'],
  [/^agents were never here$/, (now) => now.presence === 'never-here'],
  [/^agents are inside without authorization$/, isInside('entered-without-authorization')],
  [/^agents are inside on a claimed emergency$/, isInside('claimed-exigency')],
  [/^agents are inside under the authorization$/, isInside('authorized-by-counsel')],
  [/^the drill stays a drill$/, (now) => now.isDrill],
  [/^it is no drill$/, (now) => now.school !== null && !now.isDrill],
  [/^there is no encounter$/, (now) => now.stage === 'unheard-of' && now.version === 0],
  [/^the encounter is closed$/, (now) => now.stage === 'closed'],
  [
    /^that they are (\S+) is (only a claim|confirmed)$/,
    (now, _at, [agency, level]) =>
      now.agency === agency &&
      now.agencyLevel === (level === 'confirmed' ? 'confirmed' : 'claimed'),
  ],
  [/^counsel made no finding$/, (now) => now.papers.every((paper) => paper.finding === null)],
];

function isInside(basis: Encounter['entryBasis']): Holds {
  return (now) => now.presence === 'inside' && now.entryBasis === basis;
}

/** Whether a claim holds at the end of a story, or at the moment it names. */
function holds(claim: string, { stood }: Telling): boolean {
  const [, clock, words = ''] = /^(?:at (\d\d:\d\d) )?(.+)$/.exec(claim) ?? [];
  const [last = ''] = stood.at(-1) ?? [];
  const at = clock === undefined ? last : moment(clock);
  const [, then] = stood.findLast(([told]) => told <= at) ?? ['', initialEncounter];
  for (const [pattern, isTrue] of claims) {
    const found = pattern.exec(words);
    if (found !== null) return isTrue(then, at, found.slice(1));
  }
  throw new Error(`no story can claim "${words}"`);
}

describe.each(stories)('$story.sentence ($name)', ({ story }) => {
  test('each act is done, or refused for the reason that is written', () => {
    const { answers } = tell(story);
    expect(story.lines.map((line, nth) => `${line.text} -> ${answers[nth]}`)).toEqual(
      story.lines.map((line) => `${line.text} -> ${line.refused ?? 'done'}`),
    );
  });

  test('what it claims at the end is so', () => {
    const telling = tell(story);
    expect(story.claims.filter((claim) => !holds(claim, telling))).toEqual([]);
    expect(story.claims.length).toBeGreaterThan(0);
  });
});

describe('the stories together', () => {
  test('every refusal of the door occurs in one', () => {
    const told = new Set(stories.flatMap(({ story }) => story.lines.map((line) => line.refused)));
    expect(encounterRefusals.filter((refusal) => !told.has(refusal))).toEqual([]);
  });

  test('each is short enough to be signed, one sentence, and of a promise that there is', () => {
    for (const { name, text, story } of stories) {
      const lines = text.trimEnd().split('\n');
      expect(lines.length, name).toBeLessThanOrEqual(25);
      expect(Math.max(...lines.map((line) => line.length)), name).toBeLessThanOrEqual(100);
      for (const promise of story.promises) expect(promise, name).toMatch(/^P([1-9]|1[0-4])$/);
    }
  });

  test('the hours of a story run forward', () => {
    for (const { name, story } of stories) {
      const hours = story.lines.map((line) => line.at);
      expect(hours, name).toEqual(hours.toSorted());
    }
  });

  test('these hard cases of the domain brief are told, each once', () => {
    const told = stories.flatMap(({ story }) => story.domainCase ?? []);
    expect(told.sort((one, other) => one - other)).toEqual([
      1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 19, 20, 25, 26, 27, 28, 30,
    ]);
  });

  test('what only reports is refused in no story, whoever reports it', () => {
    const refused = stories.flatMap(({ story }) =>
      story.lines.filter((line) => line.refused !== null).map((line) => line.command.type),
    );
    expect(refused.filter((type) => type.startsWith('Report'))).toEqual([]);
  });
});

describe('the reader', () => {
  const head = '# A claim.    P1';

  test.each([
    ['an act nobody knows', `${head}\n\n09:00  officer  opens the door\n`],
    ['a finding that counsel cannot make', `${head}\n\n09:00  counsel  finds I-200 a fine-paper\n`],
    ['a head without a promise', '# A claim.\n\n09:00  officer  reports arrival\n'],
    ['a line without an hour', `${head}\n\nofficer  reports arrival\n`],
  ])('throws at %s', (_what, text) => {
    expect(() => readStory(text)).toThrow();
  });

  test('throws at somebody who is not in the cast, and at a claim nobody knows', () => {
    const stranger = readStory(`${head}\n\n09:00  stranger  reports arrival\n`);
    expect(() => tell(stranger)).toThrow('stranger');
    const telling = tell(readStory(`${head}\n\n09:00  officer  reports arrival\n`));
    expect(() => holds('all is well', telling)).toThrow('all is well');
    expect(holds('the entry is denied', telling)).toBe(false);
  });

  test('keeps who said what when, and joins a line that goes on below', () => {
    const story = readStory(
      `${head}\n\n09:00  office   reports entry  happened 08:50\n` +
        '09:01  counsel  denies access\n                 refused: paper-is-not-on-file\n',
    );
    expect(story.lines[0]).toMatchObject({ at: moment('09:00'), happenedAt: moment('08:50') });
    expect(story.lines[1]).toMatchObject({ refused: 'paper-is-not-on-file' });
  });
});
