import { type Finding, isAboutTheRules, isTest, lineAt, type Rule } from './source.ts';
import { isStatement, statementsOf, withoutComments } from './sql-text.ts';
import { finding, nodesOf, scriptsOf, writtenIn } from './syntax.ts';

/** A statement of ours, wherever it stands, and how to say that something is wrong with it. */
type Sql = {
  readonly file: string;
  readonly sql: string;
  readonly say: (rule: string, what: string, words: string) => Finding;
};

function eachStatement(ask: (statement: Sql) => readonly Finding[]): Rule {
  return (file, text) => statementsIn(file, text).flatMap(ask);
}

function statementsIn(file: string, text: string): readonly Sql[] {
  if (isAboutTheRules(file)) return [];
  if (file.endsWith('.sql')) {
    return statementsOf(text).map(({ sql, place }) => ({
      file,
      sql,
      say: (rule, what, words) => ({ rule, file, line: lineAt(text, place), what, words }),
    }));
  }
  return scriptsOf(file, text).flatMap((script) =>
    nodesOf(script.tree).flatMap((node): Sql[] => {
      const sql = writtenIn(node);
      if (sql === null || !isStatement(sql)) return [];
      const say: Sql['say'] = (rule, what, words) => finding(rule, script, node, { what, words });
      return [{ file, sql, say }];
    }),
  );
}

const clocks =
  /\bnow\s*\(|\b(current_timestamp|clock_timestamp|localtimestamp|current_date|localtime)\b/i;
const dice = /\b(small|big)?serial\b|\bgenerated\b.*\bas identity\b|\bgen_random_uuid\b/i;

// What ours is measured against in a benchmark is bare on purpose, and lives for a minute.
const isMeasuredAgainst = (file: string) => file.startsWith('tools/bench/');

/** Time and ids come in as parameters, so that tests own the clock without tricks. */
export const sqlClock = eachStatement(({ sql, say }) => {
  const clock = clocks.exec(sql)?.[0];
  return clock === undefined ? [] : [say('sql-clock', clock, 'the database has no clock of ours')];
});

/** No number that the database makes up: it would not be the same after a restore. */
export const sqlDice = eachStatement(({ file, sql, say }) => {
  const made = dice.exec(sql)?.[0];
  return made === undefined || isTest(file) || isMeasuredAgainst(file)
    ? []
    : [say('sql-dice', made, 'ids come in from outside')];
});

/** Who may hold a connection for longer than a transaction: the pool itself, and who migrates. */
const mayHoldConnections = ['src/platform/database.server.ts', 'src/platform/migrate.server.ts'];

/** A lock or an ear that outlives its transaction dies with a pooled connection, unnoticed. */
export const sqlSessions = eachStatement(({ file, sql, say }) => {
  const held = /^\s*(listen|unlisten)\b|\bpg_(try_)?advisory_lock\w*/i.exec(sql)?.[0];
  if (held === undefined || mayHoldConnections.includes(file)) return [];
  return [say('sql-sessions', held.trim(), 'what outlives a transaction belongs to the platform')];
});

/** The one table that is about no district: which migrations have run. */
const ofNoDistrict = ['migration'];

/** Every table begins with `district`: its first column, and the first of its key. (promise 7) */
export const tables: Rule = (file, text) => {
  if (isMeasuredAgainst(file)) return [];
  const bare = withoutComments(text);
  return statementsIn(file, text).flatMap(({ sql, say }) => {
    const table = readTable(sql);
    if (table === null || ofNoDistrict.includes(table.name) || file.endsWith('.test.ts')) return [];
    const found: Finding[] = [];
    const wrong = (words: string) => found.push(say('tables', table.name, words));
    if (!/^district\s/.test(table.parts[0] ?? '')) wrong('its first column is not district');
    if (!table.parts.some(hasKey)) wrong('its key does not begin with district');
    if (table.parts.some(crossesDistricts)) wrong('a foreign key does not begin with district');
    if (!isGuarded(bare, table.name)) wrong('nothing guards its rows');
    return found;
  });
};

type Table = { readonly name: string; readonly parts: readonly string[] };

function readTable(sql: string): Table | null {
  const found = /^create (?:unlogged )?table (?:if not exists )?(\w+)\s*\(([\s\S]*)\)/i.exec(
    sql.trim(),
  );
  if (found === null) return null;
  return { name: found[1] ?? '', parts: commas(found[2] ?? '') };
}

/** The columns and constraints of a table. A comma in brackets or quotes separates nothing. */
function commas(inside: string): readonly string[] {
  const parts = [''];
  let depth = 0;
  for (const letter of inside) {
    depth += letter === '(' ? 1 : letter === ')' ? -1 : 0;
    if (letter === ',' && depth === 0) parts.push('');
    else parts.push(`${parts.pop() ?? ''}${letter}`);
  }
  return parts.map((part) => part.trim().replaceAll(/\s+/g, ' '));
}

function hasKey(part: string): boolean {
  return /^primary key \(district\b/i.test(part) || /^district \w+ primary key/i.test(part);
}

function crossesDistricts(part: string): boolean {
  if (!/\breferences\b/i.test(part)) return false;
  return !/^(constraint \w+ )?foreign key \(district\b/i.test(part) && !/^district\s/.test(part);
}

/** By the procedure of the first migration, or by hand where that one does not reach. */
function isGuarded(sql: string, name: string): boolean {
  if (sql.includes(`call guard('${name}')`)) return true;
  const isForced = sql.includes(`alter table ${name} force row level security`);
  return isForced && new RegExp(`create policy \\w+ on ${name}\\b`).test(sql);
}

/** A foreign key that is added later crosses no district either. */
export const addedKeys = eachStatement(({ sql, say }) => {
  const added = /^alter table (\w+)[\s\S]*\bforeign key\s*\((\w+)/i.exec(sql);
  if (added === null || added[2] === 'district') return [];
  return [say('tables', added[1] ?? '', 'a foreign key does not begin with district')];
});

export const sqlRules: readonly Rule[] = [sqlClock, sqlDice, sqlSessions, tables, addedKeys];
