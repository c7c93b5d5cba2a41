import { expect, it } from 'vitest';

import { remembered } from './remembered.ts';

function counting() {
  const time = { now: 0 };
  const clock = { now: () => time.now, sleepUntil: async () => undefined };
  let reads = 0;
  let broken = false;
  const readNow = async () => {
    reads += 1;
    if (broken) throw new Error('broken');
    return reads;
  };
  const book = remembered(readNow, clock, 10);
  return { time, book, break: (is: boolean) => (broken = is) };
}

it('is read once while it is fresh, however many ask', async () => {
  const { time, book } = counting();
  expect(await Promise.all([book.read(), book.read()])).toEqual([1, 1]);
  time.now = 9;
  expect(await book.read()).toBe(1);
  time.now = 10;
  expect(await book.read()).toBe(2);
});

it('is read anew for whoever wants what is there now, and remembered for the others', async () => {
  const { book } = counting();
  await book.read();
  expect(await book.reread()).toBe(2);
  expect(await book.read()).toBe(2);
});

it('forgets a failure', async () => {
  const { book, ...fixture } = counting();
  fixture.break(true);
  await expect(book.read()).rejects.toThrow('broken');
  fixture.break(false);
  expect(await book.read()).toBe(2);
});
