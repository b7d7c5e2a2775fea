import ts from 'typescript';
import { isCore, type Rule } from './source.ts';
import { finding, nodesOf, scriptsOf } from './syntax.ts';

/** What belongs to the machine. The law is given times, ids and texts; it fetches none of them. */
const machine: ReadonlySet<string> = new Set([
  'setTimeout',
  'setInterval',
  'setImmediate',
  'queueMicrotask',
  'fetch',
  'process',
  'console',
  'performance',
  'crypto',
  'globalThis',
]);

/** Clocks and dice that hide behind something harmless. */
const members: ReadonlySet<string> = new Set(['Date.now', 'Math.random', 'Temporal.Now']);

/** No clock, no dice, no network and no machine in the law and in `std`. */
export const purity: Rule = (file, text) => {
  if (!isCore(file)) return [];
  return scriptsOf(file, text).flatMap((script) =>
    nodesOf(script.tree).flatMap((node) => {
      const what = touched(node);
      const words = 'the law has no clock, no dice and no machine';
      return what === null ? [] : [finding('purity', script, node, { what, words })];
    }),
  );
};

function touched(node: ts.Node): string | null {
  if (ts.isPropertyAccessExpression(node) && members.has(node.getText())) return node.getText();
  if (isDateOfNow(node)) return 'new Date()';
  return ts.isIdentifier(node) && machine.has(node.text) && isFree(node) ? node.text : null;
}

function isDateOfNow(node: ts.Node): boolean {
  if (ts.isCallExpression(node)) return node.expression.getText() === 'Date';
  if (!ts.isNewExpression(node) || node.expression.getText() !== 'Date') return false;
  return (node.arguments ?? []).length === 0;
}

/** Whether a name stands by itself, and is not the member of something or the key of an object. */
function isFree(node: ts.Identifier): boolean {
  const { parent } = node;
  if (ts.isPropertyAccessExpression(parent)) return parent.expression === node;
  if (ts.isShorthandPropertyAssignment(parent)) return true;
  const isKey = 'name' in parent && parent.name === node;
  return !isKey && !ts.isTypeNode(parent);
}
