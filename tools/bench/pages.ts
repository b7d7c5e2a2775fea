/**
 * `pages`: what families and staff read, under 32 connections. Public pages against bare node:http
 * that serves the same bytes; the signed-in page against the goal's own figure.
 */
import { type ChildProcess, fork } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { join } from 'node:path';
import { openSession } from '#district/sessions';
import type { House } from '#ledger/perform';
import { known } from '#std/ids';
import { cast } from '../../tests/cast/cast.ts';
import { startTown, type Town } from '../town.ts';
import type { Load, Loaded } from './load-client.ts';
import { type Bench, compare, quantile } from './measure.ts';
import { stopOnce } from './stop-early.ts';
import { openTownHouse } from './town-house.ts';

const connections = 32;
const millisecondsGoal = 100;
const rowsOnThePage = 50;

const startChild = (file: string) => fork(join(import.meta.dirname, file), { stdio: 'ignore' });

async function answerOf<Answer>(child: ChildProcess, message: object): Promise<Answer> {
  child.send(message);
  const [answer]: Answer[] = await once(child, 'message');
  if (answer === undefined) throw new Error('the other process said nothing');
  return answer;
}

type Loading = {
  readonly client: ChildProcess;
  readonly seconds: number;
};

async function load(loading: Loading, url: string, headers: Load['headers'] = {}) {
  const asked: Load = { url, headers, connections, seconds: loading.seconds };
  const { milliseconds, failures } = await answerOf<Loaded>(loading.client, asked);
  if (failures > 0) throw new Error(`${failures} requests of ${url} failed`);
  return milliseconds;
}

/** A copy of the page in a bare server, headers and all. */
async function serveBare(url: string) {
  const answer = await fetch(url, { headers: { 'accept-encoding': 'identity' } });
  if (answer.status !== 200) throw new Error(`${url} answered ${answer.status}`);
  const passing = new Set(['connection', 'keep-alive', 'date', 'content-length']);
  const headers = Object.fromEntries([...answer.headers].filter(([name]) => !passing.has(name)));
  const body = Buffer.from(await answer.arrayBuffer()).toString('base64');
  const child = startChild('bare-server.ts');
  const { port } = await answerOf<{ port: number }>(child, { headers, body });
  return { url: `http://127.0.0.1:${port}/`, stop: () => child.kill() };
}

async function publicPage(loading: Loading, bench: string, url: string, print: Print) {
  const bare = await serveBare(url);
  const all: number[] = [];
  const rate = (milliseconds: readonly number[]) => milliseconds.length / loading.seconds;
  try {
    const compared = await compare(
      async () => rate(await load(loading, bare.url)),
      async () => {
        const milliseconds = await load(loading, url);
        for (const each of milliseconds) all.push(each);
        return rate(milliseconds);
      },
    );
    print({ bench, ...compared, unit: 'requests/s', n: all.length });
    print({ bench: `${bench}.p99`, ...figure(all) });
  } finally {
    bare.stop();
  }
}

type Print = Parameters<Bench>[1];

const figure = (all: readonly number[]) => ({
  ours: quantile(all, 0.99),
  reference: millisecondsGoal,
  unit: 'ms',
  n: all.length,
});

/** The list of a day with fifty visits, so that the page has rows to read and to write. */
async function fillTheList(town: Town): Promise<void> {
  for (let nth = 0; nth < rowsOnThePage; nth++) {
    const path = `encounters/${randomUUID()}`;
    const arrival = { act: randomUUID(), school: 'cranbury-elementary', isDrill: true };
    await town.post('officerOne', `${path}/report-arrival`, arrival);
    await town.post('counselOne', `${path}/answer-page`, {});
  }
}

async function signedIn(loading: Loading, town: Town, print: Print): Promise<void> {
  await fillTheList(town);
  const opened = openTownHouse(town, 'threshold_app');
  try {
    const house = opened as House;
    const token = await house.database.inDistrict(house.district, (transaction) =>
      openSession(house, transaction, known(cast.counselOne.id), false),
    );
    const cookie = { cookie: `threshold-session=${token}` };
    await load(loading, `${town.staffUrl}/`, cookie);
    const all: number[] = [];
    for (let round = 0; round < 3; round++) {
      for (const each of await load(loading, `${town.staffUrl}/`, cookie)) all.push(each);
    }
    print({ bench: 'pages.signedin.p99', ...figure(all) });
  } finally {
    await opened.database.close();
  }
}

export const pages: Bench = async (sizes, print) => {
  const town = await startTown();
  const stop = stopOnce(town.stop);
  const client = startChild('load-client.ts');
  const loading = { client, seconds: sizes.quick ? 1 : 3 };
  try {
    await publicPage(loading, 'pages.status', `${town.publicUrl}/en/status`, print);
    await publicPage(loading, 'pages.home', `${town.publicUrl}/en`, print);
    await signedIn(loading, town, print);
  } finally {
    client.kill();
    await stop();
  }
};
