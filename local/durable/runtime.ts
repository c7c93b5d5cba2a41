import type { Clock } from '../../shared/clock.ts';
import { type Arrival, EventType } from './history.ts';
import type { ActivityCall, Instance, Message, TaskHub } from './hub.ts';
import { end, hasEnded, start } from './instance.ts';
import type { Progress } from './progress.ts';
import { newProgress } from './progress.ts';
import { batchSize, runTurn, type Turn } from './turn.ts';

/** Runs the code of an orchestrator or activity by name; throws `UnknownFunction` where there is none. */
export interface Code {
  orchestrator(name: string, binding: object): Promise<unknown>;
  activity(name: string, input: unknown, instanceId: string): Promise<unknown>;
}

export class UnknownFunction extends Error {}

/** One piece of work. A turn takes what has arrived for the instance of `message`, its oldest arrival. */
export interface Work {
  kind: 'turn' | 'activity';
  message: Message;
}

/** `begun`: what goes on, such as a timer that has fired. `new`: what has only been started. */
export type Lane = 'begun' | 'new';

const queues = {
  begun: { turn: 'turn', activity: 'activity' },
  new: { turn: 'newTurn', activity: 'newActivity' },
} as const;

export interface RuntimeOptions {
  hub: TaskHub;
  code: Code;
  clock: Clock;
  /** A new unique id. */
  newId: () => string;
  /** Which of the candidates to run next: an index. By default the first, which is the oldest. */
  order?: (candidates: readonly Work[]) => number;
  log?: (level: 'information' | 'warning' | 'error', message: string) => void;
}

/**
 * Runs orchestrations and activities from a task hub, one piece of work a step. When to step, and how many
 * steps at once, is the caller's affair; so a pump can drive it, or a seeded simulation.
 *
 * Each turn is one transaction: arrivals deleted, history and status stored, messages sent. An activity's result
 * commits with the deletion of its call. What a crash interrupts runs again.
 */
export function createRuntime(options: RuntimeOptions) {
  const { hub, code, clock, newId, order = () => 0, log = () => undefined } = options;
  const claimedInstances = new Set<string>();
  const claimedCalls = new Set<number>();

  /** What may run now of a lane, oldest first, without what is running already. */
  function candidates(lane: Lane, limit: number): Work[] {
    const now = clock.now();
    const found: Work[] = [];
    const seen = new Set(claimedInstances);
    for (const message of hub.ready(queues[lane].turn, now)) {
      if (found.length === limit) break;
      if (seen.has(message.instance)) continue;
      seen.add(message.instance);
      found.push({ kind: 'turn', message });
    }
    const turns = found.length;
    for (const message of hub.ready(queues[lane].activity, now)) {
      if (found.length === turns + limit) break;
      if (!claimedCalls.has(message.seq)) found.push({ kind: 'activity', message });
    }
    found.sort((a, b) => a.message.seq - b.message.seq).splice(limit);
    return found;
  }

  /** Runs one piece of work to its end; false when there is none to run now. */
  async function step(limit = 8): Promise<boolean> {
    const found = [...candidates('begun', limit), ...candidates('new', limit)];
    const work = found[found.length === 0 ? 0 : order(found)];
    if (!work) return false;
    await run(work);
    return true;
  }

  /** Runs what `candidates` offered. */
  async function run(work: Work): Promise<void> {
    const { kind, message } = work;
    if (kind === 'turn') claimedInstances.add(message.instance);
    else claimedCalls.add(message.seq);
    try {
      await (kind === 'turn' ? turn(message.instance) : activity(message));
    } finally {
      if (kind === 'turn') claimedInstances.delete(message.instance);
      else claimedCalls.delete(message.seq);
    }
  }

  async function turn(id: string): Promise<void> {
    const now = clock.now();
    const waiting = hub.arrivals(id, now, 200);
    const instance = hub.instance(id);
    const mine = waiting.filter((each) => each.execution === null || each.execution === instance?.execution);
    if (!instance || hasEnded(instance) || mine.length === 0) {
      await hub.write(() => waiting.forEach((each) => hub.deleteMessage(each.seq)));
      return;
    }
    const stale = waiting.filter((each) => !mine.includes(each));
    const arrivals = mine.map((each) => JSON.parse(each.body) as Arrival);
    const size = batchSize(JSON.parse(instance.progress) as Progress, arrivals);
    const taken = arrivals.slice(0, size);
    const used = [...stale, ...mine.slice(0, size)];
    const control = controlOf(taken[0]);
    const result = control
      ? undefined
      : await runTurn(instance, taken, now, (binding) => code.orchestrator(instance.name, binding));
    await hub.write(() => {
      // Purged or started anew meanwhile: what this turn saw is no more.
      if (hub.instance(id)?.execution !== instance.execution) return;
      for (const message of used) hub.deleteMessage(message.seq);
      if (result) storeTurn(instance, result, now);
      else if (control) storeControl(instance, control, taken[0], now);
    });
  }

  function storeTurn(instance: Instance, result: Turn, now: number): void {
    const { id, execution } = instance;
    const next: Instance = {
      ...instance,
      status: 'Running',
      customStatus: result.customStatus,
      progress: JSON.stringify(result.progress),
      history: JSON.stringify(result.history),
      updated: now,
    };
    const { activity: queue } = queues[instance.status === 'Pending' ? 'new' : 'begun'];
    for (const call of result.scheduled.activities)
      hub.sendCall(queue, { instance: id, execution }, call, now);
    for (const child of result.scheduled.children) startChild(instance, child, now);
    if (result.outcome === 'completed' || result.outcome === 'failed') {
      if (result.outcome === 'failed') log('error', `${id}: ${result.output}`);
      end(
        hub,
        { ...next, status: result.outcome === 'failed' ? 'Failed' : 'Completed', output: result.output },
        now,
      );
      return;
    }
    if (result.outcome === 'startsOver') {
      const again: Instance = {
        ...next,
        execution: newId(),
        input: result.output,
        progress: JSON.stringify(newProgress()),
        history: '[]',
      };
      hub.deleteArrivals(id, execution);
      hub.putInstance(again);
      const started = { EventType: EventType.ExecutionStarted, Name: again.name, Input: again.input };
      hub.sendArrival({ instance: id, execution: again.execution }, started, now);
      for (const event of result.handedOn) hub.sendArrival({ instance: id, execution: null }, event, now);
      return;
    }
    hub.putInstance(next);
    for (const timer of result.scheduled.cancelledTimers) hub.deleteTimer(id, execution, timer);
    for (const timer of result.scheduled.timers) {
      const fired = {
        EventType: EventType.TimerFired,
        TimerId: timer.taskId,
        FireAt: new Date(timer.fireAt).toISOString(),
      };
      hub.sendArrival({ instance: id, execution }, fired, Math.max(timer.fireAt, 0), {
        timer: timer.taskId,
      });
    }
  }

  function startChild(
    parent: Instance,
    child: { taskId: number; name: string; input: string; instanceId: string | undefined },
    now: number,
  ): void {
    const id = child.instanceId ?? `${parent.execution}:${child.taskId}`;
    const origin = { instance: parent.id, execution: parent.execution, taskId: child.taskId };
    if (start(hub, { id, name: child.name, input: child.input, execution: newId(), parent: origin }, now))
      return;
    hub.sendArrival(
      origin,
      {
        EventType: EventType.SubOrchestrationInstanceFailed,
        TaskScheduledId: child.taskId,
        Reason: `An orchestration instance with the id ${id} exists and has not ended`,
        Details: '',
      },
      now,
    );
  }

  function storeControl(
    instance: Instance,
    control: 'terminate' | 'suspend' | 'resume',
    arrival: Arrival | undefined,
    now: number,
  ): void {
    if (control === 'terminate') {
      end(hub, { ...instance, status: 'Terminated', output: arrival?.Input ?? null }, now);
      return;
    }
    const suspended = control === 'suspend';
    hub.putInstance({ ...instance, status: suspended ? 'Suspended' : 'Running', updated: now });
    hub.hold(instance.id, suspended);
  }

  async function activity(message: Message): Promise<void> {
    const call = JSON.parse(message.body) as ActivityCall;
    let arrival: Arrival;
    try {
      const result = await code.activity(call.name, activityInput(call.input), message.instance);
      arrival = {
        EventType: EventType.TaskCompleted,
        TaskScheduledId: call.taskId,
        Result: JSON.stringify(result ?? null),
      };
    } catch (error) {
      const text = error instanceof Error ? error.message : String(error);
      log(
        'warning',
        `Activity ${call.name} of ${message.instance} failed: ${error instanceof Error ? error.stack : text}`,
      );
      arrival = {
        EventType: EventType.TaskFailed,
        TaskScheduledId: call.taskId,
        Reason: `Activity function '${call.name}' failed: ${text}`,
        Details: error instanceof Error ? (error.stack ?? '') : '',
      };
    }
    await hub.write(() => {
      if (!hub.deleteMessage(message.seq)) return;
      hub.sendArrival({ instance: message.instance, execution: message.execution }, arrival, clock.now());
    });
  }

  return {
    candidates,
    run,
    step,
    /** Steps until nothing is left to run now. */
    async settle(): Promise<void> {
      while (await step());
    },
    /** When the next timer falls due; undefined when none is set. */
    nextDueAt: (): number | undefined => hub.nextVisible(clock.now()),
  };
}

export type Runtime = ReturnType<typeof createRuntime>;

function controlOf(arrival: Arrival | undefined): 'terminate' | 'suspend' | 'resume' | undefined {
  if (arrival?.EventType === EventType.ExecutionTerminated) return 'terminate';
  if (arrival?.EventType === EventType.ExecutionSuspended) return 'suspend';
  return arrival?.EventType === EventType.ExecutionResumed ? 'resume' : undefined;
}

/** The package encodes a string input once more; its trigger decodes text that is JSON. */
function activityInput(json: string): unknown {
  const input: unknown = JSON.parse(json);
  if (typeof input !== 'string') return input;
  try {
    return JSON.parse(input);
  } catch {
    return input;
  }
}
