/**
 * Reads the file of a notice's text: four lines of front matter, then the message.
 *
 * It refuses to guess. A text that does not say who approved it, or whether its translation was
 * reviewed by a human, is unreadable: were a missing word taken for "reviewed", a machine's
 * translation could reach families as the district's own.
 */

/** The texts that exist. A new situation is a new name here, and its texts in every language. */
export type NoticeTextName = 'attempt' | 'correction';

/** How a text came into its language. Only `original` and `reviewed` were read by a human. */
export type TranslationState = 'original' | 'draft' | 'reviewed';

/**
 * One text in one language, as it stands in the repository or in a district's own version.
 *
 * `subject` and `body` are ICU MessageFormat 1 patterns, not yet words for families. `approvedBy`
 * is a duty such as `legal-counsel`, never a person's name. Holds no family's data.
 */
export interface NoticeText {
  readonly name: NoticeTextName;
  readonly version: number;
  readonly language: string;
  readonly subject: string;
  readonly body: string;
  readonly approvedBy: string;
  /** A day such as 2026-03-01, or empty when nobody has approved the text yet. */
  readonly approvedAt: string;
  readonly translation: TranslationState;
}

/** Where the file stands: the parts of its path that are not in its front matter. */
export interface TextPlace {
  readonly name: string;
  readonly version: number;
  readonly language: string;
}

export type ReadText =
  | { readonly kind: 'read'; readonly text: NoticeText }
  | { readonly kind: 'unreadable'; readonly problems: readonly string[] };

/** What `approvedBy` says as long as no duty has approved the text. */
export const nobodyYet = 'nobody yet';

const keys = ['subject', 'approvedBy', 'approvedAt', 'translation'] as const;
type Key = (typeof keys)[number];

/** Reads one file, with every problem named at once. Never fills a gap with a default. */
export function readText(place: TextPlace, source: string): ReadText {
  const parts = /^---\n([\s\S]*?)\n---\n([\s\S]*)$/.exec(source.replaceAll('\r\n', '\n'));
  if (parts === null) return unreadable(['the file does not begin with front matter']);

  const { values, problems } = readFrontMatter(parts[1] ?? '');
  const body = (parts[2] ?? '').trim();
  if (body === '') problems.push('the message is empty');
  problems.push(...placeProblems(place), ...approvalProblems(values));

  const name = readName(place.name);
  const translation = readTranslation(values.translation);
  if (name === undefined) problems.push(`no notice is called ${place.name}`);
  if (translation === undefined) problems.push('translation must be original, draft or reviewed');
  if (problems.length > 0 || name === undefined || translation === undefined) {
    return unreadable(problems);
  }
  const { version, language } = place;
  return { kind: 'read', text: { ...values, name, version, language, body, translation } };
}

function unreadable(problems: readonly string[]): ReadText {
  return { kind: 'unreadable', problems };
}

function readFrontMatter(lines: string) {
  const values: Record<Key, string> = {
    subject: '',
    approvedBy: '',
    approvedAt: '',
    translation: '',
  };
  const problems: string[] = [];
  const seen = new Set<string>();
  // A formatter may put empty lines beside the dashes; they mean nothing.
  for (const line of lines.split('\n').filter((one) => one.trim() !== '')) {
    const [, word = '', value = ''] = /^([A-Za-z]+):(.*)$/.exec(line) ?? [];
    const key = keys.find((known) => known === word);
    if (key === undefined) problems.push(`front matter has no place for "${line}"`);
    else if (seen.has(key)) problems.push(`${key} is said twice`);
    else values[key] = value.trim();
    seen.add(word);
  }
  for (const key of keys) if (!seen.has(key)) problems.push(`${key} is missing`);
  if (seen.has('subject') && values.subject === '') problems.push('subject is empty');
  return { values, problems };
}

function placeProblems({ version, language }: TextPlace): string[] {
  const problems: string[] = [];
  if (!Number.isInteger(version) || version < 1)
    problems.push('the version is not a number from 1');
  if (!/^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/.test(language)) {
    problems.push(`${language} is not a language tag`);
  }
  return problems;
}

function approvalProblems({ approvedBy, approvedAt }: Record<Key, string>): string[] {
  if (approvedBy === nobodyYet) {
    return approvedAt === '' ? [] : ['nobody approved the text, yet it says when'];
  }
  const problems: string[] = [];
  if (!/^[a-z]+(-[a-z]+)*$/.test(approvedBy)) {
    problems.push('approvedBy must be a duty such as legal-counsel, or "nobody yet"');
  }
  if (!/^\d{4}-\d{2}-\d{2}$/.test(approvedAt)) {
    problems.push('approvedAt must be a day such as 2026-03-01');
  }
  return problems;
}

function readName(word: string): NoticeTextName | undefined {
  return word === 'attempt' || word === 'correction' ? word : undefined;
}

function readTranslation(word: string): TranslationState | undefined {
  return word === 'original' || word === 'draft' || word === 'reviewed' ? word : undefined;
}
