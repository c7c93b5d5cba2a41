import type { Case, CaseMail } from '../../cases/index.ts';
import {
  byUrgency,
  copiesOf,
  deliver,
  postableFrom,
  recipientOf,
  urgencyOf,
  type Asker,
  type Delivered,
  type DeliveryOutcome,
  type MailGate,
  type Pass,
  type Turn,
} from '../../mail/index.ts';
import type { Loaded } from '../commit/load.ts';
import type { Ports } from '../ports.ts';
import type { MailOutcome } from './following.ts';
import { toldMail } from './toldMail.ts';

interface Left {
  readonly asker: Asker;
  readonly turn: Turn;
}

export interface ClaimedMail {
  readonly mail: CaseMail;
  /** An earlier claim was given up. */
  readonly takenOver: boolean;
}

/**
 * The sending of one tick: as many mails at once as there are free slots, and no longer than a tick may wait. Keeping
 * time goes before: a tick that finds no slot leaves the mail, and one whose mail takes long leaves it to itself.
 */
export class Sending {
  readonly #ports: Ports;
  readonly #until: number;
  /** By the id of the mail. */
  readonly #passes = new Map<string, Pass>();
  /** Who has waited for it has it, whatever is decided meanwhile. */
  #waitedFor: { readonly gate: MailGate; readonly pass: Pass } | undefined;
  /** The first of each gate for which there is no slot. */
  readonly #left = new Map<MailGate, Left>();
  #isOver = false;

  constructor(ports: Ports) {
    this.#ports = ports;
    this.#until = ports.wallClock.now() + ports.mailPatience;
  }

  /** A decision begins, perhaps anew after a conflict: the slots of the one before are free again. */
  begin(): void {
    for (const pass of this.#passes.values()) pass.leave(this.#ports.clock.now());
    this.#passes.clear();
    this.#left.clear();
  }

  /** Those of the mails for which there is a slot now, the most urgent first, each with its own order kept. */
  takeSlots(of: Case, mails: readonly CaseMail[], now: number): readonly CaseMail[] {
    for (const mail of mails.toSorted((one, other) => byUrgency(urgencyOf(one), urgencyOf(other)))) {
      const gate = this.#gateOf(mail);
      if (!this.#left.has(gate)) this.#takeSlot(gate, of, mail, now);
    }
    return mails.filter(({ id }) => this.#passes.has(id));
  }

  #gateOf({ channel }: CaseMail): MailGate {
    return channel ? this.#ports.channels.gateOf(channel) : this.#ports.mailGate;
  }

  #takeSlot(gate: MailGate, of: Case, mail: CaseMail, now: number): void {
    const asker = { key: of.id, urgency: urgencyOf(mail) };
    const waitedFor = this.#waitedFor?.gate === gate ? this.#waitedFor.pass : undefined;
    if (waitedFor) this.#waitedFor = undefined;
    // More than one round is for those who have time.
    const over = { at: now, wants: 'service' } as const;
    const entered = waitedFor ?? (this.#isOver ? over : gate.enter(now, this.#ports.random(), asker));
    if ('leave' in entered) this.#passes.set(mail.id, entered);
    else this.#left.set(gate, { asker, turn: entered });
  }

  /**
   * Waits for a slot where nothing but that is wanting, as long as this tick may. Answers whether to decide anew.
   */
  async hasWaited(): Promise<boolean> {
    const { wallClock, random, timeout } = this.#ports;
    const left = this.#until - wallClock.now();
    const [first] = [...this.#left].filter(([, { turn }]) => turn.wants === 'slot');
    if (!first || left <= 0) return false;
    const [gate, { asker }] = first;
    const entered = await gate.wait(random(), asker, timeout(left));
    if (entered && 'leave' in entered) this.#waitedFor = { gate, pass: entered };
    return entered !== undefined;
  }

  /** When the mail that was left is to be looked at again (ms), the first of it; undefined where none was. */
  get mailFrom(): number | undefined {
    if (!this.hasLeft) return undefined;
    return Math.min(...[...this.#left.values()].map(({ turn }) => turn.at));
  }

  get hasLeft(): boolean {
    return this.#left.size > 0;
  }

  /** Sends what was claimed with the slots taken, which are given back one by one. Never rejects for a single mail. */
  send(loaded: Loaded, state: Case, claimed: readonly ClaimedMail[]): readonly Promise<DeliveryOutcome>[] {
    const passes = new Map(this.#passes);
    this.#passes.clear();
    return claimed.map((one) => this.#sendOne(loaded, state, one, passes.get(one.mail.id)));
  }

  /** What the sendings (and askings) come to within what this tick may wait, and those that take longer. */
  async patiently(sent: readonly Promise<MailOutcome>[]): Promise<{
    readonly soon: readonly MailOutcome[];
    readonly late: readonly Promise<MailOutcome>[];
  }> {
    const { wallClock, timeout, mailPatience } = this.#ports;
    const left = Math.min(mailPatience, this.#until - wallClock.now());
    const over = aborted(timeout(Math.max(0, left)));
    const outcomes = await Promise.all(sent.map((one) => Promise.race([one, over])));
    this.#isOver = wallClock.now() >= this.#until;
    return {
      soon: outcomes.filter((one) => one !== 'slow'),
      late: sent.filter((_, index) => outcomes[index] === 'slow'),
    };
  }

  /** Gives back what slots were taken and not used. */
  giveBack(): void {
    this.begin();
    this.#waitedFor?.pass.leave(this.#ports.clock.now());
    this.#waitedFor = undefined;
  }

  async #sendOne(
    loaded: Loaded,
    state: Case,
    { mail, takenOver }: ClaimedMail,
    pass: Pass | undefined,
  ): Promise<DeliveryOutcome> {
    const {
      store,
      mail: service,
      mailAddresses,
      mailLinks,
      channels,
      clock,
      wallClock,
      random,
      timeout,
    } = this.#ports;
    const now = clock.now();
    try {
      const { outcome, ...answer } = await deliver({
        case: state,
        mail: await toldMail(store, loaded, mail),
        takenOver,
        service,
        channel: mail.channel && channels.serviceOf(mail.channel),
        to: recipientOf(state, mail, mailAddresses),
        cc: copiesOf(state, mail),
        from: mailAddresses.from,
        look: mailAddresses.look,
        links: mailLinks,
        now,
        realNow: wallClock.now(),
        random: random(),
        notBefore: postableFrom(state, mail, now),
        timeout,
      });
      this.#learn(mail, outcome, answer, pass);
      return outcome;
    } finally {
      pass?.leave(clock.now());
    }
  }

  /** The process learns by each attempt; what has just begun to fail is told. */
  #learn(
    { channel }: CaseMail,
    outcome: DeliveryOutcome,
    answer: Omit<Delivered, 'outcome'>,
    pass: Pass | undefined,
  ): void {
    const { clock, mailGate, channels, warn } = this.#ports;
    const why = 'reason' in outcome ? outcome.reason : 'reason' in outcome.data ? outcome.data.reason : '';
    const before = mailGate.state.failingSince;
    pass?.leave(clock.now(), { ...answer, reason: why });
    if (!channel) {
      if (before === undefined && mailGate.state.failingSince !== undefined)
        warn('no mail goes out at present, and attempts are few', new Error(why));
      return;
    }
    const isWell = outcome.type === 'mail.sent' || answer.throttled;
    if (channels.heard(channel, clock.now(), isWell ? undefined : why))
      warn(`the channel ${channel.webhook} takes no message at present`, new Error(why));
  }
}

function aborted(signal: AbortSignal): Promise<'slow'> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve('slow');
    signal.addEventListener('abort', () => {
      resolve('slow');
    });
  });
}
