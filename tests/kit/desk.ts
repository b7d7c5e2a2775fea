import { randomUUID, sign as signBytes } from 'node:crypto';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Who } from '#district';
import { insertPasskey } from '#district/credentials';
import type { Desk } from '#district/desk';
import { verifyWaiting } from '#district/notary';
import { dutiesHeld } from '#district/store';
import type { Authorized, Observation } from '#encounter';
import { findPaper, report } from '#encounter/acts';
import { authorizeAccess, beginAuthorization } from '#encounter/authorize';
import { encounterRoom } from '#encounter/room';
import { type House, readStory } from '#ledger/perform';
import { errorCode } from '#platform/database';
import { fileObjects } from '#platform/objects';
import { sha256 } from '#platform/secrets';
import { answerChallenge, softwarePasskey } from '#platform/software-passkey';
import type { AssertionIn } from '#platform/webauthn';
import { type ActId, type EncounterId, known, type PaperId, streamOf } from '#std/ids';
import { plusSeconds } from '#std/instant';
import { cast, type CastPerson } from '../cast/cast.ts';
import { secondCast } from '../cast/second-cast.ts';
import { nameCast } from './desks.ts';
import { actId, type World } from './world.ts';

/** The site for which everybody's passkey in these tests was made. */
export const site = { rpId: 'localhost', origin: 'http://localhost:4381', name: 'Threshold' };

const objects = fileObjects(mkdtempSync(join(tmpdir(), 'threshold-objects-')));

/** Names both districts’ casts and whoever else a test needs in the first; each has a passkey. */
export async function seedPeople(world: World, more: readonly CastPerson[] = []): Promise<void> {
  await seedHouse(world.house, [...Object.values(cast), ...more]);
  await seedHouse(world.other, Object.values(secondCast));
}

async function seedHouse(house: House, people: readonly CastPerson[]): Promise<void> {
  await nameCast(house, people);
  await house.database.inDistrict(house.district, async (transaction) => {
    for (const { id } of people) {
      const { credential, publicKey } = softwarePasskey(house.secrets, id);
      const passkey = {
        person: known<never>(id),
        credential,
        publicKey,
        counter: 0,
        label: 'test',
      };
      await insertPasskey(transaction, house, passkey);
    }
  });
}

/** The desk of somebody who is signed in, with the duties that they hold at this moment. */
export async function deskFor(
  world: World,
  person: CastPerson,
  house: House = world.house,
): Promise<Desk> {
  const duties = await house.database.inDistrict(house.district, (transaction) =>
    dutiesHeld(transaction, person.id, house.clock.now()),
  );
  const { name, language } = person;
  const id = known<never>(person.id);
  return deskOfWho(
    world,
    { kind: 'person', person: id, name, language, duties, steppedUpAt: null, by: 'session' },
    house,
  );
}

/** The desk of whoever it is: a person, a device, a lapsed session, nobody. */
export function deskOfWho(world: World, who: Who, house: House = world.house): Desk {
  const pack = house.district === world.house.district ? world.pack : world.otherPack;
  return { house, pack, who, site, objects };
}

/** Lets a notary work until the returned function is called, which waits for its last round. */
export function startNotary(world: World, at: typeof site = site): () => Promise<void> {
  const stop = new AbortController();
  const notary = { database: world.as('threshold_notary'), clock: world.clock, site: at };
  const ended = (async () => {
    while (!stop.signal.aborted) {
      await verifyWaiting(notary).catch(() => 0);
      await new Promise((resolve) => setTimeout(resolve, 15));
    }
  })();
  return async () => {
    stop.abort();
    await ended;
  };
}

/** Runs SQL as the web process could, had somebody taken it over: all of it, or nothing. */
export async function asApp(world: World, ...texts: readonly string[]): Promise<void> {
  const { house } = world;
  await house.database.inDistrict(house.district, async (transaction) => {
    for (const text of texts) await transaction.query(text);
  });
}

/** The code with which the database refused something; '' when it did not. */
export async function codeOf(work: Promise<unknown>): Promise<string> {
  return work.then(
    () => '',
    (error) => errorCode(error),
  );
}

/** An arrival as one tap reports it. */
export const arrival: Extract<Observation, { type: 'ReportArrival' }> = {
  type: 'ReportArrival',
  school: known<never>('cranbury-elementary'),
  medium: 'at-door',
  help: 'uninvited',
  isDrill: false,
  words: '',
  policy: 'test',
};

/** An encounter with one paper, and what counsel would authorize on it. */
export type Scene = {
  readonly encounter: EncounterId;
  readonly paper: PaperId;
  readonly authorized: Authorized;
};

/** Agents at the door with a paper that counsel found to be of this kind. */
export async function sceneWith(
  world: World,
  kind: 'judicial-warrant' | 'administrative-warrant' = 'judicial-warrant',
): Promise<Scene> {
  const encounter = actId<EncounterId>();
  const paper = actId<PaperId>();
  const officer = await deskFor(world, cast.officerOne);
  const shown = { paper, copy: 'photo', sha256: 'ab'.repeat(32), mediaType: 'image/png' } as const;
  await report(officer, { encounter, act: actId() }, arrival);
  await report(
    officer,
    { encounter, act: actId() },
    { type: 'ReportPaper', paper: { ...shown, headings: '' } },
  );
  const finding = { kind, court: 'a court', permits: '', missing: '', reasons: '' };
  const counsel = await deskFor(world, cast.counselOne);
  await findPaper(counsel, { encounter, act: actId() }, paper, finding);
  const now = world.clock.now();
  const authorized = {
    ground: 'judicial-search-warrant',
    relyingOn: paper,
    scope: { who: '', where: 'Locker 214', what: 'The contents of locker 214' },
    conditions: '',
    escort: 'building leader',
    validFrom: now,
    validUntil: plusSeconds(now, 1800),
  };
  return { encounter, paper, authorized };
}

/** The story of a scene's encounter as it stands. */
export async function storyOf(world: World, { encounter }: Pick<Scene, 'encounter'>) {
  const told = await readStory(world.house, encounterRoom, streamOf('encounter', encounter));
  if (told === null) throw new Error('the encounter was destroyed');
  return told;
}

/** Whether anything in the story of the encounter ever opened the door. */
export async function isOpen(world: World, scene: Scene): Promise<boolean> {
  const { story } = await storyOf(world, scene);
  return story.some(({ event }) => event.type === 'AccessAuthorized');
}

/** What counsel signed, ready to be handed in. */
export type Signing = { readonly nonce: string; readonly assertion: AssertionIn };

/** Somebody's passkey signs what counsel's page shows, on this site or another. */
export async function signScene(
  world: World,
  signer: CastPerson,
  scene: Scene,
  at: { rpId: string; origin: string } = site,
): Promise<Signing> {
  const nonce = randomUUID();
  const counsel = await deskFor(world, cast.counselOne);
  const { encounter, authorized } = scene;
  const begun = await beginAuthorization(counsel, { encounter, nonce }, authorized);
  if (begun === null) throw new Error('counsel could not begin');
  const key = softwarePasskey(world.house.secrets, signer.id);
  return { nonce, assertion: answerChallenge(key, at, begun.options.challenge) };
}

/** Authorizes as this person, with that person's passkey. */
export async function authorizeAs(
  world: World,
  scene: Scene,
  hands: { person: CastPerson; signer?: CastPerson; at?: typeof site; act?: ActId },
) {
  const { person, signer = person, at = site, act = actId<ActId>() } = hands;
  const signing = await signScene(world, signer, scene, at);
  const desk = await deskFor(world, person);
  return authorizeAccess(desk, { encounter: scene.encounter, act }, scene.authorized, signing);
}

/** An assertion whose authenticator data says these flags, signed all the same. */
export function withFlags(
  world: World,
  signer: CastPerson,
  assertion: AssertionIn,
  flags: number,
): AssertionIn {
  const data = Buffer.from(assertion.response.authenticatorData, 'base64url');
  data.writeUInt8(flags, 32);
  const client = Buffer.from(assertion.response.clientDataJSON, 'base64url');
  const { privateKey } = softwarePasskey(world.house.secrets, signer.id);
  const signature = signBytes('sha256', Buffer.concat([data, sha256(client)]), privateKey);
  const response = {
    ...assertion.response,
    authenticatorData: data.toString('base64url'),
    signature: signature.toString('base64url'),
  };
  return { ...assertion, response };
}
