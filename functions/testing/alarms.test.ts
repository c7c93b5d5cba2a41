/** Alarms: what the task hub is asked and answers, ticks, the sweep, and the page that shows them. */
import { InvocationContext } from '@azure/functions';
import * as df from 'durable-functions';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';

import { durableClient } from '../../local/durable/client.ts';
import type { Alarms } from '../../shared/engine/ports.ts';
import { contoso, submission } from '../../test/support/samples.ts';
import { durableKey, startApp, type App } from './app.ts';

let app: App;
let alarms: Alarms;
let caseId: string;
beforeAll(async () => {
  app = await startApp();
  const { durableAlarms } = await import('../alarms.ts');
  const context = new InvocationContext({ functionName: 'test', logHandler: () => undefined });
  const binding = df.input.durableClient();
  context.options.extraInputs.push(binding);
  context.extraInputs.set(binding, durableClient(app.origin, 'Local', durableKey));
  alarms = durableAlarms(df.getClient(context));
  await app.client.putEntitlement('contoso', contoso);
});
afterAll(() => app.dispose());
beforeEach(async () => {
  caseId = (await app.client.submit(submission)).id;
  app.taskHub.asked.length = 0;
  app.logged.length = 0;
});
afterEach(() => {
  app.taskHub.answers = () => undefined;
  vi.restoreAllMocks();
});

const hubAnswers = (status: number, text: string) => {
  app.taskHub.answers = () => ({ status, text });
};
const typesOf = async (id: string) => (await app.client.timeline(id)).map(({ type }) => type);

describe('an alarm that is started', () => {
  test('is the instance of its case and epoch', async () => {
    await alarms.start('c-1', 2);
    expect(app.taskHub.asked).toEqual(['POST orchestrators/caseAlarm/c-1.2 {"caseId":"c-1"}']);
  });

  test('and runs already is no error; any other answer is one', async () => {
    hubAnswers(409, 'An Orchestration instance with the status Running already exists.');
    await alarms.start('c-1', 0);
    hubAnswers(500, 'out of order');
    await expect(alarms.start('c-1', 0)).rejects.toThrow('500');
  });

  test('is started by a submission, which stands also where the task hub is out of order', async () => {
    hubAnswers(500, 'out of order');
    const { id } = await app.client.submit(submission);
    expect(app.taskHub.asked).toEqual([`POST orchestrators/caseAlarm/${id}.0 {"caseId":"${id}"}`]);
    expect(await typesOf(id)).toContain('case.submitted');
  });
});

describe('an alarm that is told', () => {
  test.each([
    [Date.UTC(2026, 10, 20, 9), '{"wakeAt":"2026-11-20T09:00:00Z"}'],
    [null, '{"wakeAt":null}'],
    [undefined, 'null'],
  ])('the wake %s hears %s', async (wakeAt, told) => {
    expect(await alarms.raise('c-1', 0, wakeAt)).toBe('raised');
    expect(app.taskHub.asked).toEqual([`POST instances/c-1.0/raiseEvent/rescheduled ${told}`]);
  });

  test.each([
    [404, "No instance with ID 'c-1.0' found.", 'unknown'],
    [410, 'The instance has the status Completed.', 'raised'],
    [500, 'Cannot raise event for instance in Completed state', 'raised'],
    [500, 'Cannot raise event for instance in Terminated state', 'raised'],
  ] as const)('and is answered %i %s: %s', async (status, text, outcome) => {
    hubAnswers(status, text);
    expect(await alarms.raise('c-1', 0)).toBe(outcome);
  });

  test('and is answered by any other fault is an error', async () => {
    hubAnswers(500, 'out of order');
    await expect(alarms.raise('c-1', 0)).rejects.toThrow('500');
  });
});

describe('an alarm that is looked at', () => {
  const instance = {
    name: 'caseAlarm',
    instanceId: 'c-1.0',
    createdTime: '2026-11-20T08:00:00Z',
    lastUpdatedTime: '2026-11-20T08:00:00Z',
    input: null,
    output: null,
  };
  const told = (runtimeStatus: string, customStatus: unknown = null) =>
    hubAnswers(200, JSON.stringify({ ...instance, runtimeStatus, customStatus }));

  test.each(['Running', 'Pending', 'ContinuedAsNew', 'Suspended'])('and is %s runs', async (status) => {
    told(status, { tickedAt: '2026-11-20T08:00:00Z' });
    expect(await alarms.status('c-1', 0)).toEqual({ is: 'running', tickedAt: '2026-11-20T08:00:00Z' });
  });

  test.each([null, 'text', 7, {}, { tickedAt: 7 }])('and tells %j has told no tick', async (customStatus) => {
    told('Running', customStatus);
    expect(await alarms.status('c-1', 0)).toEqual({ is: 'running' });
  });

  test.each(['Completed', 'Failed', 'Terminated', 'Canceled'])('and is %s has ended', async (status) => {
    told(status);
    expect(await alarms.status('c-1', 0)).toEqual({ is: 'ended' });
  });

  test('and is not there is unknown, to be ended too', async () => {
    hubAnswers(404, "No instance with ID 'c-1.0' found.");
    expect(await alarms.status('c-1', 0)).toEqual({ is: 'unknown' });
    await alarms.terminate('c-1', 0, 'replaced');
  });

  test('while the task hub is out of order is an error, never one that has ended', async () => {
    hubAnswers(500, 'out of order');
    await expect(alarms.status('c-1', 0)).rejects.toThrow('500');
    await expect(alarms.terminate('c-1', 0, 'replaced')).rejects.toThrow('500');
  });

  test('long after its end is purged, with what else was created meanwhile and has ended', async () => {
    hubAnswers(200, '{"instancesDeleted":3}');
    await alarms.purge(Date.UTC(2026, 10, 1), Date.UTC(2026, 10, 8));
    const [request = ''] = app.taskHub.asked;
    expect(request).toMatch(/^DELETE instances\//);
  });
});

describe('a tick', () => {
  const tick = (instanceId: string) => app.invoke('tick', { caseId, instanceId });

  test('answers the next wake, and what operations see of the alarm', async () => {
    vi.spyOn(app.ports.mail, 'send').mockResolvedValue({ status: 'running' });
    expect(await tick(`${caseId}.0`)).toMatchObject({
      wakeAt: expect.stringMatching(/^2026-11-20T/) as string,
      summary: { status: 'open', tickedAt: '2026-11-20T08:00:00Z' },
    });
    expect(await typesOf(caseId)).toContain('mail.sent');
  });

  test('of an alarm that was replaced appends nothing, and ends it', async () => {
    await app.client.expect(200, 'POST', `/api/operations/alarms/${caseId}/restart`, {
      as: 'operations',
      body: {},
    });
    const before = await typesOf(caseId);
    expect(await tick(`${caseId}.0`)).toMatchObject({ wakeAt: null });
    expect(await typesOf(caseId)).toEqual(before);
  });

  test('of a case that nobody knows ends its alarm', async () => {
    expect(await app.invoke('tick', { caseId: 'gone', instanceId: 'gone.0' })).toMatchObject({
      wakeAt: null,
    });
  });

  test('that cannot read the store fails, and is asked for again', async () => {
    vi.spyOn(app.ports.store, 'load').mockRejectedValue(new Error('out of order'));
    await expect(tick(`${caseId}.0`)).rejects.toThrow('out of order');
  });
});

describe('the sweep', () => {
  test('ticks what nobody has ticked, starts its alarm, and says so', async () => {
    vi.spyOn(app.ports.mail, 'send').mockResolvedValue({ status: 'running' });
    app.clock.advance(3_600_000);
    app.taskHub.answers = (request) =>
      request.startsWith('GET') ? { status: 404, text: "No instance with ID 'x' found." } : undefined;
    await app.invoke('sweep', {});
    expect(await typesOf(caseId)).toContain('clock.breached');
    expect(app.taskHub.asked).toContain(`POST orchestrators/caseAlarm/${caseId}.0 {"caseId":"${caseId}"}`);
    expect(app.logged.join('\n')).toMatch(/information sweep: sweep \{[^}]*failed: 0/);
  });
});

describe('the alarms page', () => {
  test('asks the task hub about ten late alarms at the most, and about none that is in time', async () => {
    const ids = [];
    for (let count = 0; count < 12; count += 1) ids.push((await app.client.submit(submission)).id);
    const page = async (query: string) => {
      app.taskHub.asked.length = 0;
      const path = `/api/operations/alarms?top=50${query}`;
      return (await app.client.expect<{ value: object[] }>(200, 'GET', path, { as: 'operations' })).body
        .value;
    };
    expect((await page('&late=false')).length).toBeGreaterThan(0);
    expect(app.taskHub.asked).toEqual([]);
    app.clock.advance(3_600_000);
    app.taskHub.answers = () => ({ status: 404, text: "No instance with ID 'x' found." });
    expect((await page('')).length).toBeGreaterThan(12);
    expect(app.taskHub.asked).toHaveLength(10);
  });
});
