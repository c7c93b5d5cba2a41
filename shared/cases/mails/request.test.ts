import { expect, test } from 'vitest';
import { Story, types } from '../testing/story.ts';

/** Severity A on a Friday at 17:00 in Tokyo; support asks at once, and nobody answers. */
const silent = () =>
  new Story().acts({ type: 'engineer.requestedInformation', message: 'Please send a trace.' });

test('COM-C: what tells of a fall to C waits for business hours', () => {
  // To B at 12:00Z, to C at 16:00Z: Saturday, 01:00 in Tokyo. Monday is a holiday, so Tuesday 09:00.
  const [toB, toC] = silent().until('2026-11-20T16:00:00Z').mails('severityLowered');
  expect(toB?.notBefore).toBeUndefined();
  expect(toC).toMatchObject({ about: { severity: 'C' }, notBefore: '2026-11-24T00:00:00Z' });
});

test('COM-C: undone before that, it is not told at all', () => {
  const story = silent().until('2026-11-21T00:00:00Z').acts('customer.replied');
  expect(story.mails('severityLowered').map(({ state }) => state.status)).toEqual(['requested', 'requested']);
  const events = story.act({ type: 'severity.changeRequested', severity: 'A', require24X7Response: true });
  expect(types(events)).toContain('mail.withdrawn');
  // The fall to B was told at once, and stays told.
  expect(story.mails('severityLowered').map(({ state }) => state.status)).toEqual(['requested', 'withdrawn']);
});

test('COM-2: a reminder repeats what support has asked', () => {
  const story = silent().until('2026-11-20T10:00:00Z');
  expect(story.mails('replyReminder').map((mail) => story.wordsOf(mail))).toEqual(['Please send a trace.']);
});

test('COM-C: nor once the case is over', () => {
  const story = silent().until('2026-11-21T00:00:00Z').acts('case.closed');
  expect(story.mails('severityLowered').at(-1)?.state.status).toBe('withdrawn');
});
