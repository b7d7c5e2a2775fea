/** The process that calls people freezes; another notices, and an outside monitor hears of it. */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTown, type Town, until } from '../../tools/town.ts';
import { cast } from '../cast/cast.ts';
import { portOf } from '../kit/phones.ts';

let town: Town;
let monitor: Server;
const told: { readonly method: string; readonly body: string }[] = [];

beforeAll(async () => {
  monitor = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += String(chunk);
    told.push({ method: request.method ?? '', body });
    response.end();
  });
  await new Promise<void>((resolve) => monitor.listen(0, '127.0.0.1', resolve));
  const port = portOf(monitor.address());
  town = await startTown({ HEARTBEAT_URL: `http://127.0.0.1:${port}/alive` });
}, 90_000);
afterAll(async () => {
  monitor.close();
  await town.stop();
}, 30_000);

function alarmWorkers(): readonly number[] {
  const part = join(import.meta.dirname, '../../src/worker.ts --lane alarm');
  const { stdout } = spawnSync('pgrep', ['-f', part], { encoding: 'utf8' });
  const data = town.environment.THRESHOLD_DATA ?? 'nowhere';
  return stdout
    .split('\n')
    .filter(Boolean)
    .map(Number)
    .filter((pid) => readFileSync(`/proc/${pid}/environ`, 'utf8').includes(data));
}

const toIt = () => town.phones.calls().filter(({ to }) => to === cast.itOne.phone);

test('the outside monitor is told that the lane is alive, and nothing else', async () => {
  await until('the monitor is told', async () => told.length > 0, 30);
  expect(told[0]).toEqual({ method: 'POST', body: '' });
});

test('an alarm lane that froze has IT rung within a minute and a half, once', async () => {
  const workers = alarmWorkers();
  expect(workers.length).toBeGreaterThan(0);
  for (const pid of workers) process.kill(pid, 'SIGSTOP');
  try {
    const words = await until('IT is told', async () => toIt()[0]?.spoken[0]?.text, 90);
    expect(words).toContain('cannot call people');
  } finally {
    for (const pid of workers) process.kill(pid, 'SIGCONT');
  }
  const { body } = await town.get('itOne', 'readiness');
  expect(JSON.stringify(body)).toContain('"lane":"alarm"');
  expect(toIt()).toHaveLength(1);
}, 120_000);
