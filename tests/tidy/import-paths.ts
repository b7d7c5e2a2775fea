import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import ts from 'typescript';
import { root } from './source.ts';
import { nodesOf, type Script, scriptsOf } from './syntax.ts';

/** An import as it is written, and the file of ours it leads to; null where that is a package. */
export type Import = {
  readonly script: Script;
  readonly node: ts.Node;
  readonly written: string;
  readonly target: string | null;
};

/** Everything a file imports: from the top, on the way, for a type or to pass it on. */
export function importsOf(file: string, text: string): readonly Import[] {
  return scriptsOf(file, text).flatMap((script) =>
    [...nodesOf(script.tree)].flatMap((node) => {
      const written = specifierOf(node);
      return written === null ? [] : [{ script, node, written, target: targetOf(file, written) }];
    }),
  );
}

function specifierOf(node: ts.Node): string | null {
  if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) {
    return textIn(node.moduleSpecifier);
  }
  if (ts.isImportTypeNode(node)) {
    return ts.isLiteralTypeNode(node.argument) ? textIn(node.argument.literal) : null;
  }
  const isImport =
    ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword;
  return isImport ? textIn(node.arguments[0]) : null;
}

function textIn(node: ts.Node | undefined): string | null {
  return node !== undefined && ts.isStringLiteralLike(node) ? node.text : null;
}

/** The file of ours that a specifier leads to. Never asks whether it exists. */
export function targetOf(file: string, written: string): string | null {
  if (written.startsWith('.')) return join(dirname(file), written);
  if (!written.startsWith('#')) return null;
  const found = names.find(({ prefix, isPattern }) =>
    isPattern ? written.startsWith(prefix) : written === prefix,
  );
  return found === undefined
    ? written
    : found.path.replace('*', written.slice(found.prefix.length));
}

/** The names in package.json, the longest first, because Node lets the most exact one win. */
const names = Object.entries(readNames())
  .map(([name, path]) => ({
    prefix: name.replace('*', ''),
    isPattern: name.endsWith('*'),
    path: path.replace(/^\.\//, ''),
  }))
  .sort((one, other) => other.prefix.length - one.prefix.length);

function readNames(): Record<string, string> {
  const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  return manifest.imports;
}

/** The room of the house a file belongs to; null for what composes them, and outside `src`. */
export function moduleOf(file: string): string | null {
  const name = /^src\/([^/]+)\//.exec(file)?.[1] ?? null;
  return name === 'routes' || name === 'commands' ? null : name;
}

/** Whether a path is the door of a room, safe in a browser. In `std` every file is one. */
export function isWords(path: string): boolean {
  return /^src\/([^/]+\/words\.ts|std\/.*)$/.test(path);
}
