/** What users of other systems reported about business time, each shown not to happen here. */
import { describe, expect, test } from 'vitest';
import { businessTime, toDuration, toDurationMs, toInstant, toMs } from './index.ts';
import { weekdays, type BusinessCalendar, type BusinessTime, type DayInterval, type Pause } from './types.ts';

function hours(timeZone: string, days: number, intervals: readonly DayInterval[]): BusinessTime {
  const weekly = Object.fromEntries(weekdays.slice(0, days).map((day) => [day, intervals]));
  const calendar: BusinessCalendar = { id: timeZone, timeZone, weekly, holidays: [], version: 'none' };
  return businessTime({ kind: 'businessHours', calendar });
}

const berlin = hours('Europe/Berlin', 5, [['09:00', '17:00']]);
const newYork = hours('America/New_York', 5, [['09:00', '17:00']]);

const due = (
  time: BusinessTime,
  start: string,
  duration: string,
  pauses: readonly Pause[] = [],
): string | null => {
  const at = time.dueAt(toMs(start), toDurationMs(duration), pauses);
  return at === null ? null : toInstant(at);
};
const pause = (from: string, to: string | null): Pause => ({
  from: toMs(from),
  to: to === null ? null : toMs(to),
});

describe('daylight saving', () => {
  test("dbt_zendesk#25: history is read with the offset it had, not with today's", () => {
    expect(berlin.isOpen(toMs('2026-07-01T07:00:00Z'))).toBe(true);
    expect(berlin.isOpen(toMs('2026-01-15T07:00:00Z'))).toBe(false);
    expect(due(berlin, '2026-07-01T06:00:00Z', 'PT1H')).toBe('2026-07-01T08:00:00Z');
    expect(due(berlin, '2026-01-15T06:00:00Z', 'PT1H')).toBe('2026-01-15T09:00:00Z');
  });

  test('moment-business-time#58: hours across the change in spring', () => {
    // Friday 16:00 EST and Monday 09:00 EDT, one hour each.
    expect(due(newYork, '2026-03-06T21:00:00Z', 'PT2H')).toBe('2026-03-09T14:00:00Z');
  });

  test('dayjs#1805, dayjs#2210: hours across the change in autumn', () => {
    // Friday 16:00 EDT and Monday 09:00 EST, one hour each.
    expect(due(newYork, '2026-10-30T20:00:00Z', 'PT2H')).toBe('2026-11-02T15:00:00Z');
  });

  test('elapsed time across a change is that of the open hours', () => {
    expect(toDuration(berlin.elapsed(toMs('2026-03-27T15:00:00Z'), toMs('2026-03-30T08:00:00Z')))).toBe(
      'PT2H',
    );
  });

  test('one calendar serves summer and winter: no second one as a workaround', () => {
    const openings = ['2026-01-05', '2026-04-07', '2026-07-06', '2026-11-02'].map((date) =>
      toInstant(berlin.nextOpening(toMs(`${date}T00:00:00Z`))),
    );
    expect(openings).toEqual([
      '2026-01-05T08:00:00Z',
      '2026-04-07T07:00:00Z',
      '2026-07-06T07:00:00Z',
      '2026-11-02T08:00:00Z',
    ]);
  });

  test('dayjs-business-time with its zone plugin: no hang before a change in spring', () => {
    const always = hours('Europe/Berlin', 7, [['00:00', '24:00']]);
    expect(due(always, '2026-03-29T00:30:00Z', 'PT1H')).toBe('2026-03-29T01:30:00Z');
    expect(due(berlin, '2026-03-27T16:00:00Z', 'PT1H')).toBe('2026-03-30T08:00:00Z');
  });

  test('a night shift over the change in spring is an hour shorter', () => {
    const nights = hours('Europe/Berlin', 7, [
      ['00:00', '06:00'],
      ['22:00', '24:00'],
    ]);
    // 22:00 CET to 06:00 CEST are seven hours; the eighth begins at 22:00 CEST.
    expect(due(nights, '2026-03-28T21:00:00Z', 'PT7H')).toBe('2026-03-29T04:00:00Z');
    expect(due(nights, '2026-03-28T21:00:00Z', 'PT8H')).toBe('2026-03-29T21:00:00Z');
  });
});

describe('pauses', () => {
  test('erpnext#47029: a hold over the weekend moves the due instant by its open hours, not by the wall clock', () => {
    // Friday 14:00 to 16:00, held until Monday 10:00, then two hours: the hold was 66 hours long.
    const held = [pause('2026-11-20T15:00:00Z', '2026-11-23T09:00:00Z')];
    expect(due(berlin, '2026-11-20T13:00:00Z', 'PT4H', held)).toBe('2026-11-23T11:00:00Z');
  });

  test('erpnext#47029: a hold outside the opening hours moves nothing', () => {
    const night = [pause('2026-11-20T18:00:00Z', '2026-11-23T06:00:00Z')];
    expect(due(berlin, '2026-11-20T13:00:00Z', 'PT4H', night)).toBe(
      due(berlin, '2026-11-20T13:00:00Z', 'PT4H'),
    );
  });

  test('helpdesk#3776: a case resolved while it is paused has not counted the hold', () => {
    const held = [pause('2026-11-16T10:00:00Z', null)];
    const counted = berlin.elapsed(toMs('2026-11-16T08:00:00Z'), toMs('2026-11-18T12:00:00Z'), held);
    expect(toDuration(counted)).toBe('PT2H');
  });

  test('a clock whose pause has not ended has no due instant', () => {
    expect(due(berlin, '2026-11-16T08:00:00Z', 'PT4H', [pause('2026-11-16T10:00:00Z', null)])).toBeNull();
    // Unless it was due before.
    expect(due(berlin, '2026-11-16T08:00:00Z', 'PT2H', [pause('2026-11-16T10:00:00Z', null)])).toBe(
      '2026-11-16T10:00:00Z',
    );
  });

  test('Dynamics: a resumed clock goes on; its proof begins where the clock began', () => {
    const held = [pause('2026-11-16T09:00:00Z', '2026-11-16T10:00:00Z')];
    const proof = berlin.prove(toMs('2026-11-16T08:00:00Z'), toDurationMs('PT2H'), held);
    expect(proof?.segments.map(({ from, to, kind }) => [toInstant(from), toInstant(to), kind])).toEqual([
      ['2026-11-16T08:00:00Z', '2026-11-16T09:00:00Z', 'counted'],
      ['2026-11-16T09:00:00Z', '2026-11-16T10:00:00Z', 'paused'],
      ['2026-11-16T10:00:00Z', '2026-11-16T11:00:00Z', 'counted'],
    ]);
  });
});

describe('priority changes', () => {
  test('glpi#15605: another target keeps the pauses so far', () => {
    // Held from 10:00 to 12:00 local time; at 14:00 the target becomes 4 h.
    const held = [pause('2026-11-16T09:00:00Z', '2026-11-16T11:00:00Z')];
    expect(due(berlin, '2026-11-16T08:00:00Z', 'PT8H', held)).toBe('2026-11-17T10:00:00Z');
    expect(due(berlin, '2026-11-16T08:00:00Z', 'PT4H', held)).toBe('2026-11-16T14:00:00Z');
  });

  test('glpi#15605: a change to 24x7 keeps them as well', () => {
    const held = [pause('2026-11-16T09:00:00Z', '2026-11-16T11:00:00Z')];
    expect(due(businessTime({ kind: '24x7' }), '2026-11-16T08:00:00Z', 'PT4H', held)).toBe(
      '2026-11-16T14:00:00Z',
    );
  });
});

test('breaks within the day (chatwoot#14009): lunch does not count', () => {
  const lunch = hours('Europe/Berlin', 5, [
    ['09:00', '12:00'],
    ['13:00', '17:00'],
  ]);
  expect(due(lunch, '2026-11-16T08:00:00Z', 'PT4H')).toBe('2026-11-16T13:00:00Z');
});
