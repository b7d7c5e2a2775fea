/** The languages that the public pages speak, and which of them a person has not reviewed yet. */
import { type PublicWords, publicWords as english } from './public.en.ts';
import { publicWords as spanish } from './public.es.ts';
import { publicWords as creole } from './public.ht.ts';

/** All words of the public pages in one language. A draft is shown as one, on every page. */
export type PublicLanguage = { readonly words: PublicWords; readonly isDraft: boolean };

const languages: ReadonlyMap<string, PublicLanguage> = new Map([
  ['en', { words: english, isDraft: false }],
  ['es', { words: spanish, isDraft: true }],
  ['ht', { words: creole, isDraft: true }],
]);

/** The words in a language by its tag; null where there are none. Never English in their place. */
export function publicLanguage(tag: string): PublicLanguage | null {
  return languages.get(tag) ?? null;
}

/** Whether public pages exist in a language. */
export function isSpoken(language: { readonly tag: string }): boolean {
  return languages.has(language.tag);
}
