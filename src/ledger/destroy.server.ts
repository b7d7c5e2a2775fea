import type { Transaction } from '#platform/database';
import type { StreamId } from '#std/ids';
import { destructionType } from './history.server.ts';
import { keysStream, writeOwnFacts } from './own-facts.server.ts';
import type { House } from './perform.server.ts';
import { lockHead, readStream } from './store.server.ts';
import type { Fact, DestructionRefusal } from './words.ts';

/** What the ledger says for ever about content that went by law. */
type StreamKeyDestroyed = Fact & {
  readonly type: typeof destructionType;
  readonly stream: string;
  readonly positions: readonly number[];
  readonly reason: string;
};

export type Destruction =
  | { readonly kind: 'destroyed'; readonly entries: number }
  | { readonly kind: 'refused'; readonly refusal: DestructionRefusal };

/**
 * Destroys the content of a stream by destroying its key, everywhere and for ever.
 *
 * The ledger first says which entries lose their content and why; only then does the key go, while
 * no one can write. Broken off in between, everything verifies and nothing is lost; run again, it
 * ends. Never removes an entry, never destroys what the ledger says of itself, and never what a
 * legal hold keeps. Needs the keeper's role: no other may touch a key. `reason` names the records
 * series and the authorization, and no person.
 */
export async function destroyStream(
  house: House,
  stream: StreamId,
  reason: string,
): Promise<Destruction> {
  if (stream.startsWith('ledger/')) return refused('the-ledger-keeps-its-own-record');
  const key = await house.keys.keyOf(house.district, keysStream);
  if (key === null) throw new Error('the stream of destructions was destroyed');
  for (;;) {
    const step = await house.database.inDistrict(house.district, (transaction) =>
      destroyStep(house, transaction, { stream, reason, key }),
    );
    if (step !== 'said') return step;
  }
}

type Wanted = { readonly stream: StreamId; readonly reason: string; readonly key: Buffer };

// Says what has not been said yet, or else destroys the key. Both under the lock of the head, so
// that no entry slips in between the last word and the deed.
async function destroyStep(
  house: House,
  transaction: Transaction,
  { stream, reason, key }: Wanted,
): Promise<Destruction | 'said'> {
  const head = await lockHead(transaction);
  if (await isHeld(transaction, stream)) return refused('a-legal-hold-keeps-it');
  const positions = await positionsOf(transaction, stream);
  if (positions.length === 0) return refused('there-is-no-such-stream');
  const told = await readStream<StreamKeyDestroyed>(transaction, keysStream, key);
  const said = new Set(
    told.flatMap(({ event }) => (event.stream === stream ? event.positions : [])),
  );
  const unsaid = positions.filter((position) => !said.has(position));
  if (unsaid.length === 0) {
    await house.keys.destroy(house.district, stream, house.clock.now());
    return { kind: 'destroyed', entries: positions.length };
  }
  const fact: StreamKeyDestroyed = { type: destructionType, stream, positions: unsaid, reason };
  await writeOwnFacts(house, transaction, head, { stream: keysStream, key, facts: [fact] });
  return 'said';
}

async function isHeld(transaction: Transaction, stream: StreamId): Promise<boolean> {
  const rows = await transaction.query(
    'select from legal_hold where district = $1 and stream = $2 and lifted_at is null limit 1',
    [transaction.district, stream],
  );
  return rows.length > 0;
}

async function positionsOf(transaction: Transaction, stream: StreamId): Promise<number[]> {
  const rows = await transaction.query<{ position: number }>(
    'select position from ledger_entry where district = $1 and stream = $2 order by position',
    [transaction.district, stream],
  );
  return rows.map((row) => row.position);
}

function refused(refusal: DestructionRefusal): Destruction {
  return { kind: 'refused', refusal };
}
