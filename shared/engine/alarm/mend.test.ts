import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { openSqliteStore } from '../../store/sqlite/store.ts';
import type { CaseStore } from '../../store/types.ts';
import { submitCase } from '../commands/act.ts';
import { load } from '../commit/load.ts';
import type { Alarms, AlarmSeen } from '../ports.ts';
import { silentAlarms, submission, testPorts } from '../testing/ports.ts';
import { sweep } from './sweep.ts';

const minute = 60_000;
/** Past the grace, so that the sweep finds it late. */
const late = 2 * minute;

let store: CaseStore;
let ports: ReturnType<typeof testPorts>;
let seen: AlarmSeen;
let told: string[];
const alarms: Alarms = {
  ...silentAlarms,
  start: async (_, epoch) => void told.push(`start ${epoch}`),
  raise: async (_, epoch) => {
    told.push(`raise ${epoch}`);
    return 'raised';
  },
  terminate: async (_, epoch) => void told.push(`terminate ${epoch}`),
  status: async () => seen,
};
beforeEach(async () => {
  store = openSqliteStore({ path: ':memory:' });
  ports = testPorts(store);
  told = [];
  seen = { is: 'running', tickedAt: '2026-11-20T08:00:00Z' };
  // A breach at 09:00, with warnings at 08:30 and 08:45; thereafter alerts.
  await submitCase(ports, silentAlarms, submission('x'));
});
afterEach(() => store.close());

const nextWake = async () => (await store.getWake('x'))?.wakeAt ?? 0;
async function foundLate() {
  ports.clock.advance((await nextWake()) + late - ports.clock.now());
  await sweep(ports, alarms);
}
const epoch = async () => (await load(ports, 'x')).state?.alarm?.epoch;

describe('an alarm that says it runs', () => {
  it('is told to look again where its case is found late for the first time', async () => {
    await foundLate();
    expect(told).toEqual(['raise 0']);
    expect(await epoch()).toBe(0);
  });

  it('is replaced where it is found late twice in a row and has not ticked in between', async () => {
    await foundLate();
    await foundLate();
    expect(told).toEqual(['raise 0', 'start 1', 'terminate 0']);
    expect(await epoch()).toBe(1);
  });

  it('is replaced too where it has never ticked', async () => {
    seen = { is: 'running' };
    await foundLate();
    await foundLate();
    expect(await epoch()).toBe(1);
  });

  it('is left where it has ticked in between, however late', async () => {
    await foundLate();
    seen = { is: 'running', tickedAt: '2026-11-20T08:32:00Z' };
    await foundLate();
    seen = { is: 'running', tickedAt: '2026-11-20T08:47:00Z' };
    await foundLate();
    expect(told).toEqual(['raise 0', 'raise 0', 'raise 0']);
  });

  it('has nothing to answer for of the epoch before', async () => {
    await foundLate();
    await foundLate();
    await foundLate();
    expect(told).toEqual(['raise 0', 'start 1', 'terminate 0', 'raise 1']);
  });

  it('is not forgotten where the sweep fails in between', async () => {
    await foundLate();
    const failing = { ...ports, store: { ...store, repairRow: () => Promise.reject(new Error('no')) } };
    ports.clock.advance((await nextWake()) + late - ports.clock.now());
    await sweep(failing, alarms);
    expect(await store.getWake('x')).toMatchObject({ failures: 1, seen: '0 2026-11-20T08:00:00Z' });
  });
});

it('an alarm that is gone is started, and one that has ended gets the next epoch, at once', async () => {
  seen = { is: 'unknown' };
  await foundLate();
  expect(told).toEqual(['start 0']);
  seen = { is: 'ended' };
  await foundLate();
  expect(told).toEqual(['start 0', 'start 1']);
});
