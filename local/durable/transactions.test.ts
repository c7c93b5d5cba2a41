import { afterEach, beforeEach, expect, test } from 'vitest';
import { Transactions } from './transactions.ts';

let file: Transactions;
beforeEach(() => {
  file = new Transactions(':memory:', 'CREATE TABLE numbers (n INTEGER PRIMARY KEY) STRICT;');
});
afterEach(() => file.close());

const add = (n: number) => file.write(() => file.sql('INSERT INTO numbers VALUES (?)').run(n).changes);
const all = () =>
  file
    .sql('SELECT n FROM numbers ORDER BY n')
    .all()
    .map((row) => row['n']);

test('writes of one round share one commit', async () => {
  let commits = 0;
  file.onCommit(() => commits++);
  await Promise.all([add(1), add(2), add(3)]);
  expect(all()).toEqual([1, 2, 3]);
  expect(commits).toBe(1);
});

test('one that fails takes no other with it, and leaves nothing behind', async () => {
  const failing = file.write(() => {
    file.sql('INSERT INTO numbers VALUES (7)').run();
    throw new Error('no');
  });
  const outcomes = await Promise.allSettled([add(1), failing, add(1), add(2)]);
  expect(outcomes.map((each) => each.status)).toEqual(['fulfilled', 'rejected', 'rejected', 'fulfilled']);
  expect(all()).toEqual([1, 2]);
});

test('what waits at the end is written', async () => {
  const last = add(5);
  file.close();
  expect(await last).toBe(1);
  file = new Transactions(':memory:', '');
});
