/**
 * `npm run rehearse`: one whole visit at speed, through the real HTTP doors of a trial town, and at
 * the end two verifiers that share no code say whether the ledger is whole.
 */
import { spawnSync } from 'node:child_process';
import { randomBytes, randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { cast } from '../tests/cast/cast.ts';
import { type CastName, startTown, type Town, until } from './town.ts';

type Seen = {
  readonly encounter: {
    readonly decision: string;
    readonly presence: string;
    readonly papers: readonly { readonly paper: string; readonly sha256: string }[];
  };
  readonly waits: string;
  readonly isAuthorizedNow: boolean;
};

const began = Date.now();

function tell(who: CastName | 'the town', words: string): void {
  const seconds = ((Date.now() - began) / 1000).toFixed(1).padStart(6);
  const name = who === 'the town' ? who : cast[who].name.replace(' (fictional)', '');
  process.stdout.write(`${seconds} s  ${name.padEnd(20)} ${words}\n`);
}

/** A picture of a paper, small and made here: a PNG of one grey dot with words in a text chunk. */
function photo(words: string): Blob {
  const dot =
    'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNoAAAAggCBd81ytgAAAABJRU5ErkJggg==';
  return new Blob([Buffer.from(dot, 'base64'), Buffer.from(words)], { type: 'image/png' });
}

async function see(town: Town, who: CastName, id: string): Promise<Seen> {
  return (await town.get(who, `encounters/${id}`)).body as unknown as Seen;
}

async function mustDo(town: Town, who: CastName, path: string, body: unknown): Promise<void> {
  const answer = await town.post(who, path, { act: randomUUID(), ...(body as object) });
  if (answer.status !== 200) {
    throw new Error(`${who} could not ${path.split('/').at(-1)}: ${JSON.stringify(answer.body)}`);
  }
}

async function mustBeRefused(town: Town, who: CastName, path: string, body: object): Promise<void> {
  const answer = await town.post(who, path, { act: randomUUID(), ...body });
  if (answer.status < 400) throw new Error(`${who} was not refused at ${path}`);
  tell(who, `tries to ${path.split('/').at(-1)}. Refused: ${answer.body.title}`);
}

async function showPaper(town: Town, who: CastName, id: string, words: string): Promise<string> {
  const paper = randomUUID();
  const form = new FormData();
  form.set('act', randomUUID());
  form.set('paper', paper);
  form.set('copy', 'photo');
  form.set('file', photo(words), 'paper.png');
  const answer = await town.upload(who, `encounters/${id}/report-paper`, form);
  if (answer.status !== 200)
    throw new Error(`the paper was not taken: ${JSON.stringify(answer.body)}`);
  return paper;
}

/** The door: agents arrive, phones ring until people answer, a paper goes to counsel. */
async function atTheDoor(town: Town, id: string): Promise<void> {
  await mustDo(town, 'officerOne', `encounters/${id}/report-arrival`, {
    school: 'cranbury-elementary',
    medium: 'at-door',
  });
  tell('officerOne', 'presses "Agents are here" at Cranbury.');
  const call = await until('the building leader’s phone rings', async () =>
    town.phones.calls().find((each) => each.to === cast.leaderOne.phone && each.awaitsDigits),
  );
  tell('leaderOne', `hears the phone: "${call.spoken[0]?.text}"`);
  await town.phones.press(call.id, '1');
  tell('leaderOne', 'presses 1.');
  const text = await until('counsel’s phone gets a text', async () =>
    town.phones.messages().find(({ to }) => to === cast.counselOne.phone),
  );
  tell('counselOne', `reads: "${text.text.slice(0, 90)}…"`);
  await town.phones.reply(cast.counselOne.phone, text.text.match(/\b\d{6}\b/)?.[0] ?? '');
  await until('the door sees that counsel has it', async () => {
    const { body } = await town.get('officerOne', `encounters/${id}`);
    return JSON.stringify(body).includes('"track":"counsel","stage":"answered"');
  });
  tell('officerOne', 'sees: counsel has it.');
  await mustDo(town, 'officerOne', `encounters/${id}/report-identification`, {
    agency: 'ice-ero',
    count: 2,
    agents: [
      { name: { kind: 'refused-or-hid' }, badge: { kind: 'said', words: '0000' } },
      { name: { kind: 'refused-or-hid' }, badge: { kind: 'refused-or-hid' } },
    ],
    purpose: 'They say that they have a paper for somebody.',
    sought: 'student',
  });
  tell('officerOne', 'writes down who they say they are: two agents, names refused.');
}

/** An agency's own paper: counsel finds what it is, and nobody opens anything on it. */
async function agencyPaper(town: Town, id: string): Promise<void> {
  const paper = await showPaper(town, 'officerOne', id, 'WARRANT FOR ARREST, Form I-200');
  tell('officerOne', 'photographs the paper. It goes to counsel.');
  await mustBeRefused(town, 'leaderOne', `encounters/${id}/find-paper`, {
    paper,
    kind: 'judicial-warrant',
  });
  await mustDo(town, 'counselOne', `encounters/${id}/find-paper`, {
    paper,
    kind: 'administrative-warrant',
    court: 'Department of Homeland Security',
    reasons: 'Signed by an immigration officer. No court, no judge.',
  });
  tell('counselOne', 'found it to be an administrative warrant, issued by an agency.');
  await mustBeRefused(town, 'leaderOne', `encounters/${id}/deny-access`, { reasons: '' });
  await tryToAuthorize(town, id, paper, 'refused');
  await mustDo(town, 'counselOne', `encounters/${id}/deny-access`, {
    reasons: 'No court has ordered this.',
  });
  const seen = await see(town, 'officerOne', id);
  tell(
    'officerOne',
    `sees: ${seen.encounter.decision}. The agents stay ${seen.encounter.presence}.`,
  );
}

async function tryToAuthorize(
  town: Town,
  id: string,
  relyingOn: string,
  expected: 'done' | 'refused',
): Promise<void> {
  const now = Date.now();
  const authorized = {
    ground: 'judicial-search-warrant',
    relyingOn,
    scope: { who: '', where: 'Locker 214, second floor', what: 'The contents of locker 214' },
    conditions:
      'One agent. Before the children arrive at that floor. A copy and a receipt are left.',
    escort: 'building leader',
    validFrom: new Date(now - 60_000).toISOString(),
    validUntil: new Date(now + 30 * 60_000).toISOString(),
  };
  const nonce = randomBytes(24).toString('base64url');
  const begun = await town.post('counselOne', `encounters/${id}/begin-authorization`, {
    ...authorized,
    nonce,
  });
  const options = begun.body.options as { challenge: string };
  const assertion = town.sign('counselOne', options.challenge);
  const body = { act: randomUUID(), ...authorized, nonce, assertion };
  const answer = await town.post('counselOne', `encounters/${id}/authorize-access`, body);
  if ((answer.status === 200) !== (expected === 'done')) {
    throw new Error(`authorizing was to be ${expected}: ${JSON.stringify(answer.body)}`);
  }
  tell(
    'counselOne',
    expected === 'done'
      ? 'signs with a passkey: locker 214, one agent, thirty minutes.'
      : `tries to authorize on it. Refused: ${answer.body.title}`,
  );
}

/** A judge's paper comes after the denial: counsel is asked again, and this time signs. */
async function judgesPaper(town: Town, id: string): Promise<void> {
  const paper = await showPaper(town, 'officerOne', id, 'SEARCH AND SEIZURE, AO 93');
  const asked = await see(town, 'officerOne', id);
  tell('officerOne', `shows a second paper. It waits for ${asked.waits} again; nothing is open.`);
  await mustDo(town, 'counselTwo', `encounters/${id}/find-paper`, {
    paper,
    kind: 'judicial-warrant',
    court: 'United States District Court',
    permits: 'A search of locker 214.',
    reasons: 'Signed by a magistrate judge; this building; in time. The clerk confirmed it.',
  });
  tell('counselTwo', 'found it to be a judicial warrant, signed by a judge.');
  await tryToAuthorize(town, id, paper, 'done');
  const seen = await see(town, 'leaderOne', id);
  tell('leaderOne', `sees: ${seen.encounter.decision}, in force: ${seen.isAuthorizedNow}.`);
  await mustDo(town, 'leaderOne', `encounters/${id}/report-entry`, {
    basis: 'authorized-by-counsel',
    route: 'Main door, stairs, locker 214',
  });
  await mustDo(town, 'leaderOne', `encounters/${id}/report-supervision`, {
    observed: 'thing-taken',
    words: 'One notebook. They left a copy and a receipt.',
  });
  await mustDo(town, 'leaderOne', `encounters/${id}/report-departure`, {});
  tell('leaderOne', 'goes along, notes what is taken, sees them leave.');
}

/**
 * Families are told: counsel clears, communications releases, every household in its own language.
 */
async function tellFamilies(town: Town): Promise<void> {
  const notice = await until('a notice is drafted', async () => {
    const { body } = await town.get('counselOne', 'notices');
    return (body.notices as { notice: string; stage: string }[]).find(
      ({ stage }) => stage === 'drafted',
    );
  });
  const path = `notices/${notice.notice}`;
  const read = async () => (await town.get('counselOne', path)).body;
  const digestNow = async () => ((await read()).notice as { digest: string }).digest;
  await mustBeRefused(town, 'communicationsOne', `${path}/release-notice`, {
    digest: await digestNow(),
  });
  // The words follow the facts until counsel clears them: a text that changed meanwhile is read
  // again.
  const digest = await until('counsel clears the texts', async () => {
    const read = await digestNow();
    const body = { act: randomUUID(), digest: read };
    return (await town.post('counselOne', `${path}/clear-notice`, body)).status === 200 && read;
  });
  tell('counselOne', 'reads the texts in every language and clears exactly these.');
  await mustDo(town, 'communicationsOne', `${path}/release-notice`, { digest });
  tell('communicationsOne', 'releases the notice.');
  const settled = await until('every household is settled', async () => {
    const { progress, notice: now } = (await read()) as {
      progress: { handedOver: number; householdsToCall: number; households: number };
      notice: { progress: string };
    };
    return now.progress === 'settled' ? progress : null;
  });
  tell(
    'communicationsOne',
    `sees: ${settled.households} households, ${settled.handedOver} messages handed over, ` +
      `${settled.householdsToCall} households to call.`,
  );
  for (const language of ['en', 'es', 'ht']) await readStatus(town, language);
}

async function readStatus(town: Town, language: string): Promise<void> {
  const letter = town.phones
    .messages()
    .find(
      ({ channel, subject }) =>
        channel === 'email' && subject !== null && !subject.startsWith('Threshold'),
    );
  const page = await (await fetch(`${town.publicUrl}/${language}/status`)).text();
  const title = page
    .match(/<h2[^>]*>([\s\S]*?)<\/h2>/)?.[1]
    ?.replaceAll(/<[^>]*>/g, '')
    .trim();
  if (letter === undefined) throw new Error('no letter went out');
  if (!page.includes('Cranbury Elementary'))
    throw new Error(`/${language}/status says nothing of it`);
  tell('the town', `/${language}/status, "${title}", shows the notice.`);
}

async function bothVerifiers(town: Town): Promise<void> {
  const ours = await town.run('src/threshold.ts', ['verify']);
  tell('the town', `our verifier: ${ours.out.trim().split('\n').at(-1)}`);
  const folder = join(town.folder, 'packet');
  const packet = await town.run('src/threshold.ts', ['packet', folder]);
  if (packet.code !== 0) throw new Error(`the packet was not written: ${packet.out}`);
  const script = join(import.meta.dirname, 'verify-ledger/verify_ledger.py');
  const theirs = spawnSync('python3', [script, 'export', folder], { encoding: 'utf8' });
  tell('the town', `the second verifier: ${theirs.stdout.trim().split('\n').at(-1)}`);
  if (ours.code !== 0 || theirs.status !== 0) throw new Error('the ledger is not whole');
}

/** Plays the visit; 0 when everything went as the letter says. */
export async function run(): Promise<number> {
  const town = await startTown();
  try {
    tell('the town', `is up at ${town.publicUrl}, with the fictional cast.`);
    const id = randomUUID();
    await atTheDoor(town, id);
    await agencyPaper(town, id);
    await judgesPaper(town, id);
    await mustDo(town, 'leaderOne', `encounters/${id}/close-encounter`, {});
    tell('leaderOne', 'closes the encounter.');
    await tellFamilies(town);
    await bothVerifiers(town);
    return 0;
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : 'The rehearsal broke.'}\n`);
    process.stderr.write(`${town.output().slice(-3000)}\n`);
    return 1;
  } finally {
    await town.stop();
  }
}

if (import.meta.main) process.exitCode = await run();
