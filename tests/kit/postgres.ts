import { existsSync } from 'node:fs';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { TestProject } from 'vitest/node';
import { startCluster } from '../../src/platform/cluster.server.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Superuser address of the test cluster's database `postgres`. */
    cluster: string;
  }
}

/**
 * One PostgreSQL for the whole test run, in a fresh folder that is deleted afterwards. Its address
 * is in `process.env.THRESHOLD_TEST_CLUSTER` and `inject('cluster')`. It is not durable.
 */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = await mkdtemp(join(tmpdir(), `threshold-test-${process.pid}-`));
  // PostgreSQL does not run as root: when we are root, its account must get through.
  await chmod(folder, 0o711);
  const cluster = await startCluster({ folder, durable: false });
  const teardown = async () => {
    await cluster.stop();
    await rm(folder, { recursive: true, force: true });
  };
  try {
    await prepareTemplates(cluster.adminUrl);
  } catch (error) {
    await teardown();
    throw error;
  }
  process.env.THRESHOLD_TEST_CLUSTER = cluster.adminUrl;
  project.provide('cluster', cluster.adminUrl);
  return teardown;
}

/** The migrations may not be written yet; the pure tests must run all the same. */
async function prepareTemplates(adminUrl: string): Promise<void> {
  const file = fileURLToPath(new URL('../../src/platform/migrate.server.ts', import.meta.url));
  if (!existsSync(file)) return;
  const migrate = await import(pathToFileURL(file).href);
  await migrate.prepareTemplate(adminUrl);
}
