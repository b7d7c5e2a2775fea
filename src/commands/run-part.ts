/** Runs one part of the program as a process of its own, as the supervisor does. */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { settingsOrProblem } from '../supervise.ts';
import { withCluster } from './with-house.ts';

/**
 * Runs a part until it ends or is told to, and answers with its exit status.
 *
 * A process apart, because only the notary's may open the notary's secret, while whoever starts the
 * embedded database holds them all. Where DATABASE_URL names a database nothing is started or
 * migrated: several of each part may start at once there, and `migrate` comes before them.
 */
export async function runPart(file: string, args: readonly string[]): Promise<number> {
  const { databaseUrl } = settingsOrProblem();
  if (databaseUrl !== null) return runProcess(file, args, databaseUrl);
  return withCluster((_settings, clusterUrl) => runProcess(file, args, clusterUrl));
}

function runProcess(file: string, args: readonly string[], databaseUrl: string): Promise<number> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [join(import.meta.dirname, '..', file), ...args], {
      env: { ...process.env, DATABASE_URL: databaseUrl },
      // Its standard output is not ours to fill: with --json that holds JSON only.
      stdio: ['ignore', process.stderr, 'inherit'],
    });
    const stop = () => child.kill('SIGTERM');
    for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, stop);
    child.once('error', () => resolve(1));
    child.once('exit', (code) => {
      for (const signal of ['SIGTERM', 'SIGINT'] as const) process.off(signal, stop);
      resolve(code ?? 1);
    });
  });
}
