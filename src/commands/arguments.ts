/** What stands behind a command's name, and how a command answers. */

/** The words of a command, its options with their values, and whether JSON is wanted. */
export type Arguments = {
  readonly words: readonly string[];
  readonly options: ReadonlyMap<string, string>;
  readonly isJson: boolean;
};

/**
 * Reads arguments, of which only the options named may occur, each with a value; null when anything
 * else does. Says nothing: the caller says how it is meant to be called.
 */
export function readArguments(
  args: readonly string[],
  options: readonly string[] = [],
): Arguments | null {
  const words: string[] = [];
  const found = new Map<string, string>();
  let isJson = false;
  for (let at = 0; at < args.length; at++) {
    const word = args[at] ?? '';
    if (word === '--json') isJson = true;
    else if (!word.startsWith('--')) words.push(word);
    else {
      const value = args[++at];
      if (!options.includes(word) || value === undefined || found.has(word)) return null;
      found.set(word, value);
    }
  }
  return { words, options: found, isJson };
}

/** One answer: a line of JSON for a program, or a sentence for a person. */
export function say({ isJson }: Pick<Arguments, 'isJson'>, value: unknown, sentence: string): void {
  process.stdout.write(`${isJson ? JSON.stringify(value) : sentence}\n`);
}

/** How a command is meant to be called, on standard error; the exit status for that. */
export function unusable(usage: string): number {
  process.stderr.write(`Usage: threshold ${usage} [--json]\n`);
  return 2;
}
