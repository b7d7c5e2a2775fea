/** What the law answers to a command: the facts that follow, or one named reason why not. */
export type Decision<Event, Refusal extends string> =
  | { readonly kind: 'accepted'; readonly events: readonly Event[] }
  | { readonly kind: 'refused'; readonly refusal: Refusal };

/**
 * The command stands; these facts follow from it. No facts at all means that nothing is left to do.
 */
export function accept<Event>(...events: readonly Event[]): Decision<Event, never> {
  return { kind: 'accepted', events };
}

/** "Refused, because …": the reason is a clause in kebab-case. */
export function refuse<Refusal extends string>(refusal: Refusal): Decision<never, Refusal> {
  return { kind: 'refused', refusal };
}
