import { expect, test } from 'vitest';
import { clockTime, longDay, pluralForm } from './dates.ts';

const newYork = 'America/New_York';
const written = (words: string) => ({ kind: 'written', words });

test('every month and every weekday has a name in Haitian Creole', () => {
  const months = Array.from({ length: 12 }, (_, index) => {
    const month = String(index + 1).padStart(2, '0');
    return longDay(`2026-${month}-15T17:00:00Z`, newYork, 'ht');
  });
  expect(months).toEqual(
    [
      'jedi 15 janvye 2026',
      'dimanch 15 fevriye 2026',
      'dimanch 15 mas 2026',
      'mèkredi 15 avril 2026',
      'vandredi 15 me 2026',
      'lendi 15 jen 2026',
      'mèkredi 15 jiyè 2026',
      'samdi 15 out 2026',
      'madi 15 septanm 2026',
      'jedi 15 oktòb 2026',
      'dimanch 15 novanm 2026',
      'madi 15 desanm 2026',
    ].map(written),
  );
});

test('the first of a month is premye in Haitian Creole', () => {
  expect(longDay('2026-05-01T17:00:00Z', newYork, 'ht')).toEqual(
    written('vandredi premye me 2026'),
  );
});

test('English and Spanish days are written as families here read them', () => {
  const moment = '2026-01-15T19:05:00Z';
  expect(longDay(moment, newYork, 'en')).toEqual(written('Thursday, January 15, 2026'));
  expect(longDay(moment, newYork, 'es')).toEqual(written('jueves, 15 de enero de 2026'));
  expect(clockTime(moment, newYork, 'en')).toEqual(written('2:05 PM'));
  expect(clockTime(moment, newYork, 'es')).toEqual(written('2:05 p.m.'));
});

test('the day is the one on the wall of the school, not the one in Greenwich', () => {
  const lateEvening = '2026-03-01T03:30:00Z';
  expect(longDay(lateEvening, newYork, 'ht')).toEqual(written('samdi 28 fevriye 2026'));
  expect(longDay(lateEvening, newYork, 'en')).toEqual(written('Saturday, February 28, 2026'));
});

test('the clock follows daylight saving time', () => {
  expect(clockTime('2026-03-08T06:59:00Z', newYork, 'en')).toEqual(written('1:59 AM'));
  expect(clockTime('2026-03-08T07:00:00Z', newYork, 'en')).toEqual(written('3:00 AM'));
});

test.each([
  ['05:00', '12:00 nan maten'],
  ['13:05', '8:05 nan maten'],
  ['17:00', '12:00 nan aprèmidi'],
  ['22:59', '5:59 nan aprèmidi'],
  ['23:00', '6:00 nan aswè'],
])('%s in Greenwich is %s in winter in Haitian Creole', (utc, words) => {
  expect(clockTime(`2026-01-15T${utc}:00Z`, newYork, 'ht')).toEqual(written(words));
});

test.each(['quc', 'zz', '', 'not a tag', 'hat-english'])(
  'a language that nobody here can write (%s) is a problem, never English',
  (language) => {
    expect(longDay('2026-01-15T14:05:00Z', newYork, language).kind).toBe('unwritable');
    expect(clockTime('2026-01-15T14:05:00Z', newYork, language).kind).toBe('unwritable');
    expect(pluralForm(1, language)).toBeUndefined();
  },
);

test('other alphabets keep the calendar and the digits of the school', () => {
  for (const language of ['ar', 'fa', 'bn', 'th']) {
    const day = longDay('2026-01-15T14:05:00Z', newYork, language);
    expect(day).toMatchObject({ words: expect.stringMatching(/15.*2026|2026.*15/) });
    expect(clockTime('2026-01-15T14:05:00Z', newYork, language)).toMatchObject({
      words: expect.stringContaining('9:05'),
    });
  }
});

// Such a space would cost a text message its seven-bit alphabet. Today's Node writes none.
test('no invisible kind of space comes into a time', () => {
  for (const language of ['en', 'es', 'fr', 'pt', 'ar', 'zh', 'vi', 'pl']) {
    const time = clockTime('2026-01-15T14:05:00Z', newYork, language);
    expect(time.kind).toBe('written');
    expect(JSON.stringify(time)).not.toMatch(/[\u00a0\u202f]/);
  }
});

test('what is not a moment or not a zone is a problem', () => {
  expect(longDay('yesterday', newYork, 'ht').kind).toBe('unwritable');
  expect(longDay('2026-01-15T14:05:00', newYork, 'en').kind).toBe('unwritable');
  expect(clockTime('2026-01-15T14:05:00Z', 'Norwalk', 'en').kind).toBe('unwritable');
});

test('Haitian Creole tells only one apart', () => {
  expect([0, 1, 2, 5, 21].map((count) => pluralForm(count, 'ht'))).toEqual([
    'other',
    'one',
    'other',
    'other',
    'other',
  ]);
  expect(pluralForm(3, 'ar')).toBe('few');
});
