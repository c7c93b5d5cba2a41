/** What `offsetPeriods` rests on: looking every six hours finds no change that looking every five days does not. */
import { expect, test } from 'vitest';
import { offsetAt, offsetPeriods } from './zone.ts';

const sixHours = 6 * 3_600_000;

test('no zone changes twice within five days from 1970 to 2110', () => {
  let changes = 0;
  for (const zone of Intl.supportedValuesOf('timeZone')) {
    const to = Date.UTC(2111);
    let found = 0;
    for (let at = 0, offset = offsetAt(zone, 0); at < to; at += sixHours) {
      const next = offsetAt(zone, at + sixHours);
      if (next !== offset) found += 1;
      offset = next;
    }
    expect(offsetPeriods(zone, 0, to).filter(({ at }) => at < to).length - 1, zone).toBe(found);
    changes += found;
  }
  process.stdout.write(`${changes} changes of offset looked at\n`);
});
