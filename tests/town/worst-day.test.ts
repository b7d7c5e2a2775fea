import { spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTown, type Town, until } from '../../tools/town.ts';
import { cast } from '../cast/cast.ts';

let town: Town;
beforeAll(async () => {
  town = await startTown();
  // A phone that was used this morning: the process has seen its owner.
  await town.get('officerOne', 'me');
  await town.get('counselOne', 'me');
}, 60_000);
afterAll(() => town.stop(), 30_000);

function postmaster(): number {
  const file = join(town.environment.THRESHOLD_DATA ?? '', 'cluster/postgres/postmaster.pid');
  return Number(readFileSync(file, 'utf8').split('\n')[0]);
}

function family(pid: number): number[] {
  const { stdout } = spawnSync('pgrep', ['-P', String(pid)], { encoding: 'utf8' });
  return [pid, ...stdout.split('\n').filter(Boolean).map(Number)];
}

function signalAll(pids: readonly number[], signal: NodeJS.Signals): void {
  for (const pid of pids) {
    try {
      process.kill(pid, signal);
    } catch {
      // It ended by itself meanwhile.
    }
  }
}

async function arrive(encounter: string) {
  const began = Date.now();
  const answer = await town.post('officerOne', `encounters/${encounter}/report-arrival`, {
    act: randomUUID(),
    school: 'cranbury-elementary',
  });
  return { answer, milliseconds: Date.now() - began };
}

async function isEntered(encounter: string): Promise<boolean> {
  const { body } = await town.get('counselOne', `encounters/${encounter}`);
  return JSON.stringify(body).includes('ArrivalReported');
}

test('with PostgreSQL frozen a report is kept, counsel’s phone rings, and nothing is allowed', async () => {
  town.phones.clear();
  const frozen = family(postmaster());
  const encounter = randomUUID();
  signalAll(frozen, 'SIGSTOP');
  try {
    const { answer } = await arrive(encounter);
    expect(answer.status).toBe(202);
    expect(answer.body).toMatchObject({ kind: 'journaled' });
    const texts = town.phones.messages().filter(({ to }) => to === cast.counselOne.phone);
    expect(texts.length).toBeGreaterThan(0);
    expect(town.phones.calls().map(({ to }) => to)).toContain(cast.counselOne.phone);
    const denied = await town.post('counselOne', `encounters/${encounter}/deny-access`, {});
    expect(denied.status).toBeGreaterThanOrEqual(400);
    // A stranger rings nobody, not even now.
    const before = town.phones.messages().length;
    const stranger = await fetch(
      `${town.staffUrl}/api/v1/encounters/${randomUUID()}/report-arrival`,
      {
        method: 'POST',
        headers: { authorization: 'Bearer th_made-up', 'content-type': 'application/json' },
        body: JSON.stringify({ school: 'cranbury-elementary' }),
      },
    );
    expect(stranger.status).toBe(401);
    expect(town.phones.messages().length).toBe(before);
  } finally {
    signalAll(frozen, 'SIGCONT');
  }
  await until('the report is entered once the database is back', () => isEntered(encounter), 20);
  const { body } = await town.get('counselOne', `encounters/${encounter}`);
  const story = body.story as { type: string }[];
  expect(story.filter(({ type }) => type === 'ArrivalReported')).toHaveLength(1);
}, 60_000);

test('with PostgreSQL killed a report is kept, in order, and entered once', async () => {
  town.phones.clear();
  process.kill(postmaster(), 'SIGKILL');
  const [first, second] = [randomUUID(), randomUUID()];
  const answers = [await arrive(first), await arrive(second)];
  for (const { answer } of answers) expect([200, 202]).toContain(answer.status);
  expect(town.phones.messages().length + town.phones.calls().length).toBeGreaterThan(0);
  await until(
    'both are entered',
    async () => (await isEntered(first)) && (await isEntered(second)),
    30,
  );
  const positions = await Promise.all(
    [first, second].map(async (id) => {
      const { body } = await town.get('counselOne', `encounters/${id}`);
      return (body.story as { position: number }[])[0]?.position ?? -1;
    }),
  );
  expect(positions[0]).toBeLessThan(positions[1] ?? -1);
}, 60_000);

for (const part of ['worker.ts --lane alarm', 'notary.ts', 'web.ts', 'worker.ts --lane bulk']) {
  test(`after kill -9 of ${part} a report rings counsel within seconds`, async () => {
    town.phones.clear();
    const folder = join(import.meta.dirname, '../../src');
    const { stdout } = spawnSync('pgrep', ['-f', join(folder, part)], { encoding: 'utf8' });
    const environment = (pid: string) => readFileSync(`/proc/${pid}/environ`, 'utf8');
    const ours = stdout
      .split('\n')
      .filter(Boolean)
      .filter((pid) => environment(pid).includes(town.environment.THRESHOLD_DATA ?? 'nowhere'));
    expect(ours.length).toBeGreaterThan(0);
    signalAll(ours.map(Number), 'SIGKILL');
    const encounter = randomUUID();
    await until(
      'the report is taken',
      async () => (await arrive(encounter).catch(() => null))?.answer.status === 200,
      15,
    );
    await until(
      'counsel’s phone rings',
      async () => town.phones.calls().some(({ to }) => to === cast.counselOne.phone),
      10,
    );
  }, 40_000);
}

test('nothing personal is in any line that the program wrote', async () => {
  const words = town.output();
  expect(words.length).toBeGreaterThan(100);
  for (const person of Object.values(cast)) {
    for (const personal of [person.name, person.email, person.phone]) {
      expect(words.includes(personal)).toBe(false);
    }
  }
  expect(words).not.toMatch(/th_[A-Za-z0-9_-]{20}/);
});

test('the ledger is whole after all of it', async () => {
  const verified = await town.run('src/threshold.ts', ['verify', '--json']);
  expect(verified.out).toContain('"whole"');
  expect(verified.code).toBe(0);
});
