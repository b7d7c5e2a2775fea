import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { askNotary, type Handed } from '#district/notary';
import type { Authorized } from '#encounter';
import { authorizeAccess, contentToSign, digestOf } from '#encounter/authorize';
import { encounterRoom } from '#encounter/room';
import { perform, readStory } from '#ledger/perform';
import { verifyLedger } from '#ledger/verify';
import type { Transaction } from '#platform/database';
import { softwarePasskey } from '#platform/software-passkey';
import { canonicalJson } from '#std/canonical-json';
import { type ActId, known, streamOf } from '#std/ids';
import { append, lockHead } from '../../src/ledger/store.server.ts';
import { cast } from '../cast/cast.ts';
import {
  authorizeAs,
  deskFor,
  type Scene,
  sceneWith,
  seedPeople,
  signScene,
  site,
  startNotary,
  storyOf,
} from '../kit/desk.ts';
import { actId, openWorld, type World } from '../kit/world.ts';

let world: World;
let stopNotary: () => Promise<void>;
beforeAll(async () => {
  world = await openWorld();
  await seedPeople(world);
  stopNotary = startNotary(world);
});
afterAll(async () => {
  await stopNotary();
  await world.close();
});

/** What counsel signed for a scene, as an honest web process hands it in. */
async function honest(scene: Scene) {
  const { state, version } = await storyOf(world, scene);
  const { nonce, assertion } = await signScene(world, cast.counselOne, scene);
  const about = { encounter: scene.encounter, nonce, policy: world.pack.policy.version };
  const content = contentToSign(state, about, scene.authorized);
  const handed: Handed = {
    purpose: 'authorize-access',
    person: known(cast.counselOne.id),
    stream: streamOf('encounter', scene.encounter),
    version: version + 1,
    digest: digestOf(content),
    content: canonicalJson(content),
    assertion,
  };
  const { authenticatorData, clientDataJSON, signature } = assertion.response;
  const { publicKey } = softwarePasskey(world.house.secrets, cast.counselOne.id);
  const credentialPublicKey = Buffer.from(publicKey).toString('base64url');
  const evidence = { authenticatorData, clientDataJSON, signature, credentialPublicKey };
  const digest = digestOf(content).toString('base64url');
  return { handed, signed: { digest, content, assertion: evidence, ...site } };
}

describe('counsel’s signature over one encounter', () => {
  test('is no signature for another, nor for another version, whoever hands it in', async () => {
    const [one, other] = [await sceneWith(world), await sceneWith(world)];
    const { handed } = await honest(one);
    const stream = streamOf('encounter', other.encounter);
    const fits = 'the-signature-does-not-fit';
    expect(await askNotary(world.house, { ...handed, stream })).toBe(fits);
    expect(await askNotary(world.house, { ...handed, version: handed.version + 1 })).toBe(fits);
    expect(await askNotary(world.house, handed)).toBe('verified');
  });

  test('does not let the ledger verify once something else was opened with it', async () => {
    const scene = await sceneWith(world);
    const { handed, signed } = await honest(scene);
    expect(await askNotary(world.house, handed)).toBe('verified');
    const scope = { who: '', where: 'Everywhere', what: 'Everything' };
    const wider: Authorized = { ...scene.authorized, scope };
    const { policy } = signed.content;
    const events = [{ type: 'AccessAuthorized' as const, authorized: wider, policy, signed }];
    const law = {
      ...encounterRoom.law,
      decide: () => ({ kind: 'accepted' as const, events }),
    };
    const outcome = await perform(world.house, { ...encounterRoom, law }, handed.stream as never, {
      id: actId<ActId>(),
      by: { kind: 'person', person: known(cast.counselOne.id), duties: ['legal-counsel'] },
      command: { type: 'ReportDeparture' },
    });
    expect(outcome.kind).toBe('accepted');
    expect(await verifyLedger(world.house)).toMatchObject({
      kind: 'wrong',
      problem: 'authorized is not what was signed',
    });
  });
});

test('an entry that is a note by its columns and an authorization inside opens nothing', async () => {
  const scene = await sceneWith(world);
  const { house } = world;
  const stream = streamOf('encounter', scene.encounter);
  const key = await house.keys.keyOf(house.district, stream);
  const last = (await storyOf(world, scene)).story.at(-1);
  if (key === null || last === undefined) throw new Error('there is no story');
  await house.database.inDistrict(house.district, async (transaction) => {
    const masked: Transaction = {
      ...transaction,
      query: (text, values = []) =>
        transaction.query(
          text,
          values.map((each) => (String(each) === 'AccessAuthorized' ? ['NoteReported'] : each)),
        ),
    };
    const head = await lockHead(transaction);
    const event = { type: 'AccessAuthorized', authorized: scene.authorized };
    const position = Number(head.frontier.size);
    const version = last.version + 1;
    await append(masked, head, key, [{ ...last, position, version, act: actId(), nth: 0, event }]);
  });
  await expect(readStory(house, encounterRoom, stream)).rejects.toThrow(/its columns say/);
});

describe('an authorization', () => {
  test('sent twice, or fifty times in two processes, is once, with the same answer', async () => {
    const scene = await sceneWith(world);
    const signing = await signScene(world, cast.counselOne, scene);
    const desk = await deskFor(world, cast.counselOne);
    const second = { ...world.house, database: world.as('threshold_app') };
    const about = { encounter: scene.encounter, act: actId<ActId>() };
    const send = (nth: number) =>
      authorizeAccess(
        nth % 2 === 0 ? desk : { ...desk, house: second },
        about,
        scene.authorized,
        signing,
      );
    const first = await send(0);
    expect(first.kind).toBe('accepted');
    const others = await Promise.all(Array.from({ length: 50 }, (_, nth) => send(nth)));
    for (const other of others) expect(other).toEqual(first);
    const again = await sceneWith(world);
    const signed = await signScene(world, cast.counselOne, again);
    const act = actId<ActId>();
    const atOnce = await Promise.all(
      Array.from({ length: 50 }, (_, nth) =>
        authorizeAccess(
          nth % 2 === 0 ? desk : { ...desk, house: second },
          { encounter: again.encounter, act },
          again.authorized,
          signed,
        ),
      ),
    );
    expect(new Set(atOnce.map((outcome) => canonicalJson(outcome as never))).size).toBe(1);
    expect(atOnce[0]?.kind).toBe('accepted');
  });

  test.each([
    ['for want of the duty', { person: cast.leaderOne }, 'only-legal-counsel-decides'],
    [
      'for want of counsel’s passkey',
      { person: cast.counselOne, signer: cast.leaderOne },
      'the-signature-was-not-verified',
    ],
  ])('refused %s stands in the story', async (_why, hands, refusal) => {
    const scene = await sceneWith(world);
    expect(await authorizeAs(world, scene, hands)).toEqual({ kind: 'refused', refusal });
    expect((await storyOf(world, scene)).story.at(-1)).toMatchObject({
      event: { type: 'OrderRefused', order: 'AuthorizeAccess', refusal },
      actor: { person: hands.person.id },
    });
    // And what was tried without the key does not stand in the way of whoever has it.
    expect((await authorizeAs(world, scene, { person: cast.counselOne })).kind).toBe('accepted');
  });
});
