import { contents, type CaseIdentity, type Quote, type ToldMail } from './contents/index.ts';
import { fill } from './format.ts';
import { toHtml } from './html.ts';
import { languageFor, languageMissed } from './language.ts';
import { toText, type MailLayout } from './layout.ts';
import { plainLook, type MailLook } from './look.ts';
import { kindMessages, messagesFor, type Messages } from './messages/index.ts';
import type { MailAction } from './messages/schema.ts';
import { manyLines, oneLine, plain } from './text.ts';
import { valuesOf } from './values.ts';

export interface RenderedMail {
  readonly language: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

/** What a mail says, before it becomes text and HTML or a message of a channel. */
export interface LaidOut {
  readonly subject: string;
  readonly layout: MailLayout;
}

export interface RenderOptions {
  /** In place of the customer's. */
  readonly language?: string;
  readonly look?: MailLook;
  /** Where an action can be taken; the same address each time the same mail is rendered. Without it there are no buttons. */
  readonly link?: (action: MailAction) => string;
}

/**
 * A mail as it is sent. Pure, and a function of what was fixed when the mail was requested, never of the hour
 * it is sent at or of what the case has become: a repetition must be the same request, or the mail service
 * refuses it.
 *
 * @throws RangeError when the mail lacks what its kind tells.
 */
export function render(present: CaseIdentity, mail: ToldMail, options: RenderOptions = {}): RenderedMail {
  const { subject, layout } = layOut(present, mail, options);
  const { look = plainLook } = options;
  return { language: layout.language, subject, text: toText(layout), html: toHtml(layout, look) };
}

/** @throws RangeError as `render`. */
export function layOut(present: CaseIdentity, mail: ToldMail, options: RenderOptions = {}): LaidOut {
  const { kind, audience, about } = mail;
  const { look = plainLook, link } = options;
  const { needs, show } = contents[kind];
  const of = { ...present, ...mail.toldAs, ...(about.former ? { contactDetails: about.former } : {}) };
  const missing = needs.filter((name) => about[name] === undefined);
  if (missing.length > 0) throw new RangeError(`mail ${mail.id} (${kind}) lacks ${missing.join(', ')}`);

  const language = options.language ?? languageFor(of, audience);
  const messages = messagesFor(audience, language);
  const texts = kindMessages(messages, kind);
  const values = valuesOf({ of, about, language }, mail, messages, look);
  const say = (template: string) => fill(template, values, messages.locale);
  const sentences = (own: Readonly<Record<string, string>>, names: readonly string[]) =>
    names.map((name) => say(own[name] ?? messages.shared?.[name] ?? ''));
  const quoted = (quotes: readonly Quote[] = []): MailLayout['quotes'] =>
    quotes.flatMap(([label, text]) => {
      const lines = manyLines(text ?? '');
      return lines.length > 0 ? [[messages.quotes[label] ?? '', lines] as const] : [];
    });
  const signed = ({ unnamed, signature = '' }: Messages) =>
    look.brand === undefined && unnamed ? unnamed.signature : say(signature);
  const shown = show({ of, about, language });
  const actions = shown.actions ?? [];
  const missed = messages.otherLanguage === undefined ? undefined : languageMissed(of, language);
  const { publicUrl } = look;

  const layout: MailLayout = {
    language,
    brand: look.brand ?? messages.unnamed?.head ?? 'Support',
    colon: messages.colon,
    heading: say(texts.heading),
    greeting: messages.greeting === undefined ? undefined : say(messages.greeting),
    body: sentences(texts.body, shown.body),
    quotes: quoted(shown.quotes),
    facts: shown.facts.flatMap((label) => {
      const value = values[label];
      return value ? [[messages.labels[label] ?? '', value] as const] : [];
    }),
    sections: [
      [messages.headings.next, sentences(texts.next, shown.next)],
      [
        messages.headings.act,
        sentences(texts.act, [
          ...shown.act,
          ...(actions.length > 0 ? reachedBy(look, link !== undefined) : []),
        ]),
      ],
    ],
    buttons: [
      ...(link ? actions.map((action) => [messages.actions?.[action] ?? '', link(action)] as const) : []),
      ...(messages.openCase === undefined || publicUrl === undefined
        ? []
        : [[messages.openCase, `${publicUrl}/ops#/cases/${of.id}`] as const]),
    ],
    signature: messages.signature === undefined ? undefined : (look.signature ?? signed(messages)),
    footer: [
      say((about.former && messages.formerFooter) || messages.footer),
      ...(missed === undefined
        ? []
        : [fill(messages.otherLanguage ?? '', { language: missed }, messages.locale)]),
    ],
    why: {
      label: fill(messages.why, { rules: '' }, messages.locale).trim(),
      rules:
        publicUrl === undefined
          ? []
          : about.rules.map((id) => [id, `${publicUrl}/mail/rules/${id}`] as const),
    },
  };
  // What others wrote is cut, never the reference by which mails are found and threaded.
  const subject = fill(texts.subject, shortened(values, ['title', 'tenant', 'incident']), messages.locale);
  return { subject: plain(subject), layout };
}

function shortened(values: Readonly<Record<string, string>>, names: readonly string[]): typeof values {
  const short = names.map((name) => [name, oneLine(values[name] ?? '', 80)]);
  return Object.assign(Object.create(values) as typeof values, Object.fromEntries(short) as typeof values);
}

/** How the reader reaches us, as sentences by name: by what has been set up. */
function reachedBy({ replyTo, phone }: MailLook, hasButtons: boolean): readonly string[] {
  const written = replyTo === undefined ? (hasButtons ? [] : ['byCase']) : ['byReply'];
  return [...written, ...(phone === undefined ? [] : ['byPhone'])];
}
