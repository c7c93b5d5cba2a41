/** The calls of whoever is on duty: for the role `operations` alone. */
import type { Endpoint } from '../endpoint.ts';
import {
  alarmParams,
  alarmsQuerySchema,
  oneAlarmSchema,
  restartBodySchema,
  restartedSchema,
  restartViewSchema,
  terminateBodySchema,
  alarmsViewSchema,
} from './alarms.ts';
import { queueQuerySchema, queueViewSchema } from './cases.ts';
import { changesQuerySchema, changesViewSchema, mostChanges } from './changes.ts';
import { latenessQuerySchema, latenessViewSchema, summaryQuerySchema, summaryViewSchema } from './summary.ts';

const roles = ['operations'] as const;

export const operationsEndpoints = {
  listQueue: {
    id: 'listQueue',
    method: 'GET',
    path: 'api/operations/cases',
    summary: 'The queues: what is about to break, what is overdue, what waits',
    description:
      'Cases by what they need, with how much covered time is left or how late they are by the same schedule, and how many cases each queue has.',
    roles,
    query: queueQuerySchema,
    answers: { 200: { description: 'A page', schema: queueViewSchema, csv: true } },
  },
  readSummary: {
    id: 'readSummary',
    method: 'GET',
    path: 'api/operations/summary',
    summary: 'What has become of the promises',
    description:
      'Attainment by clock, severity and plan, and by country and period where asked for: numerator and denominator of each. `clock`, `severity`, `plan` and `country` choose promises; lateness and mail are those of all.',
    roles,
    query: summaryQuerySchema,
    answers: { 200: { description: 'The summary', schema: summaryViewSchema, csv: true } },
  },
  readLateness: {
    id: 'readLateness',
    method: 'GET',
    path: 'api/operations/lateness',
    summary: 'How late what fell due was recorded, over time',
    description: 'Lateness costs a warning some of its worth; it never changes who kept a promise.',
    roles,
    query: latenessQuerySchema,
    answers: { 200: { description: 'By period', schema: latenessViewSchema, csv: true } },
  },
  readChanges: {
    id: 'readChanges',
    method: 'GET',
    path: 'api/operations/changes',
    summary: 'Which cases have changed since',
    description: `For a page that asks every few seconds, at the cost of one read: at most ${mostChanges} cases whose rows have changed. Time alone changes no row: what comes due meanwhile is seen by the instants that rows hold.`,
    roles,
    query: changesQuerySchema,
    headers: ['If-None-Match'],
    answers: {
      200: { description: 'What has changed', schema: changesViewSchema, headers: ['ETag'] },
      304: { description: 'Nothing has changed', headers: ['ETag'] },
    },
  },
  listAlarms: {
    id: 'listAlarms',
    method: 'GET',
    path: 'api/operations/alarms',
    summary: 'Every alarm with its next wake, lateness and failures',
    description:
      'What is late and why: overdue wakes, mail that waits, work over many cases that is not done, and what this release cannot read.',
    roles,
    query: alarmsQuerySchema,
    answers: { 200: { description: 'A page', schema: alarmsViewSchema, csv: true } },
  },
  readAlarm: {
    id: 'readAlarm',
    method: 'GET',
    path: 'api/operations/alarms/{id}',
    summary: 'One alarm, also one that has ended',
    description:
      'Of a case the alarm that it has, or had last; of an instance that one. Durable Functions is asked what it knows of it.',
    roles,
    params: alarmParams,
    answers: { 200: { description: 'The alarm', schema: oneAlarmSchema } },
    problems: [404, 409],
  },
  restartAlarm: {
    id: 'restartAlarm',
    method: 'POST',
    path: 'api/operations/alarms/{id}/restart',
    summary: 'Replace an alarm that has failed or hangs',
    description: '`id` is the case id or the instance id. The new alarm is a new instance of the next epoch.',
    roles,
    params: alarmParams,
    answers: { 200: { description: 'The new instance', schema: restartedSchema } },
    problems: [404, 409],
  },
  restartAlarms: {
    id: 'restartAlarms',
    method: 'POST',
    path: 'api/operations/alarms/restart',
    summary: 'Replace many alarms',
    description: 'Each as by itself: one that cannot be restarted holds up no other, and says why.',
    roles,
    body: restartBodySchema,
    answers: { 200: { description: 'What was done', schema: restartViewSchema } },
    problems: [413, 415],
  },
  terminateAlarm: {
    id: 'terminateAlarm',
    method: 'POST',
    path: 'api/operations/alarms/{id}/terminate',
    summary: 'End an instance that must not go on',
    description:
      'The case loses nothing by it: once its wake is overdue, the sweep ticks it and gives it a new alarm. To have one at once, restart it instead.',
    roles,
    params: alarmParams,
    body: terminateBodySchema,
    answers: { 200: { description: 'The instance that was ended', schema: restartedSchema } },
    problems: [404, 409, 413, 415],
  },
} as const satisfies Record<string, Endpoint>;
