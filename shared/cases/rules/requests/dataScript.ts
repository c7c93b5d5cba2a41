import type { Instant } from '../../../calendar/index.ts';
import { Refused, type ActionOf } from '../../model/commands.ts';
import type { Recorder } from '../../decide/recorder.ts';
import { withMessage } from '../../model/message.ts';

/** A script on production data: only one that was tested first (DC-2). Throws `Refused`. */
export function requestScript(
  record: Recorder,
  action: ActionOf<'dataScript.requested'>,
  asOf: Instant,
): void {
  const { testedInUat, providedBy } = action;
  if (!testedInUat) {
    throw new Refused({
      kind: 'rule',
      code: 'dataScript.notTested',
      rules: ['DC-2'],
      pointer: '/testedInUat',
      detail:
        'Support runs a script on production data only once the customer or partner has tested it in a UAT environment: test it there, then ask again.',
    });
  }
  record.add('dataScript.requested', { testedInUat, providedBy, ...withMessage(action) }, asOf, [
    'DC-1',
    'DC-2',
  ]);
}
