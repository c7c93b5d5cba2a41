import { expect, it } from 'vitest';

import { openSqliteStore } from '../../store/sqlite/store.ts';
import { begin, silentAlarms, testPorts } from '../testing/ports.ts';
import { sweep } from './sweep.ts';
import { purgeWindow } from './purge.ts';

const minute = 60_000;
const day = 86_400_000;
const settings = { period: minute, alarmHistory: 7 * day };

it('removes nothing that is younger than the setting says, and a day’s worth in a run at the most', () => {
  for (let run = 0; run < 3000; run += 1) {
    const now = begin + run * minute;
    const window = purgeWindow(now, settings);
    if (!window) continue;
    expect(window.to).toBeLessThanOrEqual(now - 7 * day);
    if (window.from > 0) expect(window.to - window.from).toBe(day);
  }
});

it.each([7, 8, 20.5, 36, 400])('has removed within hours what was made %d days ago', (days) => {
  const made = begin - days * day;
  const runs = Array.from({ length: 10 * 60 }, (_, run) => purgeWindow(begin + run * minute, settings));
  expect(runs.some((window) => window && window.from <= made && made < window.to)).toBe(true);
});

it('is part of the sweep, which nothing about it stops', async () => {
  const store = openSqliteStore({ path: ':memory:' });
  const warned: string[] = [];
  const ports = { ...testPorts(store), warn: (message: string) => void warned.push(message) };
  let asked = 0;
  const alarms = {
    ...silentAlarms,
    purge: async () => {
      asked += 1;
      throw new Error('no');
    },
  };
  for (let run = 0; run < 20; run += 1) {
    await sweep(ports, alarms);
    ports.clock.advance(minute);
  }
  expect(asked).toBe(2);
  expect(warned).toEqual(Array.from({ length: 2 }, () => 'alarms that have ended are purged later'));
  await store.close();
});
