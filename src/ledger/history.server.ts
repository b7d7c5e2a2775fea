/**
 * What entries must be to each other, in the order they stand in: the part of verifying that a
 * ledger and an export of one both go through.
 */
import { hash } from 'node:crypto';
import {
  columnThatDiffers,
  isMembers,
  type ReadEnvelope,
  readEnvelope,
} from './envelope.server.ts';
import { canonicalJson, type Json } from '#std/canonical-json';
import type { Given } from './given.server.ts';
import { problemOfEvidence } from './signed-evidence.server.ts';

/** What a verifier found. It names the first wrong entry, and never says what an entry holds. */
export type Verdict =
  | { readonly kind: 'whole'; readonly size: number; readonly root: string }
  | Wrong;
export type Wrong = { readonly kind: 'wrong'; readonly position: number; readonly problem: string };

/** The fact by which a ledger says that a stream's content is gone, and which entries that were. */
export const destructionType = 'StreamKeyDestroyed';

/**
 * Which entries may be without content: for each the stream it was of, and the entry that says so.
 */
export type Destructions = {
  readonly streamOf: ReadonlyMap<number, string>;
  readonly saidBy: ReadonlyMap<number, number>;
  readonly faults: ReadonlyMap<number, string>;
};

/**
 * Reads what was destroyed out of the entries that say so. Those that cannot be read say nothing.
 */
export function readDestructions(district: string, entries: readonly Given[]): Destructions {
  const streamOf = new Map<number, string>();
  const saidBy = new Map<number, number>();
  const faults = new Map<number, string>();
  for (const given of entries) {
    if (given.opened === null || !isCommitted(given)) continue;
    const reading = readEnvelope(given.opened, { district, position: given.position });
    if (reading.kind === 'wrong' || reading.envelope.type !== destructionType) continue;
    const fault = noteDestruction(reading.envelope, given.position, { streamOf, saidBy });
    if (fault !== null) faults.set(given.position, fault);
  }
  return { streamOf, saidBy, faults };
}

function noteDestruction(
  envelope: ReadEnvelope,
  position: number,
  noted: { streamOf: Map<number, string>; saidBy: Map<number, number> },
): string | null {
  const { stream, positions } = envelope.body;
  if (typeof stream !== 'string' || !Array.isArray(positions)) {
    return 'the destruction names no stream or no positions';
  }
  const listed: readonly unknown[] = positions;
  for (const gone of listed) {
    if (!isPosition(gone)) return 'a destroyed position is not a number';
    if (gone >= position) return `it claims to destroy entry ${gone}, which is not before it`;
    const before: string = noted.streamOf.get(gone) ?? stream;
    if (before !== stream) return ofAnother(gone);
    noted.streamOf.set(gone, stream);
    if (!noted.saidBy.has(gone)) noted.saidBy.set(gone, position);
  }
  return null;
}

function isPosition(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}

function ofAnother(gone: number): string {
  return `it claims to destroy entry ${gone}, which is of another stream`;
}

/** What is remembered while entries pass by. */
export type History = {
  /** What is wrong with the next entry; null when nothing is. */
  readonly look: (given: Given) => string | null;
  /** When the newest entry so far was recorded; empty before the first. */
  readonly latest: () => string;
};

/**
 * Begins at the first entry. Remembers one number for each stream and one for each entry that was
 * destroyed, and nothing of the others.
 */
export function beginHistory(district: string, destructions: Destructions): History {
  const versions = new Map<string, number>();
  const claimedWrongly = new Map<number, string>();
  let latest = '';
  const follow = (stream: string, version: number | null): string | null => {
    const following = (versions.get(stream) ?? 0) + 1;
    versions.set(stream, following);
    if (version === null || version === following) return null;
    return `its version is ${version}, and ${following} must follow`;
  };
  const passes = (moment: string): string | null => {
    if (moment < latest) return 'it was recorded before an entry that stands ahead of it';
    latest = moment;
    return null;
  };
  // A destruction may list an entry that is still there, of its own stream only.
  const noteClaim = (position: number, stream: string): void => {
    const claimed = destructions.streamOf.get(position) ?? stream;
    const by = destructions.saidBy.get(position);
    if (claimed !== stream && by !== undefined) claimedWrongly.set(by, ofAnother(position));
  };
  const lookAtGone = (given: Given): string | null => {
    const stream = destructions.streamOf.get(given.position);
    const said = given.columns?.stream ?? stream;
    if (stream === undefined || said !== stream) {
      return 'its content is missing and no later entry destroyed it';
    }
    const { version = null, recordedAt = null } = given.columns ?? {};
    return follow(stream, version) ?? (recordedAt === null ? null : passes(momentOf(recordedAt)));
  };
  const look = (given: Given): string | null => {
    if (given.fault !== null) return given.fault;
    if (given.opened === null) return lookAtGone(given);
    if (!isCommitted(given)) return 'the envelope is not what the leaf commits to';
    const reading = readEnvelope(given.opened, { district, position: given.position });
    if (reading.kind === 'wrong') return reading.problem;
    const { envelope } = reading;
    noteClaim(given.position, envelope.stream);
    return (
      problemOfColumns(given, envelope) ??
      destructions.faults.get(given.position) ??
      claimedWrongly.get(given.position) ??
      follow(envelope.stream, envelope.version) ??
      passes(envelope.recordedAt) ??
      problemOfSigned(envelope)
    );
  };
  return { look, latest: () => latest };
}

function isCommitted({ opened, leaf }: Given): boolean {
  if (opened === null || leaf.length !== 32) return false;
  return hash('sha256', opened, 'hex') === leaf.toHex();
}

function momentOf(microseconds: number): string {
  return new Date(microseconds / 1000).toISOString();
}

function problemOfColumns(given: Given, envelope: ReadEnvelope): string | null {
  const column = given.columns === null ? null : columnThatDiffers(envelope, given.columns);
  return column === null ? null : `the column ${column} is not what the envelope says`;
}

function problemOfSigned({ body, stream, version }: ReadEnvelope): string | null {
  if (!('signed' in body)) return null;
  return problemOfEvidence(body.signed) ?? problemOfWhatFollowed(body, stream, version);
}

// What was signed is what is done: whatever fact and signed content both say, they say alike, and
// a content that names its encounter and version was signed for this entry.
function problemOfWhatFollowed(
  body: ReadEnvelope['body'],
  stream: string,
  version: number,
): string | null {
  const content = isMembers(body.signed) ? body.signed.content : null;
  if (!isMembers(content)) return 'what was signed is no object';
  for (const name of Object.keys(content)) {
    if (name === 'type' || !(name in body)) continue;
    if (canonicalJson(content[name] as Json) !== canonicalJson(body[name] as Json)) {
      return `${name} is not what was signed`;
    }
  }
  if ('encounter' in content && `encounter/${content.encounter}` !== stream) {
    return 'it was signed for another encounter';
  }
  const isForThis = !('encounter' in content) || content.version === version;
  return isForThis ? null : 'it was signed for another version';
}
