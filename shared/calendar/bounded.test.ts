import { expect, test, vi } from 'vitest';
import { bounded } from './bounded.ts';

test('keeps no more than so many characters of keys', () => {
  const make = vi.fn((key: string) => key.toUpperCase());
  const cache = bounded<string>(10, 6);
  const ask = (key: string) => cache(key, () => make(key));
  ['aaa', 'bbb', 'aaa', 'bbb', 'c', 'bbb'].forEach(ask);
  expect(make.mock.calls).toEqual([['aaa'], ['bbb'], ['c']]);
  ask('aaa');
  expect(make.mock.calls).toHaveLength(4);
  // One that is too long alone is made for each who asks.
  ask('long key');
  ask('long key');
  expect(make.mock.calls).toHaveLength(6);
});

test('keeps so many, and lets go of the one that was asked for longest ago', () => {
  const make = vi.fn((key: string) => key.toUpperCase());
  const cache = bounded<string>(2);
  const ask = (key: string) => cache(key, () => make(key));
  expect(['a', 'b', 'a', 'b', 'a'].map(ask)).toEqual(['A', 'B', 'A', 'B', 'A']);
  expect(make.mock.calls).toEqual([['a'], ['b']]);
  // `b` was asked for longest ago.
  ask('c');
  ask('a');
  ask('c');
  expect(make.mock.calls).toEqual([['a'], ['b'], ['c']]);
  ask('b');
  expect(make.mock.calls).toEqual([['a'], ['b'], ['c'], ['b']]);
});
