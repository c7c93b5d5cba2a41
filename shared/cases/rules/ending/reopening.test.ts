/** Whether a problem that has come back reopens its case (RE-1 to RE-5), and from where its clocks count then. */
import { describe, expect, test } from 'vitest';

import { reopenLimit } from './reopening.ts';
import { environment, reopenRequest, severityRequest } from '../../testing/states.ts';
import { policy, Story, types } from '../../testing/story.ts';

const closed = () => new Story().acts('engineer.contacted', 'case.closed');
const request = (told: object) => ({ ...reopenRequest, ...told });
const refusedFor = (story: Story, told: object) => {
  const [, refused] = story.act(request(told));
  return refused?.type === 'case.reopenRefused' ? refused.rules : 'reopened';
};

describe('what has changed', () => {
  test.each([
    ['another build', { environment: { ...environment, build: '10.0.43.0' } }, ['RE-2']],
    ['another machine', { environment: { ...environment, machine: 'aos-4' } }, ['RE-3']],
    ['another user', { environment: { ...environment, user: 'u-10' } }, ['RE-3']],
    ['another document', { environment: { ...environment, document: 'SO-1002' } }, ['RE-3']],
    ['another environment', { environment: { ...environment, name: 'test' } }, ['RE-1']],
    ['an update since', { updateInstalled: true }, ['RE-1']],
    ['another error', { sameError: false }, ['RE-1']],
    ['another error after an update', { sameError: false, updateInstalled: true }, ['RE-4']],
    ['another error after the advice', { sameError: false, adviceTried: true }, ['RE-4']],
    [
      'several at once, each named',
      {
        environment: { ...environment, build: '10.0.43.0', user: 'u-10' },
        sameError: false,
        adviceTried: true,
      },
      ['RE-2', 'RE-3', 'RE-4'],
    ],
    ['nothing', {}, 'reopened'],
    ['nothing but the spelling', { environment: { ...environment, machine: ' AOS-3 ' } }, 'reopened'],
    ['the advice was tried, and it is the same error', { adviceTried: true }, 'reopened'],
  ])('%s', (_, told, expected) => {
    expect(refusedFor(closed(), told)).toEqual(expected);
  });

  test('RE-1: other hardware, where the case knew its own', () => {
    const known = { ...environment, hardware: 'DL380 G10' };
    const story = new Story({ submission: { environment: known } }).acts('case.closed');
    expect(refusedFor(story, { environment: { ...known, hardware: 'DL380 G11' } })).toEqual(['RE-1']);
    expect(refusedFor(closed(), { environment: { ...known, hardware: 'DL380 G11' } })).toBe('reopened');
  });

  test('RE-2: refused, nothing is reopened; it stays on the timeline, and the customer hears of it', () => {
    const story = closed();
    const events = story.act(request({ environment: { ...environment, build: '10.0.43.0' } }));
    expect(types(events)).toEqual(['case.reopenRequested', 'case.reopenRefused', 'mail.requested']);
    expect(story.state).toMatchObject({ status: 'closed' });
    expect(story.mails('newCaseNeeded')[0]?.about.rules).toEqual(['RE-2']);
    // It may be asked for again with the facts put right.
    expect(refusedFor(story, {})).toBe('reopened');
  });
});

describe('RE-5: three calendar months, in the customer’s zone', () => {
  const at = (closedAt: string, country: string, preferredTimeZone?: string) =>
    new Story({
      at: closedAt,
      submission: {
        contactDetails: {
          firstName: 'Ann',
          lastName: 'Lee',
          primaryEmailAddress: 'ann@contoso.example',
          country,
          ...(preferredTimeZone === undefined ? {} : { preferredTimeZone }),
        },
      },
    }).acts('case.closed');

  test.each([
    ['the same time of day', '2026-11-20T08:00:00Z', 'JP', undefined, '2027-02-20T08:00:00Z'],
    // 30 November 01:00 in Tokyo: 28 February 01:00. In UTC it is still the 29th.
    ['clamped to the end of the month', '2026-11-29T16:00:00Z', 'JP', undefined, '2027-02-27T16:00:00Z'],
    ['in a leap year, clamped to the 29th', '2023-11-30T01:00:00Z', 'JP', undefined, '2024-02-29T01:00:00Z'],
    [
      'and not clamped where there is a 31st',
      '2026-12-31T01:00:00Z',
      'JP',
      undefined,
      '2027-03-31T01:00:00Z',
    ],
    // 10:00 in summer time, 10:00 in winter time.
    ['over a change in autumn', '2026-08-01T08:00:00Z', 'DE', 'Europe/Berlin', '2026-11-01T09:00:00Z'],
    ['over a change in spring', '2027-01-15T09:00:00Z', 'DE', 'Europe/Berlin', '2027-04-15T08:00:00Z'],
    // 29 December 02:30: on 29 March the clock goes from 02:00 to 03:00, which is 02:30 or later.
    ['at a time the change skips', '2025-12-29T01:30:00Z', 'DE', 'Europe/Berlin', '2026-03-29T01:00:00Z'],
    // 25 July 02:30: on 25 October 02:30 comes twice, and the first counts.
    ['at a time the change repeats', '2026-07-25T00:30:00Z', 'DE', 'Europe/Berlin', '2026-10-25T00:30:00Z'],
    ['by a Windows name', '2026-08-01T08:00:00Z', 'DE', 'W. Europe Standard Time', '2026-11-01T09:00:00Z'],
    // The calendar is Pacific time (BH-2), the customer's clock is not: 30 November 00:30 in New York.
    ['in North America', '2026-11-30T05:30:00Z', 'US', 'Eastern Standard Time', '2027-02-28T05:30:00Z'],
    // 29 November 21:30 Pacific, which is told where no zone is.
    ['in North America, no zone told', '2026-11-30T05:30:00Z', 'US', undefined, '2027-03-01T05:30:00Z'],
    // 30 November 00:30 in Kolkata, where it is 29 November 19:00Z.
    ['with a zone of another country', '2026-11-29T19:00:00Z', 'US', 'Asia/Kolkata', '2027-02-27T19:00:00Z'],
    ['with milliseconds', '2026-11-20T08:00:00.123Z', 'JP', undefined, '2027-02-20T08:00:00.123Z'],
  ])('%s', (_, closedAt, country, zone, limit) => {
    const story = at(closedAt, country, zone);
    expect(reopenLimit(story.state, policy)).toBe(limit);
    expect(story.mails('closed')[0]?.about.until).toBe(limit);
    const before = new Date(Date.parse(limit) - 1).toISOString();
    expect(refusedFor(at(closedAt, country, zone).until(before), {})).toBe('reopened');
    expect(refusedFor(at(closedAt, country, zone).until(limit), {})).toEqual(['RE-5']);
    const after = new Date(Date.parse(limit) + 1).toISOString();
    expect(refusedFor(at(closedAt, country, zone).until(after), {})).toEqual(['RE-5']);
  });

  test('the window is the policy’s', () => {
    const story = at('2026-11-20T08:00:00Z', 'JP');
    expect(reopenLimit(story.state, { ...policy, reopenWithinMonths: 1 })).toBe('2026-12-20T08:00:00Z');
  });

  test('it counts from the latest closing', () => {
    const story = at('2026-11-20T08:00:00Z', 'JP')
      .until('2027-02-20T07:00:00Z')
      .acts(reopenRequest, 'case.closed');
    expect(refusedFor(story.until('2027-05-20T06:59:59Z'), {})).toBe('reopened');
  });
});

describe('reopened', () => {
  test('RE-1, IR-A: the first response is promised again, from the reopening', () => {
    const story = closed().until('2026-11-25T03:00:00Z').acts(reopenRequest);
    expect(story.state).toMatchObject({ status: 'open', reopenedAt: '2026-11-25T03:00:00Z' });
    expect(story.state.closedAt).toBeUndefined();
    expect(story.clock('initialResponse')).toMatchObject({
      state: 'running',
      startedAt: '2026-11-25T03:00:00Z',
      dueAt: '2026-11-25T04:00:00Z',
    });
    expect(story.mails('reopened')[0]?.about.rules).toEqual(['RE-1', 'IR-A']);
    story.act('engineer.contacted');
    expect(story.histories('initialResponse').map(({ clock }) => clock.state)).toEqual(['met', 'met']);
  });

  test('it has the severity it had; what silence lowered still wants a commitment (DG-1)', () => {
    const story = new Story()
      .acts('engineer.requestedInformation')
      .wait(240)
      .acts('case.closed', reopenRequest);
    expect(story.state).toMatchObject({ severity: 'B', lowered: { from: 'A' } });
    expect(story.refusal(severityRequest('A')).code).toBe('severity.notRecommitted');
    // The question went with the closing.
    story.act(severityRequest('A', true));
    expect(story.state.severity).toBe('A');
  });
});
