/** `threshold verify [--export DIR]` */
import { verifyLedger } from '#ledger/verify';
import { verifyExport } from '#ledger/verify-export';
import { atHouse, say } from './at-house.ts';

type Verdict = Awaited<ReturnType<typeof verifyLedger>>;

function tell(isJson: boolean, verdict: Verdict): number {
  if (verdict.kind === 'wrong') {
    say(isJson, `WRONG at entry ${verdict.position}: ${verdict.problem}`, verdict);
    return 1;
  }
  const value = { kind: 'whole', size: String(verdict.size), root: textOf(verdict.root) };
  say(isJson, `whole: ${value.size} entries, root ${value.root}`, value);
  return 0;
}

function textOf(root: string | Uint8Array): string {
  return typeof root === 'string' ? root : Buffer.from(root).toString('hex');
}

/** Re-hashes everything and says whether it is whole, or names the first wrong entry. */
export async function run(args: readonly string[]): Promise<number> {
  const isJson = args.includes('--json');
  const at = args.indexOf('--export');
  if (at < 0) {
    return atHouse('threshold_app', async ({ house }) => tell(isJson, await verifyLedger(house)));
  }
  const folder = args[at + 1];
  if (folder === undefined) {
    process.stderr.write('threshold verify --export DIR\n');
    return 2;
  }
  return tell(isJson, await verifyExport(folder));
}
