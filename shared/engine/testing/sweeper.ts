import type { CaseStore } from '../../store/types.ts';
import type { RegistryEntry } from '../../store/smallDocuments.ts';
import { storedCalendar } from '../calendars/book.ts';
import { listProgress, nextRetry } from '../many/progress.ts';
import type { StoredPolicy } from '../policies/book.ts';
import type { Alarms, Ports } from '../ports.ts';
import { sweep } from '../alarm/sweep.ts';
import type { Host } from './host.ts';
import type { World } from './world.ts';

const minute = 60_000;
/** Instead of an instant: it is visible already. */
const atAnyTime = -Infinity;

/** What the store holds for it after so many effects: when each becomes visible (ms). */
interface Seen {
  readonly effects: number;
  readonly visible: readonly number[];
}

/** The timer of every minute. A minute in which the sweep would find nothing to do is passed over. */
export class Sweeper {
  readonly #world: World;
  readonly #truth: CaseStore;
  readonly #grace: number;
  readonly #hosts: () => readonly Host[];
  readonly #alarmsOf: (host: Host) => Alarms;
  #isRunning = false;
  #last: number;
  #seen: Seen | undefined;

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
    const { effects } = this.#world;
    if (this.#seen?.effects !== effects) {
      const visible = [...(await this.#rows()), ...(await this.#fanOuts())];
      this.#seen = { effects, visible };
    }
    const { product: now } = this.#world.now;
    const visible = this.#seen.visible.map((at) => (at === atAnyTime ? now : at));
    if (visible.length === 0) return undefined;
    const from = Math.max(Math.min(...visible), this.#last + 1);
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
    const versions = await this.#truth.registry.list('policyVersion');
    const retries = (await listProgress(this.#truth.registry)).flatMap((one) => nextRetry(one) ?? []);
    const calendars = await this.#truth.registry.list('calendar');
    const incidents = await this.#truth.registry.list('incident');
    const unattached = incidents.filter(({ body }) => isUnattached(body));
    return [
      ...retries,
      ...versions.flatMap(({ body }) => effectiveFrom(body) ?? []),
      ...calendars.flatMap((entry) => layerToApply(entry) ?? []),
      ...unattached.map(() => atAnyTime),
    ];
  }
}

/** From when on a version is put over open cases (ms); undefined where that is done, or not to be. */
function effectiveFrom(body: unknown): number | undefined {
  if (typeof body !== 'object' || body === null || !('applied' in body) || body.applied !== false)
    return undefined;
  const { policy } = body as unknown as StoredPolicy;
  return Date.parse(policy.effectiveFrom);
}

/** The same of a layer of a calendar. */
function layerToApply(entry: RegistryEntry): number | undefined {
  const stored = storedCalendar(entry);
  return stored?.what === 'layer' && !stored.applied ? Date.parse(stored.effectiveFrom) : undefined;
}

function isUnattached(body: unknown): boolean {
  if (typeof body !== 'object' || body === null || !('incident' in body)) return false;
  const { incident } = body;
  const isPublished = typeof incident === 'object' && incident !== null && 'rca' in incident;
  return isPublished && !('attached' in body && body.attached === true);
}
