import { describe, expect, it } from 'vitest';
import type { MailKind } from '../../../cases/index.ts';
import { exampleCase, exampleMail } from '../../testing/service.ts';
import { told, toldWithout } from '../../testing/told.ts';
import { contents } from './index.ts';

const answerBy = 'Friday 20 November 2026 at 21:00 (Japan Standard Time)';

describe('the button for business hours', () => {
  const offered = (kind: MailKind, severity: 'A' | 'B') => {
    const about = {
      ...exampleMail({ kind, audience: 'customer' }).about,
      severity,
      coverage: '24x7' as const,
    };
    return contents[kind].show({ of: exampleCase, about, language: 'en' }).actions ?? [];
  };
  it.each<MailKind>(['acknowledgement', 'reopened', 'informationRequested', 'resolutionProposed'])(
    '%s: offered around the clock, but not for severity A, which knows no other (IR-A)',
    (kind) => {
      expect(offered(kind, 'B')).toContain('businessHours');
      expect(offered(kind, 'A')).not.toContain('businessHours');
    },
  );
});

describe('COM-A, COM-B1: what silence leads to', () => {
  const waiting = ['informationRequested', 'replyReminder', 'resolutionProposed'] as const;

  it.each(waiting)('%s: with a 24x7 commitment the severity may be lowered', (kind) => {
    expect(told(kind)).toContain(
      'the severity of your case may be lowered from A (critical) to B (moderate)',
    );
    expect(toldWithout(kind, 'to')).toContain('we may lower the severity of your case');
  });

  it.each(waiting)('%s: in business hours reminders only', (kind) => {
    const text = told(kind, { severity: 'C', coverage: 'businessHours' });
    expect(text).toContain('Your case keeps its severity and stays open');
    expect(text).not.toMatch(/may (be )?lower/);
  });

  it.each(waiting)('%s: as soon as possible where there is no limit', (kind) => {
    expect(toldWithout(kind, 'until')).toContain('as soon as you can');
    expect(toldWithout(kind, 'message')).not.toContain('Message from our engineer');
  });

  it('a reminder of a proposed resolution asks for a decision (DG-4)', () => {
    const text = told('replyReminder', { rules: ['COM-A', 'DG-4'] });
    expect(text).toContain('We proposed a resolution');
    expect(text).toContain(`Please accept or reject the resolution before ${answerBy}`);
    expect(text).not.toContain('Our engineer asked you');
  });
});

describe('what restores the severity', () => {
  const confirm = 'confirm that someone on your side will work with us around the clock';

  it.each([
    { rules: ['DG-1', 'COM-A'], why: 'we asked you for information', first: 'first answer' },
    { rules: ['DG-4'], why: 'we proposed a resolution', first: 'first tell us whether the proposed' },
    { rules: ['DG-1', 'DG-4'], why: 'we proposed a resolution', first: 'first tell us whether the proposed' },
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
    { rules: ['DG-2'], why: 'a root cause analysis was requested' },
    { rules: ['DG-3'], why: 'customised processes or code' },
    { rules: ['IR-B'], why: 'The support policy allows this for your case' },
  ])('for another reason ($rules): the request with the commitment', ({ rules, why }) => {
    const text = told('severityLowered', { rules });
    expect(text).toContain(why);
    expect(text).toContain('as severity A (critical) describes, ask for that severity again');
    expect(text).toContain(confirm);
    expect(text).not.toMatch(/first |once more/);
  });
});
