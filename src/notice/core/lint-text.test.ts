import { expect, test } from 'vitest';
import { type LintFacts, lintNotice, noticeCharactersMax } from './lint-text.ts';

const facts: LintFacts = {
  allowedAgencyLevel: 'unknown',
  agencyNames: ['ICE', 'U.S. Secret Service', 'Homeland Security Investigations'],
  forbiddenNames: ['Ana Uno', 'Badge 4471'],
};

function faultsOf(body: string, changes: Partial<LintFacts> = {}): string[] {
  const problems = lintNotice({ subject: 'A notice', body }, { ...facts, ...changes });
  return problems.map((problem) => problem.fault);
}

test('what happened, where and when passes', () => {
  const body =
    'On Thursday, January 15, 2026 at 9:05 AM, people came to School One. They did not go in.';
  expect(faultsOf(body)).toEqual([]);
});

test('an agency is not named while nobody knows which it is', () => {
  expect(faultsOf('ICE came to the school.')).toEqual(['names-an-agency-above-its-level']);
  expect(faultsOf('I.C.E. came.')).toEqual(['names-an-agency-above-its-level']);
  expect(faultsOf('People who said they were ICE came.')).toEqual([
    'names-an-agency-above-its-level',
  ]);
  expect(faultsOf('The homeland  security\u200b investigations came.')).toHaveLength(1);
});

test('the Secret Service is never announced as ICE, not even when it is confirmed', () => {
  const secretService = {
    allowedAgencyLevel: 'confirmed',
    allowedAgencyName: 'U.S. Secret Service',
  } as const;
  expect(faultsOf('Agents from ICE came.', secretService)).toEqual([
    'names-an-agency-above-its-level',
  ]);
  expect(faultsOf('Agents from the U.S. Secret Service came.', secretService)).toEqual([]);
});

test('a claimed agency is told in a sentence that says who said it', () => {
  const claimed = { allowedAgencyLevel: 'claimed', allowedAgencyName: 'ICE' } as const;
  expect(faultsOf('People who said they were from ICE came.', claimed)).toEqual([]);
  expect(faultsOf('Personas que dijeron ser de ICE llegaron.', claimed)).toEqual([]);
  expect(faultsOf('Moun ki te di yo soti nan ICE te vini.', claimed)).toEqual([]);
  expect(faultsOf('ICE came. People said so.', claimed)).toEqual(['states-a-claim-as-fact']);
});

test('ice is not ICE, and a notice may speak of police', () => {
  expect(faultsOf('There was ice on the road. Service was slow. Justice matters.')).toEqual([]);
});

test('a person from the record is not named, and the finding does not repeat the name', () => {
  const problems = lintNotice({ subject: 'About ana  uno', body: 'Nothing.' }, facts);
  expect(problems).toEqual([{ fault: 'names-a-person', words: '' }]);
  expect(faultsOf('They showed badge 4471.')).toEqual(['names-a-person']);
  expect(faultsOf('Ana Unosquare is a street.')).toEqual([]);
});

test.each([
  'The student is undocumented.',
  'The mother is not a citizen.',
  'They asked about his immigration status.',
  'Her visa ran out.',
  'El padre es indocumentado.',
  'Preguntaron por su estatus migratorio.',
  'Manman an san papye.',
  'Yo mande estati imigrasyon li.',
  'Yo te depòte li.',
  'The father was born in Guatemala.',
  'El alumno nació en Honduras.',
])('nobody’s status is told: %s', (body) => {
  expect(faultsOf(body)).toContain('speaks-of-status');
});

test.each([
  'Everybody is welcome, whatever their immigration status.',
  'Every student is welcome regardless of their immigration status.',
  'Todos son bienvenidos, sin importar su estatus migratorio.',
  'Todos son bienvenidos, sin importar su situación migratoria.',
  'Tout moun byenveni, kèlkeswa estati imigrasyon yo.',
])('the district may say that everybody is welcome: %s', (body) => {
  expect(faultsOf(body)).toEqual([]);
});

test('the welcome sentence excuses no other words', () => {
  const welcome = 'Everybody is welcome, whatever their immigration status.';
  expect(faultsOf(`${welcome} He is undocumented.`)).toEqual(['speaks-of-status']);
});

test.each([
  'They asked for two students.',
  'There were 3 armed agents.',
  'Several people came.',
  'Buscaban a tres estudiantes.',
  'Yo t ap chèche de elèv.',
  'The number of agents is known.',
])('people are not counted: %s', (body) => {
  expect(faultsOf(body)).toContain('counts-people');
});

test('a year, an hour and the Spanish "de" count nobody', () => {
  const body =
    'El 15 de enero de 2026 personas llegaron. Es el Centro de familias y de estudiantes.';
  expect(faultsOf(body)).toEqual([]);
});

test.each([
  'This will never happen again.',
  'We guarantee that they are safe.',
  'We will always tell you.',
  'Nunca volverá a pasar.',
  'Le garantizamos que están a salvo.',
  'Jamás entrarán.',
  'Sa p ap janm rive ankò.',
  'Nou garanti sa.',
])('nothing is promised: %s', (body) => {
  expect(faultsOf(body)).toContain('promises');
});

test.each([
  'Please stay home today.',
  'Keep your child home.',
  'Do not come to school.',
  'Don’t send your child.',
  'You should hide.',
  'Avoid the area.',
  'Quédese en casa.',
  'No venga a la escuela.',
  'Escóndase.',
  'Rete lakay ou.',
  'Pa voye timoun ou lekòl.',
])('nobody is advised to hide or to stay away: %s', (body) => {
  expect(faultsOf(body)).toContain('advises-to-hide-or-stay-away');
});

test('an email address, a leftover brace and an empty notice are found', () => {
  expect(faultsOf('Write to one@schools.example.')).toEqual(['gives-an-email-address']);
  expect(faultsOf('Dear {school}')).toEqual(['has-leftover-braces', 'has-leftover-braces']);
  expect(faultsOf(' \n')).toEqual(['is-empty']);
  expect(lintNotice({ subject: '', body: 'Text.' }, facts)).toHaveLength(1);
});

test('a notice ends where a telephone’s patience does, counted as readers count', () => {
  const room = noticeCharactersMax - 'A notice\n'.length;
  expect(faultsOf('é'.repeat(room))).toEqual([]);
  expect(faultsOf('😀'.repeat(room))).toEqual([]);
  expect(faultsOf('a'.repeat(room + 1))).toEqual(['is-too-long']);
});

test('a fault in the subject is a fault', () => {
  const problems = lintNotice({ subject: 'ICE at our school', body: 'Text.' }, facts);
  expect(problems).toEqual([{ fault: 'names-an-agency-above-its-level', words: 'ICE' }]);
});
