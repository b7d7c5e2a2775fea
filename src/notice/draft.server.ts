import { lintNotice } from './core/lint-text.ts';
import type { NoticeText } from './core/read-text.ts';
import { renderText } from './core/render-text.ts';
import type { NoticeValues } from './core/text-values.ts';
import type { Variant } from './words.ts';

export type DraftWish = {
  readonly texts: readonly NoticeText[];
  readonly languages: readonly string[];
  readonly values: NoticeValues;
  /** In a trial, texts that nobody reviewed yet may be used; in live use never. */
  readonly mayUseDrafts: boolean;
  readonly agencyNames: readonly string[];
};

/**
 * The words of a notice in every language that has a text which may be used.
 *
 * A language without one is listed, never filled with English. A text that says more than is known
 * is a fault, and a notice with a fault cannot be cleared.
 */
export function draftVariants(wish: DraftWish): {
  variants: Variant[];
  languagesWithoutText: string[];
  faults: string[];
} {
  const variants: Variant[] = [];
  const faults: string[] = [];
  const languagesWithoutText: string[] = [];
  for (const language of wish.languages) {
    const text = usableText(wish, language);
    if (text === undefined) {
      languagesWithoutText.push(language);
      continue;
    }
    const rendered = renderText(text, language, wish.values);
    if (rendered.kind === 'unreadable') {
      faults.push(...rendered.problems.map((problem) => `${language}: ${problem}`));
      continue;
    }
    const { subject, body } = rendered;
    const short = `${subject}. ${wish.values.statusUrl}`;
    variants.push({
      language,
      subject,
      body,
      short,
      textVersion: text.version,
      translation: text.translation,
    });
    faults.push(...faultsIn(wish, { subject, body }).map((fault) => `${language}: ${fault}`));
  }
  return { variants, languagesWithoutText, faults };
}

function usableText(wish: DraftWish, language: string): NoticeText | undefined {
  return wish.texts
    .filter((text) => text.name === wish.values.kind && text.language === language)
    .filter((text) => wish.mayUseDrafts || isReviewed(text))
    .sort((one, other) => other.version - one.version)[0];
}

function isReviewed(text: NoticeText): boolean {
  return text.translation !== 'draft' && text.approvedAt !== '';
}

function faultsIn(wish: DraftWish, rendered: { subject: string; body: string }): string[] {
  const { agency } = wish.values;
  return lintNotice(rendered, {
    allowedAgencyLevel: agency.level,
    ...(agency.level === 'unknown' ? {} : { allowedAgencyName: agency.name }),
    agencyNames: wish.agencyNames,
    forbiddenNames: [],
  }).map((problem) => problem.fault);
}
