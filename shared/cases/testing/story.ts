import { toInstant, toMs, type Instant } from '../../calendar/index.ts';
import type { Layers } from '../../policy/calendars/index.ts';
import { policiesOf, type Policy } from '../../policy/index.ts';
import { clockHistory, type ClockHistory } from '../clocks/history.ts';
import type { CaseActionBody } from '../model/actions.ts';
import type { Case, CaseMail, Entitlement } from '../model/case.ts';
import { Refused, type CaseAction, type Command, type Refusal } from '../model/commands.ts';
import { decide, decideDue } from '../decide/decide.ts';
import { entitlementSchema } from '../model/entitlement.ts';
import type { Actor, CaseEvent, EventOf, EventType } from '../model/events.ts';
import { evolve, fold } from '../fold/evolve.ts';
import { submissionSchema } from '../model/submission.ts';
import type { ClockKind } from '../model/vocabulary.ts';

/** 2026-11-20 is a Friday; 08:00Z is 17:00 in Tokyo, half an hour before closing. */
export const start = '2026-11-20T08:00:00Z';

const engineer: Actor = { kind: 'caller', id: 'e-1', role: 'engineer', tenantId: 'operator' };
export const policy = policiesOf().inForce(toMs(start));

/** A submission: severity A, around the clock, in Japan. */
export const sampleSubmission = {
  tenantId: 'contoso',
  title: 'Sales order posting fails for everyone',
  severity: 'A',
  require24X7Response: true,
  category: 'technical',
  service: { name: 'Dynamics 365 Finance' },
  environment: { name: 'prod', build: '10.0.42.1', machine: 'aos-3', user: 'u-9', document: 'SO-1001' },
  contactDetails: {
    firstName: 'Aiko',
    lastName: 'Tanaka',
    primaryEmailAddress: 'aiko@contoso.example',
    preferredTimeZone: 'Asia/Tokyo',
    country: 'JP',
    preferredSupportLanguage: 'ja',
  },
  submitter: { id: 'u-17', roles: ['Power Platform Administrator'] },
};

/** A body as it would be posted; the schema fills in the rest. */
export type Posted = { readonly type: CaseActionBody['type'] } & Readonly<Record<string, unknown>>;

export interface StoryOptions {
  /** Fields of the submission that differ from the sample: severity A, around the clock, in Japan. */
  readonly submission?: object;
  readonly entitlement?: Partial<Entitlement>;
  readonly policy?: Policy;
  readonly at?: Instant;
  /** What operations have put over the calendars. */
  readonly layers?: Layers;
}

/** One case on a clock of its own: given what has happened, when something is done, then look at the events. */
export class Story {
  readonly events: CaseEvent[] = [];
  #now: number;
  #policy: Policy;
  #state: Case | undefined;

  constructor({
    submission = {},
    entitlement = {},
    policy: under = policy,
    at = start,
    layers,
  }: StoryOptions = {}) {
    this.#now = toMs(at);
    this.#policy = under;
    this.#decide({
      type: 'case.submit',
      caseId: 'case-1',
      by: { kind: 'caller', id: 'i-1', role: 'integration', tenantId: 'contoso' },
      submission: submissionSchema.parse({ ...sampleSubmission, ...submission }),
      entitlement: entitlementSchema.parse({ plan: 'standard', country: 'JP', ...entitlement }),
      fromHomeTenant: true,
      layers,
    });
  }

  get now(): Instant {
    return toInstant(this.#now);
  }

  get state(): Case {
    if (!this.#state) throw new Error('the case was not submitted');
    return this.#state;
  }

  /** Lets time pass to this instant, and records what falls due on the way in one late tick. */
  until(at: Instant): this {
    this.#now = Math.max(this.#now, toMs(at));
    this.#add(decideDue(this.state, this.#now, this.#policy));
    return this;
  }

  /** Lets so many minutes pass. */
  wait(minutes: number): this {
    return this.until(toInstant(this.#now + minutes * 60_000));
  }

  /** Lets so many minutes pass without a tick: what falls due is recorded by whatever comes next. */
  pass(minutes: number): this {
    this.#now += minutes * 60_000;
    return this;
  }

  /** Does something on the case and answers the events that follow. Throws `Refused`. */
  act(body: Posted | CaseActionBody['type']): readonly CaseEvent[] {
    const posted = typeof body === 'string' ? { type: body } : body;
    const { type } = posted;
    const advisoryCaseId = type === 'advisory.continued' ? { advisoryCaseId: 'case-2' } : {};
    return this.#decide({ ...posted, ...advisoryCaseId, by: engineer } as unknown as CaseAction);
  }

  /** Does several things at one instant. */
  acts(...bodies: readonly (Posted | CaseActionBody['type'])[]): this {
    for (const body of bodies) this.act(body);
    return this;
  }

  /** Does something, or answers why it is refused. */
  attempt(body: Posted | CaseActionBody['type']): readonly CaseEvent[] | Refusal {
    try {
      return this.act(body);
    } catch (error) {
      if (error instanceof Refused) return error.refusal;
      throw error;
    }
  }

  /** Why an action is refused; it must be. */
  refusal(body: Posted | CaseActionBody['type']): Refusal {
    const outcome = this.attempt(body);
    if ('code' in outcome) return outcome;
    throw new Error('it was not refused');
  }

  apply(under: Policy): readonly CaseEvent[] {
    const events = this.#decide({ type: 'policy.apply', by: engineer, policy: under });
    this.#policy = under;
    return events;
  }

  applyCalendar(layers: Layers): readonly CaseEvent[] {
    return this.#decide({ type: 'calendar.apply', by: engineer, layers });
  }

  command(command: Command): readonly CaseEvent[] {
    return this.#decide(command);
  }

  /** The other case that a command begins. */
  opens(command: Command): Case | undefined {
    return fold(decide(undefined, command, this.#now, this.#policy));
  }

  /** The latest clock of a kind. */
  clock(kind: ClockKind) {
    const clock = this.state.clocks.findLast((one) => one.kind === kind);
    if (!clock) throw new Error(`the case has no clock ${kind}`);
    return clock;
  }

  ofType<T extends EventType>(type: T): readonly EventOf<T>[] {
    return this.events.filter((event): event is EventOf<T> => event.type === type);
  }

  /** All that the clock of this kind that began last has been through. */
  history(kind: ClockKind): ClockHistory {
    const history = this.histories(kind).at(-1);
    if (!history) throw new Error(`the case has no clock ${kind}`);
    return history;
  }

  /** The same of every clock of this kind there ever was. */
  histories(kind: ClockKind): readonly ClockHistory[] {
    const ids = this.ofType('clock.started').filter(({ data }) => data.kind === kind);
    return ids.flatMap(({ data }) => clockHistory(this.events, data.clockId) ?? []);
  }

  /** The mails that were asked for, by kind. */
  mails(kind?: CaseMail['kind']): readonly CaseMail[] {
    const asked = this.ofType('mail.requested').filter(
      ({ data }) => kind === undefined || data.kind === kind,
    );
    return asked.map(
      ({ decidedAsOf, data: { mailId, ...mail } }) =>
        this.state.mails.find(({ id }) => id === mailId) ?? {
          ...mail,
          id: mailId,
          requestedAt: decidedAsOf,
          attempt: 0,
          state: { status: 'withdrawn' },
        },
    );
  }

  /** The words that a mail tells. */
  wordsOf({ about: { messageIn } }: CaseMail): string | undefined {
    const data = this.events.find(({ sequence }) => sequence === messageIn)?.data;
    return data && 'message' in data ? data.message : undefined;
  }

  #decide(command: Command): readonly CaseEvent[] {
    const events = decide(this.#state, command, this.#now, this.#policy);
    this.#add(events);
    return events;
  }

  #add(events: readonly CaseEvent[]): void {
    this.events.push(...events);
    for (const event of events) this.#state = evolve(this.#state, event);
  }
}

export const types = (events: readonly CaseEvent[]): readonly EventType[] => events.map(({ type }) => type);
