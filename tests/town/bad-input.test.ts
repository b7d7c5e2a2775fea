import { spawn } from 'node:child_process';
import { randomBytes, randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Answer, startTown, type Town, until } from '../../tools/town.ts';

let town: Town;
let encounter: string;
beforeAll(async () => {
  town = await startTown();
  encounter = randomUUID();
  await town.post('officerOne', `encounters/${encounter}/report-arrival`, {
    act: randomUUID(),
    school: 'cranbury-elementary',
  });
}, 60_000);
afterAll(() => town.stop(), 30_000);

const jpeg = Buffer.from('ffd8ffe000104a46494600010100000100010000ffd9', 'hex');

async function show(bytes: Uint8Array, more: Record<string, string> = {}): Promise<Answer> {
  const form = new FormData();
  form.set('act', randomUUID());
  form.set('paper', randomUUID());
  form.set('copy', 'photo');
  for (const [name, value] of Object.entries(more)) form.set(name, value);
  form.set('file', new Blob([new Uint8Array(bytes)]), 'paper.jpg');
  return town.upload('officerOne', `encounters/${encounter}/report-paper`, form);
}

test('a photo of three megabytes is taken whole', async () => {
  const answer = await show(Buffer.concat([jpeg, randomBytes(3_000_000)]));
  expect(answer.status).toBe(200);
});

test('an empty file is refused by name, and the encounter is as it was', async () => {
  expect((await show(new Uint8Array(0))).body).toMatchObject({ refusal: 'the-file-is-empty' });
});

test('a file that nobody could look at is refused, whatever its name says', async () => {
  for (const bytes of [
    Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'),
    Buffer.from('<!doctype html><script>alert(1)</script>'),
    Buffer.from('PK\u0003\u0004 a zip that would unfold to a petabyte'),
    Buffer.from('MZ a program'),
    randomBytes(5000).fill(1, 0, 8),
  ]) {
    const { body } = await show(bytes);
    expect(body).toMatchObject({ refusal: 'the-file-is-neither-a-photo-nor-a-pdf' });
  }
});

test('a file that is not the one the device hashed is refused', async () => {
  const answer = await show(jpeg, { deviceSha256: 'a'.repeat(64) });
  expect(answer.body).toMatchObject({ refusal: 'the-file-changed-on-its-way' });
});

test('a polyglot is handed out as what it is, in a sandbox, never as a page', async () => {
  const polyglot = Buffer.concat([jpeg, Buffer.from('<script>alert(1)</script>')]);
  expect((await show(polyglot)).status).toBe(200);
  const { body } = await town.get('counselOne', `encounters/${encounter}`);
  const papers = (body.encounter as { papers: { paper: string }[] }).papers;
  const answer = await fetch(
    `${town.staffUrl}/encounters/${encounter}/papers/${papers.at(-1)?.paper}`,
    { headers: { authorization: `Bearer ${town.person('counselOne').token}` } },
  );
  expect(answer.headers.get('content-type')).toBe('image/jpeg');
  expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
  expect(answer.headers.get('content-security-policy')).toContain('sandbox');
  expect(Buffer.from(await answer.arrayBuffer()).equals(polyglot)).toBe(true);
});

test('two hundred megabytes are turned away at the door', async () => {
  const answer = await fetch(`${town.staffUrl}/api/v1/encounters/${encounter}/report-paper`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${town.person('officerOne').token}`,
      'content-type': 'multipart/form-data; boundary=x',
    },
    body: Buffer.alloc(200_000_000),
  }).catch(() => null);
  // Either the answer arrives or the connection is closed while sending; nothing is taken.
  expect(answer === null || answer.status === 413).toBe(true);
  expect((await show(jpeg)).status).toBe(200);
}, 60_000);

test('what cannot be read is named all at once, and nothing is written', async () => {
  const answer = await town.post('officerOne', `encounters/${encounter}/report-identification`, {
    act: randomUUID(),
    count: 'many',
    sought: 'somebody',
    claimsEmergency: 'perhaps',
    happenedAt: 'yesterday',
  });
  expect(answer.status).toBe(400);
  const fields = (answer.body.problems as { field: string }[]).map(({ field }) => field).sort();
  expect(fields).toEqual(['claimsEmergency', 'count', 'happenedAt', 'sought']);
  for (const body of ['{', '[]', '"text"', 'null', '{"__proto__": {"polluted": true}}']) {
    const posted = await fetch(`${town.staffUrl}/api/v1/encounters/${encounter}/report-help`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${town.person('officerOne').token}`,
        'content-type': 'application/json',
      },
      body,
    });
    expect(posted.status).toBe(400);
  }
});

test('the same act fifty times at once on two web processes is one fact with one answer', async () => {
  const port = Number(new URL(town.publicUrl).port) + 10;
  const address = join(town.environment.THRESHOLD_DATA ?? '', 'cluster/cluster.json');
  const { port: database } = JSON.parse(
    await (await import('node:fs/promises')).readFile(address, 'utf8'),
  );
  const second = spawn(process.execPath, ['src/web.ts'], {
    cwd: join(import.meta.dirname, '../..'),
    env: {
      ...town.environment,
      PORT: String(port),
      DATABASE_URL: `postgres://127.0.0.1:${database}/threshold`,
    },
    stdio: 'ignore',
  });
  try {
    await until('the second process answers', async () =>
      fetch(`http://127.0.0.1:${port}/health/ready`).then(
        (answer) => answer.ok,
        () => false,
      ),
    );
    const act = randomUUID();
    const id = randomUUID();
    const urls = [town.staffUrl, `http://localhost:${port + 1}`];
    const answers = await Promise.all(
      Array.from({ length: 50 }, async (_, index) => {
        const answer = await fetch(`${urls[index % 2]}/api/v1/encounters/${id}/report-arrival`, {
          method: 'POST',
          headers: {
            authorization: `Bearer ${town.person('officerOne').token}`,
            'content-type': 'application/json',
          },
          body: JSON.stringify({ act, school: 'cranbury-elementary' }),
        });
        return `${answer.status} ${await answer.text()}`;
      }),
    );
    expect(new Set(answers).size).toBe(1);
    expect(answers[0]).toMatch(/^200 /);
    const { body } = await town.get('officerOne', `encounters/${id}`);
    expect(body.version).toBe(1);
  } finally {
    second.kill('SIGTERM');
  }
}, 60_000);

test('a form from another site is refused, and so is a cookie without its own page', async () => {
  const answer = await fetch(`${town.staffUrl}/sign-out`, {
    method: 'POST',
    headers: { origin: 'https://elsewhere.example', cookie: 'threshold-session=x' },
  });
  expect(answer.status).toBe(403);
});

/** An id of the kind that a path wants. */
function idIn(path: string): string {
  if (path.includes('/rotas/')) return 'building-leader.cranbury-elementary';
  return path.includes('/contacts/') ? 'me' : randomUUID();
}

test('the OpenAPI document names every act, and each can be knocked at', async () => {
  const document = await (await fetch(`${town.staffUrl}/api/openapi.json`)).json();
  expect(document.openapi).toBe('3.1.0');
  const writes = Object.entries<Record<string, unknown>>(document.paths).filter(
    ([, path]) => 'post' in path,
  );
  expect(writes.length).toBeGreaterThan(20);
  for (const [path] of writes) {
    const answer = await town.post(
      'auditorOne',
      path.replace('/api/v1/', '').replace('{id}', idIn(path)),
      {},
    );
    // A report about an encounter that nobody opened is a fact, and is taken; no order is. What
    // somebody says to a call that does not ring is heard, and a test of one’s own is one’s own.
    expect([200, 400, 403, 404, 409]).toContain(answer.status);
    if (answer.status === 200) expect(path).toMatch(/report-|ask-counsel|\/calls\/|\/contacts\//);
  }
});
