import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const root = resolve(import.meta.dirname, '../..');

/** Where the tests run: a host of one's own (by environment), or the local runtime, started for them. */
export const given = process.env['CONFORMANCE_BASE_URL'];

export const keys = {
  function: process.env['CONFORMANCE_FUNCTION_KEY'] ?? 'a key for functions',
  admin: process.env['CONFORMANCE_ADMIN_KEY'] ?? 'a key for admins',
};

/** A local runtime in a process of its own. */
export interface Local {
  url: string;
  child: ChildProcess;
  /** Resolves with the exit code, or the signal, once it has ended. */
  ended: Promise<number | string>;
}

export const newFolder = (): string => mkdtempSync(join(tmpdir(), 'caseclock-'));
export const removeFolder = (folder: string): void => rmSync(folder, { recursive: true, force: true });

/** Starts the local runtime on the conformance app; rejects with what it printed if it does not come up. */
export async function startLocal(
  data: string,
  args: string[] = [],
  env: Record<string, string> = {},
): Promise<Local> {
  const child = spawn(
    process.execPath,
    [
      ...[join(root, 'local/main.ts'), '--port', '0', '--data', data, '--quiet'],
      ...['--app', join(root, 'test/conformance/app'), '--main', '*.ts', ...args],
    ],
    {
      cwd: data,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, LOCAL_FUNCTION_KEY: keys.function, LOCAL_ADMIN_KEY: keys.admin, ...env },
    },
  );
  const ended = new Promise<number | string>((done) =>
    child.on('exit', (code, signal) => done(signal ?? code ?? -1)),
  );
  let printed = '';
  const url = await new Promise<string>((found, failed) => {
    const read = (part: Buffer) => {
      printed += part.toString();
      const line = /running at (http:\/\/127\.0\.0\.1:\d+)/.exec(printed);
      if (line?.[1]) found(line[1]);
    };
    child.stdout.on('data', read);
    child.stderr.on('data', read);
    void ended.then((how) => failed(new Error(`The local runtime ended (${how}): ${printed}`)));
  });
  return { url, child, ended };
}

/** What the tests talk to. */
export interface Subject {
  url: string;
  /** Lets time pass: on the virtual clock, or in real time on a host that has none. */
  pass(ms: number): Promise<void>;
  /** Calls the durable client inside the app. */
  durable(order: object): Promise<{ result?: unknown; error?: string }>;
  /** The status of an instance once it has ended. */
  end(id: string): Promise<Status>;
  close(): Promise<void>;
}

export interface Status {
  runtimeStatus: string;
  input: unknown;
  output: unknown;
  customStatus: unknown;
}

export async function openSubject(): Promise<Subject> {
  if (given) return subject(given.replace(/\/$/, ''), async () => undefined);
  const folder = newFolder();
  const local = await startLocal(folder, ['--now', '2026-11-20T08:00:00Z']);
  return subject(local.url, async () => {
    local.child.kill('SIGTERM');
    await local.ended;
    removeFolder(folder);
  });
}

const pollEvery = 500;

/** The tests' way to a host at `url`. */
export function subject(url: string, close: () => Promise<void>): Subject {
  const pass = async (ms: number) => {
    if (given) return new Promise<void>((done) => setTimeout(done, ms));
    const answer = await post(`${url}/local/clock`, { advance: `PT${ms / 1000}S` });
    if (!answer.ok) throw new Error(await answer.text());
  };
  const durable = async (order: object) =>
    (await (await post(`${url}/durable`, order)).json()) as { result?: unknown; error?: string };
  return {
    url,
    pass,
    durable,
    async end(id) {
      for (;;) {
        await pass(given ? pollEvery : 0);
        const { result, error } = (await durable({ call: 'status', id })) as {
          result?: Status;
          error?: string;
        };
        if (!result) throw new Error(error);
        if (!['Pending', 'Running', 'Suspended'].includes(result.runtimeStatus)) return result;
        // On the virtual clock everything has run that could: waiting would not help.
        if (!given) throw new Error(`${id} is still ${result.runtimeStatus}`);
      }
    },
    close,
  };
}

export const post = (url: string, body: unknown): Promise<Response> =>
  fetch(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });

/** An id that no earlier run on the same host used. */
export const fresh = (name: string): string => `${name}-${crypto.randomUUID()}`;
