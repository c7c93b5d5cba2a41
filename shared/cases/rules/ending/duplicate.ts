import { toMs, type Instant } from '../../../calendar/index.ts';
import type { Policy } from '../../../policy/index.ts';
import { latestClock } from '../../clocks/clocks.ts';
import type { Recorder } from '../../decide/recorder.ts';
import { mostLinks, type Case } from '../../model/case.ts';
import { Refused, type ActionOf, type CaseActionType } from '../../model/commands.ts';
import { waitingResponse } from '../response/response.ts';
import { closeCase } from './closing.ts';

/** Closes the case as a duplicate of another one, unless a promise would be lost by that. Throws `Refused`. */
export function closeAsDuplicate(
  record: Recorder,
  { duplicated, message }: ActionOf<'case.closed'>,
  policy: Policy,
  asOf: Instant,
  allowed: () => readonly CaseActionType[],
): void {
  const state = record.existing;
  if (!duplicated || duplicated.tenantId !== state.tenantId || duplicated.id === state.id) throw unknown();
  if (state.linkedCases.length >= mostLinks) {
    throw new Refused({
      kind: 'notNow',
      code: 'event.notNow',
      allowed: allowed(),
      detail: `The case has ${mostLinks} links, and no more fit: close it without \`duplicateOf\`.`,
    });
  }
  if (losesPromise(state, duplicated)) {
    throw new Refused({
      kind: 'notNow',
      code: 'duplicate.wouldLosePromise',
      allowed: allowed(),
      detail:
        'The first response of this case still runs, and that of the other one is neither met nor due by then: contact the customer on this case first, or close the other one as a duplicate of it.',
    });
  }
  closeCase(record, policy, 'duplicate', asOf, { message, duplicateOf: duplicated.id });
}

/** Whether nobody is bound any more to answer as early as was promised here. */
function losesPromise(state: Case, other: Case): boolean {
  const own = waitingResponse(state);
  if (own?.state !== 'running' || own.dueAt === null) return false;
  const others = latestClock(other, 'initialResponse');
  if (!others) return true;
  if (others.state === 'met' || (others.state === 'breached' && others.stoppedAt !== undefined)) return false;
  if (others.stoppedAt !== undefined || others.dueAt === null) return true;
  return toMs(others.dueAt) > toMs(own.dueAt);
}

function unknown(): Refused {
  return new Refused({
    kind: 'rule',
    code: 'duplicateOf.unknown',
    rules: [],
    pointer: '/duplicateOf',
    detail:
      'There is no such other case of this tenant: name the id or the reference of the one that goes on instead.',
  });
}
