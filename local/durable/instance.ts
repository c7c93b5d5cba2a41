import { EventType } from './history.ts';
import type { Instance, Status, TaskHub } from './hub.ts';
import { newProgress } from './progress.ts';

/** The orchestration that waits for a sub-orchestration, and under which task id. */
export interface Parent {
  instance: string;
  execution: string;
  taskId: number;
}

const ended: ReadonlySet<Status> = new Set(['Completed', 'Failed', 'Terminated']);

export const hasEnded = (instance: Instance): boolean => ended.has(instance.status);

export interface Start {
  id: string;
  name: string;
  /** JSON text, or null for none. */
  input: string | null;
  execution: string;
  parent?: Parent;
}

/**
 * Starts an instance, over one of the same id that has ended. Call within a transaction. False if one of that
 * id has not ended.
 */
export function start(hub: TaskHub, request: Start, now: number): boolean {
  const known = hub.instance(request.id);
  if (known && !hasEnded(known)) return false;
  hub.deleteArrivals(request.id, null);
  hub.putInstance({
    id: request.id,
    name: request.name,
    execution: request.execution,
    status: 'Pending',
    input: request.input,
    output: null,
    customStatus: null,
    created: now,
    updated: now,
    parent: request.parent ? JSON.stringify(request.parent) : null,
    progress: JSON.stringify(newProgress()),
    history: '[]',
  });
  const arrival = { EventType: EventType.ExecutionStarted, Name: request.name, Input: request.input };
  hub.sendArrival({ instance: request.id, execution: request.execution }, arrival, now, {
    queue: 'newTurn',
  });
  return true;
}

/**
 * Ends an instance: nothing reaches it any more, and its parent learns how it ended. Call within a transaction.
 */
export function end(hub: TaskHub, instance: Instance, now: number): void {
  hub.deleteArrivals(instance.id, null);
  hub.putInstance({ ...instance, updated: now });
  if (instance.parent === null) return;
  const parent = JSON.parse(instance.parent) as Parent;
  const failed = instance.status !== 'Completed';
  hub.sendArrival(
    parent,
    failed
      ? {
          EventType: EventType.SubOrchestrationInstanceFailed,
          TaskScheduledId: parent.taskId,
          Reason: `Sub-orchestration '${instance.name}' (${instance.id}) ended as ${instance.status}`,
          Details: instance.output ?? '',
        }
      : {
          EventType: EventType.SubOrchestrationInstanceCompleted,
          TaskScheduledId: parent.taskId,
          Result: instance.output ?? 'null',
        },
    now,
  );
}
