import { expect, it } from 'vitest';
import { attempted, committed, guarding, repaired, type WakeDocument } from './wakeDocument.ts';

const key = { caseId: 'x', shard: '0' };
const row: WakeDocument = {
  ...key,
  wakeAt: 500,
  commit: 3,
  epoch: 0,
  failures: 0,
  lastAttemptAt: null,
  retryAt: null,
};

it('guards with the latest commit and the earliest instant of those under way', () => {
  const guarded = { ...row, wakeAt: 200, guard: { commit: 5, wakeAt: 200, at: 900 } };
  expect(guarding(guarded, key, 4, 300, 900)).toBeUndefined();
  expect(guarding(guarded, key, 6, 300, 950)).toMatchObject({
    wakeAt: 200,
    guard: { commit: 6, wakeAt: 200, at: 950 },
  });
  expect(guarding(guarded, key, 4, 100, 850)).toMatchObject({
    wakeAt: 100,
    guard: { commit: 5, wakeAt: 100, at: 900 },
  });
});

it('never puts a wake off by a guard', () => {
  expect(guarding({ ...row, wakeAt: 50 }, key, 4, 100, 900)).toMatchObject({ wakeAt: 50 });
  expect(guarding({ ...row, wakeAt: null }, key, 4, 100, 900)).toMatchObject({ wakeAt: 100 });
});

it('knows a commit number that is taken', () => {
  expect(guarding(row, key, 3, 100, 900)).toBe('late');
});

it('drops a guard with the commit it was for, and keeps that of a later one', () => {
  const guarded = { ...row, wakeAt: 200, guard: { commit: 5, wakeAt: 200, at: 900 } };
  expect(committed(guarded, key, 4, 900, 0)).toMatchObject({
    wakeAt: 200,
    guard: { commit: 5, wakeAt: 200 },
  });
  expect(committed(guarded, key, 4, null, 0)).toMatchObject({ wakeAt: 200 });
  expect(committed(guarded, key, 4, 100, 0)).toMatchObject({ wakeAt: 100 });
  expect(committed(guarded, key, 5, 900, 0)).toMatchObject({ wakeAt: 900 });
  expect(committed(guarded, key, 5, 900, 0)).not.toHaveProperty('guard');
  expect(committed(guarded, key, 3, 900, 0)).toBeUndefined();
});

it('repairs over the same commit, not over a later one', () => {
  expect(repaired(row, key, 3, 900, 0)).toMatchObject({ wakeAt: 900, commit: 3 });
  expect(repaired(row, key, 2, 900, 0)).toBeUndefined();
});

it('keeps what the sweep saw of the alarm over commits, until the next attempt', () => {
  const seen = attempted(row, { at: 600, failures: 0, retryAt: null, seen: '0 never' });
  expect(committed(seen, key, 4, 900, 0)).toMatchObject({ seen: '0 never' });
  expect(repaired(seen, key, 3, 900, 0)).toMatchObject({ seen: '0 never' });
  expect(attempted(seen, { at: 700, failures: 0, retryAt: null })).not.toHaveProperty('seen');
});
