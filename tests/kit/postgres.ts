import { existsSync } from 'node:fs';
import { chmod, lstat, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { TestProject } from 'vitest/node';
import { isAlive } from '../../src/platform/cluster-postmaster.server.ts';
import { endCluster, startCluster } from '../../src/platform/cluster.server.ts';

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
  await removeAbandoned();
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

/** What an earlier run left behind when it was killed: its server would run until the next boot. */
async function removeAbandoned(): Promise<void> {
  for (const name of await readdir(tmpdir())) {
    const pid = Number(/^threshold-test-(\d+)-/.exec(name)?.[1]);
    if (!(pid > 0) || isAlive(pid)) continue;
    const folder = join(tmpdir(), name);
    if ((await lstat(folder)).uid !== process.getuid?.()) continue;
    await endCluster(folder).catch(() => undefined);
    await rm(folder, { recursive: true, force: true }).catch(() => undefined);
  }
}
