import people from '../../mail/samples/people.json' with { type: 'json' };
import { broken } from './invariants.ts';
import { live } from './life.ts';
import { OneFault, type Effect } from './oneFault.ts';
import type { Fault } from './adversary.ts';
import type { Plan } from './plan.ts';

export type Language = keyof typeof people;
export const spoken = Object.keys(people) as Language[];

/** A life with mails of each theme: warned, contacted, asked, reminded, lowered, answered, proposed, accepted. */
function lifeIn(language: Language): Plan {
  const { contact, title, question, update, proposal } = people[language];
  const [primaryEmailAddress, deputy] = [`${language}@contoso.example`, `deputy-${language}@contoso.example`];
  const additionalEmailAddresses = [deputy];
  const contactDetails = {
    ...contact,
    primaryEmailAddress,
    additionalEmailAddresses,
    preferredSupportLanguage: language,
  };
  const wait = (minutes: number) => ({ wait: minutes, looked: false });
  return {
    // A Saturday everywhere: the second question of silence comes in no business hours.
    at: '2026-11-21T06:00:00Z',
    approval: false,
    entitlement: { plan: 'standard', country: contact.country },
    submission: { title, contactDetails },
    steps: [
      wait(35),
      { post: { type: 'engineer.contacted' } },
      { post: { type: 'engineer.requestedInformation', message: question } },
      wait(40 * 60),
      { post: { type: 'customer.replied', message: title } },
      { post: { type: 'engineer.updated', message: update } },
      { post: { type: 'engineer.proposedResolution', message: proposal } },
      wait(60),
      { post: { type: 'customer.acceptedResolution' } },
    ],
    store: 'sqlite',
    hosts: 1,
    apart: false,
    off: [0],
  };
}

export interface LivedIn {
  readonly broken: readonly string[];
  readonly effects: readonly Effect[];
  /** In the order in which the service took them. */
  readonly mails: readonly { readonly kind: string; readonly language: string }[];
}

/** The life of a case in this language, with one fault at the effect of that number. */
export async function liveIn(language: Language, at?: number, fault?: Fault): Promise<LivedIn> {
  const adversary = new OneFault(at, fault);
  const lived = await live(lifeIn(language), adversary);
  const what = await broken(lived);
  await lived.store.close();
  return {
    broken: what.map((one) => `${language}, ${adversary.done.join()}: ${one}`),
    effects: adversary.effects,
    mails: lived.mail.map(({ kind, language: tag }) => ({ kind, language: tag })),
  };
}
