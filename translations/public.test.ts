import { expect, test } from 'vitest';
import { publicWords as english } from './public.en.ts';
import { publicWords as spanish } from './public.es.ts';
import { publicWords as creole } from './public.ht.ts';

const languages = { english, spanish, creole };

/** Every sentence with the place where it stands, such as `status.words.corrected`. */
function sentences(words: object, above = ''): [string, string][] {
  return Object.entries(words).flatMap(([key, value]): [string, string][] => {
    const place = above === '' ? key : `${above}.${key}`;
    return typeof value === 'string' ? [[place, value]] : sentences(value, place);
  });
}

/** Places without the position in a list: a language may need one sentence more to say the same. */
function placesOf(words: object): string[] {
  const places = sentences(words).map(([place]) => place.replace(/\.\d+$/, ''));
  return [...new Set(places)].sort();
}

test('no language lacks a word that another has', () => {
  expect(placesOf(spanish)).toEqual(placesOf(english));
  expect(placesOf(creole)).toEqual(placesOf(english));
});

test('no word is empty, holds markup or waits for a value', () => {
  for (const [name, words] of Object.entries(languages)) {
    for (const [place, sentence] of sentences(words)) {
      expect(sentence.trim(), `${name} ${place}`).not.toBe('');
      expect(sentence, `${name} ${place}`).not.toMatch(/[<>{}]/);
    }
  }
});

test('no sentence was left in English', () => {
  const inEnglish = new Map(sentences(english));
  for (const words of [spanish, creole]) {
    const same = sentences(words).filter(([place, sentence]) => inEnglish.get(place) === sentence);
    expect(same).toEqual([]);
  }
});

test('the public pages promise nothing about the future and advise nobody to hide', () => {
  const promise =
    /\b(never|guarantee|always|promise|nunca|garantiza\w*|siempre|janm|garanti|toujou)\b/i;
  const advice = /stay (home|away)|\bhide\b|quédese en casa|no venga|esc[oó]nd|rete lakay|kache/i;
  for (const words of Object.values(languages)) {
    for (const [place, sentence] of sentences(words)) {
      expect(sentence, place).not.toMatch(promise);
      expect(sentence, place).not.toMatch(advice);
    }
  }
});

test('each language says what the letter says of a judge, and where to call', () => {
  expect(english.policy.rules.judgeSigned.sentences[0]).toContain('signed by a judge');
  expect(spanish.policy.rules.judgeSigned.sentences[0]).toContain('firmada por un juez');
  expect(creole.policy.rules.judgeSigned.sentences[0]).toContain('yon jij siyen');
  expect(english.status.isItReal).toBe('A message is real only if it stands on this page.');
  expect(english.status.noMessage).toBe('We have sent no message to families.');
  expect(english.questions).toBe('Questions? Call your school or the district office.');
});

test('no language says that nothing is happening: an empty page knows only what was sent', () => {
  const claim = /nothing is happening|no está pasando nada|pa gen anyen k ap pase/i;
  for (const words of Object.values(languages)) {
    for (const [place, sentence] of sentences(words)) expect(sentence, place).not.toMatch(claim);
  }
});

test('sentences are short enough to be read once', () => {
  for (const words of Object.values(languages)) {
    for (const [place, text] of sentences(words)) {
      for (const sentence of text.split(/[.?!]\s/)) {
        expect(sentence.split(/\s+/).length, `${place}: ${sentence}`).toBeLessThanOrEqual(20);
      }
    }
  }
});
