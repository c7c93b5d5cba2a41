import type { Policy } from '../../../policy/index.ts';
import type { Case } from '../../model/case.ts';
import { followWork, waitsForCustomer } from '../effort/bestEffort.ts';
import { Refused, type ActionOf } from '../../model/commands.ts';
import { asCoverage, coverageFor } from '../intake/coverage.ts';
import { withdrawLowered } from '../../mails/request.ts';
import { moveClocks } from '../../clocks/move.ts';
import type { Recorder } from '../../decide/recorder.ts';
import { withMessage, type WithMessage } from '../../model/message.ts';
import { withdrawSilence } from '../silence/silence.ts';
import type { Coverage } from '../../model/vocabulary.ts';

/**
 * The customer asks for another severity: down at any time, up with the commitment that belongs to it. Throws
 * `Refused` when a severity that was lowered for silence is asked for without it.
 */
export function changeSeverity(
  record: Recorder,
  action: ActionOf<'severity.changeRequested'>,
  policy: Policy,
  asOf: string,
): void {
  const state = record.existing;
  const { severity: to, require24X7Response } = action;
  const asked = require24X7Response === undefined ? state.coverage : asCoverage(require24X7Response);
  const { coverage, overruledBy } = coverageFor(state, to, asked, policy);
  const { severity: from } = state;
  const raises = to < from;
  if (raises) demandCommitment(state, action, policy);
  const { rule } = policy.initialResponse[to];
  record.add(
    'severity.changeRequested',
    {
      severity: to,
      ...(require24X7Response === undefined ? {} : { require24X7Response }),
      ...withMessage(action),
    },
    asOf,
    [...new Set([rule, ...overruledBy])],
  );
  if (to === from) {
    if (coverage !== state.coverage) changeTo(record, coverage, policy, asOf, overruledBy);
    return;
  }
  const commitment = policy.silence[coverage === '24x7' ? '24x7' : 'businessHours'];
  const committed = to in commitment ? [commitment[to as keyof typeof commitment].rule] : [];
  record.add(raises ? 'severity.raised' : 'severity.lowered', { from, to, coverage }, asOf, [
    rule,
    ...committed,
  ]);
  if (raises) withdrawLowered(record, asOf);
  moveClocks(record, policy, raises ? 'raised' : 'lowered', asOf);
  followWork(record, policy, asOf);
}

/** What was lowered for silence comes back with an answer and the confirmation of work around the clock. */
function demandCommitment(
  state: Case,
  { severity, require24X7Response }: ActionOf<'severity.changeRequested'>,
  policy: Policy,
): void {
  if (!state.lowered) return;
  const commits = state.service.releaseStage === 'publicPreview' || require24X7Response === true;
  // A is before B: back to where it was lowered from, or above.
  const needs = policy.initialResponse[severity].coverage === '24x7' || severity <= state.lowered.from;
  if (!waitsForCustomer(state) && (commits || !needs)) return;
  const answer = waitsForCustomer(state) ? 'answer what support has asked (`customer.replied`), then ' : '';
  throw new Refused({
    kind: 'rule',
    code: 'severity.notRecommitted',
    rules: [...state.lowered.rules],
    pointer: '/require24X7Response',
    detail: `The severity was lowered because the customer did not answer: ${answer}ask for it with \`require24X7Response\`: true, which confirms work around the clock.`,
  });
}

export function changeCoverage(
  record: Recorder,
  action: ActionOf<'coverage.changed'>,
  policy: Policy,
  asOf: string,
): void {
  const { severity } = record.existing;
  const asked = asCoverage(action.require24X7Response);
  const { coverage, overruledBy } = coverageFor(record.existing, severity, asked, policy);
  changeTo(record, coverage, policy, asOf, overruledBy, withMessage(action));
}

function changeTo(
  record: Recorder,
  coverage: Coverage,
  policy: Policy,
  asOf: string,
  overruledBy: readonly string[],
  words: WithMessage = {},
): void {
  const { coverage: before, severity } = record.existing;
  const { rule } = policy.initialResponse[severity];
  const rules = [...new Set([rule, ...overruledBy])];
  record.add('coverage.changed', { coverage, ...words }, asOf, rules);
  if (coverage === before) return;
  // In business hours nothing is lowered for silence.
  if (coverage === 'businessHours') withdrawSilence(record, asOf);
  moveClocks(record, policy, coverage === '24x7' ? 'raised' : 'lowered', asOf);
}
