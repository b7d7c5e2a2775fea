/** What a verifier is given: entries in order, opened as far as their keys are there. */
import type { Row } from '#platform/database';
import type { House } from './perform.server.ts';
import { openEntry } from './store.server.ts';

/**
 * What the table says of an entry beside its sealed envelope. Moments in microseconds since 1970.
 */
export type Columns = {
  readonly stream: string;
  readonly version: number;
  readonly act: string;
  readonly nth: number;
  readonly type: string;
  readonly happenedAt: number;
  readonly recordedAt: number;
  readonly signedDigest: Uint8Array | null;
};

/** One entry as a verifier meets it, wherever it was kept. */
export type Given = {
  readonly position: number;
  readonly leaf: Uint8Array;
  /** Salt and canonical envelope; null when they are gone, or nobody holds their key. */
  readonly opened: Buffer | null;
  /** What is wrong before anything else is looked at. */
  readonly fault: string | null;
  /** Null in an export, which has no table. */
  readonly columns: Columns | null;
};

/** How many entries are read at once. A multiple of a tile, so that tiles end where pages end. */
export const pageSize = 2048;

type EntryRow = {
  position: number;
  stream: string;
  version: number;
  act: string;
  nth: number;
  type: string;
  happened_at: number;
  recorded_at: number;
  leaf: Buffer;
  signed_digest: Buffer | null;
};

type Bodies = ReadonlyMap<number, Buffer>;
type Page = { readonly rows: readonly EntryRow[]; readonly bodies: Bodies };

// In microseconds, as stored: a moment that was moved by one of them is a changed column too.
const entryColumns = `position, stream, version, act, nth, type, leaf, signed_digest,
  (extract(epoch from happened_at) * 1000000)::bigint as happened_at,
  (extract(epoch from recorded_at) * 1000000)::bigint as recorded_at`;

/**
 * The entries before `size`, a page at a time; the next page is on its way while one is looked at.
 *
 * Two pages are in memory, never more. Where entries are missing the pages are shorter.
 */
export async function* readPages(
  house: House,
  keys: ReadonlyMap<string, Buffer>,
  size: number,
): AsyncGenerator<readonly Given[]> {
  const read = (from: number) => readPage(house, from, Math.min(from + pageSize, size));
  let coming: Promise<Page> | null = size > 0 ? read(0) : null;
  try {
    for (let from = 0; coming !== null; from += pageSize) {
      const { rows, bodies }: Page = await coming;
      coming = from + pageSize < size ? read(from + pageSize) : null;
      // Whoever stops early leaves this page unread; its failure must not end the program.
      coming?.catch(() => {});
      yield rows.map((row) => givenOf(house.district, row, bodies, keys));
    }
  } finally {
    await coming?.catch(() => {});
  }
}

// Entries and bodies side by side, on two connections: joining them takes the database longer than
// reading both.
async function readPage(house: House, from: number, to: number): Promise<Page> {
  const select = <Found extends Row>(text: string) =>
    house.database.inDistrict(house.district, (transaction) =>
      transaction.query<Found>(text, [house.district, from, to]),
    );
  const [rows, bodies] = await Promise.all([
    select<EntryRow>(
      `select ${entryColumns} from ledger_entry
       where district = $1 and position >= $2 and position < $3 order by position`,
    ),
    select<BodyRow>(
      `select position, sealed from ledger_body
       where district = $1 and position >= $2 and position < $3`,
    ),
  ]);
  return { rows, bodies: byPosition(bodies) };
}

type BodyRow = { position: number; sealed: Buffer };

function byPosition(rows: readonly BodyRow[]): Bodies {
  return new Map(rows.map(({ position, sealed }) => [position, sealed]));
}

/** Every entry of one type, wherever it stands: read apart, before what it accounts for. */
export async function readOfType(
  house: House,
  keys: ReadonlyMap<string, Buffer>,
  type: string,
): Promise<readonly Given[]> {
  return house.database.inDistrict(house.district, async (transaction) => {
    const rows = await transaction.query<EntryRow>(
      `select ${entryColumns} from ledger_entry where district = $1 and type = $2 order by position`,
      [house.district, type],
    );
    const bodies = await transaction.query<BodyRow>(
      `select position, sealed from ledger_body
       where district = $1 and position = any($2::bigint[])`,
      [house.district, rows.map(({ position }) => position)],
    );
    const found = byPosition(bodies);
    return rows.map((row) => givenOf(house.district, row, found, keys));
  });
}

function givenOf(
  district: string,
  row: EntryRow,
  bodies: Bodies,
  keys: ReadonlyMap<string, Buffer>,
): Given {
  const key = keys.get(row.stream);
  const sealed = key === undefined ? undefined : bodies.get(row.position);
  const opened =
    key === undefined || sealed === undefined
      ? null
      : openEntry(district, { stream: row.stream, position: row.position, sealed }, key);
  return {
    position: row.position,
    leaf: row.leaf,
    opened: opened?.opened ?? null,
    fault: sealed !== undefined && opened === null ? 'its sealed bytes do not open' : null,
    columns: {
      stream: row.stream,
      version: row.version,
      act: row.act,
      nth: row.nth,
      type: row.type,
      happenedAt: row.happened_at,
      recordedAt: row.recorded_at,
      signedDigest: row.signed_digest,
    },
  };
}
