/** The kinds of bytes that a phone's camera or a scanner makes and that a browser can show. */
export const shownMedia = ['image/jpeg', 'image/png', 'image/webp', 'application/pdf'] as const;
export type ShownMedia = (typeof shownMedia)[number];

/** The largest original we take, in bytes: a phone's photo is a tenth of it. */
export const originalBytesMax = 25 * 1024 * 1024;

/** "Refused, because …" */
export const paperRefusals = [
  'the-file-is-empty',
  'the-file-is-larger-than-25-megabytes',
  'the-file-is-neither-a-photo-nor-a-pdf',
  'the-file-changed-on-its-way',
] as const;
export type PaperRefusal = (typeof paperRefusals)[number];

/** What the first bytes say that the file is; its name and its sender's word count for nothing. */
export function sniff(bytes: Uint8Array): ShownMedia | null {
  const begins = (...signature: number[]) =>
    signature.every((byte, index) => bytes[index] === byte);
  if (begins(0xff, 0xd8, 0xff)) return 'image/jpeg';
  if (begins(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a)) return 'image/png';
  if (begins(0x52, 0x49, 0x46, 0x46) && bytes[8] === 0x57 && bytes[9] === 0x45) return 'image/webp';
  if (begins(0x25, 0x50, 0x44, 0x46, 0x2d)) return 'application/pdf';
  return null;
}
