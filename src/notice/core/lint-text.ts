/**
 * What a notice may not say, whoever wrote it (feature 61).
 *
 * It reads the words that families would receive, so a mistake is found whether it came from a
 * text, a translation or a value. It knows English, Spanish and Haitian Creole, and reads every
 * notice for all three. It finds words, not meanings: a clean notice is still one that a person
 * reads and counsel clears.
 */
import { findNeverWritten } from '#std/words-never-written';

/** What the district knows, against which a notice is held. */
export interface LintFacts {
  readonly allowedAgencyLevel: 'unknown' | 'claimed' | 'confirmed';
  /** The agency that the level speaks of. Without it, any listed name counts as that agency. */
  readonly allowedAgencyName?: string;
  /** Every agency a notice could wrongly name, with its short names. */
  readonly agencyNames: readonly string[];
  /** Names of people that the encounter's record holds. They are compared and never repeated. */
  readonly forbiddenNames: readonly string[];
}

export type NoticeFault =
  | 'is-empty'
  | 'is-too-long'
  | 'has-leftover-braces'
  | 'names-an-agency-above-its-level'
  | 'states-a-claim-as-fact'
  | 'names-a-person'
  | 'speaks-of-status'
  | 'counts-people'
  | 'promises'
  | 'advises-to-hide-or-stay-away'
  | 'gives-an-email-address';

/** `words` are the notice's own at the fault, for the writer's eye; empty for a person's name. */
export interface NoticeProblem {
  readonly fault: NoticeFault;
  readonly words: string;
}

/** More than this is not read on a telephone, and costs a family with little data. */
export const noticeCharactersMax = 1_600;

/** Every fault in a rendered notice, subject and body alike; none is left for a second look. */
export function lintNotice(
  rendered: { readonly subject: string; readonly body: string },
  facts: LintFacts,
): NoticeProblem[] {
  const written = `${rendered.subject}\n${rendered.body}`;
  const problems: NoticeProblem[] = [];
  if (rendered.subject.trim() === '' || rendered.body.trim() === '') {
    problems.push({ fault: 'is-empty', words: '' });
  }
  if ([...written].length > noticeCharactersMax) problems.push({ fault: 'is-too-long', words: '' });

  const words = plain(written);
  problems.push(...agencyProblems(words, facts), ...personProblems(words, facts));
  const withoutWelcome = words.replaceAll(welcome, ' ');
  for (const [fault, patterns] of forbiddenWords) {
    for (const pattern of patterns) {
      for (const [found] of withoutWelcome.matchAll(pattern))
        problems.push({ fault, words: found });
    }
  }
  return [...problems, ...furtherStatusProblems(withoutWelcome, problems)];
}

// A status word may stand in no notice at all, so ours are single words. What the district may
// write down about nobody (a birthplace, a number of a passport) is known in one place for all.
function furtherStatusProblems(words: string, found: readonly NoticeProblem[]): NoticeProblem[] {
  const fault = 'speaks-of-status';
  if (found.some((problem) => problem.fault === fault)) return [];
  return findNeverWritten(words).map(({ text }) => ({ fault, words: text }));
}

/**
 * Words as they sound: without accents, invisible characters and curly apostrophes, so that
 * `quedese` and a zero-width space inside a word hide nothing. Case stays: ICE is not ice.
 */
function plain(written: string): string {
  return written
    .normalize('NFKD')
    .replaceAll(/[\p{M}\p{Cf}]/gu, '')
    .replaceAll('’', "'")
    .replaceAll(/[^\S\n]+/g, ' ');
}

/** Alternatives as whole words, in any case, wherever they stand. */
function phrases(...alternatives: string[]): RegExp {
  const either = alternatives.join('|').replaceAll(' ', '\\s+');
  return new RegExp(`(?<![\\p{L}\\p{N}])(?:${either})(?![\\p{L}\\p{N}])`, 'giu');
}

// The letter itself says it (P12): a general sentence about everybody tells of nobody.
const welcome = phrases(
  '(?:whatever|regardless of|no matter) (?:their|your|the) immigration status',
  '(?:sin importar|sea cual sea) (?:su|el) (?:estatus|estado) migratorio',
  '(?:sin importar|sea cual sea) (?:su|la) situacion migratoria',
  'kelkeswa (?:estati|sitiyasyon) imigrasyon (?:li|yo|ou)',
);

// Each language's numbers meet its own nouns only: `de` is two in Creole, and "of" in Spanish.
const counts = [
  phrases(
    '(?:\\d{1,3}|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|several|a dozen)' +
      '(?: [a-z]+)? (?:agents?|officers?|people|persons?|men|women|students?|children|parents?)',
    'number of (?:agents|people|students|families)',
  ),
  phrases(
    '(?:\\d{1,3}|dos|tres|cuatro|cinco|seis|siete|ocho|nueve|diez|once|doce|varios|varias)' +
      '(?: [a-z]+)? (?:agentes?|oficiales|personas?|hombres|mujeres|estudiantes?|ninos|padres)',
  ),
  phrases(
    '(?:\\d{1,3}|de|twa|kat|senk|sis|set|uit|nef|dis|plizye) ' +
      '(?:ajan|ofisye|moun|gason|fanm|elev|timoun|paran)',
  ),
];

const forbiddenWords: readonly (readonly [NoticeFault, readonly RegExp[]])[] = [
  ['has-leftover-braces', [/[{}]/g]],
  ['gives-an-email-address', [/[^\s@<>]+@[^\s@<>]+\.[^\s@<>]+/g]],
  [
    'speaks-of-status',
    [
      phrases(
        'undocumented',
        'illegals?',
        'illegal (?:alien|immigrant)s?',
        'aliens?',
        'noncitizens?',
      ),
      phrases(
        'immigration status',
        'legal status',
        'citizens?',
        'citizenship',
        'green card',
        'visas?',
      ),
      phrases('deport(?:ed|ation|able)?', 'asylum', 'immigrants?', 'migrants?', 'refugees?'),
      phrases('indocumentad[oa]s?', 'ilegal(?:es)?', 'estatus migratorio', 'situacion migratoria'),
      phrases('estado migratorio', 'ciudadan[oa]s?', 'ciudadania', 'sin papeles', 'asilo'),
      phrases('deporta(?:do|da|dos|das|cion|r)', 'inmigrantes?', 'migrantes?', 'refugiad[oa]s?'),
      phrases('san papye', 'ilegal', 'estati imigrasyon', 'sitiyasyon imigrasyon', 'sitwayen'),
      phrases('depote', 'depotasyon', 'imigran', 'refijye', 'azil', 'viza'),
    ],
  ],
  ['counts-people', counts],
  [
    'promises',
    [
      phrases(
        'never',
        'guarantees?',
        'guaranteed',
        'promises?',
        'always',
        'nobody will',
        'no one will',
      ),
      phrases('nunca', 'jamas', 'garantiza(?:mos|do|da)?', 'prometemos', 'siempre', 'nadie va a'),
      phrases('janm', 'pa janm', 'garanti', 'pwomet', 'toujou', 'pesonn pap', 'pesonn p ap'),
    ],
  ],
  [
    'advises-to-hide-or-stay-away',
    [
      phrases(
        '(?:stay|remain) (?:at )?(?:home|away|inside|indoors)',
        'hid(?:e|ing)',
        'avoid',
        'flee',
      ),
      phrases(
        'keep (?:your|the) (?:child|children|kids) (?:at )?home',
        'leave (?:the area|now|at once)',
      ),
      phrases("(?:do not|don't) (?:come|go|send|bring|open|answer)", 'run away', 'go home'),
      phrases(
        '(?:quede(?:se|nse)|permanezcan?) en (?:su )?casa',
        'no (?:venga|vengan|vaya|vayan|salga|salgan)',
      ),
      phrases(
        'escond(?:a|an|e|er)(?:se|nse)?',
        'evite',
        'eviten',
        'huya',
        'huyan',
        'no (?:envie|mande|traiga|abra)n?',
      ),
      phrases(
        '(?:rete|ret) lakay(?: ou| nou)?',
        'kache',
        'evite',
        'sove',
        'pa (?:vini|voye|soti|mennen|louvri)',
      ),
    ],
  ],
];

function personProblems(words: string, { forbiddenNames }: LintFacts): NoticeProblem[] {
  const named = forbiddenNames.filter((name) => name.trim() !== '' && nameIn(name).test(words));
  return named.map(() => ({ fault: 'names-a-person', words: '' }));
}

function nameIn(name: string): RegExp {
  const literal = plain(name)
    .trim()
    .replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');
  // A name in capitals is an acronym; in small letters it would be another word, such as "ice".
  const isAcronym = /^\p{Lu}{2,}$/u.test(name.trim());
  const spelled = isAcronym ? [...literal].join('\\.?') : literal.replaceAll(/\s+/g, '\\s+');
  return new RegExp(`(?<![\\p{L}\\p{N}])${spelled}(?![\\p{L}\\p{N}])`, isAcronym ? 'gu' : 'giu');
}

// How a sentence shows, in the three languages, that those people said it of themselves.
const showsClaim = phrases('said', 'say', 'says', 'dijeron', 'dijo', 'dicen', 'te di', 'ki di');
const allowedAgency = '\uE000';

function shown(words: string): string {
  return words.replaceAll(allowedAgency, '(agency)').trim();
}

/**
 * The agency that is known may stand at its level; every other name on the list is above it.
 * A school once announced one agency at its door when it was another (domain 9, case 11).
 */
function agencyProblems(words: string, facts: LintFacts): NoticeProblem[] {
  const { allowedAgencyLevel: level, allowedAgencyName: allowed, agencyNames } = facts;
  const longestFirst = agencyNames.toSorted((a, b) => b.length - a.length);
  const may = level === 'unknown' ? [] : allowed === undefined ? longestFirst : [allowed];

  let rest = words;
  for (const name of may) rest = rest.replaceAll(nameIn(name), allowedAgency);
  const problems: NoticeProblem[] = longestFirst
    .filter((name) => nameIn(name).test(rest))
    .map((name) => ({ fault: 'names-an-agency-above-its-level', words: name }));
  if (level !== 'claimed') return problems;

  const sentences = rest.split(/[.!?]\s|\n/).filter((sentence) => sentence.includes(allowedAgency));
  const bare = sentences.filter((sentence) => sentence.search(showsClaim) === -1);
  const fault = 'states-a-claim-as-fact';
  return [...problems, ...bare.map((words) => ({ fault, words: shown(words) }) as const)];
}
