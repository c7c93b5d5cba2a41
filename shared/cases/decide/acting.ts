import { toInstant } from '../../calendar/index.ts';
import type { Policy } from '../../policy/index.ts';
import { recordAction } from './act.ts';
import { allowedActions, obstacle, tooMany } from './allowed.ts';
import { Refused, type CaseAction } from '../model/commands.ts';
import { occurred } from './occurred.ts';
import type { Recorder } from './recorder.ts';

/** Judges whether an action makes sense at `now` (ms), and records it as of when it happened. Throws `Refused`. */
export function recordAct(record: Recorder, action: CaseAction, now: number, policy: Policy): void {
  const state = record.existing;
  const why = obstacle(state, action.type, policy, now) ?? tooMany(state, action);
  if (why !== undefined) {
    const allowed = allowedActions(state, policy, now);
    throw new Refused({
      kind: 'notNow',
      code: 'event.notNow',
      allowed,
      detail: `\`${action.type}\` makes no sense ${record.imported ? 'then' : 'now'}: ${why}.`,
    });
  }
  const asOf = occurred(state, action, now);
  // RE-5 goes by when the reopening is asked for, and what is promised then counts from then.
  recordAction(record, action, policy, action.type === 'case.reopenRequested' ? toInstant(now) : asOf);
}
