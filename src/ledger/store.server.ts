import { randomBytes } from 'node:crypto';
import type { Database, Row, Transaction } from '#platform/database';
import { seal, sha256, unseal } from '#platform/secrets';
import { canonicalJson, type Json } from '#std/canonical-json';
import { type ActId, type DistrictId, known, type StreamId } from '#std/ids';
import type { Instant } from '#std/instant';
import { appendLeaf, type Frontier, frontierBytes, leafHash, readFrontier } from './core/merkle.ts';
import type { Envelope, Fact, Recorded } from './words.ts';

/** The head of a district's ledger, locked by whoever writes next. */
export type Head = { readonly frontier: Frontier; readonly lastRecordedAt: Instant };

/**
 * Takes the lock of the district's ledger: from here to the end of the transaction nobody else
 * writes.
 */
export async function lockHead(transaction: Transaction): Promise<Head> {
  const [row] = await transaction.query<{ size: number; frontier: Buffer; last: string }>(
    `select size, frontier, last_recorded_at as last from ledger_head where district = $1 for update`,
    [transaction.district],
  );
  if (row === undefined) throw new Error('this district has no ledger yet');
  const frontier = readFrontier(BigInt(row.size), row.frontier);
  if (frontier === null) throw new Error('the head of the ledger does not fit its size');
  return { frontier, lastRecordedAt: row.last };
}

/** When the newest entry was recorded; long ago in an empty ledger. Takes no lock. */
export async function lastRecordedAt(house: {
  readonly database: Database;
  readonly district: DistrictId;
}): Promise<Instant> {
  const [row] = await house.database.inDistrict(house.district, (transaction) =>
    transaction.query<{ recorded_at: Instant }>(
      `select recorded_at from ledger_entry where district = $1 order by position desc limit 1`,
      [house.district],
    ),
  );
  return row?.recorded_at ?? '1970-01-01T00:00:00.000Z';
}

type EntryRow = Row & {
  position: number;
  stream: string;
  version: number;
  act: string;
  nth: number;
  type: string;
  happened_at: string;
  recorded_at: string;
  signed_digest: Buffer | null;
  sealed: Buffer | null;
};

const bound = (district: string, stream: string, position: number) =>
  `${district}/${stream}/${position}`;

/**
 * One stream's facts in order. Throws when a body is missing while its key is there: that is
 * damage.
 */
export async function readStream<Event extends Fact>(
  transaction: Transaction,
  stream: StreamId,
  key: Buffer,
): Promise<Recorded<Event>[]> {
  const rows = await transaction.query<EntryRow>(
    `select e.position, e.stream, e.version, e.act, e.nth, e.type, e.happened_at, e.recorded_at,
            e.signed_digest, b.sealed
     from ledger_entry e left join ledger_body b using (district, position)
     where e.district = $1 and e.stream = $2 order by e.version`,
    [transaction.district, stream],
  );
  return rows.map((row) => readEntry<Event>(transaction.district, row, key));
}

function readEntry<Event extends Fact>(
  district: string,
  row: EntryRow,
  key: Buffer,
): Recorded<Event> {
  const opened =
    row.sealed === null ? null : unseal(key, row.sealed, bound(district, row.stream, row.position));
  if (opened === null) throw new Error(`entry ${row.position} of the ledger cannot be opened`);
  const envelope: Envelope = JSON.parse(opened.subarray(32).toString('utf8'));
  if (!saysTheSame(envelope, row)) {
    throw new Error(`entry ${row.position} of the ledger is not what its columns say`);
  }
  return {
    position: row.position,
    stream: known(row.stream),
    version: row.version,
    act: known(row.act),
    nth: row.nth,
    happenedAt: row.happened_at,
    recordedAt: row.recorded_at,
    actor: envelope.actor,
    event: envelope.body as Fact as Event,
  };
}

// The database guards what opens by the columns, and the law reads the envelope. Were the two to
// differ, an entry that the database took for a note could open a door.
function saysTheSame(envelope: Envelope, row: EntryRow): boolean {
  const { body, type, stream, version, position } = envelope;
  const digest = row.signed_digest?.toString('base64url');
  return (
    type === row.type &&
    body.type === row.type &&
    stream === row.stream &&
    version === row.version &&
    position === row.position &&
    body.signed?.digest === digest
  );
}

/** Where an act already stands in the ledger; empty when it never got in. */
export async function findAct(transaction: Transaction, act: ActId): Promise<{ stream: string }[]> {
  return transaction.query(
    'select stream from ledger_entry where district = $1 and act = $2 order by nth',
    [transaction.district, act],
  );
}

/** Writes facts behind the head: entry, sealed body and head in one statement. */
export async function append(
  transaction: Transaction,
  head: Head,
  key: Buffer,
  recorded: readonly Recorded<Fact>[],
): Promise<Frontier> {
  let frontier = head.frontier;
  const lines = recorded.map((each) => {
    const line = sealEntry(transaction.district, each, key);
    frontier = appendLeaf(sha256, frontier, leafHash(sha256, line.leaf));
    return line;
  });
  await transaction.query(
    `with written as (
       insert into ledger_entry (district, position, stream, version, act, nth, type, happened_at,
                                 recorded_at, leaf, signed_digest)
       select $1, * from unnest($2::bigint[], $3::text[], $4::int[], $5::uuid[], $6::smallint[],
                                $7::text[], $8::timestamptz[], $9::timestamptz[], $10::bytea[],
                                $11::bytea[])
       returning position),
     bodies as (
       insert into ledger_body select $1, * from unnest($2::bigint[], $12::bytea[]))
     update ledger_head set size = $13, frontier = $14, last_recorded_at = $15 where district = $1`,
    [
      transaction.district,
      recorded.map((each) => each.position),
      recorded.map((each) => each.stream),
      recorded.map((each) => each.version),
      recorded.map((each) => each.act),
      recorded.map((each) => each.nth),
      recorded.map((each) => each.event.type),
      recorded.map((each) => each.happenedAt),
      recorded.map((each) => each.recordedAt),
      lines.map((line) => line.leaf),
      recorded.map((each) => signedDigest(each.event)),
      lines.map((line) => line.sealed),
      Number(frontier.size),
      Buffer.from(frontierBytes(frontier)),
      recorded.at(-1)?.recordedAt,
    ],
  );
  return frontier;
}

function signedDigest(event: Fact): Buffer | null {
  return event.signed === undefined ? null : Buffer.from(event.signed.digest, 'base64url');
}

/** The salted commitment of one entry, and the sealed bytes that open it. */
export function sealEntry(
  district: string,
  each: Recorded<Fact>,
  key: Buffer,
): { leaf: Buffer; sealed: Buffer } {
  const envelope = canonicalJson({
    act: each.act,
    actor: each.actor as Json,
    body: each.event as Json,
    district,
    happenedAt: each.happenedAt,
    nth: each.nth,
    position: each.position,
    recordedAt: each.recordedAt,
    stream: each.stream,
    type: each.event.type,
    version: each.version,
  });
  const opened = Buffer.concat([randomBytes(32), Buffer.from(envelope, 'utf8')]);
  return {
    leaf: sha256(opened),
    sealed: seal(key, opened, bound(district, each.stream, each.position)),
  };
}

/** Opens one sealed entry: its salt and its canonical text; null when key or bytes are wrong. */
export function openEntry(
  district: string,
  entry: { readonly stream: string; readonly position: number; readonly sealed: Buffer },
  key: Buffer,
): { opened: Buffer } | null {
  const { stream, position, sealed } = entry;
  const opened = unseal(key, sealed, bound(district, stream, position));
  return opened === null || opened.length <= 32 ? null : { opened };
}
