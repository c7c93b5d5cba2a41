// Installs and builds what is missing or out of date, then runs a built script on the project's own Node:
//   node local/ready.mjs local/main.js [arguments]
//   node local/ready.mjs --watch local/main.js [arguments]      (again whenever a source has changed)
//   node local/ready.mjs --run node demo/main.ts [arguments]    (a command of node_modules/.bin instead)
// Ahead of these: --tools (with the packages of test/package.json), --unbuilt (without a build).
// Runs on any Node from 20 on and needs no package.
import { watch } from 'node:fs';
import { join } from 'node:path';

import { build, needsBuild } from './ready/build.mjs';
import { install, needsInstall } from './ready/install.mjs';
import { alone } from './ready/lock.mjs';
import { Failure, at, bin, say, sources } from './ready/project.mjs';
import { endWith, handSignalsOn, start } from './ready/run.mjs';

const known = ['--tools', '--unbuilt', '--watch', '--run'];
const args = process.argv.slice(2);
const options = new Set();
while (known.includes(args[0])) options.add(args.shift());
const [what, ...rest] = args;

async function prepare() {
  const tools = options.has('--tools');
  const wantsBuild = () => !options.has('--unbuilt') && needsBuild();
  if (!needsInstall(tools) && !wantsBuild()) return;
  await alone(async () => {
    if (needsInstall(tools)) await install(tools);
    if (!wantsBuild()) return;
    say('Building ...');
    build();
  });
}

const startIt = () =>
  options.has('--run')
    ? start(join(bin, what), rest, false)
    : start(join(bin, 'node'), [at('dist', what), ...rest], true);

/** Builds and starts again whenever a source has changed. What does not build leaves the last one running. */
function keepFresh() {
  let child;
  let restarting = false;
  const begin = () => {
    restarting = false;
    child = startIt();
    child.on('exit', (code) => {
      child = undefined;
      if (restarting) begin();
      else if (ending) process.exit(code ?? 0);
      else say('It has ended, and starts again when a source changes.');
    });
  };
  let ending = false;
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'])
    process.on(signal, () => {
      ending = true;
      if (!child) process.exit(0);
    });
  handSignalsOn(() => child);
  begin();

  const again = () => {
    if (restarting || ending) return;
    try {
      if (!needsBuild()) return;
      say('Building ...');
      build();
    } catch (error) {
      tell(error);
      return;
    }
    restarting = true;
    if (child) child.kill('SIGTERM');
    else begin();
  };
  let soon;
  const settle = () => {
    clearTimeout(soon);
    soon = setTimeout(again, 200);
  };
  for (const folder of [...sources, 'web']) watch(at(folder), { recursive: true }, settle);
}

function tell(error) {
  if (!(error instanceof Failure)) throw error;
  process.stderr.write(error.output);
  say(error.message);
}

try {
  if (what === undefined)
    throw new Failure(
      'Usage: node local/ready.mjs [--tools] [--unbuilt] [--watch] <script> | --run <command>',
    );
  await prepare();
  if (options.has('--watch')) keepFresh();
  else {
    const child = startIt();
    handSignalsOn(() => child);
    endWith(child);
  }
} catch (error) {
  tell(error);
  process.exit(1);
}
