import { afterEach, expect, test } from 'vitest';

import { spanContextFrom } from './spanContext.ts';
import { begunBy, describeCommit, linkTo, logRecord, spanToKeep, startTelling, traced } from './telemetry.ts';

const kept = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';

afterEach(() => {
  startTelling(undefined);
});

test('without an SDK work is done, nothing is kept, and a host’s trace is its own', async () => {
  const done = await begunBy(spanContextFrom(kept), () =>
    traced('work', { caseId: 'c', link: spanContextFrom(kept) }, () => {
      linkTo(kept);
      describeCommit('c', 0, 1);
      logRecord('info', 'nobody hears this');
      return Promise.resolve(spanToKeep());
    }),
  );
  expect(done).toBeUndefined();
});

test('what work throws is thrown', async () => {
  const error = new Error('no');
  await expect(traced('work', {}, () => Promise.reject(error))).rejects.toBe(error);
});

test('the log is told to what listens', () => {
  const heard: unknown[] = [];
  startTelling((...record) => heard.push(record));
  logRecord('warn', 'said', { a: 1 });
  startTelling(undefined);
  logRecord('warn', 'not heard');
  expect(heard).toEqual([['warn', 'said', { a: 1 }]]);
});
