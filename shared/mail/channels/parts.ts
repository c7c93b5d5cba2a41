import { referenceOf } from '../../cases/index.ts';
import type { ChannelMessage } from '../delivery/port.ts';
import { plain } from '../render/text.ts';

/** By which a message is known again, should it come twice. */
export function lineOf({ caseId, mailId }: ChannelMessage): string {
  return `${referenceOf(caseId)} · mail ${mailId}`;
}

/** What comes next and what can be done, without headings under which nothing stands. */
export function sectionsOf({ layout }: ChannelMessage): ChannelMessage['layout']['sections'] {
  return layout.sections.filter(([, sentences]) => sentences.length > 0);
}

/** At most so many characters. */
export function clippedTo(text: string, most: number): string {
  const whole = plain(text);
  return whole.length <= most ? whole : `${whole.slice(0, most - 1).replace(/[\uD800-\uDBFF]$/, '')}…`;
}
