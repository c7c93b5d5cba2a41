import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Case } from '../cases/case.ts';
import { mailKinds, type MailAudience, type MailKind } from '../cases/vocabulary.ts';
import { render } from './render.ts';
import { exampleCase, exampleMail } from './testing.ts';

const audiences: Readonly<Record<MailKind, MailAudience>> = {
  acknowledgement: 'customer',
  responseWarning: 'operations',
  responseBreached: 'operations',
  responseLate: 'customer',
};

function mailOf(kind: MailKind) {
  const clockId = 'initialResponse-1';
  const percent = kind === 'responseWarning' ? { percent: 75 } : {};
  return exampleMail({ kind, audience: audiences[kind], clockId, ...percent });
}

const tokyo = 'Friday, 20 November 2026 at 18:00 (Asia/Tokyo), 2026-11-20 09:00 UTC';

describe('what each kind says', () => {
  it.each<{ kind: MailKind; subject: string; says: string[] }>([
    {
      kind: 'acknowledgement',
      subject: `We have your support request: Sales order posting fails for everyone [${exampleCase.id}]`,
      says: [
        'Hello Aiko Tanaka,',
        `Case: ${exampleCase.id}`,
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
      subject: `75 % of the time to answer is used: severity A (critical), contoso [${exampleCase.id}]`,
      says: [
        '15 minutes of 1 hour were left',
        'Answer due before: 2026-11-20 09:00 UTC',
        'Tenant: contoso',
        'Plan: Standard',
        'engineer.contacted',
      ],
    },
    {
      kind: 'responseBreached',
      subject: `Initial response overdue: severity A (critical), contoso [${exampleCase.id}]`,
      says: ['before 2026-11-20 09:00 UTC', 'Target: 1 hour', 'Tenant: contoso', 'being told by mail'],
    },
    {
      kind: 'responseLate',
      subject: `Our answer to your request is late: Sales order posting fails for everyone [${exampleCase.id}]`,
      says: [
        `contact you before ${tokyo}`,
        'we are sorry',
        'Your case is marked as overdue',
        'Policy rules: IR-A',
      ],
    },
  ])('$kind', ({ kind, subject, says }) => {
    const mail = render(exampleCase, mailOf(kind));
    expect(mail.subject).toBe(subject);
    for (const text of says) expect(mail.text).toContain(text);
    for (const text of says.filter((one) => !one.includes(': '))) expect(mail.html).toContain(text);
  });

  it('business hours: no request to be available around the clock', () => {
    const mail = render(
      { ...exampleCase, severity: 'C', coverage: 'businessHours' },
      mailOf('acknowledgement'),
    );
    expect(mail.text).toContain('worked in business hours');
    expect(mail.text).not.toContain('around the clock');
  });

  it('a case without a response clock: no due instant is promised', () => {
    const mail = render({ ...exampleCase, clocks: [] }, exampleMail());
    expect(mail.text).not.toMatch(/work before|Answer due/);
    expect(mail.text).toContain('24x7 coverage');
  });

  it('a clock that the case does not have is an error', () => {
    expect(() => render(exampleCase, exampleMail({ clockId: 'other' }))).toThrow(RangeError);
  });
});

describe('times', () => {
  const zones = (preferredTimeZone: string | undefined, timeZone: string): Case => ({
    ...exampleCase,
    contactDetails: { ...exampleCase.contactDetails, preferredTimeZone },
    calendar: { ...exampleCase.calendar, timeZone },
  });

  it.each([
    {
      name: 'the preferred zone',
      preferred: 'Europe/Berlin',
      calendar: 'Asia/Tokyo',
      shown: '10:00 (Europe/Berlin)',
    },
    {
      name: 'a Windows name',
      preferred: 'Tokyo Standard Time',
      calendar: 'UTC',
      shown: '18:00 (Asia/Tokyo)',
    },
    {
      name: 'the calendar’s zone',
      preferred: undefined,
      calendar: 'America/Los_Angeles',
      shown: '01:00 (America/',
    },
    {
      name: 'an unknown zone',
      preferred: 'Mars/Olympus',
      calendar: 'Asia/Tokyo',
      shown: '18:00 (Asia/Tokyo)',
    },
  ])('$name', ({ preferred, calendar, shown }) => {
    expect(render(zones(preferred, calendar), exampleMail()).text).toContain(shown);
  });

  it('UTC is said once', () => {
    expect(render(zones('UTC', 'UTC'), exampleMail()).text).toContain(
      'Answer due before: 2026-11-20 09:00 UTC\n',
    );
  });

  it('seconds are shown where there are some', () => {
    const [clock] = exampleCase.clocks;
    if (!clock) throw new Error('the example has a clock');
    const late = { ...exampleCase, clocks: [{ ...clock, dueAt: '2026-11-20T09:00:07Z' }] };
    expect(render(late, exampleMail()).text).toContain('18:00:07 (Asia/Tokyo), 2026-11-20 09:00:07 UTC');
  });
});

describe('whatever a caller wrote', () => {
  // Text with a taste for what breaks mails.
  const nasty = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 400 }),
    fc.constantFrom(
      '\r\nBcc: victim@example.org',
      '{due}{caseId}',
      '</td><script>alert(1)</script>',
      '"><img src=https://evil.example/x onerror=alert(1)>',
      '&lt;b&gt;',
      '\u202egnp.exe',
      '\ud800',
      '👩‍👩‍👧‍👦'.repeat(60),
    ),
  );

  it('stays text: one subject line with the case id, no markup, no reference to elsewhere', () => {
    fc.assert(
      fc.property(fc.constantFrom(...mailKinds), nasty, nasty, nasty, (kind, title, name, service) => {
        const of: Case = {
          ...exampleCase,
          title,
          service: { ...exampleCase.service, name: service },
          contactDetails: { ...exampleCase.contactDetails, firstName: name },
        };
        const mail = render(of, mailOf(kind));
        expect(mail.subject).not.toMatch(/[\p{Cc}\p{Cs}\u2028\u2029\u202a-\u202e\u2066-\u2069]/u);
        expect(mail.subject).toContain(`[${of.id}]`);
        expect(mail.subject.length).toBeLessThan(250);
        const tags = [...mail.html.matchAll(/<\/?([a-z!0-9]+)/g)].map(([, tag]) => tag);
        const plain = render(exampleCase, mailOf(kind));
        expect(new Set(tags)).toEqual(
          new Set([...plain.html.matchAll(/<\/?([a-z!0-9]+)/g)].map(([, tag]) => tag)),
        );
        expect(mail.html.replaceAll(/>[^<]*</g, '><')).not.toMatch(/\s(src|href)=|url\(/);
        expect(mail.html + mail.text).not.toMatch(/\p{Cs}/u);
      }),
    );
  });

  it('keeps what looks like a placeholder as it is', () => {
    const mail = render({ ...exampleCase, title: 'Use {tenant} and {nothing}' }, exampleMail());
    expect(mail.text).toContain('Title: Use {tenant} and {nothing}');
  });
});

it('is the same mail whenever it is rendered, whatever has become of the clock since', () => {
  for (const kind of mailKinds) {
    const [clock] = exampleCase.clocks;
    if (!clock) throw new Error('the example has a clock');
    const later: Case = {
      ...exampleCase,
      status: 'closed',
      at: '2026-11-21T08:00:00Z',
      sequence: 40,
      clocks: [{ ...clock, state: 'breached', stoppedAt: '2026-11-20T10:00:00Z', lateBy: 'PT1H' }],
    };
    expect(render(later, mailOf(kind))).toEqual(render(exampleCase, mailOf(kind)));
  }
});
