import type { Instant } from '../../../calendar/index.ts';
import type { Policy } from '../../../policy/index.ts';
import { bestEffortClock, followWork, isFound } from './bestEffort.ts';
import { stopClock } from '../../clocks/changes.ts';
import { Refused, type ActionOf } from '../../model/commands.ts';
import { lower, propose } from '../severity/lowering.ts';
import type { Recorder } from '../../decide/recorder.ts';
import { withMessage } from '../../model/message.ts';

/** What is found decides the kind of support (ISO-2); found in customised code, the severity may be lowered (DG-3). */
export function conclude(
  record: Recorder,
  action: ActionOf<'investigation.concluded'>,
  policy: Policy,
  asOf: Instant,
): void {
  const { cause, reproducible, evidence } = action;
  const outside = cause !== 'platform' && cause !== 'unknown';
  record.add(
    'investigation.concluded',
    {
      cause,
      reproducible,
      ...(evidence === undefined ? {} : { evidence }),
      ...withMessage(action),
    },
    asOf,
    ['ISO-1', 'ISO-2', ...(outside ? ['ISO-3'] : [])],
  );
  const effort = bestEffortClock(record.existing);
  if (effort && isFound(action)) stopClock(record, effort, asOf);
  followWork(record, policy, asOf);
  const { causes, approval } = policy.downgrades.onCustomCode;
  if (!outside || !causes.includes(cause)) return;
  if (approval) propose(record, policy, ['DG-3'], asOf);
  else lower(record, policy, ['DG-3'], asOf);
}

/** Whether a performance problem is break-fix or advisory is for an engineer to say (BE-7). Throws `Refused`. */
export function reclassify(
  record: Recorder,
  action: ActionOf<'engineer.reclassified'>,
  policy: Policy,
  asOf: Instant,
): void {
  const { category, message } = action;
  const { plan } = record.existing;
  if (category === 'advisory' && !policy.plans[plan].advisory) {
    throw new Refused({
      kind: 'rule',
      code: 'plan.noAdvisory',
      rules: ['BE-7', 'PLAN-3'],
      pointer: '/category',
      detail:
        'The plan has no advisory cases, which need Professional Direct or Unified: leave it as break-fix, or close it and point the customer to a partner or the community.',
    });
  }
  record.add('engineer.reclassified', { category, message }, asOf, ['BE-7']);
  followWork(record, policy, asOf);
}
