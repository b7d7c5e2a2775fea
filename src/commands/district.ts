/** `threshold district check DIR` */
import { loadPack } from '#district/pack';
import { readArgs, say } from './at-house.ts';

/** Names every problem of a pack at once, with file and line; 0 when there is none. */
export async function run(args: readonly string[]): Promise<number> {
  const { isJson, words } = readArgs(args);
  const [verb, folder] = words;
  if (verb !== 'check' || folder === undefined) {
    process.stderr.write('threshold district check DIR\n');
    return 2;
  }
  const reading = await loadPack(folder);
  if (reading.kind === 'read') {
    const { slug, name } = reading.pack.district;
    say(isJson, `${name}: no problem.`, { district: slug, problems: 0 });
    return 0;
  }
  for (const problem of reading.problems) {
    say(isJson, `${problem.file}:${problem.line} ${problem.problem}`, problem);
  }
  return 1;
}
