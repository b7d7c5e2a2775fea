import { mayDo, mayReport } from '#district';
import type { Desk } from '#district/desk';
import type { HouseRefusal } from '#ledger';
import { sha256 } from '#platform/secrets';
import type { EncounterId, PaperId, StreamId } from '#std/ids';
import { originalBytesMax, type PaperRefusal, type ShownMedia, sniff } from './words.ts';

/** An original on file: where it lies, and the digest of the bytes as they came. */
export type Kept =
  | {
      readonly kind: 'kept';
      readonly paper: PaperId;
      readonly sha256: string;
      readonly mediaType: ShownMedia;
    }
  | { readonly kind: 'refused'; readonly refusal: PaperRefusal | HouseRefusal };

/** What came in: the bytes, and the hash the device took before sending, if it could. */
export type Upload = {
  readonly encounter: EncounterId;
  readonly paper: PaperId;
  readonly bytes: Uint8Array;
  readonly deviceSha256: string | null;
};

/**
 * Keeps the original of a paper, byte for byte, sealed under the encounter's key.
 *
 * Never judges the paper. Refuses only bytes that nobody could look at, and a file that is not the
 * one the device hashed; the report of the paper itself is taken in any case.
 */
export async function keepOriginal(desk: Desk, upload: Upload): Promise<Kept> {
  if (!mayReport(desk.who)) return { kind: 'refused', refusal: 'this-duty-may-not-do-that' };
  const refusal = unfit(upload);
  if (refusal !== null) return { kind: 'refused', refusal };
  const mediaType = sniff(upload.bytes);
  if (mediaType === null) {
    return { kind: 'refused', refusal: 'the-file-is-neither-a-photo-nor-a-pdf' };
  }
  const digest = sha256(upload.bytes);
  const { house } = desk;
  const key = await house.keys.keyOf(house.district, streamOfEncounter(upload.encounter));
  if (key === null) return { kind: 'refused', refusal: 'the-file-changed-on-its-way' };
  await desk.objects.put(nameOf(house.district, upload.paper), upload.bytes, key);
  await house.database.inDistrict(house.district, (transaction) =>
    transaction.query(
      `insert into paper_original (district, paper, encounter, sha256, media_type, size_bytes,
                                   stored_at)
       values ($1, $2, $3, $4, $5, $6, $7) on conflict do nothing`,
      [
        house.district,
        upload.paper,
        upload.encounter,
        digest,
        mediaType,
        upload.bytes.length,
        house.clock.now(),
      ],
    ),
  );
  return { kind: 'kept', paper: upload.paper, sha256: digest.toString('hex'), mediaType };
}

function unfit(upload: Upload): PaperRefusal | null {
  if (upload.bytes.length === 0) return 'the-file-is-empty';
  if (upload.bytes.length > originalBytesMax) return 'the-file-is-larger-than-25-megabytes';
  const { deviceSha256 } = upload;
  if (deviceSha256 !== null && deviceSha256 !== sha256(upload.bytes).toString('hex')) {
    return 'the-file-changed-on-its-way';
  }
  return null;
}

const nameOf = (district: string, paper: PaperId) => `${district}/paper/${paper}`;
const streamOfEncounter = (encounter: EncounterId) => `encounter/${encounter}` as StreamId;

/**
 * An original for somebody who may see papers; null when there is none, it is damaged, or they may
 * not.
 */
export async function readOriginal(
  desk: Desk,
  about: { encounter: EncounterId; paper: PaperId; school: string | null },
): Promise<{ bytes: Buffer; mediaType: string } | null> {
  if (!mayDo(desk.who, 'see-papers', about.school)) return null;
  const { house } = desk;
  const [row] = await house.database.inDistrict(house.district, (transaction) =>
    transaction.query<{ media_type: string; sha256: Buffer }>(
      `select media_type, sha256 from paper_original
       where district = $1 and paper = $2 and encounter = $3`,
      [house.district, about.paper, about.encounter],
    ),
  );
  const key = await house.keys.keyOf(house.district, streamOfEncounter(about.encounter));
  if (row === undefined || key === null) return null;
  const bytes = await desk.objects.get(nameOf(house.district, about.paper), key);
  if (bytes === null || !sha256(bytes).equals(row.sha256)) return null;
  return { bytes, mediaType: row.media_type };
}
