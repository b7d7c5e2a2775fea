import ts from 'typescript';
import { type Finding, isCore, isScript, isTest, type Rule, type Source } from './source.ts';
import { finding, nodesOf, type Script, scriptsOf } from './syntax.ts';

/** What no file of ours has, because each hides from the compiler what a reader must know. */
export const plainTypes: Rule = (file, text) =>
  scriptsOf(file, text).flatMap((script) =>
    nodesOf(script.tree).flatMap((node) => {
      const words = unwanted(node, file);
      return words === null ? [] : [finding('plain-types', script, node, quoted(node, words))];
    }),
  );

function quoted(node: ts.Node, words: string): { what: string; words: string } {
  return { what: `${words}: ${node.getText().split('\n')[0]?.slice(0, 50)}`, words };
}

/** Read by programs that ask for a default export: configurations, and what Playwright starts. */
const mayExportDefault = /^((vite|vitest|playwright|svelte)\.config|tests\/browser\/town)\.ts$/;

function unwanted(node: ts.Node, file: string): string | null {
  if (node.kind === ts.SyntaxKind.AnyKeyword) return 'any';
  if (ts.isNonNullExpression(node)) return 'a non-null !';
  if (hasExclamation(node)) return 'a definite !';
  if (ts.isEnumDeclaration(node)) return 'an enum';
  if (isDefaultExport(node) && !mayExportDefault.test(file)) return 'a default export';
  return isCore(file) && ts.isClassLike(node) ? 'a class in core' : null;
}

function hasExclamation(node: ts.Node): boolean {
  const isDeclared = ts.isVariableDeclaration(node) || ts.isPropertyDeclaration(node);
  return isDeclared && node.exclamationToken !== undefined;
}

function isDefaultExport(node: ts.Node): boolean {
  if (ts.isExportAssignment(node)) return true;
  if (ts.isExportSpecifier(node)) return node.name.text === 'default';
  const modifiers = ts.canHaveModifiers(node) ? ts.getModifiers(node) : undefined;
  return modifiers?.some(({ kind }) => kind === ts.SyntaxKind.DefaultKeyword) ?? false;
}

/** Each place where the compiler is told what something is. `as const` tells it nothing. */
export const wishes: Rule = (file, text) =>
  scriptsOf(file, text).flatMap((script) =>
    nodesOf(script.tree)
      .filter(isWish)
      .map((node) => wish(script, node)),
  );

function wish(script: Script, node: ts.Node): Finding {
  const written = node.getText().split('\n').at(-1)?.trim().slice(-60) ?? '';
  return finding('wishes', script, node, { what: written, words: '`as` is a wish, not a reading' });
}

function isWish(node: ts.Node): boolean {
  if (ts.isTypeAssertionExpression(node)) return true;
  return ts.isAsExpression(node) && node.type.getText() !== 'const';
}

/** In core there is no wish at all; elsewhere they are counted, see `wishesPerThousandLines`. */
export const wishesInCore: Rule = (file, text) => (isCore(file) ? wishes(file, text) : []);

/** How many wishes there are in a thousand lines of programs, the law and the tests apart. */
export function wishesPerThousandLines(sources: readonly Source[]): number {
  const counted = sources.filter(({ file }) => isScript(file) && !isTest(file) && !isCore(file));
  const lines = counted.reduce((sum, { text }) => sum + text.split('\n').length, 0);
  const count = counted.reduce((sum, { file, text }) => sum + wishes(file, text).length, 0);
  return lines === 0 ? 0 : (count * 1000) / lines;
}

export const plainTypeRules: readonly Rule[] = [plainTypes, wishesInCore];
