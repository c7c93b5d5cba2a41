import { beforeAll, describe, expect, test } from 'vitest';

import { fellDue } from '../support/timeline.ts';
import { badDay, type BadDay } from './together.ts';

let day: BadDay;
beforeAll(async () => {
  day = await badDay({ watched: 30, connections: 500 });
});

describe('with all faults at once', () => {
  test('what is due of all other cases is recorded while the crowd is there, in order and once', () => {
    for (const timeline of day.timelines) {
      expect(fellDue(timeline).map(({ what }) => what)).toEqual(['50 %', '75 %', 'breach']);
    }
  });

  test('submissions are accepted, or refused as too many', () => {
    expect([...day.statuses].sort()).toEqual([201, 429]);
  });

  test('the alarms page names the cases and the mail service', () => {
    expect(day.alarms).toMatchObject({
      status: 200,
      body: {
        mail: { state: expect.stringMatching(/^(?:deferred|failing)$/) as string },
        unreadable: expect.arrayContaining([
          expect.objectContaining({ caseId: day.damaged }),
          expect.objectContaining({ caseId: day.poisoned }),
          expect.objectContaining({ what: 'policyVersion', id: 'torn' }),
        ]) as unknown[],
      },
    });
  });

  test('ready stays ready and tells what is amiss', () => {
    expect(day.ready).toMatchObject({
      status: 200,
      body: {
        degraded: expect.arrayContaining([
          expect.objectContaining({ what: 'policyVersion' }),
          expect.objectContaining({ what: 'mail' }),
        ]) as unknown[],
      },
    });
  });

  test('a full disk is told by ready, refuses what would be written, and is over when there is room', () => {
    expect(day.full).toEqual({ ready: 503, submission: 503, after: 200 });
  });

  test('the log says what is wrong', () => {
    expect(day.printed).toContain(day.damaged);
    expect(day.printed).toContain('refused: POST /api/cases 429 overloaded');
    expect(day.printed).toContain('database or disk is full');
  });
});
