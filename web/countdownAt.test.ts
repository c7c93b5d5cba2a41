import { describe, expect, test } from 'vitest';

import type { Countdown } from '../shared/api/operations/cases.ts';
import { askAgainAt, countedDown } from './countdownAt.ts';

const at = (instant: string) => Date.parse(`2026-11-20T${instant}Z`);
const minutes = (count: number) => count * 60_000;

/** Two hours in hours that close at 17:00 and open again at 09:00, told at 16:30. */
const told: Countdown = {
  clockId: 'k1',
  kind: 'initialResponse',
  schedule: 'businessHours',
  target: 'PT2H',
  state: 'running',
  dueAt: '2026-11-21T09:30:00Z',
  remaining: 'PT1H',
  counts: true,
  changesAt: '2026-11-20T17:00:00Z',
  warnedAt: '2026-11-20T16:30:00Z',
};
const toldAt = at('16:30:00');

describe('a countdown', () => {
  test.for([
    ['goes on while time counts', at('16:40:00'), { left: minutes(50), counts: true }],
    ['stands at the end of the hours', at('17:00:00'), { left: minutes(30), counts: false }],
    ['stands still after it', at('23:00:00'), { left: minutes(30), counts: false }],
    ['does not go back before it was told', at('16:29:00'), { left: minutes(60), counts: true }],
  ] as const)('%s', ([, now, expected]) => {
    expect(countedDown(told, toldAt, now)).toMatchObject({ ...expected, late: undefined });
  });

  test('that stands still says when it goes on', () => {
    const closed = { ...told, counts: false, changesAt: '2026-11-21T09:00:00Z' };
    expect(countedDown(closed, toldAt, at('20:00:00'))).toMatchObject({
      left: minutes(60),
      goesOnAt: '2026-11-21T09:00:00Z',
    });
  });

  test('goes over its due instant into lateness by the same hours', () => {
    const due = { ...told, remaining: 'PT10M', dueAt: '2026-11-20T16:40:00Z' };
    expect(countedDown(due, toldAt, at('16:40:00'))).toMatchObject({ left: 0, late: 0 });
    expect(countedDown(due, toldAt, at('16:55:00'))).toMatchObject({ left: 0, late: minutes(15) });
    expect(countedDown(due, toldAt, at('23:00:00'))).toMatchObject({ left: 0, late: minutes(20) });
  });

  test('that was late already gets later while time counts', () => {
    const late = { ...told, remaining: 'PT0S', late: 'PT5M', dueAt: '2026-11-20T16:25:00Z' };
    expect(countedDown(late, toldAt, at('16:45:00')).late).toBe(minutes(20));
  });

  test('that is paused neither counts nor is late', () => {
    const paused = { ...told, state: 'paused', dueAt: null, counts: false, changesAt: null } as const;
    expect(countedDown(paused, toldAt, at('20:00:00'))).toMatchObject({
      left: minutes(60),
      late: undefined,
      paused: true,
      goesOnAt: null,
    });
  });
});

describe('it is asked again', () => {
  test.for([
    ['when the hours change', told, at('16:30:00'), at('17:00:00')],
    ['when it comes due', told, at('17:00:00'), Date.parse('2026-11-21T09:30:00Z')],
    ['never where nothing runs', null, at('16:30:00'), Infinity],
  ] as const)('%s', ([, countdown, now, expected]) => {
    expect(askAgainAt(countdown, now)).toBe(expected);
  });
});
