import { type Action, ActionType, flatten, retryDelay, type RetryOptions } from './actions.ts';
import { type Arrival, EventType } from './history.ts';

/** A task that an execution waits for. `action` is its place in the flattened list of actions. */
interface OpenTask {
  kind: 'activity' | 'subOrchestration' | 'timer';
  action: number;
  /** The number of the attempt, where the action retries; on a timer: of the attempt that failed before it. */
  attempt?: number;
  /** On a timer split into steps: the instant (ms) that the orchestrator asked for. */
  finalAt?: number;
}

/**
 * How far an execution has come: which task ids are open and how many actions were seen. It follows the
 * package's own numbering: one counter for activities, timers and sub-orchestrations; a retry takes one id for
 * its timer and one for its next attempt, each step of a long timer takes one, an external event takes none.
 */
export interface Progress {
  nextId: number;
  seen: number;
  open: Record<string, OpenTask>;
}

export interface Scheduled {
  activities: { taskId: number; name: string; input: string }[];
  children: { taskId: number; name: string; input: string; instanceId: string | undefined }[];
  /** `fireAt` in ms. */
  timers: { taskId: number; fireAt: number }[];
  cancelledTimers: number[];
}

/** Timers longer than this are split, into steps of `timerStep`. Both are the host's defaults. */
export const longestTimer = 6 * 86_400_000;
const timerStep = 3 * 86_400_000;

export const newProgress = (): Progress => ({ nextId: 0, seen: 0, open: {} });
export const nothingScheduled = (): Scheduled => ({
  activities: [],
  children: [],
  timers: [],
  cancelledTimers: [],
});

const arrivedAt = (arrival: Arrival): number | undefined => arrival.TaskScheduledId ?? arrival.TimerId;

const failures: ReadonlySet<EventType> = new Set([
  EventType.TaskFailed,
  EventType.SubOrchestrationInstanceFailed,
]);

/** Whether the package takes a new id when it meets this arrival, before orchestrator code goes on. */
export function takesId(progress: Progress, arrival: Arrival): boolean {
  const task = progress.open[String(arrivedAt(arrival))];
  if (!task) return false;
  if (failures.has(arrival.EventType)) return task.attempt !== undefined;
  return (
    arrival.EventType === EventType.TimerFired && (task.attempt !== undefined || task.finalAt !== undefined)
  );
}

/** Whether an arrival belongs to something that this execution still waits for. */
export function isAwaited(progress: Progress, arrival: Arrival): boolean {
  const id = arrivedAt(arrival);
  return id === undefined || progress.open[String(id)] !== undefined;
}

/** Timers that the orchestrator made, and neither cancelled nor saw firing: they keep a finished instance Running. */
export const hasOpenTimer = (progress: Progress): boolean =>
  Object.values(progress.open).some((task) => task.kind === 'timer' && task.attempt === undefined);

/** Closes the task that an arrival answers; asks for a retry's timer, its next attempt or a long timer's next step. */
export function arrive(
  progress: Progress,
  arrival: Arrival,
  actions: readonly Action[],
  now: number,
  scheduled: Scheduled,
): void {
  const id = arrivedAt(arrival);
  if (id === undefined) return;
  const task = close(progress, id);
  if (!task) return;
  const action = actions[task.action];
  if (failures.has(arrival.EventType) && task.attempt !== undefined) {
    const fireAt = now + retryDelay(retryOf(action), task.attempt);
    openTimer(progress, { ...task, kind: 'timer' }, fireAt, scheduled);
  } else if (arrival.EventType === EventType.TimerFired && task.attempt !== undefined) {
    if (action && task.attempt < retryOf(action).maxNumberOfAttempts) {
      call(progress, action, { ...task, attempt: task.attempt + 1 }, scheduled);
    }
  } else if (task.finalAt !== undefined && task.finalAt > now) {
    openTimer(progress, task, nextStep(task.finalAt, now), scheduled);
  }
}

/**
 * Numbers the actions that are new since the last turn, and notices cancelled timers. Returns what
 * `continueAsNew` was given, if the orchestrator called it.
 */
export function schedule(
  progress: Progress,
  actions: readonly Action[],
  now: number,
  scheduled: Scheduled,
): { input: unknown } | undefined {
  let next: { input: unknown } | undefined;
  for (const [index, action] of actions.entries()) {
    if (index < progress.seen) continue;
    switch (action.actionType) {
      case ActionType.CallActivity:
      case ActionType.CallSubOrchestrator:
        call(progress, action, { kind: kindOf(action), action: index }, scheduled);
        break;
      case ActionType.CallActivityWithRetry:
      case ActionType.CallSubOrchestratorWithRetry:
        retryOf(action);
        call(progress, action, { kind: kindOf(action), action: index, attempt: 1 }, scheduled);
        break;
      case ActionType.CreateTimer: {
        const fireAt = new Date(action.fireAt ?? Number.NaN).getTime();
        if (Number.isNaN(fireAt)) throw new Error('A timer was set for no instant.');
        const long = fireAt - now > longestTimer;
        const task: OpenTask = { kind: 'timer', action: index, ...(long && { finalAt: fireAt }) };
        openTimer(progress, task, long ? nextStep(fireAt, now) : fireAt, scheduled);
        break;
      }
      case ActionType.WaitForExternalEvent:
        break;
      case ActionType.ContinueAsNew:
        next = { input: action.input };
        break;
      default:
        throw new Error(
          `The local runtime does not support actions of type ${action.actionType} (entities, durable HTTP).`,
        );
    }
  }
  progress.seen = actions.length;
  cancelTimers(progress, actions, scheduled);
  return next;
}

function close(progress: Progress, id: number): OpenTask | undefined {
  const { [String(id)]: task, ...rest } = progress.open;
  progress.open = rest;
  return task;
}

function cancelTimers(progress: Progress, actions: readonly Action[], scheduled: Scheduled): void {
  for (const [id, task] of Object.entries(progress.open)) {
    if (task.kind !== 'timer' || task.attempt !== undefined || !actions[task.action]?.isCanceled) continue;
    close(progress, Number(id));
    scheduled.cancelledTimers.push(Number(id));
    scheduled.timers = scheduled.timers.filter((timer) => timer.taskId !== Number(id));
  }
}

const kindOf = (action: Action): 'activity' | 'subOrchestration' =>
  action.actionType === ActionType.CallActivity || action.actionType === ActionType.CallActivityWithRetry
    ? 'activity'
    : 'subOrchestration';

function call(progress: Progress, action: Action, task: OpenTask, scheduled: Scheduled): void {
  const taskId = progress.nextId++;
  const kind = kindOf(action);
  progress.open[String(taskId)] = { ...task, kind };
  const name = action.functionName ?? '';
  const input = JSON.stringify(action.input ?? null);
  if (kind === 'activity') scheduled.activities.push({ taskId, name, input });
  else scheduled.children.push({ taskId, name, input, instanceId: action.instanceId ?? undefined });
}

function openTimer(progress: Progress, task: OpenTask, fireAt: number, scheduled: Scheduled): void {
  const taskId = progress.nextId++;
  progress.open[String(taskId)] = task;
  scheduled.timers.push({ taskId, fireAt });
}

function nextStep(finalAt: number, now: number): number {
  return finalAt - now > longestTimer ? now + timerStep : finalAt;
}

function retryOf(action: Action | undefined): RetryOptions {
  const options = action?.retryOptions;
  if (!options) throw new Error('An action with retries came without its retry options.');
  // With a retry timeout the host gives up in a way that the package never hears of, and waits for good.
  if (options.retryTimeoutInMilliseconds !== undefined) {
    throw new Error('retryTimeoutInMilliseconds is not supported by the local runtime.');
  }
  return options;
}

export const actionList = (actions: readonly Action[][]): Action[] => [...flatten(actions[0] ?? [])];
