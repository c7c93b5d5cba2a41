import { InvocationContext } from '@azure/functions';
import { describe, expect, test } from 'vitest';
import '../../test/conformance/app/orchestrations.ts';
import { generator } from '../../test/support/generator.ts';
import { VirtualClock } from '../clock.ts';
import { registry } from '../registry.ts';
import { EventType } from './history.ts';
import { TaskHub } from './hub.ts';
import { start } from './instance.ts';
import { type Code, createRuntime } from './runtime.ts';

async function call(name: string, input: unknown): Promise<unknown> {
  const fn = registry().functions.get(name);
  if (!fn) throw new Error(`There is no function ${name}.`);
  return fn.callback(input, new InvocationContext({ functionName: name, logHandler: () => undefined }));
}

const code: Code = { orchestrator: call, activity: call };
const epoch = Date.parse('2026-11-20T08:00:00Z');

/** Steps a runtime on a hub in memory until nothing is left, in an order and with crashes drawn from `seed`. */
async function simulate(seed: number, crashes: boolean) {
  const random = generator(seed);
  const hub = new TaskHub(':memory:');
  const clock = new VirtualClock(() => epoch, { now: epoch, speed: 0, real: epoch });
  const trace: string[] = [];
  let ids = 0;
  const newId = () => `id${ids++}`;
  const input = (value: unknown) => JSON.stringify(value);
  const key = `simulation-${seed}-${String(crashes)}`;
  const wanted: [string, string, unknown][] = [
    ['chain', 'chain', 5],
    ['fan', 'fanOut', 7],
    ['parent', 'parent', {}],
    ['long', 'timer', { ms: 20 * 86_400_000 }],
    ['alarm', 'alarm', { ms: 60_000, rounds: 4, log: [] }],
    ['marks', 'marks', { round: 1 }],
  ];
  if (!crashes) {
    wanted.push(['tangled', 'tangled', { key, interval: 700 }]);
    wanted.push(['raced', 'raced', { key: `${key}-raced`, interval: 1 }]);
  }
  await hub.write(() => {
    for (const [id, name, value] of wanted)
      start(hub, { id, name, input: input(value), execution: newId() }, clock.now());
  });

  const never = new Promise<never>(() => undefined);
  for (let running = true; running;) {
    // A crash: whatever runs is never heard of again, and a new runtime takes over the hub.
    let crashed: () => void = () => undefined;
    const crash = new Promise<'crash'>((resolve) => (crashed = () => resolve('crash')));
    const fragile = async (result: Promise<unknown>) => {
      const value = await result;
      if (!crashes || random() > 0.15) return value;
      crashed();
      return never;
    };
    const runtime = createRuntime({
      hub,
      clock,
      newId,
      code: {
        orchestrator: (name, binding) => fragile(code.orchestrator(name, binding)),
        activity: (name, value, id) => fragile(code.activity(name, value, id)),
      },
      order: (candidates) => {
        const at = Math.floor(random() * candidates.length);
        const message = candidates[at]?.message;
        trace.push(`${clock.now() - epoch} ${message?.queue} ${message?.instance}`);
        return at;
      },
    });
    for (;;) {
      const stepped = await Promise.race([runtime.step(), crash]);
      if (stepped === 'crash') break;
      if (random() < 0.05) {
        const rescheduled = { EventType: EventType.EventRaised, Name: 'rescheduled', Input: '{}' };
        const alarm = hub.instance('alarm');
        if (alarm?.status === 'Running') {
          await hub.write(() =>
            hub.sendArrival({ instance: 'alarm', execution: null }, rescheduled, clock.now()),
          );
        }
      }
      if (stepped) continue;
      const next = runtime.nextDueAt();
      if (next === undefined) {
        running = false;
        break;
      }
      clock.moveTo(next);
    }
  }
  const outputs = Object.fromEntries(wanted.map(([id]) => [id, hub.instance(id)]));
  hub.close();
  return { trace, outputs };
}

const seeds = Array.from({ length: 25 }, (_, index) => index + 1);

describe('whatever the order of work', () => {
  test.each(seeds)('seed %i', async (seed) => {
    const { outputs } = await simulate(seed, false);
    expectOutcomes(outputs);
    expect(JSON.parse(outputs['tangled']?.output ?? '')).toEqual({ attempts: [3, 1, 4, 2], echoed: 'after' });
    expect(JSON.parse(outputs['raced']?.output ?? 'null')).toEqual({ attempt: 3, echoed: ['c', 'd', 'e'] });
  });

  test('the same seed gives the same run', async () => {
    const first = await simulate(99, true);
    const second = await simulate(99, true);
    expect(second.trace).toEqual(first.trace);
    expect((await simulate(98, true)).trace).not.toEqual(first.trace);
  });
});

describe('whatever crashes', () => {
  test.each(seeds)('seed %i', async (seed) => {
    expectOutcomes((await simulate(seed, true)).outputs);
  });
});

function expectOutcomes(
  outputs: Record<string, { status: string; output: string | null } | undefined>,
): void {
  const output = (id: string): unknown => {
    expect(outputs[id]?.status, id).toBe('Completed');
    return JSON.parse(outputs[id]?.output ?? 'null');
  };
  expect(output('chain')).toBe(40);
  expect(output('fan')).toBe(42);
  expect(output('parent')).toEqual({ doubled: 8, parent: 'parent' });
  expect(output('long')).toEqual({ elapsed: 20 * 86_400_000 });
  expect(output('alarm')).toHaveLength(4);
  expect(output('marks')).toBe('marked');
}
