import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['src/**/*.test.ts', 'tests/**/*.test.ts', 'translations/**/*.test.ts'],
    exclude: ['tests/browser/**', 'node_modules/**', 'build/**'],
    globalSetup: ['tests/kit/postgres.ts'],
    testTimeout: 30_000,
    hookTimeout: 60_000,
    pool: 'forks',
    maxWorkers: 2,
  },
});
