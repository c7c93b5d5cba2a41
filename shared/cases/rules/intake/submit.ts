import { toInstant } from '../../../calendar/index.ts';
import { countryOf, layersAt } from '../../../policy/calendars/index.ts';
import type { Policy } from '../../../policy/index.ts';
import { admit } from './admission.ts';
import type { CalendarStamp } from '../../model/case.ts';
import { Refused, type SubmitCase } from '../../model/commands.ts';
import { languageRules } from './language.ts';
import { stampOf } from './place.ts';
import { mailCustomer } from '../../mails/request.ts';
import type { Recorder } from '../../decide/recorder.ts';
import { startResponse } from '../response/response.ts';

/**
 * Creates the case at `from` (ms), starts its initial response clock and thanks the customer. What it is entitled to
 * and its calendar are those of `now`. Throws `Refused`.
 */
export function submit(
  record: Recorder,
  command: SubmitCase,
  from: number,
  policy: Policy,
  now = from,
): void {
  const { submission, caseId } = command;
  refuseFutureStart(command, from);
  const admission = admit(command, policy, now);
  const stamp = stampCalendar(command, now);
  const at = toInstant(from);
  const { require24X7Response: _, ...attributes } = submission;
  const contract =
    submission.submitter.benefit === 'partnerBenefit' ? command.partnerEntitlement : command.entitlement;
  const contractTargets = contract?.targets?.initialResponse;
  record.add(
    'case.submitted',
    {
      ...attributes,
      ...(submission.category === 'technical' ? { problemType: submission.problemType ?? 'breakFix' } : {}),
      ...(submission.problemStartTime
        ? { problemStartTime: toInstant(Date.parse(submission.problemStartTime)) }
        : {}),
      id: caseId,
      plan: admission.plan,
      category: admission.category,
      coverage: admission.coverage,
      policyVersion: policy.version,
      calendar: stamp,
      ...(contractTargets ? { contractTargets } : {}),
    },
    at,
    [...new Set([...admission.rules, ...languageRules(attributes, admission.coverage, policy)])],
  );
  const clock = startResponse(record, policy, at);
  mailCustomer(record, 'acknowledgement', at, clock.rules, { clockId: clock.id });
}

/** A problem that is reported has begun. */
function refuseFutureStart({ submission: { problemStartTime }, history }: SubmitCase, from: number): void {
  if (problemStartTime === undefined || Date.parse(problemStartTime) <= from) return;
  const than = history ? 'after the submission' : 'in the future';
  const then = history ? `the case was submitted at ${toInstant(from)}` : `it is ${toInstant(from)} now`;
  throw new Refused({
    kind: 'invalid',
    code: 'problemStartTime.inFuture',
    pointer: '/problemStartTime',
    detail: `\`problemStartTime\` lies ${than}: ${then}. Say when the problem began, or leave it out.`,
  });
}

/** The contact's country and region give hours and holidays; the contract's own go before them. */
function stampCalendar({ submission, entitlement, layers }: SubmitCase, now: number): CalendarStamp {
  const { country, region, preferredTimeZone } = submission.contactDetails;
  const isHome = entitlement && countryOf(entitlement.country)?.code === countryOf(country)?.code;
  return stampOf({
    country,
    region: region ?? (isHome ? entitlement.region : undefined),
    preferredTimeZone,
    hours: entitlement?.hours,
    holidays: entitlement?.holidays,
    layerOf: layersAt(layers, now),
  });
}
