import { toInstant } from '../../calendar/index.ts';
import { Draw } from '../../cases/testing/draw.ts';
import { drawLife, type Life, type LifeStep } from '../../cases/testing/lives.ts';
import { policy } from '../../cases/testing/story.ts';
import { withApproval } from '../../cases/testing/states.ts';
import type { CalendarLayer } from '../../cases/index.ts';
import type { Policy } from '../../policy/index.ts';

/** What is done in a simulated life: as for the pure core, and what concerns many cases. */
export type PlannedStep = LifeStep | { readonly put: 'policy' | 'analysis' | 'calendar' };

export interface Plan extends Omit<Life, 'steps'> {
  readonly steps: readonly PlannedStep[];
  readonly store: 'documents' | 'sqlite';
  readonly hosts: number;
  /** The product's clock is moved by hand, beside the machine's. */
  readonly apart: boolean;
  /** How far the hosts' clocks are off (ms). */
  readonly off: readonly number[];
}

/** The version in force at the start. */
export function startPolicy({ approval }: Pick<Plan, 'approval'>): Policy {
  return approval ? { ...withApproval, version: 'approval', effectiveFrom: '2026-01-02T00:00:00Z' } : policy;
}

/** The version that is put over open cases on the way. */
export function laterPolicy(plan: Pick<Plan, 'approval'>, effectiveFrom: string): Policy {
  const before = startPolicy(plan);
  const { initialResponse } = before.targets;
  return {
    ...before,
    version: 'later',
    effectiveFrom,
    targets: {
      ...before.targets,
      initialResponse: { ...initialResponse, B: { ...initialResponse.B, standard: 'PT2H' } },
    },
  };
}

/** What operations put over a calendar on the way: the three days after this instant (ms) become holidays. */
export function laterHolidays(now: number): CalendarLayer {
  const add = [1, 2, 3].map((days) => ({ date: toInstant(now + days * day).slice(0, 10), name: 'Declared' }));
  return { holidays: { add, remove: [] }, workingDays: { add: [] } };
}

const day = 86_400_000;

/** The plan of this number: the life of that number, and what it is lived on. */
export function drawPlan(number: number): Plan {
  const draw = new Draw(number ^ 0x5eed);
  const apart = draw.chance(0.25);
  const hosts = apart ? 1 : 1 + draw.upTo(2);
  const life = drawLife(number);
  const steps: PlannedStep[] = [...life.steps];
  if (draw.chance(0.25)) steps.splice(draw.upTo(steps.length), 0, { put: 'policy' });
  if (draw.chance(0.25)) steps.splice(draw.upTo(steps.length), 0, { put: 'analysis' });
  const store = apart || draw.chance(0.2) ? 'sqlite' : 'documents';
  const off = Array.from({ length: hosts }, (_, index) => {
    const little = draw.chance(0.3) && !apart ? draw.upTo(4000) - 2000 : 0;
    // One that differs by minutes decides nothing, so there has to be another.
    return index > 0 && draw.chance(0.15) ? (draw.upTo(1200) - 600) * 1000 : little;
  });
  if (draw.chance(0.25)) steps.splice(draw.upTo(steps.length), 0, { put: 'calendar' });
  return { ...life, steps, store, hosts, apart, off };
}
