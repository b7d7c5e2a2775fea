import ts from 'typescript';
import { type Finding, isAboutTheRules, isScript, lineAt, type Rule } from './source.ts';
import { withoutComments } from './sql-text.ts';
import { finding, nodesOf, scriptsOf, writtenIn } from './syntax.ts';

/** A word as code knows it: a name, or what stands between quotes. Never a comment. */
type Word = {
  readonly kind: 'name' | 'value';
  readonly text: string;
  readonly say: (rule: string, what: string, words: string) => Finding;
};

/** The names and values of a file: of a program, of SQL, of a component's markup, of a table. */
function wordsIn(file: string, text: string): readonly Word[] {
  if (isAboutTheRules(file)) return [];
  const ofScripts = scriptsOf(file, text).flatMap((script) =>
    nodesOf(script.tree).flatMap((node): Word[] => {
      const say: Word['say'] = (rule, what, words) => finding(rule, script, node, { what, words });
      if (ts.isIdentifier(node)) return [{ kind: 'name', text: node.text, say }];
      const written = writtenIn(node);
      return written === null ? [] : [{ kind: 'value', text: written, say }];
    }),
  );
  return [...ofScripts, ...linesOutsideScripts(file, text)];
}

function linesOutsideScripts(file: string, text: string): readonly Word[] {
  if (!/\.(svelte|sql|csv|ya?ml)$/.test(file)) return [];
  return bareOf(file, text)
    .split('\n')
    .map((line, index) => ({
      kind: 'value',
      text: line,
      say: (rule, what, words) => ({ rule, file, line: index + 1, what, words }),
    }));
}

function bareOf(file: string, text: string): string {
  if (file.endsWith('.sql')) return withoutComments(text);
  const blank = (part: string) => part.replaceAll(/[^\n]/g, ' ');
  return file.endsWith('.svelte') ? text.replaceAll(/<script[\s\S]*?<\/script>/g, blank) : text;
}

/**
 * What we never write down about anybody. A word alone is found wherever it stands; words in a row
 * are found where they make one name, because the letter itself says that status does not matter.
 */
const neverStored = [
  'citizenship',
  'immigration status',
  'country of birth',
  'birthplace',
  'ssn',
  'social security',
  'visa',
  'alien',
  'illegal',
  'suspect',
].map((words) => new RegExp(`(^| )${words}s?( |$)`));

/** Whose work it is to find and refuse these words, and the tests that show it. */
const refusers = [
  /^src\/std\/words-never-written/,
  // A pack with a field for status is refused.
  /^src\/district\/core\/(pack-refusals|read-pack\.test)\.ts$/,
  // A text to families that speaks of somebody's status is refused.
  /^src\/notice\/core\/lint-text(\.test)?\.ts$/,
  // A file of households with a column for it is refused.
  /^src\/roster\/core\/(csv-profile|csv-row|read-households\.test)\.ts$/,
];

/** No name, no value and no column for what we never store: there is nowhere to put it. */
export const wordsNeverStored: Rule = (file, text) => {
  if (refusers.some((pattern) => pattern.test(file))) return [];
  return wordsIn(file, text).flatMap((word) =>
    tokensOf(word.text)
      .filter((token) => neverStored.some((pattern) => pattern.test(spaced(token))))
      .map((token) => word.say('never-stored', token, 'there is nowhere to put this')),
  );
};

function tokensOf(text: string): readonly string[] {
  return text.match(/[\p{L}\p{N}_-]+/gu) ?? [];
}

/** `countryOfBirth`, `country_of_birth` and `country-of-birth` are the same three words. */
function spaced(token: string): string {
  return token
    .replaceAll(/([a-z0-9])([A-Z])|([A-Z])([A-Z][a-z])/g, '$1$3 $2$4')
    .replaceAll(/[_-]+/g, ' ')
    .toLowerCase();
}

/** A judge's warrant and an agency's are never one word: confusing them is what we are against. */
export const bareWarrant: Rule = (file, text) =>
  wordsIn(file, text)
    .filter((word) => /^warrants?$/i.test(word.text) || (isSql(file) && hasBareWarrant(word.text)))
    .map((word) =>
      word.say('bare-warrant', word.text.trim(), 'say judicial-warrant or administrative-warrant'),
    );

const isSql = (file: string) => file.endsWith('.sql');
const hasBareWarrant = (sql: string) => /(?<![\w-])warrants?(?![\w-])/i.test(sql);

/** Names that others chose, and what chose them. */
const namesOfOthers: Readonly<Record<string, string>> = {
  pushManager: 'Push API, W3C',
  RequestHandler: 'SvelteKit',
  Handler: 'the program that adapter-node builds is called handler.js',
  secretService: 'an agency is called by its name',
  startPushService: 'RFC 8030 calls it a push service',
};

const doers = /(Manager|Handler|Processor|Service|Helper|Util)s?$/;

/** A noun for the doer hides the verb. */
export const doerNouns: Rule = (file, text) =>
  wordsIn(file, text)
    .filter((word) => word.kind === 'name' && doers.test(word.text))
    .filter((word) => !(word.text in namesOfOthers))
    .map((word) => word.say('doer-nouns', word.text, 'name what it does, not who does it'));

/** Who decides at a school is the building leader, on every screen and in every file. */
export const principal: Rule = (file, text) =>
  wordsIn(file, text)
    .filter((word) => word.kind === 'name' && / principals? /.test(` ${spaced(word.text)} `))
    .map((word) => word.say('glossary', word.text, 'our word is building leader'));

/** What is left for later has a number, and what is broken is not left. */
export const laterWords: Rule = (file, text) => {
  if (isAboutTheRules(file) || !(isScript(file) || /\.(sql|py|css)$/.test(file))) return [];
  return [...text.matchAll(/\b(FIXME|XXX|TODO)\b[^\n]*/g)]
    .filter(([words, mark]) => mark !== 'TODO' || !/#\d+/.test(words))
    .map((found) => ({
      rule: 'later',
      file,
      line: lineAt(text, found.index),
      what: found[0].trim().slice(0, 60),
      words: 'what is left for later has the number of an issue',
    }));
};

export const wordRules: readonly Rule[] = [
  wordsNeverStored,
  bareWarrant,
  doerNouns,
  principal,
  laterWords,
];
