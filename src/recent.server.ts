import { createHash } from 'node:crypto';
import type { Instant } from '#std/instant';
import { plusSeconds } from '#std/instant';

/**
 * Which sessions and tokens this process saw to be good a while ago.
 *
 * Asked only while the database is away, and only to take a report: a stranger who makes up a
 * cookie must not be able to ring phones on the worst day. Keeps hashes, never a token and never a
 * person.
 */
export type Recent = {
  readonly remember: (token: string, at: Instant) => void;
  readonly saw: (token: string, at: Instant) => boolean;
};

const goodForSeconds = 12 * 60 * 60;
const keptMost = 50_000;

/** An empty memory of one process. */
export function openRecent(): Recent {
  const seen = new Map<string, Instant>();
  const nameOf = (token: string) => createHash('sha256').update(token).digest('base64');
  return {
    remember: (token, at) => {
      if (seen.size >= keptMost) seen.clear();
      seen.set(nameOf(token), at);
    },
    saw: (token, at) => (seen.get(nameOf(token)) ?? '') > plusSeconds(at, -goodForSeconds),
  };
}
