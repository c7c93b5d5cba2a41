/** A due instant that rests on a day that is not sure: what a clock keeps of it, and that nothing else changes. */
import { expect, test } from 'vitest';
import { summaryOf } from '../summary.ts';
import { Story, type StoryOptions } from '../testing/story.ts';

/** Monday 4 May 2026, 16:00 in Amsterdam. Liberation Day, the Tuesday, is a day off for some. */
const dutch: StoryOptions = {
  at: '2026-05-04T14:00:00Z',
  submission: {
    severity: 'B',
    require24X7Response: false,
    contactDetails: {
      firstName: 'Anna',
      lastName: 'de Vries',
      primaryEmailAddress: 'anna@contoso.example',
      country: 'NL',
    },
  },
  entitlement: { country: 'NL' },
};
const uncertain = {
  days: ['2026-05-05'],
  earliest: '2026-05-05T10:00:00Z',
  latest: '2026-05-06T10:00:00Z',
};

test('it is stored with the clock, in the event that starts it', () => {
  const story = new Story(dutch);
  expect(story.clock('initialResponse')).toMatchObject({ dueAt: '2026-05-05T10:00:00Z', uncertain });
  expect(story.ofType('clock.started')[0]?.data).toMatchObject({ uncertain });
  expect(summaryOf(story.state).clocks).toMatchObject([{ uncertain }]);
});

test('warnings and breaches go by the due instant alone, and operations read what it rests on', () => {
  const story = new Story(dutch).until('2026-05-05T12:00:00Z');
  expect(story.ofType('clock.breached')).toMatchObject([{ decidedAsOf: '2026-05-05T10:00:00Z' }]);
  const about = (kind: string) =>
    story.ofType('mail.requested').find(({ data }) => data.kind === kind)?.data.about;
  expect(about('responseBreached')).toMatchObject({ uncertain });
  expect(about('responseLate')).not.toHaveProperty('uncertain');
});

test('around the clock it rests on no day, and a clock that is moved there forgets', () => {
  const story = new Story(dutch).acts({ type: 'coverage.changed', require24X7Response: true });
  expect(story.clock('initialResponse')).not.toHaveProperty('uncertain');
});

test('where every day is sure, nothing is stored', () => {
  const story = new Story({ ...dutch, at: '2026-05-06T14:00:00Z' });
  expect(story.clock('initialResponse')).not.toHaveProperty('uncertain');
});
