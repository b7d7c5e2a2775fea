import { type SpawnOptions, spawn } from 'node:child_process';
import { parse } from 'node:path';
import { type Account, setprivPath } from './cluster-account.server.ts';

/** A program with its arguments and the account to start it as. */
export type Invocation = {
  readonly account: Account;
  readonly program: string;
  readonly arguments: readonly string[];
};

/**
 * Starts a PostgreSQL program as the account. It inherits no environment but what the system
 * needs: neither PGDATA and the like, nor the keys that Threshold itself may have been given.
 */
export function spawnAs(invocation: Invocation, options: SpawnOptions) {
  const { account, program } = invocation;
  const common = {
    ...options,
    cwd: parse(program).root,
    env: bareEnvironment(),
    windowsHide: true,
  };
  if (account.kind === 'self') return spawn(program, invocation.arguments, common);
  const { uid, gid, capability } = account;
  if (capability === 'none') {
    return spawn(program, invocation.arguments, { ...common, uid, gid });
  }
  const identity = [`--reuid=${uid}`, `--regid=${gid}`, '--clear-groups'];
  // Without the securebit, access(2) forgets the capabilities, and initdb finds no postgres.
  const grants = [`--inh-caps=+${capability}`, `--ambient-caps=+${capability}`];
  grants.push('--securebits=+no_setuid_fixup');
  const line = [...identity, ...grants, '--', program, ...invocation.arguments];
  return spawn(setprivPath() ?? 'setpriv', line, common);
}

function bareEnvironment(): NodeJS.ProcessEnv {
  const kept = ['PATH', 'SystemRoot', 'windir', 'TEMP', 'TMP'].flatMap((name) => {
    const value = process.env[name];
    return value === undefined ? [] : [[name, value] as const];
  });
  return { ...Object.fromEntries(kept), LC_ALL: 'C', TZ: 'UTC' };
}

/** Runs a program to its end. Never rejects for a bad exit code; `output` is stdout and stderr. */
export async function runAs(invocation: Invocation): Promise<{ code: number; output: string }> {
  return new Promise((done, fail) => {
    const child = spawnAs(invocation, { stdio: ['ignore', 'pipe', 'pipe'] });
    const parts: string[] = [];
    child.stdout?.on('data', (part: Buffer) => parts.push(part.toString()));
    child.stderr?.on('data', (part: Buffer) => parts.push(part.toString()));
    child.on('error', (error) => fail(spawnSentence(invocation, error)));
    child.on('close', (code) => done({ code: code ?? -1, output: parts.join('') }));
  });
}

/** One sentence for a program that could not even be started. */
export function spawnSentence({ program, account }: Invocation, cause: Error): Error {
  const advice =
    account.kind === 'other'
      ? 'start Threshold as an ordinary user instead of root'
      : 'run "npm ci", then start again';
  return new Error(`${program} could not be started (${cause.message}): ${advice}.`, { cause });
}
