/**
 * The process that verifies passkeys' signatures. Its role is the only one that may record that one
 * was verified, and its secret is in no other process.
 */
import { verifyWaiting } from '#district/notary';
import { openLog } from '#platform/log';
import { readSettings, type Settings } from '#platform/settings';
import { openHouse, StartProblem } from './house.server.ts';
import { untilStopped } from './until-stopped.ts';

/**
 * Verifies whatever is handed in until the signal: woken by a hint, looking by itself every quarter
 * second.
 */
export async function runNotary(
  settings: Settings,
  clusterUrl: string,
  until: AbortSignal,
): Promise<void> {
  const opened = await openHouse(settings, clusterUrl, {
    role: 'threshold_notary',
    connections: 3,
  });
  const { database, clock } = opened.house;
  const log = openLog('notary');
  let wake = () => {};
  database.listen('notary', () => wake(), until);
  until.addEventListener('abort', () => wake(), { once: true });
  while (!until.aborted) {
    const woken = new Promise<void>((resolve) => {
      wake = resolve;
    });
    const answered = await verifyWaiting({ database, clock, site: opened.desk.site }).catch(
      (error) => {
        log.trouble('notary-has-no-database', {}, error);
        return 0;
      },
    );
    if (answered > 0) continue;
    const timer = new Promise<void>((resolve) => {
      setTimeout(resolve, 250);
    });
    await Promise.race([woken, timer]);
  }
  await opened.close();
}

async function main(): Promise<void> {
  const reading = readSettings(process.env);
  if (reading.kind === 'unreadable') throw new StartProblem(reading.problems.join('\n'));
  if (reading.settings.databaseUrl === null) throw new StartProblem('DATABASE_URL is missing.');
  const stopped = untilStopped();
  await runNotary(reading.settings, reading.settings.databaseUrl, stopped);
}

if (import.meta.main) {
  main().catch((error: unknown) => {
    process.stderr.write(
      `${error instanceof StartProblem ? error.message : 'The notary stopped.'}\n`,
    );
    if (!(error instanceof StartProblem)) openLog('notary').trouble('notary-stopped', {}, error);
    process.exitCode = 1;
  });
}
