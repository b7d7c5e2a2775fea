/** A feed of released notices. Times are RFC 3339; ids are tag URIs (RFC 4151). */
export type AtomFeed = {
  readonly id: string;
  readonly title: string;
  readonly author: string;
  readonly language: string;
  readonly updated: string;
  /** The address of the feed itself, and of the page it is about. */
  readonly self: string;
  readonly page: string;
  readonly entries: readonly AtomEntry[];
};

export type AtomEntry = {
  readonly id: string;
  readonly title: string;
  readonly published: string;
  readonly updated: string;
  readonly page: string;
  /** The page of the message that this one corrects, or that corrects this one. */
  readonly related: string | null;
  readonly text: string;
};

/** Writes a feed as Atom (RFC 4287). Text stays text: nothing of a notice becomes markup. */
export function writeAtom(feed: AtomFeed): string {
  return [
    '<?xml version="1.0" encoding="utf-8"?>',
    `<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="${escaped(feed.language)}">`,
    `  <id>${escaped(feed.id)}</id>`,
    `  <title>${escaped(feed.title)}</title>`,
    `  <updated>${escaped(feed.updated)}</updated>`,
    `  <author><name>${escaped(feed.author)}</name></author>`,
    `  <link rel="self" type="application/atom+xml" href="${escaped(feed.self)}"/>`,
    `  <link rel="alternate" type="text/html" href="${escaped(feed.page)}"/>`,
    ...feed.entries.flatMap(entryLines),
    '</feed>',
    '',
  ].join('\n');
}

function entryLines(entry: AtomEntry): readonly string[] {
  const related =
    entry.related === null ? [] : [`    <link rel="related" href="${escaped(entry.related)}"/>`];
  return [
    '  <entry>',
    `    <id>${escaped(entry.id)}</id>`,
    `    <title>${escaped(entry.title)}</title>`,
    `    <published>${escaped(entry.published)}</published>`,
    `    <updated>${escaped(entry.updated)}</updated>`,
    `    <link rel="alternate" type="text/html" href="${escaped(entry.page)}"/>`,
    ...related,
    `    <content type="text">${escaped(entry.text)}</content>`,
    '  </entry>',
  ];
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

// XML 1.0, 2.2: one character that it does not allow makes every reader refuse the whole feed.
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters to take out.
const notXml = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g;

function escaped(text: string): string {
  return text
    .toWellFormed()
    .replaceAll(notXml, '\ufffd')
    .replaceAll(/[&<>"']/g, (sign) => entities[sign] ?? sign);
}
