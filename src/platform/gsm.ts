/**
 * How many pieces a text message is cut into, which is what it costs and how likely it is to
 * arrive whole (3GPP TS 23.038). Pure.
 */

const basic =
  '@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?' +
  '¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà';
const extension = '\f^{}\\[~]|€';

const costs: ReadonlyMap<string, number> = new Map([
  ...Array.from(basic, (letter): [string, number] => [letter, 1]),
  ...Array.from(extension, (letter): [string, number] => [letter, 2]),
]);

/** What a text costs. `characters` counts as carriers do: '€' is two, and so is an emoji. */
export type SmsSegments = {
  readonly encoding: 'gsm-7' | 'ucs-2';
  readonly characters: number;
  readonly segments: number;
};

/**
 * Counts the segments of a text. One letter outside GSM-7 (á í ó ú are; è ò é ñ ü are not) turns
 * the whole message into UCS-2 and more than halves what fits. Never splits a letter that takes
 * two places, so a long text can need one segment more than a division says. Empty text is zero.
 */
export function smsSegments(text: string): SmsSegments {
  const letters = Array.from(text);
  const isGsm = letters.every((letter) => costs.has(letter));
  const sizes = letters.map((letter) => (isGsm ? (costs.get(letter) ?? 2) : letter.length));
  const characters = sizes.reduce((sum, size) => sum + size, 0);
  const [alone, joined] = isGsm ? [160, 153] : [70, 67];
  const segments = characters <= alone ? Math.min(characters, 1) : pack(sizes, joined);
  return { encoding: isGsm ? 'gsm-7' : 'ucs-2', characters, segments };
}

function pack(sizes: readonly number[], capacity: number): number {
  let segments = 1;
  let used = 0;
  for (const size of sizes) {
    const fits = used + size <= capacity;
    segments += fits ? 0 : 1;
    used = fits ? used + size : size;
  }
  return segments;
}
