import { describe, expect, it } from 'vitest';

import { endpoints } from './endpoints.ts';
import { delayAllowed, fewest, isAdmitted, most, nextLimit, rankOf } from './admission.ts';

describe('what is refused where more is asked than can be served', () => {
  it('is new work first, and never what operations look at by', () => {
    const ranks = Object.fromEntries(Object.values(endpoints).map((one) => [one.id, rankOf(one)]));
    expect(ranks).toMatchObject({
      submitCase: 'first',
      computeDeadlines: 'first',
      readCase: 'later',
      actOnCase: 'later',
      listAlarms: 'never',
      restartAlarm: 'never',
      readHealth: 'never',
      readReady: 'never',
    });
  });

  it.each([
    ['first', 9, true],
    ['first', 10, false],
    ['later', 39, true],
    ['later', 40, false],
    ['never', 10_000, true],
  ] as const)('%s, beside %i others at a limit of 10: served %s', (rank, inFlight, is) => {
    expect(isAdmitted(rank, inFlight, 10)).toBe(is);
  });
});

describe('the limit', () => {
  const after = (limit: number, delays: readonly number[]) => delays.reduce(nextLimit, limit);

  it('falls quickly while the event loop is late, and never to nothing', () => {
    expect(
      after(
        most,
        Array.from({ length: 5 }, () => delayAllowed + 1),
      ),
    ).toBeLessThan(most / 4);
    expect(
      after(
        most,
        Array.from({ length: 100 }, () => 5000),
      ),
    ).toBe(fewest);
  });

  it('rises again, to its most and no further', () => {
    expect(after(fewest, [delayAllowed])).toBe(fewest + 1);
    expect(
      after(
        fewest,
        Array.from({ length: 1000 }, () => 0),
      ),
    ).toBe(most);
  });
});
