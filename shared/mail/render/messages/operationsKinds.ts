import { z } from 'zod';
import { kind, text } from './text.ts';

/** The texts of every kind of mail to operations, with the placeholders of each. */
export const operationsKinds = z.strictObject({
  responseWarning: kind(
    ['percent', 'severity', 'tenant'],
    ['percent'],
    { left: text('remaining', 'target', 'due'), exact: text() },
    {},
    { assign: text() },
  ),
  responseBreached: kind(
    ['severity', 'tenant'],
    [],
    { overdue: text('due') },
    { told: text() },
    { contact: text(), acknowledge: text(), correct: text() },
  ),
  responseStillMissing: kind(
    ['count', 'severity', 'tenant'],
    [],
    { again: text('count', 'due'), owner: text('owner'), toldBefore: text('toldBefore') },
    {},
    { contact: text(), acknowledge: text(), correct: text() },
  ),
  escalated: kind(
    ['level', 'severity', 'tenant'],
    ['level'],
    {
      requested: text(),
      requestedAgain: text('count'),
      repeated: text('round'),
      owner: text('owner'),
    },
    { nextLevel: text('until') },
    { speak: text() },
  ),
  approvalWanted: kind(
    ['from', 'to', 'tenant'],
    ['from', 'to'],
    {
      put: text('from', 'to'),
      'DG-1': text(),
      'DG-2': text(),
      'DG-3': text(),
      'DG-4': text(),
    },
    { meanwhile: text('from') },
    { approve: text('to'), decline: text('from') },
  ),
  contactUnreachable: kind(
    ['severity', 'tenant'],
    [],
    { failed: text('failedKind') },
    {},
    { reach: text(), correct: text() },
  ),
});
