import { type Action, ActionType } from './actions.ts';
import { type Arrival, EventType, type HistoryEvent, isControl, stamp } from './history.ts';
import type { Instance } from './hub.ts';
import {
  actionList,
  arrive,
  hasOpenTimer,
  isAwaited,
  longestTimer,
  nothingScheduled,
  type Progress,
  schedule,
  type Scheduled,
  takesId,
} from './progress.ts';

/** What `durable-functions` reports at the end of a turn. */
interface OrchestratorState {
  isDone: boolean;
  actions: Action[][];
  output?: unknown;
  error?: string;
  customStatus?: unknown;
}

/** What a turn comes to: all of it is stored in one transaction, with the arrivals it used deleted. */
export interface Turn {
  outcome: 'waits' | 'completed' | 'failed' | 'startsOver';
  history: HistoryEvent[];
  progress: Progress;
  scheduled: Scheduled;
  /** JSON text; of the input of the next execution where it starts over. */
  output: string | null;
  customStatus: string | null;
  /** Where it starts over: the events that the next execution is given. */
  handedOn: Arrival[];
}

const failureMark = '\n\n$OutOfProcData$:';

/**
 * How many of the waiting arrivals one turn may take. The package takes ids while it meets a failed attempt, a
 * retry's timer or a step of a long timer; only as the first arrival of a turn is their order then certain.
 */
export function batchSize(progress: Progress, arrivals: readonly Arrival[]): number {
  const first = arrivals[0];
  if (first && isControl(first)) return 1;
  const cut = arrivals.findIndex((each, index) => index > 0 && (isControl(each) || takesId(progress, each)));
  return cut === -1 ? arrivals.length : cut;
}

/**
 * Runs one turn of an orchestration: replays its history with the new arrivals through `orchestrator` (the
 * package's handler) at `now`, and works out what follows. Nothing is stored yet.
 */
export async function runTurn(
  instance: Instance,
  arrivals: readonly Arrival[],
  now: number,
  orchestrator: (binding: object) => Promise<unknown>,
): Promise<Turn> {
  const progress = JSON.parse(instance.progress) as Progress;
  const past = JSON.parse(instance.history) as HistoryEvent[];
  const fresh: HistoryEvent[] = [{ EventType: EventType.OrchestratorStarted, ...stamped(now) }];
  for (const arrival of arrivals) {
    if (isAwaited(progress, arrival)) fresh.push(stamp(arrival, now));
  }
  const turn: Turn = {
    outcome: 'waits',
    history: [...past, ...fresh],
    progress,
    scheduled: nothingScheduled(),
    output: null,
    customStatus: instance.customStatus,
    handedOn: [],
  };
  let state: OrchestratorState;
  try {
    state = (await orchestrator(binding(instance, turn.history))) as OrchestratorState;
    const actions = actionList(state.actions);
    // A failed attempt's retry comes first: the package took its ids before orchestrator code went on.
    for (const arrival of arrivals) arrive(progress, arrival, actions, now, turn.scheduled);
    const next = schedule(progress, actions, now, turn.scheduled);
    if (state.customStatus !== undefined) turn.customStatus = JSON.stringify(state.customStatus);
    if (next) {
      turn.outcome = 'startsOver';
      turn.handedOn = handedOn(actions, past, arrivals);
      turn.output = next.input === undefined ? null : JSON.stringify(next.input);
    } else if (state.isDone) {
      turn.output = state.output === undefined ? null : JSON.stringify(state.output);
      if (!hasOpenTimer(progress)) turn.outcome = 'completed';
    }
  } catch (error) {
    return fail(turn, instance, error);
  }
  turn.history = turn.history.map((event) => ({ ...event, IsPlayed: true }));
  record(turn, now);
  return turn;
}

/**
 * The events that go on to the next execution: those that nobody waited for, and, as the extension does, those of the
 * very turn that starts over, even where one of them was waited for.
 */
function handedOn(
  actions: readonly Action[],
  past: readonly HistoryEvent[],
  arrivals: readonly Arrival[],
): Arrival[] {
  const waits = new Map<string, number>();
  for (const { actionType, externalEventName: name = '' } of actions) {
    if (actionType === ActionType.WaitForExternalEvent) waits.set(name, (waits.get(name) ?? 0) + 1);
  }
  const unused = past.filter(isEvent).filter(({ Name: name = '' }) => {
    const open = waits.get(name) ?? 0;
    waits.set(name, open - 1);
    return open <= 0;
  });
  return [...unused, ...arrivals.filter(isEvent)].map(
    ({ EventType: type, Name: name = '', Input: input = null }) => ({
      EventType: type,
      Name: name,
      Input: input,
    }),
  );
}

const isEvent = (arrival: Arrival): boolean => arrival.EventType === EventType.EventRaised;

/** A turn that ended in an exception: the orchestration has failed, and asks for nothing more. */
function fail(turn: Turn, instance: Instance, error: unknown): Turn {
  const message = error instanceof Error ? error.message : String(error);
  const [reason, data] = message.split(failureMark);
  const state = data === undefined ? undefined : (JSON.parse(data) as OrchestratorState);
  return {
    ...turn,
    outcome: 'failed',
    scheduled: nothingScheduled(),
    output: JSON.stringify(
      `Orchestrator function '${instance.name}' failed: ${state?.error ?? reason ?? ''}`,
    ),
    customStatus: state?.customStatus === undefined ? turn.customStatus : JSON.stringify(state.customStatus),
  };
}

const stamped = (now: number) => ({ EventId: -1, IsPlayed: false, Timestamp: new Date(now).toISOString() });

/** The binding data of an orchestration trigger, as the Durable extension sends it. */
function binding(instance: Instance, history: readonly HistoryEvent[]): object {
  const parent = instance.parent === null ? null : (JSON.parse(instance.parent) as { instance: string });
  return {
    // Copied: the package turns the timestamps into dates.
    history: history.map((event) => ({ ...event })),
    input: instance.input === null ? '' : (JSON.parse(instance.input) as unknown),
    instanceId: instance.id,
    isReplaying: false,
    parentInstanceId: parent?.instance ?? null,
    upperSchemaVersion: 1,
    upperSchemaVersionNew: 3,
    longRunningTimerIntervalDuration: '3.00:00:00',
    maximumShortTimerDuration: `${longestTimer / 86_400_000}.00:00:00`,
    defaultHttpAsyncRequestSleepTimeMillseconds: 30_000,
  };
}

/** Adds what the turn asked for to its history. */
function record(turn: Turn, now: number): void {
  const add = (arrival: Arrival, id: number) =>
    turn.history.push({ ...stamp(arrival, now, id), IsPlayed: true });
  for (const call of turn.scheduled.activities) {
    add({ EventType: EventType.TaskScheduled, Name: call.name, Input: call.input }, call.taskId);
  }
  for (const child of turn.scheduled.children) {
    const arrival: Arrival = {
      EventType: EventType.SubOrchestrationInstanceCreated,
      Name: child.name,
      Input: child.input,
    };
    if (child.instanceId) arrival.InstanceId = child.instanceId;
    add(arrival, child.taskId);
  }
  for (const timer of turn.scheduled.timers) {
    add({ EventType: EventType.TimerCreated, FireAt: new Date(timer.fireAt).toISOString() }, timer.taskId);
  }
  turn.history.push({ EventType: EventType.OrchestratorCompleted, ...stamped(now), IsPlayed: true });
}
