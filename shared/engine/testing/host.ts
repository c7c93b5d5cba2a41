import { channels, MailGate, type MailService } from '../../mail/index.ts';
import type { CaseStore } from '../../store/types.ts';
import { StoreUnavailable } from '../../store/errors.ts';
import { OutcomeUnknown } from '../../store/cosmos/errors.ts';
import { calendarBook } from '../calendars/book.ts';
import { policyBook } from '../policies/book.ts';
import type { Ports } from '../ports.ts';
import type { Fault } from './adversary.ts';
import type { World } from './world.ts';

/** What all hosts share. */
export interface Outside {
  /** The store as this host reaches it. */
  storeFor(host: Host): CaseStore;
  mailFor(host: Host): MailService;
  /** One process at a time owns the data: claims of another are dead. */
  readonly isAlone: boolean;
  readonly settings: Pick<
    Ports,
    'mailAddresses' | 'mailPatience' | 'alarmEarlyMs' | 'clockSkewLimit' | 'sweep'
  >;
}

/** What a process has begun: `lost` is called where it dies meanwhile. */
interface Task {
  readonly lost: () => void;
}

const never = new Promise<never>(() => undefined);
const longestPause = 8_000;

/**
 * A process that runs the engine. When it dies nothing of what it was at goes on, and another run of it begins with
 * nothing but what is stored.
 */
export class Host {
  readonly name: string;
  readonly warnings: string[] = [];
  readonly #world: World;
  readonly #outside: Outside;
  readonly #off: number;
  #run = 0;
  #tasks = new Set<Task>();
  ports: Ports;

  constructor(world: World, outside: Outside, name: string, off: number) {
    this.name = name;
    this.#world = world;
    this.#outside = outside;
    this.#off = off;
    this.ports = this.#begin();
  }

  /** Does something in this process. `done` and `failed` hear what came of it, `lost` that it died. */
  do<T>(
    work: (ports: Ports, host: Host) => Promise<T>,
    heard: {
      readonly done: (result: T) => void;
      readonly failed: (error: unknown) => void;
      readonly lost: () => void;
    },
  ): void {
    const task: Task = { lost: heard.lost };
    this.#tasks.add(task);
    const wanted = this.isWanted();
    work(this.ports, this).then(
      (result) => {
        if (!wanted()) return;
        this.#tasks.delete(task);
        heard.done(result);
      },
      (error: unknown) => {
        if (!wanted()) return;
        this.#tasks.delete(task);
        heard.failed(error);
      },
    );
  }

  /** Whether what this run of the process does still counts. */
  isWanted(): () => boolean {
    const run = this.#run;
    return () => this.#run === run;
  }

  crash(): void {
    this.#run += 1;
    const tasks = [...this.#tasks];
    this.#tasks.clear();
    this.ports = this.#begin();
    for (const { lost } of tasks) lost();
  }

  /** One effect on the world outside: it waits for its turn, and may go wrong. `by` is what is thrown then. */
  effect<T>(
    what: string,
    possible: readonly Fault[],
    work: () => Promise<T>,
    by: (fault: Fault) => Error = byStore,
  ): Promise<T> {
    return this.suffer(this.#world.adversary.fault(`${this.name} ${what}`, possible), work, by);
  }

  /** The same, where it is known what goes wrong. */
  async suffer<T>(fault: Fault | undefined, work: () => Promise<T>, by: (fault: Fault) => Error): Promise<T> {
    const wanted = this.isWanted();
    await this.#world.turn(wanted);
    if (fault === 'crashBefore') return this.#dies();
    if (fault === 'refused' || fault === 'requestLost') throw by(fault);
    if (fault === 'slow') {
      const wall = this.#world.clock('wall', 0, wanted);
      await wall.sleepUntil(wall.now() + this.#world.adversary.wait(longestPause));
      await this.#world.turn(wanted);
    }
    const result = await this.#world.alone(work);
    if (fault === 'crashAfter') return this.#dies();
    if (fault === 'answerLost') throw by(fault);
    return result;
  }

  #dies(): Promise<never> {
    this.crash();
    return never;
  }

  #begin(): Ports {
    const wanted = this.isWanted();
    const owner = `${this.name}.${this.#run}`;
    const wallClock = this.#world.clock('wall', this.#off, wanted);
    const store = { ...this.#outside.storeFor(this), clockOffset: () => this.#off };
    return {
      ...this.#outside.settings,
      store,
      policies: policyBook(store.registry, wallClock),
      calendars: calendarBook(store.registry, wallClock),
      clock: this.#world.clock('product', this.#off, wanted),
      wallClock,
      mail: this.#outside.mailFor(this),
      mailGate: new MailGate(),
      channels: channels({}),
      timeout: (ms) => this.#world.timeout(ms, wanted),
      owner,
      isDeadOwner: (other) => this.#outside.isAlone && other !== owner,
      random: () => this.#world.adversary.wait(1000) / 1000,
      told: () => undefined,
      warn: (message) => this.warnings.push(message),
    };
  }
}

export function byStore(fault: Fault): Error {
  return fault === 'refused'
    ? new StoreUnavailable('refused by the adversary')
    : new OutcomeUnknown(`${fault} by the adversary`);
}
