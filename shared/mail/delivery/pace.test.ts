import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { MailGate } from './gate.ts';
import { Pace } from './pace.ts';
import { urgencies, type Urgency } from './urgency.ts';

const minute = 60_000;

describe('what the settings allow', () => {
  it('is never exceeded in any span, and no room is left unused', () => {
    const limit = fc.record({ count: fc.integer({ min: 1, max: 6 }), span: fc.integer({ min: 1, max: 50 }) });
    const steps = fc.array(fc.nat(20), { maxLength: 60 });
    fc.assert(
      fc.property(fc.array(limit, { maxLength: 3 }), steps, (limits, waits) => {
        const pace = new Pace(limits);
        const begun: number[] = [];
        const fits = (at: number) =>
          limits.every(({ count, span }) => begun.filter((one) => one > at - span).length < count);
        let now = 1000;
        for (const wait of waits) {
          now += wait;
          expect(pace.opensAt(now) === now).toBe(fits(now));
          if (pace.opensAt(now) > now) continue;
          pace.begin(now);
          begun.push(now);
        }
      }),
    );
  });

  it('says of each of many when its turn comes, as it then is', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 5 }), fc.nat(12), fc.nat(20), (count, before, ahead) => {
        const limits = [{ count, span: minute }];
        const [told, lived] = [new Pace(limits), new Pace(limits)];
        let now = 0;
        for (let begun = 0; begun < before; begun += 1) {
          now = lived.opensAt(now);
          for (const pace of [told, lived]) pace.begin(now);
        }
        const at = told.opensAt(now, ahead);
        for (let gone = 0; gone < ahead; gone += 1) {
          now = lived.opensAt(now);
          lived.begin(now);
        }
        expect(at).toBe(lived.opensAt(now));
      }),
    );
  });
});

describe('what the service takes', () => {
  it('is found out, and slowly tried again', () => {
    const pace = new Pace();
    for (let count = 0; count < 100; count += 1) pace.begin(0);
    pace.throttled(0, 30_000);
    pace.throttled(10, 40_000);
    // As long as it asks, and until fewer than 75 have been sent within a minute.
    expect(pace.opensAt(20, -50)).toBe(40_010);
    expect(pace.opensAt(20)).toBe(minute);
    const room = (now: number) => {
      let count = 0;
      for (; pace.opensAt(now) === now && count < 1000; count += 1) pace.begin(now);
      return count;
    };
    expect(room(minute)).toBe(75);
    expect(room(2 * minute)).toBe(82);
    expect(room(3 * minute)).toBe(90);
    expect(room(200 * minute)).toBe(1000);
  });

  it('a clock that was set back holds nobody up', () => {
    const pace = new Pace([{ count: 1, span: minute }]);
    pace.begin(10 * minute);
    pace.throttled(10 * minute, minute);
    expect(pace.opensAt(minute)).toBe(minute);
  });
});

/** Mails that all want to go at once, through a service that takes so many in any minute. */
function flood(count: number, perMinute: number, limits: ConstructorParameters<typeof MailGate>[0]) {
  const gate = new MailGate(limits);
  const taken: number[] = [];
  const gone: { readonly urgency: Urgency; readonly at: number }[] = [];
  const calls = { made: 0, refused: 0 };
  const due = new Map<number, string[]>();
  const at = (instant: number, key: string) => due.set(instant, [...(due.get(instant) ?? []), key]);
  due.set(
    0,
    Array.from({ length: count }, (_, index) => `${index}`),
  );
  while (due.size > 0) {
    const now = Math.min(...due.keys());
    const keys = due.get(now) ?? [];
    due.delete(now);
    for (const key of keys) {
      const urgency = urgencies[Number(key) % 3] ?? 'answer';
      const random = (Number(key) % 97) / 97;
      calls.made += 1;
      const entered = gate.enter(now, random, { key, urgency });
      if ('at' in entered) {
        at(entered.at, key);
        continue;
      }
      while ((taken[0] ?? now) <= now - minute) taken.shift();
      const [oldest = now] = taken;
      if (taken.length < perMinute) {
        taken.push(now);
        gone.push({ urgency, at: now });
        entered.leave(now, { answered: true });
      } else {
        calls.refused += 1;
        const retryAfter = oldest + minute - now;
        entered.leave(now, { answered: true, throttled: true, retryAfter });
        at(Math.round(now + retryAfter * (1 + random / 2)), key);
      }
    }
  }
  return { gone, calls };
}

describe('ten thousand mails at one instant', () => {
  it('through a service that takes a hundred a minute, which nobody has told us', () => {
    const { gone, calls } = flood(10_000, 100, []);
    expect(gone).toHaveLength(10_000);
    expect(calls.refused).toBeLessThan(100);
    expect(calls.made).toBeLessThan(100_000);
  });

  it('by the settings, no mail is refused, and the urgent go first', () => {
    const { gone, calls } = flood(10_000, 100, [{ count: 100, span: minute }]);
    expect(gone).toHaveLength(10_000);
    expect(calls.refused).toBe(0);
    const median = (urgency: Urgency) => {
      const instants = gone.filter((one) => one.urgency === urgency).map((one) => one.at);
      return instants[Math.floor(instants.length / 2)] ?? 0;
    };
    expect(median('alert')).toBeLessThan(median('answer'));
    expect(median('answer')).toBeLessThan(median('acknowledgement'));
  });
});
