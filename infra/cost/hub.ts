/** The alarms of real lives on the local task hub, with everything counted that a task hub takes money for. */
import { InvocationContext } from '@azure/functions';

import '../../functions/caseAlarm.orchestrator.ts';
import { EventType, type HistoryEvent } from '../../local/durable/history.ts';
import { TaskHub } from '../../local/durable/hub.ts';
import { hasEnded, start } from '../../local/durable/instance.ts';
import { createRuntime } from '../../local/durable/runtime.ts';
import { registry } from '../../local/registry.ts';
import { toInstant } from '../../shared/calendar/index.ts';
import { tick } from '../../shared/engine/alarm/tick.ts';
import { alarmInstanceId, parseAlarmInstanceId, type Alarms, type Ports } from '../../shared/engine/ports.ts';
import type { StandingClock } from '../../shared/engine/testing/ports.ts';

/** What the alarms of some lives had a task hub do. */
export interface HubWork {
  /** Runs of the orchestrator: each takes what has arrived together. */
  turns: number;
  /** Orchestrations begun from outside. */
  starts: number;
  /** Generations begun by `continueAsNew`. */
  generations: number;
  /** Events raised. */
  events: number;
  /** Activities called. */
  ticks: number;
  timersSet: number;
  timersFired: number;
}

const noWork: HubWork = {
  turns: 0,
  starts: 0,
  generations: 0,
  events: 0,
  ticks: 0,
  timersSet: 0,
  timersFired: 0,
};

class CountingHub extends TaskHub {
  readonly work: HubWork = { ...noWork };

  override sendArrival(...[to, arrival, visibleAt, as]: Parameters<TaskHub['sendArrival']>): void {
    if (arrival.EventType === EventType.EventRaised) this.work.events += 1;
    if (arrival.EventType === EventType.ExecutionStarted) {
      // It was Pending since it was started; a further generation of it runs.
      if (this.instance(to.instance)?.status === 'Pending') this.work.starts += 1;
      else this.work.generations += 1;
    }
    if (as?.timer !== undefined) this.work.timersSet += 1;
    super.sendArrival(to, arrival, visibleAt, as);
  }

  override sendCall(...call: Parameters<TaskHub['sendCall']>): void {
    this.work.ticks += 1;
    super.sendCall(...call);
  }
}

/** The product's orchestrator and tick, over `ports`, whose clock it moves from one due instant to the next. */
export class CountedAlarms {
  readonly #hub = new CountingHub(':memory:');
  readonly #clock: StandingClock;
  readonly #runtime;
  #ids = 0;

  constructor(ports: Ports & { readonly clock: StandingClock }) {
    this.#clock = ports.clock;
    this.#runtime = createRuntime({
      hub: this.#hub,
      clock: ports.clock,
      newId: () => this.#newId(),
      code: {
        orchestrator: async (name, binding) => {
          this.#hub.work.turns += 1;
          this.#hub.work.timersFired += firedIn(binding);
          const context = new InvocationContext({ functionName: name, logHandler: () => undefined });
          return registry().functions.get(name)?.callback(binding, context);
        },
        activity: async (_name, _input, instanceId) => {
          const alarm = parseAlarmInstanceId(instanceId);
          return tick(ports, alarm?.caseId ?? instanceId, alarm?.epoch);
        },
      },
    });
  }

  /** What was done since it began. */
  get work(): HubWork {
    const { work } = this.#hub;
    return { ...work };
  }

  #newId(): string {
    this.#ids += 1;
    return `execution ${this.#ids}`;
  }

  /** Lets time pass to `instant` (ms), with everything that is due on the way. */
  async passTo(instant: number): Promise<void> {
    for (;;) {
      await this.#runtime.settle();
      const next = this.#runtime.nextDueAt() ?? Number.POSITIVE_INFINITY;
      this.#clock.advance(Math.max(0, Math.min(next, instant) - this.#clock.now()));
      if (next > instant) return;
    }
  }

  readonly alarms: Alarms = {
    start: async (caseId, epoch) => {
      const input = JSON.stringify({ caseId });
      const instance = {
        id: alarmInstanceId(caseId, epoch),
        name: 'caseAlarm',
        input,
        execution: this.#newId(),
      };
      await this.#hub.write(() => start(this.#hub, instance, this.#clock.now()));
    },
    raise: async (caseId, epoch, wakeAt) => {
      const id = alarmInstanceId(caseId, epoch);
      const instance = this.#hub.instance(id);
      if (!instance) return 'unknown';
      const told = wakeAt === undefined ? null : { wakeAt: wakeAt === null ? null : toInstant(wakeAt) };
      const event = { EventType: EventType.EventRaised, Name: 'rescheduled', Input: JSON.stringify(told) };
      if (!hasEnded(instance))
        await this.#hub.write(() =>
          this.#hub.sendArrival({ instance: id, execution: null }, event, this.#clock.now()),
        );
      return 'raised';
    },
    status: async (caseId, epoch) => {
      const instance = this.#hub.instance(alarmInstanceId(caseId, epoch));
      if (!instance) return { is: 'unknown' };
      return { is: hasEnded(instance) ? 'ended' : 'running' };
    },
    terminate: async () => undefined,
    purge: async () => undefined,
  };

  close(): void {
    this.#hub.close();
  }
}

/** The timers that had fired for a turn, by the history that it is run with. */
function firedIn(binding: object): number {
  const { history } = binding as { readonly history: readonly HistoryEvent[] };
  return history.filter(({ EventType: type, IsPlayed }) => type === EventType.TimerFired && !IsPlayed).length;
}
