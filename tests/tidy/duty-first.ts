import ts from 'typescript';
import type { Rule } from './source.ts';
import { finding, nodesOf, type Script, scriptsOf } from './syntax.ts';

/**
 * Acts without a duty of their own, each with its reason. Every other act on a desk asks first
 * whether who sits there may do it.
 */
const withoutDuty: Readonly<Record<string, string>> = {
  'src/encounter/acts.server.ts performHere': 'the hand of the other acts, which have checked',
  'src/encounter/acts.server.ts schoolOf': 'reads where an encounter is, for the duty check itself',
  'src/paging/acts.server.ts keepPushSubscription': 'a person says where their own browser is',
};

/** Where acts are: a room's own, those about people, and the one that counsel signs. */
const acts = /^src\/[^/]+\/([a-z-]+-)?(acts|authorize)\.server\.ts$/;

/**
 * Every act on a desk begins with the duty check: within three statements it turns away whoever may
 * not, or hands everything to `order`, which does. Nothing is performed before. (promise 4)
 */
export const dutyFirst: Rule = (file, text) => {
  return actsIn(file, text).flatMap(({ script, act, name }) => {
    if (asksFirst(act)) return [];
    const words = 'asks nobody for their duty before it acts';
    return [finding('duty-first', script, act, { what: name, words })];
  });
};

type Act = { readonly script: Script; readonly act: ts.FunctionDeclaration; readonly name: string };

/** The acts of a file that need a duty. */
export function actsIn(file: string, text: string): readonly Act[] {
  if (!acts.test(file)) return [];
  return scriptsOf(file, text).flatMap((script) =>
    script.tree.statements
      .filter(isAct)
      .map((act) => ({ script, act, name: act.name?.text ?? '' }))
      .filter(({ name }) => !(`${file} ${name}` in withoutDuty)),
  );
}

function isAct(node: ts.Node): node is ts.FunctionDeclaration {
  if (!ts.isFunctionDeclaration(node)) return false;
  const kinds = node.modifiers?.map(({ kind }) => kind) ?? [];
  const isOffered = kinds.includes(ts.SyntaxKind.ExportKeyword);
  const isLater = kinds.includes(ts.SyntaxKind.AsyncKeyword);
  return isOffered && isLater && node.parameters[0]?.type?.getText() === 'Desk';
}

function asksFirst(act: ts.FunctionDeclaration): boolean {
  const first = [...(act.body?.statements ?? [])].slice(0, 3);
  const asked = first.findIndex(asks);
  return asked >= 0 && !first.slice(0, asked).some(acted);
}

function asks(statement: ts.Statement): boolean {
  if (ts.isReturnStatement(statement)) {
    return /^return (await )?order\(\s*desk\b/.test(statement.getText());
  }
  if (!ts.isIfStatement(statement)) return false;
  const turnsAway = nodesOf(statement.thenStatement).some(ts.isReturnStatement);
  return turnsAway && /!may(Do|Report)\(\s*desk\.who\b/.test(statement.expression.getText());
}

function acted(statement: ts.Statement): boolean {
  return /\b(perform|put|insert|update|enqueue|query|send)\w*\(/.test(statement.getText());
}

/** The acts that have a row in the table of duties. */
export function actsWithDuties(text: string): readonly string[] {
  return [...text.matchAll(/^ {2}'([a-z-]+)': \[/gm)].map((found) => found[1] ?? '');
}
