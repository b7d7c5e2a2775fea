import { setTimeout as sleep } from 'node:timers/promises';
import type { Desk } from '#district/desk';
import { holdersOf, type Person } from '#district/store';
import type { HandOver } from '#platform/carrier';
import type { Database } from '#platform/database';
import { type Journal, openJournal } from '#platform/journal';
import type { Log } from '#platform/log';
import type { Instant } from '#std/instant';
import { pageWords } from '#translations/paging';
import type { Senders } from './send.server.ts';

/** What a person was told when the database was away: it is written down, and who was called. */
export type Journaled = {
  readonly kind: 'journaled';
  readonly called: number;
  readonly listTakenAt: Instant | null;
};

/** Whom to call for a report that could not be entered, and what the call may say. */
export type AwayPage = {
  readonly school: string;
  readonly cause: string;
  readonly isDrill: boolean;
};

/**
 * Keeps reports and rings phones while PostgreSQL is refused or frozen. (ARCHITECTURE promise 10)
 *
 * Permission never works in that state: only what was reported is kept, and nothing is decided.
 */
export type WorstDay = {
  readonly isAway: () => boolean;
  /** Does the work, or, when the database does not answer in time, keeps the entry and calls. */
  readonly orJournal: <T>(
    entry: unknown,
    page: AwayPage | null,
    work: () => Promise<T>,
  ) => Promise<T | Journaled>;
  /** The answer to something read from the database, or the stand-in when it is away. */
  readonly orElse: <T>(work: () => Promise<T>, otherwise: T) => Promise<T>;
};

export type WorstDayOptions = {
  readonly desk: Omit<Desk, 'who'>;
  /** A connection of its own, so that a crowd of requests cannot look like a silent database. */
  readonly watcher: Database;
  readonly folder: string;
  readonly senders: Senders;
  readonly log: Log;
  readonly until: AbortSignal;
  readonly enter?: (entry: unknown) => Promise<void>;
};

// A database that answered its watcher within this time is slow, not away.
const silentMilliseconds = 700;
const lookMilliseconds = 100;
const away = Symbol('away');

type Snapshot = { readonly takenAt: Instant; readonly bySchool: ReadonlyMap<string, Person[]> };
type Away = {
  isAway: boolean;
  answeredAt: number;
  snapshot: Snapshot | null;
  enter: WorstDayOptions['enter'];
};

/** Opens the watch over the database and the journal beside it. */
export function openWorstDay(options: WorstDayOptions): WorstDay & {
  readonly enterWith: (enter: (entry: unknown) => Promise<void>) => void;
} {
  const { house } = options.desk;
  const journal = openJournal(options.folder, house.secrets.derive(`journal:${house.district}`));
  const state: Away = {
    isAway: false,
    answeredAt: performance.now(),
    snapshot: null,
    enter: options.enter,
  };
  void watch(options, state, journal);
  void keepSnapshot(options, state);
  return {
    isAway: () => state.isAway,
    enterWith: (enter) => {
      state.enter = enter;
    },
    orElse: async (work, otherwise) => {
      if (state.isAway) return otherwise;
      const answered = await whileItAnswers(state, work);
      if (answered !== away) return answered;
      state.isAway = true;
      return otherwise;
    },
    orJournal: async (entry, page, work) => {
      if (!state.isAway) {
        const answered = await whileItAnswers(state, work);
        if (answered !== away) return answered;
        state.isAway = true;
      }
      await journal.write(entry);
      options.log.note('journaled', { rings: page !== null });
      const called = page === null ? 0 : await callAround(options, state.snapshot, page);
      return { kind: 'journaled', called, listTakenAt: state.snapshot?.takenAt ?? null };
    },
  };
}

/** Waits for the work as long as the database answers its watcher; a slow answer is an answer. */
async function whileItAnswers<T>(state: Away, work: () => Promise<T>): Promise<T | typeof away> {
  const end = new AbortController();
  const working = work().catch((error: unknown): typeof away => {
    if (isConnectionTrouble(error)) return away;
    throw error;
  });
  try {
    return await Promise.race<T | typeof away>([working, untilSilent(state, end.signal)]);
  } finally {
    end.abort();
  }
}

async function untilSilent(state: Away, end: AbortSignal): Promise<typeof away> {
  const began = performance.now();
  for (;;) {
    await sleep(lookMilliseconds, undefined, { signal: end }).catch(() => {});
    const heard = Math.max(began, state.answeredAt);
    if (end.aborted || performance.now() - heard > silentMilliseconds) return away;
  }
}

// PostgreSQL's own words for going away (class 08, 57P0x), the socket's, and the pool's.
function isConnectionTrouble(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const code = 'code' in error ? String(error.code) : '';
  if (/^(08|57P0|53300|ECONN|ENOTFOUND|EPIPE|ETIMEDOUT)/.test(code)) return true;
  return /timeout|terminated|connection/i.test(error.message);
}

async function watch(options: WorstDayOptions, state: Away, journal: Journal): Promise<void> {
  while (!options.until.aborted) {
    const isThere = await answersNow(options.watcher);
    if (isThere) state.answeredAt = performance.now();
    if (!isThere && !state.isAway) options.log.trouble('database-is-away', {});
    state.isAway = !isThere;
    if (!state.isAway && state.enter !== undefined && !(await journal.isEmpty())) {
      const entered = await journal.replay(state.enter).catch((error: unknown) => {
        options.log.trouble('journal-not-entered', {}, error);
        return 0;
      });
      if (entered > 0) options.log.note('journal-entered', { entered });
    }
    await sleep(300, undefined, { signal: options.until }).catch(() => {});
  }
}

async function answersNow(watcher: Database): Promise<boolean> {
  const answered = watcher.anywhere('select 1 as one').then(
    () => true,
    () => false,
  );
  return Promise.race([answered, sleep(silentMilliseconds, false)]);
}

async function keepSnapshot(options: WorstDayOptions, state: Away): Promise<void> {
  const take = async () => {
    if (state.isAway) return;
    state.snapshot = await takeSnapshot(options.desk).catch(() => state.snapshot);
  };
  // Whoever was granted a duty a second ago is on the list a second later.
  const heard = (payload: string) => {
    if (payload.includes(' people/')) void take();
  };
  options.desk.house.database.listen('threshold', heard, options.until);
  while (!options.until.aborted) {
    await take();
    await sleep(10_000, undefined, { signal: options.until }).catch(() => {});
  }
}

async function takeSnapshot(desk: Omit<Desk, 'who'>): Promise<Snapshot> {
  const { house, pack } = desk;
  const at = house.clock.now();
  const duties = ['building-leader', 'designated-administrator', 'legal-counsel', 'superintendent'];
  const bySchool = new Map<string, Person[]>();
  await house.database.inDistrict(house.district, async (transaction) => {
    for (const { id } of pack.schools) {
      bySchool.set(id, await holdersOf(transaction, { duties, school: id, at }));
    }
  });
  return { takenAt: at, bySchool };
}

/**
 * Rings everybody who could be needed, by every channel that needs no database. Returns how many
 * took it.
 */
async function callAround(
  options: WorstDayOptions,
  snapshot: Snapshot | null,
  page: AwayPage,
): Promise<number> {
  const people = snapshot?.bySchool.get(page.school) ?? [];
  const unique = [...new Map(people.map((person) => [person.person, person])).values()];
  const handed = await Promise.all(
    unique.flatMap((person) => callOne(options.senders, person, page)),
  );
  return handed.filter((each) => each.kind === 'accepted').length;
}

function callOne(senders: Senders, person: Person, page: AwayPage): Promise<HandOver>[] {
  const words = pageWords(person.language, { ...page, school: senders.schoolName(page.school) });
  const key = `away-${crypto.randomUUID()}`;
  const calls: Promise<HandOver>[] = [];
  const { phone } = person;
  if (phone !== null && senders.mayReach(phone, page.isDrill)) {
    const text = `${words.sentence} ${senders.staffUrl}`;
    const world = page.isDrill ? 'drill' : 'real';
    const hook = `${senders.staffUrl}/hooks/away/${page.cause}/${page.school}/${world}`;
    calls.push(senders.sms.hand({ to: phone, text, idempotencyKey: `${key}-sms` }, 3000));
    calls.push(
      senders.voice.hand(
        { to: phone, twimlUrl: hook, statusUrl: hook, idempotencyKey: `${key}-voice` },
        3000,
      ),
    );
  }
  if (senders.mayReach(person.email, page.isDrill)) {
    calls.push(
      senders.email.hand(
        {
          to: person.email,
          subject: words.subject,
          text: `${words.sentence}\n\n${senders.staffUrl}\n`,
          html: null,
          messageId: `${key}@page.threshold`,
          language: words.language,
        },
        3000,
      ),
    );
  }
  return calls;
}
