import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

export interface Server {
  readonly origin: string;
  readonly pid: number;
  /** Sends the process a word over its channel and answers what it sends back. */
  ask(word: string): Promise<unknown>;
  stop(): Promise<void>;
}

/** Starts a server as a child process on this Node and waits for the line that names its address. */
export async function startServer(args: readonly string[]): Promise<Server> {
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit', 'ipc'] });
  const origin = await addressOf(child);
  return {
    origin,
    pid: child.pid ?? 0,
    async ask(word) {
      const answered = once(child, 'message');
      child.send(word);
      const [answer] = (await answered) as unknown[];
      return answer;
    },
    async stop() {
      child.kill('SIGTERM');
      if (child.exitCode === null) await once(child, 'exit');
    },
  };
}

async function addressOf(child: ChildProcess): Promise<string> {
  if (!child.stdout) throw new Error('The server has no output.');
  for await (const line of createInterface({ input: child.stdout })) {
    const origin = /http:\/\/127\.0\.0\.1:\d+/.exec(line)?.[0];
    if (origin !== undefined) {
      // What else it prints is read away, so that the pipe never fills.
      child.stdout.resume();
      return origin;
    }
  }
  throw new Error('The server ended before it listened.');
}
