/** What users of other systems reported about the clocks of their cases, each shown not to happen here. */
import { describe, expect, test } from 'vitest';

import { toMs } from '../../calendar/index.ts';
import { readingOf } from '../clocks/clocks.ts';
import { fold } from '../fold/evolve.ts';
import {
  bestEffort,
  businessHoursB,
  contacted,
  questionOpen,
  reopenRequest,
  severityRequest,
  slow,
} from '../testing/states.ts';
import { policy, Story } from '../testing/story.ts';
import type { ClockKind } from '../model/vocabulary.ts';

const inBusinessHours = { submission: { ...slow, require24X7Response: false } };
const reading = (story: Story, kind: ClockKind) => readingOf(story.state, story.clock(kind), toMs(story.now));

describe('pauses', () => {
  test('glpi#15605: another severity keeps the pauses so far', () => {
    // Work from 08:00Z to 09:00Z, stopped until 10:00Z, work until 10:30Z: an hour and a half.
    const story = bestEffort()
      .wait(60)
      .acts('investigation.paused')
      .wait(60)
      .acts('investigation.started')
      .wait(30);
    const before = story.history('bestEffort').pauses;
    story.act(severityRequest('A', true));
    expect(story.history('bestEffort').pauses).toEqual(before);
    expect(reading(story, 'bestEffort')).toEqual({ elapsed: 'PT1H30M', remaining: 'PT2H30M' });
    // To business hours, in the night: what was used stays used, and 2:30 of Tuesday are left.
    story.act(severityRequest('C'));
    expect(reading(story, 'bestEffort')).toEqual({ elapsed: 'PT1H30M', remaining: 'PT2H30M' });
    expect(story.clock('bestEffort').dueAt).toBe('2026-11-24T02:30:00Z');
  });

  test('erpnext#47029: a hold over the weekend moves the due instant by its open hours, not by the wall clock', () => {
    // Held from Friday 08:00Z to Tuesday 01:00Z, 89 hours, of which an hour and a half was open.
    const free = bestEffort(inBusinessHours).clock('bestEffort').dueAt;
    const held = bestEffort(inBusinessHours).acts('investigation.paused').until('2026-11-24T01:00:00Z');
    held.act('investigation.started');
    expect([free, held.clock('bestEffort').dueAt]).toEqual(['2026-11-24T03:30:00Z', '2026-11-24T05:00:00Z']);
  });

  test('erpnext#47029: a hold outside of the opening hours moves nothing', () => {
    const story = bestEffort(inBusinessHours)
      .wait(40)
      .acts('investigation.paused')
      .wait(60 * 24);
    story.act('investigation.started');
    expect(story.clock('bestEffort').dueAt).toBe('2026-11-24T03:30:00Z');
  });

  test('helpdesk#3776: a case resolved while it is held has not counted the hold', () => {
    const story = bestEffort().wait(60).acts('engineer.proposedResolution').wait(120);
    story.act('customer.acceptedResolution');
    expect(reading(story, 'bestEffort')).toEqual({ elapsed: 'PT1H', remaining: 'PT3H' });
    expect(reading(story.wait(600), 'bestEffort').elapsed).toBe('PT1H');
  });

  test('Dynamics: a resumed clock is the same clock, with all that it has counted', () => {
    const story = bestEffort().wait(60);
    const { id, startedAt } = story.clock('bestEffort');
    story.acts('investigation.paused').wait(60).act('investigation.started');
    expect(story.clock('bestEffort')).toMatchObject({ id, startedAt, state: 'running' });
    expect(story.state.clocks.filter(({ kind }) => kind === 'bestEffort')).toHaveLength(1);
  });

  test('a start that is told late keeps the pauses that follow', () => {
    const story = contacted({ submission: slow }).wait(60);
    story.act({ type: 'investigation.started', occurredAt: '2026-11-20T08:00:00Z' });
    story.act({ type: 'investigation.paused', occurredAt: '2026-11-20T08:30:00Z' });
    expect(reading(story.wait(60), 'bestEffort').elapsed).toBe('PT30M');
  });
});

describe('severity changes', () => {
  test('Dynamics: the old due instant and the new one both stay', () => {
    const story = new Story({ submission: businessHoursB }).acts(severityRequest('A', true));
    const dueInstants = story.events.flatMap((event) =>
      event.type === 'clock.started' || event.type === 'clock.retargeted' ? [event.data.dueAt] : [],
    );
    expect(dueInstants).toEqual(['2026-11-24T03:30:00Z', '2026-11-20T09:00:00Z']);
  });

  test('Jira, ServiceNow: another policy moves the running clocks and destroys no history', () => {
    const story = new Story({ submission: { severity: 'B' } }).wait(60);
    const before = [...story.events];
    const { standard: _, ...others } = policy.targets.initialResponse.B;
    const initialResponse = { ...policy.targets.initialResponse, B: { standard: 'PT2H', ...others } };
    story.apply({ ...policy, version: 'next', targets: { initialResponse } });
    expect(story.events.slice(0, before.length)).toEqual(before);
    // Half of the new target was passed at the change: nothing is said of it any more.
    expect(story.clock('initialResponse')).toMatchObject({
      startedAt: '2026-11-20T08:00:00Z',
      dueAt: '2026-11-20T10:00:00Z',
    });
    expect(
      story
        .wait(60)
        .mails('responseWarning')
        .map(({ about }) => about.percent),
    ).toEqual([75]);
  });

  test('helpdesk#3235: each clock says which rules it rests on, before and after', () => {
    const story = new Story({ submission: businessHoursB });
    expect(story.clock('initialResponse').rules).toEqual(['IR-B', 'BH-3', 'BH-4']);
    story.act(severityRequest('A', true));
    expect(story.clock('initialResponse').rules).toEqual(['IR-A']);
  });
});

describe('reopening', () => {
  test('zammad#188: the clock counts from the reopening, neither from the submission nor from the closing', () => {
    const story = contacted().wait(30).acts('case.closed').until('2026-11-25T03:00:00Z').acts(reopenRequest);
    expect(story.clock('initialResponse')).toMatchObject({
      startedAt: '2026-11-25T03:00:00Z',
      dueAt: '2026-11-25T04:00:00Z',
    });
  });

  test('chatwoot#10178: no clock runs on after the closing', () => {
    const story = questionOpen().acts('case.closed');
    const count = story.events.length;
    story.until('2027-01-20T00:00:00Z');
    expect(story.events).toHaveLength(count);
    expect(story.state.clocks.map(({ stoppedAt }) => typeof stoppedAt)).toEqual(['string', 'string']);
  });

  test('chatwoot#10178: nor does anything of before go on after a reopening', () => {
    const story = bestEffort().wait(60).acts('engineer.requestedInformation', 'case.closed').wait(60);
    story.acts(reopenRequest, 'engineer.contacted').wait(60 * 24);
    expect(story.mails('replyReminder')).toEqual([]);
    expect(story.state).toMatchObject({ severity: 'B', status: 'open' });
    expect(story.state.clocks.filter(({ state }) => state === 'running')).toEqual([]);
  });
});

describe('duplicates', () => {
  test('glpi#1996, glpi#2408: however often ticks run, each mail is asked for once', () => {
    const busy = questionOpen();
    for (let minute = 0; minute < 10 * 60; minute += 1) busy.wait(1);
    const kinds = busy.mails().map(({ kind }) => kind);
    expect(kinds).toEqual([
      'acknowledgement',
      'informationRequested',
      'replyReminder',
      'severityLowered',
      'severityLowered',
    ]);
  });

  test('Dynamics: a tick that runs twice, or again on an older state, decides the same', () => {
    const story = new Story().pass(70);
    const { events, state } = story;
    story.wait(0).wait(0);
    const recorded = story.events.slice(state.sequence);
    expect(recorded.filter(({ type }) => type === 'clock.breached')).toHaveLength(1);
    expect(fold(events.slice(0, state.sequence))).toEqual(state);
  });

  test('zammad#4348: silence in business hours sends no mail at midnight', () => {
    const story = questionOpen().until('2026-12-31T00:00:00Z');
    const [, lowered] = story.mails('severityLowered');
    const late = story.mails('replyReminder').filter(({ about }) => about.coverage === 'businessHours');
    // 01:00 on Saturday, and it goes out on Tuesday at 09:00: Monday is a holiday.
    expect([lowered?.requestedAt, lowered?.notBefore]).toEqual([
      '2026-11-20T16:00:00Z',
      '2026-11-24T00:00:00Z',
    ]);
    // 16:30 and 16:00 in Tokyo.
    expect(late.map(({ requestedAt }) => requestedAt)).toEqual([
      '2026-11-24T07:30:00Z',
      '2026-11-25T07:00:00Z',
    ]);
  });
});
