import { afterEach, describe, expect, test, vi } from 'vitest';
import { nextOccurrence } from './timers.ts';

afterEach(() => vi.unstubAllEnvs());

describe('NCRONTAB', () => {
  test.each([
    ['0 */5 * * * *', '2026-11-20T08:02:03Z', '2026-11-20T08:05:00Z'],
    ['0 */5 * * * *', '2026-11-20T08:05:00Z', '2026-11-20T08:10:00Z'],
    ['30 15 9 * * 1-5', '2026-11-20T09:15:30Z', '2026-11-23T09:15:30Z'],
    ['0 0 0 1 1 *', '2026-11-20T00:00:00Z', '2027-01-01T00:00:00Z'],
    ['*/10 * * * *', '2026-11-20T08:02:03Z', '2026-11-20T08:10:00Z'],
    ['0 0 0 29 2 *', '2026-11-20T00:00:00Z', '2028-02-29T00:00:00Z'],
  ])('%s after %s', (schedule, after, expected) => {
    expect(new Date(nextOccurrence(schedule, Date.parse(after))).toISOString()).toBe(
      expected.replace('Z', '.000Z'),
    );
  });

  test('a setting stands for the expression', () => {
    vi.stubEnv('SCHEDULE_OF_TEST', '0 0 12 * * *');
    const next = nextOccurrence('%SCHEDULE_OF_TEST%', Date.parse('2026-11-20T08:00:00Z'));
    expect(new Date(next).toISOString()).toBe('2026-11-20T12:00:00.000Z');
  });

  test.each(['%NOT_SET_ANYWHERE%', '0 * *', '0 0 0 1 * 1', '61 * * * * *', '00:05:00'])(
    '%s is refused',
    (schedule) => {
      expect(() => nextOccurrence(schedule, 0)).toThrow();
    },
  );
});
