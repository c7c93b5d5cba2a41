import type { Case, CaseMail } from '../../cases/index.ts';
import {
  byUrgency,
  copiesOf,
  deliver,
  postableFrom,
  recipientOf,
  urgencyOf,
  type Asker,
  type DeliveryOutcome,
  type Pass,
  type Turn,
} from '../../mail/index.ts';
import type { Loaded } from '../commit/load.ts';
import type { Ports } from '../ports.ts';
import { toldMail } from './toldMail.ts';

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
  #passes: Pass[] = [];
  /** Who has waited for it has it, whatever is decided meanwhile. */
  #waitedFor: Pass | undefined;
  #left: { readonly asker: Asker; readonly turn: Turn } | undefined;
  #isOver = false;

  constructor(ports: Ports) {
    this.#ports = ports;
    this.#until = ports.wallClock.now() + ports.mailPatience;
  }

  /** A decision begins, perhaps anew after a conflict: the slots of the one before are free again. */
  begin(): void {
    for (const pass of this.#passes.splice(0)) pass.leave(this.#ports.clock.now());
    this.#left = undefined;
  }

  /** Those of the mails for which there is a slot now, the most urgent first, each with its own order kept. */
  takeSlots(of: Case, mails: readonly CaseMail[], now: number): readonly CaseMail[] {
    const byRank = mails.toSorted((one, other) => byUrgency(urgencyOf(one), urgencyOf(other)));
    const held = byRank.findIndex((mail) => !this.#takeSlot({ key: of.id, urgency: urgencyOf(mail) }, now));
    const taken = new Set(held < 0 ? byRank : byRank.slice(0, held));
    return mails.filter((mail) => taken.has(mail));
  }

  #takeSlot(asker: Asker, now: number): boolean {
    const { mailGate, random } = this.#ports;
    const waitedFor = this.#waitedFor;
    this.#waitedFor = undefined;
    // More than one round is for those who have time.
    const over = { at: now, wants: 'service' } as const;
    const entered = waitedFor ?? (this.#isOver ? over : mailGate.enter(now, random(), asker));
    if ('leave' in entered) return this.#passes.push(entered) > 0;
    this.#left = { asker, turn: entered };
    return false;
  }

  /**
   * Waits for a slot where nothing but that is wanting, as long as this tick may. Answers whether to decide anew.
   */
  async hasWaited(): Promise<boolean> {
    const { mailGate, wallClock, random, timeout } = this.#ports;
    const left = this.#until - wallClock.now();
    if (this.#left?.turn.wants !== 'slot' || left <= 0) return false;
    const entered = await mailGate.wait(random(), this.#left.asker, timeout(left));
    if (entered && 'leave' in entered) this.#waitedFor = entered;
    return entered !== undefined;
  }

  /** When the mail that was left is to be looked at again (ms); undefined where none was. */
  get mailFrom(): number | undefined {
    return this.#left?.turn.at;
  }

  get hasLeft(): boolean {
    return this.#left !== undefined;
  }

  /** Sends what was claimed with the slots taken, which are given back one by one. Never rejects for a single mail. */
  send(loaded: Loaded, state: Case, claimed: readonly ClaimedMail[]): Promise<readonly DeliveryOutcome[]> {
    const passes = this.#passes.splice(0);
    return Promise.all(claimed.map((one, index) => this.#sendOne(loaded, state, one, passes[index])));
  }

  /** What the sending comes to, or `slow` where it takes longer than this tick may wait. */
  async patiently(sent: Promise<readonly DeliveryOutcome[]>): Promise<readonly DeliveryOutcome[] | 'slow'> {
    const { wallClock, timeout, mailPatience } = this.#ports;
    const left = Math.min(mailPatience, this.#until - wallClock.now());
    const signal = timeout(Math.max(0, left));
    const outcome = await Promise.race([sent, aborted(signal)]);
    this.#isOver = wallClock.now() >= this.#until;
    return outcome;
  }

  /** Gives back what slots were taken and not used. */
  giveBack(): void {
    this.begin();
    this.#waitedFor?.leave(this.#ports.clock.now());
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
      clock,
      wallClock,
      random,
      timeout,
      mailGate,
      warn,
    } = this.#ports;
    const now = clock.now();
    try {
      const { outcome, ...answer } = await deliver({
        case: state,
        mail: await toldMail(store, loaded, mail),
        takenOver,
        service,
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
      const reason =
        'reason' in outcome ? outcome.reason : 'reason' in outcome.data ? outcome.data.reason : '';
      const before = mailGate.state.failingSince;
      pass?.leave(clock.now(), { ...answer, reason });
      const { failingSince } = mailGate.state;
      if (before === undefined && failingSince !== undefined)
        warn('no mail goes out at present, and attempts are few', new Error(reason));
      return outcome;
    } finally {
      pass?.leave(clock.now());
    }
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
