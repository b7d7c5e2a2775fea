/**
 * How a benchmark counts: both sides alternating in one run, the median of the ratios, and how far
 * apart they lay. (GOALS 2.3)
 */

/** What somebody asked for on the command line. */
export type Sizes = { readonly quick: boolean; readonly households: number };

/** One case as it is printed. `ratio` is ours divided by the reference. */
export type Case = {
  readonly bench: string;
  readonly ours: number;
  readonly reference: number;
  readonly unit: string;
  readonly n: number;
  readonly ratio?: number;
  /** The smallest and the largest ratio of the rounds, where there were rounds. */
  readonly spread?: readonly [number, number];
  /** The bare side still differed by more than a quarter of itself after two repetitions. */
  readonly noisy?: true;
};

/** Runs one benchmark and hands over each case as soon as it is measured. */
export type Bench = (sizes: Sizes, print: (measured: Case) => void) => Promise<void>;

/** The value below which this share of all lies: 0.5 is the median. Throws for no values. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((one, other) => one - other);
  const at = Math.min(sorted.length - 1, Math.max(0, Math.ceil(share * sorted.length) - 1));
  const found = sorted[at];
  if (found === undefined) throw new Error('nothing was measured');
  return found;
}

export const median = (values: readonly number[]): number => quantile(values, 0.5);

type Round = { readonly ours: number; readonly reference: number; readonly isNoisy: boolean };

/** What both sides did: each side gives one figure for one run of it. */
export type Compared = {
  readonly ours: number;
  readonly reference: number;
  readonly ratio: number;
  readonly spread: readonly [number, number];
  readonly noisy?: true;
};

const roundsEach = 3;
const repeatsMax = 2;

/**
 * Runs reference, ours, ours, reference (A B B A) three times, each side once before that to warm
 * up.
 *
 * A round whose two bare runs differ by more than a quarter is thrown away and done again, twice at
 * most; what is noisy even then is kept and says so, for on a busy machine the loop would not end.
 */
export async function compare(
  reference: () => Promise<number>,
  ours: () => Promise<number>,
): Promise<Compared> {
  await reference();
  await ours();
  const rounds: Round[] = [];
  let repeats = 0;
  while (rounds.length < roundsEach) {
    const round = await abba(reference, ours);
    const isAgain = round.isNoisy && repeats < repeatsMax;
    if (isAgain) repeats += 1;
    else rounds.push(round);
  }
  const ratios = rounds.map((round) => round.ours / round.reference);
  return {
    ours: median(rounds.map((round) => round.ours)),
    reference: median(rounds.map((round) => round.reference)),
    ratio: median(ratios),
    spread: [Math.min(...ratios), Math.max(...ratios)],
    ...(rounds.some((round) => round.isNoisy) ? { noisy: true } : {}),
  };
}

async function abba(reference: () => Promise<number>, ours: () => Promise<number>): Promise<Round> {
  const first = await reference();
  const [one, two] = [await ours(), await ours()];
  const last = await reference();
  return {
    ours: (one + two) / 2,
    reference: (first + last) / 2,
    isNoisy: Math.max(first, last) > 1.25 * Math.min(first, last),
  };
}

/**
 * Does something again and again for so long, by so many at once; answers with times per second.
 */
export async function perSecond(
  seconds: number,
  hands: number,
  act: (hand: number, nth: number) => Promise<unknown>,
): Promise<{ rate: number; times: number }> {
  const began = performance.now();
  const until = began + seconds * 1000;
  let times = 0;
  const work = async (hand: number) => {
    for (let nth = 0; performance.now() < until; nth++) {
      await act(hand, nth);
      times += 1;
    }
  };
  await Promise.all(Array.from({ length: hands }, (_, hand) => work(hand)));
  return { rate: (times * 1000) / (performance.now() - began), times };
}
