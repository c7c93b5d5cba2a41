import { describe, expect, it } from 'vitest';
import { type MailKind, mailKinds, referenceOf } from '../../../cases/index.ts';
import { render } from '../render.ts';
import { languages, messagesIn } from '../messages/index.ts';
import { exampleCase, exampleMail, without } from '../../testing/service.ts';
import { read, told, toldWithout } from '../../testing/told.ts';

const tokyo = 'Friday 20 November 2026 at 18:00 (Japan Standard Time)';
const answerBy = 'Friday 20 November 2026 at 21:00 (Japan Standard Time)';

describe('what each kind says', () => {
  const said: readonly {
    readonly kind: MailKind;
    readonly subject: string;
    readonly says: readonly string[];
  }[] = [
    {
      kind: 'acknowledgement',
      subject: 'We have received your support request: Sales order posting fails for everyone',
      says: [
        'Severity: A (critical)',
        'Support hours: around the clock (24x7)',
        `We contact you before: ${tokyo}`,
        `An engineer will contact you and start work before ${tokyo}.`,
        'someone on your side can be reached at any time',
      ],
    },
    {
      kind: 'responseWarning',
      subject: '75 % of the time to answer is used: severity A (critical), contoso',
      says: [
        '15 minutes of 1 hour were left',
        'Answer due before: Friday, 20 November 2026 at 09:00 UTC',
        'engineer.contacted',
      ],
    },
    {
      kind: 'responseBreached',
      subject: 'Initial response overdue: severity A (critical), contoso',
      says: [
        'before Friday, 20 November 2026 at 09:00 UTC',
        'Target: 1 hour',
        'Tenant: contoso',
        'being told by mail',
      ],
    },
    {
      kind: 'responseLate',
      subject: 'Our answer to your request is late: Sales order posting fails for everyone',
      says: [`contact you before ${tokyo}`, 'we apologise', 'Your case is marked as overdue'],
    },
    {
      kind: 'informationRequested',
      subject: 'We need your answer: Sales order posting fails for everyone',
      says: [`Please answer before ${answerBy}`, 'lowered from A (critical) to B (moderate)'],
    },
    {
      kind: 'replyReminder',
      subject: 'Reminder – we still need your answer: Sales order posting fails for everyone',
      says: [
        `Please answer before ${answerBy}`,
        'lowered from A (critical) to B (moderate)',
        '> 1. the trace',
      ],
    },
    {
      kind: 'resolutionProposed',
      subject: 'A resolution for you to try: Sales order posting fails for everyone',
      says: [
        'accept it: we then close the case',
        'reject it and tell us',
        `before ${answerBy}`,
        '> 1. the trace',
      ],
    },
    {
      kind: 'severityLowered',
      subject: 'Severity lowered from A (critical) to B (moderate): Sales order posting fails for everyone',
      says: ['Severity before: A (critical)', 'Severity: B (moderate)', `once more on ${answerBy}`],
    },
    {
      kind: 'bestEffortHalf',
      subject: 'Half of the time for your problem is used: Sales order posting fails for everyone',
      says: ['up to 4 hours. Time used so far: 2 hours.', 'a partner or the community'],
    },
    {
      kind: 'bestEffortEnding',
      subject: 'The time for your problem is almost used up: Sales order posting fails for everyone',
      says: ['Time left: 30 minutes.', 'Time used: 3 hours and 30 minutes', 'a partner or the community'],
    },
    {
      kind: 'bestEffortClosed',
      subject: 'Your case is closed, the available time is used up: Sales order posting fails for everyone',
      says: ['worked on your case for 4 hours and found no resolution', 'turn to a partner'],
    },
    {
      kind: 'advisoryOffered',
      subject: 'Your case can continue as an advisory case: Sales order posting fails for everyone',
      says: [`ask for an advisory case before ${answerBy}`, 'link the two'],
    },
    {
      kind: 'rcaPublished',
      subject: 'Root cause analysis of incident MO-1 published: Sales order posting fails for everyone',
      says: ['attached to your case', 'not sent by email', 'https://status.example/MO-1', 'in English only'],
    },
    {
      kind: 'rcaDeclined',
      subject: 'No root cause analysis: Sales order posting fails for everyone',
      says: [
        'under any support plan',
        'published service incidents only',
        'made the service unavailable',
        'may be reviewed',
      ],
    },
    {
      kind: 'reopened',
      subject: 'Your case is open again: Sales order posting fails for everyone',
      says: ['times count from the reopening', `start work before ${tokyo}`],
    },
    {
      kind: 'newCaseNeeded',
      subject: 'Please submit a new request: Sales order posting fails for everyone',
      says: [`mention the reference ${referenceOf(exampleCase.id)}`],
    },
    {
      kind: 'closed',
      subject: 'Your case is closed: Sales order posting fails for everyone',
      says: [
        'closed on request',
        'Cause: another vendor’s software',
        '> at Vendor.Post()',
        'such as its vendor, your partner',
        `reopen this case before ${answerBy}`,
      ],
    },
    {
      kind: 'responseStillMissing',
      subject: 'Again, alert 2: initial response still missing, severity A (critical), contoso',
      says: [
        'This is alert 2 on this case',
        'Owner: Support manager',
        'Answer was due before: Friday, 20 November 2026 at 09:00 UTC',
        'post engineer.contacted',
        'posts alert.acknowledged',
        'post response.corrected',
        'Policy rules: ALERT-1, IR-A',
      ],
    },
    {
      kind: 'escalated',
      subject: 'Escalated to level 2: severity A (critical), contoso',
      says: [
        'Owner: Duty manager',
        'asked again for the escalation of this case: it is request 2',
        'told again, in round 2',
        'the next step follows on Friday, 20 November 2026 at 12:00 UTC',
      ],
    },
    {
      kind: 'approvalWanted',
      subject: 'Your approval wanted: severity A (critical) to B (moderate), contoso',
      says: ['post downgrade.approved', 'post downgrade.declined', '(DG-3)', '> 1. the trace'],
    },
    {
      kind: 'contactUnreachable',
      subject: 'Customer not reached by mail: severity A (critical), contoso',
      says: [
        'The mail acknowledgement did not reach',
        'Why it failed: the address is suppressed',
        'Mail address: aiko@contoso.example',
        'Phone: +81-3-0000-0000',
        '(COM-1)',
      ],
    },
    {
      kind: 'contactChanged',
      subject: 'The contact for this case has changed: Sales order posting fails for everyone',
      says: ['You are now the contact for this case', 'our promises keep their times'],
    },
    {
      kind: 'update',
      subject: 'News about your case: Sales order posting fails for everyone',
      says: ['Our engineer informs you', 'the <exact> error', 'You need not answer'],
    },
  ];

  it('is said here of every kind', () => {
    expect(said.map(({ kind }) => kind).sort()).toEqual([...mailKinds].sort());
  });

  it.each(said)('$kind', ({ kind, subject, says }) => {
    const mail = render(exampleCase, exampleMail({ kind }));
    expect(mail.subject).toBe(`${subject} [${referenceOf(exampleCase.id)}]`);
    for (const text of says) expect(read(mail.text)).toContain(text);
  });
});

describe('a contact that was changed', () => {
  const former = exampleCase.contactDetails;

  it.each(languages)('%s: one who was the contact is not told to be it still', (language) => {
    const { footer, formerFooter } = messagesIn(language);
    const textOf = (text: string) => read(text.replace('{reference}', referenceOf(exampleCase.id)));
    const of = { ...exampleCase, contactDetails: { ...former, preferredSupportLanguage: language } };
    const until = told('contactChanged', { former: of.contactDetails }, of);
    const since = told('contactChanged', {}, of);
    expect(until).toContain(textOf(formerFooter));
    expect(until).not.toContain(textOf(footer));
    expect(since).toContain(textOf(footer));
    expect(since).not.toContain(textOf(formerFooter));
  });
});

describe('what is promised', () => {
  it.each<MailKind>(['acknowledgement', 'reopened'])('%s: nothing without a response clock', (kind) => {
    const text = toldWithout(kind, 'dueAt');
    expect(text).not.toMatch(/work before|contact you before|hear from an engineer/);
    expect(text).toContain('around the clock (24x7)');
  });

  it.each<MailKind>(['acknowledgement', 'reopened', 'responseLate', 'severityLowered'])(
    '%s: contact in business hours only where that is the coverage (COM-B2, COM-C)',
    (kind) => {
      const text = told(kind, { severity: 'C', coverage: 'businessHours' });
      expect(text).toContain('contact you in business hours only: Monday to Friday 9:00–17:30 (Japan');
      expect(text).toContain('closed on Monday 23 November.');
      expect(text).not.toContain('We work on your case around the clock');
    },
  );
});

it('BE-3: an advisory case says which case it continues', () => {
  const of = { ...exampleCase, linkedCases: [{ id: 'case-1', kind: 'breakFix' as const }] };
  const continues = `It continues your case ${referenceOf('case-1')} as an advisory case.`;
  expect(told('acknowledgement', {}, of)).toContain(continues);
  expect(told('acknowledgement')).not.toContain('advisory case');
});

describe('where a root cause analysis is', () => {
  it('RCA-5: case, dashboard or account contact where no place is given', () => {
    expect(toldWithout('rcaPublished', 'location')).toContain(
      'in your case, on the service health dashboard, or through your account contact',
    );
  });

  it('a place is never cut', () => {
    const location = `https://status.example/${'x'.repeat(900)}`;
    expect(told('rcaPublished', { location })).toContain(`You can find it here: ${location}\n`);
  });

  it('DG-2: the severity is spoken of only where it is looked at', () => {
    expect(told('rcaDeclined', { rules: ['RCA-1', 'RCA-3'] })).not.toContain('severity');
  });
});

describe('why a case is escalated', () => {
  it('asked for by the customer', () => {
    const mail = without(exampleMail({ kind: 'escalated' }), 'count', 'round');
    const { text } = render(exampleCase, mail);
    expect(text).toContain('The customer asked for the escalation');
    expect(text).toContain('What the customer wrote:\n> Please send:');
    expect(text).not.toMatch(/again/);
  });
});
