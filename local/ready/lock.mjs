import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

import { at, changed, say } from './project.mjs';

const lockFile = at('dist', '.ready.lock');

/** Does some work alone: two at once would install and build over each other, so the second waits for the first. */
export async function alone(work) {
  take();
  try {
    return await work();
  } finally {
    rmSync(lockFile, { force: true });
  }
}

function take() {
  mkdirSync(dirname(lockFile), { recursive: true });
  for (let told = false; ;) {
    try {
      writeFileSync(lockFile, String(process.pid), { flag: 'wx' });
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
