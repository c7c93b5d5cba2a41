import { InvocationContext } from '@azure/functions';
import { afterEach, describe, expect, test } from 'vitest';
import '../test/conformance/app/orchestrations.ts';
import type { AppFunction } from './app.ts';
import { type KeptClock, VirtualClock } from './clock.ts';
import { TaskHub } from './durable/hub.ts';
import { start } from './durable/instance.ts';
import { Pump } from './durable/pump.ts';
import { type Code, createRuntime } from './durable/runtime.ts';
import { Gate } from './http/gate.ts';
import { InFlight } from './inFlight.ts';
import { registry } from './registry.ts';
import { keptClock, Time } from './time.ts';
import { Timers } from './timers.ts';

const epoch = Date.parse('2026-11-20T08:00:00Z');
const minute = 60_000;

let closing: (() => void) | undefined;
afterEach(() => closing?.());

/** A whole runtime in memory; `activity` and `trigger` are given the parts they may look at. */
function fixture(
  options: { activity?: Code['activity']; trigger?: (hub: TaskHub) => void; schedule?: string } = {},
) {
  const hub = new TaskHub(':memory:');
  const clock = new VirtualClock(() => epoch, { now: epoch, speed: 0, real: epoch });
  const inFlight = new InFlight();
  const call = async (name: string, input: unknown): Promise<unknown> =>
    registry()
      .functions.get(name)
      ?.callback(input, new InvocationContext({ functionName: name }));
  const sleep = (instant: number) => inFlight.sleep(clock.sleepUntil(instant));
  let ids = 0;
  const newId = () => String(ids++);
  const runtime = createRuntime({
    hub,
    clock,
    newId,
    code: { orchestrator: call, activity: options.activity ?? call },
  });
  const onError = (error: unknown) => {
    throw error;
  };
  const pump = new Pump({ runtime, hub, clock, inFlight, busy: () => false, onError });
  const trigger: AppFunction = {
    name: 'trigger',
    trigger: { type: 'timerTrigger', direction: 'in', schedule: options.schedule ?? '0 0 0 1 1 *' },
    callback: () => options.trigger?.(hub),
    context: () => new InvocationContext({ functionName: 'trigger' }),
  };
  const timers = new Timers({ functions: [trigger], hub, clock, inFlight, log: () => undefined });
  const time = new Time({
    clock,
    hub,
    runtime,
    pump,
    timers,
    inFlight,
    gate: new Gate(),
    mailSettled: () => true,
  });
  pump.start();
  timers.start();
  closing = () => {
    pump.stop();
    timers.stop();
    clock.stop();
    hub.close();
  };
  const begin = (id: string, name: string, input: unknown) =>
    hub.write(() => start(hub, { id, name, input: JSON.stringify(input), execution: newId() }, clock.now()));
  const advance = async (ms: number) => {
    const answer = await time.change(JSON.stringify({ advance: `PT${ms / 1000}S` }));
    expect(answer.status).toBe(200);
  };
  return { hub, clock, sleep, time, begin, advance };
}

describe('advancing', () => {
  test('does not wait for an activity that sleeps until later, and wakes it in time', async () => {
    const woken: number[] = [];
    const host = fixture({
      activity: async () => {
        await host.sleep(epoch + 10 * minute);
        woken.push(host.clock.now());
        return 1;
      },
    });
    await host.begin('sleepy', 'whoseChild', {});
    await host.advance(9 * minute);
    expect(woken).toEqual([]);
    await host.advance(20 * minute);
    expect(woken).toEqual([epoch + 10 * minute]);
    expect(host.hub.instance('sleepy')).toMatchObject({ status: 'Completed', updated: epoch + 10 * minute });
  });

  test('waits for an activity that takes its time', async () => {
    const host = fixture({ activity: () => new Promise((resolve) => setTimeout(() => resolve(1), 50)) });
    await host.begin('slow', 'whoseChild', {});
    await host.advance(0);
    expect(host.hub.instance('slow')?.status).toBe('Completed');
  });

  test('runs a timer trigger after the durable work of the same instant', async () => {
    const seen: (string | undefined)[] = [];
    const host = fixture({
      schedule: '0 * * * * *',
      trigger: (hub) => seen.push(hub.instance('due')?.status),
    });
    await host.begin('due', 'timer', { ms: minute });
    await host.advance(minute);
    expect(seen).toEqual(['Completed']);
  });

  test('runs a timer trigger at each alarm on the way, once for what it missed', async () => {
    const at: number[] = [];
    const host = fixture({ schedule: '0 * * * * *', trigger: () => at.push(host.clock.now()) });
    await host.begin('early', 'timer', { ms: 90_000 });
    await host.begin('late', 'timer', { ms: 90_500 });
    await host.advance(60 * minute);
    expect(at).toEqual([epoch + 90_000, epoch + 60 * minute]);
  });

  test('is kept step by step, with the speed to go on at', async () => {
    const host = fixture();
    await host.time.change('{"speed":5}');
    await host.advance(minute);
    expect(host.hub.kept<KeptClock>(keptClock)).toMatchObject({ now: epoch + minute, speed: 5 });
    expect(host.clock.speed).toBe(5);
  });

  test('work that sends itself new work is followed to its end', async () => {
    const host = fixture();
    await host.begin('marks', 'marks', { round: 1 });
    await host.begin('parent', 'parent', {});
    await host.advance(3000);
    expect(host.hub.instance('marks')?.status).toBe('Completed');
    expect(host.hub.instance('parent')?.status).toBe('Completed');
  });
});
