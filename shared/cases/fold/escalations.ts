import type { Case, Escalation } from '../model/case.ts';
import type { EventOf } from '../model/events.ts';
import { begunAlert, raisedAlert } from './alerts.ts';

/**
 * What each event makes of the escalations. One that has ended stays until the customer asks again. In earlier streams
 * a broken first response was escalated as well: that is an alert.
 */

export function begunEscalation(state: Case, event: EventOf<'escalation.started'>): Partial<Case> {
  const { clockId, ...data } = event.data;
  if (clockId !== undefined) return begunAlert(clockId, data.steps);
  const count = 1 + (state.escalations.at(-1)?.count ?? 0);
  const begun = { ...data, at: event.decidedAsOf, count, level: 0, round: 0, ended: false };
  return { escalations: [...state.escalations.filter(({ ended }) => !ended), begun] };
}

export function raisedEscalation(state: Case, event: EventOf<'escalation.raised'>): Partial<Case> {
  const { key, level, round } = event.data;
  if (isAlert(state, key)) return raisedAlert(state, event);
  return onEscalation(state, key, (one) => ({ ...one, level, round, steps: one.steps.slice(1) }));
}

export function endedEscalation(state: Case, { data }: EventOf<'escalation.ended'>): Partial<Case> {
  if (isAlert(state, data.key)) return { alert: undefined };
  return onEscalation(state, data.key, (one) => ({ ...one, steps: [], ended: true }));
}

function isAlert({ escalations }: Case, key: string): boolean {
  return !escalations.some((one) => one.key === key);
}

function onEscalation(state: Case, key: string, change: (one: Escalation) => Escalation): Partial<Case> {
  return { escalations: state.escalations.map((one) => (one.key === key ? change(one) : one)) };
}
