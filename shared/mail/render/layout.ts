/** A mail before it becomes plain text and HTML: both say the same. All texts are raw; only `toHtml` escapes. */
export interface MailLayout {
  readonly language: string;
  readonly heading: string;
  readonly greeting: string | undefined;
  readonly body: readonly string[];
  /** What somebody wrote, line by line. */
  readonly quotes: readonly (readonly [label: string, lines: readonly string[]])[];
  readonly facts: readonly (readonly [label: string, value: string])[];
  readonly nextHeading: string;
  readonly next: readonly string[];
  readonly signature: string | undefined;
  readonly footer: string;
}

export function toText(mail: MailLayout): string {
  const blocks = [
    mail.greeting,
    ...mail.body,
    // RFC 3676, section 4.5. No line of a quote can pass for one of ours.
    ...mail.quotes.map(([label, lines]) => [`${label}:`, ...lines.map((line) => `> ${line}`)].join('\n')),
    mail.facts.map(([label, value]) => `${label}: ${value}`).join('\n'),
    [mail.nextHeading, ...mail.next.map((item) => `- ${item}`)].join('\n'),
    mail.signature,
    // RFC 3676, section 4.3: what follows this line is no part of what is said.
    `-- \n${mail.footer}`,
  ];
  return `${blocks.filter((block) => block).join('\n\n')}\n`;
}

const font = "font-family:'Segoe UI',system-ui,-apple-system,Roboto,Helvetica,Arial,sans-serif";

export function toHtml(mail: MailLayout): string {
  const paragraphs = [mail.greeting, ...mail.body].filter((text) => text !== undefined);
  const cell = 'padding:6px 12px 6px 0;text-align:start;vertical-align:top;border-bottom:1px solid #e1e4e8';
  const quote =
    'margin:0 0 16px;padding:4px 0 4px 12px;border-inline-start:4px solid #d0d7de;white-space:pre-wrap;overflow-wrap:anywhere';
  return [
    '<!doctype html>',
    `<html lang="${escape(mail.language)}">`,
    '<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">',
    `<title>${escape(mail.heading)}</title></head>`,
    `<body style="margin:0;background:#ffffff;color:#1f2328;${font};font-size:16px;line-height:1.5">`,
    '<div style="max-width:640px;margin:0 auto;padding:24px">',
    `<h1 style="font-size:22px;line-height:1.3;margin:0 0 16px">${escape(mail.heading)}</h1>`,
    ...paragraphs.map((text) => `<p style="margin:0 0 16px">${escape(text)}</p>`),
    ...mail.quotes.map(
      ([label, lines]) =>
        `<p style="margin:0 0 4px;font-weight:600">${escape(label)}:</p>` +
        `<blockquote dir="auto" style="${quote}">${lines.map(escape).join('<br>')}</blockquote>`,
    ),
    '<table style="border-collapse:collapse;width:100%;margin:0 0 24px;font-size:15px"><tbody>',
    ...mail.facts.map(
      ([label, value]) =>
        `<tr><th scope="row" style="${cell};width:34%;font-weight:600">${escape(label)}</th>` +
        `<td style="${cell};overflow-wrap:anywhere">${escape(value)}</td></tr>`,
    ),
    '</tbody></table>',
    `<h2 style="font-size:18px;line-height:1.3;margin:0 0 8px">${escape(mail.nextHeading)}</h2>`,
    '<ul style="margin:0 0 16px;padding-inline-start:24px">',
    ...mail.next.map((item) => `<li style="margin:0 0 8px">${escape(item)}</li>`),
    '</ul>',
    ...(mail.signature === undefined ? [] : [`<p style="margin:0 0 24px">${escape(mail.signature)}</p>`]),
    `<p style="margin:0;padding-top:12px;border-top:1px solid #e1e4e8;font-size:13px;color:#57606a">${escape(mail.footer)}</p>`,
    '</div></body></html>',
    '',
  ].join('\n');
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escape(text: string): string {
  return text.replace(/[&<>"']/g, (character) => entities[character] ?? character);
}
