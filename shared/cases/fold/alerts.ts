import type { Alert, Case } from '../model/case.ts';
import type { EscalationStep, EventOf } from '../model/events.ts';

/** What each event makes of the alerts on a broken first response. One that has ended leaves the case. */

export function begunAlert(clockId: string, steps: readonly EscalationStep[]): Partial<Case> {
  return { alert: { clockId, steps, level: 0, round: 0, count: 0 } };
}

export function raisedAlert(
  state: Case,
  { data, decidedAsOf }: EventOf<'alert.raised' | 'escalation.raised'>,
): Partial<Case> {
  return onAlert(state, ({ acknowledged: _, ...alert }) => ({
    ...alert,
    level: data.level,
    round: data.round,
    ...(alert.level > 0 ? { toldBefore: [...new Set([...(alert.toldBefore ?? []), alert.level])] } : {}),
    count: alert.count + 1,
    toldAt: decidedAsOf,
    // Earlier streams told all steps at the start.
    steps: 'next' in data ? [data.next] : alert.steps.slice(1),
  }));
}

export function acknowledgedAlert(
  state: Case,
  { by, decidedAsOf: at, data }: EventOf<'alert.acknowledged'>,
): Partial<Case> {
  const { until, next } = data;
  return onAlert(state, (alert) => ({
    ...alert,
    acknowledged: { by: by.id, at, ...(until === undefined ? {} : { until }) },
    steps: next ? [next] : [],
  }));
}

function onAlert({ alert }: Case, change: (alert: Alert) => Alert): Partial<Case> {
  return alert ? { alert: change(alert) } : {};
}
