import type { PublicWords } from '#translations/public.en';
import type { AtomEntry, AtomFeed } from './atom.ts';

/** A released notice as a page shows it. */
export type ShownNotice = {
  readonly notice: string;
  readonly releasedAt: string;
  readonly replaces: string | null;
  readonly corrected: { readonly by: string; readonly at: string } | null;
  readonly text: { readonly subject: string; readonly body: string } | null;
};

/** Where the feed stands, and in whose words it speaks. */
export type FeedPlace = {
  readonly language: string;
  readonly words: PublicWords;
  readonly district: {
    readonly slug: string;
    readonly name: string;
    readonly office: { readonly phone: string };
  };
  readonly address: string;
};

// A feed has a time even before its first entry (RFC 4287, 4.1.1): the day of its ids.
const firstDay = '2026-01-01';

/** The status page as a feed: the same notices and words, nothing that the page does not say. */
export function statusFeed(notices: readonly ShownNotice[], place: FeedPlace): AtomFeed {
  const page = `${place.address}/${place.language}/status`;
  const moments = notices.map(updatedAt).sort();
  return {
    id: idOf(place, `${place.district.slug}/${place.language}/status`),
    title: `${place.words.status.listTitle}: ${place.district.name}`,
    author: place.district.name,
    language: place.language,
    updated: moments.at(-1) ?? `${firstDay}T00:00:00.000Z`,
    self: `${page}.atom`,
    page,
    entries: notices.map((notice) => entryOf(notice, place, page)),
  };
}

function updatedAt(notice: ShownNotice): string {
  return notice.corrected?.at ?? notice.releasedAt;
}

function idOf(place: FeedPlace, specific: string): string {
  return `tag:${new URL(place.address).hostname},${firstDay}:${specific}`;
}

function entryOf(notice: ShownNotice, place: FeedPlace, page: string): AtomEntry {
  const { status } = place.words;
  const related = notice.corrected?.by ?? notice.replaces;
  const missing = `${status.notInLanguage} ${place.district.office.phone}`;
  const text = notice.text?.body ?? missing;
  return {
    id: idOf(place, `notice/${notice.notice}/${place.language}`),
    title: notice.text?.subject ?? status.notInLanguage,
    published: notice.releasedAt,
    updated: updatedAt(notice),
    page: `${page}#notice-${notice.notice}`,
    related: related === null ? null : `${page}#notice-${related}`,
    text: notice.corrected === null ? text : `${status.words.corrected}.\n\n${text}`,
  };
}
