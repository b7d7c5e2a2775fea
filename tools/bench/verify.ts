/**
 * `verify`: verifying a whole ledger against bare SHA-256 over the same opened bytes, and one
 * entry's proof against one millisecond and one kilobyte.
 */
import { hash, randomInt } from 'node:crypto';
import { verifyInclusion } from '../../src/ledger/core/proof.ts';
import { readPages } from '#ledger/given';
import type { House } from '#ledger/perform';
import { proofText, proveInclusion } from '#ledger/prove';
import { verifyLedger } from '#ledger/verify';
import { sha256 } from '#platform/secrets';
import { fill, openDurableWorld } from './durable-world.ts';
import { type Bench, compare, median } from './measure.ts';

async function openedBytes(house: House, size: number): Promise<readonly Buffer[]> {
  const keys = await house.keys.keysOf(house.district);
  const opened: Buffer[] = [];
  for await (const page of readPages(house, keys, size)) {
    for (const given of page) if (given.opened !== null) opened.push(given.opened);
  }
  return opened;
}

/** Entries a second, by bare hashing of bytes that are in memory already, and by the verifier. */
async function whole(house: House, entries: number) {
  const opened = await openedBytes(house, entries);
  const rateSince = (began: number) => (entries * 1000) / (performance.now() - began);
  const compared = await compare(
    async () => {
      const began = performance.now();
      for (const bytes of opened) hash('sha256', bytes, 'buffer');
      return rateSince(began);
    },
    async () => {
      const began = performance.now();
      const verdict = await verifyLedger(house);
      if (verdict.kind !== 'whole') throw new Error(`the ledger is not whole: ${verdict.problem}`);
      return rateSince(began);
    },
  );
  return { ...compared, unit: 'entries/s', n: entries };
}

/**
 * Making and checking one proof at a random entry: milliseconds, and bytes as they are handed out.
 */
async function proofs(house: House, entries: number, times: number) {
  const [milliseconds, bytes]: [number[], number[]] = [[], []];
  for (let nth = 0; nth < times; nth++) {
    const began = performance.now();
    const proof = await proveInclusion(house, randomInt(entries));
    if (proof === null || !verifyInclusion(sha256, proof)) throw new Error('a proof does not hold');
    milliseconds.push(performance.now() - began);
    bytes.push(Buffer.byteLength(proofText(proof)));
  }
  return { milliseconds, bytes };
}

export const verify: Bench = async (sizes, print) => {
  const world = await openDurableWorld(['bench-verify-fictional']);
  try {
    const [house] = world.houses;
    if (house === undefined) return;
    const entries = sizes.quick ? 2000 : 20_000;
    await fill(house, entries, 10);
    print({ bench: 'verify.whole', ...(await whole(house, entries)) });
    await proofs(house, entries, 20);
    const n = sizes.quick ? 50 : 300;
    const { milliseconds, bytes } = await proofs(house, entries, n);
    const reference = { unit: 'ms', n, reference: 1 };
    print({ bench: 'verify.proof', ours: median(milliseconds), ...reference });
    const size = { unit: 'bytes', n, reference: 1024 };
    print({ bench: 'verify.proof.bytes', ours: Math.max(...bytes), ...size });
  } finally {
    await world.close();
  }
};
