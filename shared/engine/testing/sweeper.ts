import type { CaseStore } from '../../store/types.ts';
import { listProgress, nextRetry } from '../many/progress.ts';
import { storedPolicy } from '../policies/book.ts';
import type { Alarms, Ports } from '../ports.ts';
import { sweep } from '../alarm/sweep.ts';
import type { Host } from './host.ts';
import type { World } from './world.ts';

const minute = 60_000;

/** The timer of every minute. A minute in which the sweep would find nothing to do is passed over. */
export class Sweeper {
  readonly #world: World;
  readonly #truth: CaseStore;
  readonly #grace: number;
  readonly #hosts: () => readonly Host[];
  readonly #alarmsOf: (host: Host) => Alarms;
  #isRunning = false;
  #last: number;

  constructor(
    world: World,
    truth: CaseStore,
    { sweep: { grace } }: Pick<Ports, 'sweep'>,
    hosts: () => readonly Host[],
    alarmsOf: (host: Host) => Alarms,
  ) {
    this.#world = world;
    this.#truth = truth;
    this.#grace = grace;
    this.#hosts = hosts;
    this.#alarmsOf = alarmsOf;
    this.#last = world.now.product;
  }

  /** When it runs next; undefined while it runs, and when it would find nothing whatever the time. */
  async next(): Promise<{ readonly at: number; readonly run: () => void } | undefined> {
    if (this.#isRunning) return undefined;
    const seen = [...(await this.#rows()), ...(await this.#fanOuts())];
    if (seen.length === 0) return undefined;
    const from = Math.max(Math.min(...seen), this.#last + 1);
    const at = Math.ceil(from / minute) * minute;
    return { at, run: () => this.#run(at) };
  }

  #run(at: number): void {
    this.#last = at;
    const fault = this.#world.adversary.fault('sweep', ['never']);
    const host = this.#hosts()[this.#world.adversary.first(this.#hosts().length)];
    if (fault === 'never' || !host) return;
    this.#isRunning = true;
    const over = () => {
      this.#isRunning = false;
    };
    host.do((ports) => sweep(ports, this.#alarmsOf(host)), { done: over, failed: over, lost: over });
  }

  /** When each row becomes visible to it. Clocks of hosts may be behind. */
  async #rows(): Promise<readonly number[]> {
    const { value } = await this.#truth.listWakes(1000);
    return value.map(({ wakeAt, retryAt }) => Math.max((wakeAt ?? 0) + this.#grace, retryAt ?? 0));
  }

  async #fanOuts(): Promise<readonly number[]> {
    const versions = (await this.#truth.registry.list('policyVersion')).map(storedPolicy);
    const open = versions.filter(({ applied }) => !applied);
    const retries = (await listProgress(this.#truth.registry)).flatMap((one) => nextRetry(one) ?? []);
    const incidents = await this.#truth.registry.list('incident');
    const unattached = incidents.filter(({ body }) => isUnattached(body));
    return [
      ...retries,
      ...open.map(({ policy }) => Date.parse(policy.effectiveFrom)),
      ...unattached.map(() => this.#world.now.product),
    ];
  }
}

function isUnattached(body: unknown): boolean {
  if (typeof body !== 'object' || body === null || !('incident' in body)) return false;
  const { incident } = body;
  const isPublished = typeof incident === 'object' && incident !== null && 'rca' in incident;
  return isPublished && !('attached' in body && body.attached === true);
}
