import { expect, test } from 'vitest';
import { readText } from './read-text.ts';

const place = { name: 'attempt', version: 1, language: 'es' };
const front = {
  subject: 'Lo que pasó: {school}',
  approvedBy: 'nobody yet',
  approvedAt: '',
  translation: 'draft',
};

function file(changes: Record<string, string> = {}, body = 'Estimadas familias:'): string {
  const lines = Object.entries({ ...front, ...changes }).map(([key, value]) => `${key}: ${value}`);
  return ['---', ...lines, '---', body, ''].join('\n');
}

function problemsOf(source: string, where = place): readonly string[] {
  const reading = readText(where, source);
  return reading.kind === 'unreadable' ? reading.problems : [];
}

test('a text is read with its place, its approval and its message', () => {
  expect(readText(place, file())).toEqual({
    kind: 'read',
    text: { ...front, ...place, body: 'Estimadas familias:' },
  });
});

test('a text from another editor, with other line ends or empty lines, is the same text', () => {
  expect(readText(place, file().replaceAll('\n', '\r\n'))).toEqual(readText(place, file()));
  expect(readText(place, file().replace('---\n', '---\n\n'))).toEqual(readText(place, file()));
});

test('an approved text says which duty approved it, and on which day', () => {
  const approved = {
    approvedBy: 'legal-counsel',
    approvedAt: '2026-03-01',
    translation: 'reviewed',
  };
  expect(readText(place, file(approved)).kind).toBe('read');
  expect(problemsOf(file({ ...approved, approvedAt: '' }))).toHaveLength(1);
  expect(problemsOf(file({ ...approved, approvedBy: 'Counsel One (fictional)' }))).toHaveLength(1);
});

test('nobody yet cannot have approved a text on a day', () => {
  expect(problemsOf(file({ approvedAt: '2026-03-01' }))).toHaveLength(1);
});

test.each(['subject', 'approvedBy', 'approvedAt', 'translation'])(
  'a text that does not say its %s is unreadable, never filled in',
  (key) => {
    const without = file().replace(new RegExp(`^${key}:.*\\n`, 'm'), '');
    expect(problemsOf(without).join()).toContain(key);
  },
);

test('a translation is only what a person called it', () => {
  expect(problemsOf(file({ translation: 'machine' }))).toHaveLength(1);
  expect(problemsOf(file({ translation: '' }))).toHaveLength(1);
});

test('a line said twice, or with no place, is a problem', () => {
  expect(problemsOf(file().replace('---\n', '---\nsubject: Otra cosa\n'))).toHaveLength(1);
  expect(problemsOf(file({ reviewer: 'somebody' }))).toHaveLength(1);
});

test('a file without front matter, subject or message is no text', () => {
  expect(problemsOf('Estimadas familias:')).toHaveLength(1);
  expect(problemsOf(file({ subject: '' }))).toHaveLength(1);
  expect(problemsOf(file({}, ' \n '))).toHaveLength(1);
});

test('a text stands under a known name, a version and a language', () => {
  expect(problemsOf(file(), { ...place, name: 'sighting' })).toHaveLength(1);
  expect(problemsOf(file(), { ...place, version: 0 })).toHaveLength(1);
  expect(problemsOf(file(), { ...place, language: 'Spanish' })).toHaveLength(1);
});
