/**
 * The only policy of trusted types there is. It lets through what was read from this very address a
 * moment before, and one script: the worker that shows pages.
 */
type Rules = {
  readonly createHTML: (html: string) => string;
  readonly createScriptURL: (url: string) => string;
};
type Factory = { readonly createPolicy: (name: string, rules: Rules) => Rules };

export const pageWorker = '/script/page-worker.js';

const rules: Rules = {
  createHTML: (html) => html,
  createScriptURL: (url) => {
    if (url !== pageWorker) throw new TypeError('this is no script of ours');
    return url;
  },
};
const factory = (window as unknown as { trustedTypes?: Factory }).trustedTypes;

/** What a browser with trusted types takes; in another it is the text itself. */
export const trusted: Rules = factory?.createPolicy('threshold-page', rules) ?? rules;
