import type { SignsAs } from '#district/counsel-grant';
import { readUuid } from '#std/ids';

/**
 * What somebody is asked to sign for a new counsel, as the page's form names it; null when it names
 * nothing.
 */
export function readSigning(form: FormData): { grant: string; as: SignsAs; nonce: string } | null {
  const grant = readUuid<string>(form.get('grant'));
  const as = form.get('as');
  const nonce = String(form.get('nonce') ?? '');
  if (grant === null || nonce.length < 16) return null;
  return as === 'legal-counsel' || as === 'superintendent' ? { grant, as, nonce } : null;
}
