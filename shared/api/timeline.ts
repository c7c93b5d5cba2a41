import { evolve, wasOvertaken, type Case, type CaseEvent, type MailAudience } from '../cases/index.ts';
import type { Caller } from '../identity/caller.ts';
import { calendarVersion } from '../policy/calendars/index.ts';
import { entryFor } from './audience/timeline.ts';
import type { TimelineEntry } from './schemas.ts';

/**
 * Events with what each changed, in order, as far as the caller sees them; `before` is the case as it was ahead of
 * the first one, `present` as it is: what of it has been overtaken is known only since.
 */
export function timelineOf(
  caller: Caller,
  before: Case | undefined,
  events: readonly CaseEvent[],
  present: Pick<Case, 'overtaken'>,
): TimelineEntry[] {
  let state = before;
  let seen = shown(state);
  return events.flatMap((event) => {
    const mail = mailStatus(state, event);
    const isForCustomer = audienceOf(state, event) === 'customer';
    state = evolve(state, event);
    const earlier = seen;
    seen = shown(state);
    const names = new Set([...Object.keys(earlier), ...Object.keys(seen)]);
    const changed = [...names].filter((key) => earlier[key] !== seen[key] && !hasLeft(key, seen));
    const entry = {
      sequence: event.sequence,
      type: event.type,
      at: event.at,
      decidedAsOf: event.decidedAsOf,
      by: { kind: event.by.kind, id: event.by.id, role: event.by.role },
      rules: [...event.rules],
      before: { ...pick(earlier, changed), ...mail.before },
      after: { ...pick(seen, changed), ...mail.after },
      data: { ...event.data },
      ...(event.imported ? { imported: true as const } : {}),
      ...(wasOvertaken(event, present) ? { overtaken: true as const } : {}),
    };
    const visible = entryFor(caller, entry, event, isForCustomer);
    return visible ? [visible] : [];
  });
}

/** Whom the mail goes to that an event is about. */
function audienceOf(state: Case | undefined, { data }: CaseEvent): MailAudience | undefined {
  if ('audience' in data) return data.audience;
  return 'mailId' in data ? state?.mails.find(({ id }) => id === data.mailId)?.audience : undefined;
}

/** What is over leaves the live case, which is no change of what it was. */
function hasLeft(key: string, seen: Readonly<Record<string, unknown>>): boolean {
  return !(key in seen) && /^(clocks|escalations|alerts)\./.test(key);
}

/** What a timeline compares: flat, so that a change shows as `clocks.k2.state: running → met`. */
function shown(state: Case | undefined): Record<string, unknown> {
  if (!state) return {};
  const { status, severity, coverage, plan, category, policyVersion, lowered, downgrade } = state;
  const flat: Record<string, unknown> = { status, severity, coverage, plan, category, policyVersion };
  for (const name of ['title', 'externalId'] as const) flat[name] = state[name];
  for (const [name, value] of Object.entries(state.labels ?? {})) flat[`labels.${name}`] = value;
  for (const [name, value] of Object.entries(state.contactDetails)) {
    flat[`contactDetails.${name}`] = typeof value === 'string' ? value : value?.join(', ');
  }
  if (state.owner) flat['owner'] = state.owner.name;
  flat['calendar'] = calendarVersion(state.calendar);
  if (state.investigation) {
    flat['investigation'] = state.investigation.underWay ? 'underWay' : 'standing';
    flat['cause'] = state.investigation.cause;
  }
  if (lowered) flat['loweredFrom'] = lowered.from;
  if (downgrade) flat['downgradeTo'] = downgrade.to;
  for (const { id, kind } of state.linkedCases) flat[`linkedCases.${id}`] = kind;
  for (const { id, attached } of state.incidents) flat[`incidents.${id}`] = attached ? 'attached' : 'awaited';
  if (state.alert) {
    const { clockId, level, acknowledged } = state.alert;
    flat[`alerts.${clockId}`] = acknowledged ? 'acknowledged' : level;
  }
  for (const { key, level, ended } of state.escalations) {
    flat[`escalations.${key}`] = ended ? 'ended' : level;
  }
  for (const clock of state.clocks) {
    const { id, state: is, schedule, dueAt, target, stoppedAt } = clock;
    const shownOf = { state: is, schedule, dueAt, target, stoppedAt };
    for (const [name, value] of Object.entries(shownOf)) flat[`clocks.${id}.${name}`] = value;
  }
  if (state.alarm) flat['alarm'] = `${state.alarm.epoch}${state.alarm.ended ? ' ended' : ''}`;
  return flat;
}

/** A mail's status before and after an event: one that is done is no part of the case any more. */
function mailStatus(state: Case | undefined, event: CaseEvent): Pick<TimelineEntry, 'before' | 'after'> {
  if (!event.type.startsWith('mail.') || !('mailId' in event.data)) return { before: {}, after: {} };
  const { mailId } = event.data;
  const name = `mails.${mailId}`;
  const known = [...(state?.mails ?? []), ...(state?.failedMails ?? [])];
  const status = known.find(({ id }) => id === mailId)?.state.status;
  return {
    before: status === undefined ? {} : { [name]: status },
    after: { [name]: event.type === 'mail.retryRequested' ? 'requested' : event.type.slice('mail.'.length) },
  };
}

function pick(from: Record<string, unknown>, keys: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(keys.filter((key) => from[key] !== undefined).map((key) => [key, from[key]]));
}
