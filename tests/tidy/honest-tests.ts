import ts from 'typescript';
import { isTest, type Rule } from './source.ts';
import { finding, nodesOf, scriptsOf } from './syntax.ts';

/** A test that is left out, that leaves out the others, or that cannot go red. */
export const honestTests: Rule = (file, text) => {
  if (!isTest(file)) return [];
  return scriptsOf(file, text).flatMap((script) =>
    nodesOf(script.tree).flatMap((node) => {
      const words = excuse(node);
      if (words === null) return [];
      return [finding('honest-tests', script, node, { what: node.getText().slice(0, 60), words })];
    }),
  );
};

function excuse(node: ts.Node): string | null {
  if (ts.isPropertyAccessExpression(node) && isTestCall(node.expression)) {
    if (node.name.text === 'only') return 'leaves out every other test';
    if (/^(skip|skipIf|todo|fails)$/.test(node.name.text)) return 'is not run, and nobody notices';
  }
  return isSure(node) ? 'can never go red' : null;
}

function isTestCall(node: ts.Expression): boolean {
  return /^(test|it|describe|suite|bench|context|task)\b/.test(node.getText());
}

function isSure(node: ts.Node): boolean {
  if (!ts.isCallExpression(node) || node.expression.getText() !== 'expect') return false;
  return /^(true|false|1|null|undefined)$/.test(node.arguments[0]?.getText() ?? '');
}
