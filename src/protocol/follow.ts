import type { Errand, Fact, Recorded } from '#ledger';

/** When this has happened, that must follow. */
export function follow(_recorded: Recorded<Fact>): readonly Errand[] {
  return [];
}
