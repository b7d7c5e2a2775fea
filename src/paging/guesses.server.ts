import { countFailure, isLimited } from '#district/attempt-limit';
import type { House } from '#ledger/perform';
import { sha256 } from '#platform/secrets';

const guesses = { most: 5, windowSeconds: 60 * 60 };

// A sender's number is easily forged, so it is counted by number and kept as a hash.
function subjectOf(phone: string): string {
  return `code/${sha256(phone).toString('hex').slice(0, 32)}`;
}

/**
 * Whether this number sent so many wrong codes within an hour that none of its codes counts. Keys
 * and links are not touched by it.
 */
export function isGuessing(house: House, phone: string): Promise<boolean> {
  return house.database.inDistrict(house.district, (transaction) =>
    isLimited(house, transaction, subjectOf(phone), guesses),
  );
}

/** Counts a wrong code. */
export async function noteGuess(house: House, phone: string): Promise<void> {
  await house.database.inDistrict(house.district, (transaction) =>
    countFailure(house, transaction, subjectOf(phone), guesses),
  );
}
