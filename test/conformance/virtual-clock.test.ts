import { connect } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import {
  fresh,
  given,
  type Local,
  newFolder,
  post,
  removeFolder,
  startLocal,
  subject,
  type Subject,
} from './host.ts';

describe.skipIf(given)('the virtual clock', () => {
  const folder = newFolder();
  let local: Local;
  let host: Subject;
  const open = async (...args: string[]) => {
    local = await startLocal(folder, args);
    host = subject(local.url, async () => undefined);
  };
  const close = async () => {
    local.child.kill('SIGTERM');
    await local.ended;
  };
  beforeAll(() => open('--now', '2026-11-20T08:00:00Z'));
  afterAll(async () => {
    await close();
    removeFolder(folder);
  });

  const read = async () =>
    (await (await fetch(`${local.url}/local/clock`)).json()) as { now: string; speed: number };
  const change = (body: unknown) => post(`${local.url}/local/clock`, body);
  const ticks = async (method = 'GET') =>
    (await (await fetch(`${local.url}/ticks`, { method })).json()) as { isPastDue: boolean; next: string }[];

  beforeEach(async () => {
    await change({ speed: 0 });
  });

  test('stands still after --now', async () => {
    expect(await read()).toEqual({ now: '2026-11-20T08:00:00.000Z', speed: 0 });
  });

  test('advance answers with the new time', async () => {
    const before = Date.parse((await read()).now);
    expect(await (await change({ advance: 'PT1H30M' })).json()).toEqual({
      now: new Date(before + 5_400_000).toISOString(),
      speed: 0,
    });
  });

  test('now moves to an instant', async () => {
    const to = new Date(Date.parse((await read()).now) + 86_400_000).toISOString();
    expect(await (await change({ now: to })).json()).toMatchObject({ now: to });
  });

  test.each([
    ['nothing', {}],
    ['two changes', { advance: 'PT1S', speed: 1 }],
    ['an unknown change', { forward: 'PT1S' }],
    ['a duration that is none', { advance: '4 hours' }],
    ['months', { advance: 'P1M' }],
    ['years', { advance: 'P1Y' }],
    ['a negative duration', { advance: '-PT1S' }],
    ['a number as duration', { advance: 5 }],
    ['a local time', { now: '2027-01-01T00:00:00' }],
    ['a date that is none', { now: '2027-13-01T00:00:00Z' }],
    ['a negative speed', { speed: -1 }],
    ['a text as speed', { speed: '2' }],
    ['a list', []],
    ['a duration beyond all instants', { advance: 'PT99999999999H' }],
    ['a duration of more digits than a number has', { advance: `PT${'9'.repeat(400)}H` }],
    ['a duration over the end of the clock', { advance: 'PT700000H' }],
    ['an instant of the year 9999', { now: '9999-12-31T23:59:59Z' }],
    ['an instant just after the last', { now: '2101-01-01T00:00:00.001Z' }],
    ['a speed beyond all', { speed: 1e300 }],
    ['no speed', { speed: null }],
  ])('400 for %s', async (_name, body) => {
    const before = await read();
    const answer = await change(body);
    expect(answer.status).toBe(400);
    expect(answer.headers.get('content-type')).toBe('application/problem+json');
    expect(await read()).toEqual(before);
  });

  test.each(['{"speed":1e999}', '{"speed":NaN}', '{"advance":', ''])('400 for the text %s', async (body) => {
    const before = await read();
    expect((await fetch(`${local.url}/local/clock`, { method: 'POST', body })).status).toBe(400);
    expect(await read()).toEqual(before);
  });

  test('a request that a stranger has sent by halves holds nobody up', async () => {
    const { port } = new URL(local.url);
    const stranger = connect(Number(port), '127.0.0.1');
    const half = 'POST /size HTTP/1.1\r\nhost: localhost\r\n';
    stranger.write(`${half}content-length: 1000\r\n\r\nhalf`);
    const other = connect(Number(port), '127.0.0.1');
    other.write(`${half}transfer-encoding: chunked\r\n\r\n4\r\nhalf\r\n`);
    await ticks();
    expect((await change({ advance: 'PT1H' })).status).toBe(200);
    stranger.destroy();
    other.destroy();
  });

  test('the clock moves while requests keep coming', async () => {
    let asking = true;
    const callers = Array.from({ length: 20 }, async () => {
      while (asking) await ticks();
    });
    for (let hour = 0; hour < 3; hour++) expect((await change({ advance: 'PT1H' })).status).toBe(200);
    asking = false;
    await Promise.all(callers);
  });

  test('409 for an instant before now: it never goes backwards', async () => {
    expect((await change({ now: '2020-01-01T00:00:00Z' })).status).toBe(409);
  });

  test('what falls due on the way runs in order of time, each at its instant', async () => {
    const ids = [];
    for (const seconds of [30, 10, 20]) {
      const id = fresh('timer');
      await host.durable({
        call: 'start',
        id,
        name: 'alarm',
        input: { ms: seconds * 1000, rounds: 2, log: [] },
      });
      ids.push([id, seconds] as const);
    }
    await change({ advance: 'PT0S' });
    const start = Date.parse((await read()).now);
    await change({ advance: 'PT5M' });
    for (const [id, seconds] of ids) {
      const { result } = (await host.durable({ call: 'status', id })) as {
        result: { lastUpdatedTime: string; output: unknown };
      };
      expect(result.output).toEqual(['timer', 'timer']);
      expect(Date.parse(result.lastUpdatedTime)).toBe(start + 2 * seconds * 1000);
    }
  });

  test('two changes at once are made one after the other', async () => {
    const before = Date.parse((await read()).now);
    await Promise.all([
      change({ advance: 'PT1M' }),
      change({ advance: 'PT1M' }),
      change({ advance: 'PT1M' }),
    ]);
    expect(Date.parse((await read()).now)).toBe(before + 180_000);
  });

  test('a timer trigger runs once a jump, however many occurrences were passed', async () => {
    await change({
      now: new Date(Math.ceil((Date.parse((await read()).now) + 1) / 60_000) * 60_000).toISOString(),
    });
    await ticks('DELETE');
    await change({ advance: 'PT3H' });
    expect(await ticks()).toMatchObject([{ isPastDue: true }]);
    await change({ advance: 'PT1M' });
    expect(await ticks()).toMatchObject([{ isPastDue: true }, { isPastDue: false }]);
    await change({ advance: 'PT59S' });
    expect(await ticks()).toHaveLength(2);
  });

  test('with speed, time passes by itself', async () => {
    const id = fresh('timer');
    await host.durable({ call: 'start', id, name: 'timer', input: { ms: 3_600_000 } });
    await change({ speed: 100_000 });
    const status = async () =>
      ((await host.durable({ call: 'status', id })).result as { runtimeStatus: string }).runtimeStatus;
    await expect.poll(status, { timeout: 300_000 }).toBe('Completed');
    await change({ speed: 0 });
    const stopped = (await read()).now;
    expect((await read()).now).toBe(stopped);
  });

  test('a restart goes on from the kept clock, or from a later --now', async () => {
    const before = await read();
    await close();
    await open();
    expect(await read()).toEqual(before);
    await close();
    await open('--now', '2020-01-01T00:00:00Z');
    expect(await read()).toEqual(before);
    await close();
    await open('--now', '2099-01-01T00:00:00Z');
    expect(await read()).toEqual({ now: '2099-01-01T00:00:00.000Z', speed: 0 });
  });

  test('a timer set before a restart fires after it', async () => {
    const id = fresh('timer');
    await host.durable({ call: 'start', id, name: 'timer', input: { ms: 3_600_000 } });
    await change({ advance: 'PT30M' });
    await close();
    await open();
    await change({ advance: 'PT30M' });
    expect((await host.end(id)).output).toEqual({ elapsed: 3_600_000 });
  });
});
