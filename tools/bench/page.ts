/**
 * `page`: from the thumb on "agents are here" to counsel's phone, idle, while a notice to thousands
 * goes out, and with PostgreSQL frozen; and how late an errand of the alarm lane begins.
 */
import { spawnSync } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { queue } from '#platform/due';
import { done, runLane } from '#platform/lane';
import { openLog } from '#platform/log';
import { startTown, type Town, until } from '../town.ts';
import { arrivals } from './arrivals.ts';
import { moveCrowdIn, progressOf, releaseNotice } from './crowd.ts';
import { openDurableWorld } from './durable-world.ts';
import { type Bench, quantile, type Sizes } from './measure.ts';
import { stopOnce } from './stop-early.ts';
import { postmasterOf } from './town-house.ts';

type Print = Parameters<Bench>[1];
type Goal = { readonly share: number; readonly goal: number };

function printEach(print: Print, bench: string, values: readonly number[], goals: Goal[]): void {
  for (const { share, goal } of goals) {
    const ours = quantile(values, share);
    const name = `${bench}.p${share * 100}`;
    print({ bench: name, ours, reference: goal, unit: 'ms', n: values.length });
  }
}

const goals = (middle: number, late: number): Goal[] => [
  { share: 0.5, goal: middle },
  { share: 0.99, goal: late },
];

async function idle(town: Town, sizes: Sizes, print: Print): Promise<void> {
  await arrivals(town, 5);
  printEach(print, 'page.idle', await arrivals(town, sizes.quick ? 20 : 100), goals(25, 150));
}

/** Only arrivals that began and ended while letters still waited count as loaded. */
async function loaded(town: Town, sizes: Sizes, print: Print): Promise<void> {
  await moveCrowdIn(town, sizes.households);
  const notice = await releaseNotice(town);
  await until('the letters go out', async () => (await progressOf(town, notice)).waiting > 0, 60);
  const counted: number[] = [];
  while (counted.length < (sizes.quick ? 20 : 100)) {
    const some = await arrivals(town, 1);
    if ((await progressOf(town, notice)).waiting === 0) break;
    counted.push(...some);
  }
  if (counted.length > 0) printEach(print, 'page.loaded', counted, goals(60, 300));
  else process.stderr.write('page.loaded: the notice was over too soon; give more households.\n');
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

async function withoutDatabase(town: Town, print: Print): Promise<void> {
  const frozen = family(postmasterOf(town));
  signalAll(frozen, 'SIGSTOP');
  try {
    const values = await arrivals(town, 20, false);
    printEach(print, 'page.nodatabase', values, [{ share: 0.99, goal: 1000 }]);
  } finally {
    signalAll(frozen, 'SIGCONT');
  }
}

/**
 * How late an errand of the alarm lane begins, in an idle house, at moments that nobody planned.
 */
async function drift(sizes: Sizes, print: Print): Promise<void> {
  const world = await openDurableWorld(['bench-drift-fictional']);
  const late: number[] = [];
  const stop = new AbortController();
  const many = sizes.quick ? 50 : 200;
  const running = runLane(
    {
      lane: 'alarm',
      database: world.as('threshold_worker'),
      clock: { now: () => new Date().toISOString() },
      errands: {
        'bench-noop': async (due) => {
          late.push(Date.now() - Date.parse(due.dueBy));
          return done;
        },
      },
      log: openLog('bench'),
      leaseSeconds: 5,
      atOnce: 50,
    },
    stop.signal,
  );
  try {
    await armLater(world, sizes.quick ? 1000 : 10_000);
    await queueErrands(world, many);
    await until('every errand is done', async () => late.length >= many, 60);
    printEach(print, 'page.drift', late, [{ share: 0.99, goal: 100 }]);
  } finally {
    stop.abort();
    await running;
    await world.close();
  }
}

/** Escalations that are armed and not due: what the lane has to look past. */
async function armLater(world: Awaited<ReturnType<typeof openDurableWorld>>, many: number) {
  const [house] = world.houses;
  if (house === undefined) return;
  const errands = Array.from({ length: many }, (_, position) => ({
    lane: 'alarm' as const,
    errand: 'page-next',
    subject: `bench/later/${position}`,
    position,
    dueBy: new Date(Date.now() + 3_600_000 + position).toISOString(),
  }));
  await house.database.inDistrict(house.district, (transaction) => queue(transaction, errands));
}

async function queueErrands(world: Awaited<ReturnType<typeof openDurableWorld>>, many: number) {
  const [house] = world.houses;
  if (house === undefined) return;
  const begin = Date.now() + 1000;
  const errands = Array.from({ length: many }, (_, position) => ({
    lane: 'alarm' as const,
    errand: 'bench-noop',
    subject: `bench/${position}`,
    position,
    dueBy: new Date(begin + position * 50 + Math.floor(Math.random() * 50)).toISOString(),
  }));
  await house.database.inDistrict(house.district, (transaction) => queue(transaction, errands));
}

export const page: Bench = async (sizes, print) => {
  await drift(sizes, print);
  const town = await startTown();
  const stop = stopOnce(town.stop);
  try {
    await idle(town, sizes, print);
    await loaded(town, sizes, print);
    await sleep(500);
    await withoutDatabase(town, print);
  } finally {
    await stop();
  }
};
