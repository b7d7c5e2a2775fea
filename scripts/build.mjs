// Builds what browsers get, when its sources changed: the pages (SvelteKit) and the two scripts.
import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const project = join(dirname(fileURLToPath(import.meta.url)), '..');
const mark = join(project, 'build', '.sources');

function filesBelow(folder) {
  return readdirSync(folder, { recursive: true })
    .map((name) => join(folder, name))
    .filter((name) => !name.endsWith('.test.ts') && statSync(name).isFile())
    .sort();
}

/** One digest over everything that a build depends on. */
export function sourceDigest() {
  const digest = createHash('sha256');
  const files = ['src', 'static', 'translations'].flatMap((name) =>
    filesBelow(join(project, name)),
  );
  for (const file of [
    ...files,
    join(project, 'vite.config.ts'),
    join(project, 'package-lock.json'),
    join(project, 'package.json'),
  ]) {
    digest.update(file.slice(project.length)).update('\0').update(readFileSync(file)).update('\0');
  }
  return digest.digest('hex');
}

/** Builds into build/web and build/browser unless the sources are the ones last built. */
export async function buildIfNeeded(options = {}) {
  const unlock = await lock();
  try {
    return await buildAlone(options);
  } finally {
    unlock();
  }
}

// Two starts at once build once: whoever comes second waits, and finds it done.
async function lock() {
  const folder = join(project, '.threshold-build-lock');
  for (;;) {
    try {
      mkdirSync(folder);
      return () => rmSync(folder, { recursive: true, force: true });
    } catch (error) {
      if (error.code !== 'EEXIST') throw error;
      const age = Date.now() - (statSync(folder, { throwIfNoEntry: false })?.mtimeMs ?? 0);
      if (age > 180_000) rmSync(folder, { recursive: true, force: true });
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
  }
}

async function buildAlone({ quiet = false }) {
  const sources = sourceDigest();
  if (existsSync(mark) && readFileSync(mark, 'utf8') === sources) return false;
  if (!quiet) process.stderr.write('Building the pages (a few seconds, once) …\n');
  process.chdir(project);
  process.env.NODE_ENV = 'production';
  const { build, createBuilder } = await import('vite');
  rmSync(mark, { force: true });
  const pages = await createBuilder({ root: project, logLevel: 'error' });
  await pages.buildApp();
  const entries = ['staff', 'page-worker'];
  for (const name of entries) {
    await build({
      root: project,
      configFile: false,
      logLevel: 'error',
      publicDir: false,
      build: {
        outDir: join(project, 'build/browser'),
        emptyOutDir: false,
        target: 'es2020',
        lib: {
          entry: join(project, `src/design/browser/${name}.ts`),
          formats: ['es'],
          fileName: () => `${name}.js`,
        },
      },
    });
  }
  mkdirSync(dirname(mark), { recursive: true });
  writeFileSync(mark, sources);
  return true;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const built = await buildIfNeeded();
  process.stderr.write(built ? 'Built.\n' : 'Nothing changed since the last build.\n');
}
