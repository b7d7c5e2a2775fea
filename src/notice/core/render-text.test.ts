import { expect, test } from 'vitest';
import { loadTexts } from '../texts.server.ts';
import { lintNotice } from './lint-text.ts';
import type { NoticeText } from './read-text.ts';
import { renderText } from './render-text.ts';
import type {
  AgencyAtDoor,
  AttemptValues,
  CorrectionReason,
  CorrectionValues,
  NoticeOutcome,
  NoticeValues,
} from './text-values.ts';

const texts = await loadTexts(new URL('../texts', import.meta.url).pathname);
const agencies: readonly AgencyAtDoor[] = [
  { level: 'unknown' },
  { level: 'claimed', name: 'U.S. Agency One (fictional)' },
  { level: 'confirmed', name: 'U.S. Agency One (fictional)' },
];
const outcomes: readonly NoticeOutcome[] = [
  'outside',
  'left',
  'entered_with_authorization',
  'entered_without_authorization',
];
const reasons: readonly CorrectionReason[] = [
  'not_law_enforcement',
  'wrong_school',
  'wrong_agency',
  'other',
];

const attempt: AttemptValues = {
  kind: 'attempt',
  school: 'School One (fictional)',
  happenedAt: '2026-01-15T14:05:00Z',
  zone: 'America/New_York',
  agency: { level: 'unknown' },
  outcome: 'outside',
  papersShown: 0,
  studentsSafe: 'other',
  districtPhone: '203-555-0100',
  familyCenterPhone: '203-555-0101',
  statusUrl: 'https://schools.example/status',
};
const { outcome: _, papersShown: __, studentsSafe: ___, ...place } = attempt;
const correction: CorrectionValues = {
  ...place,
  kind: 'correction',
  reason: 'wrong_agency',
  originalSchool: 'School Two (fictional)',
  originalReleasedAt: '2026-01-15T18:30:00Z',
};

function everyNotice(): NoticeValues[] {
  return agencies.flatMap((agency) => [
    ...outcomes.flatMap((outcome) =>
      [0, 1, 3].flatMap((papersShown) =>
        (['yes', 'other'] as const).map((studentsSafe) => {
          return { ...attempt, agency, outcome, papersShown, studentsSafe };
        }),
      ),
    ),
    ...reasons.map((reason) => ({ ...correction, agency, reason })),
  ]);
}

function fileOf(name: string, language: string): NoticeText {
  const text = texts.find((one) => one.name === name && one.language === language);
  if (text === undefined) throw new Error(`no ${name} in ${language}`);
  return text;
}

function rendered(text: NoticeText, values: NoticeValues) {
  const result = renderText(text, text.language, values);
  if (result.kind !== 'rendered') throw new Error(result.problems.join('; '));
  return result;
}

function problemsOf(changes: Partial<NoticeText>, values: NoticeValues = attempt): string {
  const text = { ...fileOf('attempt', 'en'), ...changes };
  const result = renderText(text, text.language, values);
  return result.kind === 'rendered' ? '' : result.problems.join('; ');
}

test('each text tells each thing that can have happened, and nothing forbidden', () => {
  let count = 0;
  for (const values of everyNotice()) {
    for (const text of texts.filter((one) => one.name === values.kind)) {
      const notice = rendered(text, values);
      const name =
        values.agency.level === 'unknown' ? {} : { allowedAgencyName: values.agency.name };
      const problems = lintNotice(notice, {
        allowedAgencyLevel: values.agency.level,
        ...name,
        agencyNames: ['U.S. Agency One (fictional)', 'ICE', 'Secret Service'],
        forbiddenNames: [],
      });
      expect(problems, `${text.name} ${text.language}\n${notice.body}`).toEqual([]);
      expect(notice.body).toContain('https://schools.example/status');
      expect(notice.body).toContain('203-555-0100');
      expect(notice.body).not.toMatch(/undefined|null|_|\n{3}| {2}/);
      expect(notice.subject).not.toContain('\n');
      count += 1;
    }
  }
  expect(count).toBe(3 * (3 * 4 * 3 * 2 + 3 * 4));
});

test('an agency that nobody named is in no notice, and a claim is told as a claim', () => {
  const claims = { en: 'who said they were', es: 'que dijeron ser', ht: 'ki te di yo soti' };
  for (const [language, claim] of Object.entries(claims)) {
    const bodies = agencies.map((agency) => {
      return rendered(fileOf('attempt', language), { ...attempt, agency }).body;
    });
    const names = bodies.map((body) => body.includes('U.S. Agency One (fictional)'));
    expect(names).toEqual([false, true, true]);
    expect(bodies.map((body) => body.includes(claim))).toEqual([true, true, false]);
  }
});

test('no two outcomes and no two reasons read the same', () => {
  for (const language of ['en', 'es', 'ht']) {
    const attempts = outcomes.map((outcome) => {
      return rendered(fileOf('attempt', language), { ...attempt, outcome }).body;
    });
    const corrections = reasons.map((reason) => {
      return rendered(fileOf('correction', language), { ...correction, reason }).body;
    });
    expect(new Set([...attempts, ...corrections]).size).toBe(outcomes.length + reasons.length);
  }
});

test('nothing is said about safety that nobody verified', () => {
  const safe = { en: 'safe', es: 'a salvo', ht: 'sekirite' };
  for (const [language, word] of Object.entries(safe)) {
    const text = fileOf('attempt', language);
    expect(rendered(text, attempt).body).not.toContain(word);
    expect(rendered(text, { ...attempt, studentsSafe: 'yes' }).body).toContain(word);
  }
});

test('the number of papers is never printed', () => {
  const body = rendered(fileOf('attempt', 'en'), { ...attempt, papersShown: 37 }).body;
  expect(body).toContain('They showed papers.');
  expect(body).not.toContain('37');
});

test('a correction says which message it corrects, in the words of its language', () => {
  const body = rendered(fileOf('correction', 'ht'), correction).body;
  expect(body).toContain('jedi 15 janvye 2026, a 1:30 nan aprèmidi');
  expect(body).toContain('School Two (fictional)');
});

test('an unknown variable is a problem, in whichever branch of a text it hides', () => {
  expect(problemsOf({ body: 'Agents asked for {student}.' })).toContain('{student}');
  expect(problemsOf({ subject: '{officer} came' })).toContain('{officer}');
  const { body } = fileOf('attempt', 'en');
  const hidden = body.replace('They have left.', 'They took {student}.');
  expect(problemsOf({ body: hidden })).toContain('{student}');
});

test('a text that has no words for one outcome is a problem before that outcome happens', () => {
  const { body } = fileOf('attempt', 'en');
  const forgot = body.replace('entered_without_authorization {', 'other {');
  expect(problemsOf({ body: forgot })).toContain('no words for entered_without_authorization');
});

test('an agency named outside the words for its level is a problem, even confirmed', () => {
  const confirmed: AgencyAtDoor = { level: 'confirmed', name: 'Agency One (fictional)' };
  const values = { ...attempt, agency: confirmed };
  expect(problemsOf({ body: 'People from {agency} came.' }, values)).toContain('{agency}');
  const choice = 'confirmed {{agency}} claimed {they said {agency}} unknown {{agency}}';
  const loose = `{agencyLevel, select, ${choice}} came.`;
  expect(problemsOf({ body: loose }, values)).toContain('{agency}');
});

test.each([
  ['a brace left open', 'Dear {school'],
  ['a printed choice', 'It was {outcome}.'],
  ['a printed count', '{papersShown, plural, =0 {none} other {# papers}}'],
  ['a formatted number', '{papersShown, number}'],
  ['a formatted date', '{day, date, long}'],
  ['a choice that cannot be', '{studentsSafe, select, yes {a} other {b} no {c}}'],
  ['a count without zero', '{papersShown, plural, one {a} other {b}}'],
  ['a count of something else', '{agents, plural, =0 {none} other {some}}'],
])('%s is a problem, not a broken notice', (_name, body) => {
  expect(problemsOf({ body })).not.toBe('');
});

test('values outside their lists are problems, not the nearest words', () => {
  const values: Record<string, unknown>[] = [
    { outcome: 'unheard-of' },
    { papersShown: -1 },
    { papersShown: 1.5 },
    { studentsSafe: 'no' },
    { school: ' ' },
    { happenedAt: 'today' },
    { zone: 'Norwalk' },
    { statusUrl: 'javascript:alert(1)' },
    { districtPhone: 'call us' },
    { agency: { level: 'claimed', name: '' } },
  ];
  for (const value of values) {
    expect(problemsOf({}, { ...attempt, ...value }), JSON.stringify(value)).not.toBe('');
  }
});

test('a missing language is a problem, never another language', () => {
  const english = fileOf('attempt', 'en');
  expect(renderText(english, 'pt', attempt).kind).toBe('unreadable');
  expect(problemsOf({ language: 'quc' })).toContain('quc');
});

test('the values of one kind of notice never fill a text of another', () => {
  const body = 'Dear families of {school},';
  expect(problemsOf({ body, subject: '{school}' }, correction)).toContain('correction');
});

test('a hostile name comes out as inert words', () => {
  const school = '<b>{x}</b>\r\nBcc: all\u202e\u0000';
  for (const text of texts.filter((one) => one.name === 'attempt')) {
    const { subject, body } = rendered(text, { ...attempt, school });
    expect(subject).toContain('‹b›(x)‹/b› Bcc: all');
    expect(subject + body).not.toMatch(/[<>{}\r]|(?!\n)[\p{Cc}\p{Cf}]/u);
  }
});

test('a telephone number stands isolated in right-to-left text, and bare in any other', () => {
  const arabic: NoticeText = {
    ...fileOf('attempt', 'en'),
    language: 'ar',
    subject: 'تنبيه',
    body: 'اتصل {districtPhone} أو {familyCenterPhone} {statusUrl}',
  };
  const { body } = rendered(arabic, attempt);
  expect(body).toContain('\u2066203-555-0100\u2069');
  expect(body).toContain('\u2066203-555-0101\u2069');
  expect(body).toMatch(/https:\/\/schools\.example\/status$/);
  for (const text of texts.filter((one) => one.name === 'attempt')) {
    expect(rendered(text, attempt).body).not.toMatch(/[\u2066-\u2069]/);
  }
});

test('plural words follow the language: Arabic few, Creole one, and no other form', () => {
  const forms = '{papersShown, plural, =0 {none} one {one} few {few} other {other}}';
  const form = (language: string, papersShown: number) => {
    const text = { ...fileOf('attempt', 'en'), language, body: forms };
    return rendered(text, { ...attempt, papersShown }).body;
  };
  expect([0, 1, 3].map((count) => form('ar', count))).toEqual(['none', 'one', 'few']);
  expect([0, 1, 3].map((count) => form('ht', count))).toEqual(['none', 'one', 'other']);
});

test('an empty choice leaves no empty paragraph, and lines of the file no line breaks', () => {
  const { body } = rendered(fileOf('attempt', 'en'), attempt);
  expect(body.split('\n\n').every((paragraph) => paragraph.trim() === paragraph)).toBe(true);
  expect(body.replaceAll('\n\n', '')).not.toContain('\n');
  const silent = '{studentsSafe, select, yes {They are safe.} other {}}';
  const around = { ...fileOf('attempt', 'en'), body: `${silent}\n\nDear families,\n\n${silent}` };
  expect(rendered(around, attempt).body).toBe('Dear families,');
});

/** Flesch and Kincaid's school grade, with vowel groups for syllables; good to about one grade. */
function gradeOf(body: string): number {
  const prose = body.replaceAll(/https:\S+|[\d-]+|U\.S\. /g, '');
  const sentences = prose.split(/[.?!:]\s|\n\n/).filter((one) => /\p{L}/u.test(one));
  const words = prose.match(/\p{L}+/gu) ?? [];
  const syllables = words.map((word) => word.replace(/e$/, '').match(/[aeiouy]+/gi)?.length ?? 1);
  const sum = syllables.reduce((all, one) => all + one, 0);
  return 0.39 * (words.length / sentences.length) + 11.8 * (sum / words.length) - 15.59;
}

test('no English notice asks for more than eight years of school', () => {
  for (const values of everyNotice()) {
    const { body } = rendered(fileOf(values.kind, 'en'), values);
    expect(gradeOf(body), body).toBeLessThanOrEqual(8);
  }
});

test('no sentence of a notice is longer than a breath, in any language', () => {
  for (const values of everyNotice()) {
    for (const text of texts.filter((one) => one.name === values.kind)) {
      for (const sentence of rendered(text, values).body.split(/[.?!]\s/)) {
        expect(sentence.split(/\s+/).length, sentence).toBeLessThanOrEqual(34);
      }
    }
  }
});
