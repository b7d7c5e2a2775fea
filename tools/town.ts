/**
 * A whole trial town: the program started as anybody would start it, the fictional cast in it, and
 * telephones that can be looked at. Rehearsals and tests live in it.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type LocalCarrier, startLocalCarrier } from '#platform/local-carrier';
import { answerChallenge, readSoftwarePasskey } from '#platform/software-passkey';
import type { SeedLine } from '../src/commands/seed.ts';
import { buildIfNeeded } from '../scripts/build.mjs';
import { cast } from '../tests/cast/cast.ts';

const project = join(import.meta.dirname, '..');

export type CastName = keyof typeof cast;

/** What came back from a door. */
export type Answer = { readonly status: number; readonly body: Record<string, unknown> };

export type Town = {
  readonly publicUrl: string;
  readonly staffUrl: string;
  readonly folder: string;
  readonly phones: LocalCarrier;
  readonly environment: NodeJS.ProcessEnv;
  /** What the program wrote so far, all of it. */
  readonly output: () => string;
  readonly people: readonly SeedLine[];
  readonly person: (name: CastName) => SeedLine;
  readonly get: (name: CastName, path: string) => Promise<Answer>;
  readonly post: (name: CastName, path: string, body: unknown) => Promise<Answer>;
  readonly upload: (name: CastName, path: string, form: FormData) => Promise<Answer>;
  /** What a person's software passkey answers to a challenge. */
  readonly sign: (name: CastName, challenge: string) => ReturnType<typeof answerChallenge>;
  readonly run: (
    command: string,
    args: readonly string[],
  ) => Promise<{ code: number; out: string }>;
  readonly stop: () => Promise<void>;
};

async function freePorts(): Promise<number> {
  for (;;) {
    const first = 20_000 + Math.floor(Math.random() * 30_000);
    const free = await Promise.all([first, first + 1, first + 2].map(isFree));
    if (free.every(Boolean)) return first;
  }
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => resolve(false));
    probe.listen(port, '127.0.0.1', () => probe.close(() => resolve(true)));
  });
}

/**
 * Starts a town in a folder of its own. Rejects with what the program said when it does not come
 * up.
 */
export async function startTown(more: NodeJS.ProcessEnv = {}): Promise<Town> {
  await buildIfNeeded({ quiet: true });
  const folder = await mkdtemp(join(tmpdir(), 'threshold-town-'));
  await chmod(folder, 0o711);
  const port = await freePorts();
  const phones = await startLocalCarrier({
    port: 0,
    token: 'trial-carrier-token',
    now: () => new Date().toISOString(),
  });
  const staffUrl = `http://localhost:${port + 1}`;
  phones.expectRepliesAt(`${staffUrl}/hooks/sms`);
  const carrier = phones.settingsUrl('+12035550100');
  const environment = {
    ...process.env,
    PORT: String(port),
    THRESHOLD_DATA: join(folder, 'data'),
    SMS_URL: carrier,
    VOICE_URL: carrier,
    ...more,
  };
  const program = launch(['src/supervise.ts'], environment);
  try {
    await program.says('Threshold is running');
    const seeded = await runOnce(['src/commands/seed.ts', '--json'], environment);
    if (seeded.code !== 0) throw new Error(`the cast could not be loaded: ${seeded.out}`);
    const people = seeded.out
      .split('\n')
      .filter((line) => line.startsWith('{'))
      .map((line): SeedLine => JSON.parse(line));
    return townOf({ folder, phones, environment, program, people, staffUrl, port });
  } catch (error) {
    program.child.kill('SIGTERM');
    await phones.close();
    throw error;
  }
}

type Program = ReturnType<typeof launch>;

function launch(args: readonly string[], environment: NodeJS.ProcessEnv) {
  const child = spawn(process.execPath, [...args], { cwd: project, env: environment });
  let output = '';
  child.stdout.on('data', (chunk) => {
    output += chunk;
  });
  child.stderr.on('data', (chunk) => {
    output += chunk;
  });
  const ended = new Promise<number>((resolve) => child.once('exit', (code) => resolve(code ?? 1)));
  const says = async (words: string) => {
    for (let tries = 0; tries < 600; tries++) {
      if (output.includes(words)) return;
      if (child.exitCode !== null) break;
      await sleep(100);
    }
    throw new Error(`the program did not say "${words}" but: ${output.slice(-2000)}`);
  };
  return { child: child as ChildProcess, ended, says, output: () => output };
}

async function runOnce(args: readonly string[], environment: NodeJS.ProcessEnv) {
  const once = launch(args, environment);
  const code = await once.ended;
  return { code, out: once.output() };
}

type Parts = {
  readonly folder: string;
  readonly phones: LocalCarrier;
  readonly environment: NodeJS.ProcessEnv;
  readonly program: Program;
  readonly people: readonly SeedLine[];
  readonly staffUrl: string;
  readonly port: number;
};

function townOf(parts: Parts): Town {
  const { staffUrl, people, program, phones, folder, environment } = parts;
  const person = (name: CastName): SeedLine => {
    const found = people.find(({ id }) => id === cast[name].id);
    if (found === undefined) throw new Error(`${name} is not in the cast`);
    return found;
  };
  const ask = async (name: CastName, path: string, init: RequestInit): Promise<Answer> => {
    const headers = new Headers(init.headers);
    headers.set('authorization', `Bearer ${person(name).token}`);
    const answer = await fetch(`${staffUrl}/api/v1/${path}`, { ...init, headers });
    const text = await answer.text();
    return { status: answer.status, body: text.startsWith('{') ? JSON.parse(text) : { text } };
  };
  return {
    publicUrl: `http://localhost:${parts.port}`,
    staffUrl,
    folder,
    phones,
    environment,
    output: program.output,
    people,
    person,
    get: (name, path) => ask(name, path, {}),
    post: (name, path, body) =>
      ask(name, path, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      }),
    upload: (name, path, form) =>
      ask(name, path, { method: 'POST', body: form, headers: { origin: staffUrl } }),
    sign: (name, challenge) => {
      const { passkey } = person(name);
      const key = readSoftwarePasskey(passkey.privateKeyPkcs8, passkey.credential);
      return answerChallenge(key, passkey, challenge);
    },
    run: (command, args) => runOnce([command, ...args], environment),
    stop: async () => {
      program.child.kill('SIGTERM');
      await Promise.race([program.ended, sleep(15_000)]);
      program.child.kill('SIGKILL');
      await phones.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Waits until something holds, looking often; says what it waited for when it never does. */
export async function until<T>(
  what: string,
  look: () => Promise<T | null | undefined | false>,
  seconds = 20,
): Promise<T> {
  for (let tries = 0; tries < seconds * 20; tries++) {
    const found = await look();
    if (found) return found;
    await sleep(50);
  }
  throw new Error(`waited ${seconds} seconds in vain: ${what}`);
}
