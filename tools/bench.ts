/**
 * `npm run bench -- NAME [--json] [--quick] [--households N]`: measures one part of the house and
 * prints each case as it is done. docs/reference/benchmarks.md says how to read it.
 */
import { append } from './bench/append.ts';
import type { Bench, Case, Sizes } from './bench/measure.ts';
import { page } from './bench/page.ts';
import { pages } from './bench/pages.ts';
import { readiness } from './bench/readiness.ts';
import { stopOnSignal } from './bench/stop-early.ts';
import { verify } from './bench/verify.ts';

const benches: Readonly<Record<string, Bench>> = { append, verify, page, pages, readiness };

type Asked = { readonly name: string; readonly isJson: boolean; readonly sizes: Sizes };

/**
 * What was asked for; null when a word is not understood, so that a typing error measures nothing.
 */
function readAsked(words: readonly string[]): Asked | null {
  const [flags, names]: [Set<string>, string[]] = [new Set(), []];
  let households: number | null = null;
  for (let at = 0; at < words.length; at++) {
    const word = words[at] ?? '';
    if (word === '--households') {
      households = Number(words[++at]);
      if (!Number.isInteger(households) || households < 1) return null;
    } else if (word.startsWith('--')) flags.add(word);
    else names.push(word);
  }
  const [name] = names;
  if (name === undefined || names.length > 1 || !Object.hasOwn(benches, name)) return null;
  if ([...flags].some((flag) => flag !== '--json' && flag !== '--quick')) return null;
  const quick = flags.has('--quick');
  return {
    name,
    isJson: flags.has('--json'),
    sizes: { quick, households: households ?? (quick ? 2000 : 20_000) },
  };
}

const rounded = (value: number) => Number(value.toPrecision(4));

function asJson(measured: Case, quick: boolean): string {
  const { bench, ours, reference, unit, n, spread, noisy } = measured;
  return JSON.stringify({
    bench,
    ours: rounded(ours),
    reference: rounded(reference),
    ratio: rounded(measured.ratio ?? ours / reference),
    unit,
    n,
    ...(spread === undefined ? {} : { spread: spread.map(rounded) }),
    ...(noisy === undefined ? {} : { noisy }),
    ...(quick ? { quick } : {}),
  });
}

function asRow(measured: Case, quick: boolean): string {
  const { bench, ours, reference, unit, n, spread } = measured;
  const number = (value: number) => String(rounded(value)).padStart(10);
  const ratio = number(measured.ratio ?? ours / reference);
  const between = spread === undefined ? '' : `${rounded(spread[0])} to ${rounded(spread[1])}`;
  const remarks = [between, measured.noisy ? 'noisy' : '', quick ? 'quick' : ''];
  const row = `${bench.padEnd(22)}${number(ours)}${number(reference)} ${unit.padEnd(11)}${ratio}`;
  return `${row}${String(n).padStart(8)}  ${remarks.filter(Boolean).join(', ')}`;
}

const heading = `${'case'.padEnd(22)}      ours reference unit            ratio       n`;

async function main(): Promise<number> {
  const asked = readAsked(process.argv.slice(2));
  const bench = asked === null ? undefined : benches[asked.name];
  if (asked === null || bench === undefined) {
    const names = Object.keys(benches).join(' | ');
    process.stderr.write(`npm run bench -- ${names} [--json] [--quick] [--households N]\n`);
    return 2;
  }
  const { isJson, sizes } = asked;
  stopOnSignal();
  if (!isJson) process.stdout.write(`${heading}\n`);
  await bench(sizes, (measured) => {
    const line = isJson ? asJson(measured, sizes.quick) : asRow(measured, sizes.quick);
    process.stdout.write(`${line}\n`);
  });
  return 0;
}

process.exitCode = await main();
