import { describe, expect, it } from 'vitest';

import { endpoints } from './endpoints.ts';
import {
  delayAllowed,
  fewest,
  fewestNew,
  heldBack,
  isAdmitted,
  longest,
  mostNew,
  mostWaiting,
  nextLimits,
  rankOf,
  widest,
  type Limits,
  type Measured,
} from './admission.ts';

const lateAllowed = 300;
const calm: Measured = { delay: 0, late: 0, waiting: 0 };
const after = (limits: Limits, looks: number, measured: Partial<Measured> = {}) => {
  let next = limits;
  for (let look = 0; look < looks; look += 1) next = nextLimits(next, { ...calm, ...measured }, lateAllowed);
  return next;
};
const none: Limits = { all: fewest, newWork: 0 };

describe('what is refused where more is asked than can be served', () => {
  it('is new work first, and never what operations look at by', () => {
    const ranks = Object.fromEntries(Object.values(endpoints).map((one) => [one.id, rankOf(one)]));
    expect(ranks).toMatchObject({
      submitCase: 'first',
      computeDeadlines: 'first',
      readCase: 'later',
      actOnCase: 'later',
      listAlarms: 'never',
      restartAlarm: 'never',
      readHealth: 'never',
      readReady: 'never',
    });
  });

  it.each([
    ['first', { all: 9, newWork: 3 }, true],
    ['first', { all: 10, newWork: 3 }, false],
    ['first', { all: 9, newWork: 4 }, false],
    ['later', { all: 1000, newWork: 961 }, true],
    ['later', { all: 40, newWork: 0 }, false],
    ['never', { all: 10_000, newWork: 4 }, true],
  ] as const)('%s, beside %o at limits of 10 and 4: served %s', (rank, inFlight, is) => {
    expect(isAdmitted(rank, inFlight, { all: 10, newWork: 4 })).toBe(is);
  });
});

describe('the limits', () => {
  it('fall quickly while the event loop is late, and never to nothing by that alone', () => {
    expect(after(widest, 5, { delay: delayAllowed + 1 }).all).toBeLessThan(widest.all / 4);
    expect(after(widest, 100, { delay: 5000 })).toEqual({ all: fewest, newWork: mostNew });
  });

  it.each([
    ['hardly anything', 'ticks come late', { late: lateAllowed + 1 }, fewestNew],
    ['nothing', 'many cases wait', { waiting: mostWaiting + 1 }, 0],
  ])('leave %s to new work in a second where %s, and all else as it is', (_what, _why, measured, newWork) => {
    expect(after(widest, 10, measured)).toEqual({ all: widest.all, newWork });
    expect(after(none, 10, measured)).toEqual({ all: fewest + 10, newWork });
  });

  it('hardly heed one tick that came late', () => {
    expect(after(widest, 1, { late: 3_600_000 }).newWork).toBe(mostNew / 2);
  });

  it('heed neither what is late nor what waits as far as it is allowed', () => {
    expect(after(widest, 50, { late: lateAllowed, waiting: mostWaiting })).toEqual(widest);
  });

  it('rise slowly, to their most and no further', () => {
    expect(after(none, 1, { delay: delayAllowed })).toEqual({ all: fewest + 1, newWork: 1 });
    expect(after(none, 1000)).toEqual(widest);
  });
});

describe('refusals are held back', () => {
  it('for longer the more there are, and no longer than they are asked to wait', () => {
    expect([1, 100, 10_000].map(heldBack)).toEqual([250, 1000, longest]);
  });
});

interface Crowd {
  readonly connections: number;
  /** Of each connection between two requests (ms). */
  readonly pause: number;
  /** So many times slower. */
  readonly slower?: number;
  /** Not to be told what is late and what waits. */
  readonly isBlind?: boolean;
}

const seconds = 60;

/**
 * A process in simulated time: one thing after the other, in the order in which they came. A submission takes 2 ms and
 * leaves 8 ms of work for its alarm; a refusal takes 0.5 ms. Five times a second something falls due.
 */
function simulate({ connections, pause, slower = 1, isBlind = false }: Crowd) {
  const queue: { readonly takes: number; readonly then: (at: number) => void }[] = [];
  const later: { readonly at: number; readonly run: () => void }[] = [];
  const told = { accepted: 0, refused: 0, late: [] as number[] };
  const inFlight = { all: 0, newWork: 0 };
  let limits = widest;
  let held = 0;
  let late = 0;
  let waiting = 0;
  let now = 0;
  /** When the alarms were started that have not ticked yet. */
  const started = new Set<{ readonly at: number }>();
  const enqueue = (takes: number, then: (at: number) => void) => queue.push({ takes: takes * slower, then });
  const wait = (ms: number, run: () => void) => later.push({ at: now + ms, run });
  const submit = () => {
    if (!isAdmitted('first', inFlight, limits)) {
      held += 1;
      told.refused += 1;
      wait(heldBack(held), () => {
        held -= 1;
        enqueue(0.5, () => wait(pause, submit));
      });
      return;
    }
    inFlight.all += 1;
    inFlight.newWork += 1;
    enqueue(2, () => {
      inFlight.all -= 1;
      inFlight.newWork -= 1;
      told.accepted += 1;
      const alarm = { at: now };
      started.add(alarm);
      enqueue(8, () => started.delete(alarm));
      wait(pause, submit);
    });
  };
  const fallDue = () => {
    const due = now;
    enqueue(3, (at) => {
      told.late.push(at - due);
      late = Math.max(late, at - due);
    });
    wait(200, fallDue);
  };
  const ask = () => {
    waiting = [...started].filter(({ at }) => at <= now - 1000).length;
    wait(1000, ask);
  };
  const look = () => {
    limits = nextLimits(limits, isBlind ? calm : { ...calm, late, waiting }, lateAllowed);
    late = 0;
    wait(100, look);
  };
  for (let one = 0; one < connections; one += 1) wait(one % 100, submit);
  fallDue();
  look();
  ask();
  for (let free = 0; now < seconds * 1000;) {
    const ready = later.filter(({ at }) => at <= now);
    for (const one of ready) {
      later.splice(later.indexOf(one), 1);
      one.run();
    }
    while (free <= now && queue.length > 0) {
      const next = queue.shift();
      if (!next) break;
      free = Math.max(free, now) + next.takes;
      next.then(free);
    }
    now += 1;
  }
  return told;
}

describe('a process whose work is done in the order in which it comes', () => {
  it('refuses nothing to those who ask for less than it can do', () => {
    const { refused, late } = simulate({ connections: 40, pause: 1000 });
    expect(refused).toBe(0);
    expect(Math.max(...late)).toBeLessThan(lateAllowed);
  });

  it('keeps time under a crowd that never pauses, and goes on accepting', () => {
    const { accepted, refused, late } = simulate({ connections: 500, pause: 0 });
    expect(late.filter((ms) => ms > 1000)).toEqual([]);
    expect(refused).toBeGreaterThan(accepted);
    // All of it would be a hundred a second.
    expect(accepted / seconds).toBeGreaterThan(20);
  });

  it('does so on a machine of a fourth of the speed once it has felt the crowd', () => {
    const late = (isBlind: boolean) =>
      simulate({ connections: 500, pause: 0, slower: 4, isBlind }).late.slice(-200);
    expect(Math.max(...late(false))).toBeLessThan(1000);
    // And would not if it were not told how late it is.
    expect(Math.min(...late(true))).toBeGreaterThan(1000);
  });
});
