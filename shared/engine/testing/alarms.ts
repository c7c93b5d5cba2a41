import { toInstant, toMs } from '../../calendar/index.ts';
import { alarmInstanceId, type Alarms, type AlarmSeen } from '../ports.ts';
import { tick, type TickResult } from '../alarm/tick.ts';
import type { Fault } from './adversary.ts';
import type { Host } from './host.ts';
import type { World } from './world.ts';

interface Instance {
  readonly caseId: string;
  readonly epoch: number;
  status: 'running' | 'ended';
  /** Sleeping, or at work; `toLookAgain`: it was told to meanwhile. */
  state: 'asleep' | 'ticking';
  toLookAgain: boolean;
  /** The earliest wake that it was told of while at work, or its own while asleep (ms). */
  wake: number;
  /** The episode it is in: what belongs to an earlier one is over. */
  episode: number;
  readonly created: number;
  tickedAt?: string;
}

const calling: readonly Fault[] = ['crashBefore', 'crashAfter', 'requestLost', 'answerLost', 'slow'];
const waking: readonly Fault[] = ['early', 'late', 'never', 'gone', 'twice'];
/** In ms, as `caseAlarm.orchestrator.ts` has them. */
const retries = { first: 5000, longest: 60_000, attempts: 5 };
const redelivered = 300_000;
const longestSleep = 5 * 86_400_000;

/** The orchestration instances, as Durable Functions keeps them. They are nobody's: a host that dies takes none along. */
export class AlarmHub {
  readonly #instances = new Map<string, Instance>();
  readonly #world: World;
  readonly #hosts: () => readonly Host[];

  constructor(world: World, hosts: () => readonly Host[]) {
    this.#world = world;
    this.#hosts = hosts;
  }

  /** The alarms as a host reaches them. */
  reachedBy(host: Host): Alarms {
    const call = <T>(what: string, work: () => T): Promise<T> =>
      host.effect(
        what,
        calling,
        async () => work(),
        (fault) => new Error(`${what}: ${fault}`),
      );
    return {
      start: (caseId, epoch) => call('start alarm', () => this.#start(caseId, epoch)),
      raise: (caseId, epoch, wakeAt) => call('raise alarm', () => this.#raise(caseId, epoch, wakeAt)),
      status: (caseId, epoch) => call('status of alarm', () => this.#seen(caseId, epoch)),
      terminate: (caseId, epoch) =>
        call('terminate alarm', () => {
          const instance = this.#instances.get(alarmInstanceId(caseId, epoch));
          if (instance) this.#end(instance);
        }),
      purge: (from, to) => call('purge alarms', () => this.#purge(from, to)),
    };
  }

  #seen(caseId: string, epoch: number): AlarmSeen {
    const instance = this.#instances.get(alarmInstanceId(caseId, epoch));
    if (!instance) return { is: 'unknown' };
    const { status, tickedAt } = instance;
    return { is: status, ...(tickedAt === undefined ? {} : { tickedAt }) };
  }

  #purge(from: number, to: number): void {
    for (const [id, { status, created }] of this.#instances) {
      if (status === 'ended' && created >= from && created < to) this.#instances.delete(id);
    }
  }

  #start(caseId: string, epoch: number): void {
    const id = alarmInstanceId(caseId, epoch);
    if (this.#instances.get(id)?.status === 'running') return;
    const instance: Instance = {
      caseId,
      epoch,
      status: 'running',
      state: 'ticking',
      toLookAgain: false,
      wake: Number.POSITIVE_INFINITY,
      episode: 0,
      created: this.#world.now.product,
    };
    this.#instances.set(id, instance);
    this.#tick(instance);
  }

  #raise(caseId: string, epoch: number, wakeAt?: number | null): 'raised' | 'unknown' {
    const instance = this.#instances.get(alarmInstanceId(caseId, epoch));
    if (!instance) return 'unknown';
    if (instance.status === 'ended') return 'raised';
    const { now } = this.#world;
    if (instance.state === 'ticking') {
      if (typeof wakeAt === 'number') instance.wake = Math.min(instance.wake, wakeAt);
      else instance.toLookAgain = true;
    } else if (wakeAt === null) this.#end(instance);
    else if (wakeAt === undefined || wakeAt <= now.product) this.#tick(instance);
    else this.#sleepUntil(instance, Math.min(instance.wake, wakeAt));
    return 'raised';
  }

  #end(instance: Instance): void {
    instance.status = 'ended';
    instance.episode += 1;
  }

  #tick(instance: Instance, attempt = 1): void {
    instance.state = 'ticking';
    instance.episode += 1;
    if (attempt === 1) instance.wake = Number.POSITIVE_INFINITY;
    const { caseId, epoch } = instance;
    const isWanted = this.#isIn(instance);
    const again = (wait: number) => {
      if (!isWanted()) return;
      if (attempt === retries.attempts) return this.#end(instance);
      this.#world.at('wall', this.#world.now.wall + wait, () => this.#tick(instance, attempt + 1), isWanted);
    };
    const heard = {
      done: (result: TickResult) => {
        if (isWanted()) this.#sleep(instance, result);
      },
      failed: () => again(Math.min(retries.longest, retries.first * 2 ** (attempt - 1))),
      // The message of a dead worker is handed on after a while, which is no failure.
      lost: () => again(this.#world.adversary.wait(redelivered)),
    };
    const fault = this.#world.adversary.fault('tick', ['twice', 'never']);
    // Hung: it says Running, and its message is never seen again.
    if (fault === 'never') return;
    const [one, other] = this.#workers();
    one.do((ports) => tick(ports, caseId, epoch), heard);
    if (fault === 'twice') other.do((ports) => tick(ports, caseId, epoch), heard);
  }

  #sleep(instance: Instance, { wakeAt, summary }: TickResult): void {
    instance.tickedAt = summary.tickedAt;
    if (wakeAt === null) return this.#end(instance);
    const wake = Math.min(instance.wake, toMs(wakeAt));
    const isTold = instance.toLookAgain || instance.wake <= this.#world.now.product;
    instance.toLookAgain = false;
    if (isTold) return this.#tick(instance);
    this.#sleepUntil(instance, wake);
  }

  #sleepUntil(instance: Instance, wake: number): void {
    instance.state = 'asleep';
    instance.episode += 1;
    instance.wake = wake;
    const isWanted = this.#isIn(instance);
    const fault = this.#world.adversary.fault(`alarm ${instance.epoch} at ${toInstant(wake)}`, waking);
    if (fault === 'never') return;
    const { adversary } = this.#world;
    const off = fault === 'late' ? adversary.wait(600_000) : fault === 'early' ? -adversary.wait(5000) : 0;
    const at = Math.min(wake, this.#world.now.product + longestSleep) + off;
    this.#world.at(
      'product',
      at,
      () => {
        if (fault === 'gone') this.#instances.delete(alarmInstanceId(instance.caseId, instance.epoch));
        else this.#tick(instance);
      },
      isWanted,
    );
  }

  /** True while the instance goes on from where it is now. */
  #isIn(instance: Instance): () => boolean {
    const { episode } = instance;
    const id = alarmInstanceId(instance.caseId, instance.epoch);
    return () => this.#instances.get(id) === instance && instance.episode === episode;
  }

  #workers(): readonly [Host, Host] {
    const hosts = this.#hosts();
    const one = hosts[this.#world.adversary.first(hosts.length)];
    const other = hosts.at(-1);
    if (!one || !other) throw new RangeError('no host to work');
    return [one, other];
  }
}
