import { escape as escaped } from '../escape.ts';
import type { MailLook } from './look.ts';
import { darkStyle, light, onBrand } from './scheme.ts';
import { plain, withKept } from './text.ts';

/** A mail before it becomes plain text and HTML: both say the same. All texts are raw; only `toHtml` escapes. */
export interface MailLayout {
  readonly language: string;
  /** Whose support it is. */
  readonly brand: string;
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
  const { label, rules } = mail.why;
  const blocks = [
    mail.greeting,
    ...mail.body,
    // RFC 3676, section 4.5. No line of a quote can pass for one of ours.
    ...mail.quotes.map(([about, lines]) => [`${about}:`, ...lines.map((line) => `> ${line}`)].join('\n')),
    mail.facts.map(([name, value]) => `${name}: ${value}`).join('\n'),
    ...mail.sections
      .filter(([, sentences]) => sentences.length > 0)
      .map(([heading, sentences]) => [heading, ...sentences.map((item) => `- ${item}`)].join('\n')),
    ...mail.buttons.map(([name, link]) => `${name}: ${link}`),
    mail.signature,
    // RFC 3676, section 4.3: what follows this line is no part of what is said.
    [`-- `, ...mail.footer, ...(rules.length > 0 ? [label, ...rules.map(([, link]) => link)] : [])].join(
      '\n',
    ),
  ];
  return `${plain(blocks.filter((block) => block).join('\n\n'))}\n`;
}

const font = "font-family:'Segoe UI',system-ui,-apple-system,Roboto,Helvetica,Arial,sans-serif";

export function toHtml(mail: MailLayout, look: MailLook): string {
  const paragraphs = [mail.greeting, ...mail.body].filter((text) => text !== undefined);
  const cell = `padding:6px 12px 6px 0;text-align:start;vertical-align:top;border-bottom:1px solid ${light.line}`;
  const quote = `margin:0 0 16px;padding:4px 0 4px 12px;border-inline-start:4px solid ${light.mark};white-space:pre-wrap;overflow-wrap:anywhere`;
  const button = `display:inline-block;margin:0 8px 8px 0;padding:10px 16px;background:${look.color};color:${onBrand};text-decoration:none`;
  const { label, rules } = mail.why;
  return [
    '<!doctype html>',
    `<html lang="${escape(mail.language)}" dir="${direction(mail.language)}">`,
    '<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">',
    '<meta name="color-scheme" content="light dark"><meta name="supported-color-schemes" content="light dark">',
    `<title>${escape(mail.heading)}</title>`,
    `<style>${darkStyle}</style></head>`,
    `<body class="page" style="margin:0;background:${light.page};color:${light.text};${font};font-size:16px;line-height:1.5">`,
    head(mail.brand, look),
    '<main style="max-width:640px;margin:0 auto;padding:24px">',
    `<h1 style="font-size:22px;line-height:1.3;margin:0 0 16px">${escape(mail.heading)}</h1>`,
    ...paragraphs.map((text) => `<p style="margin:0 0 16px">${escape(text)}</p>`),
    ...mail.quotes.map(
      ([about, lines]) =>
        `<p style="margin:0 0 4px;font-weight:600">${escape(about)}:</p>` +
        `<blockquote class="mark" dir="auto" style="${quote}">${lines.map(escape).join('<br>')}</blockquote>`,
    ),
    '<table style="border-collapse:collapse;width:100%;margin:0 0 24px;font-size:15px"><tbody>',
    ...mail.facts.map(
      ([name, value]) =>
        `<tr><th class="line" scope="row" style="${cell};width:34%;font-weight:600">${escape(name)}</th>` +
        `<td class="line" style="${cell};overflow-wrap:anywhere">${escape(value)}</td></tr>`,
    ),
    '</tbody></table>',
    ...mail.sections
      .filter(([, sentences]) => sentences.length > 0)
      .flatMap(([heading, sentences]) => [
        `<h2 style="font-size:18px;line-height:1.3;margin:0 0 8px">${escape(heading)}</h2>`,
        '<ul style="margin:0 0 16px;padding-inline-start:24px">',
        ...sentences.map((item) => `<li style="margin:0 0 8px">${escape(item)}</li>`),
        '</ul>',
      ]),
    ...mail.buttons.map(([name, link]) => `<a href="${escape(link)}" style="${button}">${escape(name)}</a>`),
    ...(mail.signature === undefined ? [] : [`<p style="margin:0 0 24px">${escape(mail.signature)}</p>`]),
    '</main>',
    `<footer class="quiet" style="max-width:640px;margin:0 auto;padding:0 24px 24px;font-size:13px;color:${light.quiet}">`,
    `<hr class="line" style="margin:0 0 12px;border:0 solid ${light.line};border-top-width:1px">`,
    ...mail.footer.map((text) => `<p style="margin:0 0 4px">${escape(text)}</p>`),
    ...(rules.length > 0
      ? [
          `<p style="margin:0">${escape(label)} ${rules
            .map(
              ([id, link]) =>
                `<a class="link" href="${escape(link)}" style="color:${look.color}">${escape(id)}</a>`,
            )
            .join(' ')}</p>`,
        ]
      : []),
    '</footer></body></html>',
    '',
  ].join('\n');
}

/** The bar with whose support it is: a logo, which its alternative text stands for, or the name. */
function head(brand: string, { color, logo }: MailLook): string {
  const inside =
    logo === undefined
      ? escape(brand)
      : `<img src="${escape(logo)}" alt="${escape(brand)}" height="40" style="display:block;height:40px;max-width:100%;object-fit:contain;border:0">`;
  return (
    `<header style="background:${color};color:${onBrand};font-size:18px;font-weight:600">` +
    `<div style="max-width:640px;margin:0 auto;padding:12px 24px">${inside}</div></header>`
  );
}

const rightToLeft: readonly (string | undefined)[] = ['Arab', 'Hebr', 'Thaa', 'Syrc', 'Nkoo', 'Adlm'];

function direction(language: string): 'ltr' | 'rtl' {
  return rightToLeft.includes(new Intl.Locale(language).maximize().script) ? 'rtl' : 'ltr';
}

// No name is longer than five characters: mail programs cut off what is longer than about 100 kB.

function escape(text: string): string {
  return withKept(escaped(text), (inner) => `<span style="white-space:nowrap">${inner}</span>`);
}
