import ts from 'typescript';
import { nodesOf, scriptsOf } from './syntax.ts';

/** The types of entries that the database's function `opens` lets nobody but counsel write. */
export function openingInSql(sql: string): readonly string[] {
  const body = /create function opens\([^)]*\)[\s\S]*?\$\$([\s\S]*?)\$\$/.exec(sql)?.[1] ?? '';
  return [...body.matchAll(/'(\w+)'/g)].map((found) => found[1] ?? '');
}

/** Every refusal that a file declares, in a list called `…Refusals` or a type called `…Refusal`. */
export function refusalsIn(file: string, text: string): readonly string[] {
  return scriptsOf(file, text).flatMap(({ tree }) =>
    tree.statements.filter(declaresRefusals).flatMap((statement) => literalsIn(statement)),
  );
}

function declaresRefusals(statement: ts.Statement): boolean {
  if (ts.isTypeAliasDeclaration(statement)) return statement.name.text.endsWith('Refusal');
  if (!ts.isVariableStatement(statement)) return false;
  const [declared] = statement.declarationList.declarations;
  return declared !== undefined && /[a-z]Refusals$/.test(declared.name.getText());
}

function literalsIn(statement: ts.Statement): readonly string[] {
  return nodesOf(statement)
    .filter(ts.isStringLiteral)
    .map(({ text }) => text);
}

/** The rules of the letter that a text cites, such as P3 in "(P3, P4)". */
export function rulesCited(text: string): readonly number[] {
  return [...text.matchAll(/\((P\d[^)]*)\)/g)].flatMap((found) =>
    [...(found[1] ?? '').matchAll(/\bP(\d+)\b/g)].map((number) => Number(number[1])),
  );
}

/** The rules that the protocol states: each has a heading, or the first cell of a row. */
export function rulesStated(protocol: string): readonly number[] {
  const stated = protocol.matchAll(/^(?:#+\s+|\|\s*|[-*]\s+)?\*{0,2}P(\d+)\b/gm);
  return [...new Set([...stated].map((found) => Number(found[1])))];
}

export const featureStates = ['done', 'part', 'not yet'] as const;

/** A row of the list of features: its number, how far it is, and the files that show it. */
export type Feature = {
  readonly number: number;
  readonly states: readonly string[];
  readonly shownBy: readonly string[];
};

/** The rows of the list of features, in its own order. */
export function featuresIn(text: string): readonly Feature[] {
  return [...text.matchAll(/^\|\s*(\d+)\s*\|(.*)\|\s*$/gm)].map((found) => {
    const cells = (found[2] ?? '').split('|').map((cell) => cell.trim());
    return {
      number: Number(found[1]),
      states: cells.filter((cell) => featureStates.some((state) => state === cell)),
      shownBy: pathsIn(found[2] ?? ''),
    };
  });
}

function pathsIn(row: string): readonly string[] {
  const paths = /\b(?:src|tests|tools|translations|scripts|docs)\/[^\s`|,;)]+\.\w+/g;
  return row.match(paths) ?? [];
}

/** Whether a file can show that something works: a test, a story, or a walk of a browser. */
export function isShowing(file: string): boolean {
  return /\.(test\.ts|story)$|^tests\/browser\/.*\.ts$|(^|\/)test_\w+\.py$/.test(file);
}
