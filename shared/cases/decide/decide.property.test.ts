/** What holds for every decision, whatever is done to a case, in whatever order, and whenever ticks run. */
import fc from 'fast-check';
import { expect, test } from 'vitest';

import { toMs } from '../../calendar/index.ts';
import type { CaseEvent } from '../model/events.ts';
import { fold } from '../fold/evolve.ts';
import { anySetup, anySteps, anyTold, play } from '../testing/random.ts';

const runs = { numRuns: 100 };

test('the same commands in the same order give the same events, byte for byte', () => {
  fc.assert(
    fc.property(anySetup, anyTold, (setup, steps) => {
      expect(JSON.stringify(play(setup, steps).events)).toBe(JSON.stringify(play(setup, steps).events));
    }),
    runs,
  );
});

test('ticks at any other instants change nothing but when things were recorded', () => {
  const untimed = (events: readonly CaseEvent[]) => events.map(({ at: _, ...event }) => event);
  let late = 0;
  fc.assert(
    fc.property(anySetup, anyTold, fc.integer({ min: 7, max: 500 }), (setup, steps, tickEvery) => {
      const lazy = play(setup, steps).events;
      const busy = play(setup, steps, tickEvery).events;
      expect(untimed(busy)).toEqual(untimed(lazy));
      late += busy.filter(({ at }, index) => at !== lazy[index]?.at).length;
    }),
    runs,
  );
  expect(late, 'ticks that recorded something earlier').toBeGreaterThan(100);
});

test('the state is the fold of the events, also of those that were stored', () => {
  fc.assert(
    fc.property(anySetup, anyTold, (setup, steps) => {
      const { events, state } = play(setup, steps);
      const stored = JSON.parse(JSON.stringify(events)) as CaseEvent[];
      expect(fold(stored)).toStrictEqual(state);
    }),
    runs,
  );
});

test('nothing counts from an instant after its recording, and numbers have no gaps', () => {
  fc.assert(
    fc.property(anySetup, anyTold, (setup, steps) => {
      const { events } = play(setup, steps);
      events.forEach((event, index) => {
        expect(event.sequence).toBe(index + 1);
        expect(toMs(event.decidedAsOf)).toBeLessThanOrEqual(toMs(event.at));
        expect(toMs(event.at)).toBeGreaterThanOrEqual(toMs(events[index - 1]?.at ?? event.at));
      });
    }),
    runs,
  );
});

test('as things happen, they are decided in order of time', () => {
  fc.assert(
    fc.property(anySetup, anySteps, (setup, steps) => {
      const instants = play(setup, steps).events.map(({ decidedAsOf }) => toMs(decidedAsOf));
      expect(instants).toEqual([...instants].sort((a, b) => a - b));
    }),
    runs,
  );
});

test('every clock ends at most once, and nothing happens to it afterwards or before its last event', () => {
  fc.assert(
    fc.property(anySetup, anyTold, (setup, steps) => {
      const last = new Map<string, CaseEvent>();
      for (const event of play(setup, steps).events) {
        if (!event.type.startsWith('clock.') || !('clockId' in event.data)) continue;
        const before = last.get(event.data.clockId ?? '');
        expect(before?.type ?? '').not.toMatch(/^clock\.(met|stopped|cancelled)$/);
        // Before a limit of silence that is over comes an answer that is told late.
        if (before?.type === 'clock.breached') expect(event.type).toMatch(/^clock\.(met|stopped|cancelled)$/);
        if (before?.type === 'clock.breached' && event.type !== 'clock.stopped') {
          last.set(event.data.clockId ?? '', event);
          continue;
        }
        if (before && before.type !== 'clock.thresholdReached')
          expect(toMs(event.decidedAsOf)).toBeGreaterThanOrEqual(toMs(before.decidedAsOf));
        last.set(event.data.clockId ?? '', event);
      }
    }),
    runs,
  );
});

test('glpi#1996, glpi#2408: no mail is asked for twice for one threshold of one promise, no escalation twice', () => {
  fc.assert(
    fc.property(anySetup, anyTold, (setup, steps) => {
      const { events } = play(setup, steps);
      // What was overtaken is told again when it comes true.
      const withdrawn = events.flatMap((event) =>
        event.type === 'mail.withdrawn' ? [event.data.mailId] : [],
      );
      const startedAt = new Map<string, string>();
      const promises: string[] = [];
      const keys: string[] = [];
      for (const event of events) {
        if (event.type === 'clock.started' || event.type === 'clock.retargeted') {
          startedAt.set(event.data.clockId, event.data.startedAt);
        }
        if (event.type === 'escalation.started') keys.push(event.data.key);
        if (event.type !== 'mail.requested' || withdrawn.includes(event.data.mailId)) continue;
        const { clockId, percent, target } = event.data.about;
        if (clockId === undefined || percent === undefined) continue;
        // A severity that was raised is another promise: it counts from the change.
        const promise = [clockId, startedAt.get(clockId), event.data.kind === 'replyReminder' ? target : ''];
        promise.push(String(event.data.about.count ?? ''));
        promises.push([...promise, event.data.kind, percent].join(' '));
      }
      expect(promises).toEqual([...new Set(promises)]);
      expect(keys).toEqual([...new Set(keys)]);
      const raised = events.flatMap((event) => (event.type === 'escalation.raised' ? [event.data] : []));
      const turns = raised.map(({ key, level, round }) => `${key} ${level} ${round}`);
      expect(turns).toEqual([...new Set(turns)]);
    }),
    runs,
  );
});
