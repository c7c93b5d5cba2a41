import type { ChannelMessage } from '../delivery/port.ts';
import { clippedTo, lineOf, sectionsOf } from './parts.ts';

/** What a workflow takes is 28 kB at the most: of each text so many characters are shown, and of quotes so many lines. */
const longest = 1000;

/**
 * A message as the workflow "When a Teams webhook request is received" takes it: an Adaptive Card. All that is not ours
 * stands in text runs, in which no Markdown is read, so that nobody can write a link or a mention.
 */
export function teamsMessage(message: ChannelMessage): object {
  const { heading, body, quotes, facts, buttons } = message.layout;
  const content = {
    $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
    type: 'AdaptiveCard',
    version: '1.4',
    fallbackText: message.subject,
    msteams: { width: 'Full' },
    body: [
      paragraph([run(message.subject, { weight: 'Bolder', size: 'Medium' })]),
      ...[heading, ...body].map((text) => paragraph([run(text)])),
      ...quotes.flatMap(([label, lines]) => [
        paragraph([run(`${label}:`, { weight: 'Bolder' })]),
        { type: 'Container', style: 'emphasis', items: [paragraph([run(lines.join('\n'))])] },
      ]),
      ...facts.map(([label, value]) =>
        paragraph([run(`${label}: `, { weight: 'Bolder' }), run(value)], 'Small'),
      ),
      ...sectionsOf(message).flatMap(([label, sentences]) => [
        paragraph([run(label, { weight: 'Bolder' })]),
        ...sentences.map((sentence) => paragraph([run(`• ${sentence}`)])),
      ]),
      paragraph([run(lineOf(message), { isSubtle: true, size: 'Small' })]),
    ],
    ...(buttons.length > 0
      ? { actions: buttons.map(([title, url]) => ({ type: 'Action.OpenUrl', title, url })) }
      : {}),
  };
  return {
    type: 'message',
    attachments: [{ contentType: 'application/vnd.microsoft.card.adaptive', contentUrl: null, content }],
  };
}

function paragraph(inlines: readonly object[], spacing = 'Default'): object {
  return { type: 'RichTextBlock', spacing, inlines };
}

function run(text: string, looks: object = {}): object {
  return { type: 'TextRun', text: clippedTo(text, longest), ...looks };
}
