/**
 * The orchestration history in the form that `durable-functions` reads: DurableTask's event types and field
 * names.
 */
export const EventType = {
  ExecutionStarted: 0,
  ExecutionTerminated: 3,
  TaskScheduled: 4,
  TaskCompleted: 5,
  TaskFailed: 6,
  SubOrchestrationInstanceCreated: 7,
  SubOrchestrationInstanceCompleted: 8,
  SubOrchestrationInstanceFailed: 9,
  TimerCreated: 10,
  TimerFired: 11,
  OrchestratorStarted: 12,
  OrchestratorCompleted: 13,
  EventRaised: 15,
  ExecutionSuspended: 19,
  ExecutionResumed: 20,
} as const;

export type EventType = (typeof EventType)[keyof typeof EventType];

/** What a message to an orchestration carries: an event that has not been stamped yet. */
export interface Arrival {
  EventType: EventType;
  Name?: string;
  /** JSON text, or null. */
  Input?: string | null;
  /** JSON text. */
  Result?: string;
  Reason?: string;
  Details?: string;
  TaskScheduledId?: number;
  TimerId?: number;
  /** ISO 8601, UTC. */
  FireAt?: string;
  InstanceId?: string;
}

export interface HistoryEvent extends Arrival {
  EventId: number;
  IsPlayed: boolean;
  /** ISO 8601, UTC. */
  Timestamp: string;
}

/** An event as it happened at `instant` (ms). */
export function stamp(arrival: Arrival, instant: number, eventId = -1): HistoryEvent {
  return { ...arrival, EventId: eventId, IsPlayed: false, Timestamp: new Date(instant).toISOString() };
}

const controls: ReadonlySet<EventType> = new Set([
  EventType.ExecutionTerminated,
  EventType.ExecutionSuspended,
  EventType.ExecutionResumed,
]);

/** Whether the runtime itself answers this arrival, and no orchestrator code runs for it. */
export const isControl = (arrival: Arrival): boolean => controls.has(arrival.EventType);
