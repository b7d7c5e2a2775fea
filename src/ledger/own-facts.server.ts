import { randomUUID } from 'node:crypto';
import type { Transaction } from '#platform/database';
import { known, type StreamId, streamOf } from '#std/ids';
import { later } from '#std/instant';
import type { Frontier } from './core/merkle.ts';
import type { House } from './perform.server.ts';
import { append, type Head } from './store.server.ts';
import { keepTiles } from './tiles.server.ts';
import type { Actor, Fact, Recorded } from './words.ts';

/** Where the ledger pads itself, so that its length tells nothing. */
export const paddingStream: StreamId = streamOf('ledger', 'padding');
/** Where the ledger says which streams were destroyed. */
export const keysStream: StreamId = streamOf('ledger', 'keys');

const keeper: Actor = { kind: 'program', part: 'keeper' };

/**
 * Writes facts that the ledger states of itself, behind a head that the caller has locked.
 *
 * They are entries like all others, sealed and counted in the same way: nobody outside can tell
 * them apart. Nothing follows from them.
 */
export async function writeOwnFacts(
  house: Pick<House, 'clock'>,
  transaction: Transaction,
  head: Head,
  own: { stream: StreamId; key: Buffer; facts: readonly Fact[] },
): Promise<Frontier> {
  if (own.facts.length === 0) return head.frontier;
  const [row] = await transaction.query<{ version: number }>(
    `select coalesce(max(version), 0) as version from ledger_entry
     where district = $1 and stream = $2`,
    [transaction.district, own.stream],
  );
  const moment = later(house.clock.now(), head.lastRecordedAt);
  const act = randomUUID();
  const recorded = own.facts.map(
    (event, nth): Recorded<Fact> => ({
      position: Number(head.frontier.size) + nth,
      stream: own.stream,
      version: (row?.version ?? 0) + nth + 1,
      act: known(act),
      nth,
      happenedAt: moment,
      recordedAt: moment,
      actor: keeper,
      event,
    }),
  );
  const frontier = await append(transaction, head, own.key, recorded);
  await keepTiles(transaction, head.frontier.size, frontier.size);
  return frontier;
}
