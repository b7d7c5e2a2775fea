import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { askNotary, type Handed } from '#district/notary';
import { type Authorized, authorizationInForce, type Encounter } from '#encounter';
import { denyAccess, report } from '#encounter/acts';
import { authorizeAccess, contentToSign, digestOf } from '#encounter/authorize';
import { encounterRoom } from '#encounter/room';
import { perform } from '#ledger/perform';
import { answerChallenge, softwarePasskey } from '#platform/software-passkey';
import { canonicalJson } from '#std/canonical-json';
import { type ActId, known, streamOf } from '#std/ids';
import { plusSeconds } from '#std/instant';
import { opening } from '../../src/authority/opens.ts';
import { decide } from '../../src/encounter/core/decide.ts';
import { cast, type CastPerson } from '../cast/cast.ts';
import {
  asApp,
  authorizeAs,
  codeOf,
  deskFor,
  isOpen,
  type Scene,
  sceneWith,
  seedPeople,
  signScene,
  site,
  startNotary,
  storyOf,
  withFlags,
} from '../kit/desk.ts';
import { people, signedOver } from '../kit/door.ts';
import { actId, openWorld, type World } from '../kit/world.ts';

// Of this test, so that what befalls them leaves the others their duty.
const more = (number: number, name: string): CastPerson => ({
  ...cast.counselTwo,
  id: `0000c001-0000-4000-8000-00000000009${number}`,
  name: `${name} (fictional)`,
  email: `more.${number}@cast.example`,
});
const counselThree = more(3, 'Counsel Three');
const counselFour = more(4, 'Counsel Four');

let world: World;
let stopNotary: () => Promise<void>;
beforeAll(async () => {
  world = await openWorld();
  await seedPeople(world, [counselThree, counselFour]);
  world.clock.push(60);
  stopNotary = startNotary(world);
});
afterAll(async () => {
  await stopNotary();
  await world.close();
});

describe('all walls standing', () => {
  test('counsel, on a judge’s paper, with counsel’s own passkey, opens exactly what was signed', async () => {
    const scene = await sceneWith(world);
    const outcome = await authorizeAs(world, scene, { person: cast.counselOne });
    expect(outcome.kind).toBe('accepted');
    const { story, state } = await storyOf(world, scene);
    expect(story.at(-1)?.event).toMatchObject({
      type: 'AccessAuthorized',
      authorized: scene.authorized,
      signed: { content: { authorized: scene.authorized, version: story.length } },
    });
    expect(authorizationInForce(state, world.clock.now())).toMatchObject(scene.authorized);
    const [used] = await world.house.database.inDistrict(world.house.district, (transaction) =>
      transaction.query('select used_position from verified_assertion where stream = $1', [
        streamOf('encounter', scene.encounter),
      ]),
    );
    expect(used).toEqual({ used_position: story.at(-1)?.position });
  });
});

describe('the law, asked directly', () => {
  const order = (now: Encounter, authorized: Authorized) => {
    const { policy } = world.pack;
    const ground = policy.grounds.find(({ id }) => id === authorized.ground) ?? null;
    const command = {
      type: 'AuthorizeAccess',
      authorized,
      ground,
      policy: policy.version,
    } as const;
    return { ...command, signed: signedOver(now, authorized, policy.version) };
  };
  const ask = (by: keyof typeof people, now: Encounter, command: ReturnType<typeof order>) => {
    const at = world.clock.now();
    return decide(now, {
      id: known<ActId>('a'),
      by: people[by],
      command,
      happenedAt: at,
      recordedAt: at,
    });
  };

  test('lets counsel, and refuses everybody else, whatever they hold in their hands', async () => {
    const scene = await sceneWith(world);
    const { state } = await storyOf(world, scene);
    const command = order(state, scene.authorized);
    expect(ask('counsel', state, command).kind).toBe('accepted');
    const others = Object.keys(people).filter((each) => !['counsel', 'backup'].includes(each));
    expect(others.length).toBeGreaterThan(9);
    for (const each of others) {
      const decision = ask(each as keyof typeof people, state, command);
      expect(decision, each).toEqual({ kind: 'refused', refusal: 'only-legal-counsel-decides' });
    }
  });

  test('what counsel found to be an agency’s own paper opens nothing, however signed', async () => {
    const scene = await sceneWith(world, 'administrative-warrant');
    const outcome = await authorizeAs(world, scene, { person: cast.counselOne });
    expect(outcome).toEqual({ kind: 'refused', refusal: 'what-counsel-found-opens-no-door' });
    expect(await isOpen(world, scene)).toBe(false);
  });
});

describe('the act', () => {
  test.each([
    ['a building leader', cast.leaderOne],
    ['the superintendent', cast.superintendentOne],
    ['IT', cast.itOne],
  ])('%s with a valid signature of their own opens nothing', async (_who, person) => {
    const scene = await sceneWith(world);
    const outcome = await authorizeAs(world, scene, { person });
    expect(outcome).toEqual({ kind: 'refused', refusal: 'only-legal-counsel-decides' });
    expect(await isOpen(world, scene)).toBe(false);
  });

  test('a signature over one scope opens no other scope', async () => {
    const scene = await sceneWith(world);
    const signing = await signScene(world, cast.counselOne, scene);
    const wider = { ...scene.authorized, scope: { who: '', where: 'The whole house', what: 'x' } };
    const about = { encounter: scene.encounter, act: actId<ActId>() };
    const counsel = await deskFor(world, cast.counselOne);
    const outcome = await authorizeAccess(counsel, about, wider, signing);
    expect(outcome).toEqual({ kind: 'refused', refusal: 'the-signature-was-not-verified' });
    expect(await isOpen(world, scene)).toBe(false);
  });

  test('a signature over one moment of the encounter is worth nothing at the next', async () => {
    const scene = await sceneWith(world);
    const signing = await signScene(world, cast.counselOne, scene);
    const about = { encounter: scene.encounter, act: actId<ActId>() };
    const note = { type: 'ReportNote', words: 'They are getting nervous.' } as const;
    await report(await deskFor(world, cast.officerOne), about, note);
    const counsel = await deskFor(world, cast.counselOne);
    const again = { ...about, act: actId<ActId>() };
    const outcome = await authorizeAccess(counsel, again, scene.authorized, signing);
    expect(outcome.kind).toBe('refused');
    expect(await isOpen(world, scene)).toBe(false);
  });

  test('the same signature opens nothing a second time', async () => {
    const scene = await sceneWith(world);
    const signing = await signScene(world, cast.counselOne, scene);
    const counsel = await deskFor(world, cast.counselOne);
    const about = () => ({ encounter: scene.encounter, act: actId<ActId>() });
    const first = await authorizeAccess(counsel, about(), scene.authorized, signing);
    const second = await authorizeAccess(counsel, about(), scene.authorized, signing);
    expect([first.kind, second.kind]).toEqual(['accepted', 'refused']);
    const { story } = await storyOf(world, scene);
    expect(story.filter(({ event }) => event.type === 'AccessAuthorized')).toHaveLength(1);
  });
});

describe('the notary, whatever it is handed', () => {
  /** What an honest web process hands in for a scene, signed by this person. */
  async function handed(scene: Scene, signer: CastPerson = cast.counselOne): Promise<Handed> {
    const { state, version } = await storyOf(world, scene);
    const { nonce, assertion } = await signScene(world, signer, scene);
    const about = { encounter: scene.encounter, nonce, policy: world.pack.policy.version };
    const content = contentToSign(state, about, scene.authorized);
    return {
      purpose: 'authorize-access',
      person: known(signer.id),
      stream: streamOf('encounter', scene.encounter),
      version: version + 1,
      digest: digestOf(content),
      content: canonicalJson(content),
      assertion,
    };
  }
  const key = (person: CastPerson) => softwarePasskey(world.house.secrets, person.id);
  const answeredAt = (at: { rpId: string; origin: string }) => (given: Handed) => ({
    ...given,
    assertion: answerChallenge(
      key(cast.counselOne),
      at,
      Buffer.from(given.digest).toString('base64url'),
    ),
  });
  const flagged = (flags: number) => (given: Handed) => ({
    ...given,
    assertion: withFlags(world, cast.counselOne, given.assertion, flags),
  });
  const misfits: Readonly<Record<string, (given: Handed) => Handed>> = {
    'other words under the digest': (given) => ({ ...given, content: `${given.content} ` }),
    'another digest': (given) => ({ ...given, digest: Buffer.alloc(32, 1) }),
    'a challenge of somebody else': (given) => {
      const challenge = Buffer.alloc(32, 2).toString('base64url');
      return { ...given, assertion: answerChallenge(key(cast.counselOne), site, challenge) };
    },
    'another origin': answeredAt({ ...site, origin: 'https://elsewhere.example' }),
    'another port of this machine': answeredAt({ ...site, origin: 'http://localhost:4382' }),
    'another rpId': answeredAt({ ...site, rpId: 'elsewhere.example' }),
    'a user who was not verified': flagged(0x01),
    'a user who was not there': flagged(0x04),
    'a signature by another key under counsel’s credential': (given) => {
      const challenge = Buffer.from(given.digest).toString('base64url');
      const { id, rawId } = given.assertion;
      const assertion = answerChallenge(key(cast.leaderOne), site, challenge);
      return { ...given, assertion: { ...assertion, id, rawId } };
    },
  };

  test('an honest hand is verified, and only once', async () => {
    const given = await handed(await sceneWith(world));
    expect(await askNotary(world.house, given)).toBe('verified');
    expect(await askNotary(world.house, given)).toBe('this-was-signed-before');
  });

  test.each(Object.entries(misfits))('%s is no signature', async (_what, change) => {
    const given = change(await handed(await sceneWith(world)));
    expect(await askNotary(world.house, given)).toBe('the-signature-does-not-fit');
  });

  test('another person’s passkey is not this person’s', async () => {
    const scene = await sceneWith(world);
    const given = await handed(scene, cast.leaderOne);
    const posing: Handed = { ...given, person: known(cast.counselOne.id) };
    expect(await askNotary(world.house, posing)).toBe('no-such-passkey');
    const outcome = await authorizeAs(world, scene, {
      person: cast.counselOne,
      signer: cast.leaderOne,
    });
    expect(outcome).toEqual({ kind: 'refused', refusal: 'the-signature-was-not-verified' });
  });

  test('somebody without the duty signs nothing, with a passkey however good', async () => {
    const given = await handed(await sceneWith(world), cast.superintendentOne);
    expect(await askNotary(world.house, given)).toBe('the-signer-does-not-hold-the-duty');
  });

  test('what was handed in too long ago is not verified after all', async () => {
    const given = await handed(await sceneWith(world));
    const earlier = { now: () => plusSeconds(world.clock.now(), -120) };
    const answer = await askNotary({ ...world.house, clock: earlier }, given);
    expect(answer).toBe('the-notary-does-not-answer');
  });

  test('a duty that ends in mid-act signs nothing', async () => {
    const scene = await sceneWith(world);
    const desk = await deskFor(world, counselThree);
    const signing = await signScene(world, counselThree, scene);
    await asApp(
      world,
      `update duty_grant set held_until = '${world.clock.now()}'
                 where person = '${counselThree.id}'`,
    );
    const about = { encounter: scene.encounter, act: actId<ActId>() };
    const outcome = await authorizeAccess(desk, about, scene.authorized, signing);
    expect(outcome).toEqual({ kind: 'refused', refusal: 'the-signature-was-not-verified' });
    expect(await isOpen(world, scene)).toBe(false);
  });

  test('a revoked passkey signs nothing, and is not brought back', async () => {
    const given = await handed(await sceneWith(world), counselFour);
    const revoke = (moment: string) =>
      asApp(world, `update passkey set revoked_at = ${moment} where person = '${counselFour.id}'`);
    await revoke(`'${world.clock.now()}'`);
    expect(await askNotary(world.house, given)).toBe('no-such-passkey');
    expect(await codeOf(revoke('null'))).toBe('TH003');
  });
});

describe('the database, with a law that accepts everything', () => {
  /** What the notary says of somebody's signature: the row that only its role may write. */
  type Word = {
    district: string;
    person: string;
    purpose: string;
    stream: string;
    version: number;
    digest: Buffer;
    used: number | null;
  };

  async function notarySays(word: Word): Promise<void> {
    const notary = world.as('threshold_notary');
    await notary.inDistrict(known(word.district), (transaction) =>
      transaction.query(
        `insert into verified_assertion (district, inbox, person, purpose, stream, version, digest,
                                         verified_at, used_position)
         values ($1, gen_random_uuid(), $2, $3, $4, $5, $6, $7, $8)`,
        [
          word.district,
          word.person,
          word.purpose,
          word.stream,
          word.version,
          word.digest,
          world.clock.now(),
          word.used,
        ],
      ),
    );
  }

  async function wordFor(scene: Scene): Promise<Word> {
    const { version } = await storyOf(world, scene);
    return {
      district: world.house.district,
      person: cast.counselOne.id,
      purpose: 'authorize-access',
      stream: streamOf('encounter', scene.encounter),
      version: version + 1,
      digest: Buffer.from(randomUUID().replaceAll('-', '').padEnd(64, '0'), 'hex'),
      used: null,
    };
  }

  /** An entry behind the head, as SQL could write one. */
  const entryOf = (type: string, { stream, version, digest }: Word, recordedAt: string) =>
    `insert into ledger_entry
     select district, size, '${stream}', ${version}, gen_random_uuid(), 0, '${type}',
            '${recordedAt}', '${recordedAt}', '\\x${'00'.repeat(32)}',
            '\\x${digest.toString('hex')}'
     from ledger_head`;

  /** A program that somebody took over runs a law of its own. */
  async function openLawlessly(scene: Scene, digest: Buffer) {
    const { authorized } = scene;
    const signed = { digest: digest.toString('base64url') } as never;
    const opened = { type: 'AccessAuthorized' as const, authorized, policy: '', signed };
    const law = {
      ...encounterRoom.law,
      decide: () => ({ kind: 'accepted' as const, events: [opened] }),
    };
    return perform(world.house, { ...encounterRoom, law }, streamOf('encounter', scene.encounter), {
      id: actId<ActId>(),
      by: { kind: 'person', person: known(cast.counselOne.id), duties: ['legal-counsel'] },
      command: { type: 'ReportDeparture' },
    });
  }

  test('one fitting word of the notary opens once, so that the refusals below mean something', async () => {
    const scene = await sceneWith(world);
    const word = await wordFor(scene);
    await notarySays(word);
    expect((await openLawlessly(scene, word.digest)).kind).toBe('accepted');
    expect((await openLawlessly(scene, word.digest)).kind).toBe('refused');
  });

  const misfits: Readonly<Record<string, (word: Word) => Word | null>> = {
    'no word at all': () => null,
    'a word for another stream': (word) => ({
      ...word,
      stream: streamOf('encounter', randomUUID()),
    }),
    'a word for another version': (word) => ({ ...word, version: word.version + 1 }),
    'a word for another digest': (word) => ({ ...word, digest: Buffer.alloc(32, 9) }),
    'a word for another district': (word) => ({ ...word, district: world.other.district }),
    'a word for another purpose': (word) => ({ ...word, purpose: 'add-passkey' }),
    'a word that was used': (word) => ({ ...word, used: 3 }),
    'a word for a building leader': (word) => ({ ...word, person: cast.leaderOne.id }),
    'a word for a counsel of the other district': (word) => ({ ...word, person: randomUUID() }),
    'a word for a counsel whose duty ended': (word) => ({ ...word, person: counselThree.id }),
  };
  test.each(Object.entries(misfits))('%s opens nothing', async (_what, change) => {
    await asApp(
      world,
      `update duty_grant set held_until = '${world.clock.now()}'
                 where person = '${counselThree.id}' and held_until is null`,
    );
    const scene = await sceneWith(world);
    const honest = await wordFor(scene);
    const word = change(honest);
    if (word !== null) await notarySays(word);
    const outcome = await openLawlessly(scene, honest.digest);
    expect(outcome).toEqual({ kind: 'refused', refusal: 'the-signature-was-not-verified' });
    expect(await isOpen(world, scene)).toBe(false);
  });

  test('an entry dated back to when the signer still was counsel opens nothing', async () => {
    const stillCounsel = plusSeconds(world.clock.now(), -30);
    await asApp(
      world,
      `update duty_grant set held_until = '${world.clock.now()}'
                 where person = '${counselThree.id}' and held_until is null`,
    );
    const scene = await sceneWith(world);
    const word = { ...(await wordFor(scene)), person: counselThree.id };
    await notarySays(word);
    expect(await codeOf(asApp(world, entryOf('AccessAuthorized', word, stillCounsel)))).toBe(
      'TH002',
    );
  });

  test.each(opening)('the web process writes no %s by itself', async (type) => {
    const word = await wordFor(await sceneWith(world));
    expect(await codeOf(asApp(world, entryOf(type, word, world.clock.now())))).toBe('TH002');
  });

  test('no table of its own stands in for the notary’s', async () => {
    const word = await wordFor(await sceneWith(world));
    const attack = asApp(
      world,
      'create temp table verified_assertion (like public.verified_assertion) on commit drop',
      'grant all on verified_assertion to public',
      `insert into pg_temp.verified_assertion values ('norwalk', gen_random_uuid(),
         '${word.person}', '${word.purpose}', '${word.stream}', ${word.version},
         '\\x${word.digest.toString('hex')}', '${world.clock.now()}', null)`,
      entryOf('AccessAuthorized', word, world.clock.now()),
    );
    // Refused already at the temporary table where `migrate` made the database.
    expect(['TH002', '42501']).toContain(await codeOf(attack));
  });
});

describe('the web process, with SQL of its own', () => {
  const attempts: readonly string[] = [
    `insert into verified_assertion values ('norwalk', gen_random_uuid(), '${cast.counselOne.id}',
       'authorize-access', 's', 1, '\\x${'01'.repeat(32)}', '2026-11-24', null)`,
    'update verified_assertion set used_position = null',
    'delete from verified_assertion',
    "update assertion_inbox set outcome = 'verified'",
    "update ledger_entry set type = 'AccessAuthorized'",
    'delete from ledger_entry',
    'truncate ledger_entry',
    'truncate ledger_head cascade',
    'alter table ledger_entry disable trigger all',
    'alter table ledger_entry disable row level security',
    'drop trigger only_counsel_opens on ledger_entry',
    'alter trigger only_counsel_opens on ledger_entry rename to nothing_at_all',
    'create rule nothing as on insert to ledger_entry do also nothing',
    "set session_replication_role = 'replica'",
    "alter role threshold_app set session_replication_role = 'replica'",
    'alter role threshold_app bypassrls',
    'grant threshold_notary to threshold_app',
    'set role threshold_notary',
    'set role threshold_owner',
    'set session authorization threshold_notary',
    "create function public.holds_duty(uuid, text, text) returns boolean language sql as 'select true'",
    "create or replace function opens(entry_type text) returns boolean language sql as 'select false'",
    'alter function only_counsel_opens() security invoker',
    'create schema of_its_own',
    "update duty_grant set duty = 'legal-counsel'",
    `update passkey set person = '${cast.counselOne.id}'`,
    "update passkey set public_key = '\\x00'",
    'delete from passkey',
    "update pg_trigger set tgenabled = 'D'",
    "copy (select 1) to program 'true'",
  ];
  test.each(attempts)('is refused: %s', async (attempt) => {
    expect(await codeOf(asApp(world, attempt))).toBe('42501');
  });

  test('what opens is one list, in the code and in the database', async () => {
    for (const type of opening) {
      const [row] = await world.house.database.anywhere('select opens($1)', [type]);
      expect(row, type).toEqual({ opens: true });
    }
    const { rows } = await world.admin.query("select pg_get_functiondef('opens'::regproc) as text");
    const named = [...String(rows[0].text).matchAll(/'(\w+)'/g)].map(([, type]) => type);
    expect(new Set(named)).toEqual(new Set(opening));
  });
});

test('two counsels decide at once: one decision is in effect, and what was denied is shut', async () => {
  let authorizedFirst = 0;
  for (let round = 0; round < 20; round += 1) {
    const scene = await sceneWith(world);
    const { encounter, authorized } = scene;
    const signing = await signScene(world, cast.counselOne, scene);
    const [one, two] = [
      await deskFor(world, cast.counselOne),
      await deskFor(world, cast.counselTwo),
    ];
    const pause = new Promise((resolve) => setTimeout(resolve, (round % 5) * 20));
    const [opened, denied] = await Promise.all([
      authorizeAccess(one, { encounter, act: actId() }, authorized, signing),
      pause.then(() => denyAccess(two, { encounter, act: actId() }, 'not this paper')),
    ]);
    const { story, state } = await storyOf(world, scene);
    const decisions = story.filter(({ event }) => /^Access/.test(event.type));
    expect(denied.kind).toBe('accepted');
    expect(decisions).toHaveLength(opened.kind === 'accepted' ? 2 : 1);
    expect(decisions.at(-1)?.event.type).toBe('AccessDenied');
    expect(state.decision).toBe('denied');
    expect(authorizationInForce(state, world.clock.now())).toBeNull();
    if (opened.kind === 'accepted') authorizedFirst += 1;
  }
  // Both orders were met, or this race raced nothing.
  expect([0, 20]).not.toContain(authorizedFirst);
});
