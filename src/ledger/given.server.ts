/** What a verifier is given: entries in order, opened as far as their keys are there. */
import type { House } from './perform.server.ts';
import { openEntry } from './store.server.ts';

/** What the table says of an entry beside its sealed envelope. Moments have microseconds. */
export type Columns = {
  readonly stream: string;
  readonly version: number;
  readonly act: string;
  readonly nth: number;
  readonly type: string;
  readonly happenedAt: string;
  readonly recordedAt: string;
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

type GivenRow = {
  position: number;
  stream: string;
  version: number;
  act: string;
  nth: number;
  type: string;
  happened_at: string;
  recorded_at: string;
  leaf: Buffer;
  signed_digest: Buffer | null;
  sealed: Buffer | null;
};

// With microseconds: a moment moved by one of them is a changed column too.
const columns = `e.position, e.stream, e.version, e.act, e.nth, e.type,
  to_char(e.happened_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as happened_at,
  to_char(e.recorded_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as recorded_at,
  e.leaf, e.signed_digest, b.sealed`;

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
  let coming: Promise<GivenRow[]> | null = size > 0 ? read(0) : null;
  try {
    for (let from = 0; coming !== null; from += pageSize) {
      const rows: GivenRow[] = await coming;
      coming = from + pageSize < size ? read(from + pageSize) : null;
      yield rows.map((row) => givenOf(house.district, row, keys));
    }
  } finally {
    await coming?.catch(() => {});
  }
}

function readPage(house: House, from: number, to: number): Promise<GivenRow[]> {
  return house.database.inDistrict(house.district, (transaction) =>
    transaction.query<GivenRow>(
      `select ${columns} from ledger_entry e left join ledger_body b using (district, position)
       where e.district = $1 and e.position >= $2 and e.position < $3 order by e.position`,
      [house.district, from, to],
    ),
  );
}

/** Every entry of one type, wherever it stands: read apart, before what it accounts for. */
export async function readOfType(
  house: House,
  keys: ReadonlyMap<string, Buffer>,
  type: string,
): Promise<readonly Given[]> {
  const rows = await house.database.inDistrict(house.district, (transaction) =>
    transaction.query<GivenRow>(
      `select ${columns} from ledger_entry e left join ledger_body b using (district, position)
       where e.district = $1 and e.type = $2 order by e.position`,
      [house.district, type],
    ),
  );
  return rows.map((row) => givenOf(house.district, row, keys));
}

function givenOf(district: string, row: GivenRow, keys: ReadonlyMap<string, Buffer>): Given {
  const key = keys.get(row.stream);
  const sealed = key === undefined ? null : row.sealed;
  const opened =
    key === undefined || sealed === null
      ? null
      : openEntry(district, { stream: row.stream, position: row.position, sealed }, key);
  return {
    position: row.position,
    leaf: row.leaf,
    opened: opened?.opened ?? null,
    fault: sealed !== null && opened === null ? 'its sealed bytes do not open' : null,
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
