import { describe, expect, it } from 'vitest';
import { referenceOf } from '../../../cases/index.ts';
import { exampleCase } from '../../testing/service.ts';
import { told, toldWithout } from '../../testing/told.ts';
import { messagesIn } from '../messages/index.ts';

describe('RE-1 to RE-5: why a case is not reopened', () => {
  const { body } = messagesIn('en').kinds.newCaseNeeded;
  const rules = ['RE-1', 'RE-2', 'RE-3', 'RE-4', 'RE-5'] as const;

  it.each([
    { rule: 'RE-1', says: 'nothing has changed since' },
    { rule: 'RE-2', says: 'a different build' },
    { rule: 'RE-3', says: 'on another computer, for another user or with another document' },
    { rule: 'RE-4', says: 'a new error that appeared after a hotfix was installed' },
    { rule: 'RE-5', says: 'closed too long ago to be reopened' },
  ] as const)('$rule alone', ({ rule, says }) => {
    const text = told('newCaseNeeded', { rules: [rule] });
    expect(text).toContain(says);
    for (const other of rules) expect(text.includes(body[other])).toBe(other === rule);
    expect(text).toContain(`mention the reference ${referenceOf(exampleCase.id)}`);
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

  it('BE-3: once the case is closed nobody reads that it is so at any time', () => {
    const rules = ['BE-1', 'BE-3'];
    expect(told('bestEffortHalf', { rules })).toContain('You can ask for this in the case at any time.');
    const closed = told('bestEffortClosed', { rules });
    expect(closed).not.toContain('at any time');
    expect(closed).toContain('tells you by when you can ask for this');
  });

  it('BE-5: what is sought are steps, not the cause', () => {
    for (const kind of ['bestEffortHalf', 'bestEffortEnding', 'bestEffortClosed'] as const)
      expect(told(kind, { rules: ['BE-5'] })).toContain('that show the problem on a standard installation');
  });

  it('a share that is no whole percent shows whole seconds', () => {
    const text = told('bestEffortEnding', { target: 'PT1H', percent: 100 / 3 });
    expect(text).toContain('Time left: 40 minutes.');
  });
});

describe('closing', () => {
  it.each([
    { reason: 'requested', says: 'closed on request' },
    { reason: 'resolutionAccepted', says: 'The proposed resolution was accepted' },
    { reason: 'bestEffortUsedUp', says: 'The time that support can spend' },
  ] as const)('$reason', ({ reason, says }) => {
    const text = toldWithout('closed', 'message', { closing: { reason } });
    expect(text).toContain(says);
    expect(text).not.toMatch(/Our findings|Closing message|Cause:|other software/);
  });

  it('RE-1, RE-5: may be reopened within three months where no instant is given', () => {
    expect(toldWithout('closed', 'until')).toContain('returns within three months, ask us to reopen');
  });
});
