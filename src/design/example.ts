import { createRawSnippet, type Snippet } from 'svelte';

/**
 * One way a component is shown in the gallery, the screenshots and the accessibility run.
 *
 * `lang` and `dir` belong around the component, not in its props: a component takes its direction
 * from where it stands.
 */
export type Example<Props> = {
  readonly name: string;
  readonly lang?: string;
  readonly dir?: 'ltr' | 'rtl';
  readonly props: Props;
};

/**
 * The children of an example, from markup with a single outermost element.
 *
 * For examples only: nothing is escaped, so no word that a person typed may ever pass through here.
 */
export function drawn(markup: string): Snippet {
  return createRawSnippet(() => ({ render: () => markup }));
}
