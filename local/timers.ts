import { CronExpressionParser } from 'cron-parser';
import { type AppFunction, invoke, type Log } from './app.ts';
import type { VirtualClock } from './clock.ts';
import type { TaskHub } from './durable/hub.ts';
import type { InFlight } from './inFlight.ts';

/** When a trigger last ran and which occurrence comes next, in ms; kept over restarts. */
interface TimerState {
  last: number | null;
  next: number;
  updated: number;
}

/**
 * The occurrence of an NCRONTAB expression (six fields, or five without seconds; UTC) that follows `after` (ms).
 * `%NAME%` stands for a setting. Throws on an expression that it cannot read.
 */
export function nextOccurrence(schedule: string, after: number): number {
  const expression = schedule.replace(/%([^%]+)%/g, (_all, name: string) => {
    const value = process.env[name];
    if (value === undefined) throw new Error(`The schedule ${schedule} names a setting that is not there.`);
    return value;
  });
  const fields = expression.trim().split(/\s+/);
  if (fields.length !== 5 && fields.length !== 6)
    throw new Error(`Not an NCRONTAB expression: ${expression}`);
  const [day, , weekday] = fields.slice(-3);
  // NCRONTAB wants both to hold, cron-parser one of them.
  if (day !== '*' && weekday !== '*')
    throw new Error(`A day and a weekday at once are not supported: ${expression}`);
  return CronExpressionParser.parse(expression, { currentDate: new Date(after), tz: 'UTC' })
    .next()
    .getTime();
}

interface Trigger {
  fn: AppFunction;
  schedule: string;
  state: TimerState;
  running: boolean;
}

export interface TimersOptions {
  functions: Iterable<AppFunction>;
  hub: TaskHub;
  clock: VirtualClock;
  inFlight: InFlight;
  log: Log;
}

/** Runs the app's timer triggers, each at most once at a time and once however many occurrences have passed. */
export class Timers {
  readonly #options: TimersOptions;
  readonly #triggers: Trigger[];
  #timer: NodeJS.Timeout | undefined;
  #stopped = true;

  constructor(options: TimersOptions) {
    this.#options = options;
    const now = options.clock.now();
    this.#triggers = [...options.functions]
      .filter((fn) => fn.trigger.type.toLowerCase() === 'timertrigger')
      .map((fn) => {
        const schedule = String(fn.trigger['schedule']);
        const kept = options.hub.kept<TimerState>(`timer ${fn.name}`);
        const state = kept ?? { last: null, next: nextOccurrence(schedule, now), updated: now };
        return { fn, schedule, state, running: false };
      });
  }

  /** Follows the clock from now on, and runs what asks to be run at the start. */
  start(): void {
    this.#stopped = false;
    for (const trigger of this.#triggers) {
      if (trigger.fn.trigger['runOnStartup'] === true) trigger.state.next = this.#options.clock.now();
    }
    this.#follow();
    this.#options.clock.onChange(() => this.#arm());
  }

  stop(): void {
    this.#stopped = true;
    clearTimeout(this.#timer);
  }

  /** Leaves it to `runDue` for as long as the returned function is not called: time is being moved by hand. */
  pause(): () => void {
    this.stop();
    return () => {
      this.#stopped = false;
      this.#follow();
    };
  }

  /** Runs each trigger that has fallen due, once, and resolves when all of them are done. */
  async runDue(): Promise<void> {
    const now = this.#options.clock.now();
    await Promise.all(
      this.#triggers
        .filter((each) => each.state.next <= now && !each.running)
        .map((each) => this.#run(each, now)),
    );
  }

  async #run(trigger: Trigger, now: number): Promise<void> {
    const { hub, inFlight, log } = this.#options;
    const { fn, schedule, state } = trigger;
    const due = state.next;
    const next = nextOccurrence(schedule, now);
    const isPastDue = nextOccurrence(schedule, due) <= now || now - due >= 1000;
    trigger.state = { last: now, next, updated: now };
    trigger.running = true;
    const time = (instant: number | null) => new Date(instant ?? 0).toISOString();
    const input = {
      schedule: { adjustForDST: true },
      scheduleStatus: { last: time(state.last), next: time(due), lastUpdated: time(state.updated) },
      isPastDue,
    };
    try {
      await inFlight.run(async () => {
        await invoke(fn, input);
      });
    } catch (error) {
      log('error', `${fn.name} failed: ${error instanceof Error ? error.stack : String(error)}`);
    } finally {
      trigger.running = false;
      const kept = trigger.state;
      await hub.write(() => hub.keep(`timer ${fn.name}`, kept));
    }
  }

  #follow(): void {
    if (this.#stopped) return;
    const done = this.runDue();
    this.#arm();
    done.then(
      () => this.#arm(),
      (error: unknown) => this.#options.log('error', String(error)),
    );
  }

  #arm(): void {
    clearTimeout(this.#timer);
    if (this.#stopped) return;
    const next = Math.min(...this.#triggers.filter((each) => !each.running).map((each) => each.state.next));
    if (next === Infinity) return;
    const delay = this.#options.clock.realDelay(next);
    if (delay !== undefined) this.#timer = setTimeout(() => this.#follow(), delay);
  }
}
