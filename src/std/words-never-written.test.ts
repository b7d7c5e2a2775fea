import { describe, expect, test } from 'vitest';
import { findNeverWritten, whyNeverWritten, withoutFindings } from './words-never-written.ts';
import { english } from './words-never-written/english.ts';
import { detectorOf } from './words-never-written/find.ts';
import { haitianCreole } from './words-never-written/haitian-creole.ts';
import { harmless, personal } from './words-never-written/sentences.ts';
import { spanish } from './words-never-written/spanish.ts';
import type { WordList } from './words-never-written/word-list.ts';

const kinds = (text: string) => findNeverWritten(text).map((finding) => finding.kind);
const texts = (text: string) => findNeverWritten(text).map((finding) => finding.text);
const left = (text: string) => withoutFindings(text, findNeverWritten(text));

test('there are sixty sentences and more of each sort', () => {
  expect(personal.length).toBeGreaterThanOrEqual(60);
  expect(harmless.length).toBeGreaterThanOrEqual(60);
});

test.each(personal)('"%s" is found as %s', (text, kind) => {
  expect(kinds(text)).toContain(kind);
});

test.each(harmless)('nothing is found in "%s"', (text) => {
  expect(texts(text)).toEqual([]);
});

const lists: Record<string, WordList> = { english, spanish, haitianCreole };
const emptied = Object.entries(lists).flatMap(([language, list]) =>
  Object.entries(list)
    .filter(([, words]) => words.length > 0)
    .map(([name]) => [language, name] as const),
);

test.each(emptied)('without the list %s.%s a sentence is judged differently', (language, name) => {
  const changed = Object.entries(lists).map(([key, list]) =>
    key === language ? { ...list, [name]: [] } : list,
  );
  const find = detectorOf(changed);
  const missed = personal.filter(([text, kind]) => !find(text).some((one) => one.kind === kind));
  const invented = harmless.filter((text) => find(text).length > 0);
  expect(missed.length + invented.length).toBeGreaterThan(0);
});

describe('what is found', () => {
  test('the offsets are those of the text as it was given, accents and invisible marks included', () => {
    const text = 'Nota: 🚪 «sin pape\u200bles\u0301», A\u00a0123\u2011456\u2011789.';
    expect(texts(text)).toEqual(['sin pape\u200bles\u0301', 'A\u00a0123\u2011456\u2011789']);
    expect(left(text)).toBe('Nota: 🚪 «[…]», […].');
  });

  test('a word is found however it is spelled: capitals, no accents, curly or no apostrophe', () => {
    for (const spelling of ['no tiene CIUDADANIA', 'ciudadani\u0301a', 'ＣＩＵＤＡＤＡＮÍＡ']) {
      expect(kinds(spelling)).toEqual(['status-word']);
    }
    for (const have of ["doesn't", 'doesn’t', 'doesnt', 'DOESN`T']) {
      expect(kinds(`The mom ${have} have papers`)).toEqual(['status-word']);
    }
    expect(kinds('un\u00addocu\u200cmented')).toEqual(['status-word']);
    expect(kinds('green  \u00a0\n card')).toEqual(['status-word']);
  });

  test('the whole statement is taken out and the rest of the sentence is kept', () => {
    expect(left('The boy, born in San Pedro Sula, Honduras, was in room 4.')).toBe(
      'The boy, […], was in room 4.',
    );
    expect(left('nationality: Peruvian, age 9')).toBe('[…], age 9');
    expect(left('Alien number A123456789 on page 2')).toBe('[…] […] on page 2');
    expect(left('SSN last four 6789.')).toBe('[…].');
    expect(left('She was born in Puebla Monday')).toBe('She was […] Monday');
  });

  test('two findings side by side are two, in order, and never overlap', () => {
    const text = 'She is Mexican, undocumented, SSN 123-45-6789, A 123 456 789';
    expect(kinds(text)).toEqual([
      'nationality',
      'status-word',
      'social-security-number',
      'a-number',
    ]);
  });

  test('a person may keep one finding: only what is handed over is taken out', () => {
    const text = 'DACA, and A123456789';
    expect(withoutFindings(text, findNeverWritten(text).slice(1))).toBe('DACA, and […]');
  });

  test('letters that look like digits are digits in an A-number, but a word is not a number', () => {
    expect(kinds('A l2O 4S6 789')).toEqual([]);
    expect(texts('A l2O 456 78I')).toEqual(['A l2O 456 78I']);
    expect(kinds('a lo oil 1234')).toEqual([]);
  });
});

test('each kind has its reason in each language, one sentence long', () => {
  const found = new Set(personal.map(([, kind]) => kind));
  for (const reasons of Object.values(whyNeverWritten)) {
    expect(new Set(Object.keys(reasons))).toEqual(found);
    for (const reason of Object.values(reasons)) expect(reason).toMatch(/^[^.]{20,120}\.$/);
  }
});
