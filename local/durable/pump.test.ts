import { InvocationContext } from '@azure/functions';
import { afterEach, expect, test } from 'vitest';
import '../../test/conformance/app/orchestrations.ts';
import { VirtualClock } from '../clock.ts';
import { InFlight } from '../inFlight.ts';
import { registry } from '../registry.ts';
import { TaskHub } from './hub.ts';
import { start } from './instance.ts';
import { Pump } from './pump.ts';
import { createRuntime } from './runtime.ts';

const epoch = Date.parse('2026-11-20T08:00:00Z');
const minute = 60_000;

let closing: (() => void) | undefined;
afterEach(() => closing?.());

/** A pump on a hub in memory, whose clock stands. */
function fixture(busy: boolean) {
  const hub = new TaskHub(':memory:');
  const clock = new VirtualClock(() => epoch, { now: epoch, speed: 0, real: epoch });
  const inFlight = new InFlight();
  /** The instances that an activity was run for, in order. */
  const ran: string[] = [];
  let running = 0;
  /** The most that ran at once. */
  let atOnce = 0;
  let ids = 0;
  const newId = () => String(ids++);
  const call = async (name: string, input: unknown): Promise<unknown> =>
    registry()
      .functions.get(name)
      ?.callback(input, new InvocationContext({ functionName: name }));
  const runtime = createRuntime({
    hub,
    clock,
    newId,
    code: {
      orchestrator: call,
      activity: async (name, input, id) => {
        running += 1;
        atOnce = Math.max(atOnce, running);
        await new Promise((resolve) => setImmediate(resolve));
        running -= 1;
        ran.push(id);
        return call(name, input);
      },
    },
  });
  const onError = (error: unknown) => {
    throw error;
  };
  const pump = new Pump({ runtime, hub, clock, inFlight, busy: () => busy, onError });
  closing = () => {
    pump.stop();
    clock.stop();
    hub.close();
  };
  const begin = (ids: readonly string[], name: string, input: unknown) =>
    hub.write(() => {
      for (const id of ids)
        start(hub, { id, name, input: JSON.stringify(input), execution: newId() }, clock.now());
    });
  const settle = async () => {
    pump.start();
    while (!(pump.drained && inFlight.quiet)) await new Promise((resolve) => setImmediate(resolve));
    pump.stop();
  };
  return { hub, clock, ran, begin, settle, atOnce: () => atOnce };
}

const named = (prefix: string, count: number) => Array.from({ length: count }, (_, at) => `${prefix}${at}`);

/** Asleep for a minute: then its timer fires, and one activity follows. */
const asleep = { ms: minute, rounds: 1, log: [] };

test('a timer that fires goes before what has been started ahead of it', async () => {
  const host = fixture(true);
  await host.begin(['alarm'], 'alarm', asleep);
  await host.settle();
  await host.begin(named('new', 100), 'whoseChild', {});
  host.clock.moveTo(epoch + minute);
  await host.settle();
  expect(host.ran.indexOf('alarm')).toBeLessThan(10);
  expect(named('new', 100).every((id) => host.hub.instance(id)?.status === 'Completed')).toBe(true);
});

test('what has been started goes on while many timers fire', async () => {
  const host = fixture(true);
  const alarms = named('alarm', 200);
  await host.begin(alarms, 'alarm', asleep);
  await host.settle();
  await host.begin(['new'], 'chain', 1);
  host.clock.moveTo(epoch + minute);
  await host.settle();
  expect(host.ran.filter((id) => id !== 'new').sort()).toEqual(alarms.toSorted());
  expect(host.ran.indexOf('new')).toBeLessThan(150);
});

test.each([
  ['one by one while requests are served', true, [1, 1]],
  ['several at once while none are', false, [2, 16]],
] as const)('what has been started is run %s', async (_how, busy, [least, most]) => {
  const host = fixture(busy);
  await host.begin(named('new', 40), 'whoseChild', {});
  await host.settle();
  expect(host.ran).toHaveLength(40);
  expect(host.atOnce()).toBeGreaterThanOrEqual(least);
  expect(host.atOnce()).toBeLessThanOrEqual(most);
});
