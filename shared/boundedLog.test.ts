import { describe, expect, it } from 'vitest';

import { BoundedLog } from './boundedLog.ts';

function logAt() {
  const written: string[] = [];
  const clock = { now: 0 };
  const log = new BoundedLog(
    (line) => written.push(line),
    () => clock.now,
  );
  return { written, clock, log };
}

describe('a log that is bounded', () => {
  it('writes ten lines of a kind in a minute, and later how many it left out', () => {
    const { written, clock, log } = logAt();
    for (let index = 0; index < 1000; index += 1) {
      log.tell(`case a${index} is left to the sweep\n    at somewhere`);
      clock.now += 10;
    }
    expect(written).toHaveLength(10);
    clock.now = 60_000;
    log.tell('case z9 is left to the sweep');
    expect(written.slice(10)).toEqual([
      '990 more lines were left out: case … is left to the sweep',
      'case z9 is left to the sweep',
    ]);
  });

  it('lets one kind take no room from another', () => {
    const { written, log } = logAt();
    for (let index = 0; index < 100; index += 1) log.tell('the disk is full');
    log.tell('a mail was refused');
    expect(written.at(-1)).toBe('a mail was refused');
  });

  it('is bounded also where no line is like another', () => {
    const { written, log } = logAt();
    const letters = (index: number) => index.toString(2).replaceAll('0', 'a').replaceAll('1', 'b');
    for (let index = 0; index < 10_000; index += 1) log.tell(`failed on ${letters(index)}`);
    expect(written.length).toBeLessThan(100);
  });
});
