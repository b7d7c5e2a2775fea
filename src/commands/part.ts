/** `threshold web`, `worker`, `notary`: one part of the program, in a process of its own. */
import { spawn } from 'node:child_process';
import { join } from 'node:path';

/** Runs the part until it ends; signals go to it. */
export async function run([name = '', ...args]: readonly string[]): Promise<number> {
  const child = spawn(process.execPath, [join(import.meta.dirname, `../${name}.ts`), ...args], {
    stdio: 'inherit',
  });
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => child.kill(signal));
  return new Promise((resolve) => child.once('exit', (code) => resolve(code ?? 1)));
}
