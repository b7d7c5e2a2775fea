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
