import type { Case, Escalation } from '../model/case.ts';
import type { EventOf } from '../model/events.ts';

/** What each event makes of the escalations. One that has ended stays until another of its cause begins. */

export function begunEscalation(state: Case, { data }: EventOf<'escalation.started'>): Partial<Case> {
  const ofCustomer = data.clockId === undefined;
  const stays = (one: Escalation) => !one.ended || (one.clockId === undefined) !== ofCustomer;
  return { escalations: [...state.escalations.filter(stays), { ...data, level: 0, round: 0, ended: false }] };
}

export function raisedEscalation(state: Case, { data }: EventOf<'escalation.raised'>): Partial<Case> {
  return onEscalation(state, data.key, (one) => ({
    ...one,
    level: data.level,
    round: data.round,
    steps: one.steps.slice(1),
  }));
}

export function endedEscalation(state: Case, { data }: EventOf<'escalation.ended'>): Partial<Case> {
  return onEscalation(state, data.key, (one) => ({ ...one, steps: [], ended: true }));
}

function onEscalation(state: Case, key: string, change: (one: Escalation) => Escalation): Partial<Case> {
  return { escalations: state.escalations.map((one) => (one.key === key ? change(one) : one)) };
}
