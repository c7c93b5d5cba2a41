import { escape as escaped } from '../escape.ts';
import { fontsOf } from './fonts.ts';
import type { MailLayout } from './layout.ts';
import type { MailLook } from './look.ts';
import { darkStyle, light, onBrand } from './scheme.ts';
import { indented, withKept } from './text.ts';
import { boxed, inWord, wordHead } from './word.ts';

/** Of what is read, in px; no line of text should be longer. */
const widest = 640;

// A program that knows neither of these breaks such words by itself.
const breaks = 'word-wrap:break-word;word-break:break-word';

/**
 * Styles stand inline, in words that Gmail, Outlook and Yahoo know (docs/mail.md): what runs from start to end is
 * told as left and right, landmarks carry no style since many programs drop their tags, and language, direction and
 * colours are said again within `body`, whose own are dropped with it.
 */
export function toHtml(mail: MailLayout, look: MailLook): string {
  const direction = directionOf(mail.language);
  const font = `font-family:${fontsOf(mail.language)}`;
  const page = `background-color:${light.page};color:${light.text}`;
  return [
    '<!doctype html>',
    `<html lang="${escape(mail.language)}" dir="${direction}" xmlns:o="urn:schemas-microsoft-com:office:office">`,
    '<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">',
    '<meta name="color-scheme" content="light dark"><meta name="supported-color-schemes" content="light dark">',
    `<title>${escape(mail.heading)}</title>`,
    wordHead(font),
    `<style>${darkStyle}</style></head>`,
    `<body class="page" style="margin:0;padding:0;${page}">`,
    `<div class="page" lang="${escape(mail.language)}" dir="${direction}" style="${page};${font};font-size:16px;line-height:1.5">`,
    preview(mail.body),
    head(mail.brand, look),
    '<main>',
    boxed('padding:24px', `max-width:${widest}px;margin:0 auto;padding:24px`, widest, [
      `<h1 style="font-size:22px;line-height:1.3;margin:0 0 16px">${escape(mail.heading)}</h1>`,
      ...[mail.greeting, ...mail.body]
        .filter((text) => text !== undefined)
        .map((text) => `<p style="margin:0 0 16px;${breaks}">${escape(text)}</p>`),
      ...mail.quotes.flatMap((one) => quote(one, mail.colon, direction)),
      ...facts(mail.facts, direction),
      ...mail.sections.flatMap((section) => list(section, direction)),
      ...buttons(mail.buttons, look),
      ...(mail.signature === undefined ? [] : [`<p style="margin:16px 0 0">${escape(mail.signature)}</p>`]),
    ]),
    '</main>',
    '<footer>',
    boxed(
      'padding:0 24px 24px',
      `max-width:${widest}px;margin:0 auto;padding:0 24px 24px`,
      widest,
      foot(mail, look),
    ),
    '</footer>',
    '</div></body></html>',
    '',
  ].join('\n');
}

/** What stands beside the subject in a list of mails, in place of the operator's name and the heading again. */
function preview([first]: readonly string[]): string {
  return first === undefined ? '' : `<div style="display:none;mso-hide:all">${escape(first)}</div>`;
}

/** The bar with whose support it is: a logo, which its alternative text stands for, or the name. */
function head(brand: string, { color, logo }: MailLook): string {
  const inside =
    logo === undefined
      ? escape(brand)
      : `<img src="${escape(logo)}" alt="${escape(brand)}" height="40" style="display:block;height:40px;max-width:100%;object-fit:contain;border:0">`;
  const bar = `background-color:${color}`;
  const name = `color:${onBrand};font-size:18px;font-weight:600`;
  return [
    '<header>',
    inWord(`<table role="presentation" width="100%" cellspacing="0" cellpadding="0"><tr><td style="${bar}">`),
    `<div style="${bar};${name}">`,
    boxed(`padding:12px 24px;${name}`, `max-width:${widest}px;margin:0 auto;padding:12px 24px`, widest, [
      inside,
    ]),
    '</div>',
    inWord('</td></tr></table>'),
    '</header>',
  ].join('');
}

function quote([about, lines]: MailLayout['quotes'][number], colon: string, direction: Direction): string[] {
  const mark = `border-${startOf(direction)}:4px solid ${light.mark};padding:4px 12px;${breaks}`;
  return [
    `<p style="margin:0 0 4px;font-weight:600">${escape(about)}${colon.trimEnd()}</p>`,
    '<blockquote style="margin:0 0 16px;padding:0"><table role="presentation" style="border-collapse:collapse"><tbody>',
    `<tr><td class="mark" dir="auto" style="${mark}">${lines.map((line) => escape(indented(line))).join('<br>')}</td></tr>`,
    '</tbody></table></blockquote>',
  ];
}

function facts(told: MailLayout['facts'], direction: Direction): string[] {
  const cell = `padding:${sides('6px', '12px', '6px', '0', direction)};text-align:${startOf(direction)};vertical-align:top;border-bottom:1px solid ${light.line}`;
  return [
    '<table style="border-collapse:collapse;width:100%;margin:0 0 24px;font-size:15px"><tbody>',
    ...told.map(
      ([name, value]) =>
        `<tr><th class="line" scope="row" style="${cell};width:34%;font-size:14px;font-weight:600">${escape(name)}</th>` +
        `<td class="line" style="${cell};${breaks}">${escape(value)}</td></tr>`,
    ),
    '</tbody></table>',
  ];
}

function list([heading, sentences]: MailLayout['sections'][number], direction: Direction): string[] {
  if (sentences.length === 0) return [];
  return [
    `<h2 style="font-size:18px;line-height:1.3;margin:0 0 8px">${escape(heading)}</h2>`,
    `<ul style="margin:${sides('0', '0', '16px', '24px', direction)};padding:0">`,
    ...sentences.map((item) => `<li style="margin:0 0 8px;${breaks}">${escape(item)}</li>`),
    '</ul>',
  ];
}

/** Word gives only a cell of a table the room that makes a link a button, and each a line of its own. */
function buttons(links: MailLayout['buttons'], { color }: MailLook): string[] {
  if (links.length === 0) return [];
  const style = `display:inline-block;margin:0 8px 8px 0;padding:10px 16px;background-color:${color};color:${onBrand};text-decoration:none`;
  const cell = `<tr><td style="padding:10px 16px;background-color:${color}">`;
  return [
    `<div>${inWord('<table role="presentation" cellspacing="8" cellpadding="0">')}`,
    ...links.map(
      ([name, link]) =>
        `${inWord(cell)}<a href="${escape(link)}" style="${style}">${escape(name)}</a>${inWord('</td></tr>')}`,
    ),
    `${inWord('</table>')}</div>`,
  ];
}

function foot({ footer, why: { label, rules } }: MailLayout, { color }: MailLook): string[] {
  const between = label.endsWith('：') ? '' : ' ';
  const quiet = `margin:0 0 4px;font-size:13px;color:${light.quiet};${breaks}`;
  const links = rules.map(
    ([id, link]) =>
      `<a class="link" href="${escape(link)}" style="color:${color};white-space:nowrap">${escape(id)}</a>`,
  );
  return [
    `<hr class="line" style="margin:0 0 12px;border:0 solid ${light.line};border-top-width:1px">`,
    ...footer.map((text) => `<p class="quiet" style="${quiet}">${escape(text)}</p>`),
    ...(rules.length > 0
      ? [`<p class="quiet" style="${quiet}">${escape(label)}${between}${links.join(' ')}</p>`]
      : []),
  ];
}

type Direction = 'ltr' | 'rtl';

const rightToLeft: readonly (string | undefined)[] = ['Arab', 'Hebr', 'Thaa', 'Syrc', 'Nkoo', 'Adlm'];

function directionOf(language: string): Direction {
  return rightToLeft.includes(new Intl.Locale(language).maximize().script) ? 'rtl' : 'ltr';
}

function startOf(direction: Direction): 'left' | 'right' {
  return direction === 'ltr' ? 'left' : 'right';
}

/** Lengths above, at the end, below and at the start of a line, in the order of CSS. */
function sides(top: string, end: string, bottom: string, start: string, direction: Direction): string {
  return (direction === 'ltr' ? [top, end, bottom, start] : [top, start, bottom, end]).join(' ');
}

/** Word knows blanks that do not break, but no text that does not. */
function escape(text: string): string {
  return withKept(
    escaped(text),
    (inner) => `<span style="white-space:nowrap">${inner.replaceAll(' ', '\u00a0')}</span>`,
  );
}
