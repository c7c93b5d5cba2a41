/** The orchestrator of a case's alarm: what has happened to an instance, what arrives, and what it then asks for. */
import { InvocationContext } from '@azure/functions';
import { beforeEach, describe, expect, test } from 'vitest';

import '../caseAlarm.orchestrator.ts';
import { EventType, type Arrival } from '../../local/durable/history.ts';
import type { Instance } from '../../local/durable/hub.ts';
import { newProgress } from '../../local/durable/progress.ts';
import { runTurn, type Turn } from '../../local/durable/turn.ts';
import { registry } from '../../local/registry.ts';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;
const begin = Date.UTC(2026, 10, 20, 8);
const input = { caseId: 'c-1' };

let instance: Instance;
let turn: Turn;
let now: number;

/** An episode: what has happened before, and what arrives now. */
async function arrives(...arrivals: Arrival[]): Promise<void> {
  const callback = registry().functions.get('caseAlarm')?.callback;
  turn = await runTurn(instance, arrivals, now, async (binding) =>
    callback?.(binding, new InvocationContext({ functionName: 'caseAlarm', logHandler: () => undefined })),
  );
  instance = {
    ...instance,
    customStatus: turn.customStatus,
    progress: JSON.stringify(turn.progress),
    history: JSON.stringify(turn.history),
  };
}

beforeEach(async () => {
  now = begin;
  instance = {
    id: 'c-1.0',
    name: 'caseAlarm',
    execution: 'e-1',
    status: 'Pending',
    input: JSON.stringify(input),
    output: null,
    customStatus: null,
    created: begin,
    updated: begin,
    parent: null,
    progress: JSON.stringify(newProgress()),
    history: '[]',
  };
  await arrives({ EventType: EventType.ExecutionStarted, Name: 'caseAlarm', Input: JSON.stringify(input) });
});

const at = (ahead: number) => new Date(begin + ahead).toISOString();
const lastId = () => turn.progress.nextId - 1;

/** The tick that was asked for answers. */
const ticked = (wakeAhead: number | null, summary: object = {}) =>
  arrives({
    EventType: EventType.TaskCompleted,
    TaskScheduledId: lastId(),
    Result: JSON.stringify({ wakeAt: wakeAhead === null ? null : at(wakeAhead), summary }),
  });
const fired = (timer: number) =>
  arrives({ EventType: EventType.TimerFired, TimerId: timer, FireAt: new Date(now).toISOString() });
const told = (event: unknown) =>
  arrives({ EventType: EventType.EventRaised, Name: 'rescheduled', Input: JSON.stringify(event) });
const toldOf = (wakeAhead: number | null) => told({ wakeAt: wakeAhead === null ? null : at(wakeAhead) });

/** What it asks for: timers by how long after the beginning they fire. */
function asked() {
  const { outcome, scheduled } = turn;
  return {
    outcome,
    ticks: scheduled.activities.map((each) => JSON.parse(each.input) as unknown),
    timers: scheduled.timers.map(({ fireAt }) => fireAt - begin),
    cancelled: scheduled.cancelledTimers,
  };
}
const nothing = { outcome: 'waits', ticks: [], timers: [], cancelled: [] };
const aTick = { ...nothing, ticks: [{ caseId: 'c-1', instanceId: 'c-1.0' }] };

describe('an alarm that begins', () => {
  test('ticks, as the instance that it is', () => {
    expect(asked()).toEqual(aTick);
  });

  test('ends where nothing is pending', async () => {
    await ticked(null);
    expect(asked()).toEqual({ ...nothing, outcome: 'completed' });
  });

  test('sleeps until the wake, and shows what the tick has told', async () => {
    await ticked(hour, { status: 'open' });
    expect(asked()).toEqual({ ...nothing, timers: [hour] });
    expect(JSON.parse(turn.customStatus ?? '')).toEqual({ status: 'open' });
  });

  test('sleeps five days at the most', async () => {
    await ticked(9 * day);
    expect(asked()).toEqual({ ...nothing, timers: [5 * day] });
  });

  test('asks for a tick that fails again', async () => {
    await arrives({
      EventType: EventType.TaskFailed,
      TaskScheduledId: lastId(),
      Reason: 'refused',
      Details: '',
    });
    expect(asked()).toEqual({ ...nothing, timers: [5000] });
  });
});

describe('an alarm that sleeps for an hour', () => {
  beforeEach(() => ticked(hour, { status: 'open' }));

  test('starts over when the wake has come', async () => {
    now = begin + hour;
    await fired(lastId());
    expect(asked()).toEqual({ ...nothing, outcome: 'startsOver' });
    expect([JSON.parse(turn.output ?? ''), turn.handedOn]).toEqual([input, []]);
  });

  test('sleeps less long where it is told an earlier wake, without a tick', async () => {
    const timer = lastId();
    await toldOf(20 * minute);
    expect(asked()).toEqual({ ...nothing, timers: [20 * minute], cancelled: [timer] });
    expect(JSON.parse(turn.customStatus ?? '')).toEqual({ status: 'open', wakeAt: at(20 * minute) });
  });

  test('sleeps no longer where it is told a later one: that came out of turn', async () => {
    await toldOf(2 * hour);
    expect(asked()).toMatchObject({ ticks: [], timers: [hour] });
  });

  test('ticks where it is told a wake that has come', async () => {
    now = begin + 30 * minute;
    await toldOf(30 * minute);
    expect(asked()).toMatchObject({ ...aTick, cancelled: [1] });
  });

  test('ends where it is told that nothing is pending, and leaves no timer', async () => {
    await toldOf(null);
    expect(asked()).toEqual({ ...nothing, outcome: 'completed', cancelled: [1] });
  });

  test.each([null, 'soon', 7, {}, { wakeAt: 'soon' }, { wakeAt: 7 }])(
    'ticks where it is told %j',
    async (event) => {
      await told(event);
      expect(asked()).toMatchObject({ ...aTick, cancelled: [1] });
    },
  );

  test('heeds no event of another name', async () => {
    await arrives({ EventType: EventType.EventRaised, Name: 'Rescheduled', Input: 'null' });
    expect(asked()).toEqual(nothing);
  });

  test('ticks after its seventh event whatever it tells, and then starts over with nothing open', async () => {
    for (let event = 1; event < 7; event += 1) {
      await toldOf(hour - event);
      expect(asked()).toMatchObject({ ticks: [], timers: [hour - event] });
    }
    await toldOf(hour - 7);
    expect(asked()).toMatchObject({ ...aTick, cancelled: [lastId() - 1] });
    await ticked(hour - 7);
    expect(asked()).toEqual({ ...nothing, outcome: 'startsOver' });
  });

  test('hands an event on that comes while it starts over', async () => {
    for (let event = 1; event <= 7; event += 1) await toldOf(hour - event);
    await toldOf(minute);
    await ticked(hour - 7);
    expect(turn.handedOn).toMatchObject([
      { Name: 'rescheduled', Input: JSON.stringify({ wakeAt: at(minute) }) },
    ]);
  });
});
