import { plain } from './text.ts';

/** A mail before it becomes plain text and HTML: both say the same. All texts are raw; only `toHtml` escapes. */
export interface MailLayout {
  readonly language: string;
  /** Whose support it is. */
  readonly brand: string;
  /** As the language writes it, with the blanks about it. */
  readonly colon: string;
  readonly heading: string;
  readonly greeting: string | undefined;
  readonly body: readonly string[];
  /** What somebody wrote, line by line. */
  readonly quotes: readonly (readonly [label: string, lines: readonly string[]])[];
  readonly facts: readonly (readonly [label: string, value: string])[];
  /** What comes next, and what the reader can do; a section without sentences is left out. */
  readonly sections: readonly (readonly [heading: string, sentences: readonly string[]])[];
  readonly buttons: readonly (readonly [label: string, link: string])[];
  readonly signature: string | undefined;
  readonly footer: readonly string[];
  /** Rules by their ids, with the address of each rule's sentence. */
  readonly why: { readonly label: string; readonly rules: readonly (readonly [id: string, link: string])[] };
}

export function toText(mail: MailLayout): string {
  const {
    colon,
    why: { label, rules },
  } = mail;
  const blocks = [
    mail.greeting,
    ...mail.body,
    // RFC 3676, section 4.5. No line of a quote can pass for one of ours.
    ...mail.quotes.map(([about, lines]) =>
      [`${about}${colon.trimEnd()}`, ...lines.map((line) => `> ${line}`)].join('\n'),
    ),
    mail.facts.map(([name, value]) => `${name}${colon}${value}`).join('\n'),
    ...mail.sections
      .filter(([, sentences]) => sentences.length > 0)
      .map(([heading, sentences]) => [heading, ...sentences.map((item) => `- ${item}`)].join('\n')),
    ...mail.buttons.map(([name, link]) => `${name}${colon}${link}`),
    mail.signature,
    // RFC 3676, section 4.3: what follows this line is no part of what is said.
    [`-- `, ...mail.footer, ...(rules.length > 0 ? [label, ...rules.map(([, link]) => link)] : [])].join(
      '\n',
    ),
  ];
  return `${plain(blocks.filter((block) => block).join('\n\n'))}\n`;
}
