import { isUtf8 } from 'node:buffer';
import { createReadStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { sha256 } from '#platform/secrets';
import { isSignedBy, readCheckpoint, readVerifierKey } from './core/checkpoint.ts';
import { bytesAreEqual, leafHash, rootOfFrontier } from './core/merkle.ts';
import { readHash } from './core/read-proof.ts';
import { raiseTower, type Tower } from './core/tower.ts';
import { verifyEd25519 } from './checkpoint.server.ts';
import { isMembers } from './envelope.server.ts';
import { exportFiles } from './export.server.ts';
import type { Given } from './given.server.ts';
import {
  beginHistory,
  type Destructions,
  destructionType,
  readDestructions,
  type Verdict,
  type Wrong,
} from './history.server.ts';
import { quickSha256 } from './quick-hash.server.ts';

const wrong = (position: number, problem: string): Wrong => ({ kind: 'wrong', position, problem });

/**
 * Whether an exported ledger is what its checkpoint says, without database and without secrets.
 *
 * Judges as the second verifier does, and names the first wrong entry. Trusts the verifier key that
 * lies in the folder: compare it with one that came another way. Throws when a file is not there.
 */
export async function verifyExport(folder: string): Promise<Verdict> {
  const text = (name: string) => readFile(join(folder, name), 'utf8');
  const district = (await text(exportFiles.district)).replace(/\n$/, '');
  const note = await text(exportFiles.checkpoint);
  const key = (await text(exportFiles.verifierKey)).replace(/\n$/, '');
  const path = join(folder, exportFiles.entries);

  const history = beginHistory(district, await destructionsIn(path, district));
  const tower = raiseTower(quickSha256, () => {});
  for await (const line of linesOf(path)) {
    const position = tower.size();
    const given = readLine(line, position);
    const problem = history.look(given);
    if (problem !== null) return wrong(position, problem);
    tower.push(leafHash(quickSha256, given.leaf));
  }
  return lookAtNote(note, key, tower) ?? whole(tower);
}

function whole(tower: Tower): Verdict {
  const root = rootOfFrontier(quickSha256, tower.frontier());
  return { kind: 'whole', size: tower.size(), root: root.toHex() };
}

// An entry whose content is gone is accounted for further on, so those lines are read before all
// others. Most lines do not hold the word and are never parsed here.
async function destructionsIn(path: string, district: string): Promise<Destructions> {
  const saying: Given[] = [];
  let position = 0;
  for await (const line of linesOf(path)) {
    if (line.includes(destructionType)) saying.push(readLine(line, position));
    position += 1;
  }
  return readDestructions(district, saying);
}

function lookAtNote(text: string, keyLine: string, tower: Tower): Wrong | null {
  const size = tower.size();
  const last = Math.max(0, size - 1);
  const key = readVerifierKey(sha256, keyLine);
  if (key.kind === 'unreadable') return wrong(last, 'the verifier key cannot be read');
  const reading = readCheckpoint(text);
  if (reading.kind === 'unreadable') return wrong(last, 'the checkpoint cannot be read');
  const { checkpoint, note } = reading;
  if (!isSignedBy(note, key.key, verifyEd25519)) {
    return wrong(last, 'the checkpoint is not signed by the verifier key');
  }
  if (checkpoint.size !== BigInt(size)) {
    const first = Math.min(size, Number(checkpoint.size));
    return wrong(first, `the checkpoint counts ${checkpoint.size} entries, here are ${size}`);
  }
  // Each entry is what its own leaf says, so no one of them can be named.
  const root = rootOfFrontier(quickSha256, tower.frontier());
  return bytesAreEqual(root, checkpoint.root)
    ? null
    : wrong(0, 'the root of the checkpoint is not the root of these leaves');
}

function readLine(line: Buffer, position: number): Given {
  const faulty = (fault: string): Given => {
    return { position, leaf: Buffer.alloc(32), opened: null, fault, columns: null };
  };
  const value = isUtf8(line) ? parsed(line.toString('utf8')) : null;
  if (value === null) return faulty('the line is not as an export writes it');
  const { envelope, salt } = value;
  const leaf = typeof value.leaf === 'string' ? readHash(value.leaf) : null;
  if (leaf === null) return faulty('the leaf is not 32 bytes in base64');
  if (value.position !== position) return faulty('the line names another position');
  const given = { position, leaf, fault: null, columns: null };
  if (envelope === null && salt === null) return { ...given, opened: null };
  const secret = typeof salt === 'string' ? readHash(salt) : null;
  if (typeof envelope !== 'string' || secret === null) {
    return faulty('salt and envelope are not both there or both gone');
  }
  return { ...given, opened: Buffer.concat([secret, Buffer.from(envelope, 'utf8')]) };
}

// One spelling only, as `exportLine` writes it: a repeated member or a rounded number shows here.
function parsed(text: string): Readonly<Record<string, unknown>> | null {
  try {
    const value: unknown = JSON.parse(text);
    const isOurs = isMembers(value) && Object.keys(value).join() === 'envelope,leaf,position,salt';
    return isOurs && JSON.stringify(value) === text ? value : null;
  } catch {
    return null;
  }
}

// Cut at the byte: reading by lines as texts would also cut at U+2028, which an envelope may hold.
async function* linesOf(path: string): AsyncGenerator<Buffer> {
  let rest: Buffer = Buffer.alloc(0);
  for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20 })) {
    const bytes: Buffer = Buffer.concat([rest, chunk]);
    let start = 0;
    for (let end = bytes.indexOf(10); end >= 0; end = bytes.indexOf(10, start)) {
      yield bytes.subarray(start, end);
      start = end + 1;
    }
    rest = bytes.subarray(start);
  }
  if (rest.length > 0) yield rest;
}
