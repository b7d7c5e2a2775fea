import { type EncounterId, known, type StreamId, streamOf } from '#std/ids';

/** The stream in which an encounter's story stands. */
export function encounterStream(encounter: EncounterId): StreamId {
  return streamOf('encounter', encounter);
}

/** The encounter whose story a stream holds. */
export function encounterOf(stream: StreamId): EncounterId {
  return known(stream.slice('encounter/'.length));
}
