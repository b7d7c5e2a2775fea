import { type EncounterId, known, readUuid, type StreamId } from '#std/ids';
import { type Track, tracks } from '../words.ts';

/** The stream of one chain of one encounter. */
export function pagingStream(encounter: EncounterId, track: Track): StreamId {
  return known(`paging/${encounter}/${track}`);
}

/** Reads `<encounter>/<track>`, as errands name a chain; null when it is none. */
export function readChain(subject: string): { encounter: EncounterId; track: Track } | null {
  const [first, second] = subject.split('/');
  const encounter = readUuid<EncounterId>(first);
  const track = tracks.find((each) => each === second);
  return encounter === null || track === undefined ? null : { encounter, track };
}
