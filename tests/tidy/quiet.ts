import { importsOf } from './import-paths.ts';
import { lineAt, type Rule } from './source.ts';
import { finding } from './syntax.ts';

/** One file writes the log, and it takes ids and closed words. Another would take anything. */
export const oneLog: Rule = (file, text) =>
  importsOf(file, text)
    .filter(({ written }) => /^pino(\/|$)/.test(written) && file !== 'src/platform/log.server.ts')
    .map(({ script, node, written }) =>
      finding('one-log', script, node, { what: written, words: 'only platform/log writes a log' }),
    );

/** Who may speak to the terminal: what is started from it. */
const mayPrint = /^src\/([^/]+|commands\/[^/]+)$/;

/** Nothing else prints: what is printed ends in a log that nobody has looked over for names. */
export const noPrinting: Rule = (file, text) => {
  if (!/^src\/.*\.(ts|svelte)$/.test(file) || file.endsWith('.test.ts')) return [];
  return [...text.matchAll(/\bprocess\.(stdout|stderr)\b|\bconsole\.\w+/g)]
    .filter(([what]) => what.startsWith('console') || !mayPrint.test(file))
    .map((found) => ({
      rule: 'no-printing',
      file,
      line: lineAt(text, found.index),
      what: found[0],
      words: 'only what is started from a terminal prints to it',
    }));
};

// Written apart, so that this file does not name what it looks for.
const machines = new RegExp(
  [
    `(?<![\\w.-])/${'work'}/`,
    `\\.${'library'}\\b`,
    `\\b${'farm'}-\\w+`,
    `"${'resolved'}": *"[^"]*`,
    `(?<![\\w./])/(${'home'}|${'Users'})/\\w+`,
  ].join('|'),
  'g',
);

/** The repository names nobody's machine: what one machine has, the next reader's has not. */
export const nobodysMachine: Rule = (file, text) =>
  [...text.matchAll(machines)].map((found) => ({
    rule: 'nobodys-machine',
    file,
    line: lineAt(text, found.index),
    what: found[0].slice(0, 60),
    words: 'another machine has no such place',
  }));

export const quietRules: readonly Rule[] = [oneLog, noPrinting, nobodysMachine];
