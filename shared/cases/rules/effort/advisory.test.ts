/** Going on as an advisory case (BE-3): for whom, from when and until when. */
import { describe, expect, test } from 'vitest';

import { conclusion, bestEffort, reopenRequest, slow } from '../../testing/states.ts';
import type { Story } from '../../testing/story.ts';

const goesOn = (story: Story) => story.attempt('advisory.continued');

test('BE-3: from the half-way warning on, once', () => {
  const story = bestEffort().until('2026-11-20T09:59:59.999Z');
  expect(story.refusal('advisory.continued')).toMatchObject({ kind: 'notNow', code: 'event.notNow' });
  story.until('2026-11-20T10:00:00Z').act('advisory.continued');
  expect(story.state.linkedCases).toEqual([{ id: 'case-2', kind: 'advisory' }]);
  expect(story.refusal('advisory.continued')).toMatchObject({ kind: 'notNow' });
});

test('BE-3: what goes on already is not offered again', () => {
  const story = bestEffort().wait(130).acts('advisory.continued').wait(110);
  expect(story.state).toMatchObject({ status: 'closed' });
  expect(story.mails('advisoryOffered')).toEqual([]);
});

test('BE-3: offered at the end, until the end of the fifth business day after it', () => {
  // Closed on Friday 2026-11-20; Monday 23 is a holiday; the fifth business day is Monday 30, which ends in Tokyo
  // at 15:00Z.
  const story = bestEffort().wait(240);
  expect(story.mails('advisoryOffered')[0]?.about.until).toBe('2026-11-30T15:00:00Z');
  story.until('2026-11-30T14:59:59.999Z');
  expect(goesOn(story)).toMatchObject([{ type: 'advisory.continued', rules: ['BE-3'] }]);
  const late = bestEffort().until('2026-11-30T15:00:00Z');
  const outcome = goesOn(late);
  expect('allowed' in outcome && outcome.allowed).toEqual(
    expect.arrayContaining(['rca.requested', 'case.reopenRequested']),
  );
  expect('allowed' in outcome && outcome.allowed).not.toContain('advisory.continued');
});

describe('not', () => {
  test.each(['standard', 'professionalDirect'] as const)('BE-3: on the plan %s', (plan) => {
    const story = bestEffort({ submission: slow, entitlement: { plan } }).wait(240);
    expect(goesOn(story)).toMatchObject({ kind: 'rule', code: 'plan.noContinuation', rules: ['BE-3'] });
    expect(story.mails('advisoryOffered')).toEqual([]);
  });

  test('after the case was closed for another reason', () => {
    const story = bestEffort().wait(130).acts('case.closed');
    expect(goesOn(story)).toMatchObject({ kind: 'notNow' });
  });

  test('after it was reopened, until its new best effort is half used', () => {
    const story = bestEffort().wait(240).acts(reopenRequest);
    expect(goesOn(story)).toMatchObject({ kind: 'notNow' });
    story.acts('investigation.started').wait(119);
    expect(goesOn(story)).toMatchObject({ kind: 'notNow' });
    story.wait(1);
    expect(goesOn(story)).toMatchObject([{ type: 'advisory.continued' }]);
  });
});

test('the cause found after half-way, it may still go on: there is more to advise on', () => {
  const story = bestEffort().wait(130).acts(conclusion('customCode'));
  expect(goesOn(story)).toMatchObject([{ type: 'advisory.continued' }]);
});

test('BE-3, PLAN-3: the advisory case has the customer, the problem and the hours of the first', () => {
  const { state } = bestEffort().wait(130);
  const by = { kind: 'system', id: 'tick', role: 'system' } as const;
  const story = bestEffort().wait(130);
  const opened = story.opens({ type: 'advisory.open', caseId: 'case-2', by, breakFix: state });
  expect(opened).toMatchObject({
    id: 'case-2',
    tenantId: 'contoso',
    category: 'advisory',
    severity: 'B',
    plan: 'unified',
    linkedCases: [{ id: 'case-1', kind: 'breakFix' }],
    // Two hours on Unified (IR-B), from 10:10Z.
    clocks: [{ kind: 'initialResponse', dueAt: '2026-11-20T12:10:00Z' }],
    mails: [{ kind: 'acknowledgement' }],
  });
});
