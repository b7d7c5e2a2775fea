import { createPublicKey, sign, verify } from 'node:crypto';
import type { Transaction } from '#platform/database';
import { sha256, signingKey } from '#platform/secrets';
import {
  checkpointText,
  isSignedBy,
  keyId,
  readCheckpoint,
  signedNote,
  signNote,
  type Verify,
  type VerifierKey,
  verifierKey,
} from './core/checkpoint.ts';
import { type Frontier, rootOfFrontier } from './core/merkle.ts';
import { verifyConsistency } from './core/proof.ts';
import { soundFrontier } from './head.server.ts';
import { paddingStream, writeOwnFacts } from './own-facts.server.ts';
import type { House } from './perform.server.ts';
import { consistencyIn } from './prove.server.ts';
import { type Head, lockHead } from './store.server.ts';

/** A public checkpoint counts a multiple of so many entries. */
export const publicStep = 64;

/** What came of publishing: the note, or the one reason not to sign. */
export type Publication =
  | { readonly kind: 'published'; readonly size: number; readonly note: string }
  | { readonly kind: 'refused'; readonly refusal: 'an-earlier-checkpoint-says-otherwise' };

type KeyOwner = Pick<House, 'secrets' | 'district'>;

/** Whether an Ed25519 signature is the key's own (RFC 8032). Never throws. */
export const verifyEd25519: Verify = (publicKey, message, signature) => {
  try {
    const x = Buffer.from(publicKey).toString('base64url');
    const key = createPublicKey({ format: 'jwk', key: { kty: 'OKP', crv: 'Ed25519', x } });
    return verify(null, message, key, signature);
  } catch {
    return false;
  }
};

/** The key by which a district signs its ledger, as a reader is told it. */
export function ledgerKey(house: KeyOwner): { key: VerifierKey; line: string } {
  const name = `threshold/${house.district}`;
  const { publicKey } = signingKey(house.secrets, `ledger:${house.district}`);
  return {
    key: { name, keyId: keyId(sha256, name, publicKey), publicKey },
    line: verifierKey(sha256, name, publicKey),
  };
}

/**
 * The district's signed word for how long its ledger is and what its root is (C2SP tlog-
 * checkpoint).
 */
export function signCheckpoint(house: KeyOwner, frontier: Frontier): string {
  const { privateKey } = signingKey(house.secrets, `ledger:${house.district}`);
  const { key } = ledgerKey(house);
  const root = rootOfFrontier(sha256, frontier);
  const text = checkpointText({ origin: key.name, size: frontier.size, root });
  const signature = signNote(text, key, (message) => sign(null, message, privateKey));
  return signedNote(text, [signature]);
}

/** The checkpoint over the ledger as it stands. For signed-in readers: its size tells of today. */
export async function newestCheckpoint(house: House): Promise<string> {
  const frontier = await house.database.inDistrict(house.district, soundFrontier);
  return signCheckpoint(house, frontier);
}

/** The newest checkpoint that anybody may read; null before the first was published. */
export async function publicCheckpoint(house: House): Promise<string | null> {
  return house.database.inDistrict(house.district, newestPublic);
}

/**
 * Signs and keeps a checkpoint that anybody may read, over a ledger padded to a multiple of 64.
 *
 * Each one counts at least 64 more than the one before, whether anything happened or not: a length
 * that stands still on quiet days would announce the others. The only place that makes them, so
 * whoever calls it decides the hour. Never signs what an earlier one contradicts. (promise 6)
 */
export async function publishCheckpoint(house: House): Promise<Publication> {
  const key = await house.keys.keyOf(house.district, paddingStream);
  if (key === null) throw new Error('the stream of padding was destroyed');
  return house.database.inDistrict(house.district, async (transaction) => {
    const head = await lockHead(transaction);
    const earlier = await newestPublic(transaction);
    const sizeBefore = await sizeThatGrew(house, transaction, head.frontier, earlier);
    if (sizeBefore === null) {
      return { kind: 'refused', refusal: 'an-earlier-checkpoint-says-otherwise' };
    }
    const padded = await pad(house, transaction, head, { key, sizeBefore });
    const note = signCheckpoint(house, padded);
    await transaction.query(
      `insert into ledger_checkpoint (district, size, note, is_public, recorded_at)
       values ($1, $2, $3, true, $4)`,
      [house.district, Number(padded.size), note, house.clock.now()],
    );
    return { kind: 'published', size: Number(padded.size), note };
  });
}

async function pad(
  house: House,
  transaction: Transaction,
  head: Head,
  { key, sizeBefore }: { key: Buffer; sizeBefore: number },
): Promise<Frontier> {
  const size = Number(head.frontier.size);
  const full = Math.ceil(size / publicStep) * publicStep;
  const missing = Math.max(full, sizeBefore + publicStep) - size;
  const facts = Array.from({ length: missing }, () => ({ type: 'Padding' }));
  return writeOwnFacts(house, transaction, head, { stream: paddingStream, key, facts });
}

async function newestPublic(transaction: Transaction): Promise<string | null> {
  const [row] = await transaction.query<{ note: string }>(
    `select note from ledger_checkpoint where district = $1 and is_public
     order by size desc limit 1`,
    [transaction.district],
  );
  return row?.note ?? null;
}

/**
 * The size of an earlier checkpoint that this ledger provably grew from; 0 for none, null if not.
 */
async function sizeThatGrew(
  house: House,
  transaction: Transaction,
  frontier: Frontier,
  earlier: string | null,
): Promise<number | null> {
  if (earlier === null) return 0;
  const reading = readCheckpoint(earlier);
  if (reading.kind === 'unreadable') return null;
  if (!isSignedBy(reading.note, ledgerKey(house).key, verifyEd25519)) return null;
  const { size, root } = reading.checkpoint;
  const proof = await consistencyIn(house.database, transaction, frontier, [size, frontier.size]);
  if (proof === null) return null;
  // Not the root that the tiles give, but the one that was signed: that is what others hold.
  return verifyConsistency(sha256, { ...proof, root1: root }) ? Number(size) : null;
}
