// npm run check: types, format and pages, without running a test.
import { spawnSync } from 'node:child_process';

const checks = [
  ['node_modules/@typescript/native/bin/tsc', '-p', 'tsconfig.house.json'],
  ['node_modules/@biomejs/biome/bin/biome', 'check', '.'],
  ['node_modules/svelte-check/bin/svelte-check', '--fail-on-warnings'],
];
for (const args of checks) {
  const { status } = spawnSync(process.execPath, args, { stdio: 'inherit' });
  if (status !== 0) process.exit(status ?? 1);
}
