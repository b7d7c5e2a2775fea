import type { House } from '#ledger/perform';
import type { Transaction } from '#platform/database';
import { freshToken, sha256 } from '#platform/secrets';
import type { PersonId } from '#std/ids';
import type { Instant } from '#std/instant';
import { linkExpiry } from './sessions.server.ts';

/** What a link is for. Each works once, and not for longer than a week. */
export type LinkPurpose = 'first-setup' | 'new-person' | 'new-device';

export type Link = {
  readonly purpose: LinkPurpose;
  readonly person: PersonId | null;
  readonly school: string | null;
  readonly label: string | null;
};

/** Makes a link and answers with its token; the store keeps only the hash. */
export async function makeLink(
  transaction: Transaction,
  house: Pick<House, 'clock'>,
  link: Link,
): Promise<string> {
  const token = freshToken();
  await transaction.query(
    `insert into link (district, token_hash, purpose, person, school, label, expires_at)
     values ($1, $2, $3, $4, $5, $6, $7)`,
    [
      transaction.district,
      sha256(token),
      link.purpose,
      link.person,
      link.school,
      link.label,
      linkExpiry(house.clock.now()),
    ],
  );
  return token;
}

/** What a link still stands for; null when it is unknown, used or too old. Changes nothing. */
export async function findLink(
  transaction: Transaction,
  token: string,
  at: Instant,
): Promise<Link | null> {
  const [row] = await transaction.query<Link & { expires_at: string; used_at: string | null }>(
    `select purpose, person, school, label, expires_at, used_at from link
     where district = $1 and token_hash = $2`,
    [transaction.district, sha256(token)],
  );
  return row === undefined || row.used_at !== null || row.expires_at < at ? null : row;
}

/** Uses a link up. Of two people with the same link one gets true, the other false. */
export async function useLink(
  transaction: Transaction,
  token: string,
  at: Instant,
): Promise<boolean> {
  const rows = await transaction.query(
    `update link set used_at = $3
     where district = $1 and token_hash = $2 and used_at is null and expires_at >= $3
     returning 1 as used`,
    [transaction.district, sha256(token), at],
  );
  return rows.length === 1;
}
