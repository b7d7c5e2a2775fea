import { expect, test } from 'vitest';
import { chooseLanguage } from './choose-language.ts';

const offered = ['en', 'es', 'ht'];
const chosen = (header: string | null) => chooseLanguage(header, offered, 'en');

test('the first language that a browser reads and we speak is chosen', () => {
  expect(chosen('es')).toBe('es');
  expect(chosen('pt-BR, ht;q=0.8, en;q=0.5')).toBe('ht');
  expect(chosen('en;q=0.4, es;q=0.9')).toBe('es');
});

test('a regional Spanish is Spanish, and Estonian is not', () => {
  expect(chosen('es-MX')).toBe('es');
  expect(chosen('ES-419,en;q=0.1')).toBe('es');
  expect(chosen('est')).toBe('en');
});

test('a language that somebody refuses is not chosen', () => {
  expect(chooseLanguage('es;q=0, ht', offered, 'en')).toBe('ht');
  expect(chooseLanguage('es;q=0', offered, 'ht')).toBe('ht');
});

test('nothing, a star or nonsense gives the language of the district', () => {
  for (const header of [null, '', '*', ';;,,q=', 'es;q=much', 'x'.repeat(100_000)]) {
    expect(chooseLanguage(header, offered, 'ht')).toBe('ht');
  }
});
