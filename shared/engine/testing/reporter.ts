import type { DeliveryReport } from '../../mail/index.ts';
import { takeReport } from '../mail/reports.ts';
import type { Alarms } from '../ports.ts';
import type { Host } from './host.ts';
import type { World } from './world.ts';

/** How long Event Grid waits before it brings a report again (ms), on the clock by which a disk stays full. */
const wait = 30_000;

/** Brings delivery reports as Event Grid does: again, until one is taken. */
export class Reporter {
  readonly #world: World;
  readonly #hosts: () => readonly Host[];
  readonly #alarmsOf: (host: Host) => Alarms;

  constructor(world: World, hosts: () => readonly Host[], alarmsOf: (host: Host) => Alarms) {
    this.#world = world;
    this.#hosts = hosts;
    this.#alarmsOf = alarmsOf;
  }

  bring(report: DeliveryReport): void {
    const hosts = this.#hosts();
    const host = hosts[this.#world.adversary.first(hosts.length)];
    if (!host) throw new RangeError('no host to report to');
    const again = () => this.#world.at('product', this.#world.now.product + wait, () => this.bring(report));
    host.do((ports) => takeReport(ports, this.#alarmsOf(host), report), {
      done: () => undefined,
      failed: again,
      lost: again,
    });
  }
}
