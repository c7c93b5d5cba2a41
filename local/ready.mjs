// Installs and builds what is missing or out of date, then runs a built script on the project's own Node:
//   node local/ready.mjs local/main.js [arguments]
//   node local/ready.mjs --run vitest run [arguments]     (a command of node_modules/.bin instead)
// Runs on any Node from 20 on and needs no package.
import { spawn, spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const at = (...parts) => join(root, ...parts);
const bin = at('node_modules', '.bin');
const windows = process.platform === 'win32';
const sources = ['functions', 'shared', 'local'];
const say = (text) => process.stderr.write(`${text}\n`);

const changed = (path) => (existsSync(path) ? statSync(path).mtimeMs : 0);

const files = (folder) =>
  existsSync(folder)
    ? readdirSync(folder, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => join(entry.parentPath ?? entry.path, entry.name))
    : [];

/** Whether a package of package-lock.json is missing or has another version than what is installed. */
function needsInstall() {
  const installed = at('node_modules', '.package-lock.json');
  if (!existsSync(installed)) return true;
  if (changed(installed) >= changed(at('package-lock.json'))) return false;
  const wanted = JSON.parse(readFileSync(at('package-lock.json'), 'utf8')).packages;
  const present = JSON.parse(readFileSync(installed, 'utf8')).packages;
  return Object.entries(wanted).some(
    ([path, { version, link, optional, devOptional }]) =>
      path.startsWith('node_modules/') &&
      !link &&
      !optional &&
      !devOptional &&
      present[path]?.version !== version,
  );
}

function install() {
  if (!needsInstall()) return;
  say('Installing packages ...');
  const npm = spawnSync('npm', ['ci', '--silent', '--no-audit', '--no-fund'], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'inherit'],
    shell: windows,
  });
  if (npm.status !== 0) fail(npm.error ?? 'npm ci failed.', npm.stdout);
}

const stampFile = at('dist', '.tsbuildinfo');

function needsBuild() {
  const built = changed(stampFile);
  if (built === 0) return true;
  const inputs = ['tsconfig.json', 'tsconfig.build.json', 'package-lock.json'].map((name) => at(name));
  for (const folder of sources) inputs.push(...files(at(folder)).filter((path) => /\.(ts|json)$/.test(path)));
  return inputs.some((path) => changed(path) > built) || orphans().length > 0;
}

/** What was built from a file that is no more: it must not be loaded. */
function orphans() {
  return sources
    .flatMap((folder) => files(at('dist', folder)))
    .filter((path) => path.endsWith('.js'))
    .filter((path) => !existsSync(at(path.slice(at('dist').length + 1).replace(/\.js$/, '.ts'))));
}

function build() {
  if (!needsBuild()) return;
  say('Building ...');
  const started = new Date();
  for (const path of orphans()) rmSync(path);
  const tsc = spawnSync(
    join(bin, windows ? 'node.cmd' : 'node'),
    [at('node_modules', 'typescript', 'bin', 'tsc'), '-p', 'tsconfig.build.json'],
    { cwd: root, shell: windows },
  );
  if (tsc.status !== 0) fail(tsc.error ?? 'The build failed.', tsc.stdout);
  // tsc leaves the file alone where nothing changed in it.
  utimesSync(stampFile, started, started);
}

function fail(reason, output) {
  process.stderr.write(String(output ?? ''));
  say(String(reason));
  unlock();
  process.exit(1);
}

const lockFile = at('dist', '.ready.lock');
let locked = false;

/** Two of us at once would install and build over each other: the second waits for the first. */
function lock() {
  mkdirSync(dirname(lockFile), { recursive: true });
  for (let told = false; ;) {
    try {
      writeFileSync(lockFile, String(process.pid), { flag: 'wx' });
      locked = true;
      return;
    } catch (error) {
      if (error.code !== 'EEXIST') throw error;
    }
    if (holderIsGone()) {
      rmSync(lockFile, { force: true });
      continue;
    }
    if (!told) say('Waiting for another start to finish its build ...');
    told = true;
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 100);
  }
}

function holderIsGone() {
  let pid;
  try {
    pid = Number(readFileSync(lockFile, 'utf8'));
    // Empty for the moment between its creation and its writing.
    if (!pid) return Date.now() - changed(lockFile) > 5000;
    process.kill(pid, 0);
    return false;
  } catch (error) {
    return error.code === 'ESRCH';
  }
}

function unlock() {
  if (locked) rmSync(lockFile, { force: true });
  locked = false;
}

function run(command, args, ipc) {
  const env = { ...process.env, PATH: `${bin}${delimiter}${process.env.PATH ?? ''}` };
  const child = spawn(command, args, {
    cwd: root,
    env,
    stdio: ['inherit', 'inherit', 'inherit', ...(ipc ? ['ipc'] : [])],
    shell: windows,
  });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  // A signal to npm ends the shell between it and us, which hands nothing on.
  const parent = process.ppid;
  const watch = () => process.ppid === parent || child.kill('SIGTERM');
  if (process.env.npm_lifecycle_event !== undefined) setInterval(watch, 500).unref();
  child.on('error', (error) => fail(error.message));
  child.on('exit', (code, signal) => {
    if (signal === null) process.exit(code ?? 1);
    process.removeAllListeners(signal);
    process.kill(process.pid, signal);
  });
}

const [first, ...rest] = process.argv.slice(2);
if (first === undefined || (first === '--run' && rest.length === 0))
  fail('Usage: node local/ready.mjs <script> | --run <command>');
if (needsInstall() || needsBuild()) {
  lock();
  install();
  build();
  unlock();
}
if (first === '--run') run(join(bin, rest[0]), rest.slice(1), false);
else run(join(bin, 'node'), [at('dist', first), ...rest], true);
