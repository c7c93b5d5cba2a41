import { toInstant, toMs } from '../../calendar/index.ts';
import {
  decideCommand,
  decideDue,
  fold,
  Recorder,
  type Actor,
  type Case,
  type CaseEvent,
  type EventData,
} from '../../cases/index.ts';
import type { Layers } from '../../policy/calendars/index.ts';
import type { Policy } from '../../policy/index.ts';
import type { Commit } from '../../store/stream.ts';
import type { Sent } from './client.ts';

const system: Actor = { kind: 'system', id: 'tick', role: 'system' };

/** What the core cannot find in the stream. */
export interface Known {
  readonly sent: readonly Sent[];
  readonly policyNamed: (version: string) => Policy;
  /** What operations have put over calendars. */
  readonly layers: Layers;
  /** Whether operations have registered the incidents that requests name. */
  readonly incidentsAreRegistered: boolean;
  /** When nothing more happens (ms). */
  readonly end: number;
}

/**
 * The events that the pure core alone gives for what was accepted, at the instants at which it was, with nothing
 * that sends mail or tells the time: what was due is decided when the next command comes, or at the end.
 */
export function purely(stream: readonly Commit[], known: Known): readonly CaseEvent[] {
  const { policyNamed, end } = known;
  const events: CaseEvent[] = [];
  let state: Case | undefined;
  const policy = () => policyNamed(state?.policyVersion ?? '');
  const add = (more: readonly CaseEvent[]) => {
    events.push(...more);
    state = fold(more, state);
  };
  for (const commit of stream) {
    const now = toMs(commit.at);
    const cause = causeOf(commit, known);
    if (!cause) continue;
    if (state) add(decideDue(state, now, policy()));
    const present = state ? policy() : policyNamed(versionIn(commit));
    add(cause(state, now, present));
  }
  // A host's clock may be ahead.
  if (state) add(decideDue(state, Math.max(end, lastAt(stream)), policy()));
  return events;
}

function lastAt(stream: readonly Commit[]): number {
  const last = stream.at(-1);
  return last ? toMs(last.at) : 0;
}

type Cause = (state: Case | undefined, now: number, policy: Policy) => readonly CaseEvent[];

/** What a commit holds beside what fell due by itself; undefined where that was all. */
function causeOf(
  commit: Commit,
  { sent, policyNamed, layers, incidentsAreRegistered }: Known,
): Cause | undefined {
  const { idempotency, events } = commit;
  if (idempotency) {
    // What became of a mail.
    if (events.some(({ by }) => by.id === 'mail')) return undefined;
    const command = sent.find(({ key }) => key.scope === idempotency.scope)?.command;
    if (!command) throw new Error(`commit ${commit.number} has a key that nobody has sent`);
    const advisoryCaseId = dataOf(events, 'advisory.continued')?.advisoryCaseId;
    const location = dataOf(events, 'rca.attached')?.location;
    return (state, now, policy) =>
      decideCommand(
        state,
        command.type === 'rca.requested' && command.incident && incidentsAreRegistered
          ? { ...command, registeredIncident: incident(command.incident.id, location) }
          : { ...command, ...(advisoryCaseId === undefined ? {} : { advisoryCaseId }) },
        now,
        policy,
      );
  }
  if (events.some(({ type }) => type === 'case.submitted')) {
    // An advisory case copies another case, whose life is its own.
    const own = events.filter(({ type }) => !isOfDelivery(type));
    return () => own;
  }
  const applied = dataOf(events, 'policy.applied');
  if (applied) {
    const { by } = events.find(({ type }) => type === 'policy.applied') ?? { by: system };
    return (state, now, policy) =>
      decideCommand(
        state,
        { type: 'policy.apply', by, policy: policyNamed(applied.policyVersion) },
        now,
        policy,
      );
  }
  const { by: putter = system } = events.find(({ type }) => type === 'calendar.applied') ?? {};
  if (dataOf(events, 'calendar.applied')) {
    return (state, now, policy) =>
      decideCommand(state, { type: 'calendar.apply', by: putter, layers }, now, policy);
  }
  const attachedBySweep = events.find(({ type }) => type === 'rca.attached');
  if (attachedBySweep?.type === 'rca.attached') {
    const { by, data } = attachedBySweep;
    return (state, now, policy) =>
      decideCommand(
        state,
        { type: 'rca.attach', by, incident: incident(data.incidentId, data.location) },
        now,
        policy,
      );
  }
  const opened = dataOf(events, 'advisory.opened');
  if (!opened) return undefined;
  return (state, now) => {
    const record = new Recorder(state, toInstant(now), system);
    record.add('advisory.opened', opened, toInstant(now), ['BE-3']);
    return record.events;
  };
}

function incident(id: string, location: string | undefined) {
  const rca = location === undefined ? {} : { rca: { location } };
  return { id, title: 'Outage', affected: 'multipleCustomers' as const, ...rca };
}

function dataOf<T extends CaseEvent['type']>(
  events: readonly CaseEvent[],
  type: T,
): EventData[T] | undefined {
  return events.find((event): event is Extract<CaseEvent, { type: T }> => event.type === type)?.data as
    EventData[T] | undefined;
}

function versionIn({ events }: Commit): string {
  return dataOf(events, 'case.submitted')?.policyVersion ?? '';
}

/** What tells of sending and of alarms, and nothing of the case. */
function isOfDelivery(type: CaseEvent['type']): boolean {
  return type.startsWith('alarm.') || (type.startsWith('mail.') && type !== 'mail.requested');
}

/**
 * A stream without what sending and alarms have put into it, so that two can be compared: `at` is left out, and the
 * sequences and ids by which events refer to each other are counted anew.
 */
export function comparable(events: readonly CaseEvent[]): readonly unknown[] {
  const kept = events.filter((event) => !isOfDelivery(event.type) && !followsFromSending(event));
  const places = new Map(kept.map(({ sequence }, index) => [sequence, index + 1]));
  return kept.map(({ sequence, at: _, ...event }) => ({
    ...event,
    sequence: places.get(sequence),
    data: renumbered(event.data, places),
  }));
}

/** It follows from a mail that failed, or did not reach somebody. */
function followsFromSending({ type, data }: CaseEvent): boolean {
  return type === 'mail.requested' && (data.kind === 'contactUnreachable' || data.again !== undefined);
}

const references = new Set(['messageIn', 'closedIn', 'requestedIn']);

function renumbered(value: unknown, places: ReadonlyMap<number, number>, name = ''): unknown {
  if (typeof value === 'number' && references.has(name)) return places.get(value) ?? `unknown ${value}`;
  if (typeof value === 'string' && ['mailId', 'clockId', 'key'].includes(name)) {
    return value.replace(
      /(^|\/)(m|k|request)(\d+)(?=$|\/)/g,
      (_, before: string, kind: string, sequence: string) =>
        `${before}${kind}${places.get(Number(sequence)) ?? `unknown ${sequence}`}`,
    );
  }
  if (Array.isArray(value)) return value.map((one) => renumbered(one, places));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([field, one]: [string, unknown]) => [field, renumbered(one, places, field)]),
  );
}
