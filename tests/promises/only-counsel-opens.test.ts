import { randomUUID } from 'node:crypto';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Who } from '#district';
import { insertPasskey } from '#district/credentials';
import type { Desk } from '#district/desk';
import { verifyWaiting } from '#district/notary';
import { dutiesHeld } from '#district/store';
import { findPaper, report } from '#encounter/acts';
import { authorizeAccess, beginAuthorization } from '#encounter/authorize';
import type { Authorized } from '#encounter';
import { encounterRoom } from '#encounter/room';
import { perform, readStory } from '#ledger/perform';
import { fileObjects } from '#platform/objects';
import { answerChallenge, softwarePasskey } from '#platform/software-passkey';
import { known, streamOf } from '#std/ids';
import { plusSeconds } from '#std/instant';
import { opening } from '../../src/authority/opens.ts';
import { cast, type CastPerson } from '../cast/cast.ts';
import { nameCast } from '../kit/desks.ts';
import { actId, openWorld, type World } from '../kit/world.ts';

const site = { rpId: 'localhost', origin: 'http://localhost:4381', name: 'Threshold' };
let world: World;
let objects: Desk['objects'];
const stop = new AbortController();
let notaryEnds: Promise<void>;

beforeAll(async () => {
  world = await openWorld();
  objects = fileObjects(await mkdtemp(join(tmpdir(), 'threshold-objects-')));
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
  return { house, pack, who, site, objects };
}

type Scene = { readonly encounter: never; readonly paper: never; readonly authorized: Authorized };

async function sceneWith(kind: 'judicial-warrant' | 'administrative-warrant'): Promise<Scene> {
  const encounter = actId<never>();
  const paper = actId<never>();
  const officer = await deskFor(cast.officerOne);
  await report(
    officer,
    { encounter, act: actId() },
    {
      type: 'ReportArrival',
      school: known<never>('cranbury-elementary'),
      medium: 'at-door',
      help: 'uninvited',
      isDrill: false,
      words: '',
      policy: 'test',
    },
  );
  await report(
    officer,
    { encounter, act: actId() },
    {
      type: 'ReportPaper',
      paper: {
        paper,
        copy: 'photo',
        sha256: 'ab'.repeat(32),
        mediaType: 'image/png',
        headings: '',
      },
    },
  );
  const finding = { kind, court: 'a court', permits: '', missing: '', reasons: '' };
  await findPaper(await deskFor(cast.counselOne), { encounter, act: actId() }, paper, finding);
  const now = world.clock.now();
  return {
    encounter,
    paper,
    authorized: {
      ground: 'judicial-search-warrant',
      relyingOn: paper,
      scope: { who: '', where: 'Locker 214', what: 'The contents of locker 214' },
      conditions: '',
      escort: 'building leader',
      validFrom: now,
      validUntil: plusSeconds(now, 1800),
    },
  };
}

async function signed(desk: Desk, signer: CastPerson, scene: Scene, elsewhere = site) {
  const nonce = randomUUID();
  const begun = await beginAuthorization(
    await deskFor(cast.counselOne),
    { encounter: scene.encounter, nonce },
    scene.authorized,
  );
  if (begun === null) throw new Error('counsel could not begin');
  const key = softwarePasskey(world.house.secrets, signer.id);
  const assertion = answerChallenge(key, elsewhere, begun.options.challenge);
  const about = { encounter: scene.encounter, act: actId<never>() };
  return { about, signing: { nonce, assertion }, desk };
}

async function authorizeAs(person: CastPerson, signer: CastPerson, scene: Scene, where = site) {
  const desk = await deskFor(person);
  const { about, signing } = await signed(desk, signer, scene, where);
  return authorizeAccess(desk, about, scene.authorized, signing);
}

async function isOpen(scene: Scene): Promise<boolean> {
  const told = await readStory(world.house, encounterRoom, streamOf('encounter', scene.encounter));
  return told?.story.some(({ event }) => event.type === 'AccessAuthorized') ?? false;
}

test('counsel, on a judge’s paper, with counsel’s own passkey, opens exactly what was signed', async () => {
  const scene = await sceneWith('judicial-warrant');
  const outcome = await authorizeAs(cast.counselOne, cast.counselOne, scene);
  expect(outcome.kind).toBe('accepted');
  expect(await isOpen(scene)).toBe(true);
});

test('the act: a building leader’s own valid signature opens nothing', async () => {
  const scene = await sceneWith('judicial-warrant');
  const outcome = await authorizeAs(cast.leaderOne, cast.leaderOne, scene);
  expect(outcome).toEqual({ kind: 'refused', refusal: 'only-legal-counsel-decides' });
  expect(await isOpen(scene)).toBe(false);
});

test('the law: what counsel found to be an agency’s own paper opens nothing, however signed', async () => {
  const scene = await sceneWith('administrative-warrant');
  const outcome = await authorizeAs(cast.counselOne, cast.counselOne, scene);
  expect(outcome).toEqual({ kind: 'refused', refusal: 'what-counsel-found-opens-no-door' });
});

test('the notary: somebody else’s passkey in counsel’s session signs nothing', async () => {
  const scene = await sceneWith('judicial-warrant');
  const outcome = await authorizeAs(cast.counselOne, cast.leaderOne, scene);
  expect(outcome).toEqual({ kind: 'refused', refusal: 'the-signature-was-not-verified' });
});

test('the notary: a signature given to another site signs nothing here', async () => {
  const scene = await sceneWith('judicial-warrant');
  const elsewhere = { ...site, origin: 'https://elsewhere.example' };
  const outcome = await authorizeAs(cast.counselOne, cast.counselOne, scene, elsewhere);
  expect(outcome).toEqual({ kind: 'refused', refusal: 'the-signature-was-not-verified' });
  expect(await isOpen(scene)).toBe(false);
});

test('a signature over one scope opens no other scope', async () => {
  const scene = await sceneWith('judicial-warrant');
  const desk = await deskFor(cast.counselOne);
  const { about, signing } = await signed(desk, cast.counselOne, scene);
  const wider = { ...scene.authorized, scope: { who: '', where: 'The whole building', what: 'x' } };
  const outcome = await authorizeAccess(desk, about, wider, signing);
  expect(outcome).toEqual({ kind: 'refused', refusal: 'the-signature-was-not-verified' });
  expect(await isOpen(scene)).toBe(false);
});

test('a signature over one moment of the encounter is worth nothing at the next', async () => {
  const scene = await sceneWith('judicial-warrant');
  const desk = await deskFor(cast.counselOne);
  const { about, signing } = await signed(desk, cast.counselOne, scene);
  const note = { type: 'ReportNote', words: 'They are getting nervous.' } as const;
  await report(await deskFor(cast.officerOne), { encounter: scene.encounter, act: actId() }, note);
  const outcome = await authorizeAccess(desk, about, scene.authorized, signing);
  expect(outcome.kind).toBe('refused');
  expect(await isOpen(scene)).toBe(false);
});

test('a duty withdrawn in mid-act signs nothing', async () => {
  const scene = await sceneWith('judicial-warrant');
  const desk = await deskFor(cast.counselTwo);
  const { about, signing } = await signed(desk, cast.counselTwo, scene);
  await world.house.database.inDistrict(world.house.district, (transaction) =>
    transaction.query(`update duty_grant set held_until = $2 where district = $1 and person = $3`, [
      world.house.district,
      world.clock.now(),
      cast.counselTwo.id,
    ]),
  );
  const outcome = await authorizeAccess(desk, about, scene.authorized, signing);
  expect(outcome).toEqual({ kind: 'refused', refusal: 'the-signature-was-not-verified' });
  expect(await isOpen(scene)).toBe(false);
});

// A law that accepts everything: whoever had taken over the program could run one.
const lawless = {
  remember: encounterRoom.remember,
  law: {
    ...encounterRoom.law,
    decide: () => ({
      kind: 'accepted' as const,
      events: [
        {
          type: 'AccessAuthorized' as const,
          authorized: {} as Authorized,
          policy: '',
          signed: { digest: Buffer.alloc(32, 1).toString('base64url') } as never,
        },
      ],
    }),
  },
};

test('the database: a program with a law that allows everything still opens nothing', async () => {
  const scene = await sceneWith('judicial-warrant');
  const outcome = await perform(world.house, lawless, streamOf('encounter', scene.encounter), {
    id: actId<never>(),
    by: { kind: 'person', person: known<never>(cast.counselOne.id), duties: ['legal-counsel'] },
    command: { type: 'ReportDeparture' },
  });
  expect(outcome).toEqual({ kind: 'refused', refusal: 'the-signature-was-not-verified' });
  expect(await isOpen(scene)).toBe(false);
});

test('the database: the app’s role cannot write the notary’s word, nor change or remove an entry', async () => {
  const { house } = world;
  const attempts = [
    `insert into verified_assertion values ('norwalk', gen_random_uuid(), '${cast.counselOne.id}',
       'authorize-access', 's', 1, decode(repeat('01', 32), 'hex'), '2026-11-24', null)`,
    'update verified_assertion set used_position = null',
    "update ledger_entry set type = 'AccessAuthorized'",
    'delete from ledger_entry',
    'truncate ledger_entry',
    'alter table ledger_entry disable trigger all',
    "set session_replication_role = 'replica'",
    'set role threshold_notary',
    'set role threshold_owner',
    "update duty_grant set duty = 'legal-counsel'",
    'drop trigger only_counsel_opens on ledger_entry',
  ];
  for (const attempt of attempts) {
    const tried = house.database.inDistrict(house.district, (transaction) =>
      transaction.query(attempt),
    );
    await expect(tried, attempt).rejects.toThrow();
  }
});

test('what opens is one list, in the code and in the database', async () => {
  for (const type of opening) {
    const [row] = await world.house.database.anywhere<{ opens: boolean }>('select opens($1)', [
      type,
    ]);
    expect(row?.opens).toBe(true);
  }
  const { rows } = await world.admin.query("select pg_get_functiondef('opens'::regproc) as text");
  const named = [...String(rows[0].text).matchAll(/'(\w+)'/g)].map(([, type]) => type);
  expect(new Set(named)).toEqual(new Set(opening));
});
