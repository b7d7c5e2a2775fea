import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Who } from '#district';
import {
  beginCounselGrantSignature,
  signCounselGrant,
  type SignsAs,
} from '#district/counsel-grant';
import { insertPasskey } from '#district/credentials';
import type { Desk } from '#district/desk';
import { verifyWaiting } from '#district/notary';
import {
  grantDuty,
  peopleRoom,
  peopleStream,
  requestCounselGrant,
  withdrawDuty,
} from '#district/people-acts';
import { dutiesHeld } from '#district/store';
import { readStory } from '#ledger/perform';
import { verifyLedger } from '#ledger/verify';
import { answerChallenge, softwarePasskey } from '#platform/software-passkey';
import { known } from '#std/ids';
import { cast, type CastPerson } from '../cast/cast.ts';
import { nameCast } from '../kit/desks.ts';
import { openWorld, type World } from '../kit/world.ts';

const site = { rpId: 'localhost', origin: 'http://localhost:4381', name: 'Threshold' };
const stop = new AbortController();
let world: World;
let notaryEnds: Promise<void>;

beforeAll(async () => {
  world = await openWorld();
  await nameCast(world.house, Object.values(cast));
  await world.house.database.inDistrict(world.house.district, async (transaction) => {
    for (const { id } of Object.values(cast)) {
      const { credential, publicKey } = softwarePasskey(world.house.secrets, id);
      const passkey = {
        person: known<never>(id),
        credential,
        publicKey,
        counter: 0,
        label: 'test',
      };
      await insertPasskey(transaction, world.house, passkey);
    }
  });
  const notary = { database: world.as('threshold_notary'), clock: world.clock, site };
  notaryEnds = (async () => {
    while (!stop.signal.aborted) {
      await verifyWaiting(notary).catch(() => 0);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  })();
});
afterAll(async () => {
  stop.abort();
  await notaryEnds;
  await world.close();
});

async function deskFor(person: CastPerson): Promise<Desk> {
  const { house, pack, clock } = world;
  const duties = await house.database.inDistrict(house.district, (transaction) =>
    dutiesHeld(transaction, person.id, clock.now()),
  );
  const who: Who = {
    kind: 'person',
    person: known<never>(person.id),
    name: person.name,
    language: 'en',
    duties,
    steppedUpAt: null,
    by: 'session',
  };
  return { house, pack, who, site, objects: {} as Desk['objects'] };
}

async function ask(candidate: CastPerson): Promise<string> {
  const desk = await deskFor(cast.itOne);
  await requestCounselGrant(desk, { person: known<never>(candidate.id), rank: 3 });
  const told = await readStory(world.house, peopleRoom, peopleStream);
  return told?.state.asked.at(-1)?.grant ?? '';
}

async function sign(person: CastPerson, grant: string, as: SignsAs) {
  const desk = await deskFor(person);
  const asked = { grant, as, nonce: randomUUID() };
  const options = await beginCounselGrantSignature(desk, asked);
  if (options === null) return { kind: 'refused', refusal: 'could-not-begin' } as const;
  const key = softwarePasskey(world.house.secrets, person.id);
  return signCounselGrant(desk, asked, answerChallenge(key, site, options.challenge));
}

async function isCounsel(person: CastPerson): Promise<boolean> {
  const desk = await deskFor(person);
  return desk.who.kind === 'person' && desk.who.duties.some(({ duty }) => duty === 'legal-counsel');
}

test('IT grants no counsel, and nobody grants themselves anything', async () => {
  const it = await deskFor(cast.itOne);
  const grant = { person: known<never>(cast.leaderOne.id), school: null, rank: 3 };
  expect(await grantDuty(it, { ...grant, duty: 'legal-counsel' })).toEqual({
    kind: 'refused',
    refusal: 'counsel-is-granted-by-a-counsel-and-the-superintendent',
  });
  const self = { ...grant, person: known<never>(cast.itOne.id), duty: 'communications' } as const;
  expect(await grantDuty(it, self)).toMatchObject({ refusal: 'nobody-grants-themselves-a-duty' });
});

test('two signatures and a day make a counsel; one signature or one hour does not', async () => {
  const grant = await ask(cast.leaderTwo);
  expect((await sign(cast.counselOne, grant, 'legal-counsel')).kind).toBe('accepted');
  expect(await isCounsel(cast.leaderTwo)).toBe(false);
  // The same hand twice, and a duty that the signer does not hold, add nothing.
  expect((await sign(cast.counselOne, grant, 'superintendent')).kind).toBe('refused');
  expect((await sign(cast.itOne, grant, 'superintendent')).kind).toBe('refused');
  expect((await sign(cast.superintendentOne, grant, 'superintendent')).kind).toBe('accepted');
  expect(await isCounsel(cast.leaderTwo)).toBe(false);
  world.clock.push(23 * 3600);
  expect(await isCounsel(cast.leaderTwo)).toBe(false);
  world.clock.push(2 * 3600);
  expect(await isCounsel(cast.leaderTwo)).toBe(true);
});

async function asApp(text: string): Promise<unknown> {
  return world.house.database.inDistrict(world.house.district, (transaction) =>
    transaction.query(text),
  );
}

test('the database refuses a counsel whom only the program granted', async () => {
  const row = (first: boolean) =>
    `insert into duty_grant (district, duty_grant, person, duty, school, rank, held_from,
                             is_first_setup)
     values ('norwalk', gen_random_uuid(), '${cast.itOne.id}', 'legal-counsel', null, 9,
             '2027-01-01T00:00:00Z', ${first})`;
  await expect(asApp(row(false))).rejects.toMatchObject({ code: 'TH003' });
  await expect(asApp(row(true))).rejects.toMatchObject({ code: 'TH003' });
});

test('the database revives no withdrawn duty, and gives counsel no further key without counsel', async () => {
  const told = await readStory(world.house, peopleRoom, peopleStream);
  const held = told?.state.held.find(({ person }) => person === cast.communicationsOne.id);
  await withdrawDuty(await deskFor(cast.itOne), held?.grant ?? '');
  const revived = `update duty_grant set held_until = null where duty_grant = '${held?.grant}'`;
  await expect(asApp(revived)).rejects.toMatchObject({ code: 'TH003' });
  const key = `insert into passkey (district, credential, person, public_key, counter, label, added_at)
     values ('norwalk', 'slipped-in', '${cast.counselOne.id}', '\\x00', 0, 'x', '2027-01-01')`;
  await expect(asApp(key)).rejects.toMatchObject({ code: 'TH003' });
});

test('the signatures for a new counsel can be checked for ever', async () => {
  expect(await verifyLedger(world.house)).toMatchObject({ kind: 'whole' });
});

test('the last counsel of a district stays', async () => {
  const it = await deskFor(cast.itOne);
  const counsels = async () =>
    (await readStory(world.house, peopleRoom, peopleStream))?.state.held.filter(
      ({ duty, heldUntil }) => duty === 'legal-counsel' && heldUntil === null,
    ) ?? [];
  const [first, ...others] = await counsels();
  for (const { grant } of others) expect((await withdrawDuty(it, grant)).kind).toBe('accepted');
  expect(await withdrawDuty(it, first?.grant ?? '')).toEqual({
    kind: 'refused',
    refusal: 'the-district-keeps-at-least-one-counsel',
  });
});
