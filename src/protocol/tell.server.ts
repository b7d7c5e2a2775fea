import { createHash } from 'node:crypto';
import { findEncounter } from '#encounter/store';
import type { Desk } from '#district/desk';
import { type AboutNotice, type NoticeOutcome, readNotice, releaseNotice } from '#notice/acts';
import { known, type NoticeId } from '#std/ids';

/** The notice that an encounter leads to: one, whoever asks and however often. */
export function noticeIdFor(district: string, encounter: string): NoticeId {
  const hex = createHash('sha256').update(`${district}/notice/${encounter}`).digest('hex');
  const parts = [hex.slice(0, 8), hex.slice(8, 12), `8${hex.slice(13, 16)}`];
  return known(`${parts.join('-')}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`);
}

/**
 * Releases a notice, telling its law whether agents are still at the school.
 *
 * The browser is not asked: whether they have gone is what the door reported. (principle 4)
 */
export async function releaseToFamilies(
  desk: Desk,
  about: AboutNotice,
  digest: string,
): Promise<NoticeOutcome> {
  const notice = await readNotice(desk, about.notice);
  const encounter = notice?.draft?.encounter ?? null;
  const agentsAreHere = encounter === null ? false : await areHere(desk, encounter);
  return releaseNotice(desk, about, { digest, agentsAreHere });
}

async function areHere(desk: Desk, encounter: string): Promise<boolean> {
  const row = await desk.house.database.inDistrict(desk.house.district, (transaction) =>
    findEncounter(transaction, encounter),
  );
  return row?.presence === 'outside' || row?.presence === 'inside';
}
