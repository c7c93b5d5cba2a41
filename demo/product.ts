import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** The product, running on a data folder of its own that goes away with it. */
export interface Product {
  readonly origin: string;
  stop(): Promise<void>;
}

const root = join(import.meta.dirname, '..');
const patience = 30_000;

/** Starts the product on a free port with its virtual clock at `now` (ISO 8601). */
export async function startProduct(now: string): Promise<Product> {
  const data = await mkdtemp(join(tmpdir(), 'caseclock-demo-'));
  const main = join(root, 'dist', 'local', 'main.js');
  const child = spawn(
    process.execPath,
    [main, '--port', '0', '--data', data, '--now', now, '--app', root, '--quiet'],
    { env: surroundings(), stdio: ['ignore', 'pipe', 'inherit'] },
  );
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const stop = async () => {
    const kill = setTimeout(() => child.kill('SIGKILL'), 5000);
    child.kill('SIGTERM');
    await ended;
    clearTimeout(kill);
    await rm(data, { recursive: true, force: true });
  };
  try {
    return { origin: await originOf(child, ended), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** What a process needs to run at all: the settings of whoever plays the demo stay out of it. */
function surroundings(): Record<string, string> {
  const kept = ['PATH', 'HOME', 'TMPDIR', 'TEMP', 'TMP', 'SystemRoot'];
  return Object.fromEntries(kept.flatMap((name) => (process.env[name] ? [[name, process.env[name]]] : [])));
}

/** The address in the first line that the product prints. */
async function originOf(child: ChildProcess, ended: Promise<void>): Promise<string> {
  const output = child.stdout;
  if (!output) throw new Error('The product has no output.');
  output.setEncoding('utf8');
  let text = '';
  const found = new Promise<string>((resolve) => {
    output.on('data', (part: string) => {
      text += part;
      const origin = /^Caseclock is running at (\S+)$/m.exec(text)?.[1];
      if (origin !== undefined) resolve(origin);
    });
  });
  const never = new AbortController();
  const late = new Promise<never>((_, reject) => {
    const timer = setTimeout(() => reject(new Error('The product did not start in time.')), patience);
    never.signal.addEventListener('abort', () => clearTimeout(timer));
    ended.then(
      () => reject(new Error(`The product ended instead of starting. ${text}`)),
      () => undefined,
    );
  });
  try {
    return await Promise.race([found, late]);
  } finally {
    never.abort();
  }
}
