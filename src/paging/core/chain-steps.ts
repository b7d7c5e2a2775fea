/** The steps of each track as a district's policy has them. */
import type { Chain } from '#authority';
import { type PageStep, type Track, tracks } from '../words.ts';

/** The steps of one track: leaders are all called, counsel one after another. */
export function stepsOf(chain: Chain, track: Track): readonly PageStep[] {
  if (track === 'counsel') return chain.counsel;
  return chain.leader.map((step) => ({ ...step, reach: 'everyone' }));
}

/** Both tracks with their steps. */
export function chainsOf(chain: Chain): readonly { track: Track; steps: readonly PageStep[] }[] {
  return tracks.map((track) => ({ track, steps: stepsOf(chain, track) }));
}

/** Every duty that somebody may be called for. */
export function dutiesCalled(chain: Chain): readonly string[] {
  return [
    ...new Set(chainsOf(chain).flatMap(({ steps }) => steps.flatMap(({ duties }) => duties))),
  ];
}

/** Whether a school has people of its own for a duty; all others belong to the district. */
export function isOfSchool(duty: string): boolean {
  return duty === 'building-leader' || duty === 'designated-administrator';
}
