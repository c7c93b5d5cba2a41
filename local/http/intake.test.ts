import { expect, test } from 'vitest';
import { Intake, most } from './intake.ts';

const nextTurn = () => new Promise((resolve) => setImmediate(resolve));

test('lets so many in at each turn of the event loop, in the order in which they came', async () => {
  const intake = new Intake();
  const begun: number[] = [];
  const count = 3 * most + 1;
  const all = Array.from({ length: count }, (_, index) => intake.pass().then(() => begun.push(index)));
  const seen: number[] = [];
  while (begun.length < count) {
    await Promise.resolve();
    const before = begun.length;
    await nextTurn();
    seen.push(begun.length - before);
  }
  await Promise.all(all);
  expect(begun).toEqual(Array.from({ length: count }, (_, index) => index));
  expect(Math.max(...seen)).toBeLessThanOrEqual(most);
});

test('holds up nobody who comes alone', async () => {
  const intake = new Intake();
  let isIn = false;
  void intake.pass().then(() => (isIn = true));
  await Promise.resolve();
  expect(isIn).toBe(true);
});
