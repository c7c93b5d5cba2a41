import { spawn } from 'node:child_process';
import { delimiter } from 'node:path';

import { watchNpm } from './npm.mjs';
import { at, bin, say, windows } from './project.mjs';

/** Starts a command with the packages' commands first on its path. */
export function start(command, args, ipc) {
  const env = { ...process.env, PATH: `${bin}${delimiter}${process.env.PATH ?? ''}` };
  const child = spawn(command, args, {
    cwd: at(),
    env,
    stdio: ['inherit', 'inherit', 'inherit', ...(ipc ? ['ipc'] : [])],
    shell: windows,
  });
  child.on('error', (error) => {
    say(error.message);
    process.exit(1);
  });
  return child;
}

/** Hands signals on to whichever child runs now, and ends it when whoever called npm is gone. */
export function handSignalsOn(childOf) {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => childOf()?.kill(signal));
  if (process.env.npm_lifecycle_event !== undefined) watchNpm(() => process.kill(process.pid, 'SIGTERM'));
}

/** Ends as the child ends. */
export function endWith(child) {
  child.on('exit', (code, signal) => {
    if (signal === null) process.exit(code ?? 1);
    process.removeAllListeners(signal);
    process.kill(process.pid, signal);
  });
}
