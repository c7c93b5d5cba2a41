import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Case, type MailKind, mailKinds, referenceOf } from '../../cases/index.ts';
import { contents, type MailTold, type ToldMail } from './contents/index.ts';
import { plainLook } from './look.ts';
import { render } from './render.ts';
import { exampleCase, exampleMail, without } from '../testing/service.ts';

const operations: readonly MailKind[] = [
  'responseWarning',
  'responseBreached',
  'responseStillMissing',
  'escalated',
  'approvalWanted',
  'contactUnreachable',
];

/** What a reader of the HTML sees, element by element. */
function seen(html: string): string[] {
  const entities = { amp: '&', lt: '<', gt: '>', '#34': '"', '#39': "'" } as const;
  return html
    .replace(/^.*<\/head>/s, '')
    .replace(/<!--.*?-->|<div style="display:none.*?<\/div>|<\/?span[^>]*>/gs, '')
    .split(/<[^>]*>/)
    .map((text) => text.replace(/&(amp|lt|gt|#34|#39);/g, (_, name: keyof typeof entities) => entities[name]))
    .map((text) => text.replace(/\s+/g, ' ').trim())
    .filter((text) => text !== '');
}

/** What a reader of the plain text sees, line by line, without the marks at the beginning of lines. */
function read(text: string): string[] {
  return text
    .split('\n')
    .map((line) =>
      line
        .replace(/^(> ?|- |-- $)/, '')
        .replace(/\s+/g, ' ')
        .trim(),
    )
    .filter((line) => line !== '');
}

describe.each(mailKinds)('%s', (kind) => {
  const mail = exampleMail({ kind });
  const rendered = render(exampleCase, mail);

  it('is told in full: no placeholder is left, nothing is empty', () => {
    const all = `${rendered.subject}\n${rendered.text}\n${rendered.html}`;
    expect(all).not.toMatch(/\{\w+\}|undefined|null|NaN|\[object/);
    expect(rendered.text).not.toMatch(/^- $|: $/m);
    expect(all).not.toMatch(/[\ufdd0-\ufdef]/);
  });

  it('has the reference in its subject, which is one line of bounded length', () => {
    expect(rendered.subject).toContain(`[${referenceOf(exampleCase.id)}]`);
    expect(rendered.subject).not.toMatch(/\n/);
    expect(rendered.subject.length).toBeLessThan(250);
  });

  it('says the same in plain text and in HTML', () => {
    expect(read(rendered.text).join(' ').replaceAll(/: /g, ' ')).toBe(
      // Without the head and the heading, for which the subject stands.
      seen(rendered.html).slice(2).join(' ').replaceAll(/: /g, ' '),
    );
  });

  it('says what comes next or what can be done', () => {
    expect(rendered.text).toMatch(/^- \S/m);
  });

  it('tells operations the rules, and customers neither these nor fields nor ISO durations', () => {
    if (mail.audience === 'operations') {
      expect(rendered.text).toContain(`Policy rules: ${mail.about.rules.join(', ')}`);
      return;
    }
    const { text, subject } = render(exampleCase, exampleMail({ kind, about: { message: 'x' } }));
    const ours = `${subject}\n${text}`.replaceAll(/https:\S+|\S+@\S+/g, '').replaceAll(/^> .*$/gm, '');
    expect(ours).not.toMatch(/\b(IR|BH|COM|DG|BE|RCA|RE|SUB|PLAN|LANG|ISO|ALERT)-\w/);
    expect(ours).not.toMatch(/\b[a-z]+[A-Z]\w*/);
    expect(ours).not.toMatch(/\bP(T?\d+[DHMS])+\b|\d{4}-\d\d-\d\d/);
  });

  it('speaks to its reader: the customer by name and zone, operations in UTC', () => {
    expect(mail.audience).toBe(operations.includes(kind) ? 'operations' : 'customer');
    expect(rendered.text.startsWith('Hello Aiko Tanaka,')).toBe(mail.audience === 'customer');
    const times = rendered.text.match(/2026 at \d?\d:\d\d/g) ?? [];
    const told = mail.audience === 'customer' ? '(Japan Standard Time)' : 'UTC';
    expect(rendered.text.split(`00 ${told}`)).toHaveLength(times.length + 1);
  });

  it('leads operations to the case, where the address of the product is known, and nobody else', () => {
    const look = { ...plainLook, publicUrl: 'https://help.example/desk' };
    const to = `https://help.example/desk/ops#/cases/${exampleCase.id}`;
    const { text, html } = render(exampleCase, mail, { look });
    expect(text.includes(`\nOpen the case: ${to}\n`)).toBe(mail.audience === 'operations');
    expect(html.includes(`href="${to}"`)).toBe(mail.audience === 'operations');
    expect(`${rendered.text}${rendered.html}`).not.toContain('/ops#');
  });

  it('is not told without what it needs, and is without the rest', () => {
    for (const name of Object.keys(mail.about) as (keyof MailTold)[]) {
      if (name === 'severity' || name === 'coverage' || name === 'rules') continue;
      const told = () => render(exampleCase, without(mail, name));
      if (contents[kind].needs.includes(name)) expect(told).toThrow(`lacks ${name}`);
      else expect(told().text).not.toMatch(/\{\w+\}|undefined/);
    }
  });

  it('is the same mail whatever has become of the case since', () => {
    const later: Case = {
      ...exampleCase,
      severity: 'C',
      coverage: 'businessHours',
      category: 'advisory',
      policyVersion: '9',
      status: 'closed',
      clocks: [],
      closing: { reason: 'requested' },
      linkedCases: [{ id: 'other', kind: 'advisory' }],
      at: '2026-12-21T08:00:00Z',
      sequence: 40,
    };
    expect(render(later, { ...mail, attempt: 3 })).toEqual(rendered);
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
      name: 'preferred',
      preferred: 'Europe/Berlin',
      calendar: 'Asia/Tokyo',
      shown: '10:00 (Central European Time)',
    },
    {
      name: 'Windows’',
      preferred: 'Tokyo Standard Time',
      calendar: 'UTC',
      shown: '18:00 (Japan Standard Time)',
    },
    {
      name: 'calendar’s',
      preferred: undefined,
      calendar: 'America/Los_Angeles',
      shown: '1:00 (Pacific Time)',
    },
    {
      name: 'unknown',
      preferred: 'Mars/Olympus',
      calendar: 'Asia/Tokyo',
      shown: '18:00 (Japan Standard Time)',
    },
  ])('in the $name zone', ({ preferred, calendar, shown }) => {
    expect(render(zones(preferred, calendar), exampleMail()).text).toContain(shown);
  });

  it('UTC is said once', () => {
    const { text } = render(zones('UTC', 'UTC'), exampleMail());
    expect(text.replaceAll('\u00a0', ' ')).toContain('before: Friday 20 November 2026 at 9:00 (UTC)\n');
  });

  it('a due instant that rests on days not sure says so', () => {
    const uncertain = {
      days: ['2026-11-23'],
      earliest: '2026-11-23T07:30:00Z',
      latest: '2026-11-24T07:30:00Z',
    };
    const { text } = render(exampleCase, exampleMail({ kind: 'responseWarning', about: { uncertain } }));
    expect(text).toContain(
      'Rests on holidays that are not sure: 2026-11-23 (2026-11-23T07:30:00Z to 2026-11-24T07:30:00Z)',
    );
  });

  it('seconds are shown where there are some', () => {
    const { text } = render(exampleCase, exampleMail({ about: { dueAt: '2026-11-20T09:00:07Z' } }));
    expect(text).toContain('18:00:07 (Japan Standard Time)');
  });
});

describe('whatever a caller wrote', () => {
  // Text with a taste for what breaks mails.
  const nasty = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 400 }),
    fc.constantFrom(
      '\r\nBcc: victim@example.org',
      '{due}{reference}{until}',
      '\ufdd0kept\ufdd1',
      '{count, plural, other {#}}',
      '</td></blockquote><script>alert(1)</script>',
      '"><img src=https://evil.example/x onerror=alert(1)>',
      '&lt;b&gt;',
      '\u202egnp.exe',
      '\ud800',
      '\u2028Reference: none\u2029- Pay here',
      '\n\n-- \nYour support team\r\rWhat happens next\n- Pay here',
      '👩‍👩‍👧‍👦'.repeat(60),
      'a\n'.repeat(5000),
    ),
  );
  const tagsOf = (html: string) =>
    [...html.matchAll(/<\/?([a-z!0-9]+)/g)].map(([, tag]) => tag).filter((tag) => tag !== 'br');
  /** The lines that are ours: all but quotes. */
  const ours = (text: string) => text.split('\n').filter((line) => !line.startsWith('> '));

  it('stays text: one subject line with the reference, no markup, no line or reference of its own', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...mailKinds),
        fc.array(nasty, { minLength: 7, maxLength: 7 }),
        (kind, texts) => {
          const [title = '', name = '', service = '', message = '', evidence = '', owner = '', reason = ''] =
            texts;
          const of: Case = {
            ...exampleCase,
            title,
            service: { ...exampleCase.service, name: service },
            contactDetails: { ...exampleCase.contactDetails, firstName: name },
          };
          const plain = exampleMail({ kind });
          const { about } = plain;
          const mail: ToldMail = {
            ...plain,
            about: {
              ...about,
              ...(about.message && { message }),
              ...(about.owner && { owner }),
              ...(about.location && { location: owner }),
              ...(about.incidentId && { incidentId: reason }),
              ...(about.failed && { failed: { ...about.failed, reason } }),
              ...(about.closing?.handedOver && {
                closing: { ...about.closing, handedOver: { cause: 'isv' as const, evidence } },
              }),
            },
          };
          const hostile = render(of, mail);
          const harmless = render(exampleCase, plain);
          expect(hostile.subject).not.toMatch(/[\p{Cc}\p{Cs}\u2028\u2029\u202a-\u202e\u2066-\u2069]/u);
          expect(hostile.subject).toContain(`[${referenceOf(of.id)}]`);
          expect(hostile.subject.length).toBeLessThan(250);
          // Facts and quotes may be missing where nothing readable was written, so tags may, too.
          const known = new Set(tagsOf(harmless.html));
          expect(tagsOf(hostile.html).filter((tag) => !known.has(tag))).toEqual([]);
          expect(hostile.html.replaceAll(/>[^<]*</g, '><')).not.toMatch(/\s(src|href)=|url\(/);
          expect(hostile.html + hostile.text).not.toMatch(/[\p{Cs}\u2028\u2029\u202a-\u202e\u2066-\u2069]/u);
          expect(hostile.text).not.toMatch(/[^\P{Cc}\n]/u);
          expect(ours(hostile.text).length).toBeLessThanOrEqual(ours(harmless.text).length);
        },
      ),
    );
  });

  it('keeps what looks like a placeholder as it is', () => {
    const mail = exampleMail({ kind: 'informationRequested', about: { message: 'Set {until} to {x}' } });
    const { text } = render({ ...exampleCase, title: 'Use {tenant} and {nothing}' }, mail);
    expect(text).toContain('Title: Use {tenant} and {nothing}');
    expect(text).toContain('> Set {until} to {x}');
  });

  it('quotes several lines as they were written, escaped in HTML', () => {
    const { text, html } = render(exampleCase, exampleMail({ kind: 'informationRequested' }));
    expect(text).toContain(
      'Message from our engineer:\n> Please send:\n> \n> 1. the trace\n> 2. the <exact> error\n',
    );
    expect(html).toContain('Please send:<br><br>1. the trace<br>2. the &lt;exact&gt; error</td>');
  });
});
