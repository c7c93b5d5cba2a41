import { describe, expect, it } from 'vitest';

import { MailGate, type Pass, type Turn } from './gate.ts';
import { parameters } from './parameters.ts';
import type { Urgency } from './urgency.ts';

const { slots, failuresToOpen, pause, longestPause, firstTurn, turn, longestTurn } = parameters;

/** A gate on a clock of its own. */
class Attempts {
  readonly gate: MailGate;
  now = 1_000_000;

  constructor(gate = new MailGate()) {
    this.gate = gate;
  }

  ask(urgency: Urgency = 'answer', key = 'a case'): Pass | Turn {
    return this.gate.enter(this.now, 0, { key, urgency });
  }

  /** A pass, or the instant at which to come again. */
  enter(): Pass | number {
    const entered = this.ask();
    return 'at' in entered ? entered.at : entered;
  }

  pass(): Pass {
    const pass = this.enter();
    if (typeof pass === 'number') throw new Error(`no pass before ${pass - this.now} ms`);
    return pass;
  }

  /** One attempt after the other that gets no answer. */
  fail(count: number): void {
    for (let left = count; left > 0; left -= 1) {
      this.pass().leave(this.now, { answered: false, reason: 'down' });
    }
  }

  wait(ms: number): this {
    this.now += ms;
    return this;
  }
}

describe('slots', () => {
  it('are as many as there are; who finds none is told when to come, one after the other', () => {
    const attempts = new Attempts();
    const passes = Array.from({ length: slots }, () => attempts.pass());
    expect(attempts.enter()).toBe(attempts.now + firstTurn);
    expect(attempts.enter()).toBe(attempts.now + firstTurn + turn);
    passes[0]?.leave(attempts.now);
    expect(attempts.enter()).toBeTypeOf('object');
    expect(attempts.enter()).toBeTypeOf('number');
  });

  it('are given back once, whoever does it twice', () => {
    const attempts = new Attempts();
    const [pass] = Array.from({ length: slots }, () => attempts.pass());
    pass?.leave(attempts.now);
    pass?.leave(attempts.now);
    attempts.pass();
    expect(attempts.enter()).toBeTypeOf('number');
  });

  it('nobody is told to come later than in some minutes, however many there are', () => {
    const attempts = new Attempts();
    for (let taken = 0; taken < slots; taken += 1) attempts.pass();
    for (let come = 0; come < 20_000; come += 1) {
      const at = attempts.gate.enter(attempts.now, (come % 100) / 100, { key: `${come}`, urgency: 'answer' });
      expect('at' in at && at.at).toBeLessThanOrEqual(attempts.now + firstTurn + longestTurn);
    }
  });
});

describe('a service that does not answer', () => {
  it('is left alone for a while after so many failures in a row', () => {
    const attempts = new Attempts();
    attempts.fail(failuresToOpen - 1);
    expect(attempts.gate.state).toEqual({ lastError: 'down' });
    const since = attempts.now - 0;
    attempts.wait(10).fail(1);
    expect(attempts.gate.state).toEqual({ failingSince: since, lastError: 'down' });
    expect(attempts.enter()).toBe(attempts.now + pause);
  });

  it('an answer between begins the count anew, whatever it says of the mail', () => {
    const attempts = new Attempts();
    for (let round = 0; round < 5; round += 1) {
      attempts.fail(failuresToOpen - 1);
      attempts.pass().leave(attempts.now, { answered: true });
    }
    expect(attempts.gate.state).toEqual({});
  });

  it('then one tries; while it does, nobody else', () => {
    const attempts = new Attempts();
    attempts.fail(failuresToOpen);
    attempts.wait(pause);
    const probe = attempts.pass();
    expect(attempts.enter()).toBeTypeOf('number');
    probe.leave(attempts.now, { answered: true });
    expect(attempts.gate.state).toEqual({});
    for (let taken = 0; taken < slots; taken += 1) attempts.pass();
  });

  it('the while doubles with each that fails, up to the longest', () => {
    const attempts = new Attempts();
    attempts.fail(failuresToOpen);
    const waits: number[] = [pause];
    for (let round = 0; round < 6; round += 1) {
      attempts.wait(waits.at(-1) ?? 0).fail(1);
      const again = attempts.enter();
      expect(again).toBeTypeOf('number');
      const wait = Number(again) - attempts.now;
      waits.push(Math.min(wait, longestPause));
    }
    expect(waits.slice(0, 4)).toEqual([pause, 2 * pause, 4 * pause, 8 * pause]);
    expect(waits.at(-1)).toBe(longestPause);
    attempts.wait(longestPause).pass().leave(attempts.now, { answered: true });
    attempts.fail(failuresToOpen);
    attempts.wait(pause);
    expect(attempts.enter()).toBeTypeOf('object');
  });

  it.each([
    { retryAfter: 100_000, least: 100_000 },
    { retryAfter: 1, least: pause },
    { retryAfter: 3_600_000, least: longestPause },
  ])('asks everybody to wait $retryAfter ms', ({ retryAfter, least }) => {
    const attempts = new Attempts();
    attempts.pass().leave(attempts.now, { answered: false, retryAfter });
    attempts.wait(least - 1);
    expect(attempts.enter()).toBeTypeOf('number');
    attempts.wait(1);
    expect(attempts.enter()).toBeTypeOf('object');
  });

  it('those who were under way when it was closed change nothing by failing, and open it by an answer', () => {
    const attempts = new Attempts();
    const [one, other] = [attempts.pass(), attempts.pass()];
    attempts.fail(failuresToOpen);
    one.leave(attempts.wait(1_000).now, { answered: false, reason: 'late' });
    expect(attempts.wait(pause - 1_000).gate.state.lastError).toBe('late');
    other.leave(attempts.now, { answered: true });
    expect(attempts.gate.state).toEqual({});
  });

  it('a clock that was set back opens it', () => {
    const attempts = new Attempts();
    attempts.fail(failuresToOpen);
    attempts.now -= 86_400_000;
    expect(attempts.enter()).toBeTypeOf('object');
  });

  it('an attempt that came to nothing tells nothing', () => {
    const attempts = new Attempts();
    for (let round = 0; round < 2 * failuresToOpen; round += 1) attempts.pass().leave(attempts.now);
    expect(attempts.gate.state).toEqual({});
  });
});

describe('the pace', () => {
  const limited = (count: number) => {
    const attempts = new Attempts(new MailGate([{ count, span: 60_000 }]));
    const send = (urgency?: Urgency, key?: string) => {
      const entered = attempts.ask(urgency, key);
      if ('leave' in entered) entered.leave(attempts.now, { answered: true });
      return 'at' in entered ? entered.at - attempts.now : 'sent';
    };
    return { attempts, send };
  };

  it('who comes too soon is told when there is room, each an instant of its own', () => {
    const { send } = limited(2);
    expect([send(), send()]).toEqual(['sent', 'sent']);
    expect(['a', 'b', 'c', 'd', 'e'].map((key) => send('answer', key))).toEqual([
      60_000, 60_000, 120_000, 120_000, 180_000,
    ]);
  });

  it('alerts go before answers, and answers before acknowledgements, also of those that came first', () => {
    const { attempts, send } = limited(1);
    expect(send()).toBe('sent');
    expect(send('acknowledgement', 'a')).toBe(60_000);
    expect(send('answer', 'b')).toBe(60_000);
    expect(send('alert', 'c')).toBe(60_000);
    attempts.wait(60_000);
    expect(send('acknowledgement', 'a')).toBeTypeOf('number');
    expect(send('answer', 'b')).toBeTypeOf('number');
    expect(send('alert', 'c')).toBe('sent');
    attempts.wait(60_000);
    expect(send('acknowledgement', 'a')).toBeTypeOf('number');
    expect(send('answer', 'b')).toBe('sent');
  });

  it('who was waited for and does not come holds nobody up for long', () => {
    const { attempts, send } = limited(1);
    send();
    expect(send('alert', 'gone')).toBe(60_000);
    attempts.wait(60_000);
    expect(send('answer', 'a')).toBeTypeOf('number');
    attempts.wait(parameters.lateForTurn);
    expect(send('answer', 'a')).toBe('sent');
  });

  it('a slot that was given back unused counts for nobody', () => {
    const { attempts, send } = limited(1);
    attempts.pass().leave(attempts.now);
    expect(send()).toBe('sent');
  });

  it('a service that takes no more slows everybody down, and is no fault', () => {
    const attempts = new Attempts();
    for (let count = 0; count < 8; count += 1) attempts.pass().leave(attempts.now, { answered: true });
    const refused = Array.from({ length: 4 }, () => attempts.pass());
    for (const pass of refused)
      pass.leave(attempts.now, { answered: true, throttled: true, reason: '429', retryAfter: 50_000 });
    expect(attempts.gate.state).toEqual({ lastError: '429' });
    expect(attempts.ask()).toMatchObject({ at: attempts.now + 60_000, wants: 'pace' });
    attempts.wait(60_000);
    const room = () => {
      let count = 0;
      for (; typeof attempts.enter() !== 'number'; count += 1) if (count === 99) break;
      return count;
    };
    expect(room()).toBe(8);
    expect(attempts.ask()).toMatchObject({ wants: 'slot' });
  });
});

describe('who waits for a slot', () => {
  it('gets one when it is given back, the most urgent first', async () => {
    const attempts = new Attempts();
    const passes = Array.from({ length: slots }, () => attempts.pass());
    const order: string[] = [];
    const { signal } = new AbortController();
    const waiting = (['acknowledgement', 'answer', 'alert'] as const).map(async (urgency) => {
      const entered = await attempts.gate.wait(0, { key: urgency, urgency }, signal);
      order.push(urgency);
      if (entered && 'leave' in entered) entered.leave(attempts.now, { answered: true });
    });
    passes[0]?.leave(attempts.now, { answered: true });
    await Promise.all(waiting);
    expect(order).toEqual(['alert', 'answer', 'acknowledgement']);
  });

  it('is told when to come where the service does not answer any more, and let go when it has no time', async () => {
    const attempts = new Attempts();
    const passes = Array.from({ length: slots }, () => attempts.pass());
    const patience = new AbortController();
    const asker = { key: 'a', urgency: 'answer' } as const;
    const one = attempts.gate.wait(0, asker, new AbortController().signal);
    const other = attempts.gate.wait(0, asker, patience.signal);
    patience.abort();
    expect(await other).toBeUndefined();
    passes[0]?.leave(attempts.now, { answered: false, retryAfter: 60_000 });
    expect(await one).toMatchObject({ wants: 'service', at: attempts.now + 60_000 });
  });
});
