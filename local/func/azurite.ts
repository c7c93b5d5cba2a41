import { spawn, type ChildProcess } from 'node:child_process';
import { createRequire } from 'node:module';
import { connect } from 'node:net';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

/** Blobs, queues and tables: what `UseDevelopmentStorage=true` means. */
const ports = [10_000, 10_001, 10_002];
const patience = 30_000;

/**
 * Starts Azurite on 127.0.0.1 with its data under `folder`, and waits until it listens. Undefined: one listens
 * there already, and is used as it is.
 *
 * @throws Error when it does not come up, or another program has one of its ports.
 */
export async function startAzurite(folder: string): Promise<ChildProcess | undefined> {
  const taken = await Promise.all(ports.map(listens));
  if (taken.every(Boolean)) {
    process.stdout.write('A storage emulator listens already on 127.0.0.1:10000 to 10002: using that one.\n');
    return undefined;
  }
  if (taken.some(Boolean)) throw new Error('Another program has one of the ports 10000 to 10002 of Azurite.');
  const script = createRequire(import.meta.url).resolve('azurite/dist/src/azurite.js');
  const azurite = spawn(
    process.execPath,
    [
      script,
      '--location',
      join(folder, 'azurite'),
      '--silent',
      '--skipApiVersionCheck',
      '--disableTelemetry',
    ],
    { stdio: ['ignore', 'ignore', 'inherit'] },
  );
  for (const last = performance.now() + patience; performance.now() < last; await wait(100)) {
    if (azurite.exitCode !== null) break;
    if ((await Promise.all(ports.map(listens))).every(Boolean)) return azurite;
  }
  azurite.kill('SIGKILL');
  throw new Error('Azurite, which comes with npm, did not start.');
}

function listens(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    const answer = (value: boolean) => {
      socket.destroy();
      resolve(value);
    };
    socket.once('connect', () => answer(true));
    socket.once('error', () => answer(false));
  });
}
