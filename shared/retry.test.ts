import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { again, retrying, type Retries } from './retry.ts';

/** Retries whose waits are noted instead of waited. */
function noted(changes: Partial<Retries> = {}) {
  const waits: number[] = [];
  const retries: Retries = {
    attempts: 5,
    firstWait: 10,
    longestWait: 50,
    sleep: async (ms) => void waits.push(ms),
    random: () => 0.5,
    ...changes,
  };
  return { retries, waits };
}

const never = () => new Error('no attempt has come through');
const succeedingAt = (which: number) => async (number: number) => (number < which ? again : `at ${number}`);

describe('attempts', () => {
  it('end with the first that comes through, without a wait', async () => {
    const { retries, waits } = noted();
    expect(await retrying(retries, succeedingAt(0), never)).toBe('at 0');
    expect(waits).toEqual([]);
  });

  it('take undefined for an answer', async () => {
    const { retries, waits } = noted();
    expect(await retrying(retries, async () => undefined, never)).toBeUndefined();
    expect(waits).toEqual([]);
  });

  it('wait three quarters of 10, 20, 40 and 50 ms where chance says half', async () => {
    const { retries, waits } = noted();
    expect(await retrying(retries, succeedingAt(4), never)).toBe('at 4');
    expect(waits).toEqual([7.5, 15, 30, 37.5]);
  });

  it('end with what the caller makes of it when none comes through, and do not wait after the last', async () => {
    const { retries, waits } = noted({ attempts: 3 });
    let made = 0;
    const failing = async () => {
      made += 1;
      return again;
    };
    await expect(retrying(retries, failing, never)).rejects.toThrow('no attempt has come through');
    expect(made).toBe(3);
    expect(waits).toHaveLength(2);
  });

  it('end at once with what one throws', async () => {
    const { retries, waits } = noted();
    const throwing = () => Promise.reject(new Error('broken'));
    await expect(retrying(retries, throwing, never)).rejects.toThrow('broken');
    expect(waits).toEqual([]);
  });

  it('never wait longer than the longest wait, nor less than half of the first', async () => {
    const chance = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
    await fc.assert(
      fc.asyncProperty(chance, fc.integer({ min: 2, max: 40 }), async (random, attempts) => {
        const { retries, waits } = noted({ attempts, random: () => random });
        await retrying(retries, succeedingAt(attempts - 1), never);
        expect(waits).toHaveLength(attempts - 1);
        expect(Math.max(...waits)).toBeLessThanOrEqual(50);
        expect(Math.min(...waits)).toBeGreaterThanOrEqual(5);
      }),
    );
  });
});
