import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { Failure, at, files, say, windows } from './project.mjs';

const noteFile = at('node_modules', '.caseclock.json');

/**
 * Whether packages are missing or have other versions than package-lock.json says. Without `tools` only those of the
 * root's package.json count: what the product needs, without what tests, checks and benches need.
 */
export function needsInstall(tools) {
  const note = readNote();
  if (note?.lock === lockHash() && (note.tools || !tools)) return false;
  return !isWhole();
}

/** Installs what package-lock.json says. Tools that are there are never taken away. */
export async function install(tools) {
  const all = tools || readNote()?.tools === true || existsSync(at('node_modules', 'vitest'));
  say(all ? 'Installing packages, with the tools for tests and checks ...' : 'Installing packages ...');
  await npmCi(all ? [] : ['--workspaces=false']);
  dropHeaders();
  if (!all) dropSourceMaps();
  writeFileSync(noteFile, JSON.stringify({ lock: lockHash(), tools: all }));
}

const lockHash = () =>
  createHash('sha256')
    .update(readFileSync(at('package-lock.json')))
    .digest('hex');

function readNote() {
  return existsSync(noteFile) ? JSON.parse(readFileSync(noteFile, 'utf8')) : undefined;
}

/** Whoever calls `npm ci` by hand leaves everything, and no note. */
function isWhole() {
  const installed = at('node_modules', '.package-lock.json');
  if (!existsSync(installed)) return false;
  const wanted = JSON.parse(readFileSync(at('package-lock.json'), 'utf8')).packages;
  const present = JSON.parse(readFileSync(installed, 'utf8')).packages;
  return Object.entries(wanted).every(
    ([path, { version, link, optional, devOptional }]) =>
      !path.startsWith('node_modules/') ||
      link ||
      optional ||
      devOptional ||
      present[path]?.version === version,
  );
}

function npmCi(options) {
  return new Promise((resolve, reject) => {
    const npm = spawn('npm', ['ci', '--silent', '--no-audit', '--no-fund', ...options], {
      cwd: at(),
      stdio: ['ignore', 'pipe', 'inherit'],
      shell: windows,
    });
    let output = '';
    npm.stdout.on('data', (part) => (output += part));
    const started = Date.now();
    const progress = setInterval(() => {
      const seconds = Math.round((Date.now() - started) / 1000);
      say(`  ${packagesPresent()} packages after ${seconds} s`);
    }, 5000);
    npm.on('error', (error) => reject(new Failure(error.message)));
    npm.on('close', (code) => {
      clearInterval(progress);
      if (code === 0) resolve();
      else reject(new Failure('npm ci failed.', output));
    });
  });
}

function packagesPresent() {
  const folders = (path) =>
    existsSync(path) ? readdirSync(path).filter((name) => !name.startsWith('.')) : [];
  return folders(at('node_modules'))
    .map((name) => (name.startsWith('@') ? folders(at('node_modules', name)).length : 1))
    .reduce((sum, count) => sum + count, 0);
}

/** Node's headers serve native add-ons, which nothing here builds, and are a third of its package. */
function dropHeaders() {
  const platforms = at('node_modules', 'node', 'node_modules');
  if (!existsSync(platforms)) return;
  for (const name of readdirSync(platforms).filter((name) => name.startsWith('node-')))
    rmSync(join(platforms, name, 'include'), { recursive: true, force: true });
}

/** A sixth of what the product needs, and read by debuggers alone. */
function dropSourceMaps() {
  for (const path of files(at('node_modules'))) if (path.endsWith('.map')) rmSync(path);
}
