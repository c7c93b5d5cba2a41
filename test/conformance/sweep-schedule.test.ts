import { expect, test } from 'vitest';

import { nextOccurrence } from '../../local/timers.ts';
import { sweepSchedule } from '../../functions/sweepSchedule.ts';

test.for([5, 10, 15, 20, 30, 60, 120, 300, 1800].map((seconds) => seconds * 1000))(
  'a sweep each %i ms comes after that and after nothing else',
  (period) => {
    const schedule = sweepSchedule(period) ?? '';
    let at = Date.parse('2026-11-20T08:00:00Z');
    for (let run = 0; run < 30; run += 1) {
      const next = nextOccurrence(schedule, at);
      expect(next - at).toBe(period);
      at = next;
    }
  },
);

test.for([0, 1, 1000, 7000, 25_000, 90_000, 420_000, 3_600_000, 1500.5, -60_000])(
  'of %i ms there is no sweep',
  (period) => {
    expect(sweepSchedule(period)).toBeUndefined();
  },
);
