/**
 * The language to answer in, from what a browser says it reads (RFC 9110, 12.5.4; the lookup of RFC
 * 4647, 3.4: `es-MX` finds `es`). One of `offered`, or `otherwise` when none fits.
 */
export function chooseLanguage(
  header: string | null,
  offered: readonly string[],
  otherwise: string,
): string {
  const wished = (header ?? '')
    .slice(0, 500)
    .split(',')
    .map(readRange)
    .filter(({ quality }) => quality > 0)
    .sort((one, other) => other.quality - one.quality);
  for (const { range } of wished) {
    const found = offered.find((tag) => range === tag || range.startsWith(`${tag}-`));
    if (found !== undefined) return found;
  }
  return otherwise;
}

function readRange(text: string): { readonly range: string; readonly quality: number } {
  const [range = '', ...parameters] = text.toLowerCase().split(';');
  const quality = parameters.find((parameter) => /^\s*q\s*=/.test(parameter))?.split('=')[1];
  return { range: range.trim(), quality: quality === undefined ? 1 : Number(quality) || 0 };
}
