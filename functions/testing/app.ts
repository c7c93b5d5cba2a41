/**
 * The functions in this process, over a store in memory, on a clock that stands until it is told. No runtime: no alarm
 * runs, no mail goes out, and whoever wants a tick calls for it.
 */
import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { vi } from 'vitest';

import { invoke, loadApp } from '../../local/app.ts';
import { durableClient, rpcPath } from '../../local/durable/client.ts';
import { createHttpFunctions } from '../../local/http/functions.ts';
import type { Incoming } from '../../local/http/incoming.ts';
import { answer, listen, type Answer, type Handler } from '../../local/http/server.ts';
import { createIdentity } from '../../local/identity.ts';
import { useClock } from '../../shared/clock.ts';
import type { Ports } from '../../shared/engine/ports.ts';
import { StandingClock } from '../../shared/engine/testing/ports.ts';
import { root } from '../../test/support/build.ts';
import { Client } from '../../test/support/client.ts';

export const durableKey = 'the-key-of-the-task-hub';
export const repliesSecret = 'a secret that only both of us know';
export const reportsApp = 'event-grid';

/** What the task hub was asked, and what it answers: that it has taken what was asked, unless told otherwise. */
export interface TaskHub {
  readonly asked: string[];
  answers: (request: string) => { readonly status: number; readonly text: string } | undefined;
}

const taken = (request: string) =>
  request.startsWith('DELETE')
    ? { status: 200, text: '{"instancesDeleted":1}' }
    : { status: 202, text: '{"id":"it"}' };

export interface App {
  readonly client: Client;
  readonly origin: string;
  readonly clock: StandingClock;
  readonly taskHub: TaskHub;
  /** What the functions run on: a method that is replaced here is replaced for them. */
  readonly ports: Ports;
  /** What the host's log was told: level and text. */
  readonly logged: string[];
  /** A token of a program that has no role. */
  tokenOf(program: string): Promise<string>;
  /** Calls the function of this name as its trigger would. */
  invoke(name: string, input: unknown): Promise<unknown>;
  dispose(): Promise<void>;
}

export async function startApp(): Promise<App> {
  const logged: string[] = [];
  const log = (level: string, text: string) => logged.push(`${level} ${text}`);
  const folder = await mkdtemp(join(tmpdir(), 'caseclock-functions-'));
  let handle: Handler = async () => answer(503);
  const server = await listen(
    0,
    async (incoming) => handle(incoming),
    (error) => log('error', String(error)),
  );
  const origin = `http://127.0.0.1:${server.port}`;
  const issuer = `${origin}/local`;
  const identity = await createIdentity({ folder, issuer, audience: 'caseclock', homeTenant: 'operator' });
  await rm(folder, { recursive: true });
  const clock = new StandingClock();
  const taskHub: TaskHub = { asked: [], answers: () => undefined };
  const settings = {
    CASE_STORE: 'sqlite',
    SQLITE_PATH: ':memory:',
    ACS_CONNECTION_STRING: `endpoint=${origin}/none/;accesskey=a2V5`,
    MAIL_FROM: 'support@caseclock.example',
    OPERATIONS_MAIL_TO: 'operations@caseclock.example',
    MAIL_PER_MINUTE: '0',
    MAIL_PER_HOUR: '0',
    MAIL_REPORTS_APP_ID: reportsApp,
    MAIL_REPLIES_SECRET: repliesSecret,
    IDENTITY_ISSUER: issuer,
    IDENTITY_AUDIENCE: 'caseclock',
    IDENTITY_JWKS_URI: `${issuer}/jwks.json`,
    IDENTITY_HOME_TENANT: 'operator',
    ALARM_EARLY_MS: '0',
    LOG_EVENTS: 'none',
    STOP_IF_NOT_SET_UP: 'true',
    WEBSITE_HOSTNAME: new URL(origin).host,
  };
  for (const [name, value] of Object.entries(settings)) vi.stubEnv(name, value);
  useClock(clock);
  const functions = await loadApp({
    folder: root,
    main: 'functions/*.ts',
    durableClient: durableClient(origin, 'Local', durableKey),
    newId: randomUUID,
    log,
  });
  const serve = createHttpFunctions(functions.values(), '', { function: 'f', admin: 'a' }, log);
  const rpc = rpcPath(durableKey);
  handle = async (incoming) => {
    if (incoming.path === '/local/token') return identity.answer(incoming.url);
    if (incoming.path === '/local/jwks.json') return identity.keys();
    return incoming.path.startsWith(rpc) ? asked(incoming) : serve(incoming);
  };
  const { ports } = await import('../composition.ts');

  async function asked(incoming: Incoming): Promise<Answer> {
    const request =
      `${incoming.method} ${incoming.path.slice(rpc.length)} ${await incoming.text(65_536)}`.trim();
    taskHub.asked.push(request);
    const { status, text } = taskHub.answers(request) ?? taken(request);
    return answer(status, text, { 'content-type': text.startsWith('{') ? 'application/json' : 'text/plain' });
  }

  return {
    client: new Client(origin),
    origin,
    clock,
    taskHub,
    ports: await ports(),
    logged,
    tokenOf: (program) => identity.ofProgram(program),
    async invoke(name, input) {
      const fn = functions.get(name.toLowerCase());
      if (!fn) throw new RangeError(`there is no function ${name}`);
      return invoke(fn, input);
    },
    async dispose() {
      await server.close(1000);
      vi.unstubAllEnvs();
    },
  };
}
