import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import {
  beginCounselGrantSignature,
  signCounselGrant,
  type SignsAs,
} from '#district/counsel-grant';
import { insertPasskey } from '#district/credentials';
import { askNotary } from '#district/notary';
import {
  grantDuty,
  peopleRoom,
  peopleStream,
  requestCounselGrant,
  withdrawDuty,
} from '#district/people-acts';
import { readStory } from '#ledger/perform';
import { verifyLedger } from '#ledger/verify';
import { sha256 } from '#platform/secrets';
import { answerChallenge, softwarePasskey } from '#platform/software-passkey';
import { canonicalJson } from '#std/canonical-json';
import { known } from '#std/ids';
import { plusSeconds } from '#std/instant';
import { cast, type CastPerson } from '../cast/cast.ts';
import { asApp, codeOf, deskFor, seedPeople, site, startNotary } from '../kit/desk.ts';
import { openWorld, type World } from '../kit/world.ts';

let world: World;
let stopNotary: () => Promise<void>;
beforeAll(async () => {
  world = await openWorld();
  await seedPeople(world);
  world.clock.push(60);
  stopNotary = startNotary(world);
});
afterAll(async () => {
  await stopNotary();
  await world.close();
});

const day = 24 * 3600;

async function peopleNow() {
  const told = await readStory(world.house, peopleRoom, peopleStream);
  if (told === null) throw new Error('the people were destroyed');
  return told.state;
}

async function ask(candidate: CastPerson): Promise<string> {
  const desk = await deskFor(world, cast.itOne);
  await requestCounselGrant(desk, { person: known<never>(candidate.id), rank: 3 });
  return (await peopleNow()).asked.at(-1)?.grant ?? '';
}

async function sign(person: CastPerson, grant: string, as: SignsAs, key: CastPerson = person) {
  const desk = await deskFor(world, person);
  const asked = { grant, as, nonce: randomUUID() };
  const options = await beginCounselGrantSignature(desk, asked);
  if (options === null) return { kind: 'refused', refusal: 'could-not-begin' } as const;
  const passkey = softwarePasskey(world.house.secrets, key.id);
  return signCounselGrant(desk, asked, answerChallenge(passkey, site, options.challenge));
}

async function isCounsel(person: CastPerson): Promise<boolean> {
  const { who } = await deskFor(world, person);
  return who.kind === 'person' && who.duties.some(({ duty }) => duty === 'legal-counsel');
}

/** The whole way: asked for, signed twice, and a day waited for. */
async function makeCounsel(person: CastPerson): Promise<string> {
  const grant = await ask(person);
  await sign(cast.counselOne, grant, 'legal-counsel');
  await sign(cast.superintendentOne, grant, 'superintendent');
  world.clock.push(day + 60);
  return grant;
}

describe('the first set-up', () => {
  test('marks its counsels for ever, and nobody else', async () => {
    const { rows } = await world.admin
      .query(
        `select set_config('app.district', 'norwalk', true);
       select duty, is_first_setup as first from duty_grant group by 1, 2`,
      )
      .then((results) => (Array.isArray(results) ? results[1] : results));
    expect(rows.length).toBeGreaterThan(9);
    for (const { duty, first } of rows) expect(first, duty).toBe(duty === 'legal-counsel');
  });

  test.each(['legal-counsel', 'superintendent'])('marks no %s afterwards', async (duty) => {
    const row = `insert into duty_grant (district, duty_grant, person, duty, rank, held_from,
        is_first_setup)
      values ('norwalk', gen_random_uuid(), '${cast.itOne.id}', '${duty}', 9, '2026-11-24', true)`;
    expect(await codeOf(asApp(world, row))).toBe('TH003');
    // Nor when its end is written once more, as the set-up’s own transaction did.
    const ended = `insert into ledger_entry
      select district, size, 'people/again', 1, gen_random_uuid(), 0, 'SetUpFinished',
             last_recorded_at, last_recorded_at, '\\x${'00'.repeat(32)}', null from ledger_head`;
    expect(await codeOf(asApp(world, ended, row))).toBe('TH003');
  });
});

describe('the law', () => {
  test('IT grants no counsel, and nobody grants themselves anything', async () => {
    const it = await deskFor(world, cast.itOne);
    const grant = { person: known<never>(cast.leaderOne.id), school: null, rank: 3 };
    expect(await grantDuty(it, { ...grant, duty: 'legal-counsel' })).toEqual({
      kind: 'refused',
      refusal: 'counsel-is-granted-by-a-counsel-and-the-superintendent',
    });
    const self = { ...grant, person: known<never>(cast.itOne.id), duty: 'communications' } as const;
    expect(await grantDuty(it, self)).toMatchObject({ refusal: 'nobody-grants-themselves-a-duty' });
    const counsel = await deskFor(world, cast.counselTwo);
    const own = { person: known<never>(cast.counselTwo.id), rank: 1 };
    expect(await requestCounselGrant(counsel, own)).toMatchObject({
      refusal: 'nobody-grants-themselves-a-duty',
    });
  });

  test('two signatures and a day make a counsel; one signature or one hour does not', async () => {
    const grant = await ask(cast.leaderTwo);
    expect((await sign(cast.counselOne, grant, 'legal-counsel')).kind).toBe('accepted');
    world.clock.push(day + 60);
    expect(await isCounsel(cast.leaderTwo)).toBe(false);
    // The same hand twice, and a duty that the signer does not hold, add nothing.
    expect((await sign(cast.counselOne, grant, 'superintendent')).kind).toBe('refused');
    expect((await sign(cast.counselTwo, grant, 'legal-counsel')).kind).toBe('refused');
    expect((await sign(cast.itOne, grant, 'superintendent')).kind).toBe('refused');
    expect((await sign(cast.superintendentOne, grant, 'superintendent')).kind).toBe('accepted');
    expect(await isCounsel(cast.leaderTwo)).toBe(false);
    world.clock.push(23 * 3600);
    expect(await isCounsel(cast.leaderTwo)).toBe(false);
    world.clock.push(2 * 3600);
    expect(await isCounsel(cast.leaderTwo)).toBe(true);
  });

  test('somebody else’s passkey signs for nobody', async () => {
    const grant = await ask(cast.officeTwo);
    const outcome = await sign(cast.superintendentOne, grant, 'superintendent', cast.itOne);
    expect(outcome).toEqual({ kind: 'refused', refusal: 'the-signature-was-not-verified' });
    expect((await peopleNow()).asked.find((each) => each.grant === grant)?.signedBy).toEqual([]);
  });

  test('a signer who lost the duty meanwhile signed for nothing, and the house says so', async () => {
    await makeCounsel(cast.officeOne);
    const grant = await ask(cast.officeTwo);
    expect((await sign(cast.officeOne, grant, 'legal-counsel')).kind).toBe('accepted');
    const held = (await peopleNow()).held.find(
      ({ person, duty }) => person === cast.officeOne.id && duty === 'legal-counsel',
    );
    world.clock.push(60);
    await withdrawDuty(await deskFor(world, cast.itOne), held?.grant ?? '');
    expect(await sign(cast.superintendentOne, grant, 'superintendent')).toEqual({
      kind: 'refused',
      refusal: 'the-signature-was-not-verified',
    });
    expect(await isCounsel(cast.officeTwo)).toBe(false);
  });

  test('every counsel is to hear of it at once, when it is asked for and when it is granted', async () => {
    const warned = async () => {
      const { house } = world;
      return house.database.inDistrict(house.district, (transaction) =>
        transaction.query("select due from due where errand = 'warn-counsels' and lane = 'alarm'"),
      );
    };
    const before = (await warned()).length;
    await makeCounsel(cast.administratorOne);
    expect((await warned()).length).toBe(before + 2);
  });
});

describe('the database, whatever the program grants', () => {
  /** One signature: who gave it, as what, when, over which words, and what the notary verified. */
  type Signature = {
    person: string;
    as: string;
    verifiedAt: string;
    stream: string;
    purpose: string;
    about: Readonly<Record<string, string | number>>;
    digestOf: string | null;
  };
  type Attempt = { grant: string; person: string; heldFrom: string; signatures: Signature[] };

  function honest(): Attempt {
    const grant = randomUUID();
    const now = world.clock.now();
    const about = { grant, person: cast.officerTwo.id, rank: 5 };
    const signature = (person: CastPerson, as: string): Signature => ({
      person: person.id,
      as,
      verifiedAt: now,
      stream: `counsel-grant/${grant}`,
      purpose: 'grant-counsel',
      about,
      digestOf: null,
    });
    return {
      grant,
      person: cast.officerTwo.id,
      heldFrom: plusSeconds(now, day),
      signatures: [
        signature(cast.counselOne, 'legal-counsel'),
        signature(cast.superintendentOne, 'superintendent'),
      ],
    };
  }

  /** Lets the notary say so, and lets the program insert the grant. */
  async function attempt({ grant, person, heldFrom, signatures }: Attempt): Promise<string> {
    const notary = world.as('threshold_notary');
    for (const signature of signatures) {
      const inbox = randomUUID();
      const { as, about } = signature;
      const content = canonicalJson({ type: 'grant-counsel', nonce: inbox, as, ...about });
      const digest = sha256(signature.digestOf ?? content).toString('hex');
      await asApp(
        world,
        `insert into assertion_inbox (district, inbox, person, purpose, stream, version, digest,
                                      credential, content, assertion, handed_at, outcome)
         values ('norwalk', '${inbox}', '${signature.person}', '${signature.purpose}',
                 '${signature.stream}', 1, '\\x${digest}', 'x', '${content}', '{}',
                 '${signature.verifiedAt}', 'verified')`,
      );
      await notary.inDistrict(world.house.district, (transaction) =>
        transaction.query(
          `insert into verified_assertion
           select district, inbox, person, purpose, stream, version, digest, handed_at
           from assertion_inbox where inbox = $1`,
          [inbox],
        ),
      );
    }
    return codeOf(
      asApp(
        world,
        `insert into duty_grant (district, duty_grant, person, duty, rank, held_from)
         values ('norwalk', '${grant}', '${person}', 'legal-counsel', 5, '${heldFrom}')`,
      ),
    );
  }

  const each = (change: (one: Signature, nth: number) => Signature) => (given: Attempt) => ({
    ...given,
    signatures: given.signatures.map(change),
  });
  const about = (more: Signature['about']) =>
    each((one) => ({ ...one, about: { ...one.about, ...more } }));

  test('two fitting signatures grant it, so that the refusals below mean something', async () => {
    expect(await attempt(honest())).toBe('');
  });

  const misfits: Readonly<Record<string, (given: Attempt) => Attempt>> = {
    'no signature': (given) => ({ ...given, signatures: [] }),
    'counsel’s signature alone': (given) => ({
      ...given,
      signatures: given.signatures.slice(0, 1),
    }),
    'the superintendent’s signature alone': (given) => ({
      ...given,
      signatures: given.signatures.slice(1),
    }),
    'one person in both duties': each((one) => ({ ...one, person: cast.familyCenterOne.id })),
    'two counsels and no superintendent': each((one, nth) =>
      nth === 0 ? one : { ...one, person: cast.counselTwo.id, as: 'legal-counsel' },
    ),
    'a counsel who signs as superintendent': each((one, nth) =>
      nth === 0 ? one : { ...one, person: cast.counselTwo.id },
    ),
    'IT instead of the superintendent': each((one, nth) =>
      nth === 0 ? one : { ...one, person: cast.itOne.id },
    ),
    'a duty that begins before the day is over': (given) => ({
      ...given,
      heldFrom: plusSeconds(given.heldFrom, -1),
    }),
    'a second signature of this moment': each((one, nth) =>
      nth === 0 ? one : { ...one, verifiedAt: plusSeconds(one.verifiedAt, 1) },
    ),
    'signatures over a grant to somebody else': about({ person: cast.officeTwo.id }),
    'a grant to somebody else than was signed for': (given) => ({
      ...given,
      person: cast.itOne.id,
    }),
    'signatures over another rank': about({ rank: 1 }),
    'signatures over another grant': about({ grant: randomUUID() }),
    'signatures handed in for another grant': each((one) => ({
      ...one,
      stream: `counsel-grant/${randomUUID()}`,
    })),
    'words that are not what was verified': each((one) => ({ ...one, digestOf: 'other words' })),
    'signatures for another purpose': each((one) => ({ ...one, purpose: 'add-passkey' })),
    'a counsel who signs for themselves': (given) => ({
      ...about({ person: cast.counselOne.id })(given),
      person: cast.counselOne.id,
    }),
  };
  // Somebody who holds both duties: the one hand that could sign twice.
  beforeAll(async () => {
    await makeCounsel(cast.familyCenterOne);
    const grant = { person: known<never>(cast.familyCenterOne.id), school: null, rank: 2 };
    await grantDuty(await deskFor(world, cast.itOne), { ...grant, duty: 'superintendent' });
    world.clock.push(60);
  });
  test.each(Object.entries(misfits))('refuses %s', async (_what, change) => {
    expect(await attempt(change(honest()))).toBe('TH003');
  });

  test('a counsel to be is no counsel yet, and signs for no other', async () => {
    const grant = await ask(cast.officerOne);
    await sign(cast.counselOne, grant, 'legal-counsel');
    await sign(cast.superintendentOne, grant, 'superintendent');
    const given = honest();
    const early = each((one, nth) => (nth === 1 ? one : { ...one, person: cast.officerOne.id }));
    expect(await attempt({ ...early(given), heldFrom: plusSeconds(given.heldFrom, day) })).toBe(
      'TH003',
    );
  });

  test.each(['null', "'2099-01-01'"])('a withdrawn duty is not held until %s', async (until) => {
    const held = (await peopleNow()).held.find(({ person }) => person === cast.partnerOne.id);
    await withdrawDuty(await deskFor(world, cast.itOne), held?.grant ?? '');
    const revived = `update duty_grant set held_until = ${until}
                     where duty_grant = '${held?.grant}'`;
    expect(await codeOf(asApp(world, revived))).toBe('TH003');
  });

  test.each(['duty', 'person', 'held_from', 'is_first_setup', 'takes_first_passkey'])(
    'a grant’s %s never changes by the program’s hand',
    async (column) => {
      const change = `update duty_grant set ${column} = ${column}`;
      expect(await codeOf(asApp(world, change))).toBe('42501');
    },
  );
});

describe('a key under counsel’s name', () => {
  const slip = (person: CastPerson, more: { key?: string; addedAt?: string } = {}) => {
    const { key = '00', addedAt = world.clock.now() } = more;
    return `insert into passkey (district, credential, person, public_key, counter, label, added_at)
      values ('norwalk', '${randomUUID()}', '${person.id}', '\\x${key}', 0, 'x', '${addedAt}')`;
  };

  test.each(['2000-01-01', '2027-01-01', '2100-01-01'])(
    'is not slipped in, dated %s or otherwise',
    async (addedAt) => {
      expect(await codeOf(asApp(world, slip(cast.counselOne, { addedAt })))).toBe('TH003');
    },
  );

  test('is not slipped in behind an end of the duty that lies far off', async () => {
    const end = `update duty_grant set held_until = '2099-01-01'
                 where person = '${cast.counselTwo.id}'`;
    const attack = asApp(world, end, slip(cast.counselTwo, { addedAt: '2100-01-01' }));
    expect(await codeOf(attack)).toBe('TH003');
  });

  test('is not slipped in when somebody who has a passkey becomes counsel', async () => {
    await makeCounsel(cast.interpreterOne);
    expect(await isCounsel(cast.interpreterOne)).toBe(true);
    expect(await codeOf(asApp(world, slip(cast.interpreterOne)))).toBe('TH003');
    const early = slip(cast.interpreterOne, { addedAt: '2000-01-01' });
    expect(await codeOf(asApp(world, early))).toBe('TH003');
  });

  test('comes back once, after the duty was withdrawn and granted anew', async () => {
    const first = await makeCounsel(cast.translatorOne);
    expect(await codeOf(asApp(world, slip(cast.translatorOne)))).toBe('TH003');
    await withdrawDuty(await deskFor(world, cast.itOne), first);
    expect(await codeOf(asApp(world, slip(cast.translatorOne)))).toBe('TH003');
    await makeCounsel(cast.translatorOne);
    expect(await codeOf(asApp(world, slip(cast.translatorOne, { addedAt: '2000-01-01' })))).toBe(
      '',
    );
    expect(await codeOf(asApp(world, slip(cast.translatorOne)))).toBe('TH003');
  });

  describe('is signed for', () => {
    const made = { credential: '', publicKey: '', counter: 0 };
    beforeEach(async () => {
      made.credential = randomUUID();
      made.publicKey = Buffer.from(randomUUID().repeat(3)).toString('base64url');
      const person = known<never>(cast.counselOne.id);
      const content = canonicalJson({ type: 'add-passkey', person, ...made });
      const passkey = softwarePasskey(world.house.secrets, person);
      const answer = await askNotary(world.house, {
        purpose: 'add-passkey',
        person,
        stream: `passkey/${made.credential}`,
        version: 1,
        digest: sha256(content),
        content,
        assertion: answerChallenge(passkey, site, sha256(content).toString('base64url')),
      });
      expect(answer).toBe('verified');
    });
    const add = (more: { publicKey?: Buffer; person?: CastPerson } = {}) => {
      const { publicKey = Buffer.from(made.publicKey, 'base64url') } = more;
      const { house } = world;
      return codeOf(
        house.database.inDistrict(house.district, (transaction) =>
          insertPasskey(transaction, house, {
            ...made,
            publicKey,
            person: known<never>((more.person ?? cast.counselOne).id),
            label: 'further',
          }),
        ),
      );
    };

    test('by one that counsel holds, and then it is added', async () => {
      expect(await add()).toBe('');
    });

    test('as exactly this key, and no other under its name', async () => {
      expect(await add({ publicKey: Buffer.alloc(77) })).toBe('TH003');
    });

    test('for this person, and no other counsel', async () => {
      expect(await add({ person: cast.counselTwo })).toBe('TH003');
    });
  });
});

test('the signatures for a new counsel can be checked for ever', async () => {
  expect(await verifyLedger(world.house)).toMatchObject({ kind: 'whole' });
});

test('the last counsel of a district stays', async () => {
  const it = await deskFor(world, cast.itOne);
  const counsels = async () =>
    (await peopleNow()).held.filter(
      ({ duty, heldUntil }) => duty === 'legal-counsel' && heldUntil === null,
    );
  const [first, ...others] = await counsels();
  for (const { grant } of others) expect((await withdrawDuty(it, grant)).kind).toBe('accepted');
  expect(await withdrawDuty(it, first?.grant ?? '')).toEqual({
    kind: 'refused',
    refusal: 'the-district-keeps-at-least-one-counsel',
  });
});
