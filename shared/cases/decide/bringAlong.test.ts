/** What a case is that is brought along with its past: as it would have been, with nobody told of the past. */
import { describe, expect, test } from 'vitest';

import { toInstant, toMs } from '../../calendar/index.ts';
import type { CaseActionBody } from '../model/actions.ts';
import { Refused, type Refusal, type SubmitCase } from '../model/commands.ts';
import { entitlementSchema } from '../model/entitlement.ts';
import { submissionSchema } from '../model/submission.ts';
import { fold } from '../fold/evolve.ts';
import { policy, sampleSubmission, start } from '../testing/story.ts';
import { decide, decideDue } from './decide.ts';

const begin = toMs(start);
const at = (minutes: number) => toInstant(begin + minutes * 60_000);
const happened = (minutes: number, type: string, more: object = {}) =>
  ({ type, occurredAt: at(minutes), ...more }) as CaseActionBody;

function brought(
  events: readonly CaseActionBody[],
  nowMinutes: number,
  { submission = {}, plan = 'standard' }: { submission?: object; plan?: string } = {},
) {
  const command: SubmitCase = {
    type: 'case.submit',
    caseId: 'case-1',
    by: { kind: 'caller', id: 'i-1', role: 'integration', tenantId: 'operator' },
    submission: submissionSchema.parse({ ...sampleSubmission, ...submission }),
    entitlement: entitlementSchema.parse({ plan, country: 'JP' }),
    fromHomeTenant: true,
    history: { submittedAt: start, events },
  };
  const recorded = decide(undefined, command, begin + nowMinutes * 60_000, policy);
  const state = fold(recorded);
  if (!state) throw new Error('nothing was recorded');
  return { events: recorded, state, types: recorded.map(({ type }) => type) };
}

function refusal(...of: Parameters<typeof brought>): Refusal {
  try {
    brought(...of);
  } catch (error) {
    if (error instanceof Refused) return error.refusal;
    throw error;
  }
  throw new Error('it was not refused');
}

test('given a contact in time, the promise was kept, and nobody is told of it', () => {
  const { state, events, types } = brought([happened(20, 'engineer.contacted')], 90 * 24 * 60);
  expect(state).toMatchObject({
    status: 'open',
    submittedAt: '2026-11-20T08:00:00Z',
    clocks: [{ kind: 'initialResponse', state: 'met', stoppedAt: '2026-11-20T08:20:00Z' }],
    mails: [],
  });
  expect(types).toEqual(['case.submitted', 'clock.started', 'engineer.contacted', 'clock.met']);
  expect(events.map(({ imported }) => imported)).toEqual([true, true, true, true]);
  expect(new Set(events.map((event) => event.at))).toEqual(new Set([at(90 * 24 * 60)]));
});

test('given a promise broken in the past, it is broken as of its due instant, and no alert starts', () => {
  const { state, types } = brought([], 300);
  expect(state.clocks).toMatchObject([{ state: 'breached', dueAt: '2026-11-20T09:00:00Z' }]);
  expect(state.alert).toBeUndefined();
  expect(state.mails).toEqual([]);
  expect(types).toContain('clock.breached');
  expect(decideDue(state, begin + 90 * 24 * 3_600_000, policy)).toEqual([]);
});

test('what is still to come is alarmed as ever', () => {
  const { state } = brought([], 50);
  const due = decideDue(state, begin + 61 * 60_000, policy);
  expect(due.some(({ imported }) => imported)).toBe(false);
  const asked = due.flatMap((event) => (event.type === 'mail.requested' ? [event.data.kind] : []));
  expect(asked).toEqual(expect.arrayContaining(['responseBreached', 'responseLate']));
  expect(due.map(({ type }) => type)).toContain('alert.started');
});

test('silence that is over in the past has lowered the severity, and nobody is reminded', () => {
  const { state, types } = brought([happened(10, 'engineer.requestedInformation')], 30 * 24 * 60);
  expect(state.severity).not.toBe('A');
  expect(types).not.toContain('mail.requested');
});

test('levels of an escalation that lie in the past are told to nobody; the next one is', () => {
  const asked = [happened(20, 'engineer.contacted'), happened(30, 'escalation.requested')];
  const { state, types } = brought(asked, 31, { plan: 'unified' });
  expect(types).not.toContain('mail.requested');
  const [next] = state.escalations.flatMap(({ steps }) => steps);
  expect(next, 'a level that is still to come').toBeDefined();
  const due = decideDue(state, toMs(next?.at ?? start), policy);
  expect(due.map(({ type }) => type)).toEqual(
    expect.arrayContaining(['escalation.raised', 'mail.requested']),
  );
});

describe('what makes no sense is refused, with the event that it is', () => {
  const contacted = happened(20, 'engineer.contacted');
  test.each<[string, CaseActionBody[], object]>([
    [
      'in the state of then',
      [contacted, happened(30, 'engineer.contacted')],
      { kind: 'notNow', code: 'event.notNow', pointer: '/events/1' },
    ],
    [
      'by a rule',
      [contacted, happened(30, 'escalation.requested')],
      { kind: 'rule', code: 'plan.noEscalation', pointer: '/events/1/type' },
    ],
    [
      'out of order',
      [contacted, happened(10, 'customer.replied')],
      { kind: 'invalid', code: 'occurredAt.outOfOrder', pointer: '/events/1/occurredAt' },
    ],
    [
      'before the submission',
      [happened(-1, 'engineer.contacted')],
      { kind: 'invalid', code: 'occurredAt.outOfOrder', pointer: '/events/0/occurredAt' },
    ],
    [
      'in the future',
      [contacted, happened(101, 'customer.replied')],
      { kind: 'invalid', code: 'occurredAt.inFuture', pointer: '/events/1/occurredAt' },
    ],
    [
      'that begins another case',
      [contacted, happened(30, 'advisory.continued')],
      { kind: 'invalid', code: 'event.notInHistory', pointer: '/events/1/type' },
    ],
    [
      'that links another case',
      [contacted, happened(30, 'case.closed', { duplicateOf: 'x' })],
      { kind: 'invalid', code: 'event.notInHistory', pointer: '/events/1/type' },
    ],
    ...(['alert.acknowledged', 'mail.retryRequested', 'response.corrected'] as const).map(
      (type): [string, CaseActionBody[], object] => [
        type,
        [happened(30, type)],
        { kind: 'invalid', code: 'event.notInHistory', pointer: '/events/0/type' },
      ],
    ),
  ])('%s', (_, events, expected) => {
    expect(refusal(events, 100)).toMatchObject(expected);
  });

  test('the sentence names event, type and instant', () => {
    expect(refusal([contacted, contacted], 100).detail).toMatch(
      /^Event 1 of the history, `engineer.contacted` as of 2026-11-20T08:20:00Z: .*already been recorded/,
    );
  });

  test('a submission in the future', () => {
    expect(refusal([], -1)).toMatchObject({ code: 'submittedAt.inFuture', pointer: '/submittedAt' });
  });

  test('a problem that began after its submission', () => {
    expect(refusal([], 100, { submission: { problemStartTime: at(10) } })).toMatchObject({
      code: 'problemStartTime.inFuture',
    });
  });

  test('more than a commit holds', () => {
    const message = 'x'.repeat(8000);
    const notes = Array.from({ length: 250 }, () => happened(10, 'note.added', { message }));
    expect(refusal(notes, 100)).toMatchObject({ code: 'history.tooLarge', pointer: '/events' });
  });
});
