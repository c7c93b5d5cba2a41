/** A host whose clock is not the store's decides nothing, and marks no case as failing. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { openSqliteStore } from '../../store/sqlite/store.ts';
import type { CaseStore } from '../../store/types.ts';
import { sweep } from '../alarm/sweep.ts';
import { tick } from '../alarm/tick.ts';
import { actOnCase, submitCase } from '../commands/act.ts';
import { readCase } from '../commands/read.ts';
import { engineer, silentAlarms, StandingClock, submission, testPorts } from '../testing/ports.ts';
import { ClockDiffers } from './clockTrust.ts';
import { load } from './load.ts';

const minute = 60_000;
let truth: CaseStore;
let right: ReturnType<typeof testPorts>;
let warned: unknown[];
beforeEach(async () => {
  truth = openSqliteStore({ path: ':memory:' });
  right = testPorts(truth);
  warned = [];
  await submitCase(right, silentAlarms, submission('x'));
});
afterEach(() => truth.close());

/** A host whose clock is off by so much from all others'. */
function host(offset: number) {
  const clock = new StandingClock();
  clock.advance(right.clock.now() + offset - clock.now());
  return {
    ...testPorts({ ...truth, clockOffset: () => offset }, clock),
    warn: (_: string, cause: unknown) => void warned.push(cause),
  };
}
const commits = async () => (await truth.load('x', -1)).commits.length;

describe.each([
  ['ahead', 10 * minute],
  ['behind', -10 * minute],
])('a host that is minutes %s', (_, offset) => {
  it('ticks, reads, submits and acts on nothing', async () => {
    // A host ahead would see the warning of 08:30 and more.
    right.clock.advance(55 * minute);
    const ports = host(offset);
    const { loaded } = (await readCase(right, 'x')) ?? {};
    if (!loaded) throw new Error('the case is gone');
    const before = await commits();
    await expect(tick(ports, 'x', 0)).rejects.toThrow(ClockDiffers);
    await expect(readCase(ports, 'x')).rejects.toThrow(ClockDiffers);
    await expect(load(ports, 'x')).rejects.toThrow(ClockDiffers);
    await expect(submitCase(ports, silentAlarms, submission('y'))).rejects.toThrow(ClockDiffers);
    const contact = { type: 'engineer.contacted', by: engineer } as const;
    await expect(actOnCase(ports, silentAlarms, loaded, contact)).rejects.toThrow(ClockDiffers);
    expect(await commits()).toBe(before);
    expect((await truth.load('y', -1)).commits).toEqual([]);
  });

  it('sweeps nothing, says so once, and leaves the cases to others as they are', async () => {
    right.clock.advance(90 * minute);
    expect(await sweep(host(offset), silentAlarms)).toMatchObject({ swept: 0, failed: 0 });
    expect(warned).toEqual([expect.any(ClockDiffers)]);
    expect(await truth.getWake('x')).toMatchObject({ failures: 0, retryAt: null });
    expect(await sweep(right, silentAlarms)).toMatchObject({ swept: 1 });
  });
});

it('a host that is seconds off decides as ever', async () => {
  right.clock.advance(31 * minute);
  const { wakeAt } = await tick(host(4000), 'x', 0);
  expect(wakeAt).toBe('2026-11-20T08:45:00Z');
});

it('says how far and which way', () => {
  expect(new ClockDiffers(600_000).message).toContain('600 s ahead of');
  expect(new ClockDiffers(-61_400).message).toContain('61 s behind');
});
