/** However the product is told to stop, it finishes what runs, and nothing of it is left behind. */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { Agent, request as plainRequest } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';

import { build, root } from '../support/build.ts';

let folder: string;
beforeAll(build);
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'caseclock-stop-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

interface Running {
  readonly child: ChildProcess;
  readonly origin: string;
  readonly ended: Promise<number | string>;
}

async function run(
  command: string,
  args: readonly string[],
  stdin: 'pipe' | 'ignore' = 'pipe',
): Promise<Running> {
  const child = spawn(command, args, { cwd: root, stdio: [stdin, 'pipe', 'pipe'], detached: true });
  const ended = new Promise<number | string>((done) =>
    child.once('exit', (code, signal) => done(signal ?? code ?? -1)),
  );
  let printed = '';
  const origin = await new Promise<string>((found, failed) => {
    const read = (part: Buffer) => {
      printed += part.toString();
      const [, address] = /^Caseclock is running at (\S+)/m.exec(printed) ?? [];
      if (address !== undefined) found(address);
    };
    child.stdout?.on('data', read);
    child.stderr?.on('data', read);
    void ended.then(() => failed(new Error(`It did not come up: ${printed}`)));
  });
  return { child, origin, ended };
}

const options = () => ['--port', '0', '--data', folder, '--now', '2026-11-20T08:00:00Z', '--quiet'];
const server = () => run(process.execPath, ['dist/local/main.js', ...options()]);

/** Whether anybody listens there. */
const answers = (origin: string): Promise<boolean> =>
  fetch(`${origin}/api/health`).then(
    () => true,
    () => false,
  );

async function expectGone(origin: string): Promise<void> {
  // Only for what hangs: how fast it is noticed is no matter here.
  for (let left = 600; left > 0 && (await answers(origin)); left--) await wait(100);
  expect(await answers(origin)).toBe(false);
}

describe('a signal', () => {
  test.each(['SIGTERM', 'SIGINT', 'SIGHUP'] as const)('%s ends it cleanly', async (signal) => {
    const { child, ended } = await server();
    child.kill(signal);
    expect(await ended).toBe(0);
  });

  test('what runs is answered, and nothing new is taken up', async () => {
    const { child, origin, ended } = await server();
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    const begun = plainRequest(`${origin}/api/deadlines`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'content-length': 2 },
    });
    const half = new Promise<number | undefined>((resolve) =>
      begun.on('response', (it) => resolve(it.resume().statusCode)).on('error', () => resolve(undefined)),
    );
    begun.write('{');
    const ask = () =>
      new Promise<number | undefined>((resolve) =>
        plainRequest(`${origin}/api/health`, { agent }, (it) =>
          it.resume().on('end', () => resolve(it.statusCode)),
        )
          .on('error', () => resolve(undefined))
          .end(),
      );
    expect(await ask()).toBe(200);
    child.kill('SIGTERM');
    let last: number | undefined = 200;
    while (last === 200) last = await ask();
    expect([503, undefined]).toContain(last);
    begun.end('}');
    await half;
    expect(await ended).toBe(0);
    agent.destroy();
  });

  test('a second one ends it at once', async () => {
    const { child, origin, ended } = await server();
    // Half of a request: the first signal waits for the rest.
    const begun = plainRequest(`${origin}/api/health`, { method: 'POST', headers: { 'content-length': 2 } });
    begun.on('error', () => undefined).write('{');
    expect(await answers(origin)).toBe(true);
    child.kill('SIGTERM');
    for (;;) {
      await wait(300);
      if (child.exitCode !== null || !child.kill('SIGTERM')) break;
    }
    expect([0, 1]).toContain(await ended);
  });
});

describe.skipIf(process.platform === 'win32')('npm start', () => {
  const npm = () => run('npm', ['start', '--silent', '--', ...options()]);

  test.each(['SIGTERM', 'SIGHUP', 'SIGKILL'] as const)(
    '%s to npm leaves no server behind',
    async (signal) => {
      const { child, origin } = await npm();
      child.kill(signal);
      await expectGone(origin);
    },
  );

  test.each([
    ['a terminal that is closed', 'SIGHUP'],
    ['Ctrl+C', 'SIGINT'],
  ])('%s leaves no server behind', async (_name, signal) => {
    const { child, origin } = await npm();
    // What a terminal does: a signal to the whole group.
    process.kill(-(child.pid ?? Number.NaN), signal);
    await expectGone(origin);
  });

  test('kill -9 of the shell that a program has started it in leaves no server behind', async () => {
    const line = `npm start --silent -- ${options().join(' ')}; true`;
    const { child, origin } = await run('sh', ['-c', line]);
    child.kill('SIGKILL');
    await expectGone(origin);
  });

  test('left in the background by a shell that ends, it stays', async () => {
    const line = `npm start --silent -- ${options().join(' ')} & echo $! ; read -r line; exit 0`;
    const { child, origin, ended } = await run('sh', ['-c', line]);
    const group = child.pid ?? Number.NaN;
    child.stdin?.end('\n');
    await ended;
    await wait(1500);
    expect(await answers(origin)).toBe(true);
    process.kill(-group, 'SIGKILL');
    await expectGone(origin);
  });
});
