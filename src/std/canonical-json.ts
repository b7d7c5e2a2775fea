import canonicalize from 'canonicalize';

export type Json =
  | null
  | boolean
  | number
  | string
  | readonly Json[]
  | { readonly [key: string]: Json | undefined };

/**
 * The one text that stands for a value: keys in order, no white space (RFC 8785).
 *
 * What is hashed and signed is this text, so two programs that agree on the value agree on the
 * bytes. Keys whose value is undefined are left out. Throws on what JSON cannot hold, lone
 * surrogates among it.
 */
export function canonicalJson(value: Json): string {
  const text = canonicalize(value);
  if (text === undefined || !text.isWellFormed()) throw new Error('a value that JSON cannot hold');
  return text;
}
