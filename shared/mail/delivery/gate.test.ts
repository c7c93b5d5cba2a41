import { describe, expect, it } from 'vitest';

import { MailGate, type Pass } from './gate.ts';
import { parameters } from './parameters.ts';

const { slots, failuresToOpen, pause, longestPause, firstTurn, turn, longestTurn } = parameters;

/** A gate on a clock of its own. */
class Attempts {
  readonly gate = new MailGate();
  now = 1_000_000;

  enter(): Pass | number {
    return this.gate.enter(this.now, 0);
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
      const at = attempts.gate.enter(attempts.now, (come % 100) / 100);
      expect(at).toBeLessThanOrEqual(attempts.now + firstTurn + longestTurn);
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
