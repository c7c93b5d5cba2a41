import {
  addressesOf,
  isLastAsked,
  toFollow,
  type AcceptedMail,
  type Case,
  type DeliveryStatus,
  type EventData,
} from '../../cases/index.ts';
import { clipped, parameters, type DeliveryOutcome, type MailOperation } from '../../mail/index.ts';
import { recordOnce, requestOf } from '../mail/reports.ts';
import type { Ports } from '../ports.ts';

/** How a mail ended that the service had accepted; `pending`: it could not be asked, and is to be asked later. */
export type Followed =
  | { readonly type: 'mail.followed'; readonly data: EventData['mail.followed'] }
  | { readonly type: 'pending'; readonly reason: string };

export type MailOutcome = DeliveryOutcome | Followed;

/**
 * Asks, for one tick, how mails ended of which no report has told. Each is asked for once, no more than a few at once,
 * and never where keeping time would have to wait for it.
 */
export class Following {
  readonly #ports: Ports;
  readonly #asked = new Set<string>();
  #next: readonly AcceptedMail[] = [];
  #from: number | undefined;

  constructor(ports: Ports) {
    this.#ports = ports;
  }

  /** A decision begins, perhaps anew after a conflict. */
  begin(of: Case, now: number): void {
    const { mailGate, random } = this.#ports;
    const open = toFollow(of, now);
    if (open.length === 0) return;
    const isDown = mailGate.state.failingSince !== undefined;
    const next = open.filter(
      (mail) => !this.#asked.has(mail.operationId) && !(isDown && !isLastAsked(mail, now)),
    );
    this.#next = next.slice(0, parameters.slots);
    // What has no answer by then is asked for later, by chance, so that many do not come together.
    this.#from ??= Math.round(now + parameters.askAgain * (0.5 + random() / 2));
  }

  /** When what is left without an answer is asked for again (ms); undefined where nothing was to be asked. */
  get from(): number | undefined {
    return this.#from;
  }

  /** Asks for those that the decision has found. None of it rejects. */
  ask(of: Case): readonly Promise<Followed>[] {
    const next = this.#next;
    this.#next = [];
    for (const { operationId } of next) this.#asked.add(operationId);
    return next.map((mail) => this.#follow(of, mail));
  }

  async #follow(of: Case, mail: AcceptedMail): Promise<Followed> {
    const { mailId, attempt, operationId } = mail;
    const data = { mailId, attempt };
    const now = this.#ports.clock.now();
    try {
      const operation = await this.#find(operationId);
      if (!operation) return { type: 'mail.followed', data: { ...data, status: 'unknown' } };
      if (operation.status === 'running' || operation.status === 'succeeded')
        return { type: 'mail.followed', data: { ...data, status: operation.status } };
      await this.#recordFailed(of, mail, operation);
      const reason = operation.detail === undefined ? {} : { reason: clipped(operation.detail) };
      return { type: 'mail.followed', data: { ...data, status: 'failed', ...reason } };
    } catch (error) {
      const reason = clipped(error instanceof Error ? error.message : String(error));
      return isLastAsked(mail, now)
        ? { type: 'mail.followed', data: { ...data, status: 'unreachable', reason } }
        : { type: 'pending', reason };
    }
  }

  async #find(operationId: string): Promise<MailOperation | undefined> {
    const { mail: service, timeout } = this.#ports;
    const signal = timeout(parameters.ask);
    const late = new Promise<never>((_, reject) => {
      signal.addEventListener('abort', () => reject(new Error('the mail service did not answer in time')), {
        once: true,
      });
    });
    return Promise.race([service.find(operationId, signal), late]);
  }

  /** It has reached nobody. What a report has told of one of them already is not told again. */
  async #recordFailed(of: Case, mail: AcceptedMail, { ofAddress, detail }: MailOperation): Promise<void> {
    const { mailId, attempt, operationId, to = this.#ports.mailAddresses.operations, bounced = [] } = mail;
    const request = await requestOf(this.#ports, of.id, Number(mailId.slice(1)));
    if (!request) return;
    const status: DeliveryStatus = ofAddress ? 'suppressed' : 'failed';
    const reason = detail === undefined ? {} : { reason: clipped(detail) };
    for (const recipient of to) {
      const address = recipient.toLowerCase();
      const isKnown =
        bounced.includes(address) || (isOfContact(of, address) && of.inaccurate?.includes(address));
      if (!isKnown)
        await recordOnce(this.#ports, of.id, request, operationId, { attempt, recipient, status, ...reason });
    }
  }
}

function isOfContact(of: Case, address: string): boolean {
  return addressesOf(of).includes(address);
}
