import type { Database } from '#platform/database';
import type { Heard, Hub } from './world.server.ts';

/**
 * Tells open pages that a stream changed. It carries the stream's name and nothing of its content.
 */
export function openHub(database: Database, until: AbortSignal): Hub {
  const waiting = new Set<Heard>();
  database.listen(
    'threshold',
    (payload) => {
      const stream = payload.split(' ')[1] ?? '';
      for (const heard of waiting) heard(stream);
    },
    until,
  );
  return {
    join: (heard) => {
      waiting.add(heard);
      return () => waiting.delete(heard);
    },
  };
}
