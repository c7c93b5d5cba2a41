import { expect, test } from 'vitest';

import { alertsOf, type Seen } from './runbook.ts';

const now = Date.parse('2026-11-27T12:00:00Z');
const healthy: Seen = {
  backlog: { count: 0 },
  mail: { state: 'ok' },
  warnings: [],
  fanOuts: [],
  unreadable: [],
  value: [{ runtimeStatus: 'Running', failures: 0 }],
};
const fanOut = { since: '2026-11-27T11:55:00Z', failed: 0, left: 3, finished: false };

const cases: readonly (readonly [string, Partial<Seen>, readonly string[]])[] = [
  ['nothing in good health', {}, []],
  ['a backlog', { backlog: { count: 1 } }, ['backlog']],
  ['mail that waits', { mail: { state: 'deferred' } }, ['mail.deferred']],
  ['mail that fails', { mail: { state: 'failing' } }, ['mail.failing']],
  ['holidays', { warnings: [{ code: 'holidays.pending' }] }, ['holidays.pending']],
  ['a case that fails', { value: [{ runtimeStatus: 'Running', failures: 1 }] }, ['case.failing']],
  ['an alarm that is gone', { value: [{ runtimeStatus: 'Unknown', failures: 0 }] }, ['alarm.failed']],
  ['a fan-out under way', { fanOuts: [fanOut] }, []],
  ['one that takes long', { fanOuts: [{ ...fanOut, since: '2026-11-27T11:49:00Z' }] }, ['fanOut.slow']],
  ['one with a case that fails', { fanOuts: [{ ...fanOut, failed: 1, finished: true }] }, ['fanOut.failing']],
  [
    'what cannot be read, the most urgent first',
    { unreadable: [{ what: 'incident' }, { what: 'case' }], backlog: { count: 2 } },
    ['backlog', 'case.unreadable', 'incident.unreadable'],
  ],
];

test.for(cases)('tells of %s', ([, seen, codes]) => {
  const alerts = alertsOf({ ...healthy, ...seen }, now);
  expect(alerts.map(({ code }) => code)).toEqual(codes);
  for (const { code, runbook } of alerts)
    expect(runbook).toBe(`/ops/runbook#${code.replace('.', '').toLowerCase()}`);
});
