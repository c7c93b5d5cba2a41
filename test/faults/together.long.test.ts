/** The same in figures, which want a machine with nothing else to do. */
import { expect, test } from 'vitest';

import { fellDue } from '../support/timeline.ts';
import { badDay } from './together.ts';

test('with all faults at once every threshold of the other cases is recorded within a second', async () => {
  const { timelines } = await badDay({ watched: 100, connections: 500 });
  const late = timelines.flatMap((timeline) => fellDue(timeline).map(({ late: ms }) => ms));
  late.sort((one, other) => one - other);
  const share = (part: number) => late[Math.ceil(late.length * part) - 1];
  console.log(
    `${late.length} thresholds, late by ${share(0.5)} ms (p50), ${share(0.99)} ms (p99), ${share(1)} ms at most`,
  );
  expect(share(1)).toBeLessThanOrEqual(1000);
});
