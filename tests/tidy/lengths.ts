import ts from 'typescript';
import { type Finding, isScript, lineAt, type Rule } from './source.ts';
import { isStatement, statementsOf } from './sql-text.ts';
import {
  childrenOf,
  finding,
  linesOf,
  nameOf,
  nodesOf,
  type Script,
  scriptsOf,
  writtenIn,
} from './syntax.ts';

/** The numbers of the style: where a person stops being able to hold the thing in mind. */
export const most = {
  functionLines: 50,
  fileLines: 300,
  routeLines: 80,
  componentLines: 200,
  componentScriptLines: 80,
  testLines: 500,
  parameters: 4,
  nesting: 3,
  columns: 100,
  sentenceColumns: 120,
  markupColumns: 200,
  statementLines: 60,
} as const;

type Function = ts.FunctionLikeDeclaration & { body: ts.Node };

function isFunction(node: ts.Node): node is Function {
  return ts.isFunctionLike(node) && 'body' in node && node.body !== undefined;
}

/** `describe` is a heading, and what stands under a heading may be long. */
function isHeading(node: ts.Node): boolean {
  return ts.isCallExpression(node.parent) && /^describe\b/.test(node.parent.expression.getText());
}

/** A function of more than 50 lines. */
export const functionLines: Rule = (file, text) =>
  functionsOf(file, text).flatMap(({ script, node }) => {
    const lines = linesOf(script, node);
    if (lines <= most.functionLines || isHeading(node)) return [];
    const name = nameOf(node);
    return [finding('function-lines', script, node, { what: name, words: `${lines} lines` })];
  });

/** More than four things handed over by their place. A fifth makes them one named object. */
export const parameters: Rule = (file, text) =>
  functionsOf(file, text).flatMap(({ script, node }) => {
    const count = node.parameters.length;
    if (count <= most.parameters) return [];
    const words = `${count} parameters by their place`;
    return [finding('parameters', script, node, { what: nameOf(node), words })];
  });

/** A function in which a fourth `if` or loop stands inside three others. */
export const nesting: Rule = (file, text) =>
  functionsOf(file, text).flatMap(({ script, node }) => {
    const depth = depthOf(node.body);
    if (depth <= most.nesting) return [];
    const words = `${depth} deep`;
    return [finding('nesting', script, node, { what: nameOf(node), words })];
  });

function functionsOf(file: string, text: string): { script: Script; node: Function }[] {
  return scriptsOf(file, text).flatMap((script) =>
    nodesOf(script.tree)
      .filter(isFunction)
      .map((node) => ({ script, node })),
  );
}

function depthOf(node: ts.Node): number {
  const inside = Math.max(0, ...childrenOf(node).map(depthOf));
  return inside + (isControl(node) ? 1 : 0);
}

/** An `else if` goes on with the same question and is no deeper than the `if` it belongs to. */
function isControl(node: ts.Node): boolean {
  if (ts.isIfStatement(node)) return !(ts.isIfStatement(node.parent) && isElse(node));
  return (
    ts.isIterationStatement(node, false) || ts.isSwitchStatement(node) || ts.isTryStatement(node)
  );
}

function isElse(node: ts.IfStatement): boolean {
  return ts.isIfStatement(node.parent) && node.parent.elseStatement === node;
}

/** A file longer than a file of its kind may be. */
export const fileLines: Rule = (file, text) => {
  const lines = text.trimEnd().split('\n').length;
  const limit = limitOf(file);
  return lines <= limit
    ? []
    : [
        {
          rule: 'file-lines',
          file,
          line: 1,
          what: 'the file',
          words: `${lines} of ${limit} lines`,
        },
      ];
};

function limitOf(file: string): number {
  if (!isScript(file)) return Number.POSITIVE_INFINITY;
  if (/\.(test|spec)\.ts$/.test(file)) return most.testLines;
  if (file.endsWith('.svelte')) return most.componentLines;
  return /\/\+(page\.server|server)\.ts$/.test(file) ? most.routeLines : most.fileLines;
}

/** A component whose script has become a program. */
export const componentScript: Rule = (file, text) => {
  if (!file.endsWith('.svelte')) return [];
  const scripts = scriptsOf(file, text);
  const lines = scripts.reduce((sum, { tree }) => sum + tree.text.trim().split('\n').length, 0);
  if (lines <= most.componentScriptLines) return [];
  const words = `${lines} of ${most.componentScriptLines} lines`;
  return [{ rule: 'component-script', file, line: 1, what: 'its script', words }];
};

// The formatter breaks code and cannot break a sentence: the claim of a test or a quoted text may
// run a little further than code may.
function columnsFor(file: string, line: string): number {
  if (file.endsWith('.svelte')) return most.markupColumns;
  return /['"`]/.test(line) ? most.sentenceColumns : most.columns;
}

/** A line that runs out of the window. */
export const columns: Rule = (file, text) => {
  if (!/\.(ts|mjs|svelte|sql|py)$/.test(file)) return [];
  return text.split('\n').flatMap((line, index) => {
    const width = [...line].length;
    if (width <= columnsFor(file, line)) return [];
    const what = line.trim().slice(0, 60);
    return [{ rule: 'columns', file, line: index + 1, what, words: `${width} columns` }];
  });
};

/** One statement of SQL of more than 60 lines. */
export const statementLines: Rule = (file, text) => {
  const say = (statement: string, line: number): Finding[] => {
    const lines = statement.trim().split('\n').length;
    const what = statement.trim().split('\n')[0] ?? '';
    if (lines <= most.statementLines) return [];
    return [{ rule: 'statement-lines', file, line, what, words: `${lines} lines` }];
  };
  if (file.endsWith('.sql')) {
    return statementsOf(text).flatMap(({ sql, place }) => say(sql, lineAt(text, place)));
  }
  return scriptsOf(file, text).flatMap((script) =>
    nodesOf(script.tree).flatMap((node) => {
      const written = writtenIn(node);
      if (written === null || !isStatement(written)) return [];
      return say(written, finding('', script, node, { what: '', words: '' }).line);
    }),
  );
};

export const lengthRules: readonly Rule[] = [
  functionLines,
  parameters,
  nesting,
  fileLines,
  componentScript,
  columns,
  statementLines,
];
