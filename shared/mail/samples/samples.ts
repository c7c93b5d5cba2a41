import { toInstant, toMs } from '../../calendar/index.ts';
import {
  decide,
  decideDue,
  entitlementSchema,
  fold,
  Recorder,
  reportUnreachable,
  submissionSchema,
  type Actor,
  type Case,
  type CaseAction,
  type CaseEvent,
  type Command,
} from '../../cases/index.ts';
import { policiesOf } from '../../policy/index.ts';
import { contents, withTexts, type ToldMail } from '../render/contents/index.ts';
import { languageFor } from '../render/language.ts';
import { livesOf, type People, type SampleLife, type Step } from './lives.ts';
import people from './people.json' with { type: 'json' };

/** A notice as it comes about in a life: what it tells, of the case as it then was. */
export interface Sample {
  /** The kind, numbered where it can be told in several ways: `closed-2`. The same in every language. */
  readonly id: string;
  readonly life: string;
  readonly of: Case;
  readonly mail: ToldMail;
}

/** A Friday on which all countries of the samples work. */
const start = toMs('2026-11-20T08:00:00Z');
const hour = 3_600_000;
const usual = policiesOf().inForce(start);
const approval = { approval: true };
const withApproval = {
  ...usual,
  downgrades: { ...usual.downgrades, onSilence: approval, onUnansweredResolution: approval },
};
const customer: Actor = { kind: 'caller', id: 'u-17', role: 'integration', tenantId: 'contoso' };
const support: Actor = { kind: 'caller', id: 'e-1', role: 'engineer', tenantId: 'operator' };
const system: Actor = { kind: 'system', id: 'mail', role: 'system' };

const played = new Map<string, readonly Sample[]>();

/** Every notice, told in each way there is, to a customer of this language. @throws RangeError for another one. */
export function samplesIn(language: string): readonly Sample[] {
  const known = played.get(language);
  if (known) return known;
  if (!Object.hasOwn(people, language)) throw new RangeError(`no samples for language ${language}`);
  const samples = numbered(distinct(play(language, people[language as keyof typeof people])));
  played.set(language, samples);
  return samples;
}

type Noted = Omit<Sample, 'id'>;
type Asked = Extract<CaseEvent, { type: 'mail.requested' }>;

function play(language: string, told: People): Noted[] {
  const contact = { ...told.contact, preferredSupportLanguage: language };
  return livesOf({ ...told, contact }).flatMap((life, index) => live(life, told, language, index));
}

function live(life: SampleLife, told: People, language: string, index: number): Noted[] {
  const policy = life.approval ? withApproval : usual;
  const events: CaseEvent[] = [];
  const noted: Noted[] = [];
  let now = start;
  let state: Case | undefined;
  const add = (added: readonly CaseEvent[]) => {
    events.push(...added);
    state = fold(added, state);
    for (const event of added) if (state && event.type === 'mail.requested') noted.push(note(state, event));
  };
  const note = (of: Case, { decidedAsOf, data }: Asked): Noted => {
    const { mailId, ...mail } = data;
    const asked = { ...mail, id: mailId, requestedAt: decidedAsOf, attempt: 0, state: requested };
    const { messageIn, closedIn } = mail.about;
    const eventOf = (wanted: number | undefined) => events.find(({ sequence }) => sequence === wanted);
    return {
      life: life.name,
      of,
      mail: withTexts(asked, { said: eventOf(messageIn), closed: eventOf(closedIn) }),
    };
  };
  const act = (command: Command) => add(decide(state, command, now, policy));
  const step = (one: Step) => {
    if (!state) return;
    if ('waitHours' in one) {
      now += one.waitHours * hour;
      add(decideDue(state, now, policy));
    } else if ('opens' in one) {
      const breakFix = state;
      state = undefined;
      const caseId = breakFix.advisory?.caseId ?? '';
      add(decide(undefined, { type: 'advisory.open', caseId, by: customer, breakFix }, now, policy));
    } else if ('publish' in one) act({ type: 'rca.attach', by: system, incident: one.publish });
    else if ('act' in one) {
      const by = /^(engineer|downgrade|investigation)/.test(one.act.type) ? support : customer;
      act({ ...one.act, by } as unknown as CaseAction);
    } else {
      const record = new Recorder(state, toInstant(now), system);
      const mail = { audience: 'customer', kind: 'acknowledgement' } as const;
      reportUnreachable(record, policy, mail, one.unreached, toInstant(now));
      add(record.events);
    }
  };
  act(submission(life, told, language, index));
  for (const one of life.steps) step(one);
  return noted;
}

const requested = { status: 'requested' } as const;

function submission(life: SampleLife, { title, contact }: People, language: string, index: number): Command {
  return {
    type: 'case.submit',
    caseId: `${(0x5a3c1e70 + index * 0x0731f20d).toString(16)}-4d2f-4000-8000-000000000000`,
    by: customer,
    fromHomeTenant: false,
    submission: submissionSchema.parse({
      tenantId: 'contoso',
      title,
      category: 'technical',
      service: { name: 'Dynamics 365 Finance', releaseStage: 'generallyAvailable' },
      environment: { name: 'prod', build: '10.0.42.1', machine: 'aos-3', user: 'u-9', document: 'SO-1001' },
      contactDetails: {
        ...contact,
        primaryEmailAddress: 'contact@contoso.example',
        phoneNumber: '+44 20 7946 0000',
        preferredSupportLanguage: language,
      },
      submitter: { id: 'u-17', roles: ['Power Platform Administrator'] },
      ...life.submission,
    }),
    entitlement: entitlementSchema.parse({ plan: life.plan, country: contact.country }),
  };
}

/** Of those that say the same, the first. */
function distinct(noted: readonly Noted[]): readonly Noted[] {
  const seen = new Set<string>();
  return noted.filter(({ of, mail }) => {
    const { kind, audience, about } = mail;
    const shown = contents[kind].show({ of, about, language: languageFor(of, audience) });
    const { body, next, act, quotes = [] } = shown;
    const way = JSON.stringify([
      kind,
      body,
      next,
      act,
      quotes.map(([label, text]) => [label, text === undefined]),
    ]);
    return seen.size < seen.add(way).size;
  });
}

function numbered(noted: readonly Noted[]): readonly Sample[] {
  const counts = new Map<string, number>();
  return noted.map((one) => {
    const count = (counts.get(one.mail.kind) ?? 0) + 1;
    counts.set(one.mail.kind, count);
    return { id: `${one.mail.kind}-${count}`, ...one };
  });
}
