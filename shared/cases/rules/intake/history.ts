import { toInstant, toMs, type Instant } from '../../../calendar/index.ts';
import type { CaseActionType } from '../../model/actions.ts';
import type { CaseAction } from '../../model/commands.ts';
import { Refused } from '../../model/commands.ts';
import type { History } from '../../model/history.ts';

/** The earliest submission that is taken: calendars know no earlier dates. */
const earliest = '1970-01-01T00:00:00Z';

/** The instants of a history in ms, each not before the one ahead of it and none after `now`. Throws `Refused`. */
export function instantsOf({ submittedAt, events }: History, now: number): readonly number[] {
  const begin = Date.parse(submittedAt);
  if (begin > now) {
    const detail = `\`submittedAt\` lies in the future: it is ${toInstant(now)} now. Leave it out for a case that is submitted now.`;
    throw invalid('submittedAt.inFuture', '/submittedAt', detail);
  }
  if (begin < toMs(earliest)) {
    throw invalid('submittedAt.outOfRange', '/submittedAt', 'Histories are taken from 1970 on.');
  }
  let last = begin;
  return events.map(({ occurredAt }, index) => {
    const pointer = `/events/${index}/occurredAt`;
    const at = Date.parse(occurredAt ?? submittedAt);
    if (at > now) {
      throw invalid(
        'occurredAt.inFuture',
        pointer,
        `\`occurredAt\` lies in the future: it is ${toInstant(now)} now.`,
      );
    }
    if (at < last) {
      const before = index === 0 ? '`submittedAt`' : 'the event ahead of it';
      const detail = `\`occurredAt\` lies before ${before}, ${toInstant(last)}: give the events in the order in which they happened.`;
      throw invalid('occurredAt.outOfOrder', pointer, detail);
    }
    return (last = at);
  });
}

/** Refuses what means nothing in the past, or reaches beyond the case. Throws `Refused`. */
export function refuseInHistory(action: CaseAction): void {
  const why =
    action.type === 'case.closed' && action.duplicateOf !== undefined
      ? 'leave `duplicateOf` out, or leave the event out and close the case as a duplicate once it is here'
      : instead[action.type];
  if (why === undefined) return;
  throw invalid('event.notInHistory', '/type', `\`${action.type}\` is no part of a history: ${why}.`);
}

const instead: { readonly [T in CaseActionType]?: string } = {
  'advisory.continued': 'submit the advisory case by itself, with `relatedTo`',
  'alert.acknowledged': 'nothing of the past is alarmed',
  'mail.retryRequested': 'nothing of the past is mailed',
  'response.corrected': 'tell the first response with the instant at which it was given',
};

/** The same refusal, which says which event of the history it is about. */
export function refusedAt(index: number, { type }: CaseAction, asOf: Instant, cause: unknown): unknown {
  if (!(cause instanceof Refused)) return cause;
  const { refusal } = cause;
  const own = 'pointer' in refusal ? (refusal.pointer ?? '') : '';
  const detail = `Event ${index} of the history, \`${type}\` as of ${asOf}: ${refusal.detail}`;
  return new Refused({ ...refusal, detail, pointer: `/events/${index}${own}` });
}

/** More than one commit holds. */
export function tooLargeHistory(): Refused {
  return invalid(
    'history.tooLarge',
    '/events',
    'What follows from this history is more than a case takes in at once: send fewer events, or shorter messages, and post the rest once the case is here.',
  );
}

function invalid(code: string, pointer: string, detail: string): Refused {
  return new Refused({ kind: 'invalid', code, pointer, detail });
}
