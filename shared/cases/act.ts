import type { Instant } from '../calendar/index.ts';
import type { Policy } from '../policy/index.ts';
import { bestEffortClock, budgetRule, followWork, isFound } from './bestEffort.ts';
import { stopClock } from './clockChanges.ts';
import { closeCase } from './closing.ts';
import { Refused, type CaseAction } from './commands.ts';
import { endEscalations, startEscalation } from './escalations.ts';
import { lower, propose } from './lowering.ts';
import { mailCustomer } from './mails.ts';
import { requestRca } from './rca.ts';
import type { Recorder } from './recorder.ts';
import type { Said } from './events.ts';
import { reopen } from './reopening.ts';
import { startResponse, waitingResponse } from './response.ts';
import { said } from './said.ts';
import { changeCoverage, changeSeverity } from './severity.ts';
import { endSilence, restartSilence, untilLowered, type SilenceKind } from './silence.ts';

/** Does what an action asks for. It makes sense in the case's state; the policy may still refuse (`Refused`). */
export function perform(record: Recorder, action: CaseAction, policy: Policy, asOf: Instant): void {
  const words = said(action);
  switch (action.type) {
    case 'engineer.contacted': {
      const clock = waitingResponse(record.existing);
      record.add('engineer.contacted', words, asOf, clock?.rules ?? []);
      if (clock) stopClock(record, clock, asOf);
      return endEscalations(record, asOf);
    }
    case 'engineer.requestedInformation':
      record.add('engineer.requestedInformation', words, asOf, ['COM-2']);
      return askCustomer(record, policy, 'customerReply', asOf, words);
    case 'engineer.proposedResolution':
      record.add('engineer.proposedResolution', words, asOf, ['DG-4']);
      return askCustomer(record, policy, 'resolutionAcceptance', asOf, words);
    case 'engineer.reclassified':
      return reclassify(record, action, policy, asOf);

    case 'customer.replied':
    case 'customer.rejectedResolution':
      record.add(action.type, words, asOf, []);
      endSilence(record, asOf);
      return followWork(record, policy, asOf);
    case 'customer.acceptedResolution':
      record.add('customer.acceptedResolution', words, asOf, []);
      endSilence(record, asOf);
      return closeCase(record, policy, 'resolutionAccepted', asOf);

    case 'investigation.started':
    case 'investigation.paused': {
      const rule = budgetRule(record.existing, policy);
      record.add(action.type, words, asOf, ['ISO-1', ...(rule === undefined ? [] : [rule, 'BE-6'])]);
      if (action.type === 'investigation.started') endEscalations(record, asOf);
      return followWork(record, policy, asOf);
    }
    case 'investigation.concluded':
      return conclude(record, action, policy, asOf);

    case 'severity.changeRequested':
      return changeSeverity(record, action, policy, asOf);
    case 'coverage.changed':
      return changeCoverage(record, action, policy, asOf);
    case 'downgrade.approved': {
      const rules = record.existing.downgrade?.rules ?? [];
      record.add('downgrade.approved', words, asOf, rules);
      return lower(record, policy, rules, asOf);
    }
    case 'downgrade.declined':
      return record.add('downgrade.declined', words, asOf, record.existing.downgrade?.rules ?? []);

    case 'escalation.requested':
      return requestEscalation(record, action, policy, asOf);
    case 'rca.requested':
      return requestRca(record, action, policy, asOf);
    case 'dataScript.requested':
      return requestScript(record, action, asOf);
    case 'advisory.continued':
      return continueAsAdvisory(record, action, policy, asOf);
    case 'case.closed':
      return closeCase(record, policy, 'requested', asOf, { message: action.message });
    case 'case.reopenRequested':
      if (!reopen(record, action, policy, asOf)) return;
      return restart(record, policy, asOf);
  }
}

/** The first response is promised again, counted from the reopening. */
function restart(record: Recorder, policy: Policy, asOf: Instant): void {
  const clock = startResponse(record, policy, asOf);
  mailCustomer(record, 'reopened', asOf, ['RE-1', ...clock.rules], { clockId: clock.id });
}

type Of<T extends CaseAction['type']> = Extract<CaseAction, { type: T }>;

function askCustomer(record: Recorder, policy: Policy, kind: SilenceKind, asOf: Instant, words: Said): void {
  endEscalations(record, asOf);
  const clock = restartSilence(record, policy, kind, asOf);
  const mail = kind === 'customerReply' ? 'informationRequested' : 'resolutionProposed';
  mailCustomer(record, mail, asOf, clock?.rules ?? [], {
    ...words,
    ...(clock ? { clockId: clock.id } : {}),
    ...untilLowered(record.existing, clock, policy),
  });
  followWork(record, policy, asOf);
}

/** What is found decides the kind of support (ISO-2); found in customised code, the severity may be lowered (DG-3). */
function conclude(
  record: Recorder,
  action: Of<'investigation.concluded'>,
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
      ...said(action),
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

function reclassify(
  record: Recorder,
  action: Of<'engineer.reclassified'>,
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

function requestEscalation(
  record: Recorder,
  action: Of<'escalation.requested'>,
  policy: Policy,
  asOf: Instant,
): void {
  if (!policy.plans[record.existing.plan].escalationManagement) {
    throw new Refused({
      kind: 'rule',
      code: 'plan.noEscalation',
      rules: ['PLAN-3'],
      pointer: '/type',
      detail:
        'Escalation management needs Professional Direct or Unified: ask for another severity with `severity.changeRequested` if the impact has grown, or change the plan.',
    });
  }
  const request = record.nextSequence;
  record.add('escalation.requested', said(action), asOf, ['PLAN-3']);
  startEscalation(record, policy, { request, ...said(action) }, asOf);
}

function requestScript(record: Recorder, action: Of<'dataScript.requested'>, asOf: Instant): void {
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
  record.add('dataScript.requested', { testedInUat, providedBy, ...said(action) }, asOf, ['DC-1', 'DC-2']);
}

function continueAsAdvisory(
  record: Recorder,
  action: Of<'advisory.continued'>,
  policy: Policy,
  asOf: Instant,
): void {
  if (!policy.plans[record.existing.plan].advisoryContinuation) {
    throw new Refused({
      kind: 'rule',
      code: 'plan.noContinuation',
      rules: ['BE-3'],
      pointer: '/type',
      detail:
        'Only Premier and Unified cases go on as advisory cases: ask a partner or the community, or submit an advisory case where the plan has those (PLAN-3).',
    });
  }
  const { advisoryCaseId } = action;
  if (advisoryCaseId === undefined) throw new Error('the caller derives the id of the advisory case');
  record.add('advisory.continued', { advisoryCaseId, ...said(action) }, asOf, ['BE-3']);
}
