import type { Recorded } from '#ledger';
import type { Transaction } from '#platform/database';
import { encounterOf } from './core/streams.ts';
import type { Encounter, EncounterEvent } from './words.ts';

/** What a list shows of an encounter: ids, closed words, times. */
export type EncounterRow = {
  readonly encounter: string;
  readonly school: string;
  readonly medium: string;
  readonly stage: string;
  readonly decision: string;
  readonly presence: string;
  readonly agency_level: string;
  readonly help: string;
  readonly papers: number;
  readonly is_drill: boolean;
  readonly opened_at: string;
  readonly changed_at: string;
  readonly version: number;
};

/** Keeps the list true to the story, in the story's own transaction. */
export async function rememberEncounter(
  transaction: Transaction,
  state: Encounter,
  recorded: readonly Recorded<EncounterEvent>[],
): Promise<void> {
  const last = recorded.at(-1);
  if (last === undefined) return;
  if (recorded.some(({ event }) => event.type === 'PaperReported')) await hold(transaction, last);
  await transaction.query(
    `insert into encounter (district, encounter, school, medium, stage, decision, presence,
                            agency_level, help, papers, is_drill, opened_at, changed_at, version)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)
     on conflict (district, encounter) do update set
       school = $3, medium = $4, stage = $5, decision = $6, presence = $7, agency_level = $8,
       help = $9, papers = $10, is_drill = $11, changed_at = $13, version = $14`,
    [
      transaction.district,
      encounterOf(last.stream),
      state.school ?? 'unknown',
      state.medium,
      state.stage,
      state.hasUnansweredPaper ? `${state.decision}-and-a-newer-paper` : state.decision,
      state.presence,
      state.agencyLevel,
      state.help,
      state.papers.length,
      state.isDrill,
      state.openedAt,
      last.recordedAt,
      last.version,
    ],
  );
}

// Whoever receives a paper must be able to show later what was received: nothing of this encounter
// is disposed of before counsel lifts the hold. (principle 4)
async function hold(transaction: Transaction, paper: Recorded<EncounterEvent>): Promise<void> {
  await transaction.query(
    `insert into legal_hold (district, stream, cause, set_at)
     values ($1, $2, 'a-paper-was-received', $3) on conflict do nothing`,
    [transaction.district, paper.stream, paper.recordedAt],
  );
}

/** Open encounters first, newest first; at some schools, or at all of them when schools is null. */
export async function listEncounters(
  transaction: Transaction,
  schools: readonly string[] | null,
  most: number,
): Promise<EncounterRow[]> {
  return transaction.query(
    `select encounter, school, medium, stage, decision, presence, agency_level, help, papers,
            is_drill, opened_at, changed_at, version
     from encounter
     where district = $1 and ($2::text[] is null or school = any($2) or school = 'unknown')
     order by (stage = 'open') desc, opened_at desc limit $3`,
    [transaction.district, schools, most],
  );
}

/** One encounter's row; undefined when nobody reported it. */
export async function findEncounter(
  transaction: Transaction,
  encounter: string,
): Promise<EncounterRow | undefined> {
  const [found] = await transaction.query<EncounterRow>(
    'select * from encounter where district = $1 and encounter = $2',
    [transaction.district, encounter],
  );
  return found;
}
