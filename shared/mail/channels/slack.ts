import type { ChannelMessage } from '../delivery/port.ts';
import { clippedTo, lineOf, sectionsOf } from './parts.ts';

/** What Slack takes of the text of a header, of a section, and of one of its fields; and of these in a section. */
const longest = { header: 150, section: 3000, field: 2000 };
const fieldsAtOnce = 10;

/**
 * A message as an incoming webhook of Slack takes it. Blocks hold plain text, in which no markup is read, but for our own
 * link; the text of the notification is escaped as Slack asks, so that nobody can write a link or a mention.
 */
export function slackMessage(message: ChannelMessage): object {
  const { heading, body, quotes, facts, buttons } = message.layout;
  const fields = facts.map(([label, value]) => plainText(`${label}\n${value}`, longest.field));
  return {
    text: escaped(message.subject),
    unfurl_links: false,
    unfurl_media: false,
    blocks: [
      { type: 'header', text: plainText(message.subject, longest.header) },
      section([heading, ...body].join('\n')),
      ...quotes.map(([label, lines]) =>
        section([`${label}:`, ...lines.map((line) => `> ${line}`)].join('\n')),
      ),
      ...Array.from({ length: Math.ceil(fields.length / fieldsAtOnce) }, (_, index) => ({
        type: 'section',
        fields: fields.slice(index * fieldsAtOnce, (index + 1) * fieldsAtOnce),
      })),
      ...sectionsOf(message).map(([label, sentences]) =>
        section([label, ...sentences.map((sentence) => `• ${sentence}`)].join('\n')),
      ),
      ...buttons.map(([label, link]) => ({
        type: 'section',
        text: { type: 'mrkdwn', text: `<${escaped(link)}|${escaped(label)}>` },
      })),
      { type: 'context', elements: [plainText(lineOf(message), longest.field)] },
    ],
  };
}

function section(text: string): object {
  return { type: 'section', text: plainText(text, longest.section) };
}

function plainText(text: string, most: number): object {
  return { type: 'plain_text', text: clippedTo(text, most), emoji: false };
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
