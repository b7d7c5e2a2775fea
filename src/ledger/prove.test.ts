import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { sha256 } from '#platform/secrets';
import { fill, type LedgerWorld, openLedgerWorld } from '../../tests/kit/ledger.ts';
import { openWorld, type World } from '../../tests/kit/world.ts';
import { leafHash, rootOf } from './core/merkle.ts';
import { consistencyProof, inclusionProof } from './core/proof.ts';
import { judgeProof } from './core/read-proof.ts';
import { proofText, proveConsistency, proveInclusion } from './prove.server.ts';

let world: World;
let ledger: LedgerWorld;
beforeAll(async () => {
  world = await openWorld();
  ledger = openLedgerWorld(world);
});
afterAll(async () => {
  await ledger.close();
  await world.close();
});

const sizes = [1, 2, 255, 256, 257, 511, 512, 513, 771, 1300];

async function leaves(): Promise<Uint8Array[]> {
  const rows = await ledger.rows(
    "select leaf from ledger_entry where district = 'norwalk' order by position",
  );
  return rows.map(({ leaf }) => leafHash(sha256, Buffer.from(leaf as Uint8Array)));
}

test('from tiles and edge leaves come the very proofs that all leaves give, at every size', async () => {
  let before = 0;
  for (const size of sizes) {
    await fill(world.house, 'grows', size - before);
    before = size;
    const all = await leaves();
    expect(all).toHaveLength(size);
    for (const index of new Set([0, 1, 128, 254, 255, 256, 300, 511, 512, size - 2, size - 1])) {
      const made = await proveInclusion(world.house, index);
      const wanted = inclusionProof(sha256, all, BigInt(index));
      if (wanted === null) expect(made).toBeNull();
      else expect(made?.proof.map(hex)).toEqual(wanted.map(hex));
      if (made !== null) expect(judgeProof(sha256, proofText(made))).toBe('accepted');
    }
    for (const earlier of sizes.filter((each) => each <= size)) {
      const made = await proveConsistency(world.house, earlier, size);
      expect(made?.proof.map(hex)).toEqual(
        consistencyProof(sha256, all, BigInt(earlier))?.map(hex),
      );
      expect(hex(made?.root1)).toBe(hex(rootOf(sha256, all.slice(0, earlier))));
      if (made !== null) expect(judgeProof(sha256, proofText(made))).toBe('accepted');
    }
  }
  const between = await proveConsistency(world.house, 257, 771);
  const all = await leaves();
  expect(hex(between?.root2)).toBe(hex(rootOf(sha256, all.slice(0, 771))));
  expect(judgeProof(sha256, between === null ? '' : proofText(between))).toBe('accepted');
}, 60_000);

function hex(bytes: Uint8Array | undefined): string {
  return Buffer.from(bytes ?? []).toString('hex');
}

test('what the ledger never held is not proven', async () => {
  expect(await proveInclusion(world.house, 1300)).toBeNull();
  expect(await proveInclusion(world.house, -1)).toBeNull();
  expect(await proveConsistency(world.house, 10, 1301)).toBeNull();
  expect(await proveConsistency(world.house, 11, 10)).toBeNull();
});

test('the second verifier accepts the same texts, and refuses them with one hash changed', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'threshold-proofs-'));
  try {
    const [included, grown] = [
      await proveInclusion(world.house, 700),
      await proveConsistency(world.house, 257, 1300),
    ];
    if (included === null || grown === null) throw new Error('nothing was proven');
    const spoilt = { ...included, leafHash: sha256('another') };
    const files = [included, grown, spoilt].map((proof, nth) => {
      const file = join(folder, `${nth}.json`);
      writeFileSync(file, proofText(proof));
      return file;
    });
    const script = join(import.meta.dirname, '../../tools/verify-ledger/verify_ledger.py');
    const { stdout } = spawnSync('python3', [script, 'proof', ...files], { encoding: 'utf8' });
    expect(stdout.split('\n').map((line) => line.split(':')[0])).toEqual([
      'accepted',
      'accepted',
      'refused',
      '',
    ]);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

test('a proof is at most one kilobyte and reads a handful of rows', async () => {
  const proof = await proveInclusion(world.house, 3);
  expect(proof === null ? 0 : proofText(proof).length).toBeLessThan(1024);
  let rows = 0;
  const counted = {
    ...world.house,
    database: {
      ...world.house.database,
      inDistrict: ((district, work) =>
        world.house.database.inDistrict(district, (transaction) =>
          work({
            ...transaction,
            query: async (text, values) => {
              const found = await transaction.query<never>(text, values);
              rows += found.length;
              return found;
            },
          }),
        )) satisfies typeof world.house.database.inDistrict,
    },
  };
  await proveInclusion(counted, 1299);
  expect(rows).toBeGreaterThan(1);
  expect(rows).toBeLessThanOrEqual(1 + 5 + 20);
});
