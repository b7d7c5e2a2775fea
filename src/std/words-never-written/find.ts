/*
 * Reads a text once, from left to right, and decides at each word whether something begins here
 * that must not be written. It refuses to know who the person is and what the field is for.
 *
 * [Note: why what is left is clean] Nothing that hides a finding (a harmless phrase, general
 * language, agents) is ever part of one, and a decision looks to its left only at words that were
 * not taken. Taking findings out therefore changes no other decision.
 */
import type { Finding, NeverWritten } from './finding.ts';
import { addPhrase, emptyPage, type Page, type ReadSlot, readPhrases } from './phrases.ts';
import { pageOf, type SlotWords, slotsOf, type Stretch } from './slots.ts';
import { readTokens, type Token } from './tokens.ts';
import type { WordList } from './word-list.ts';

type When = 'always' | 'not-in-general' | 'not-of-agents' | 'of-a-person';
type Meaning =
  | { readonly says: 'harmless' | 'general' }
  | { readonly says: 'never'; readonly kind: NeverWritten; readonly when: When };

type Knowledge = {
  readonly book: Page<Meaning>;
  readonly slotWords: SlotWords;
  readonly endsGeneral: ReadonlySet<string>;
  readonly agents: ReadonlySet<string>;
  readonly people: ReadonlySet<string>;
};

/** Words for which general language holds: long enough for a list, short enough for a sentence. */
const generalWords = 12;

const sentenceEnd = /[.!?;]\s|\n\s*\n/;

function wordsOf(lists: readonly WordList[], name: keyof WordList): ReadonlySet<string> {
  const written = lists.flatMap((list) => list[name]).join(' ');
  return new Set(readTokens(written).map((token) => token.word));
}

function classOf(lists: readonly WordList[], name: 'countries' | 'nationalities'): Page<true> {
  const lines = lists.flatMap((list) => list[name]);
  return pageOf(lines, (page, phrase) => addPhrase(page, phrase, true));
}

function addFields(book: Page<Meaning>, list: WordList): void {
  const fields = [
    ['status-word', list.statusFields],
    ['birthplace', list.birthplaceFields],
    ['nationality', list.nationalityFields],
  ] as const;
  for (const [kind, patterns] of fields) {
    const meaning = { says: 'never', kind, when: 'not-in-general' } as const;
    for (const pattern of patterns) {
      addPhrase(book, `${pattern} <value>`, meaning);
      for (const owner of list.owners) addPhrase(book, `${owner} ${pattern}`, meaning);
      for (const owner of list.owners) addPhrase(book, `${owner} ${pattern} <value>`, meaning);
    }
  }
}

function addFindings(book: Page<Meaning>, list: WordList): void {
  const plain = [
    ['status-word', 'not-in-general', list.status],
    ['status-word', 'not-of-agents', list.noPapers],
    ['status-word', 'of-a-person', list.ofAPerson],
    ['birthplace', 'always', list.birthplace],
    ['nationality', 'always', list.nationality],
    ['a-number', 'not-in-general', list.alienNumber],
    ['social-security-number', 'not-in-general', list.socialSecurity],
    ['passport-or-visa-number', 'always', list.passport],
  ] as const;
  for (const [kind, when, patterns] of plain) {
    for (const pattern of patterns) {
      // A number that was written out is never general language.
      const isNumber = /<[a-z]+-(?:digits|number)>/.test(pattern);
      addPhrase(book, pattern, { says: 'never', kind, when: isNumber ? 'always' : when });
    }
  }
}

function learn(lists: readonly WordList[]): Knowledge {
  const book = emptyPage<Meaning>();
  for (const list of lists) {
    addFindings(book, list);
    addFields(book, list);
    for (const pattern of list.harmless) addPhrase(book, pattern, { says: 'harmless' });
    for (const pattern of list.general) addPhrase(book, pattern, { says: 'general' });
  }
  addPhrase(book, '<alien-number>', { says: 'never', kind: 'a-number', when: 'always' });
  const social = { says: 'never', kind: 'social-security-number', when: 'always' } as const;
  addPhrase(book, '<social-shape>', social);
  return {
    book,
    slotWords: {
      countries: classOf(lists, 'countries'),
      nationalities: classOf(lists, 'nationalities'),
      isWords: wordsOf(lists, 'isWords'),
      notValues: wordsOf(lists, 'notValues'),
      notPlaces: wordsOf(lists, 'notPlaces'),
    },
    endsGeneral: wordsOf(lists, 'endsGeneral'),
    agents: wordsOf(lists, 'agents'),
    people: wordsOf(lists, 'people'),
  };
}

/** What the sentence has been about so far, as far as words that were not taken say it. */
type Sentence = {
  generalLeft: number;
  about: 'nobody' | 'person' | 'agents';
  isAfterPerson: boolean;
};

function holds(when: When, sentence: Sentence): boolean {
  if (when === 'always') return true;
  if (sentence.generalLeft > 0) return false;
  if (when === 'not-of-agents') return sentence.about !== 'agents';
  return when === 'not-in-general' || sentence.isAfterPerson;
}

type Reader = {
  readonly book: Page<Meaning>;
  readonly tokens: readonly Token[];
  readonly readSlot: ReadSlot;
};
type Match = { readonly meaning: Meaning; readonly end: number };

/** The longest phrase that begins here. */
function bestMatch(text: Reader, at: number, sentence: Sentence): Match | undefined {
  let best: Match | undefined;
  const onPhrase = (meaning: Meaning, end: number): void => {
    if (meaning.says === 'never' && !holds(meaning.when, sentence)) return;
    if (best === undefined || end > best.end) best = { meaning, end };
  };
  readPhrases(text.book, { tokens: text.tokens, readSlot: text.readSlot, onPhrase }, at);
  return best;
}

function readOn(known: Knowledge, sentence: Sentence, token: Token): void {
  const isPerson = known.people.has(token.word);
  sentence.generalLeft = known.endsGeneral.has(token.word) ? 0 : sentence.generalLeft - 1;
  sentence.isAfterPerson = isPerson;
  if (isPerson) sentence.about = 'person';
  if (known.agents.has(token.word)) sentence.about = 'agents';
}

function find(known: Knowledge, text: string): Finding[] {
  const tokens = readTokens(text);
  const stretch: Stretch = { tokens, firstFree: 0 };
  const sentence: Sentence = { generalLeft: 0, about: 'nobody', isAfterPerson: false };
  const readSlot = slotsOf(known.slotWords, stretch);
  const reader: Reader = { book: known.book, tokens, readSlot };
  const findings: Finding[] = [];
  for (let at = 0; at < tokens.length; ) {
    const token = tokens[at];
    if (token === undefined) break;
    if (sentenceEnd.test(token.gap)) Object.assign(sentence, { generalLeft: 0, about: 'nobody' });
    if (!token.joins) sentence.isAfterPerson = false;
    const match = bestMatch(reader, at, sentence);
    if (match === undefined) {
      readOn(known, sentence, token);
      at += 1;
      continue;
    }
    sentence.isAfterPerson = false;
    if (match.meaning.says === 'never') {
      const start = token.start;
      const end = tokens[match.end - 1]?.end ?? token.end;
      findings.push({ kind: match.meaning.kind, start, end, text: text.slice(start, end) });
      stretch.firstFree = match.end;
    }
    if (match.meaning.says === 'general') sentence.generalLeft = generalWords;
    at = match.end;
  }
  return findings;
}

/** A detector that knows these lists. Building it costs milliseconds; each text then is linear. */
export function detectorOf(lists: readonly WordList[]): (text: string) => readonly Finding[] {
  const known = learn(lists);
  return (text) => find(known, text);
}
