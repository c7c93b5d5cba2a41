import { spawnSync } from 'node:child_process';
import { fstatSync, readFileSync } from 'node:fs';

const windows = process.platform === 'win32';

/**
 * Calls `gone` once npm has ended, however: a signal to it ends the shell between it and us, which hands nothing on;
 * a `kill -9` leaves that shell alone. Whoever started npm counts where it holds our input, as a program does that
 * runs it; a server left in the background by a shell that ends is meant to stay.
 */
export function watchNpm(gone) {
  const chain = [process.ppid];
  if (isShell(process.ppid)) chain.push(parentOf(process.ppid));
  if (isPiped()) chain.push(parentOf(chain.at(-1)));
  const alive = () =>
    process.ppid === chain[0] &&
    chain.slice(1).every((pid, index) => pid === undefined || pid === 1 || parentOf(chain[index]) === pid);
  const watch = setInterval(() => {
    if (alive()) return;
    clearInterval(watch);
    gone();
  }, 500);
  watch.unref();
}

function isPiped() {
  try {
    const input = fstatSync(0);
    return input.isFIFO() || input.isSocket();
  } catch {
    return false;
  }
}

const parentOf = (pid) => lookUp(pid)?.parent;
const isShell = (pid) => /(^|\/)-?\w*sh$/.test(lookUp(pid)?.name ?? '');

/** Name and parent of a process; undefined where nobody can say. */
function lookUp(pid) {
  if (windows || pid === undefined) return undefined;
  if (process.platform === 'linux') {
    try {
      // The name, in parentheses, may hold anything; state and parent come after it.
      const [, name, parent] = /\((.*)\) \S+ (\d+)/s.exec(readFileSync(`/proc/${pid}/stat`, 'utf8'));
      return { name, parent: Number(parent) };
    } catch {
      return undefined;
    }
  }
  const { status, stdout } = spawnSync('ps', ['-o', 'ppid=,comm=', '-p', String(pid)], { encoding: 'utf8' });
  const [, parent, name] = /^\s*(\d+)\s+(.*\S)/.exec(stdout ?? '') ?? [];
  return status === 0 && parent !== undefined ? { name, parent: Number(parent) } : undefined;
}
