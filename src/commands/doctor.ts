/** `threshold doctor` */
import { existsSync } from 'node:fs';
import { newestCheckpoint } from '#ledger/checkpoint';
import { secondsBetween } from '#std/instant';
import type { OpenHouse } from '../house.server.ts';
import { atHouse, say } from './at-house.ts';

type Finding = { readonly what: string; readonly isWell: boolean; readonly words: string };

async function look({ house, pack }: OpenHouse): Promise<Finding[]> {
  const [row] = await house.database.anywhere<{ at: string }>(
    'select to_char(clock_timestamp() at time zone \'utc\', \'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"\') as at',
  );
  const drift = Math.abs(secondsBetween(row?.at ?? '', house.clock.now()));
  const checkpoint = await newestCheckpoint(house);
  const size = checkpoint.split('\n')[1] ?? '?';
  const chromium = existsSync('/usr/bin/chromium');
  return [
    { what: 'database', isWell: true, words: 'answers, and is at this version' },
    { what: 'clock', isWell: drift < 5, words: `differs from the database by ${drift} s` },
    {
      what: 'district',
      isWell: true,
      words: `${pack.district.name}, policy ${pack.policy.version}`,
    },
    { what: 'ledger', isWell: true, words: `${size} entries, keys open` },
    {
      what: 'browser tests',
      isWell: chromium,
      words: chromium ? 'Chromium is there' : 'Chromium is missing: apt-get install chromium',
    },
  ];
}

/** Says what is well and what is not; 1 when something is not. */
export async function run(args: readonly string[]): Promise<number> {
  const isJson = args.includes('--json');
  return atHouse('threshold_app', async (opened) => {
    const findings = await look(opened);
    for (const finding of findings) {
      const mark = finding.isWell ? 'well ' : 'NOT  ';
      say(isJson, `${mark} ${finding.what}: ${finding.words}`, finding);
    }
    return findings.every(({ isWell }) => isWell) ? 0 : 1;
  });
}
