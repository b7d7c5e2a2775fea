import { mkdirSync } from 'node:fs';
import { open, readdir, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { seal, unseal } from './secrets.server.ts';

/**
 * A notebook for the time in which the database is away: each line is on the disk before the caller
 * goes on, sealed, and is read back in the order in which it was written.
 */
export type Journal = {
  readonly write: (entry: unknown) => Promise<void>;
  /**
   * Hands every entry, oldest first, to `enter`, and forgets it once `enter` is through with it.
   * Stops at the first one that fails, so that the order is kept. Returns how many were entered.
   */
  readonly replay: (enter: (entry: unknown) => Promise<void>) => Promise<number>;
  /** Whether anything waits to be entered. */
  readonly isEmpty: () => Promise<boolean>;
};

const bound = 'journal';

/**
 * Opens the journal in a folder. What a process that died left there is entered by whoever comes
 * next.
 */
export function openJournal(folder: string, key: Uint8Array): Journal {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const own = join(folder, `${process.pid}.journal`);
  let turn: Promise<unknown> = Promise.resolve();
  // One at a time: two reports at once must not tear each other's line.
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const mine = turn.then(work, work);
    turn = mine.catch(() => {});
    return mine;
  };
  return {
    write: (entry) =>
      inTurn(async () => {
        const line = seal(key, Buffer.from(JSON.stringify(entry)), bound).toString('base64');
        const file = await open(own, 'a', 0o600);
        try {
          await file.appendFile(`${line}\n`);
          await file.sync();
        } finally {
          await file.close();
        }
      }),
    replay: (enter) => inTurn(() => replayAll(folder, key, enter)),
    isEmpty: async () => (await journals(folder)).length === 0,
  };
}

async function journals(folder: string): Promise<string[]> {
  const names = await readdir(folder).catch(() => []);
  return names.filter((name) => name.endsWith('.journal')).map((name) => join(folder, name));
}

async function replayAll(
  folder: string,
  key: Uint8Array,
  enter: (entry: unknown) => Promise<void>,
): Promise<number> {
  let entered = 0;
  for (const file of await journals(folder)) entered += await replayOne(file, key, enter);
  return entered;
}

async function replayOne(
  file: string,
  key: Uint8Array,
  enter: (entry: unknown) => Promise<void>,
): Promise<number> {
  const lines = (await readFile(file, 'utf8')).split('\n').filter((line) => line !== '');
  let entered = 0;
  for (const line of lines) {
    // A line torn by a power cut was never acknowledged to anybody.
    const opened = unseal(key, Buffer.from(line, 'base64'), bound);
    try {
      if (opened !== null) await enter(JSON.parse(opened.toString('utf8')));
    } catch (error) {
      await keepRest(file, lines.slice(entered));
      throw error;
    }
    entered += 1;
  }
  await rm(file);
  return entered;
}

async function keepRest(file: string, lines: readonly string[]): Promise<void> {
  const draft = await open(`${file}.draft`, 'w', 0o600);
  await draft.writeFile(lines.map((line) => `${line}\n`).join(''));
  await draft.sync();
  await draft.close();
  await rename(`${file}.draft`, file);
}
