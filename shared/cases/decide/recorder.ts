import type { Instant } from '../../calendar/instant.ts';
import type { Policy } from '../../policy/index.ts';
import type { Case } from '../model/case.ts';
import { evolve } from '../fold/evolve.ts';
import type { Actor, CaseEvent, EventData, EventType } from '../model/events.ts';
import type { MailKind } from '../model/vocabulary.ts';

export interface RecorderOptions {
  readonly mailLimits?: Policy['customerMails'] | undefined;
  readonly imported?: boolean;
}

/** Collects the events of one decision and folds each at once, so that what follows sees what went before. */
export class Recorder {
  readonly events: CaseEvent[] = [];
  /** When what is decided is recorded. */
  readonly at: Instant;
  /** How many mails may be caused; absent: as many as it takes. */
  readonly mailLimits: Policy['customerMails'] | undefined;
  /** It all lies in the past, before the case was brought here: nobody is written to or alarmed by it. */
  readonly imported: boolean;
  readonly #by: Actor;
  #state: Case | undefined;

  constructor(
    from: Case | undefined,
    at: Instant,
    by: Actor,
    { mailLimits, imported = false }: RecorderOptions = {},
  ) {
    this.#state = from;
    this.at = at;
    this.#by = by;
    this.mailLimits = mailLimits;
    this.imported = imported;
  }

  /** Undefined until the first event of a new case. */
  get state(): Case | undefined {
    return this.#state;
  }

  /** The state, for decisions on a case that exists. */
  get existing(): Case {
    if (!this.#state) throw new Error('decided on a case that does not exist');
    return this.#state;
  }

  /** The sequence the next event gets. */
  get nextSequence(): number {
    return (this.#state?.sequence ?? 0) + 1;
  }

  /** Notes on the event that began this, or else on the last, that a mail is not asked for. */
  withhold(kind: MailKind): void {
    const index = this.events[0] && 'mailWithheld' in this.events[0].data ? this.events.length - 1 : 0;
    const event = this.events[index];
    if (event) this.events[index] = { ...event, data: { ...event.data, mailWithheld: kind } } as CaseEvent;
  }

  add<T extends EventType>(
    type: T,
    data: EventData[T],
    decidedAsOf: Instant,
    rules: readonly string[] = [],
  ): void {
    const sequence = this.nextSequence;
    const common = { at: this.at, decidedAsOf, by: this.#by, rules, data };
    const event = { sequence, type, ...common, ...(this.imported && { imported: true }) } as CaseEvent;
    this.events.push(event);
    this.#state = evolve(this.#state, event);
  }
}
