import { describe, expect, test } from 'vitest';
import { VirtualClock } from './clock.ts';
import { InFlight } from './inFlight.ts';

function fixture(speed = 0) {
  const real = { now: 1_000_000 };
  const clock = new VirtualClock(() => real.now, { now: 500, speed, real: real.now });
  return { real, clock };
}

describe('time', () => {
  test('stands still at speed 0', () => {
    const { real, clock } = fixture();
    real.now += 5000;
    expect(clock.now()).toBe(500);
  });

  test('runs at its speed', () => {
    const { real, clock } = fixture(60);
    real.now += 1000;
    expect(clock.now()).toBe(60_500);
  });

  test('goes on from where it is when the speed changes', () => {
    const { real, clock } = fixture(10);
    real.now += 100;
    clock.setSpeed(2);
    real.now += 100;
    expect(clock.now()).toBe(500 + 1000 + 200);
  });

  test('never goes backwards, whatever the machine does', () => {
    const { real, clock } = fixture(1);
    real.now += 100;
    expect(clock.now()).toBe(600);
    real.now -= 1000;
    expect(clock.now()).toBe(600);
    clock.moveTo(100);
    expect(clock.now()).toBe(600);
  });

  test('a clock from what was kept goes on as if it had never stopped', () => {
    const { real, clock } = fixture(10);
    const later = new VirtualClock(() => real.now + 100, clock.kept());
    expect(later.now()).toBe(1500);
  });
});

describe('sleeping', () => {
  test('wakes in order of time when the clock is moved', async () => {
    const { clock } = fixture();
    const woken: number[] = [];
    const sleeps = [900, 700, 800].map((instant) =>
      clock.sleepUntil(instant).then(() => woken.push(instant)),
    );
    expect(clock.nextSleeper()).toBe(700);
    clock.moveTo(850);
    await Promise.all([sleeps[1], sleeps[2]]);
    expect(woken).toEqual([700, 800]);
    expect(clock.nextSleeper()).toBe(900);
    clock.stop();
  });

  test('an instant already reached takes no time', async () => {
    await fixture().clock.sleepUntil(500);
  });

  test('how long a real timer must run', () => {
    const { clock } = fixture(10);
    expect(clock.realDelay(400)).toBe(0);
    expect(clock.realDelay(1501)).toBe(101);
    clock.setSpeed(0);
    expect(clock.realDelay(1501)).toBeUndefined();
  });
});

test('work that sleeps is quiet, once however many sleeps it has', async () => {
  const inFlight = new InFlight();
  const wakes: (() => void)[] = [];
  const sleep = () => inFlight.sleep(new Promise((resolve) => wakes.push(resolve)));
  expect(inFlight.quiet).toBe(true);
  const work = inFlight.run(async () => {
    await Promise.all([sleep(), sleep()]);
  });
  expect(inFlight.quiet).toBe(true);
  const other = inFlight.run(sleep);
  const busy = inFlight.run(() => new Promise<void>((resolve) => wakes.push(resolve)));
  expect(inFlight.asleep).toBe(2);
  expect(inFlight.quiet).toBe(false);
  for (const wake of wakes) wake();
  await Promise.all([work, other, busy]);
  expect(inFlight.asleep).toBe(0);
  expect(inFlight.quiet).toBe(true);
});
