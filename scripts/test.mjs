// npm test: everything that CI runs. `--quick` leaves out the browser and the whole town.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildIfNeeded } from './build.mjs';

const project = join(dirname(fileURLToPath(import.meta.url)), '..');
process.chdir(project);
const isQuick = process.argv.includes('--quick');

function run(name, args) {
  process.stdout.write(`\n— ${name}\n`);
  const { status } = spawnSync(process.execPath, args, { stdio: 'inherit', env: process.env });
  return { name, ok: status === 0 };
}

await buildIfNeeded();
const vitest = ['node_modules/vitest/vitest.mjs', 'run'];
const results = [
  run('types', ['node_modules/@typescript/native/bin/tsc', '-p', 'tsconfig.house.json']),
  run('format and lint', [
    'node_modules/@biomejs/biome/bin/biome',
    'check',
    '--max-diagnostics=20',
    '.',
  ]),
];
if (isQuick) {
  results.push(run('tests, without towns and browser', [...vitest, '--exclude', 'tests/town/**']));
} else {
  results.push(
    run('pages', [
      'node_modules/svelte-check/bin/svelte-check',
      '--fail-on-warnings',
      '--output',
      'human',
    ]),
  );
  results.push(run('tests', vitest));
  results.push(browser());
}

function browser() {
  const chromium = [
    '/usr/bin/chromium',
    '/usr/bin/chromium-browser',
    process.env.CHROMIUM ?? '',
  ].find((path) => path !== '' && existsSync(path));
  if (chromium === undefined) {
    process.stderr.write(
      '\nChromium is missing: the browser tests did not run. On Debian: apt-get install chromium\n',
    );
    return { name: 'browser', ok: false };
  }
  process.env.CHROMIUM = chromium;
  return run('browser', ['node_modules/@playwright/test/cli.js', 'test']);
}

const failed = results.filter((result) => !result.ok);
for (const { name } of failed) process.stderr.write(`failed: ${name}\n`);
process.stdout.write(`\n${results.length - failed.length} passed, ${failed.length} failed\n`);
process.exitCode = failed.length === 0 ? 0 : 1;
