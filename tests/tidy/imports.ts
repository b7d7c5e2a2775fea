import { modules } from '#modules';
import { type Import, importsOf, isWords, moduleOf } from './import-paths.ts';
import { type Finding, isCore, type Rule } from './source.ts';
import { finding } from './syntax.ts';

const graph: Readonly<Record<string, readonly string[]>> = modules;

/** Runs a question over every import of a file; what it answers is what is wrong. */
function eachImport(rule: string, ask: (file: string, one: Import) => string | null): Rule {
  return (file, text) =>
    importsOf(file, text).flatMap((one) => {
      const words = ask(file, one);
      if (words === null) return [];
      return [finding(rule, one.script, one.node, { what: one.written, words })];
    });
}

/**
 * Who may import whom, as `src/modules.ts` says it.
 *
 * What composes the house (files directly in `src`, `routes` and `commands`) may import any room,
 * and `protocol` may with its server files; a test beside a file may prepare what it likes.
 */
export const moduleGraph = eachImport('module-graph', (file, { written, target }) => {
  const from = moduleOf(file);
  if (from === null || target === null || file.endsWith('.test.ts')) return null;
  if (!(from in graph)) return `${from} has no line in modules.ts`;
  if (!target.startsWith('src/')) return null;
  const to = moduleOf(target);
  if (to === from) return null;
  if (to === null) return 'a room never imports what composes it';
  if (!mayKnow(file, from, to)) return `${from} may not know ${to}`;
  return written.startsWith('#') ? null : `another room is imported by its name, #${to}`;
});

function mayKnow(file: string, from: string, to: string): boolean {
  const isServer = file.endsWith('.server.ts');
  if (to === 'platform') return isServer;
  if (to === 'design') return file.includes('/screens/');
  return (graph[from] ?? []).includes(to) || (from === 'protocol' && isServer);
}

/** Two rooms meet at their words. Only server files know another door than that. */
export const onlyWords = eachImport('only-words', (file, { target }) => {
  const from = moduleOf(file);
  if (from === null || /\.(server|test)\.ts$/.test(file)) return null;
  if (target === null || !target.startsWith('src/')) return null;
  const to = moduleOf(target);
  return to === null || to === from || to === 'design' || isWords(target)
    ? null
    : 'rooms meet at words.ts';
});

/** The packages that the law leans on, each alone in one file, and why it is not our own. */
const packagesOfTheLaw: Readonly<Record<string, string>> = {
  // RFC 8785 has one correct answer for every number; a second opinion would break signatures.
  canonicalize: 'src/std/canonical-json.ts',
  // A spreadsheet's quoting has thirty years of surprises.
  'csv-parse/sync': 'src/roster/core/read-households.ts',
  // Plurals and dates of every language come with Unicode's own tables.
  'intl-messageformat': 'src/notice/core/render-text.ts',
  // A pack is written by people; only a full YAML parser can say on which line they slipped.
  yaml: 'src/district/core/read-pack.ts',
};

/** The law, and what stands beside its door, have no machine around them. */
export const pureImports = eachImport('pure-imports', (file, { written, target }) => {
  if (!isCore(file) && !isBesideTheDoor(file)) return null;
  if (target === null) return packagesOfTheLaw[written] === file ? null : 'core needs no package';
  if (target.endsWith('.server.ts')) return 'core touches no machine';
  if (moduleOf(file) === 'std') return moduleOf(target) === 'std' ? null : 'std knows only std';
  const isOwn = moduleOf(target) === moduleOf(file);
  if (isOwn) return isOwnLaw(target) ? null : 'the law knows only the law and words';
  return isWords(target) ? null : 'core knows other rooms by their words';
});

function isOwnLaw(target: string): boolean {
  return /^src\/[^/]+\/core\//.test(target) || isBesideTheDoor(target);
}

/** `words.ts`, and what it passes on: a file that is not a server's, directly in its room. */
function isBesideTheDoor(file: string): boolean {
  if (/\.(server|test)\.ts$/.test(file)) return false;
  return /^src\/(?!platform|design|routes|commands)[^/]+\/[^/]+\.ts$/.test(file);
}

/** A screen shows what it was given. It knows words, drawings and translations, nothing else. */
export const screenImports = eachImport('screen-imports', (file, { written, target }) => {
  if (!/^src\/[^/]+\/screens\//.test(file)) return null;
  if (target === null) return /^svelte(\/|$)/.test(written) ? null : 'a screen needs no package';
  const isShown = isWords(target) || /^(src\/design|translations)\//.test(target);
  const isNeighbour = target.startsWith(`src/${moduleOf(file)}/screens/`);
  return isShown || isNeighbour ? null : 'a screen imports words, design, std and translations';
});

/** What a browser runs never names a file of the server, not even for a type. */
export const serverStaysHome = eachImport('server-stays-home', (file, { target }) => {
  const isBrowsers = file.endsWith('.svelte') || /^src\/design\//.test(file);
  const isPage = /\/\+(page|layout)\.ts$/.test(file);
  if (!isBrowsers && !isPage) return null;
  const isServers = target !== null && /\.server(\.ts)?$/.test(target);
  return isServers ? 'a browser would load it, or fail to' : null;
});

const homeless = ['utils', 'helpers', 'common', 'lib', 'shared', 'misc', 'services', 'models'];

/** Code without a home means that a word is missing in the glossary. */
export const homes: Rule = (file) => {
  const folders = file.split('/');
  const bare = folders.map((name) => name.replace(/\..*$/, ''));
  return bare
    .filter((name) => homeless.includes(name) || homeless.includes(`${name}s`))
    .map((name): Finding => {
      const words = 'code without a home: find its word';
      return { rule: 'homes', file, line: 1, what: name, words };
    });
};

export const importRules: readonly Rule[] = [
  moduleGraph,
  onlyWords,
  pureImports,
  screenImports,
  serverStaysHome,
  homes,
];

/** The rooms from which one can walk back to the same room; empty when there is no cycle. */
export function cycleIn(lines: Readonly<Record<string, readonly string[]>>): readonly string[] {
  return Object.keys(lines).filter((room) => reachedFrom(lines[room] ?? [], lines).has(room));
}

function reachedFrom(
  rooms: readonly string[],
  lines: Readonly<Record<string, readonly string[]>>,
): ReadonlySet<string> {
  const reached = new Set(rooms);
  // A set that grows while it is walked is walked to its end.
  for (const room of reached) for (const next of lines[room] ?? []) reached.add(next);
  return reached;
}
