/**
 * The process that runs errands: the alarm lane, which waits behind nothing, and the bulk lane.
 * `--lane alarm` or `--lane bulk` runs one of them alone.
 */
import { join } from 'node:path';
import { type OpenHouse, openHouse, StartProblem } from './house.server.ts';
import { untilStopped } from './until-stopped.ts';
import type { DistrictPack } from '#district';
import { noticeErrands } from '#notice/jobs';
import { loadTexts } from '#notice/texts';
import type { Carrier } from '#platform/carrier';
import { armNightlyTests, contactErrands } from '#paging/contact-jobs';
import { keepBeating } from '#paging/heartbeat';
import { actOf } from '#paging/act-of';
import { pagingErrands } from '#paging/jobs';
import type { Senders } from '#paging/send';
import { isFictional, openCarriers } from '#platform/carriers';
import type { Lane } from '#platform/due';
import { type Errands, runLane } from '#platform/lane';
import { openLog } from '#platform/log';
import { readSettings, type Settings } from '#platform/settings';
import { protocolErrands } from '#protocol/jobs';
import type { Instant } from '#std/instant';

/** Runs one lane until the signal, with connections of its own. */
export async function runOneLane(
  settings: Settings,
  clusterUrl: string,
  lane: Lane,
  until: AbortSignal,
): Promise<void> {
  const opened = await openHouse(settings, clusterUrl, {
    role: 'threshold_worker',
    connections: lane === 'alarm' ? 8 : 6,
  });
  const { house } = opened;
  let lastRoundAt: Instant = house.clock.now();
  const errands =
    lane === 'alarm' ? alarmErrands(settings, opened) : await bulkErrands(settings, opened);
  const options = {
    lane,
    database: house.database,
    clock: house.clock,
    errands,
    log: openLog(`worker ${lane}`),
    leaseSeconds: lane === 'alarm' ? 5 : 60,
    atOnce: lane === 'alarm' ? 50 : 4,
    wentRound: (at: Instant) => {
      lastRoundAt = at;
    },
  };
  if (lane === 'bulk') await armNightlyTests(house, opened.pack);
  const { heartbeatUrl } = settings;
  const monitor = lane === 'alarm' && heartbeatUrl !== null ? () => post(heartbeatUrl) : null;
  await Promise.all([
    runLane(options, until),
    keepBeating({ house, lane, lastRoundAt: () => lastRoundAt, monitor, log: options.log }, until),
  ]);
  await opened.close();
}

// The monitor is told that the lane is alive, and nothing else: no body, no name.
async function post(url: string): Promise<void> {
  await fetch(url, { method: 'POST', signal: AbortSignal.timeout(5000), redirect: 'error' });
}

function alarmErrands(settings: Settings, opened: OpenHouse): Errands {
  const { house, pack } = opened;
  return pagingErrands({ house, packOf: () => pack, senders: sendersFor(settings, opened) });
}

/** The ways out for pages and tests of them, with providers of their own. */
function sendersFor(settings: Settings, { house, pack }: OpenHouse): Senders {
  const isTrial = settings.mode === 'trial';
  return {
    ...openCarriers(settings, house.secrets, senderOf(settings, pack), false),
    staffUrl: settings.addresses.staff,
    schoolName: (id) => pack.schools.find((school) => school.id === id)?.name ?? id,
    mayReach: (address, isDrill) => (isTrial || isDrill ? isFictional(address) : true),
  };
}

async function bulkErrands(settings: Settings, opened: OpenHouse): Promise<Errands> {
  const { house, pack } = opened;
  const isTrial = settings.mode === 'trial';
  const carriers = openCarriers(settings, house.secrets, senderOf(settings, pack), true);
  const notices = noticeErrands({
    house,
    senders: {
      email: guard(carriers.email, isTrial),
      sms: guard(carriers.sms, isTrial),
      district: () => ({ name: pack.district.name }),
    },
    actOf,
  });
  const across = protocolErrands({
    house,
    packOf: () => pack,
    texts: await loadTexts(join(import.meta.dirname, 'notice/texts')),
    isLive: !isTrial,
    publicUrl: settings.addresses.public,
  });
  const senders = sendersFor(settings, opened);
  return { ...notices, ...across, ...contactErrands({ house, packOf: () => pack, senders }) };
}

function senderOf(settings: Settings, pack: DistrictPack): string {
  return `"${pack.district.name}" <notices@${new URL(settings.addresses.public).hostname}>`;
}

// In a trial nothing leaves for an address that could be somebody's.
function guard<Message extends { to: string }>(
  carrier: Carrier<Message>,
  isTrial: boolean,
): Carrier<Message> {
  if (!isTrial) return carrier;
  return {
    ...carrier,
    hand: async (message, timeout) =>
      isFictional(message.to)
        ? carrier.hand(message, timeout)
        : { kind: 'refused', reason: 'not-allowed', code: 'trial' },
  };
}

async function main(): Promise<void> {
  const reading = readSettings(process.env);
  if (reading.kind === 'unreadable') throw new StartProblem(reading.problems.join('\n'));
  const { settings } = reading;
  if (settings.databaseUrl === null) throw new StartProblem('DATABASE_URL is missing.');
  const stopped = untilStopped();
  const at = process.argv.indexOf('--lane');
  const wanted = at < 0 ? null : process.argv[at + 1];
  const lanes = (['alarm', 'bulk'] as const).filter((lane) => wanted === null || lane === wanted);
  const url = settings.databaseUrl;
  await Promise.all(lanes.map((lane) => runOneLane(settings, url, lane, stopped)));
}

if (import.meta.main) {
  main().catch((error: unknown) => {
    process.stderr.write(
      `${error instanceof StartProblem ? error.message : 'The worker stopped.'}\n`,
    );
    if (!(error instanceof StartProblem)) openLog('worker').trouble('worker-stopped', {}, error);
    process.exitCode = 1;
  });
}
