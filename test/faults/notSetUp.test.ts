/** The functions on a host that loads them though a setting is missing: each path says so, and the log says which. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';

import { loadApp } from '../../local/app.ts';
import { createHttpFunctions } from '../../local/http/functions.ts';
import { listen, type LoopbackServer } from '../../local/http/server.ts';
import type { ProblemBody } from '../../shared/api/input/problem.ts';
import { endpoints } from '../../shared/api/endpoints.ts';
import { root } from '../support/build.ts';

const logged: string[] = [];
let server: LoopbackServer;
let origin: string;
beforeAll(async () => {
  vi.stubEnv('STOP_IF_NOT_SET_UP', undefined);
  vi.stubEnv('IDENTITY_ISSUER', undefined);
  const error = vi.spyOn(console, 'error').mockImplementation((message) => logged.push(String(message)));
  const log = (_level: string, message: string) => logged.push(message);
  const options = { folder: root, main: 'functions/*.ts', durableClient: {}, newId: randomUUID, log };
  const functions = await loadApp(options);
  error.mockRestore();
  const handle = createHttpFunctions(functions.values(), '', { function: 'f', admin: 'a' }, log);
  server = await listen(0, handle, (problem) => logged.push(String(problem)));
  origin = `http://127.0.0.1:${server.port}`;
});
afterAll(async () => {
  await server.close(1000);
  vi.unstubAllEnvs();
});

test('the log names the setting as the functions are loaded', () => {
  expect(logged[0]).toContain('IDENTITY_ISSUER');
});

describe('503 where nothing is set up', () => {
  test.each<readonly [string, string]>([
    ...Object.values(endpoints).map(({ method, path }) => [method, `/${path}`] as const),
    ['GET', '/'],
    ['GET', '/nowhere/at/all'],
  ])('%s %s', async (method, path) => {
    const answer = await fetch(origin + path.replaceAll(/\{.*?\}/g, 'x'), { method });
    expect(answer.status).toBe(503);
    expect(answer.headers.get('retry-after')).toBe('60');
    const body = (await answer.json()) as ProblemBody;
    expect(body.code).toBe('notSetUp');
    // Whoever asks is a stranger.
    expect(JSON.stringify(body)).not.toContain('IDENTITY');
    expect(logged.at(-1)).toContain('IDENTITY_ISSUER');
  });
});
