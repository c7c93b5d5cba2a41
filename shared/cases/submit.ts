import { toDurationMs, toInstant, type Instant } from '../calendar/index.ts';
import { calendarFor } from '../policy/calendars/index.ts';
import type { Policy } from '../policy/index.ts';
import { admit, type Admission } from './admission.ts';
import type { CalendarStamp } from './case.ts';
import { planClock, timeOf } from './clocks.ts';
import { Refused, type SubmitCase } from './commands.ts';
import { requestMail } from './mails.ts';
import type { Recorder } from './recorder.ts';

/** Creates the case, starts its initial response clock and thanks the customer. Throws `Refused`. */
export function submit(record: Recorder, command: SubmitCase, now: number, policy: Policy): void {
  const { submission, caseId } = command;
  const admission = admit(command, policy);
  const { stamp, hoursRules } = stampCalendar(command);
  const at = toInstant(now);
  const { require24X7Response: _, ...attributes } = submission;
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
    },
    at,
    admission.rules,
  );
  startInitialResponse(record, command, admission, hoursRules, at, policy);
  requestMail(record, 'acknowledgement', 'customer', at, ['COM-1']);
}

function startInitialResponse(
  record: Recorder,
  command: SubmitCase,
  { plan, coverage }: Admission,
  hoursRules: readonly string[],
  at: Instant,
  policy: Policy,
): void {
  const { severity, service } = command.submission;
  const response = policy.initialResponse[severity];
  const preview = service.releaseStage === 'publicPreview';
  const contract = command.entitlement?.targets?.initialResponse?.[severity];
  const target =
    contract ?? (preview ? policy.publicPreview.targets[severity] : undefined) ?? response.targets[plan];
  const rules = [
    response.rule,
    ...(preview ? ['PRE-1'] : []),
    ...(contract ? ['PLAN-4'] : []),
    ...(coverage === 'businessHours' ? hoursRules : []),
  ];
  record.add(
    'clock.started',
    {
      clockId: `k${record.nextSequence}`,
      kind: 'initialResponse',
      schedule: coverage,
      target,
      ...planClock(
        timeOf(record.existing.calendar, coverage),
        at,
        toDurationMs(target),
        policy.warnAtPercent.initialResponse,
      ),
    },
    at,
    rules,
  );
}

/** The contact's country gives hours and holidays; the contract's own hours go before them. */
function stampCalendar({ submission, entitlement }: SubmitCase): {
  stamp: CalendarStamp;
  hoursRules: readonly string[];
} {
  const { country, preferredTimeZone } = submission.contactDetails;
  const region =
    entitlement?.country.toUpperCase() === country.toUpperCase() ? entitlement.region : undefined;
  const asked = {
    country,
    ...(region === undefined ? {} : { region }),
    ...(preferredTimeZone === undefined ? {} : { preferredTimeZone }),
    ...(entitlement?.hours ? { hours: entitlement.hours } : {}),
    ...(entitlement?.holidays ? { holidays: entitlement.holidays } : {}),
  };
  const found = calendarFor(asked);
  if (!found.ok) {
    throw new Refused({
      kind: 'invalid',
      code: found.failure.code,
      rules: ['COM-1'],
      pointer: `/contactDetails${found.failure.pointer}`,
      detail: `${found.failure.detail}.`,
    });
  }
  const { timeZone, holidayData } = found.calendar;
  return { stamp: { ...asked, timeZone, holidayData }, hoursRules: found.hoursRules };
}
