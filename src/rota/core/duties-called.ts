/** Which duties somebody may be called for, by the district's policy, and where they belong. */
import type { Chain } from '#authority';

/** Every duty that a chain calls, each once. */
export function dutiesCalled(chain: Chain): readonly string[] {
  const steps = [...chain.leader, ...chain.counsel];
  return [...new Set(steps.flatMap(({ duties }) => duties))];
}

/** Whether a school has people of its own for a duty; all others belong to the district. */
export function isOfSchool(duty: string): boolean {
  return duty === 'building-leader' || duty === 'designated-administrator';
}
