import { toMs } from '../../calendar/index.ts';
import {
  MailRejected,
  MailThrottled,
  MailTooOld,
  MailUnavailable,
  MailUncertain,
  type DeliveryReport,
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

/** How long the service is at work on a mail that it has accepted, as a rule and at the most (ms of the product's time). */
const atWork = 60_000;
const longestAtWork = 30 * 3_600_000;
const latestFailure = 5 * 3_600_000;
/** How long it takes no more (ms). */
const longestThrottled = 600_000;
/** How late a report may be (ms of the product's time). */
const longestReport = 3_600_000;

const sending: readonly Fault[] = [
  ...writing,
  ...(['throttled', 'rejected', 'operationFailed', 'never', 'forbidden', 'lies'] as const),
  ...(['failsLater', 'suppressesLater', 'takesLong'] as const),
];

export interface SentMail {
  readonly caseId: string;
  readonly kind: string;
  readonly language: string;
  readonly subject: string;
  readonly operationId: string;
  readonly to: readonly string[];
  /** On the product's clock (ms). */
  readonly at: number;
  /** How it ended, after a while. */
  readonly end: 'delivered' | 'failed' | 'suppressed';
}

interface Operation {
  readonly first: MailOperation;
  /** What it comes to, and when (ms of the product's time). */
  readonly last: MailOperation;
  readonly at: number;
}

/** Behaves like Azure Communication Services, as far as sending once depends on it. */
export class Postbox {
  readonly sent: SentMail[] = [];
  /** The operations about which the service has said no. */
  readonly judged = new Set<string>();
  readonly #operations = new Map<string, Operation>();
  readonly #requests = new Map<
    string,
    { readonly text: string; readonly operationId: string; readonly at: number }
  >();
  readonly #world: World;
  readonly #report: (report: DeliveryReport) => void;
  /** On the product's clock (ms). */
  #forbiddenUntil = 0;
  #liesUntil = 0;

  /** `report`: brings one to the product. */
  constructor(world: World, report: (report: DeliveryReport) => void) {
    this.#world = world;
    this.#report = report;
  }

  /** The service as a host reaches it. */
  reachedBy(host: Host): MailService {
    return {
      send: async (mail, ids) => {
        const fault = this.#world.adversary.fault(`${host.name} send ${mail.kind}`, sending);
        if (fault === 'forbidden') this.#forbiddenUntil = this.#until(weekend);
        if (fault === 'lies') this.#liesUntil = this.#until(longestLie);
        if (fault === 'throttled')
          throw new MailThrottled('429', { retryAfter: this.#world.adversary.wait(longestThrottled) });
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
            return this.#stateOf(operationId);
          },
          () => new MailUnavailable('refused by the adversary'),
        ),
    };
  }

  #stateOf(operationId: string): MailOperation | undefined {
    const operation = this.#operations.get(operationId);
    return operation && (this.#world.now.product < operation.at ? operation.first : operation.last);
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
      return this.#stateOf(before.operationId) ?? { status: 'running' };
    }
    if (this.#operations.has(ids.operationId)) throw new MailRejected('the operation id is taken');
    const end = endOf(fault);
    const isFailed = fault === 'operationFailed';
    const first: MailOperation = { status: isFailed ? 'failed' : 'running' };
    this.#requests.set(ids.repeatabilityId, {
      text,
      operationId: ids.operationId,
      at: this.#world.now.product,
    });
    if (isFailed) {
      this.judged.add(ids.operationId);
      this.#operations.set(ids.operationId, { first, last: first, at: 0 });
      return first;
    }
    const longest = fault === 'takesLong' ? longestAtWork : end === 'delivered' ? 0 : latestFailure;
    const at = this.#until(longest) + atWork;
    const last: MailOperation =
      end === 'delivered'
        ? { status: 'succeeded' }
        : { status: 'failed', ...(end === 'suppressed' ? { ofAddress: true } : {}) };
    this.#operations.set(ids.operationId, { first, last, at });
    const { caseId, kind, language, subject, to, cc = [] } = mail;
    const { operationId } = ids;
    const takenAt = this.#world.now.product;
    const sent = { caseId, kind, language, subject, operationId, to: [...to, ...cc], at: takenAt, end };
    this.sent.push(sent);
    this.#tell(sent, at);
    return first;
  }

  /** Event Grid tells of some, once or twice. */
  #tell({ operationId, to, end: status }: SentMail, from: number): void {
    const told = this.#world.adversary.fault('report', ['told', 'twice']);
    for (let copy = 0; copy < (told === 'twice' ? 2 : told ? 1 : 0); copy += 1) {
      const at = from + this.#world.adversary.wait(longestReport);
      this.#world.at('product', at, () => {
        for (const recipient of to) this.#report({ operationId, recipient, status });
      });
    }
  }
}

function endOf(fault: Fault | undefined): SentMail['end'] {
  if (fault === 'failsLater') return 'failed';
  return fault === 'suppressesLater' ? 'suppressed' : 'delivered';
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
