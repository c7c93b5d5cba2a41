/** A case keeps the calendar it was promised under, until operations move it. */
import { afterEach, describe, expect, test, vi } from 'vitest';

import { toDuration, toMs, type Segment } from '../../../calendar/index.ts';
import { CalendarUnknown, layersOf, learnLayer, type Layer } from '../../../policy/calendars/index.ts';
import type * as holidays from '../../../policy/calendars/holidays.ts';
import type * as regions from '../../../policy/calendars/regions.ts';
import { elapsedOn } from '../../clocks/clocks.ts';
import { segmentsOn } from '../../clocks/history.ts';
import { bestEffort, businessHoursB, coverageChange, questionOpen } from '../../testing/states.ts';
import type { ClockKind } from '../../model/vocabulary.ts';
import { policy, Story, types } from '../../testing/story.ts';
import { movedByCalendar } from './applyCalendar.ts';

const put = (place: string, number: number, layer: Partial<Layer>) => ({
  place,
  number,
  hash: learnLayer({ holidays: { add: [], remove: [] }, workingDays: { add: [] }, ...layer }),
  effectiveFrom: '2026-01-01T00:00:00Z',
});
const holiday = (date: string) => ({ holidays: { add: [{ date, name: 'Declared' }], remove: [] } });
const by = { kind: 'caller', id: 'o-1', role: 'operations' } as const;
const none = layersOf([]);
// Tuesday 24 November, which is a working day by the data; then also Wednesday.
const one = layersOf([put('JP', 1, holiday('2026-11-24'))]);
const two = one.with(
  put('JP', 2, {
    holidays: {
      add: [...holiday('2026-11-24').holidays.add, ...holiday('2026-11-25').holidays.add],
      remove: [],
    },
  }),
);
const saturday = layersOf([put('JP', 1, { workingDays: { add: [{ date: '2026-11-21', name: 'Worked' }] } })]);

/** Friday 17:00 in Tokyo, half an hour before closing: eight hours are over on Tuesday at 16:30 there. */
const eightHours = { submission: { severity: 'C', require24X7Response: false } };

const counted = (segments: readonly Segment[]) =>
  toDuration(segments.reduce((sum, { kind, from, to }) => sum + (kind === 'counted' ? to - from : 0), 0));
/** What the proof of the clock that began last counts. */
const proven = (story: Story, kind: ClockKind = 'initialResponse') =>
  counted(segmentsOn(story.state, story.history(kind), toMs(story.now)));

describe('two layers', () => {
  test('a case is stamped with the one in force, and keeps it when another is put', () => {
    const story = new Story({ ...eightHours, layers: one });
    expect(story.state.calendar.layer).toMatchObject({ place: 'JP', number: 1 });
    const clock = story.clock('initialResponse');
    expect(clock.dueAt).toBe('2026-11-25T07:30:00Z');
    expect(proven(story)).toBe('PT8H');
    expect(new Story({ ...eightHours, layers: two }).clock('initialResponse').dueAt).toBe(
      '2026-11-26T07:30:00Z',
    );
    expect(proven(story)).toBe('PT8H');
  });

  test('applied, it moves with old and new due instants, and proves under the new one', () => {
    const story = new Story({ ...eightHours, layers: one });
    const [applied, ...rest] = story.applyCalendar(two);
    const data = story.ofType('calendar.applied')[0]?.data;
    expect(applied?.type).toBe('calendar.applied');
    expect(types(rest)).toEqual(['clock.retargeted']);
    expect(data).toMatchObject({ before: { layer: { number: 1 } }, after: { layer: { number: 2 } } });
    expect(data?.moved).toEqual([
      {
        clockId: story.clock('initialResponse').id,
        kind: 'initialResponse',
        from: '2026-11-25T07:30:00Z',
        to: '2026-11-26T07:30:00Z',
      },
    ]);
    const clock = story.clock('initialResponse');
    expect(clock).toMatchObject({ dueAt: '2026-11-26T07:30:00Z', state: 'running' });
    expect(proven(story)).toBe('PT8H');
    // What was put over it may go again.
    story.applyCalendar(none);
    expect(story.state.calendar.layer).toBeUndefined();
    expect(story.clock('initialResponse').dueAt).toBe('2026-11-24T07:30:00Z');
  });

  test('the same again, and on a closed case, changes nothing', () => {
    const story = new Story({ ...eightHours, layers: one });
    expect(story.applyCalendar(one)).toEqual([]);
    story.act('case.closed');
    expect(story.applyCalendar(two)).toEqual([]);
  });

  test('a trial tells the same and records nothing', () => {
    const story = new Story({ ...eightHours, layers: one });
    const { state } = story;
    const before = structuredClone(state);
    const moved = movedByCalendar(state, two, policy, story.now);
    expect(state).toEqual(before);
    story.applyCalendar(two);
    expect(story.ofType('calendar.applied')[0]?.data.moved).toEqual(moved);
  });

  test('a time that is over under the new calendar breaks at the change, not before', () => {
    const story = new Story(eightHours).until('2026-11-23T06:00:00Z');
    story.applyCalendar(saturday);
    // 30 min of Friday and 7 h 30 of Saturday: it would have been due on Saturday at 16:30 in Tokyo.
    expect(story.clock('initialResponse')).toMatchObject({
      state: 'breached',
      dueAt: '2026-11-23T06:00:00Z',
    });
    expect(story.ofType('clock.breached')).toMatchObject([{ decidedAsOf: '2026-11-23T06:00:00Z' }]);
  });

  test('a breach is not taken back, and still proves under the calendar it broke in', () => {
    const story = new Story(eightHours).until('2026-11-24T08:00:00Z');
    story.applyCalendar(one);
    const clock = story.clock('initialResponse');
    expect(clock).toMatchObject({ state: 'breached', dueAt: '2026-11-24T07:30:00Z' });
    expect(proven(story)).toBe('PT8H');
    expect(story.state.calendar.layer?.number).toBe(1);
  });

  test('pauses are kept, and what a paused clock has left counts by the new calendar', () => {
    const story = bestEffort({
      submission: { ...businessHoursB, problemType: 'performance', scope: 'isolated' },
    });
    // Half an hour is used by Friday's closing; support stops on Saturday and goes on on Tuesday.
    story.until('2026-11-21T00:00:00Z').act('investigation.paused');
    story.until('2026-11-22T00:00:00Z').applyCalendar(one);
    const paused = story.clock('bestEffort');
    expect(paused).toMatchObject({
      state: 'paused',
      pausedAt: '2026-11-21T00:00:00Z',
      beforePause: { counted: 'PT30M' },
    });
    story.until('2026-11-24T00:00:00Z').act('investigation.started');
    // 3 h 30 are left, on Wednesday from 09:00.
    expect(story.clock('bestEffort').dueAt).toBe('2026-11-25T03:30:00Z');
    expect(proven(story, 'bestEffort')).toBe('PT4H');
  });

  test('what was counted under an earlier schedule stays as it was counted', () => {
    const story = bestEffort({
      submission: { ...businessHoursB, problemType: 'performance', scope: 'isolated' },
    });
    // 30 min on Friday and two hours on Tuesday in business hours, then around the clock.
    story.until('2026-11-24T02:00:00Z').act(coverageChange(true));
    story.applyCalendar(one);
    const clock = story.clock('bestEffort');
    expect(clock.earlier).toMatchObject({ counted: 'PT2H30M' });
    expect(clock.dueAt).toBe('2026-11-24T03:30:00Z');
    expect(proven(story, 'bestEffort')).toBe('PT4H');
    expect(toDuration(elapsedOn(story.state, clock, toMs('2026-11-24T02:30:00Z')))).toBe('PT3H');
  });

  test('a reminder that was sent is not sent again when the calendar moves it', () => {
    const story = questionOpen({ submission: businessHoursB });
    story.until('2026-11-24T08:00:00Z');
    const sent = story.mails('replyReminder').length;
    expect(sent).toBeGreaterThan(0);
    const reached = story.clock('customerReply').thresholds.filter((one) => one.reached).length;
    story.applyCalendar(one);
    expect(story.clock('customerReply').thresholds.filter((one) => one.reached)).toHaveLength(reached);
    expect(story.clock('customerReply').dueAt).toBe('2026-11-26T07:00:00Z');
    story.until('2026-11-25T08:00:00Z');
    expect(story.mails('replyReminder')).toHaveLength(sent);
  });
});

describe('two product lists', () => {
  afterEach(() => {
    vi.doUnmock('../../../policy/calendars/holidays.ts');
    vi.resetModules();
  });

  /** The product as a later release: Japan has one more holiday, and of Bavaria nothing is known any more. */
  async function nextRelease() {
    vi.resetModules();
    type Data = typeof holidays;
    vi.doMock('../../../policy/calendars/holidays.ts', async (original) => {
      const data = await original<Data>();
      const added = { date: '2026-11-24', name: 'Added by the release' };
      return {
        ...data,
        publicHolidays: (country: string, region?: string) => [
          ...data.publicHolidays(country, region),
          ...(country === 'JP' ? [added] : []),
        ],
      } satisfies Data;
    });
    vi.doMock('../../../policy/calendars/regions.ts', async (original) => {
      const data = await original<typeof regions>();
      const regionIn: typeof data.regionIn = (country, region) => {
        const found = data.regionIn(country, region);
        return found === 'BY' ? null : found;
      };
      return { ...data, regionIn };
    });
    return {
      ...(await import('../../index.ts')),
      ...(await import('../../testing/story.ts')),
    };
  }

  test('a stored promise proves as before under its own version; a new one is another', async () => {
    const story = new Story(eightHours);
    const { state } = story;
    const next = await nextRelease();
    expect(counted(next.segmentsOn(state, story.history('initialResponse'), toMs(state.at)))).toBe('PT8H');
    expect(next.readingOf(state, story.clock('initialResponse'), toMs('2026-11-24T01:00:00Z'))).toEqual({
      elapsed: 'PT1H30M',
      remaining: 'PT6H30M',
    });
    const later = new next.Story(eightHours);
    expect(later.clock('initialResponse').dueAt).toBe('2026-11-25T07:30:00Z');
    expect(later.state.calendar.product).not.toBe(state.calendar.product);
    // Open cases move only when they are told to.
    const events = next.decide(
      state,
      { type: 'calendar.apply', by, layers: none },
      toMs(state.at),
      next.policy,
    );
    expect(events).toMatchObject([
      {
        type: 'calendar.applied',
        data: { moved: [{ from: '2026-11-24T07:30:00Z', to: '2026-11-25T07:30:00Z' }] },
      },
      { type: 'clock.retargeted' },
    ]);
  });

  test('a region that the data has lost goes on being what it was', async () => {
    const bavaria = { country: 'DE', region: 'DE-BY', preferredTimeZone: 'Europe/Berlin' };
    const contact = { firstName: 'Jana', lastName: 'Weber', primaryEmailAddress: 'jana@tenant.example' };
    // Tuesday, 16:00 in Berlin; Wednesday is Epiphany, a holiday in Bavaria.
    const story = new Story({
      at: '2027-01-05T15:00:00Z',
      submission: { ...eightHours.submission, contactDetails: { ...contact, ...bavaria } },
    });
    const { state } = story;
    expect(state.calendar).toMatchObject({ country: 'DE', region: 'BY' });
    expect(story.clock('initialResponse').dueAt).toBe('2027-01-07T15:00:00Z');
    const next = await nextRelease();
    expect(counted(next.segmentsOn(state, story.history('initialResponse'), toMs(state.at)))).toBe('PT8H');
    const answered = next.decide(
      state,
      { type: 'engineer.requestedInformation', by },
      toMs('2027-01-05T15:30:00Z'),
      policy,
    );
    expect(types(answered)).toContain('clock.started');
    // There is no present calendar of such a place: the case keeps the one it has.
    expect(next.decide(state, { type: 'calendar.apply', by, layers: none }, toMs(state.at), policy)).toEqual(
      [],
    );
    expect(() => new next.Story({ submission: { contactDetails: { ...contact, ...bavaria } } })).toThrow(
      /"DE-BY" is not a region/,
    );
  });

  test('a calendar that no release kept is unknown, and only where it is asked for', async () => {
    const next = await nextRelease();
    const story = new next.Story(eightHours);
    const history = story.history('initialResponse');
    // This release knows nothing of what the next one had.
    expect(() => segmentsOn(story.state, history, toMs(story.now))).toThrow(CalendarUnknown);
    // What asks for no calendar is not concerned.
    expect(
      segmentsOn(story.state, { ...history, clock: { ...history.clock, schedule: '24x7' } }, 0),
    ).toHaveLength(1);
  });
});
