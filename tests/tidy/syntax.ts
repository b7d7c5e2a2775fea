import ts from 'typescript';
import { type Finding, isScript } from './source.ts';

/** A script that was read, and how many lines of its file stand before it. */
export type Script = { readonly tree: ts.SourceFile; readonly linesBefore: number };

const read = new Map<string, readonly Script[]>();

/** The scripts of a file: the file itself, or what stands between `<script>` tags. */
export function scriptsOf(file: string, text: string): readonly Script[] {
  if (!isScript(file)) return [];
  const name = `${file}\n${text}`;
  const known = read.get(name) ?? readScripts(file, text);
  read.set(name, known);
  return known;
}

function readScripts(file: string, text: string): readonly Script[] {
  if (!file.endsWith('.svelte')) return [{ tree: parse(file, text), linesBefore: 0 }];
  return [...text.matchAll(/(<script[^>]*>)([\s\S]*?)<\/script>/g)].map((found) => ({
    tree: parse(`${file}.ts`, found[2] ?? ''),
    linesBefore: text.slice(0, found.index + (found[1] ?? '').length).split('\n').length - 1,
  }));
}

function parse(file: string, text: string): ts.SourceFile {
  return ts.createSourceFile(file, text, ts.ScriptTarget.ESNext, true, ts.ScriptKind.TS);
}

const walked = new WeakMap<ts.Node, readonly ts.Node[]>();

/** A node and everything in it, from the outside in. */
export function nodesOf(node: ts.Node): readonly ts.Node[] {
  const known = walked.get(node);
  if (known !== undefined) return known;
  const nodes = [node];
  // A list that grows while it is walked is walked to its end.
  for (const each of nodes) nodes.push(...childrenOf(each));
  if (ts.isSourceFile(node)) walked.set(node, nodes);
  return nodes;
}

export function childrenOf(node: ts.Node): readonly ts.Node[] {
  const children: ts.Node[] = [];
  node.forEachChild((child) => {
    children.push(child);
  });
  return children;
}

/** Says what a node breaks, at the line of the file the node begins on. */
export function finding(
  rule: string,
  script: Script,
  node: ts.Node,
  said: { what: string; words: string },
): Finding {
  const { tree, linesBefore } = script;
  const line = tree.getLineAndCharacterOfPosition(node.getStart(tree)).line + 1 + linesBefore;
  return { rule, file: tree.fileName.replace(/\.svelte\.ts$/, '.svelte'), line, ...said };
}

/** How many lines a node takes, from its first word to its last, without comments before it. */
export function linesOf(script: Script, node: ts.Node): number {
  const { tree } = script;
  const first = tree.getLineAndCharacterOfPosition(node.getStart(tree)).line;
  return tree.getLineAndCharacterOfPosition(node.getEnd()).line - first + 1;
}

/** What a function is called: by its own name, or by whatever it is given to. */
export function nameOf(node: ts.Node): string {
  if (isNamed(node)) return node.name.getText();
  const { parent } = node;
  if (parent === undefined) return 'without a name';
  if (isNamed(parent)) return parent.name.getText();
  return ts.isCallExpression(parent) ? `in ${calledIn(parent)}` : nameOf(parent);
}

function isNamed(node: ts.Node): node is ts.Node & { name: ts.Node } {
  return 'name' in node && node.name !== undefined;
}

function calledIn(call: ts.CallExpression): string {
  const [first] = call.arguments;
  const subject = first !== undefined && ts.isStringLiteralLike(first) ? ` '${first.text}'` : '';
  return `${call.expression.getText().slice(0, 40)}${subject}`;
}

/** What is written between quotes, with three dots where a template has a hole. */
export function writtenIn(node: ts.Node): string | null {
  if (ts.isStringLiteralLike(node)) return node.text;
  if (!ts.isTemplateExpression(node)) return null;
  return node.head.text + node.templateSpans.map((span) => `...${span.literal.text}`).join('');
}
