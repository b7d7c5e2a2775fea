declare const brand: unique symbol;
type Branded<Name extends string> = string & { readonly [brand]: Name };

export type DistrictId = Branded<'district'>;
export type SchoolId = Branded<'school'>;
export type PersonId = Branded<'person'>;
export type DeviceId = Branded<'device'>;
export type ActId = Branded<'act'>;
export type EncounterId = Branded<'encounter'>;
export type PaperId = Branded<'paper'>;
export type NoticeId = Branded<'notice'>;
export type AttemptId = Branded<'attempt'>;
export type GrantId = Branded<'grant'>;
export type StreamId = Branded<'stream'>;

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
const slug = /^[a-z0-9](?:[a-z0-9-]{0,62}[a-z0-9])?$/;

/**
 * Reads an id made of a UUID; null when the text is none. Which thing it names is the caller's
 * claim.
 */
export function readUuid<Id extends string>(text: unknown): Id | null {
  return typeof text === 'string' && uuid.test(text) ? (text as Id) : null;
}

/** Reads a district's or a school's slug. */
export function readSlug<Id extends string>(text: unknown): Id | null {
  return typeof text === 'string' && slug.test(text) ? (text as Id) : null;
}

/** The stream that holds one thing's story, as `encounter/<uuid>`. */
export function streamOf(room: string, id: string): StreamId {
  return `${room}/${id}` as StreamId;
}

/** Trusts a text from our own store or code to be an id. Never for anything from outside. */
export function known<Id extends string>(text: string): Id {
  return text as Id;
}
