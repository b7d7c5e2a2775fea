/**
 * `threshold COMMAND`: everything that is done to a house from a terminal. One file a command,
 * loaded when it is asked for. Exit 0 done, 1 refused or found wanting, 2 unusable arguments; with
 * --json standard output holds one JSON value a line and nothing else.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { MigrationProblem } from '#platform/migrate';
import { StartProblem } from './house.server.ts';

/** What a command is called with, what it does in one sentence, and where it is written. */
type Command = {
  readonly usage: string;
  readonly sentence: string;
  readonly file: string;
};

const inCommands = (name: string, usage: string, sentence: string): [string, Command] => [
  name,
  { usage, sentence, file: join(import.meta.dirname, `commands/${name}.ts`) },
];

/** The commands in the order in which they are listed. */
export const commands: ReadonlyMap<string, Command> = new Map([
  inCommands('web', '', 'Answers people on the three origins until it is stopped.'),
  inCommands('worker', '[--lane alarm|bulk]', 'Runs errands, of both lanes or of one.'),
  inCommands('notary', '', 'Verifies the signatures of passkeys until it is stopped.'),
  inCommands('migrate', '', 'Brings both databases to this program’s version.'),
  inCommands('district', 'check DIR', 'Names every problem in a district’s pack.'),
  inCommands('roster', '', 'Imports the households of a district.'),
  inCommands('triage', '', 'Sorts a pile of papers by what they seem to be.'),
  inCommands(
    'verify',
    '[--export FOLDER | --checkpoint FILE]',
    'Checks the whole ledger, or an exported one.',
  ),
  inCommands('verify-proof', 'FILE...', 'Judges inclusion and consistency proofs.'),
  inCommands('packet', 'FOLDER', 'Writes the whole ledger, opened, for another verifier.'),
  [
    'rehearse',
    {
      usage: '',
      sentence: 'Plays one whole visit in a trial town of its own.',
      file: join(import.meta.dirname, '../tools/rehearse.ts'),
    },
  ],
  inCommands('backup', '', 'Copies the house to a folder.'),
  inCommands('restore', '', 'Brings a house back from such a copy.'),
  inCommands('seed', '', 'Loads the fictional cast into a trial.'),
  inCommands('token', 'PERSON_EMAIL', 'Makes a token with which a program acts as a person.'),
  inCommands('doctor', '', 'Says in plain sentences what is missing on this machine.'),
]);

/** What is shown to somebody who asks, or who wrote a command that is none. */
export function usage(): string {
  const lines = [...commands].map(([name, command]) => {
    const call = `${name} ${command.usage}`.trim();
    const gap = call.length < 28 ? ' '.repeat(28 - call.length) : `\n${' '.repeat(30)}`;
    const built = existsSync(command.file) ? '' : ' (not built yet)';
    return `  ${call}${gap}${command.sentence}${built}`;
  });
  return [
    'threshold COMMAND [--json]',
    '',
    ...lines,
    '',
    'Exit status: 0 done, 1 refused or found wanting, 2 unusable arguments.',
    '',
  ].join('\n');
}

type Run = (args: readonly string[]) => Promise<number>;

function isRun(value: unknown): value is Run {
  return typeof value === 'function';
}

/**
 * Runs one command and answers with its exit status. Never throws for what a person can do about.
 */
export async function runCommand([name = '', ...args]: readonly string[]): Promise<number> {
  if (name === 'help' || name === '--help') {
    process.stdout.write(usage());
    return 0;
  }
  const command = commands.get(name);
  if (command === undefined) {
    const said = name === '' ? '' : `There is no command "${name}".\n\n`;
    process.stderr.write(`${said}${usage()}`);
    return 2;
  }
  if (!existsSync(command.file)) {
    process.stderr.write(`"${name}" is not built yet.\n`);
    return 2;
  }
  try {
    const loaded: { run?: unknown } = await import(pathToFileURL(command.file).href);
    if (isRun(loaded.run)) return await loaded.run(args);
    throw new Error(`the file of "${name}" exports no run`);
  } catch (error) {
    const isSentence = error instanceof StartProblem || error instanceof MigrationProblem;
    const said = error instanceof Error ? error.message : 'It is not known why.';
    process.stderr.write(isSentence ? `${said}\n` : `"${name}" stopped: ${said}\n`);
    return 1;
  }
}

if (import.meta.main) process.exitCode = await runCommand(process.argv.slice(2));
