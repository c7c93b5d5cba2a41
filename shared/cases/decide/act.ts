import { toInstant, toMs, type Instant } from '../../calendar/index.ts';
import type { Policy } from '../../policy/index.ts';
import { continueAsAdvisory } from '../rules/effort/advisory.ts';
import { budgetRule, followWork } from '../rules/effort/bestEffort.ts';
import { closeAsDuplicate } from '../rules/ending/duplicate.ts';
import { allowedActions } from './allowed.ts';
import { closeCase } from '../rules/ending/closing.ts';
import type { CaseAction } from '../model/commands.ts';
import type { LateAnswer } from '../model/events.ts';
import { changeContact, changeDetails, updateCustomer } from '../rules/facts/facts.ts';
import { requestScript } from '../rules/requests/dataScript.ts';
import { endEscalations, requestEscalation } from '../rules/requests/escalations.ts';
import { conclude, reclassify } from '../rules/effort/investigation.ts';
import { lower } from '../rules/severity/lowering.ts';
import { mailCustomer } from '../mails/request.ts';
import { retryMail } from '../mails/retry.ts';
import { requestRca } from '../rules/requests/rca.ts';
import type { Recorder } from './recorder.ts';
import { reopen } from '../rules/ending/reopening.ts';
import { acknowledge } from '../rules/response/alerts.ts';
import { correctResponse } from '../rules/response/correction.ts';
import { answerResponse, startResponse, waitingResponse } from '../rules/response/response.ts';
import { withMessage } from '../model/message.ts';
import { changeCoverage, changeSeverity } from '../rules/severity/severity.ts';
import type { SilenceKind } from '../model/vocabulary.ts';
import { endSilence, restartSilence, untilLowered } from '../rules/silence/silence.ts';

/** Does what an action asks for. It makes sense in the case's state; the policy may still refuse (`Refused`). */
export function recordAction(record: Recorder, action: CaseAction, policy: Policy, asOf: Instant): void {
  const words = withMessage(action);
  switch (action.type) {
    case 'engineer.contacted': {
      record.add('engineer.contacted', words, asOf, waitingResponse(record.existing)?.rules ?? []);
      return answerResponse(record, asOf);
    }
    case 'engineer.requestedInformation':
      record.add('engineer.requestedInformation', words, asOf, ['COM-2']);
      return askCustomer(record, policy, 'customerReply', asOf);
    case 'engineer.proposedResolution':
      record.add('engineer.proposedResolution', words, asOf, ['DG-4']);
      return askCustomer(record, policy, 'resolutionAcceptance', asOf);
    case 'response.corrected':
      return correctResponse(record, action, asOf);
    case 'alert.acknowledged':
      return acknowledge(record, action, policy, asOf);
    case 'engineer.reclassified':
      return reclassify(record, action, policy, asOf);

    case 'engineer.updated':
      return updateCustomer(record, action, asOf);
    case 'contact.changed':
      return changeContact(record, action, asOf);
    case 'details.changed':
      return changeDetails(record, action, asOf);
    case 'case.assigned':
      return record.add('case.assigned', { owner: action.owner, ...words }, asOf);
    case 'note.added':
      return record.add('note.added', { message: action.message }, asOf);

    case 'customer.replied':
    case 'customer.rejectedResolution':
      record.add(action.type, { ...words, ...saidToBe(action, asOf) }, asOf, []);
      endSilence(record, asOf);
      return followWork(record, policy, asOf);
    case 'customer.acceptedResolution':
      record.add('customer.acceptedResolution', { ...words, ...saidToBe(action, asOf) }, asOf, []);
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
    case 'mail.retryRequested':
      return retryMail(record, action, asOf);
    case 'case.closed':
      if (action.duplicateOf !== undefined) {
        const allowed = () => allowedActions(record.existing, policy, toMs(record.at));
        return closeAsDuplicate(record, action, policy, asOf, allowed);
      }
      return closeCase(record, policy, 'requested', asOf, { message: action.message });
    case 'case.reopenRequested':
      if (!reopen(record, action, policy, asOf)) return;
      return restart(record, policy, asOf);
  }
}

/** When an answer is said to have come that was told too late to count from then. */
function saidToBe({ occurredAt }: CaseAction, asOf: Instant): LateAnswer {
  return occurredAt === undefined || toMs(occurredAt) === toMs(asOf)
    ? {}
    : { occurredAt: toInstant(toMs(occurredAt)) };
}

/** The first response is promised again, counted from the reopening. */
function restart(record: Recorder, policy: Policy, asOf: Instant): void {
  const clock = startResponse(record, policy, asOf);
  mailCustomer(record, 'reopened', asOf, ['RE-1', ...clock.rules], { clockId: clock.id });
}

function askCustomer(record: Recorder, policy: Policy, kind: SilenceKind, asOf: Instant): void {
  answerResponse(record, asOf);
  const messageIn = record.existing.questions?.[kind];
  const clock = restartSilence(record, policy, kind, asOf);
  const mail = kind === 'customerReply' ? 'informationRequested' : 'resolutionProposed';
  mailCustomer(record, mail, asOf, clock?.rules ?? [], {
    ...(messageIn === undefined ? {} : { messageIn }),
    ...(clock ? { clockId: clock.id } : {}),
    ...untilLowered(record.existing, clock, policy),
  });
  followWork(record, policy, asOf);
}
