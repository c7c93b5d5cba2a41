import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { fresh, given, openSubject, post, type Status, type Subject } from './host.ts';

let host: Subject;
beforeAll(async () => {
  host = await openSubject();
});
afterAll(() => host.close());

async function start(name: string, input?: unknown, id = fresh(name)): Promise<string> {
  expect(await host.durable({ call: 'start', name, id, input })).toEqual({ result: id });
  return id;
}

const status = async (id: string) => (await host.durable({ call: 'status', id })).result as Status;
const links = async (id: string) =>
  (await host.durable({ call: 'links', id })).result as Record<string, string>;
const runs = async (key: string) => (await (await fetch(`${host.url}/runs/${key}`)).json()) as number;

/** Waits until what could run has run; on a host in real time, for a while. */
const rest = () => host.pass(given ? 3000 : 0);

describe('orchestrations', () => {
  test('a chain of activities', async () => {
    expect(await host.end(await start('chain', 5))).toMatchObject({
      runtimeStatus: 'Completed',
      input: 5,
      output: 40,
    });
  });

  test('activities beside each other', async () => {
    expect(await host.end(await start('fanOut', 40))).toMatchObject({ output: 1560 });
  });

  test('without input; texts and objects as activities see them', async () => {
    const { output } = await host.end(await start('input'));
    expect(output).toEqual({ input: '', text: 'string', object: 'object' });
  });

  test('an exception fails it', async () => {
    const { runtimeStatus, output } = await host.end(await start('throws'));
    expect(runtimeStatus).toBe('Failed');
    expect(output).toMatch(/throws.*failed: on purpose/);
  });

  test('an unknown orchestrator is accepted, and fails', async () => {
    expect((await host.end(await start('nobody'))).runtimeStatus).toBe('Failed');
  });

  test('a text gains quotes at each generation', async () => {
    expect((await host.end(await start('quoted', 'text'))).output).toBe('"text"');
  });
});

describe('retries', () => {
  test.each([
    ['no failure', 0, 3, 1, { attempt: 1, echoed: 'after' }],
    ['fewer failures than attempts', 2, 3, 3, { attempt: 3, echoed: 'after' }],
    [
      'as many failures as attempts',
      3,
      3,
      3,
      { message: expect.stringContaining('attempt 3 fails') as unknown, echoed: 'after' },
    ],
    [
      'one attempt only',
      1,
      1,
      1,
      { message: expect.stringContaining('attempt 1 fails') as unknown, echoed: 'after' },
    ],
  ])('%s', async (_name, failures, attempts, expectedRuns, output) => {
    const key = fresh('retry');
    const id = await start('retrying', { key, failures, attempts, interval: 1000 });
    await host.pass(4000);
    await rest();
    expect((await host.end(id)).output).toEqual(output);
    expect(await runs(key)).toBe(expectedRuns);
  });

  test('several beside each other keep their numbers apart', async () => {
    const key = fresh('tangled');
    const id = await start('tangled', { key, interval: 1000 });
    await host.pass(5000);
    await rest();
    expect((await host.end(id)).output).toEqual({ attempts: [3, 1, 4, 2], echoed: 'after' });
  });
});

test('a call that is retried while the orchestrator goes on', async () => {
  const id = await start('raced', { key: fresh('raced'), interval: 1000 });
  await host.pass(4000);
  await rest();
  expect((await host.end(id)).output).toEqual({ attempt: 3, echoed: ['c', 'd', 'e'] });
});

describe('timers', () => {
  test('one fires when it is due', async () => {
    const id = await start('timer', { ms: 2000 });
    await host.pass(1000);
    expect((await status(id)).runtimeStatus).toBe('Running');
    await host.pass(1000);
    const { output } = await host.end(id);
    if (given) expect((output as { elapsed: number }).elapsed).toBeGreaterThan(500);
    else expect(output).toEqual({ elapsed: 2000 });
  });

  test('one that is left open keeps a finished instance running', async () => {
    const id = await start('leftOpen', { ms: 6000 });
    await rest();
    expect((await status(id)).runtimeStatus).toBe('Running');
    await host.pass(6000);
    expect(await host.end(id)).toMatchObject({ runtimeStatus: 'Completed', output: 'left' });
  });

  const day = 86_400_000;
  test.skipIf(given).each([1, 6, 7, 9, 30, 100])('one of %i days is exact', async (days) => {
    const id = await start('timer', { ms: days * day + 1 });
    await host.pass(days * day);
    expect((await status(id)).runtimeStatus).toBe('Running');
    await host.pass(1);
    expect((await host.end(id)).output).toEqual({ elapsed: days * day + 1 });
  });
});

describe('events', () => {
  test('one that is waited for', async () => {
    const id = await start('wait');
    await rest();
    expect(await host.durable({ call: 'raise', id, name: 'go', input: { a: 1 } })).toEqual({ result: null });
    expect((await host.end(id)).output).toEqual({ a: 1 });
  });

  test('null is an event', async () => {
    const id = await start('wait');
    await rest();
    await host.durable({ call: 'raise', id, name: 'go', input: null });
    expect(await host.end(id)).toMatchObject({ runtimeStatus: 'Completed', output: null });
  });

  test('undefined is none', async () => {
    const id = await start('wait');
    await rest();
    expect((await host.durable({ call: 'raise', id, name: 'go' })).error).toMatch(/400/);
    await host.durable({ call: 'terminate', id });
  });

  test('names tell case apart', async () => {
    const id = await start('wait', { event: 'Go' });
    await rest();
    await host.durable({ call: 'raise', id, name: 'go', input: 1 });
    await rest();
    expect((await status(id)).runtimeStatus).toBe('Running');
    await host.durable({ call: 'raise', id, name: 'Go', input: 2 });
    expect((await host.end(id)).output).toBe(2);
  });

  test('those that come before anybody waits are kept, in order', async () => {
    const until = new Date(given ? Date.now() + 5000 : await virtualNow(1000)).toISOString();
    const id = await start('lateWait', { until });
    await rest();
    await host.durable({ call: 'raise', id, name: 'go', input: 'first' });
    await rest();
    await host.durable({ call: 'raise', id, name: 'go', input: 'second' });
    await host.pass(given ? 5000 : 1000);
    expect((await host.end(id)).output).toEqual(['first', 'second']);
  });

  async function virtualNow(ahead: number): Promise<number> {
    const clock = (await (await fetch(`${host.url}/local/clock`)).json()) as { now: string };
    return Date.parse(clock.now) + ahead;
  }

  test('for an unknown instance: refused', async () => {
    const { error } = await host.durable({ call: 'raise', id: fresh('none'), name: 'go', input: 1 });
    expect(error).toMatch(/No instance/);
  });

  test('for one that has ended: swallowed by the package, 410 on the wire', async () => {
    const id = await start('chain', 1);
    await host.end(id);
    expect(await host.durable({ call: 'raise', id, name: 'go', input: 1 })).toEqual({ result: null });
    const { sendEventPostUri = '' } = await links(id);
    expect((await post(sendEventPostUri.replace('{eventName}', 'go'), 1)).status).toBe(410);
  });
});

describe('an alarm: a timer against an event, one wake a generation', () => {
  test('timer, event, timer', async () => {
    const id = await start('alarm', { ms: 4000, rounds: 3, log: [] });
    await host.pass(4000);
    await rest();
    await host.durable({ call: 'raise', id, name: 'rescheduled', input: {} });
    await rest();
    expect((await status(id)).customStatus).toEqual({ rounds: 2 });
    await host.pass(4000);
    expect((await host.end(id)).output).toEqual(['timer', 'event', 'timer']);
  });

  test('a cancelled timer does not hold the end up', async () => {
    const id = await start('alarm', { ms: 3_600_000, rounds: 1, log: [] });
    await rest();
    await host.durable({ call: 'raise', id, name: 'rescheduled', input: {} });
    expect((await host.end(id)).output).toEqual(['event']);
  });
});

describe('sub-orchestrations', () => {
  test('a result comes back, and the child knows its parent', async () => {
    const child = fresh('child');
    const id = await start('parent', { child });
    expect((await host.end(id)).output).toEqual({ doubled: 8, parent: id });
    expect((await host.end(child)).output).toBe(8);
  });

  test('a failure comes back', async () => {
    const { output } = await host.end(await start('parent', { fails: true }));
    expect(output).toEqual({ caught: expect.any(String) as unknown });
  });
});

describe('management', () => {
  test('starting an id that runs: 409, and the package throws', async () => {
    const id = await start('wait');
    await rest();
    const again = await host.durable({ call: 'start', id, name: 'wait' });
    expect(again.error).toMatch(/409.*already exists/s);
    await host.durable({ call: 'raise', id, name: 'go', input: 1 });
    await host.end(id);
    await start('chain', 2, id);
    expect((await host.end(id)).output).toBe(16);
  });

  test('many starts of one id at once: one instance, which runs once', async () => {
    const id = fresh('once');
    const key = fresh('once');
    const input = { key, failures: 0, attempts: 1, interval: 1000 };
    const starts = Array.from({ length: 4 }, () =>
      host.durable({ call: 'start', id, name: 'retrying', input }),
    );
    expect((await Promise.all(starts)).some((each) => each.result === id)).toBe(true);
    await host.end(id);
    expect(await runs(key)).toBe(1);
  });

  test('terminate', async () => {
    const id = await start('wait');
    await rest();
    await host.durable({ call: 'terminate', id, reason: 'enough' });
    expect(await host.end(id)).toMatchObject({ runtimeStatus: 'Terminated', output: 'enough' });
  });

  test('suspend holds it, an event raised meanwhile is not lost', async () => {
    const id = await start('wait');
    await rest();
    await host.durable({ call: 'suspend', id });
    await rest();
    expect((await status(id)).runtimeStatus).toBe('Suspended');
    await host.durable({ call: 'raise', id, name: 'go', input: 'meanwhile' });
    await rest();
    await host.durable({ call: 'resume', id });
    expect((await host.end(id)).output).toBe('meanwhile');
  });

  test('suspended and resumed at once', async () => {
    const id = await start('chain', 1);
    await host.durable({ call: 'suspend', id });
    await host.durable({ call: 'resume', id });
    expect((await host.end(id)).output).toBe(8);
  });

  test('terminate reaches a suspended one', async () => {
    const id = await start('wait');
    await host.durable({ call: 'suspend', id });
    await rest();
    await host.durable({ call: 'terminate', id, reason: 'enough' });
    expect((await host.end(id)).runtimeStatus).toBe('Terminated');
  });

  test('purge', async () => {
    const id = await start('chain', 1);
    await host.end(id);
    expect((await host.durable({ call: 'purge', id })).result).toEqual({ instancesDeleted: 1 });
    expect((await host.durable({ call: 'status', id })).error).toMatch(/404/);
    expect((await host.durable({ call: 'purge', id })).result).toMatchObject({ instancesDeleted: 0 });
  });

  test('restart under a new id', async () => {
    const id = await start('chain', 3);
    await host.end(id);
    const { restartPostUri = '' } = await links(id);
    const answer = (await (await post(restartPostUri, '')).json()) as { id: string };
    expect(answer.id).not.toBe(id);
    expect(await host.end(answer.id)).toMatchObject({ input: 3, output: 24 });
  });

  test('status address: 202 while it runs, 200 at the end, history on request', async () => {
    const id = await start('wait');
    await rest();
    const { statusQueryGetUri = '' } = await links(id);
    expect((await fetch(statusQueryGetUri)).status).toBe(202);
    await host.durable({ call: 'raise', id, name: 'go', input: 1 });
    await host.end(id);
    const answer = await fetch(`${statusQueryGetUri}&showHistory=true&showHistoryOutput=true`);
    expect(answer.status).toBe(200);
    const { historyEvents } = (await answer.json()) as { historyEvents: { EventType: string }[] };
    expect(historyEvents.map((each) => each.EventType)).toEqual(
      expect.arrayContaining(['ExecutionStarted', 'EventRaised']),
    );
  });

  test('the list holds every instance, over its pages', async () => {
    const ids = await Promise.all(Array.from({ length: 120 }, () => start('wait')));
    await rest();
    const listed = (await host.durable({ call: 'running' })).result as { instanceId: string }[];
    expect(listed.map((each) => each.instanceId)).toEqual(expect.arrayContaining(ids));
    await Promise.all(ids.map((id) => host.durable({ call: 'terminate', id })));
    await rest();
    const left = (await host.durable({ call: 'running' })).result as { instanceId: string }[];
    expect(left.filter((each) => ids.includes(each.instanceId))).toEqual([]);
  });
});
