import { randomUUID } from 'node:crypto';
import { mayDo } from '#district';
import type { Desk } from '#district/desk';
import type { HouseRefusal } from '#ledger';
import type { Database } from '#platform/database';
import { sha256 } from '#platform/secrets';
import {
  type Coverage,
  householdsOf,
  type RosterProblem,
  type RosterRead,
  readHouseholds,
} from './core/read-households.ts';
import { replaceHouseholds } from './store.server.ts';
import type { RosterRefusal } from './words.ts';

/** What was read of a file that waits to be accepted. Problems never quote a cell. */
export type ImportSummary = {
  readonly rows: number;
  readonly problems: readonly RosterProblem[];
  readonly problemsInAll: number;
  readonly refused: string | null;
  readonly coverage: Coverage;
};

export type RosterOutcome<T> =
  | { readonly kind: 'accepted'; readonly value: T }
  | { readonly kind: 'refused'; readonly refusal: RosterRefusal | HouseRefusal };

const listedProblemsMax = 2000;

function read(desk: Desk, bytes: Uint8Array): RosterRead {
  return readHouseholds(bytes, {
    schools: new Set(desk.pack.schools.map((school) => school.id)),
    languages: new Set(desk.pack.district.languages.map((language) => language.tag)),
  });
}

/**
 * Reads a file of households and keeps it, sealed, until somebody accepts the list of what could
 * not be read. Imports nothing.
 */
export async function handInRoster(
  desk: Desk,
  bytes: Uint8Array,
): Promise<RosterOutcome<{ id: string; summary: ImportSummary }>> {
  if (!mayDo(desk.who, 'import-roster', null) || desk.who.kind !== 'person') {
    return { kind: 'refused', refusal: 'this-duty-may-not-do-that' };
  }
  const { person } = desk.who;
  const found = read(desk, bytes);
  const summary: ImportSummary = {
    rows: found.rows.length,
    problems: found.problems.slice(0, listedProblemsMax),
    problemsInAll: found.problems.length,
    refused: found.refused,
    coverage: found.coverage,
  };
  const id = randomUUID();
  const { house } = desk;
  await desk.objects.put(nameOf(house.district, id), bytes, importKey(desk));
  await house.database.inDistrict(house.district, (transaction) =>
    transaction.query(
      `insert into roster_import (district, roster_import, sha256, handed_in_by, stage, summary,
                                  handed_in_at)
       values ($1, $2, $3, $4, $5, $6, $7)`,
      [
        house.district,
        id,
        sha256(bytes),
        person,
        found.refused === null ? 'read' : 'refused',
        JSON.stringify(summary),
        house.clock.now(),
      ],
    ),
  );
  return { kind: 'accepted', value: { id, summary } };
}

const nameOf = (district: string, id: string) => `${district}/roster-import/${id}`;
const importKey = (desk: Desk) => desk.house.secrets.derive(`roster-import:${desk.house.district}`);

/**
 * Puts the readable rows of a handed-in file in place, once a person accepted the list of the
 * others.
 *
 * Runs under the keeper's role, the only one that may write households.
 */
export async function acceptRoster(
  desk: Desk,
  keeper: Database,
  id: string,
): Promise<RosterOutcome<{ households: number }>> {
  if (!mayDo(desk.who, 'accept-roster', null) || desk.who.kind !== 'person') {
    return { kind: 'refused', refusal: 'this-duty-may-not-do-that' };
  }
  const { house } = desk;
  const bytes = await desk.objects.get(nameOf(house.district, id), importKey(desk));
  if (bytes === null) return { kind: 'refused', refusal: 'this-import-is-not-waiting' };
  const households = householdsOf(read(desk, bytes).rows);
  return keeper.inDistrict(house.district, async (transaction) => {
    const taken = await transaction.query(
      `update roster_import set stage = 'accepted'
       where district = $1 and roster_import = $2 and stage = 'read' returning 1 as taken`,
      [house.district, id],
    );
    if (taken.length === 0) return { kind: 'refused', refusal: 'this-import-is-not-waiting' };
    await replaceHouseholds(transaction, house.secrets, households);
    return { kind: 'accepted', value: { households: households.length } };
  });
}

/** Files handed in, newest first. */
export async function listImports(desk: Desk) {
  if (!mayDo(desk.who, 'import-roster', null) && !mayDo(desk.who, 'accept-roster', null)) return [];
  return desk.house.database.inDistrict(desk.house.district, (transaction) =>
    transaction.query<{
      roster_import: string;
      stage: string;
      summary: ImportSummary;
      handed_in_at: string;
    }>(
      `select roster_import, stage, summary, handed_in_at from roster_import
       where district = $1 order by handed_in_at desc limit 20`,
      [desk.house.district],
    ),
  );
}
