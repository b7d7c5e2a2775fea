import type { DistrictPack } from '#district';
import type { Desk } from '#district/desk';
import { findPerson } from '#district/store';
import type { SeenEncounter } from '#encounter/views';

/** The names of those who are called, for people who may see the encounter. */
export async function peopleNames(
  desk: Desk,
  calling: {
    chains: readonly { answered_by: string | null }[];
    attempts: readonly { person: string }[];
    said: readonly { person: string }[];
  },
): Promise<Record<string, string>> {
  const ids = new Set([
    ...calling.attempts.map((attempt) => attempt.person),
    ...calling.said.map((each) => each.person),
    ...calling.chains.flatMap((chain) => (chain.answered_by === null ? [] : [chain.answered_by])),
  ]);
  const names: Record<string, string> = {};
  await desk.house.database.inDistrict(desk.house.district, async (transaction) => {
    for (const id of ids) names[id] = (await findPerson(transaction, id))?.name ?? 'somebody';
  });
  return names;
}

/** The words for this moment at this door, from the district's policy pack. */
export function wordsFor(pack: DistrictPack, seen: SeenEncounter) {
  const id = situationOf(seen);
  const situation = pack.words.situations.find((each) => each.id === id);
  const lines = situation?.lines ?? [];
  // A device has no duty of its own: it shows what the officer would say.
  const duties = seen.duties.length > 0 ? seen.duties : ['school-security-officer'];
  return lines
    .filter((line) => line.duties.some((duty) => duties.includes(duty)))
    .map(({ say, do: act }) => ({ say, act }));
}

// Those who have left are not asked to wait outside.
function situationOf({ encounter }: SeenEncounter) {
  if (encounter.presence === 'departed') return null;
  if (encounter.help === 'life-at-risk') return 'life-at-risk';
  if (encounter.help === 'help-we-called') return 'help-was-called';
  if (encounter.presence === 'inside') {
    return encounter.entryBasis === 'authorized-by-counsel'
      ? 'entering-now'
      : 'entered-without-authorization';
  }
  if (encounter.entryAnnouncedAt !== null) {
    // Nobody stands in their way; that counsel has their paper is said only where one was shown.
    return encounter.papers.length > 0 ? 'entering-now' : 'entered-without-authorization';
  }
  if (encounter.medium !== 'at-door') return 'asked-by-phone';
  if (encounter.identification?.claimsEmergency === 'yes') return 'emergency-claimed';
  if (encounter.decision === 'denied') return 'non-consent-stated';
  if (encounter.papers.length > 0) return 'paper-shown';
  return 'agents-arrive';
}
