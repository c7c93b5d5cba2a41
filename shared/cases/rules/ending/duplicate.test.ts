import { describe, expect, test } from 'vitest';

import type { Case } from '../../model/case.ts';
import { contacted } from '../../testing/states.ts';
import { start, Story } from '../../testing/story.ts';

const other = (story: Story): Case => ({ ...story.state, id: 'case-2' });

function close(story: Story, duplicated: Case | undefined) {
  return story.attempt({ type: 'case.closed', duplicateOf: 'case-2', duplicated });
}

const lost = { kind: 'notNow', code: 'duplicate.wouldLosePromise' };
const closed = [{ type: 'case.closed', data: { reason: 'duplicate', duplicateOf: 'case-2' } }];
const slower = { severity: 'B', require24X7Response: true };

describe('case.closed { duplicateOf }: this first response runs, and the other one', () => {
  test.each([
    ['is met', contacted(), true],
    ['was answered late', new Story().wait(61).acts('engineer.contacted'), true],
    ['is due at the same instant', new Story(), true],
    ['is due later', new Story({ submission: slower }), false],
    ['was cancelled by the closing', new Story().acts('case.closed'), false],
  ])('%s', (_, duplicated, isPossible) => {
    const story = new Story();
    const outcome = close(story, other(duplicated));
    if (isPossible) expect(outcome).toMatchObject([...closed, { type: 'clock.cancelled' }, {}]);
    else expect(outcome).toMatchObject(lost);
    expect(story.state.status).toBe(isPossible ? 'closed' : 'open');
  });

  test('is due later, and this one is met already', () => {
    expect(close(contacted(), other(new Story({ submission: slower })))).toMatchObject([...closed, {}]);
  });
});

test('links the case, and says so in the mail', () => {
  const story = contacted();
  close(story, other(contacted()));
  expect(story.state.linkedCases).toEqual([{ id: 'case-2', kind: 'duplicateOf' }]);
  expect(story.state.untold).toBe('case-2');
  expect(story.mails('closed')).toHaveLength(1);
});

test.each([
  ['unknown', undefined],
  ['of another tenant', { ...new Story({ at: start }).state, id: 'case-2', tenantId: 'fabrikam' }],
  ['this one itself', new Story({ at: start }).state],
])('a case that is %s is refused', (_, duplicated) => {
  expect(close(contacted(), duplicated)).toMatchObject({
    code: 'duplicateOf.unknown',
    pointer: '/duplicateOf',
  });
});
