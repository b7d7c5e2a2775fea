import { createHash } from 'node:crypto';
import type { Due } from '#platform/due';
import { type ActId, known } from '#std/ids';

/** An act id made from a fact's position: the same errand twice is the same act, and so once. */
export function actOf(due: Pick<Due, 'district' | 'errand' | 'subject' | 'position'>): ActId {
  const text = `${due.district}/${due.errand}/${due.subject}/${due.position}`;
  const hex = createHash('sha256').update(text).digest('hex');
  const parts = [hex.slice(0, 8), hex.slice(8, 12), `8${hex.slice(13, 16)}`];
  return known(`${parts.join('-')}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`);
}
