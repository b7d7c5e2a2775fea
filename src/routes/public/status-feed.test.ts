import { expect, test } from 'vitest';
import { publicWords as creole } from '#translations/public.ht';
import { publicWords as english } from '#translations/public.en';
import { writeAtom } from './atom.ts';
import { type FeedPlace, type ShownNotice, statusFeed } from './status-feed.ts';

const place: FeedPlace = {
  language: 'en',
  words: english,
  district: { slug: 'harbor', name: 'Harbor & Co (fictional)', office: { phone: '213-555-0100' } },
  address: 'https://schools.example:8443',
};

const wrong: ShownNotice = {
  notice: 'one',
  releasedAt: '2026-11-24T13:20:00.000Z',
  replaces: null,
  corrected: { by: 'two', at: '2026-11-24T14:05:00.000Z' },
  text: { subject: 'What <b>happened</b>', body: 'It\u0000 is "so" \ud800' },
};
const correction: ShownNotice = {
  ...wrong,
  notice: 'two',
  releasedAt: '2026-11-24T14:05:00.000Z',
  replaces: 'one',
  corrected: null,
};

test('a feed has what Atom demands, even before its first entry', () => {
  const atom = writeAtom(statusFeed([], place));
  expect(atom).toContain('<id>tag:schools.example,2026-01-01:harbor/en/status</id>');
  expect(atom).toContain('<updated>2026-01-01T00:00:00.000Z</updated>');
  expect(atom).toContain('rel="self"');
  expect(atom).toContain('<name>Harbor &amp; Co (fictional)</name>');
  expect(atom).not.toContain('<entry>');
});

test('words of a notice never become markup, nor break the feed', () => {
  const atom = writeAtom(statusFeed([wrong], place));
  expect(atom).toContain('What &lt;b&gt;happened&lt;/b&gt;');
  expect(atom).toContain('It\ufffd is &quot;so&quot; \ufffd');
  expect(atom).not.toContain('<b>');
});

test('a correction is the newest change, says what it corrects, and marks the other', () => {
  const feed = statusFeed([correction, wrong], place);
  expect(feed.updated).toBe('2026-11-24T14:05:00.000Z');
  expect(feed.entries.map(({ related }) => related)).toEqual([
    'https://schools.example:8443/en/status#notice-one',
    'https://schools.example:8443/en/status#notice-two',
  ]);
  expect(feed.entries[1]?.text).toContain('This message was corrected.');
  expect(feed.entries[0]?.text).not.toContain('This message was corrected.');
  expect(feed.entries[1]).toMatchObject({ published: wrong.releasedAt, updated: feed.updated });
});

test('a notice without a text in the language says whom to call, and nothing in English', () => {
  const unwritten = { ...correction, text: null };
  const feed = statusFeed([unwritten], { ...place, language: 'ht', words: creole });
  expect(feed.entries[0]?.title).toBe(creole.status.notInLanguage);
  expect(feed.entries[0]?.text).toContain('213-555-0100');
  expect(writeAtom(feed)).not.toMatch(/happened|This message/);
});
