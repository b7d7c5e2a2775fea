/**
 * A text and its values become the words that families receive.
 *
 * It checks every branch of a text, not only the one it prints, so that a mistake in the words for
 * "they went in" is found on a quiet afternoon and not on that day. The result is plain text in
 * paragraphs; whoever puts it into a page or a letter escapes it there. It decides nothing about
 * whether a notice may leave.
 */
import { IntlMessageFormat } from 'intl-messageformat';
import { pluralForm } from './dates.ts';
import type { NoticeText } from './read-text.ts';
import {
  choices,
  type NoticeValues,
  type Variables,
  variablesFor,
  variablesOf,
} from './text-values.ts';

export type RenderedText =
  | { readonly kind: 'rendered'; readonly subject: string; readonly body: string }
  | { readonly kind: 'unreadable'; readonly problems: readonly string[] };

/**
 * The subject and the body in the text's own language, or every problem that forbids them.
 *
 * Never another language than the one asked for, never half a message, and never a variable that
 * the notice has no value for. Throws nothing: a text that a person edited badly is `unreadable`.
 */
export function renderText(text: NoticeText, language: string, values: NoticeValues): RenderedText {
  const problems: string[] = [];
  if (text.language !== language) problems.push(`the text is in ${text.language}, not ${language}`);
  if (text.name !== values.kind)
    problems.push(`the values of ${values.kind} do not fit ${text.name}`);
  const filled = variablesFor(values, language);
  problems.push(...filled.problems);

  const subject = renderPattern(text.subject, text, filled.variables);
  const body = renderPattern(text.body, text, filled.variables);
  problems.push(...subject.problems, ...body.problems);
  if (problems.length > 0) return { kind: 'unreadable', problems: [...new Set(problems)] };
  return { kind: 'rendered', subject: oneLine(subject.words), body: paragraphs(body.words) };
}

interface Pattern {
  readonly words: string;
  readonly problems: readonly string[];
}

function renderPattern(pattern: string, text: NoticeText, variables: Variables): Pattern {
  try {
    const message = new IntlMessageFormat(pattern, text.language, undefined, {
      ignoreTag: true,
      // Ours is the stricter rule: each choice is written out, so `other` has nothing to catch.
      requiresOtherClause: false,
      formatters: formattersFor(text.language),
    });
    const problems = branchProblems(message.getAst(), text, []);
    if (problems.length > 0) return { words: '', problems };
    return { words: String(message.format(variables)), problems };
  } catch (error) {
    const problem = error instanceof Error ? error.message : String(error);
    return { words: '', problems: [`the text cannot be read: ${problem}`] };
  }
}

/** Our own plural rules; everything else arrives in words, since `Intl` may answer in English. */
function formattersFor(language: string) {
  const arrivesInWords = (): never => {
    throw new Error('numbers and dates arrive in words');
  };
  const select = (count: number): Intl.LDMLPluralRule => {
    const form = pluralForm(count, language);
    if (form === undefined) throw new Error(`we do not know the plural forms of ${language}`);
    return form;
  };
  const plurals: Intl.PluralRules = {
    select,
    resolvedOptions: arrivesInWords,
  };
  return {
    getNumberFormat: arrivesInWords,
    getDateTimeFormat: arrivesInWords,
    getPluralRules: () => plurals,
  };
}

type Piece = ReturnType<IntlMessageFormat['getAst']>[number];

/** The numbers by which the parser marks its pieces; it does not export their names. */
const piece = { literal: 0, argument: 1, select: 5, plural: 6 } as const;

/** Everything wrong in any branch. `above` lists the choices around it, as "variable=value". */
function branchProblems(pieces: Piece[], text: NoticeText, above: readonly string[]): string[] {
  return pieces.flatMap((part) => {
    if (part.type === piece.literal) return [];
    if (part.type === piece.argument) return argumentProblems(part.value, text, above);
    if (part.type !== piece.select && part.type !== piece.plural) {
      return ['a text only prints a variable, chooses by one, or tells none, one and more apart'];
    }
    const here =
      part.type === piece.select
        ? choiceProblems(part.value, Object.keys(part.options), text)
        : countProblems(part.value, Object.keys(part.options), text);
    const inside = Object.entries(part.options).flatMap(([value, branch]) =>
      branchProblems(branch.value, text, [...above, `${part.value}=${value}`]),
    );
    return [...here, ...inside];
  });
}

function argumentProblems(name: string, text: NoticeText, above: readonly string[]): string[] {
  if (name === 'agency') {
    // An agency is named only where its level of evidence chose the words around it (principle 11).
    const known = above.some((choice) => /^agencyLevel=(claimed|confirmed)$/.test(choice));
    return known ? [] : ['{agency} stands outside the words for claimed and confirmed'];
  }
  const printed: readonly string[] = variablesOf[text.name].printed;
  return printed.includes(name) ? [] : [`{${name}} is not a variable that ${text.name} may print`];
}

function choiceProblems(name: string, written: readonly string[], text: NoticeText): string[] {
  const chosen: readonly string[] = variablesOf[text.name].chosen;
  if (!chosen.includes(name)) return [`${text.name} has no choice called ${name}`];
  const known = choices[name] ?? [];
  const missing = known.filter((value) => !written.includes(value));
  const unknown = written.filter((value) => !known.includes(value) && value !== 'other');
  return [
    ...missing.map((value) => `${name} has no words for ${value}`),
    ...unknown.map((value) => `${name} cannot be ${value}`),
  ];
}

function countProblems(name: string, written: readonly string[], text: NoticeText): string[] {
  const counted: readonly string[] = variablesOf[text.name].counted;
  if (!counted.includes(name)) return [`${text.name} does not count ${name}`];
  const missing = ['=0', 'other'].filter((form) => !written.includes(form));
  return missing.map((form) => `${name} has no words for ${form}`);
}

function oneLine(words: string): string {
  return words.replaceAll(/\s+/g, ' ').trim();
}

/** A line that ends in the file is a space; an empty line is a new paragraph. */
function paragraphs(words: string): string {
  return words
    .trim()
    .split(/\n\s*\n/)
    .map(oneLine)
    .join('\n\n');
}
