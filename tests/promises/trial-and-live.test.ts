import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { peopleRoom, peopleStream } from '#district/people-acts';
import { whoseToken } from '#district/sessions';
import { insertPerson, listPeople } from '#district/store';
import { type House, readStory } from '#ledger/perform';
import { isFictional } from '#platform/carriers';
import { readSettings } from '#platform/settings';
import { answerChallenge, readSoftwarePasskey, softwarePasskey } from '#platform/software-passkey';
import { verifyAssertion } from '#platform/webauthn';
import { known } from '#std/ids';
import { run, seed } from '../../src/commands/seed.ts';
import type { OpenHouse } from '../../src/house.server.ts';
import { cast } from '../cast/cast.ts';
import { secondCast } from '../cast/second-cast.ts';
import { deskOfWho, site } from '../kit/desk.ts';
import { openWorld, type World } from '../kit/world.ts';

type Environment = Readonly<Record<string, string>>;

function settingsOf(environment: Environment) {
  const reading = readSettings(environment);
  if (reading.kind === 'unreadable') throw new Error(reading.problems.join('\n'));
  return reading.settings;
}

function problemsOf(environment: Environment): readonly string[] {
  const reading = readSettings(environment);
  return reading.kind === 'unreadable' ? reading.problems : [];
}

describe('the settings', () => {
  test('left out, are a trial on this machine, without a way out', () => {
    expect(settingsOf({})).toMatchObject({
      mode: 'trial',
      host: '127.0.0.1',
      ports: { public: 4380, staff: 4381, plan: 4382 },
      addresses: { public: 'http://localhost:4380', staff: 'http://localhost:4381' },
      databaseUrl: null,
      keysUrl: null,
      smtpUrl: null,
      smsUrl: null,
      voiceUrl: null,
    });
  });

  test.each(['Live', 'LIVE', 'live ', 'production', '', 'true', '1'])(
    'do not take "%s" for live',
    (mode) => {
      expect(problemsOf({ THRESHOLD_MODE: mode })).toEqual([
        'THRESHOLD_MODE is "trial" or "live".',
      ]);
    },
  );

  test.each(['0.0.0.0', '::', '192.168.1.5', '127.0.0.1.example', 'localhost.example', '', '10.1'])(
    'let no trial listen on "%s", and a live house may',
    (host) => {
      expect(problemsOf({ HOST: host })).toEqual([
        'A trial listens on this machine only: leave HOST out, or set THRESHOLD_MODE=live.',
      ]);
      expect(settingsOf({ HOST: host, THRESHOLD_MODE: 'live' }).host).toBe(host);
    },
  );

  test.each(['127.0.0.1', '127.1.2.3', '::1', 'localhost'])('let a trial listen on %s', (host) => {
    expect(settingsOf({ HOST: host })).toMatchObject({ mode: 'trial', host });
  });

  test.each(['THRESHOLD_MOD', 'THRESHOLD_mode', 'THRESHOLD_', 'THRESHOLD_DATABASE_URL'])(
    'know no %s, and say so instead of passing over it',
    (name) => {
      expect(problemsOf({ [name]: 'live' })).toEqual([`${name} is not a setting of Threshold.`]);
    },
  );

  test('name every problem at once', () => {
    const problems = problemsOf({
      THRESHOLD_MODE: 'both',
      THRESHOLD_COLOR: 'blue',
      HOST: '0.0.0.0',
      PORT: '65534',
      PUBLIC_URL: 'not an address',
      STAFF_URL: '//',
      PLAN_URL: ':',
      DATABASE_URL: 'mysql://localhost/x',
      KEYS_URL: 'https://localhost/x',
      SMTP_URL: 'http://mail.example',
      SMS_URL: 'smtp://texts.example',
      VOICE_URL: 'file:///etc/hosts',
    });
    const named = ['THRESHOLD_COLOR', 'THRESHOLD_MODE', 'HOST', 'PORT', 'PUBLIC_URL', 'STAFF_URL'];
    const others = ['PLAN_URL', 'DATABASE_URL', 'KEYS_URL', 'SMTP_URL', 'SMS_URL', 'VOICE_URL'];
    expect(problems).toHaveLength(12);
    for (const name of [...named, ...others]) {
      expect(problems.filter((problem) => problem.includes(name)).length, name).toBeGreaterThan(0);
    }
  });

  test.each(['mailto:somebody', 'javascript:0', 'file:///etc/hosts', 'ftp://x.example'])(
    'know no address %s, which no browser opens',
    (address) => {
      expect(problemsOf({ STAFF_URL: address })).toHaveLength(1);
    },
  );

  test.each(['0', '-1', '65534', '4380.5', '4380x', 'x'])('know no port %s', (port) => {
    expect(problemsOf({ PORT: port })).toHaveLength(1);
  });
});

describe('what a trial and a drill may ring', () => {
  const everybody = [...Object.values(cast), ...Object.values(secondCast)];

  test('is every one of the cast', () => {
    for (const { email, phone } of everybody) {
      expect([email, isFictional(email), phone, isFictional(phone)]).toEqual([
        email,
        true,
        phone,
        true,
      ]);
    }
  });

  test.each([
    '+12035550199x',
    '+12035551199',
    '+1203555012',
    '+442035550123',
    '2035550123',
    '+12035550123,+12035551234',
    'somebody@district.test',
    'somebody@example.com',
    'somebody@cast.example.com',
    'somebody@notexample',
    'somebody@cast.example\n',
    'somebody@district.test, one@cast.example',
    'somebody@district.test;one@cast.example',
    'example',
    '',
  ])('is not "%s"', (address) => {
    expect(isFictional(address)).toBe(false);
  });
});

describe('the seed', () => {
  let world: World;
  beforeEach(async () => {
    world = await openWorld();
  });
  afterEach(() => world.close());

  function opened(house: House = world.house): OpenHouse {
    const { house: at, pack, objects } = deskOfWho(world, { kind: 'nobody' }, house);
    return {
      desk: { house: at, pack, site, objects },
      house: at,
      pack,
      databaseAs: world.as,
      close: async () => {},
    };
  }
  const keeper = () => world.as('threshold_keeper');
  const peopleAt = (house: House) => house.database.inDistrict(house.district, listPeople);
  const somebody = {
    person: known<never>('0000dddd-0000-4000-8000-000000000001'),
    name: 'Somebody who is not of the cast (fictional)',
    email: 'somebody@district.test',
    phone: null,
    language: 'en',
  };
  const meet = () =>
    world.house.database.inDistrict(world.house.district, (transaction) =>
      insertPerson(transaction, somebody),
    );

  test('names the cast of each district, and nobody else, with a token and a key for each', async () => {
    for (const [house, people] of [
      [world.house, Object.values(cast)],
      [world.other, Object.values(secondCast)],
    ] as const) {
      const lines = (await seed(opened(house), keeper())) ?? [];
      expect(lines.map(({ person }) => person)).toEqual(people.map(({ id }) => id));
      expect(await peopleAt(house)).toHaveLength(people.length);
      const [first] = lines;
      expect(await whoseToken(house, first?.token ?? '')).toMatchObject({ person: first?.person });
      const {
        credential = '',
        privateKeyPkcs8 = '',
        rpId = '',
        origin = '',
      } = first?.passkey ?? {};
      const key = readSoftwarePasskey(privateKeyPkcs8, credential);
      const challenge = Buffer.alloc(32, 5).toString('base64url');
      const { publicKey } = softwarePasskey(house.secrets, first?.person ?? '');
      const assertion = answerChallenge(key, { rpId, origin }, challenge);
      const known = { credential, publicKey, counter: 0 };
      expect(await verifyAssertion(site, challenge, assertion, known)).not.toBeNull();
    }
  });

  test('twice is once, but for the tokens', async () => {
    const first = (await seed(opened(), keeper())) ?? [];
    const count = 'select count(*) as facts from ledger_entry';
    const facts = () =>
      world.house.database.inDistrict(world.house.district, (t) => t.query(count));
    const before = await facts();
    const second = (await seed(opened(), keeper())) ?? [];
    expect(await facts()).toEqual(before);
    const bare = second.map(({ token, ...line }) => line);
    expect(bare).toEqual(first.map(({ token, ...line }) => line));
    expect(new Set([...first, ...second].map(({ token }) => token)).size).toBe(2 * first.length);
  });

  test('is refused where one person is not of the cast, and loads nothing', async () => {
    await meet();
    expect(await seed(opened(), keeper())).toBeNull();
    expect(await peopleAt(world.house)).toHaveLength(1);
    const story = await readStory(world.house, peopleRoom, peopleStream);
    expect(story?.version).toBe(0);
  });

  test('is refused where somebody came to the cast later, and makes no token', async () => {
    await seed(opened(), keeper());
    await meet();
    const count = 'select count(*) as tokens from token';
    const tokens = () =>
      world.house.database.inDistrict(world.house.district, (t) => t.query(count));
    const before = await tokens();
    expect(await seed(opened(), keeper())).toBeNull();
    expect(await tokens()).toEqual(before);
  });
});

describe('the seed’s command', () => {
  const kept = { ...process.env };
  beforeAll(() => {
    process.env.THRESHOLD_MODE = 'live';
    // A folder that cannot be made: whoever got past the refusal would be told of that instead.
    process.env.THRESHOLD_DATA = join(import.meta.filename, 'nowhere');
    delete process.env.THRESHOLD_TEST_CLUSTER;
  });
  afterAll(() => {
    for (const name of ['THRESHOLD_MODE', 'THRESHOLD_DATA']) delete process.env[name];
    Object.assign(process.env, kept);
  });

  test('is refused in live use before anything is opened', async () => {
    await expect(run([])).rejects.toThrow('The cast is never loaded into live use.');
  });
});
