import { toMs } from '../../calendar/index.ts';
import {
  MailRejected,
  MailTooOld,
  MailUnavailable,
  MailUncertain,
  type MailOperation,
  type MailService,
  type OutgoingMail,
  type SendIds,
} from '../../mail/index.ts';
import { writing, type Fault } from './adversary.ts';
import type { Host } from './host.ts';
import type { World } from './world.ts';

/** How long a repeatable request is remembered (ms of real time): "Repeatable requests" of the service's docs. */
const remembered = 5 * 60_000;
/** How long a role may be missing, and a service lie (ms of the product's time). */
const weekend = 62 * 3_600_000;
const longestLie = 5 * 3_600_000;

const sending: readonly Fault[] = [...writing, 'rejected', 'operationFailed', 'never', 'forbidden', 'lies'];

export interface SentMail {
  readonly caseId: string;
  readonly kind: string;
  readonly subject: string;
  readonly operationId: string;
  /** On the product's clock (ms). */
  readonly at: number;
}

/** Behaves like Azure Communication Services, as far as sending once depends on it. */
export class Postbox {
  readonly sent: SentMail[] = [];
  /** The operations about which the service has said no. */
  readonly judged = new Set<string>();
  readonly #operations = new Map<string, MailOperation>();
  readonly #requests = new Map<
    string,
    { readonly text: string; readonly operationId: string; readonly at: number }
  >();
  readonly #world: World;
  /** On the product's clock (ms). */
  #forbiddenUntil = 0;
  #liesUntil = 0;

  constructor(world: World) {
    this.#world = world;
  }

  /** The service as a host reaches it. */
  reachedBy(host: Host): MailService {
    return {
      send: async (mail, ids) => {
        const fault = this.#world.adversary.fault(`${host.name} send ${mail.kind}`, sending);
        if (fault === 'forbidden') this.#forbiddenUntil = this.#until(weekend);
        if (fault === 'lies') this.#liesUntil = this.#until(longestLie);
        if (fault === 'rejected') {
          this.judged.add(ids.operationId);
          throw new MailRejected('turned down by the adversary');
        }
        // Whoever waits for it has to give up by himself.
        if (fault === 'never') return new Promise(() => undefined);
        if (this.#world.now.product < this.#forbiddenUntil) {
          return host.suffer(
            'refused',
            () => Promise.reject(new Error()),
            () => new MailUnavailable('403'),
          );
        }
        if (this.#world.now.product < this.#liesUntil) {
          const isKept = this.#world.adversary.of([true, false]);
          const lie = isKept ? 'answerLost' : 'requestLost';
          return host.suffer(
            lie,
            async () => this.#accept(mail, ids, fault),
            () => new MailUncertain('?'),
          );
        }
        return host.suffer(fault, async () => this.#accept(mail, ids, fault), byMail(this.#world));
      },
      find: (operationId) =>
        host.effect(
          'find mail',
          ['crashBefore', 'refused', 'slow'],
          async () => {
            if (this.#world.now.product < this.#forbiddenUntil) throw new MailUnavailable('403');
            if (this.#world.now.product < this.#liesUntil) throw new MailUncertain('?');
            return this.#operations.get(operationId);
          },
          () => new MailUnavailable('refused by the adversary'),
        ),
    };
  }

  #until(longest: number): number {
    return this.#world.now.product + this.#world.adversary.wait(longest);
  }

  #accept(mail: OutgoingMail, ids: SendIds, fault: Fault | undefined): MailOperation {
    const now = this.#world.now.wall;
    const text = JSON.stringify(mail);
    const before = this.#requests.get(ids.repeatabilityId);
    if (Math.abs(now - toMs(ids.firstSentAt)) > remembered) throw new MailTooOld('no longer remembered');
    if (before && now - before.at <= remembered) {
      if (before.text !== text) throw new MailRejected('a repetition has to be the same request');
      return this.#operations.get(before.operationId) ?? { status: 'running' };
    }
    if (this.#operations.has(ids.operationId)) throw new MailRejected('the operation id is taken');
    const operation: MailOperation = { status: fault === 'operationFailed' ? 'failed' : 'running' };
    this.#requests.set(ids.repeatabilityId, {
      text,
      operationId: ids.operationId,
      at: this.#world.now.product,
    });
    this.#operations.set(ids.operationId, operation);
    if (operation.status === 'failed') this.judged.add(ids.operationId);
    if (operation.status === 'running') {
      const { caseId, kind, subject } = mail;
      this.sent.push({ caseId, kind, subject, operationId: ids.operationId, at: this.#world.now.product });
    }
    return operation;
  }
}

function byMail({ adversary }: World): (fault: Fault) => Error {
  return (fault) => {
    if (fault === 'refused') {
      return new MailUnavailable('refused by the adversary', { retryAfter: adversary.wait(600_000) });
    }
    return adversary.of([true, false] as const)
      ? new MailUncertain(fault)
      : new MailUnavailable(fault, { nothingRan: false });
  };
}
