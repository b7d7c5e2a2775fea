/**
 * `npm run --silent threshold -- COMMAND`: the command line. Exit 0 done, 1 refused or found wanting,
 * 2 unusable arguments; with --json one JSON value a line on standard output, and nothing else there.
 */
import { StartProblem } from './house.server.ts';
import { MigrationProblem } from '#platform/migrate';

/** One command: what it is for, in a sentence, and the file that does it. */
type Command = {
  readonly sentence: string;
  readonly load: () => Promise<{ run: (args: readonly string[]) => Promise<number> }>;
};

const commands: Readonly<Record<string, Command>> = {
  web: {
    sentence: 'Answers people on the three origins.',
    load: () => import('./commands/part.ts'),
  },
  worker: {
    sentence: 'Runs errands; --lane alarm or --lane bulk runs one lane.',
    load: () => import('./commands/part.ts'),
  },
  notary: { sentence: 'Verifies passkeys’ signatures.', load: () => import('./commands/part.ts') },
  migrate: {
    sentence: 'Brings the databases to this version.',
    load: () => import('./commands/migrate.ts'),
  },
  district: {
    sentence: 'district check DIR names every problem of a pack.',
    load: () => import('./commands/district.ts'),
  },
  verify: {
    sentence: 'Re-hashes the whole ledger; --export DIR checks a packet instead.',
    load: () => import('./commands/verify.ts'),
  },
  'verify-proof': {
    sentence: 'verify-proof FILE... checks inclusion and consistency proofs.',
    load: () => import('./commands/verify-proof.ts'),
  },
  packet: {
    sentence: 'packet DIR writes the ledger for somebody outside to check.',
    load: () => import('./commands/packet.ts'),
  },
  token: {
    sentence: 'token E-MAIL makes an API token for a person; shown once.',
    load: () => import('./commands/token.ts'),
  },
  doctor: {
    sentence: 'Says what is well and what is not.',
    load: () => import('./commands/doctor.ts'),
  },
  seed: {
    sentence: 'Loads the fictional cast into a trial.',
    load: () => import('./commands/seed.ts'),
  },
  rehearse: {
    sentence: 'Plays one whole visit in a trial town.',
    load: () => import('../tools/rehearse.ts'),
  },
};

const notBuiltYet = ['roster', 'triage', 'backup', 'restore'];

function usage(): string {
  const lines = Object.entries(commands).map(
    ([name, { sentence }]) => `  ${name.padEnd(14)} ${sentence}`,
  );
  return `threshold COMMAND [--json]\n\n${lines.join('\n')}\n\nNot built yet: ${notBuiltYet.join(', ')}.\n`;
}

/** Runs one command and answers with its exit code. */
export async function main(args: readonly string[]): Promise<number> {
  const [name = '', ...rest] = args;
  if (name === 'help' || name === '--help') {
    process.stdout.write(usage());
    return 0;
  }
  if (notBuiltYet.includes(name)) {
    process.stderr.write(`${name} is not built yet.\n`);
    return 2;
  }
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (command === undefined) {
    process.stderr.write(usage());
    return 2;
  }
  const { run } = await command.load();
  return run(name === 'web' || name === 'worker' || name === 'notary' ? args : rest);
}

if (import.meta.main) {
  try {
    process.exitCode = await main(process.argv.slice(2));
  } catch (error) {
    const isSentence = error instanceof StartProblem || error instanceof MigrationProblem;
    process.stderr.write(`${error instanceof Error ? error.message : 'It could not be done.'}\n`);
    if (!isSentence && error instanceof Error) process.stderr.write(`${error.stack ?? ''}\n`);
    process.exitCode = 1;
  }
}
