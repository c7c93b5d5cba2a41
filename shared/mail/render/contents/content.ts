import type { Case, CaseMail, Closing, MailAbout, MailKind } from '../../../cases/index.ts';
import type { Kinds, Label, MailAction, QuoteLabel, SharedSentence } from '../messages/schema.ts';

/** What a mail tells of a case whenever it is sent. What of it may change is kept with a mail that is under way. */
export type CaseIdentity = Pick<
  Case,
  | 'id'
  | 'tenantId'
  | 'title'
  | 'service'
  | 'contactDetails'
  | 'contactSince'
  | 'owner'
  | 'plan'
  | 'calendar'
  | 'submittedAt'
  | 'linkedCases'
>;

/** What a mail tells, with the texts that it refers to. */
export interface MailTold extends Omit<MailAbout, 'messageIn' | 'closedIn'> {
  /** What the engineer or the customer wrote. */
  readonly message?: string;
  readonly closing?: Closing;
}

/** A mail that can be rendered. */
export type ToldMail = Omit<CaseMail, 'about'> & { readonly about: MailTold };

export interface Told {
  readonly of: CaseIdentity;
  readonly about: MailTold;
  /** The language that the mail is in. */
  readonly language: string;
}

/** A text that somebody wrote, shown as it was written. */
export type Quote = readonly [label: QuoteLabel, text: string | undefined];

/** What one mail shows, in this order; facts and quotes that were not given are left out. */
export interface Shown<K extends MailKind> {
  /** What has happened, and why. */
  readonly body: readonly (keyof Kinds[K]['body'] | SharedSentence)[];
  readonly quotes?: readonly Quote[];
  readonly facts: readonly Label[];
  /** What comes next, and what the reader can do. */
  readonly next: readonly (keyof Kinds[K]['next'] | SharedSentence)[];
  readonly act: readonly (keyof Kinds[K]['act'] | SharedSentence)[];
  /** What can be done from the mail itself, the most likely first. */
  readonly actions?: readonly MailAction[];
}

export interface Content<K extends MailKind> {
  /** Without these the kind can't be told. */
  readonly needs: readonly (keyof MailTold)[];
  readonly show: (told: Told) => Shown<K>;
}

export type Contents<K extends MailKind> = { readonly [Kind in K]: Content<Kind> };

/** Those of the names whose condition holds. */
export function namesThatHold<const Name extends string>(
  ...names: readonly (Name | false | undefined)[]
): readonly Name[] {
  return names.filter((name) => name !== undefined && name !== false);
}

/** Those of these rules that the mail rests on. */
export function rulesOf<const Rule extends string>(
  { about }: Pick<Told, 'about'>,
  rules: readonly Rule[],
): readonly Rule[] {
  return rules.filter((rule) => about.rules.includes(rule));
}
