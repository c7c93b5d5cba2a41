import { describe, expect, it } from 'vitest';
import { type Case, type MailKind, referenceOf } from '../../../cases/index.ts';
import type { MailTold } from './content.ts';
import { messagesIn } from '../messages/index.ts';
import { render } from '../render.ts';
import { exampleCase, exampleMail, without } from '../../testing/service.ts';

const tokyo = 'Friday, 20 November 2026 at 18:00 (Asia/Tokyo), 2026-11-20 09:00 UTC';
const answerBy = 'Friday, 20 November 2026 at 21:00 (Asia/Tokyo), 2026-11-20 12:00 UTC';

function told(kind: MailKind, about: Partial<MailTold> = {}, of: Case = exampleCase): string {
  return render(of, exampleMail({ kind, about })).text;
}

function toldWithout(kind: MailKind, name: keyof MailTold, about: Partial<MailTold> = {}): string {
  return render(exampleCase, without(exampleMail({ kind, about }), name)).text;
}

describe('what each kind says', () => {
  it.each<{ kind: MailKind; subject: string; says: string[] }>([
    {
      kind: 'acknowledgement',
      subject: 'We have your support request: Sales order posting fails for everyone',
      says: [
        'Severity: A (critical)',
        'Coverage: 24x7, around the clock',
        `Answer due before: ${tokyo}`,
        'Policy rules: IR-A',
        `An engineer will contact you and start work before ${tokyo}.`,
        'please keep someone available around the clock',
      ],
    },
    {
      kind: 'responseWarning',
      subject: '75 % of the time to answer is used: severity A (critical), contoso',
      says: [
        '15 minutes of 1 hour were left',
        'Answer due before: 2026-11-20 09:00 UTC',
        'engineer.contacted',
      ],
    },
    {
      kind: 'responseBreached',
      subject: 'Initial response overdue: severity A (critical), contoso',
      says: ['before 2026-11-20 09:00 UTC', 'Target: 1 hour', 'Tenant: contoso', 'being told by mail'],
    },
    {
      kind: 'responseLate',
      subject: 'Our answer to your request is late: Sales order posting fails for everyone',
      says: [`contact you before ${tokyo}`, 'we are sorry', 'Your case is marked as overdue'],
    },
    {
      kind: 'informationRequested',
      subject: 'We need your answer: Sales order posting fails for everyone',
      says: [`Please answer before ${answerBy}`, 'lowered from A (critical) to B (moderate)'],
    },
    {
      kind: 'replyReminder',
      subject: 'Reminder: we still need your answer: Sales order posting fails for everyone',
      says: [
        `Please answer before ${answerBy}`,
        'lowered from A (critical) to B (moderate)',
        '> 1. the trace',
      ],
    },
    {
      kind: 'resolutionProposed',
      subject: 'A resolution for you to try: Sales order posting fails for everyone',
      says: ['accept it in the case', 'reject it and tell us', `before ${answerBy}`, '> 1. the trace'],
    },
    {
      kind: 'severityLowered',
      subject: 'Severity lowered from A (critical) to B (moderate): Sales order posting fails for everyone',
      says: ['Severity before: A (critical)', 'Severity: B (moderate)', `once more at ${answerBy}`],
    },
    {
      kind: 'bestEffortHalf',
      subject: 'Half of our best effort is used: Sales order posting fails for everyone',
      says: ['up to 4 hours of best effort. 2 hours of it are used', 'a partner or the community'],
    },
    {
      kind: 'bestEffortEnding',
      subject: 'Our best effort ends soon: Sales order posting fails for everyone',
      says: ['30 minutes of it are left', 'Used: 3 hours and 30 minutes', 'a partner or the community'],
    },
    {
      kind: 'bestEffortClosed',
      subject: 'Best effort used up, your case is closed: Sales order posting fails for everyone',
      says: ['We have worked 4 hours on your case and have not resolved it', 'go on with a partner'],
    },
    {
      kind: 'advisoryOffered',
      subject: 'Your case may go on as an advisory case: Sales order posting fails for everyone',
      says: [`ask for it in this case before ${answerBy}`, 'link the two both ways'],
    },
    {
      kind: 'rcaPublished',
      subject: 'Root cause analysis of incident MO-1 published: Sales order posting fails for everyone',
      says: ['attached to your case', 'not sent by mail', 'https://status.example/MO-1', 'in English only'],
    },
    {
      kind: 'rcaDeclined',
      subject: 'No root cause analysis: Sales order posting fails for everyone',
      says: ['(RCA-1)', '(RCA-3)', '(RCA-2)', 'made the service unavailable', 'may be looked at again'],
    },
    {
      kind: 'reopened',
      subject: 'Your case is open again: Sales order posting fails for everyone',
      says: ['clocks count from the reopening', `start work before ${tokyo}`],
    },
    {
      kind: 'newCaseNeeded',
      subject: 'Please submit a new case: Sales order posting fails for everyone',
      says: [`relatedTo: ${referenceOf(exampleCase.id)}`],
    },
    {
      kind: 'closed',
      subject: 'Your case is closed: Sales order posting fails for everyone',
      says: [
        'closed on request',
        "Cause: another vendor's software",
        '> at Vendor.Post()',
        'the support channel of those who make it',
        `reopen this case before ${answerBy}`,
      ],
    },
    {
      kind: 'responseStillMissing',
      subject: 'Again, alert 2: initial response still missing, severity A (critical), contoso',
      says: [
        'told again, for alert 2 on this case',
        'Owner: Support manager',
        'Answer was due before: 2026-11-20 09:00 UTC',
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
        'the next step follows at 2026-11-20 12:00 UTC',
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
  ])('$kind', ({ kind, subject, says }) => {
    const mail = render(exampleCase, exampleMail({ kind }));
    expect(mail.subject).toBe(`${subject} [${referenceOf(exampleCase.id)}]`);
    for (const text of says) expect(mail.text).toContain(text);
  });
});

describe('what is promised', () => {
  it.each<MailKind>(['acknowledgement', 'reopened'])('%s: nothing without a response clock', (kind) => {
    const text = toldWithout(kind, 'dueAt');
    expect(text).not.toMatch(/work before|Answer due/);
    expect(text).toContain('24x7 coverage');
  });

  it.each<MailKind>(['acknowledgement', 'reopened', 'responseLate', 'severityLowered'])(
    '%s: contact in business hours only where that is the coverage (COM-B2, COM-C)',
    (kind) => {
      const text = told(kind, { severity: 'C', coverage: 'businessHours' });
      expect(text).toContain('business hours');
      expect(text).not.toContain('around the clock');
    },
  );
});

describe('COM-A, COM-B1: what silence leads to', () => {
  const waiting = ['informationRequested', 'replyReminder', 'resolutionProposed'] as const;

  it.each(waiting)('%s: with a 24x7 commitment the severity may be lowered', (kind) => {
    expect(told(kind)).toContain('its severity may be lowered from A (critical) to B (moderate)');
    expect(toldWithout(kind, 'to')).toContain('we may lower its severity');
  });

  it.each(waiting)('%s: in business hours reminders only', (kind) => {
    const text = told(kind, { severity: 'C', coverage: 'businessHours' });
    expect(text).toMatch(/silence neither lowers (its severity|the severity of your case) nor closes it/);
    expect(text).not.toMatch(/may (be )?lower/);
  });

  it.each(waiting)('%s: as soon as possible where there is no limit', (kind) => {
    expect(toldWithout(kind, 'until')).toContain('as soon as you can');
    expect(toldWithout(kind, 'message')).not.toContain('What our engineer wrote');
  });

  it('a reminder of a proposed resolution asks for a decision (DG-4)', () => {
    const text = told('replyReminder', { rules: ['COM-A', 'DG-4'] });
    expect(text).toContain('We proposed a resolution');
    expect(text).toContain(`Please accept or reject the resolution before ${answerBy}`);
    expect(text).not.toContain('Our engineer asked you');
  });
});

describe('what restores the severity', () => {
  const confirm = 'confirm in that request that someone on your side will work with us 24x7';

  it.each([
    { rules: ['DG-1', 'COM-A'], why: 'we asked you for something', first: 'First answer' },
    { rules: ['DG-4'], why: 'we proposed a resolution', first: 'First tell us whether the proposed' },
    { rules: ['DG-1', 'DG-4'], why: 'we proposed a resolution', first: 'First tell us whether the proposed' },
  ])('after silence ($rules): the answer, then the request with the commitment', ({ rules, why, first }) => {
    const text = told('severityLowered', { rules });
    expect(text).toContain(`The reason: ${why}`);
    expect(text.indexOf(first)).toBeGreaterThan(0);
    expect(text.indexOf('Then ask for severity A (critical) again, and')).toBeGreaterThan(
      text.indexOf(first),
    );
    expect(text).toContain(confirm);
    expect(text).toContain('Both together restore the severity.');
  });

  it.each([
    { rules: ['DG-2'], why: 'a root cause analysis was asked for' },
    { rules: ['DG-3'], why: 'customised processes or code' },
    { rules: ['IR-B'], why: 'The policy rules below say why' },
  ])('for another reason ($rules): the request with the commitment', ({ rules, why }) => {
    const text = told('severityLowered', { rules });
    expect(text).toContain(why);
    expect(text).toContain('as severity A (critical) describes, ask for that severity again');
    expect(text).toContain(confirm);
    expect(text).not.toMatch(/First |once more/);
  });
});

describe('RE-1 to RE-5: why a case is not reopened', () => {
  const { body } = messagesIn('en').kinds.newCaseNeeded;
  const rules = ['RE-1', 'RE-2', 'RE-3', 'RE-4', 'RE-5'] as const;

  it.each([
    { rule: 'RE-1', says: 'nothing has changed since' },
    { rule: 'RE-2', says: 'another build' },
    { rule: 'RE-3', says: 'on another machine, for another user or with another document' },
    { rule: 'RE-4', says: 'a new error that came after installing a hotfix or trying the advice' },
    { rule: 'RE-5', says: 'closed longer ago than a case may be reopened' },
  ] as const)('$rule alone', ({ rule, says }) => {
    const text = told('newCaseNeeded', { rules: [rule] });
    expect(text).toContain(says);
    for (const other of rules) expect(text.includes(body[other])).toBe(other === rule);
    expect(text).toContain(`relatedTo: ${referenceOf(exampleCase.id)}`);
  });

  it('all that decided', () => {
    const text = told('newCaseNeeded', { rules: ['RE-3', 'RE-5'] });
    for (const rule of rules) expect(text.includes(body[rule])).toBe(rule === 'RE-3' || rule === 'RE-5');
  });
});

describe('best effort', () => {
  it.each<{ rules: string[]; advisory: boolean }>([
    { rules: ['BE-1'], advisory: false },
    { rules: ['BE-1', 'BE-3'], advisory: true },
  ])('may go on as an advisory case only by BE-3: $rules', ({ rules, advisory }) => {
    for (const kind of ['bestEffortHalf', 'bestEffortEnding', 'bestEffortClosed'] as const)
      expect(told(kind, { rules }).includes('advisory case')).toBe(advisory);
  });

  it('BE-5: what is sought are steps, not the cause', () => {
    for (const kind of ['bestEffortHalf', 'bestEffortEnding', 'bestEffortClosed'] as const)
      expect(told(kind, { rules: ['BE-5'] })).toContain('that show the problem on a standard installation');
  });

  it('a share that is no whole percent shows whole seconds', () => {
    const text = told('bestEffortEnding', { target: 'PT1H', percent: 100 / 3 });
    expect(text).toContain('40 minutes of it are left');
  });
});

describe('closing', () => {
  it.each([
    { reason: 'requested', says: 'closed on request' },
    { reason: 'resolutionAccepted', says: 'The proposed resolution was accepted' },
    { reason: 'bestEffortUsedUp', says: 'best effort' },
  ] as const)('$reason', ({ reason, says }) => {
    const text = toldWithout('closed', 'message', { closing: { reason } });
    expect(text).toContain(says);
    expect(text).not.toMatch(/What we found|What was said|Cause:|other software/);
  });

  it('RE-1, RE-5: may be reopened within three months where no instant is given', () => {
    expect(toldWithout('closed', 'until')).toContain('comes back within three months, ask us to reopen');
  });
});

describe('where a root cause analysis is', () => {
  it('RCA-5: case, dashboard or account contact where no place is given', () => {
    expect(toldWithout('rcaPublished', 'location')).toContain(
      'in this case, on the service health dashboard, or through your account contact',
    );
  });

  it('a place is never cut', () => {
    const location = `https://status.example/${'x'.repeat(900)}`;
    expect(told('rcaPublished', { location })).toContain(`You find it here: ${location}\n`);
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
