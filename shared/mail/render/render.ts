import { contents, type CaseIdentity, type Quote, type ToldMail } from './contents/index.ts';
import { fill, manyLines, oneLine } from './format.ts';
import { languageFor } from './language.ts';
import { toHtml, toText, type MailLayout } from './layout.ts';
import { kindMessages, messagesIn } from './messages/index.ts';
import { valuesOf } from './values.ts';

export interface RenderedMail {
  readonly language: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

/**
 * A mail as it is sent. Pure, and a function of what was fixed when the mail was requested, never of the hour
 * it is sent at or of what the case has become: a repetition must be the same request, or the mail service
 * refuses it.
 *
 * @throws RangeError when the mail lacks what its kind tells.
 */
export function render(
  present: CaseIdentity,
  mail: ToldMail,
  options: { readonly language?: string } = {},
): RenderedMail {
  const { kind, audience, about } = mail;
  const { needs, show } = contents[kind];
  const of = { ...present, ...mail.toldAs, ...(about.former ? { contactDetails: about.former } : {}) };
  const missing = needs.filter((name) => about[name] === undefined);
  if (missing.length > 0) throw new RangeError(`mail ${mail.id} (${kind}) lacks ${missing.join(', ')}`);

  const language = options.language ?? languageFor(of, audience);
  const messages = messagesIn(language);
  const texts = kindMessages(messages, kind);
  const values = valuesOf({ of, about }, audience, messages);
  const say = (template: string) => fill(template, values);
  const sentences = (from: Readonly<Record<string, string>>, names: readonly string[]) =>
    names.map((name) => say(from[name] ?? ''));
  const quoted = (quotes: readonly Quote[] = []): MailLayout['quotes'] =>
    quotes.flatMap(([label, text]) => {
      const lines = manyLines(text ?? '');
      return lines.length > 0 ? [[messages.quotes[label], lines] as const] : [];
    });
  const shown = show({ of, about });
  const toCustomer = audience === 'customer';

  const layout: MailLayout = {
    language,
    heading: say(texts.heading),
    greeting: toCustomer ? say(messages.greeting) : undefined,
    body: sentences(texts.body, shown.body),
    quotes: quoted(shown.quotes),
    facts: shown.facts.flatMap((label) => {
      const value = values[label];
      return value ? [[messages.labels[label], value] as const] : [];
    }),
    nextHeading: say(texts.nextHeading),
    next: sentences(texts.next, shown.next),
    signature: toCustomer ? messages.signature : undefined,
    footer: say(messages.footer[audience]),
  };
  // What others wrote is cut, never the reference by which mails are found and threaded.
  const subject = fill(texts.subject, {
    ...values,
    ...Object.fromEntries(
      ['title', 'tenant', 'incident'].map((name) => [name, oneLine(values[name] ?? '', 80)]),
    ),
  });
  return { language, subject, text: toText(layout), html: toHtml(layout) };
}
